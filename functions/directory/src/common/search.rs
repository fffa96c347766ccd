//! Lists of contacts and customers: those that the caller sees, of those the ones that fit what he types and the
//! state of the account that he asks for.
//!
//! What is narrowed is read where it is kept to be found, by its words and marks, so that nothing else is read
//! (`docs/decisions/0060-lists-by-marks.md`).

use std::collections::BTreeMap;

use foyer_domain::directory::{AccountState, Contact, Customer, Party, Subject};
use foyer_domain::find::{Circle, Mark, Question, Sort};
use foyer_domain::id::{IdentityId, OrganisationId, TenantId};
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Deps, Hints, Problem, Staff};
use foyer_store::finds::{Record, Sought};
use foyer_store::keeping::FindsHead;
use foyer_store::{Ahead, Key, Page, PageRequest, Store, StoreError};

/// Rows that one request looks through of a tenant from before there were marks. A page may then be short; its cursor
/// goes on from there.
const MOST_READ: usize = 500;

/// What a list is read from.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// What this identity sees by a relation of its own; all of the tenant's, if there is none.
    seer: Option<IdentityId>,
    /// What stands in this organisation.
    organisation: Option<OrganisationId>,
}

/// Something that stands in such a list.
pub trait Listed: Sized + Send {
    /// What sort of record it is.
    const SORT: Sort;

    /// It, of what was found.
    fn of(record: Record) -> Option<Self>;

    /// What the policy and the search look at.
    fn subject(&self) -> Subject<'_>;

    /// One page of what is listed.
    fn fetch(
        store: &Store,
        tenant: TenantId,
        of: Listing,
        page: &PageRequest,
    ) -> impl Future<Output = Result<Page<Self>, StoreError>> + Send;

    /// Its place where it is found.
    fn place(&self) -> String;

    /// Its place in the list.
    fn position(&self, _: Listing) -> String {
        let subject = self.subject();
        Key::party(subject.tenant_id, subject.party).sk
    }
}

impl Listed for Contact {
    const SORT: Sort = Sort::Contact;

    fn of(record: Record) -> Option<Self> {
        if let Record::Contact(contact) = record { Some(*contact) } else { None }
    }

    fn subject(&self) -> Subject<'_> {
        self.into()
    }

    async fn fetch(store: &Store, tenant: TenantId, of: Listing, page: &PageRequest) -> Result<Page<Self>, StoreError> {
        match (of.seer, of.organisation) {
            (None, None) => store.contacts(tenant, page).await,
            (None, Some(organisation)) => store.contacts_of_organisation(tenant, organisation, page).await,
            (Some(seer), _) => store.contacts_seen_by(tenant, seer, page).await,
        }
    }

    fn place(&self) -> String {
        self.contact_id.to_string()
    }

    fn position(&self, of: Listing) -> String {
        match (of.seer, of.organisation) {
            (None, Some(_)) => Store::place_in_organisation(self),
            _ => Key::contact(self.tenant_id, self.contact_id).sk,
        }
    }
}

impl Listed for Customer {
    const SORT: Sort = Sort::Customer;

    fn of(record: Record) -> Option<Self> {
        if let Record::Customer(customer) = record { Some(*customer) } else { None }
    }

    fn subject(&self) -> Subject<'_> {
        self.into()
    }

    async fn fetch(store: &Store, tenant: TenantId, of: Listing, page: &PageRequest) -> Result<Page<Self>, StoreError> {
        match of.seer {
            None => store.customers(tenant, page).await,
            Some(seer) => store.customers_seen_by(tenant, seer, page).await,
        }
    }

    fn place(&self) -> String {
        self.customer_id.to_string()
    }
}

/// Where what is wanted is read. Places in the one are none in the other.
#[derive(Debug)]
pub enum Way {
    /// From a list, leaving out what is not wanted.
    Listed(Listing),
    /// Where it is found by its words and these marks.
    Found(Vec<Mark>),
    /// Where contacts are found, with those that are too new to be found yet.
    FoundAndNew,
}

impl Way {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Listed(_) => "listed",
            Self::Found(_) => "found",
            Self::FoundAndNew => "found and new",
        }
    }
}

/// What is looked for.
#[derive(Debug)]
pub struct Wanted {
    /// What was typed, if anything was.
    question: Option<Question>,
    /// The state of the account.
    account: Option<AccountState>,
    /// The organisation.
    organisation: Option<OrganisationId>,
}

impl Wanted {
    /// What was typed, and the state that was chosen.
    pub fn typed(text: Option<&str>, account: Option<AccountState>) -> Result<Self, Problem> {
        let question = text.map(Question::typed).transpose().map_err(|error| Problem::invalid("/q", error.to_string()))?;
        Ok(Self { question: question.filter(|question| !question.text().is_empty()), account, organisation: None })
    }

    /// The same, in one organisation.
    #[must_use]
    pub fn within(self, organisation: Option<OrganisationId>) -> Self {
        Self { organisation, ..self }
    }

    /// The list's name, so that a cursor serves the search that it comes from.
    pub fn list(&self, of: &str, way: &Way) -> String {
        let text = self.question.as_ref().map_or("", Question::text);
        format!("{of} {} {:?} {:?} {text}", way.as_str(), self.account, self.organisation)
    }

