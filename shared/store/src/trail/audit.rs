//! The audit (table `audit`). Functions may put entries and query them; no role may change or delete one.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use foyer_domain::audit::AuditEntry;
use foyer_domain::id::{AuditId, IdentityId, TenantId};
use foyer_domain::time::Timestamp;

use crate::key::{actor_pk, audit_pk, target_pk};
use crate::meter::{Call, InWaves as _, Spend};
use crate::{Clash, Commit, Entity, Key, Page, PageRequest, Store, StoreError, Table};

impl Entity for AuditEntry {
    const KIND: &'static str = "audit";
    const TABLE: Table = Table::Audit;

    fn key(&self) -> Key {
        Key::audit(self.tenant_id, self.audit_id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        let mut index = vec![("gsi1pk", target_pk(self.tenant_id, &self.target)), ("gsi1sk", self.audit_id.to_string())];
        if let Some(actor) = self.actor {
            index.extend([("gsi2pk", actor_pk(self.tenant_id, actor)), ("gsi2sk", self.audit_id.to_string())]);
        }
        index
    }
}

/// Whose entries are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Entries<'a> {
    /// All of the tenant.
    All,
    /// What was done to this.
    To(&'a str),
    /// What this identity did.
    By(IdentityId),
}

/// Where entries are looked up: the index, and its attributes.
struct Place {
    index: Option<&'static str>,
    pk: (&'static str, String),
    sk: &'static str,
}

impl Entries<'_> {
    fn place(self, tenant: TenantId) -> Place {
        match self {
            Self::All => Place { index: None, pk: ("pk", audit_pk(tenant)), sk: "sk" },
            Self::To(target) => Place { index: Some("by_target"), pk: ("gsi1pk", target_pk(tenant, target)), sk: "gsi1sk" },
            Self::By(actor) => Place { index: Some("by_actor"), pk: ("gsi2pk", actor_pk(tenant, actor)), sk: "gsi2sk" },
        }
    }
}

impl Store {
    /// One page of entries from `from` up to before `until`, newest first.
    pub async fn audit(
        &self,
        tenant: TenantId,
        entries: Entries<'_>,
        (from, until): (Timestamp, Timestamp),
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let Place { index, pk, sk } = entries.place(tenant);
        self.meter.note(Call { action: "dynamodb:Query", table: Table::Audit, index });
        let start = page.after.as_ref().map(|after| {
            let mut key = Key { pk: audit_pk(tenant), sk: after.clone() }.item();
            key.insert(pk.0.to_owned(), AttributeValue::S(pk.1.clone()));
            key.insert(sk.to_owned(), AttributeValue::S(after.clone()));
            key
        });
        let answer = self
            .client
            .query()
            .table_name(self.tables.name(Table::Audit))
            .set_index_name(index.map(str::to_owned))
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :until")
            .expression_attribute_names("#pk", pk.0)
            .expression_attribute_names("#sk", sk)
            .expression_attribute_values(":pk", AttributeValue::S(pk.1))
            .expression_attribute_values(":from", AttributeValue::S(AuditId::floor(from).to_string()))
            .expression_attribute_values(":until", AttributeValue::S(AuditId::floor(until).to_string()))
            .set_exclusive_start_key(start)
            .scan_index_forward(false)
            .limit(i32::try_from(page.limit).unwrap_or(i32::MAX))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .noted(&self.meter)
            .await?;
        self.meter.add(Spend::Read, answer.consumed_capacity());
        let next = answer.last_evaluated_key.as_ref().map(|key| Key::of(key).sk);
        Ok(Page { rows: answer.items.unwrap_or_default(), next }.read(self))
    }
}

impl Commit {
    /// Adds an entry: it is there if, and only if, what it tells of happened.
    pub fn audit(self, entry: &AuditEntry) -> Self {
        self.create(entry, Clash::Exists)
    }
}
