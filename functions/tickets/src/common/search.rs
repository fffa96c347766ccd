//! The lists of tickets: where each looks, and what of it is wanted.

use std::collections::BTreeSet;

use foyer_domain::find::{Circle, Findable, Question, Sort};
use foyer_domain::id::{IdentityId, QueueId, TicketId};
use foyer_domain::identity::{Binding, Landing};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::{Lane, Queue, ServiceLevel, Ticket, TicketNumber, TicketState};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Member, Problem};
use foyer_store::finds::Record;
use foyer_store::tickets::{Source, Span};
use foyer_store::worklist::Waits;
use foyer_store::{Page, PageRequest};
use serde::{Deserialize, Deserializer};

use crate::problems;

/// Rows that one request looks through. A page may then be short; its cursor goes on from there.
const MOST_READ: usize = 500;

/// Where a list looks.
#[derive(Debug)]
pub enum List {
    /// In these lists at once, the latest submitted first.
    Sources(Vec<Source>),
    /// In what waits in this queue, the next to be served first.
    Waiting(Box<Queue>),
    /// In all that whoever sees all of the tenant's tickets finds.
    Everything,
}

/// What of it is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// With this text in the title, in small letters, or as their number.
    pub text: Option<Text>,
    /// In this queue.
    pub queue: Option<QueueId>,
    /// In this state.
    pub state: Option<TicketState>,
    /// Whose last completion was rated with these.
    pub stars: Option<TypedStars>,
    /// Submitted then or later.
    pub from: Option<Timestamp>,
    /// Submitted before.
    pub until: Option<Timestamp>,
}

/// A text that is looked for.
#[derive(Debug)]
pub struct Text {
    question: Question,
    number: Option<TicketNumber>,
}

impl Text {
    /// What somebody typed; none if it is empty.
    pub fn typed(text: &str) -> Result<Option<Self>, Problem> {
        let question = Question::typed(text).map_err(|error| Problem::invalid("/q", error.to_string()))?;
        let number = question.text().parse().ok();
        Ok(Some(Self { question, number }).filter(|text| !text.question.text().is_empty()))
    }

    /// The number that it is, if it is one.
    pub fn number(&self) -> Option<TicketNumber> {
        self.number
    }
}

/// A view of tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// 我提交的.
    Submitted,
    /// 分享给我的.
    Shared,
    /// 全部工单: all that the caller may see.
    All,
    /// What I accepted.
    Mine,
    /// What my queues hold.
    Queues,
    /// What waits in one queue.
    Queue,
}

/// Stars, as a query has them: in text.
#[derive(Debug, Clone, Copy)]
pub struct TypedStars(u8);

impl<'de> Deserialize<'de> for TypedStars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let stars = text.parse().ok().filter(|stars| (1..=5).contains(stars));
        stars.map(Self).ok_or_else(|| serde::de::Error::custom("must be a number from 1 to 5"))
    }
}

impl List {
    /// Where `view` looks for this caller; `searched`: for a text.
    pub async fn of(deps: &Deps, caller: &Member, view: View, queue: Option<QueueId>, searched: bool) -> Result<Self, Problem> {
        let (me, tenant) = (caller.identity_id(), caller.tenant_id());
        let sources = match (view, caller.identity().landing()) {
            (View::Submitted, _) => vec![Source::SubmittedBy(me)],
            (View::Shared, Landing::Portal) => vec![Source::SharedWith(me)],
            (View::All, Landing::Portal) => vec![Source::SubmittedBy(me), Source::SharedWith(me)],
            (View::Mine, Landing::Console) => vec![Source::AcceptedBy(me)],
            (View::All, Landing::Console) => {
                caller.require(Action::ViewAllTickets(tenant))?;
                match queue {
                    Some(queue) => vec![Source::InQueue(queue)],
                    None if searched => return Ok(Self::Everything),
                    None => in_queues(all_queues(deps, caller).await?, None),
                }
            }
            (View::Queues, Landing::Console) => in_queues(own_queues(caller), queue),
            (View::Queue, Landing::Console) => {
                let queue = queue.ok_or_else(|| Problem::invalid("/queue_id", "must be given with view=queue"))?;
                caller.require(Action::ViewQueue(tenant, queue))?;
                let queue = deps.store.queue(tenant, queue).await?.ok_or_else(Problem::not_found)?;
                return Ok(Self::Waiting(Box::new(queue.value)));
            }
            (View::Shared, Landing::Console) => return Err(problems::unknown_view("is for customers")),
            (View::Mine | View::Queues | View::Queue, Landing::Portal) => return Err(problems::unknown_view("is for staff")),
        };
        Ok(Self::Sources(sources))
    }