    /// Where it is read. `wide`: what is not narrowed, from all of the tenant's.
    pub async fn way<T: Listed>(&self, deps: &Deps, caller: &Staff, wide: bool) -> Result<Way, Problem> {
        // Who sees all of an organisation sees what stands in its list, which is not a moment behind.
        let sees_all = Circle::of_seer(caller.identity(), T::SORT).contains(&Circle::All);
        let stands_in_list = self.question.is_none() && self.account.is_none() && sees_all;
        if self.narrows() && !stands_in_list && deps.keeps_marks(caller.tenant_id()).await? {
            return Ok(Way::Found(self.marks()));
        }
        if self.question.is_some() {
            return Ok(Way::Found(Vec::new()));
        }
        // Of all of the tenant's, who sees a dimension sees few.
        if wide && !sees_all && deps.keeps_marks(caller.tenant_id()).await? {
            return Ok(Way::FoundAndNew);
        }
        Ok(Way::Listed(Listing { seer: (!wide).then(|| caller.identity_id()), organisation: self.organisation }))
    }

    /// The marks of what is wanted.
    fn marks(&self) -> Vec<Mark> {
        self.account.map(Mark::account).into_iter().chain(self.organisation.map(Mark::organisation)).collect()
    }

    /// Whether rows are left out of what is read.
    fn narrows(&self) -> bool {
        self.account.is_some() || self.organisation.is_some()
    }

    /// What is read with the session: whether what is narrowed is kept by its marks.
    pub fn ahead(hints: &Hints, narrows: bool) -> Vec<Ahead> {
        narrows.then(|| Ahead::lately::<FindsHead>(Key::finds_head(hints.tenant_id))).into_iter().collect()
    }

    /// Whether the caller may see the row, and it is wanted. By its account only who may see the account tab finds it
    /// (S004-11): a row that is in the list would tell its state.
    fn fits(&self, caller: &Staff, subject: Subject<'_>) -> bool {
        let may = |action| matches!(caller.may(action), Verdict::Allowed(_));
        let account = self.account.is_none_or(|wanted| AccountState::of(subject.account) == wanted && may(Action::ViewAccount(subject)));
        let is_within = |wanted| matches!(subject.party, Party::Contact { organisation_id, .. } if organisation_id == wanted);
        self.organisation.is_none_or(is_within) && account && may(Action::View(subject))
    }
}

/// One page.
pub async fn page<T: Listed>(deps: &Deps, caller: &Staff, wanted: &Wanted, way: Way, request: PageRequest) -> Result<Page<T>, Problem> {
    match way {
        Way::Listed(listing) => look_through(deps, caller, wanted, listing, request).await,
        Way::Found(marks) => found(deps, caller, wanted, &marks, &request).await,
        Way::FoundAndNew if request.after.is_some() => found(deps, caller, wanted, &[Mark::contact()], &request).await,
        Way::FoundAndNew => {
            let marks = [Mark::contact()];
            let (found, new) = futures::try_join!(found(deps, caller, wanted, &marks, &request), newest(deps, caller, wanted, &request))?;
            Ok(together(found, new, request.limit))
        }
    }
}

/// One page of what is found by its words and these marks.
async fn found<T: Listed>(deps: &Deps, caller: &Staff, wanted: &Wanted, marks: &[Mark], request: &PageRequest) -> Result<Page<T>, Problem> {
    let places = Circle::of_seer(caller.identity(), T::SORT).into_iter().map(|circle| (circle, marks.to_vec())).collect();
    let sought = Sought { question: wanted.question.as_ref(), places, from: None, before: None };
    let page = deps.store.search(caller.tenant_id(), T::SORT, &sought, request).await?;
    let rows = page.rows.into_iter().filter_map(T::of).filter(|row| wanted.fits(caller, row.subject())).collect();
    Ok(Page { rows, next: page.next })
}

/// Of the newest that the tenant has, those that are wanted.
async fn newest<T: Listed>(deps: &Deps, caller: &Staff, wanted: &Wanted, request: &PageRequest) -> Result<Vec<T>, Problem> {
    let all = Listing { seer: None, organisation: None };
    let page = T::fetch(&deps.store, caller.tenant_id(), all, request).await?;
    Ok(page.rows.into_iter().filter(|row| wanted.fits(caller, row.subject())).collect())
}

/// A page of what was found, with those of the newest that stand before its end.
fn together<T: Listed>(found: Page<T>, new: Vec<T>, limit: u32) -> Page<T> {
    let end = found.next;
    let new = new.into_iter().filter(|row| end.as_ref().is_none_or(|end| row.place() > *end));
    let rows: BTreeMap<String, T> = found.rows.into_iter().chain(new).map(|row| (row.place(), row)).collect();
    let mut rows: Vec<T> = rows.into_values().rev().collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let next = if rows.len() > limit { rows.get(limit.saturating_sub(1)).map(T::place) } else { end };
    rows.truncate(limit);
    Page { rows, next }
}

/// One page of a whole list: reads until it is full, nothing is left, or enough was read.
async fn look_through<T: Listed>(
    deps: &Deps,
    caller: &Staff,
    wanted: &Wanted,
    listing: Listing,
    request: PageRequest,
) -> Result<Page<T>, Problem> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let at_once = if wanted.narrows() { 100 } else { request.limit };
    let mut found = Vec::new();
    let mut read = 0;
    let mut after = request.after;
    loop {
        let page = T::fetch(&deps.store, caller.tenant_id(), listing, &PageRequest { limit: at_once, after }).await?;
        read += page.rows.len().max(1);
        after = page.next;
        let last = page.rows.len();
        for (number, row) in (1..).zip(page.rows) {
            if !wanted.fits(caller, row.subject()) {
                continue;
            }
            let position = row.position(listing);
            found.push(row);
            if found.len() == limit {
                let next = if number == last { after } else { Some(position) };
                return Ok(Page { rows: found, next });
            }
        }
        if after.is_none() || read >= MOST_READ || !wanted.narrows() {
            return Ok(Page { rows: found, next: after });
        }
    }
}
