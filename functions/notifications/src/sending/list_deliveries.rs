//! What was sent or held back to a contact or a customer, or about a ticket, the newest event first (F34). For
//! staff: to a contact or a customer for who may see its account tab (S004-11), about a ticket for who may see
//! the ticket. No events.

use foyer_domain::directory::{AccountLink, Contact, Customer, Subject};
use foyer_domain::id::{ContactId, CustomerId, TicketId};
use foyer_domain::policy::Action;
use foyer_domain::tickets::Ticket;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::deliveries::Delivery;
use foyer_store::{Ahead, Key, Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::DeliveryView;

/// To whom or about what, which page. Exactly one of the three ids.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// To the account of this contact.
    #[schemars(with = "Option<String>")]
    pub contact_id: Option<ContactId>,
    /// To the account of this customer.
    #[schemars(with = "Option<String>")]
    pub customer_id: Option<CustomerId>,
    /// About this ticket.
    #[schemars(with = "Option<String>")]
    pub ticket_id: Option<TicketId>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("list-deliveries", "List what was sent or held back", ahead, handle)
}

/// Of whom or of what it is.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let tenant = hints.tenant_id;
    let contact = input.contact_id.map(|id| Ahead::of::<Contact>(Key::contact(tenant, id)));
    let customer = input.customer_id.map(|id| Ahead::of::<Customer>(Key::customer(tenant, id)));
    let ticket = input.ticket_id.map(|id| Ahead::of::<Ticket>(Key::ticket(tenant, id)));
    [contact, customer, ticket].into_iter().flatten().collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<DeliveryView>>, Problem> {
    let key = caller.cursor_key();
    let list = format!("deliveries {:?} {:?} {:?}", input.contact_id, input.customer_id, input.ticket_id);
    let request = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let tenant = caller.tenant_id();
    let page = match (input.contact_id, input.customer_id, input.ticket_id) {
        (Some(id), None, None) => {
            let contact = deps.store.contact(tenant, id).await?.ok_or_else(Problem::not_found)?;
            to(&deps, &caller, (&contact.value).into(), &request).await?
        }
        (None, Some(id), None) => {
            let customer = deps.store.customer(tenant, id).await?.ok_or_else(Problem::not_found)?;
            to(&deps, &caller, (&customer.value).into(), &request).await?
        }
        (None, None, Some(id)) => {
            let ticket = deps.store.ticket(tenant, id).await?.ok_or_else(Problem::not_found)?;
            caller.require(Action::ViewTicket(&ticket.value))?;
            deps.store.deliveries_about(tenant, id, &request).await?
        }
        _ => return Err(Problem::invalid("", "give one of contact_id, customer_id and ticket_id")),
    };
    Ok(Reply::ok(list_output(&deps, &key, &list, page, DeliveryView::of)))
}

async fn to(deps: &Deps, caller: &Staff, subject: Subject<'_>, request: &PageRequest) -> Result<Page<Delivery>, Problem> {
    caller.require(Action::ViewAccount(subject))?;
    match subject.account {
        AccountLink::Open { identity_id, .. } => Ok(deps.store.deliveries_to(caller.tenant_id(), *identity_id, request).await?),
        AccountLink::None { .. } | AccountLink::Pending { .. } => Ok(Page { rows: Vec::new(), next: None }),
    }
}
