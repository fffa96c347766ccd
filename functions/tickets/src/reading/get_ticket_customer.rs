//! What is needed of a ticket's customer to work on it: who he is, how he is reached, and what else he submitted. For who
//! has the ticket in hand, as long as he has it, and for administrators; others who see the ticket get 403. No events.

use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::{Ticket, TicketState};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::directory::Record;
use foyer_store::tickets::{Source, Span};
use schemars::JsonSchema;
use serde::Serialize;

use crate::common::on_ticket::{self, OnTicket, read_for};
use crate::common::views::QueueView;

/// How many of his latest tickets are looked at.
const LATEST: u32 = 10;

/// A ticket's customer, field by field: nothing about his account, nor about who is responsible for him.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Name.
    pub name: String,
    /// What his organisation is called; customers have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Mobile phone in E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// Email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Landline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// `zh-CN` or `en`.
    pub language: &'static str,
    /// Security level 密级 of a contact, -999 to 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_level: Option<i32>,
    /// Whether you may see the contact or the customer itself, and not only what stands here.
    pub may_view: bool,
    /// Of the latest 10 that he submitted, those that you may see beside this one, the latest first.
    pub tickets: Vec<OtherTicket>,
}

/// Another ticket of the same customer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OtherTicket {
    /// Its id.
    pub ticket_id: String,
    /// What people call it 工单号.
    pub number: String,
    /// Title.
    pub title: String,
    /// Its queue.
    pub queue: QueueView,
    /// Its state.
    #[schemars(with = "String")]
    pub state: TicketState,
    /// When it was submitted.
    pub submitted_at: String,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &OnTicket| on_ticket::ahead(hints, input.ticket_id);
    Operation::http_ahead("get-ticket-customer", "Show a ticket's customer to who works on it", ahead, handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: OnTicket) -> Result<Reply<Output>, Problem> {
    let ticket = read_for(&deps, &caller, input.ticket_id, |ticket| Action::ViewTicketCustomer(ticket)).await?.value;
    // Staff who submit are no customers.
    let party = ticket.party.ok_or_else(Problem::not_found)?;
    let tenant = caller.tenant_id();
    let sources = [Source::SubmittedBy(ticket.submitter)];
    let span = Span { from: None, until: None, after: None, in_state: None };
    let named = [(tenant, party)];
    let (record, called, submitted) = futures::try_join!(
        deps.store.record(tenant, party),
        deps.store.called(&named),
        deps.store.tickets(tenant, &sources, &span, LATEST)
    )?;
    let record = record.ok_or_else(Problem::not_found)?;
    let organisation = called.into_iter().next().flatten().and_then(|called| called.organisation);
    let visible =
        |other: &Ticket| other.ticket_id != ticket.ticket_id && matches!(caller.may(Action::ViewTicket(other)), Verdict::Allowed(_));
    let others = submitted.rows.into_iter().map(|(_, other)| other).filter(visible);
    let mut output = Output::of(&record);
    output.may_view = matches!(caller.may(Action::View(record.subject())), Verdict::Allowed(_));
    output.organisation = organisation.map(|name| name.to_string());
    output.tickets = others.map(|other| OtherTicket::of(&other)).collect();
    Ok(Reply::ok(output))
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

impl Output {
    /// What the record of the customer says.
    fn of(record: &Record) -> Self {
        let subject = record.subject();
        let (phone, remark, level) = match record {
            Record::Contact(contact) => (&contact.value.phone, &contact.value.remark, Some(contact.value.security_level)),
            Record::Customer(customer) => (&customer.value.phone, &customer.value.remark, None),
        };
        Self {
            name: subject.name.to_string(),
            organisation: None,
            mobile: text(subject.mobile),
            email: text(subject.email),
            phone: text(phone.as_ref()),
            remark: text(remark.as_ref()),
            language: subject.language.tag(),
            security_level: level.map(Into::into),
            may_view: false,
            tickets: Vec::new(),
        }
    }
}

impl OtherTicket {
    fn of(ticket: &Ticket) -> Self {
        Self {
            ticket_id: ticket.ticket_id.to_string(),
            number: ticket.ticket_number.to_string(),
            title: ticket.title.to_string(),
            queue: QueueView { queue_id: ticket.queue_id.to_string(), name: ticket.queue_name.to_string() },
            state: ticket.state,
            submitted_at: ticket.submitted_at.to_string(),
        }
    }
}
