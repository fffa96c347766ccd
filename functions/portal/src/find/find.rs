//! Contacts, customers, organisations, staff and tickets that somebody looks for, of those that he may see: by any
//! character of a name or its pinyin, by the end of a phone number, by an email address, by a ticket's number or the
//! words of its title; several words together. For staff; no events.
//!
//! What it reads does not depend on how much there is: a page has few rows, and the next one goes on where it ended
//! (`docs/decisions/0058-found-by-beginnings.md`).

use std::collections::BTreeSet;

use foyer_domain::directory::Subject;
use foyer_domain::find::{Circle, Found, Question, Sort};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::TicketState;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::finds::{Hit, Hits, Look, Record, Where};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows of a page.
const PAGE: usize = 12;
/// Places that one request looks in. With what it reads of records it stays within 8 units, the caller's two included:
/// a query of few rows is half a unit, and so is a record.
const PLACES: usize = 8;
/// Half units that queries and records take together.
const HALVES: usize = 12;
/// Rows that are half a unit, 4 KB: they have some 300 bytes.
const ROWS_OF_HALF: u32 = 10;

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Words, all of which must be found: any part of a Chinese name, its pinyin or the initials of it; the beginning of
    /// a word of a name, a title or an email address; the last four or more digits of a phone number of a contact or
    /// customer; the number of a ticket. At most 100 characters.
    pub q: String,
    /// Only records of this kind: `contact`, `customer`, `organisation`, `staff` or `ticket`.
    #[schemars(with = "Option<String>")]
    pub kind: Option<Sort>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of what was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// At most 12, those of a kind together, the newest first. A page may have fewer rows, or none, and still have a next
    /// one.
    pub items: Vec<FoundView>,
    /// Give it back as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many rows are missing here because what is kept of them is damaged; absent if none is.
    #[serde(skip_serializing_if = "none")]
    pub unreadable: usize,
}

/// A record that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundView {
    /// `contact`, `customer`, `organisation`, `staff` or `ticket`.
    #[schemars(with = "String")]
    pub kind: Sort,
    /// Its id.
    pub id: String,
    /// Its name; a ticket's title.
    pub name: String,
    /// A ticket's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// A ticket's state, as `list-tickets` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub state: Option<TicketState>,
    /// The mobile number of a contact or customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// The email address of a contact or customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn none(rows: &usize) -> bool {
    *rows == 0
}

/// How far one place was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reached {
    /// Nothing yet.
    Nothing,
    /// Up to this row.
    Row(String),
    /// All of it.
    End,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("find", "Find contacts, customers, organisations, staff and tickets", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Output>, Problem> {
    let question = Question::typed(&input.q).map_err(|error| Problem::invalid("/q", error.to_string()))?;
    if question.is_empty() {
        return Err(Problem::invalid("/q", "must hold a letter or a digit"));
    }
    let places = places(&caller, input.kind);
    let (key, list) = (caller.cursor_key(), format!("find {places:?} {}", question.text()));
    let mut reached = match &input.cursor {
        None => vec![Reached::Nothing; places.len()],
        Some(cursor) => {
            let position = key.open(&list, cursor).map_err(|error| Problem::invalid("/cursor", error.to_string()))?;
            position.split('\n').map(Reached::read).collect()
        }
    };
    let open: Vec<usize> = (0..places.len()).filter(|place| reached[*place] != Reached::End).take(PLACES).collect();
    let plan = Plan::of(&question, &places, &open);
    let looking: Vec<(Where, &Reached)> = open.iter().map(|place| (places[*place], &reached[*place])).collect();
    let found = look(&deps, &caller, &question, &looking, plan).await?;
    let shown = choose(&places, &open, found, plan.records, &mut reached);
    let items = show(&deps, &caller, shown).await?;
    let goes_on = reached.iter().any(|reached| *reached != Reached::End);
    let position = || reached.iter().map(Reached::written).collect::<Vec<_>>().join("\n");
    let next_cursor = goes_on.then(|| key.seal(&list, &position()));
    Ok(Reply::ok(Output { items, next_cursor, unreadable: deps.store.meter().left_out() }))
}

/// Where the caller looks, in the order of what is shown.
fn places(caller: &Staff, only: Option<Sort>) -> Vec<Where> {
    let sorts = Sort::ALL.into_iter().filter(|sort| only.is_none_or(|only| only == *sort));
    sorts.flat_map(|sort| Circle::of_seer(caller.identity(), sort).into_iter().map(move |circle| Where { sort, circle })).collect()
}

/// How one request spends its half units.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Beginnings that are looked up in each place.
    beginnings: usize,
    /// Rows that are read of each.
    rows: u32,
    /// Records that may be read after that.
    records: usize,
}

impl Plan {
    /// Two words in few places are looked up by both; where there are few queries, each reads further.
    fn of(question: &Question, places: &[Where], open: &[usize]) -> Self {
        let beginnings = if open.len() * 2 <= PLACES { 2 } else { 1 };
        let queries: usize = open.iter().map(|place| question.beginnings(places[*place].sort, beginnings).len()).sum();
        let each = if queries <= 3 { 2 } else { 1 };
        let rows = if each == 2 { 2 * ROWS_OF_HALF } else { ROWS_OF_HALF };
        Self { beginnings, rows, records: HALVES.saturating_sub(queries * each) }
    }
}

