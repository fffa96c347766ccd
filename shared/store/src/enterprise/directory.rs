//! Tenants, dimensions, organisations, contacts and requests (table `directory`).

use std::collections::{BTreeSet, HashMap};

use foyer_domain::directory::{
    AccountLink, AccountRequest, Contact, Customer, Dimension, Organisation, Party, RequestState, Subject, Tenant,
};
use foyer_domain::id::{AccountRequestId, ContactId, CustomerId, DimensionId, IdentityId, OrganisationId, QueueId, TenantId};
use foyer_domain::text::Name;
use foyer_domain::tickets::share::Company;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::key::{organisation_pk, requests_pk, sees_pk, speakers_pk, tenant_pk};
use crate::page::{Page, PageRequest, index_position};
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

    /// By organisation, and by the customer that it speaks for: with those a ticket can be shared.
    fn index(&self) -> Vec<(&'static str, String)> {
        let mut index = vec![("gsi2pk", organisation_pk(self.tenant_id, self.organisation_id)), ("gsi2sk", self.contact_id.to_string())];
        if let Some(customer) = self.customer_id {
            index.extend([("gsi3pk", speakers_pk(self.tenant_id, customer)), ("gsi3sk", self.contact_id.to_string())]);
        }
        index
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

impl Entity for Customer {
    const KIND: &'static str = "customer";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::customer(self.tenant_id, self.customer_id)
    }
}

/// A contact or a customer, as it was read.
#[derive(Debug, Clone)]
pub enum Record {
    /// A contact.
    Contact(Versioned<Contact>),
    /// A customer.
    Customer(Versioned<Customer>),
}

impl Record {
    /// What both have.
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::Contact(contact) => (&contact.value).into(),
            Self::Customer(customer) => (&customer.value).into(),
        }
    }

    /// How often it was written.
    pub fn version(&self) -> u64 {
        match self {
            Self::Contact(contact) => contact.version,
            Self::Customer(customer) => customer.version,
        }
    }

    /// With whom it belongs together.
    pub fn company(&self) -> Company {
        let customer_id = match self {
            Self::Contact(contact) => contact.value.customer_id,
            Self::Customer(customer) => Some(customer.value.customer_id),
        };
        Company::of(self.subject().party, customer_id)
    }
}

/// That an identity sees a contact or a customer because of who it is to it: the row that an ordinary
/// user's list is made of (S002-4).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sees {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Who sees.
    pub identity_id: IdentityId,
    /// What.
    #[serde(flatten)]
    pub party: Party,
}

impl Entity for Sees {
    const KIND: &'static str = "sees";
    const TABLE: Table = Table::Directory;

    fn key(&self) -> Key {
        Key::sees(self.tenant_id, self.identity_id, self.party)
    }
}

/// What a contact or a customer is called.
#[derive(Debug, Clone)]
pub struct Called {
    /// Its name.
    pub name: Name,
    /// The name of a contact's organisation.
    pub organisation: Option<Name>,
}

