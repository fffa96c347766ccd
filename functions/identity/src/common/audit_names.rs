//! What the people in audit entries are called.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use foyer_domain::audit::AuditEntry;
use foyer_domain::directory::{Contact, Customer};
use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::Account;
use foyer_kit::{Deps, Problem};
use foyer_store::accounts::IdentityRow;
use foyer_store::{Freshness, Key};

/// Names by id: of accounts, identities, contacts and customers.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// The names of everybody in a page of a tenant's entries, in one batch for each kind of id that stands in it.
    pub async fn of(deps: &Deps, tenant: TenantId, entries: &[AuditEntry]) -> Result<Self, Problem> {
        let ids: BTreeSet<String> = entries.iter().flat_map(ids).collect();
        let identities: Vec<Key> = parsed(&ids).map(|id: IdentityId| Key::identity(tenant, id)).collect();
        let contacts: Vec<Key> = parsed(&ids).map(|id| Key::contact(tenant, id)).collect();
        let customers: Vec<Key> = parsed(&ids).map(|id| Key::customer(tenant, id)).collect();
        let (identities, contacts, customers) = futures::try_join!(
            deps.store.get_many::<IdentityRow>(&identities, Freshness::Eventual),
            deps.store.get_many::<Contact>(&contacts, Freshness::Eventual),
            deps.store.get_many::<Customer>(&customers, Freshness::Eventual),
        )?;
        let owners = identities.iter().map(|row| row.value.account_id);
        let accounts: BTreeSet<AccountId> = parsed(&ids).chain(owners).collect();
        let accounts: Vec<Key> = accounts.into_iter().map(Key::account).collect();
        let accounts = deps.store.get_many::<Account>(&accounts, Freshness::Eventual).await?;
        let named = |account: &Account| Some((account.account_id.to_string(), account.name_in(tenant)?.to_string()));
        let mut names: HashMap<String, String> = accounts.iter().filter_map(|account| named(&account.value)).collect();
        for row in identities {
            if let Some(name) = names.get(&row.value.account_id.to_string()).cloned() {
                names.insert(row.value.identity_id.to_string(), name);
            }
        }
        names.extend(contacts.into_iter().map(|contact| (contact.value.contact_id.to_string(), contact.value.name.to_string())));
        names.extend(customers.into_iter().map(|customer| (customer.value.customer_id.to_string(), customer.value.name.to_string())));
        Ok(Self(names))
    }

    /// The name that goes with an id; `None` for what is no person's, and for who is gone.
    pub fn get(&self, id: &str) -> Option<String> {
        self.0.get(id).cloned()
    }
}

fn ids(entry: &AuditEntry) -> impl Iterator<Item = String> {
    let people = [entry.actor, entry.on_behalf_of].into_iter().flatten().map(|id| id.to_string());
    people.chain([entry.target.clone()])
}

/// Those that are ids of one kind.
fn parsed<T: FromStr>(ids: &BTreeSet<String>) -> impl Iterator<Item = T> {
    ids.iter().filter_map(|id| id.parse().ok())
}