/// Looks in the places that are still open, all at the same time.
async fn look(deps: &Deps, caller: &Staff, question: &Question, open: &[(Where, &Reached)], plan: Plan) -> Result<Vec<Hits>, Problem> {
    let finding = open.iter().map(|(place, reached)| {
        let after = if let Reached::Row(row) = reached { Some(row.clone()) } else { None };
        let look = Look { after, from: None, beginnings: plan.beginnings, rows: plan.rows };
        async move { deps.store.find(caller.tenant_id(), *place, question, &look).await }
    });
    Ok(futures::future::try_join_all(finding).await?)
}

/// Takes one row of each place in turn until the page is full, and notes how far each was looked through.
fn choose(places: &[Where], open: &[usize], found: Vec<Hits>, mut records: usize, reached: &mut [Reached]) -> Vec<Hit> {
    let all: BTreeSet<&Circle> = places.iter().map(|place| &place.circle).collect();
    let (mut shown, mut taken) = (Vec::new(), BTreeSet::new());
    let mut rest: Vec<_> = open.iter().zip(found).map(|(place, hits)| (*place, hits.rows.into_iter().peekable(), hits.next)).collect();
    let mut moved = true;
    while moved && shown.len() < PAGE {
        moved = false;
        for (place, rows, _) in &mut rest {
            let Some(hit) = rows.peek() else { continue };
            let (is_read, own) = (hit.name.is_none(), matches!(places[*place].circle, Circle::Own(_)));
            // What a wider circle shows too is not shown again.
            let again = taken.contains(&hit.found) || (own && hit.is_also_in(all.iter().copied()));
            if !again && (shown.len() == PAGE || (is_read && records == 0)) {
                continue;
            }
            let Some(hit) = rows.next() else { continue };
            reached[*place] = Reached::Row(hit.place.clone());
            moved = true;
            if !again {
                records -= usize::from(is_read);
                taken.insert(hit.found);
                shown.push(hit);
            }
        }
    }
    for (place, mut rows, next) in rest {
        if rows.peek().is_none() {
            reached[place] = next.map_or(Reached::End, Reached::Row);
        }
    }
    shown.sort_by(|left, right| (left.found.sort(), &right.place).cmp(&(right.found.sort(), &left.place)));
    shown
}

/// What may be shown of it. Rows are made after their records, so the policy is asked about the records themselves.
async fn show(deps: &Deps, caller: &Staff, hits: Vec<Hit>) -> Result<Vec<FoundView>, Problem> {
    let wanted: Vec<Found> = hits.iter().filter(|hit| hit.name.is_none()).map(|hit| hit.found).collect();
    let mut records = deps.store.found(caller.tenant_id(), &wanted).await?;
    let mut views = Vec::new();
    for hit in hits {
        if let Some(name) = hit.name {
            // Organisations and colleagues are known to everybody who works here.
            views.push(FoundView { name, ..FoundView::empty(hit.found) });
            continue;
        }
        let Some(position) = records.iter().position(|record| is(record, hit.found)) else { continue };
        let record = records.swap_remove(position);
        views.extend(match &record {
            Record::Contact(contact) => subject(caller, hit.found, contact.as_ref().into()),
            Record::Customer(customer) => subject(caller, hit.found, customer.as_ref().into()),
            Record::Ticket(ticket) if may(caller, Action::ViewTicket(ticket)) => Some(FoundView {
                name: ticket.title.to_string(),
                number: Some(ticket.ticket_number.to_string()),
                state: Some(ticket.state),
                ..FoundView::empty(hit.found)
            }),
            Record::Ticket(_) | Record::Organisation(_) | Record::Staff(_) => None,
        });
    }
    Ok(views)
}

fn may(caller: &Staff, action: Action<'_>) -> bool {
    matches!(caller.may(action), Verdict::Allowed(_))
}

fn subject(caller: &Staff, found: Found, subject: Subject<'_>) -> Option<FoundView> {
    may(caller, Action::View(subject)).then(|| FoundView {
        name: subject.name.to_string(),
        mobile: subject.mobile.map(ToString::to_string),
        email: subject.email.map(ToString::to_string),
        ..FoundView::empty(found)
    })
}

fn is(record: &Record, found: Found) -> bool {
    match (record, found) {
        (Record::Contact(contact), Found::Contact(id)) => contact.contact_id == id,
        (Record::Customer(customer), Found::Customer(id)) => customer.customer_id == id,
        (Record::Ticket(ticket), Found::Ticket(id)) => ticket.ticket_id == id,
        _ => false,
    }
}

impl FoundView {
    fn empty(found: Found) -> Self {
        Self { kind: found.sort(), id: found.id(), name: String::new(), number: None, state: None, mobile: None, email: None }
    }
}

impl Reached {
    /// As a cursor has it.
    fn written(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Row(row) => row,
            Self::End => "-",
        }
    }

    fn read(written: &str) -> Self {
        match written {
            "" => Self::Nothing,
            "-" => Self::End,
            row => Self::Row(row.to_owned()),
        }
    }
}