    /// The targets of the queue in which all of the list waits, if it has any.
    pub fn service(&self) -> Option<&ServiceLevel> {
        match self {
            Self::Waiting(queue) => queue.service.as_ref(),
            Self::Sources(_) | Self::Everything => None,
        }
    }

    /// Whether a ticket that the caller may see stands in the list.
    fn holds(&self, ticket: &Ticket) -> bool {
        match self {
            Self::Waiting(queue) => ticket.queue_id == queue.queue_id && ticket.state == TicketState::Waiting,
            Self::Sources(sources) => sources.iter().any(|source| is_in(ticket, *source)),
            Self::Everything => true,
        }
    }
}

fn is_in(ticket: &Ticket, source: Source) -> bool {
    let accepted_by = |identity: IdentityId| ticket.acceptor.as_ref().is_some_and(|acceptance| acceptance.by == identity);
    match source {
        Source::SubmittedBy(identity) => ticket.submitter == identity,
        Source::SharedWith(identity) => ticket.share_of(identity).is_some(),
        Source::AcceptedBy(identity) => accepted_by(identity),
        Source::InQueue(queue) => ticket.queue_id == queue,
    }
}

fn in_queues(queues: BTreeSet<QueueId>, only: Option<QueueId>) -> Vec<Source> {
    queues.into_iter().filter(|queue| only.is_none_or(|only| only == *queue)).map(Source::InQueue).collect()
}

/// The queues that a member of staff serves; a customer serves none.
pub fn own_queues(caller: &Member) -> BTreeSet<QueueId> {
    match &caller.identity().binding {
        Binding::Internal { authority } => authority.queues.clone(),
        Binding::External { .. } => BTreeSet::new(),
    }
}

async fn all_queues(deps: &Deps, caller: &Member) -> Result<BTreeSet<QueueId>, Problem> {
    let mut queues = BTreeSet::new();
    let mut page = PageRequest { limit: 1_000, after: None };
    loop {
        let found = deps.store.queues(caller.tenant_id(), &page).await?;
        queues.extend(found.rows.iter().map(|queue| queue.queue_id));
        page.after = found.next;
        if page.after.is_none() {
            return Ok(queues);
        }
    }
}

impl Wanted {
    /// The list's name, so that a cursor serves the question that it comes from.
    pub fn list(&self, view: View) -> String {
        let Self { text, queue, state, stars, from, until } = self;
        let (text, stars) = (text.as_ref().map(|text| text.question.text()), stars.map(|stars| stars.0));
        format!("tickets {view:?} {queue:?} {state:?} {stars:?} {from:?} {until:?} {text:?}")
    }

    /// Whether rows are left out of what is read; those of another state are not, where there are lists by state.
    fn narrows(&self, by_state: bool) -> bool {
        self.text.is_some() || self.queue.is_some() || (self.state.is_some() && !by_state) || self.stars.is_some()
    }

    fn number(&self) -> Option<TicketNumber> {
        self.text.as_ref().and_then(|text| text.number)
    }

    fn fits(&self, ticket: &Ticket) -> bool {
        let named = |text: &Text| {
            text.number == Some(ticket.ticket_number) || text.question.fits(Sort::Ticket, &Findable::from(ticket).terms.text())
        };
        self.text.as_ref().is_none_or(named)
            && self.queue.is_none_or(|queue| ticket.queue_id == queue)
            && self.state.is_none_or(|state| ticket.state == state)
            && self.stars.is_none_or(|stars| ticket.stars() == Some(stars.0))
            && self.from.is_none_or(|from| ticket.submitted_at >= from)
            && self.until.is_none_or(|until| ticket.submitted_at < until)
    }
}

