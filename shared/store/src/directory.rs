//! Tenants, dimensions, organisations, contacts and requests (table `directory`).

use foyer_domain::directory::{AccountRequest, Contact, Dimension, Organisation, RequestState, Tenant};
use foyer_domain::id::{AccountRequestId, ContactId, DimensionId, IdentityId, OrganisationId, QueueId, TenantId};
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::key::{requests_pk, sees_pk, tenant_pk};
use crate::page::{Page, PageRequest};
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for Tenant {
    const KIND: &'static str = "tenant";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::tenant(self.tenant_id)
    }
}

impl Entity for Dimension {
    const KIND: &'static str = "dimension";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::dimension(self.tenant_id, self.dimension_id)
    }
}

impl Entity for Organisation {
    const KIND: &'static str = "organisation";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::organisation(self.tenant_id, self.organisation_id)
    }
}

impl Entity for Contact {
    const KIND: &'static str = "contact";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::contact(self.tenant_id, self.contact_id)
    }
}

impl Entity for AccountRequest {
    const KIND: &'static str = "account_request";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::request(self.tenant_id, self.request_id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        vec![("gsi1pk", requests_pk(self.tenant_id, self.state())), ("gsi1sk", self.request_id.to_string())]
    }
}

/// That an identity sees a contact because of who it is to it: the row that an ordinary user's list is
/// made of (S002-4).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sees {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Who sees.
    pub identity_id: IdentityId,
    /// What.
    pub contact_id: ContactId,
}

impl Entity for Sees {
    const KIND: &'static str = "sees";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::sees(self.tenant_id, self.identity_id, self.contact_id)
    }
}

/// The tenant that was made for a bootstrap key, so that a repeated bootstrap finds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bootstrapped {
    /// The key.
    pub key: String,
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its first administrator.
    pub administrator: IdentityId,
    /// Its first dimension.
    pub dimension_id: DimensionId,
    /// Its first organisation.
    pub organisation_id: OrganisationId,
    /// Its first queue.
    pub queue_id: QueueId,
}

impl Entity for Bootstrapped {
    const KIND: &'static str = "bootstrap";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::bootstrap(&self.key)
    }
}

impl Store {
    /// The tenant.
    pub async fn tenant(&self, tenant: TenantId) -> Result<Option<Versioned<Tenant>>, StoreError> {
        self.get(&Key::tenant(tenant)).await
    }

    /// What a bootstrap key made.
    pub async fn bootstrapped(&self, key: &str) -> Result<Option<Versioned<Bootstrapped>>, StoreError> {
        self.get(&Key::bootstrap(key)).await
    }

    /// An organisation of the tenant.
    pub async fn organisation(&self, tenant: TenantId, id: OrganisationId) -> Result<Option<Versioned<Organisation>>, StoreError> {
        self.get(&Key::organisation(tenant, id)).await
    }

    /// A contact of the tenant.
    pub async fn contact(&self, tenant: TenantId, id: ContactId) -> Result<Option<Versioned<Contact>>, StoreError> {
        self.get(&Key::contact(tenant, id)).await
    }

    /// A request of the tenant.
    pub async fn request(&self, tenant: TenantId, id: AccountRequestId) -> Result<Option<Versioned<AccountRequest>>, StoreError> {
        self.get(&Key::request(tenant, id)).await
    }

    /// All contacts of the tenant, newest first.
    pub async fn contacts(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<Contact>, StoreError> {
        self.query(Table::Directory, &tenant_pk(tenant), "CONTACT#", page).await?.read()
    }

    /// The contacts that `identity` sees by a relation of its own, newest first.
    pub async fn contacts_seen_by(&self, tenant: TenantId, identity: IdentityId, page: &PageRequest) -> Result<Page<Contact>, StoreError> {
        let seen: Page<Sees> = self.query(Table::Directory, &sees_pk(tenant, identity), "CONTACT#", page).await?.read()?;
        let keys: Vec<Key> = seen.rows.iter().map(|sees| Key::contact(sees.tenant_id, sees.contact_id)).collect();
        let contacts = self.get_many(&keys, Freshness::Eventual).await?;
        Ok(Page { rows: contacts.into_iter().map(|contact| contact.value).collect(), next: seen.next })
    }

    /// The tenant's requests in one state, newest first.
    pub async fn requests(&self, tenant: TenantId, state: RequestState, page: &PageRequest) -> Result<Page<AccountRequest>, StoreError> {
        let found = self.query_index(Table::Directory, "by_state", "gsi1", &requests_pk(tenant, state), page).await?;
        let requests = self.get_many::<AccountRequest>(&found.rows, Freshness::Eventual).await?;
        // The index may lag behind a decision.
        let rows = requests.into_iter().map(|request| request.value).filter(|request| request.state() == state).collect();
        Ok(Page { rows, next: found.next })
    }
}

impl Commit {
    /// Creates a contact and the rows of those who see it by relation.
    pub fn create_contact(self, contact: &Contact) -> Self {
        let mut seers = vec![contact.adder];
        seers.extend(contact.owner);
        seers.extend(contact.service_owner);
        seers.extend(&contact.participants);
        seers.extend(&contact.shared_with);
        seers.sort_unstable();
        seers.dedup();
        let commit = self.create(contact, Clash::Exists);
        seers.into_iter().fold(commit, |commit, seer| commit.sees(contact, seer))
    }

    /// Lets `identity` find `contact` in its list. Idempotent.
    pub fn sees(self, contact: &Contact, identity: IdentityId) -> Self {
        self.put_over(&Sees { tenant_id: contact.tenant_id, identity_id: identity, contact_id: contact.contact_id })
    }
}
