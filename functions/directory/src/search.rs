//! Lists of contacts and customers: those that the caller sees, of those the ones that fit what he types.

use foyer_domain::directory::{Contact, Customer, Subject};
use foyer_domain::id::{IdentityId, TenantId};
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Deps, Problem, Staff};
use foyer_store::{Key, Page, PageRequest, Store, StoreError};

/// Rows that one request looks through. A page may then be short; its cursor goes on from there.
const MOST_READ: usize = 500;
/// The longest text that is looked for.
const LONGEST: usize = 100;

/// Something that stands in such a list.
pub trait Listed: Sized + Send {
    /// What the policy and the search look at.
    fn subject(&self) -> Subject<'_>;

    /// One page of the tenant's; of those that one identity sees by a relation of its own, if it is given.
    fn fetch(
        store: &Store,
        tenant: TenantId,
        seer: Option<IdentityId>,
        page: &PageRequest,
    ) -> impl Future<Output = Result<Page<Self>, StoreError>> + Send;

    /// Its place in the list.
    fn position(&self) -> String {
        let subject = self.subject();
        Key::party(subject.tenant_id, subject.party).sk
    }
}

impl Listed for Contact {
    fn subject(&self) -> Subject<'_> {
        self.into()
    }

    async fn fetch(store: &Store, tenant: TenantId, seer: Option<IdentityId>, page: &PageRequest) -> Result<Page<Self>, StoreError> {
        match seer {
            None => store.contacts(tenant, page).await,
            Some(seer) => store.contacts_seen_by(tenant, seer, page).await,
        }
    }
}

impl Listed for Customer {
    fn subject(&self) -> Subject<'_> {
        self.into()
    }

    async fn fetch(store: &Store, tenant: TenantId, seer: Option<IdentityId>, page: &PageRequest) -> Result<Page<Self>, StoreError> {
        match seer {
            None => store.customers(tenant, page).await,
            Some(seer) => store.customers_seen_by(tenant, seer, page).await,
        }
    }
}

/// What is looked for: part of a name, a phone number or an email address, in any case.
#[derive(Debug)]
pub struct Wanted(Option<String>);

impl Wanted {
    /// What was typed.
    pub fn typed(text: Option<&str>) -> Result<Self, Problem> {
        let text = text.map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
            return Err(Problem::invalid("/q", "must be at most 100 characters"));
        }
        Ok(Self(text))
    }

    /// The list's name, so that a cursor serves the search that it comes from.
    pub fn list(&self, of: &str) -> String {
        format!("{of} {}", self.0.as_deref().unwrap_or(""))
    }

    fn fits(&self, subject: Subject<'_>) -> bool {
        let Some(wanted) = &self.0 else { return true };
        let mobile = subject.mobile.is_some_and(|mobile| mobile.to_string().contains(wanted));
        let email = subject.email.is_some_and(|email| email.to_string().to_lowercase().contains(wanted));
        mobile || email || subject.name.as_str().to_lowercase().contains(wanted)
    }
}

/// One page: reads until it is full, nothing is left, or enough was read. `wide`: from all of the tenant's.
pub async fn page<T: Listed>(deps: &Deps, caller: &Staff, wanted: &Wanted, request: PageRequest, wide: bool) -> Result<Page<T>, Problem> {
    let seer = (!wide).then(|| caller.identity_id());
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let at_once = if wanted.0.is_some() { 100 } else { request.limit };
    let mut found = Vec::new();
    let mut read = 0;
    let mut after = request.after;
    loop {
        let page = T::fetch(&deps.store, caller.tenant_id(), seer, &PageRequest { limit: at_once, after }).await?;
        read += page.rows.len().max(1);
        after = page.next;
        let last = page.rows.len();
        for (number, row) in (1..).zip(page.rows) {
            if !wanted.fits(row.subject()) || !matches!(caller.may(Action::View(row.subject())), Verdict::Allowed(_)) {
                continue;
            }
            let position = row.position();
            found.push(row);
            if found.len() == limit {
                let next = if number == last { after } else { Some(position) };
                return Ok(Page { rows: found, next });
            }
        }
        if after.is_none() || read >= MOST_READ || wanted.0.is_none() {
            return Ok(Page { rows: found, next: after });
        }
    }
}