/// One page: reads until it is full, nothing is left, or enough was read.
pub async fn page(deps: &Deps, caller: &Member, list: &List, wanted: &Wanted, request: PageRequest) -> Result<Page<Ticket>, Problem> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let belongs = |ticket: &Ticket| {
        list.holds(ticket) && wanted.fits(ticket) && matches!(caller.may(Action::ViewTicket(ticket)), Verdict::Allowed(_))
    };
    if let Some(number) = wanted.number() {
        let found = deps.store.ticket_by_number(caller.tenant_id(), number).await?;
        let rows = found.map(|ticket| ticket.value).filter(belongs).into_iter().collect();
        return Ok(Page { rows, next: None });
    }
    if let (Some(text), List::Sources(_) | List::Everything) = (&wanted.text, list) {
        return found(deps, caller, list, wanted, &text.question, &request, belongs).await;
    }
    let in_state = listed_by_state(deps, caller, list, wanted).await?;
    let narrows = wanted.narrows(in_state.is_some());
    let at_once = if narrows { 100 } else { request.limit };
    let mut found = Vec::new();
    let mut read = 0;
    let mut after = request.after;
    loop {
        let (rows, next) = part(deps, caller, list, wanted, (after, in_state), at_once).await?;
        read += rows.len().max(1);
        let last = rows.len();
        for (number, (place, ticket)) in (1..).zip(rows) {
            if !belongs(&ticket) {
                continue;
            }
            found.push(ticket);
            if found.len() == limit {
                let next = if number == last { next } else { Some(place) };
                return Ok(Page { rows: found, next });
            }
        }
        after = next;
        if after.is_none() || read >= MOST_READ || !narrows {
            return Ok(Page { rows: found, next: after });
        }
    }
}

/// The state that is wanted, with the generation of figures whose tickets stand in lists by state. Without such lists, or
/// where they cannot be found, the whole list is looked through.
async fn listed_by_state(deps: &Deps, caller: &Member, list: &List, wanted: &Wanted) -> Result<Option<(u64, TicketState)>, Problem> {
    let (List::Sources(_), Some(state)) = (list, wanted.state) else { return Ok(None) };
    let generation = deps.unless_unreadable(deps.store.lists_by_state(caller.tenant_id())).await?.flatten();
    Ok(generation.map(|generation| (generation, state)))
}

/// One page of what is found by what was typed, the latest submitted first.
async fn found(
    deps: &Deps,
    caller: &Member,
    list: &List,
    wanted: &Wanted,
    question: &Question,
    request: &PageRequest,
    belongs: impl Fn(&Ticket) -> bool,
) -> Result<Page<Ticket>, Problem> {
    let span = (wanted.from.map(TicketId::sorted_from), wanted.until.map(TicketId::sorted_from));
    let page = deps.store.search(caller.tenant_id(), Sort::Ticket, &circles(caller, list), question, request, span).await?;
    let tickets = page.rows.into_iter().filter_map(|record| if let Record::Ticket(ticket) = record { Some(*ticket) } else { None });
    Ok(Page { rows: tickets.filter(belongs).collect(), next: page.next })
}

/// Where a list is looked through. Of what is his own, a person has one circle.
fn circles(caller: &Member, list: &List) -> BTreeSet<Circle> {
    let circle = |source: &Source| match source {
        Source::SubmittedBy(identity) | Source::SharedWith(identity) | Source::AcceptedBy(identity) => Circle::Own(*identity),
        Source::InQueue(queue) => Circle::Queue(*queue),
    };
    match list {
        List::Sources(sources) => sources.iter().map(circle).collect(),
        List::Waiting(queue) => BTreeSet::from([Circle::Queue(queue.queue_id)]),
        List::Everything => Circle::of_seer(caller.identity(), Sort::Ticket),
    }
}

/// Tickets with their places in the list, and the place after which it goes on.
type Part = (Vec<(String, Ticket)>, Option<String>);

async fn part(
    deps: &Deps,
    caller: &Member,
    list: &List,
    wanted: &Wanted,
    (after, in_state): (Option<String>, Option<(u64, TicketState)>),
    limit: u32,
) -> Result<Part, Problem> {
    match list {
        List::Sources(sources) => {
            let span = Span { from: wanted.from, until: wanted.until, after, in_state };
            let page = deps.store.tickets(caller.tenant_id(), sources, &span, limit).await?;
            Ok((page.rows, page.next))
        }
        // Only a text is looked for so, and that is found above.
        List::Everything => Ok((Vec::new(), None)),
        List::Waiting(queue) => {
            let after = after.map(|place| waits(&place)).transpose()?;
            let page = deps.store.waiting(caller.tenant_id(), queue.queue_id, after, limit).await?;
            let rows = page.tickets.into_iter().map(|ticket| (place((ticket.lane, ticket.number)), ticket)).collect();
            Ok((rows, page.next.map(place)))
        }
    }
}

/// A place among what waits, as a cursor has it.
fn place((lane, number): Waits) -> String {
    format!("{} {number}", lane.as_str())
}

fn waits(place: &str) -> Result<Waits, Problem> {
    let lane = [Lane::Urgent, Lane::Normal].into_iter().find(|lane| place.starts_with(lane.as_str()));
    let number = place.split_once(' ').and_then(|(_, number)| number.parse().ok());
    lane.zip(number).ok_or_else(|| Problem::internal("a cursor without a lane and a number"))
}
