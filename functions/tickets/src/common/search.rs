//! The lists of tickets: where each looks, and what of it is wanted.
//!
//! What is narrowed by more than a state is read where it is kept to be found, by its words and marks, so that nothing
//! else is read (`docs/decisions/0060-lists-by-marks.md`).

use std::collections::BTreeSet;

use foyer_domain::find::{Circle, Facets, Findable, Mark, Question, Sort, TicketList};
use foyer_domain::id::{IdentityId, QueueId, TicketId};
use foyer_domain::identity::{Binding, Landing};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::tickets::{Lane, Queue, ServiceLevel, Ticket, TicketNumber, TicketState};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Hints, Member, Problem};
use foyer_store::finds::{Record, Sought};
use foyer_store::keeping::FindsHead;
use foyer_store::tickets::{Source, Span};
use foyer_store::worklist::Waits;
use foyer_store::{Ahead, Key, Page, PageRequest};
use serde::{Deserialize, Deserializer};

use crate::problems;

/// Rows that one request looks through of a tenant from before there were lists by state and marks. A page may then be
/// short; its cursor goes on from there.
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

/// How what is wanted of it is read. Places in the one are none in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is the one with this number.
    Numbered(TicketNumber),
    /// Where it is found by its words, and by its marks if all have them.
    Found {
        /// Whether they do.
        marked: bool,
    },
    /// From the list, leaving out what is not wanted.
    Listed,
}

