//! The open tickets of somebody who left, on their way to his successor (table `tickets`): how far that is, and, while
//! it is not done, that somebody has to go on with it.

use foyer_domain::directory::Party;
use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::text::Name;
use foyer_domain::tickets::Ticket;
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::due::moment;
use crate::key::HAND_OVERS;
use crate::{Commit, Due, Entity, Key, Store, StoreError, Table, Versioned};

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The identity that was offboarded; the newest hand-over of an identity is kept.
    pub identity_id: IdentityId,
    /// Who offboarded it.
    pub by: IdentityId,
    /// Whose tickets are handed over: it, and what was offboarded with it. The first is being looked through.
    pub leaving: Vec<IdentityId>,
    /// The place after which its tickets are looked through.
    pub after: Option<String>,
    /// Who takes them.
    pub successor: Successor,
    /// Tickets looked at.
    pub looked_at: u64,
    /// Tickets handed over.
    pub handed_over: u64,
    /// When it began.
    pub begun_at: Timestamp,
    /// When all had been looked at.
    pub done_at: Option<Timestamp>,
}

/// Who takes over tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// His identity.
    pub identity_id: IdentityId,
    /// His account.
    pub account_id: AccountId,
    /// His name.
    pub name: Name,
    /// Whom he stands for.
    pub party: Party,
}

impl Successor {
    /// The ticket, submitted by him.
    pub fn takes(&self, ticket: &Ticket) -> Ticket {
        Ticket {
            submitter: self.identity_id,
            submitter_account: self.account_id,
            submitter_name: self.name.clone(),
            party: Some(self.party),
            ..ticket.clone()
        }
    }
}

impl Entity for HandOver {
    const KIND: &'static str = "hand_over";
    const TABLE: Table = Table::Tickets;

    fn key(&self) -> Key {
        Key::hand_over(self.tenant_id, self.identity_id)
    }

    /// In the index of what is due, until it is done.
    fn index(&self) -> Vec<(&'static str, String)> {
        if self.done_at.is_some() {
            return Vec::new();
        }
        vec![("gsi4pk", HAND_OVERS.to_owned()), ("gsi4sk", format!("{}#{}", moment(self.begun_at), self.identity_id))]
    }
}

impl Store {
    /// The newest hand-over of what an identity had open.
    pub async fn hand_over(&self, tenant: TenantId, identity: IdentityId) -> Result<Option<Versioned<HandOver>>, StoreError> {
        self.get(&Key::hand_over(tenant, identity)).await
    }

    /// Hand-overs that are not done, a part of them.
    pub async fn hand_overs_due(&self, now: Timestamp, after: Option<&str>) -> Result<Due<(TenantId, IdentityId)>, StoreError> {
        self.due(HAND_OVERS, now, after, Key::hand_over_of).await
    }
}

impl Commit {
    /// Begins a hand-over, in the place of an earlier one of the same identity.
    pub fn begin_hand_over(self, before: Option<&Versioned<HandOver>>, hand_over: &HandOver) -> Self {
        self.replace_or_create(before, hand_over)
    }
}