/// Parties that are named by one batch, which takes 100 keys: two for a contact.
const NAMED_AT_ONCE: usize = 50;

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

    /// The tenant's organisations, newest first.
    pub async fn organisations(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<Organisation>, StoreError> {
        Ok(self.query(Table::Directory, &tenant_pk(tenant), "ORG#", page).await?.read(self))
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
        Ok(self.query(Table::Directory, &tenant_pk(tenant), "CONTACT#", page).await?.read(self))
    }

    /// The contacts that `identity` sees by a relation of its own, newest first.
    pub async fn contacts_seen_by(&self, tenant: TenantId, identity: IdentityId, page: &PageRequest) -> Result<Page<Contact>, StoreError> {
        let seen: Page<Sees> = self.query(Table::Directory, &sees_pk(tenant, identity), "CONTACT#", page).await?.read(self);
        let keys: Vec<Key> = seen.rows.iter().map(|sees| Key::party(sees.tenant_id, sees.party)).collect();
        let contacts = self.get_many(&keys, Freshness::Eventual).await?;
        Ok(Page { rows: contacts.into_iter().map(|contact| contact.value).collect(), next: seen.next })
    }

    /// The place of a contact in the list of its organisation.
    pub fn place_in_organisation(contact: &Contact) -> String {
        index_position(&contact.contact_id.to_string(), &contact.key())
    }

    /// The contacts of an organisation, newest first.
    pub async fn contacts_of_organisation(
        &self,
        tenant: TenantId,
        organisation: OrganisationId,
        page: &PageRequest,
    ) -> Result<Page<Contact>, StoreError> {
        let keys = self.query_index(Table::Directory, "by_organisation", "gsi2", &organisation_pk(tenant, organisation), page).await?;
        self.contacts_at(keys).await
    }

    /// The contacts that speak for a customer, newest first.
    pub async fn contacts_of_customer(
        &self,
        tenant: TenantId,
        customer: CustomerId,
        page: &PageRequest,
    ) -> Result<Page<Contact>, StoreError> {
        let keys = self.query_index(Table::Directory, "by_customer", "gsi3", &speakers_pk(tenant, customer), page).await?;
        self.contacts_at(keys).await
    }

    async fn contacts_at(&self, keys: Page<Key>) -> Result<Page<Contact>, StoreError> {
        let contacts = self.get_many::<Contact>(&keys.rows, Freshness::Eventual).await?;
        Ok(Page { rows: contacts.into_iter().map(|contact| contact.value).collect(), next: keys.next })
    }

    /// A customer of the tenant.
    pub async fn customer(&self, tenant: TenantId, id: CustomerId) -> Result<Option<Versioned<Customer>>, StoreError> {
        self.get(&Key::customer(tenant, id)).await
    }

    /// All customers of the tenant, newest first.
    pub async fn customers(&self, tenant: TenantId, page: &PageRequest) -> Result<Page<Customer>, StoreError> {
        Ok(self.query(Table::Directory, &tenant_pk(tenant), "CUSTOMER#", page).await?.read(self))
    }

    /// The customers that `identity` sees by a relation of its own, newest first.
    pub async fn customers_seen_by(
        &self,
        tenant: TenantId,
        identity: IdentityId,
        page: &PageRequest,
    ) -> Result<Page<Customer>, StoreError> {
        let seen: Page<Sees> = self.query(Table::Directory, &sees_pk(tenant, identity), "CUSTOMER#", page).await?.read(self);
        let keys: Vec<Key> = seen.rows.iter().map(|sees| Key::party(sees.tenant_id, sees.party)).collect();
        let customers = self.get_many(&keys, Freshness::Eventual).await?;
        Ok(Page { rows: customers.into_iter().map(|customer| customer.value).collect(), next: seen.next })
    }

    /// The contact or customer of the tenant that an identity stands for.
    pub async fn record(&self, tenant: TenantId, party: Party) -> Result<Option<Record>, StoreError> {
        Ok(match party {
            Party::Contact { contact_id, .. } => self.contact(tenant, contact_id).await?.map(Record::Contact),
            Party::Customer { customer_id } => self.customer(tenant, customer_id).await?.map(Record::Customer),
        })
    }

    /// What contacts and customers are called, each in its tenant, in their order; `None` for one that is not there.
    /// One batch; to be shown, not to decide by.
    pub async fn called(&self, parties: &[(TenantId, Party)]) -> Result<Vec<Option<Called>>, StoreError> {
        let mut found = HashMap::new();
        for chunk in parties.chunks(NAMED_AT_ONCE) {
            let keys: BTreeSet<Key> = chunk.iter().flat_map(|(tenant, party)| naming_keys(*tenant, *party)).collect();
            let wanted = keys.into_iter().map(|key| (Table::Directory, key)).collect();
            let items = self.batch_get(wanted, Freshness::Eventual).await?;
            found.extend(items.into_iter().map(|item| (Key::of(&item), item)));
        }
        Ok(parties.iter().map(|(tenant, party)| self.name_of(&found, *tenant, *party)).collect())
    }

    /// What one of them is called. A row that cannot be read says nothing, as one that is not there.
    fn name_of(&self, found: &HashMap<Key, Item>, tenant: TenantId, party: Party) -> Option<Called> {
        let own = found.get(&Key::party(tenant, party)).cloned();
        match party {
            Party::Customer { .. } => {
                let customer = self.readable::<Customer>(own).pop()?;
                Some(Called { name: customer.value.name, organisation: None })
            }
            Party::Contact { organisation_id, .. } => {
                let contact = self.readable::<Contact>(own).pop()?;
                let organisation = found.get(&Key::organisation(tenant, organisation_id)).cloned();
                let organisation = self.readable::<Organisation>(organisation).pop();
                Some(Called { name: contact.value.name, organisation: organisation.map(|row| row.value.name) })
            }
        }
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
        self.create(contact, Clash::Exists).seen(contact.into())
    }

    /// Creates a customer and the rows of those who see it by relation.
    pub fn create_customer(self, customer: &Customer) -> Self {
        self.create(customer, Clash::Exists).seen(customer.into())
    }

    /// Writes a contact over the one that was read. Who has no relation to it any more keeps his row: lists
    /// ask the policy too.
    pub fn replace_contact(self, read: &Versioned<Contact>, next: &Contact) -> Self {
        let seers = newcomers((&read.value).into(), next.into());
        seers.into_iter().fold(self.replace(read, next), |commit, seer| commit.sees(next.into(), seer))
    }

    /// Writes a customer over the one that was read, like a contact.
    pub fn replace_customer(self, read: &Versioned<Customer>, next: &Customer) -> Self {
        let seers = newcomers((&read.value).into(), next.into());
        seers.into_iter().fold(self.replace(read, next), |commit, seer| commit.sees(next.into(), seer))
    }

    /// Writes another state of its account to a contact or a customer.
    pub fn link(self, read: &Record, account: AccountLink) -> Self {
        match read {
            Record::Contact(read) => self.replace_contact(read, &Contact { account, ..read.value.clone() }),
            Record::Customer(read) => self.replace_customer(read, &Customer { account, ..read.value.clone() }),
        }
    }

    fn seen(self, subject: Subject<'_>) -> Self {
        subject.seers().into_iter().fold(self, |commit, seer| commit.sees(subject, seer))
    }

    fn sees(self, subject: Subject<'_>, identity: IdentityId) -> Self {
        self.put_over(&Sees { tenant_id: subject.tenant_id, identity_id: identity, party: subject.party })
    }
}

/// The rows that say what a contact or a customer is called.
fn naming_keys(tenant: TenantId, party: Party) -> Vec<Key> {
    let mut keys = vec![Key::party(tenant, party)];
    if let Party::Contact { organisation_id, .. } = party {
        keys.push(Key::organisation(tenant, organisation_id));
    }
    keys
}

/// Who sees `next` and did not see `read`.
fn newcomers(read: Subject<'_>, next: Subject<'_>) -> Vec<IdentityId> {
    let before = read.seers();
    next.seers().into_iter().filter(|seer| !before.contains(seer)).collect()
}