impl Way {
    fn as_str(self) -> &'static str {
        match self {
            Self::Numbered(_) => "numbered",
            Self::Found { .. } => "found",
            Self::Listed => "listed",
        }
    }
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
    /// Where `view` looks for this caller.
    pub async fn of(deps: &Deps, caller: &Member, view: View, queue: Option<QueueId>, way: Way) -> Result<Self, Problem> {
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
                    None if way != Way::Listed => return Ok(Self::Everything),
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
    pub fn list(&self, view: View, way: Way) -> String {
        let (way, Self { text, queue, state, stars, from, until }) = (way.as_str(), self);
        let (text, stars) = (text.as_ref().map(|text| text.question.text()), stars.map(|stars| stars.0));
        format!("tickets {way} {view:?} {queue:?} {state:?} {stars:?} {from:?} {until:?} {text:?}")
    }

    /// How it is read.
    pub async fn way(&self, deps: &Deps, caller: &Member, view: View) -> Result<Way, Problem> {
        if let Some(number) = self.number() {
            return Ok(Way::Numbered(number));
        }
        let marked = self.has_marks(view, caller.identity().landing()) && deps.keeps_marks(caller.tenant_id()).await?;
        Ok(match (&self.text, marked) {
            (None, true) if !self.is_listed_by_state(view, caller.identity().landing()) => Way::Found { marked },
            (Some(_), marked) => Way::Found { marked },
            (None, _) => Way::Listed,
        })
    }

    /// What is read with the session: whether all tickets have marks, where they would be asked for.
    pub fn ahead(&self, hints: &Hints, view: View) -> Vec<Ahead> {
        let asks = self.number().is_none() && self.has_marks(view, hints.landing);
        asks.then(|| Ahead::lately::<FindsHead>(Key::finds_head(hints.tenant_id))).into_iter().collect()
    }

    /// Whether what is wanted has marks, or is all that has words and waits.
    fn has_marks(&self, view: View, landing: Landing) -> bool {
        self.stars.is_some()
            || self.is_of_a_queue_among_own(view, landing)
            || (self.text.is_some() && (self.state.is_some() || view == View::Queue))
    }

    /// Whether a queue leaves out some of what is somebody's own. The lists of the console are of queues anyway.
    fn is_of_a_queue_among_own(&self, view: View, landing: Landing) -> bool {
        let own = matches!((view, landing), (View::Submitted | View::Shared | View::Mine, _) | (View::All, Landing::Portal));
        self.queue.is_some() && own
    }

    /// Whether the lists by state have it without leaving anything out.
    fn is_listed_by_state(&self, view: View, landing: Landing) -> bool {
        self.stars.is_none() && !self.is_of_a_queue_among_own(view, landing)
    }

    /// By what it is narrowed, as marks have it.
    fn facets(&self, list: &List) -> Facets {
        let state = if let List::Waiting(_) = list { Some(TicketState::Waiting) } else { self.state };
        Facets { queue: self.queue, state, stars: self.stars.map(|stars| stars.0) }
    }

    /// Whether rows are left out of what is read; those of another state are not, where there are lists by state.
    fn narrows(&self, by_state: bool) -> bool {
        self.queue.is_some() || (self.state.is_some() && !by_state) || self.stars.is_some()
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

/// One page.
pub async fn page(
    deps: &Deps,
    caller: &Member,
    list: &List,
    wanted: &Wanted,
    way: Way,
    request: PageRequest,
) -> Result<Page<Ticket>, Problem> {
    let belongs = |ticket: &Ticket| {
        list.holds(ticket) && wanted.fits(ticket) && matches!(caller.may(Action::ViewTicket(ticket)), Verdict::Allowed(_))
    };
    match way {
        Way::Numbered(number) => {
            let found = deps.store.ticket_by_number(caller.tenant_id(), number).await?;
            let rows = found.map(|ticket| ticket.value).filter(belongs).into_iter().collect();
            Ok(Page { rows, next: None })
        }
        Way::Found { marked } => found(deps, caller, list, wanted, marked, &request, belongs).await,
        Way::Listed => look_through(deps, caller, list, wanted, request, belongs).await,
    }
}

/// One page of a list: reads until it is full, nothing is left, or enough was read.
async fn look_through(
    deps: &Deps,
    caller: &Member,
    list: &List,
    wanted: &Wanted,
    request: PageRequest,
    belongs: impl Fn(&Ticket) -> bool,
) -> Result<Page<Ticket>, Problem> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
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

/// One page of what is found, the latest submitted first. What waits in a queue is served in another order: a page of it
/// is put into that.
async fn found(
    deps: &Deps,
    caller: &Member,
    list: &List,
    wanted: &Wanted,
    marked: bool,
    request: &PageRequest,
    belongs: impl Fn(&Ticket) -> bool,
) -> Result<Page<Ticket>, Problem> {
    let facets = if marked { wanted.facets(list) } else { Facets::default() };
    let sought = Sought {
        question: wanted.text.as_ref().map(|text| &text.question),
        places: places(caller, list, facets),
        from: wanted.from.map(TicketId::sorted_from),
        before: wanted.until.map(TicketId::sorted_from),
    };
    let page = deps.store.search(caller.tenant_id(), Sort::Ticket, &sought, request).await?;
    let tickets = page.rows.into_iter().filter_map(|record| if let Record::Ticket(ticket) = record { Some(*ticket) } else { None });
    let mut rows: Vec<Ticket> = tickets.filter(belongs).collect();
    if let List::Waiting(_) = list {
        rows.sort_by_key(|ticket| (ticket.lane == Lane::Normal, ticket.number));
    }
    Ok(Page { rows, next: page.next })
}

/// Where a list is looked through, and by which marks. Of what is his own, a person has one circle.
fn places(caller: &Member, list: &List, facets: Facets) -> Vec<(Circle, Vec<Mark>)> {
    let in_list = |list: TicketList| (list.circle(), facets.marks(list));
    let of = |source: &Source| match source {
        Source::SubmittedBy(identity) => in_list(TicketList::Submitted(*identity)),
        Source::SharedWith(identity) => in_list(TicketList::Shared(*identity)),
        Source::AcceptedBy(identity) => in_list(TicketList::Accepted(*identity)),
        Source::InQueue(queue) => in_list(TicketList::Queue(*queue)),
    };
    let places: BTreeSet<(Circle, Vec<Mark>)> = match list {
        List::Sources(sources) => sources.iter().map(of).collect(),
        List::Waiting(queue) => BTreeSet::from([in_list(TicketList::Queue(queue.queue_id))]),
        List::Everything => {
            Circle::of_seer(caller.identity(), Sort::Ticket).into_iter().map(|circle| (circle, facets.marks(TicketList::All))).collect()
        }
    };
    places.into_iter().collect()
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
        // It is only looked through where things are found.
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
