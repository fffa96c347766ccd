//! Those of the same customer or external organisation as a ticket's submitter, with whom it can be shared
//! (decision 8).

use foyer_domain::directory::{AccountLink, Contact, Party, Subject};
use foyer_domain::id::IdentityId;
use foyer_domain::identity::IdentityState;
use foyer_domain::text::Name;
use foyer_domain::tickets::Ticket;
use foyer_domain::tickets::share::Company;
use foyer_kit::{Deps, Problem};
use foyer_store::{Page, PageRequest, StoreError};

/// Somebody with whom a ticket can be shared.
#[derive(Debug)]
pub struct Colleague {
    /// His identity.
    pub identity_id: IdentityId,
    /// His name.
    pub name: Name,
}

/// The name of `identity`, if it is active and of the same customer or organisation as the submitter.
pub async fn colleague(deps: &Deps, ticket: &Ticket, identity: IdentityId) -> Result<Option<Name>, StoreError> {
    let Some(account) = deps.store.account_of(ticket.tenant_id, identity).await? else {
        return Ok(None);
    };
    let Some(active) = account.value.active_identity(identity) else {
        return Ok(None);
    };
    let Some(party) = active.party() else {
        return Ok(None);
    };
    let Some(submitter) = ticket.party else {
        return Ok(None);
    };
    let (own, other) = futures::try_join!(company(deps, ticket, submitter), company(deps, ticket, party))?;
    Ok(own.zip(other).filter(|(own, other)| own.is_with(*other)).map(|_| account.value.name_as(active).clone()))
}

async fn company(deps: &Deps, ticket: &Ticket, party: Party) -> Result<Option<Company>, StoreError> {
    Ok(deps.store.record(ticket.tenant_id, party).await?.map(|record| record.company()))
}

/// What a page looks through: one after the other, so that everybody comes once.
const ORGANISATION: &str = "organisation";
const CUSTOMER: &str = "customer";
const ITSELF: &str = "itself";

/// A page of them; none of staff's tickets. It may be short, or empty, and still have a next one.
pub async fn page(deps: &Deps, ticket: &Ticket, request: PageRequest) -> Result<Page<Colleague>, Problem> {
    let Some(submitter) = ticket.party else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let own = company(deps, ticket, submitter).await?.ok_or_else(Problem::not_found)?;
    let start = if own.organisation_id.is_some() { ORGANISATION } else { CUSTOMER };
    let (part, after) = match &request.after {
        None => (start, None),
        Some(position) => match position.split_once(' ') {
            Some((part, "")) => (part, None),
            Some((part, after)) => (part, Some(after.to_owned())),
            None => return Err(Problem::internal("a position without a part")),
        },
    };
    let asked = PageRequest { limit: request.limit, after };
    let tenant = ticket.tenant_id;
    let (found, then) = match (part, own.organisation_id, own.customer_id) {
        (ORGANISATION, Some(organisation), _) => {
            let contacts = deps.store.contacts_of_organisation(tenant, organisation, &asked).await?;
            (of_contacts(contacts, |_| true), own.customer_id.map(|_| CUSTOMER))
        }
        (CUSTOMER, organisation, Some(customer)) => {
            let contacts = deps.store.contacts_of_customer(tenant, customer, &asked).await?;
            (of_contacts(contacts, |contact| Some(contact.organisation_id) != organisation), Some(ITSELF))
        }
        (ITSELF, _, Some(customer)) => {
            let record = deps.store.customer(tenant, customer).await?;
            let rows = record.iter().filter_map(|record| with_account((&record.value).into())).collect();
            (Page { rows, next: None }, None)
        }
        _ => (Page { rows: Vec::new(), next: None }, None),
    };
    let next = found.next.map(|after| format!("{part} {after}")).or_else(|| then.map(|part| format!("{part} ")));
    let mut rows = found.rows;
    rows.retain(|one| one.identity_id != ticket.submitter && ticket.share_of(one.identity_id).is_none());
    Ok(Page { rows, next })
}

fn of_contacts(contacts: Page<Contact>, wanted: impl Fn(&Contact) -> bool) -> Page<Colleague> {
    let rows = contacts.rows.iter().filter(|contact| wanted(contact)).filter_map(|contact| with_account(contact.into()));
    Page { rows: rows.collect(), next: contacts.next }
}

fn with_account(subject: Subject<'_>) -> Option<Colleague> {
    match subject.account {
        AccountLink::Open { identity_id, identity_state: IdentityState::Active, .. } => {
            Some(Colleague { identity_id: *identity_id, name: subject.name.clone() })
        }
        _ => None,
    }
}
