//! The figures of the portal home (S001-7, S001-8, F14): tickets by state, by week and month of submission, and
//! by stars. Each comes with the list that it counts. Customers: of what they submitted (ET-5). Staff: of what
//! they accepted (ET-2), of what they submitted and what their queues hold (ET-4), of all (ET-3, administrators). No events.

use foyer_domain::apps::App;
use foyer_domain::identity::{Binding, Landing};
use foyer_domain::policy::Action;
use foyer_domain::tickets::TicketState;
use foyer_domain::tickets::figures::{Figure, Period, STATES, Scope};
use foyer_domain::time::Timestamp;
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use foyer_store::home::{Figures, HomeHead};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which figures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `submitted` (the default for customers); `mine` (the default for staff), `queues` or `all` (staff).
    #[schemars(with = "Option<String>")]
    pub view: Option<View>,
}

/// Whose tickets, as `list-tickets` calls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// What I submitted.
    Submitted,
    /// What I accepted.
    Mine,
    /// What my queues hold.
    Queues,
    /// Everything.
    All,
}

/// The figures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Until when they are complete but for what happened in the last seconds.
    pub as_of: String,
    /// Whose they are, as `view` in the list.
    pub view: &'static str,
    /// All tickets.
    pub total: Count,
    /// Tickets in each state.
    pub states: Vec<InState>,
    /// Tickets submitted in each of 12 weeks, the oldest first. A week begins on Monday at 0:00 in China.
    pub weeks: Vec<InPeriod>,
    /// Tickets submitted in each of 12 months, the oldest first.
    pub months: Vec<InPeriod>,
    /// Ratings, 5 stars first.
    pub satisfaction: Vec<WithStars>,
}

/// A figure and the list whose length it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Count {
    /// How many tickets.
    pub count: u64,
    /// The request that lists them.
    pub list: String,
}

/// Tickets in a state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InState {
    /// `waiting`, `in_progress`, `awaiting_customer`, `completed`, `withdrawn` or `closed`.
    #[schemars(with = "String")]
    pub state: TicketState,
    /// How many tickets.
    pub count: u64,
    /// The request that lists them.
    pub list: String,
}

/// Tickets submitted in a period.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InPeriod {
    /// Its first day.
    pub day: String,
    /// Its first moment.
    pub from: String,
    /// The first moment after it.
    pub until: String,
    /// How many tickets.
    pub count: u64,
    /// The request that lists them.
    pub list: String,
}

/// Tickets with a rating.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WithStars {
    /// 1 to 5.
    pub stars: u8,
    /// How many tickets.
    pub count: u64,
    /// The request that lists them.
    pub list: String,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("get-home", "Show the figures of the portal home", ahead, handle)
}

/// The pages that are open, and which figures are shown.
fn ahead(hints: &Hints, _: &Input) -> Vec<Ahead> {
    let head = Ahead::lately::<HomeHead>(Key::home_head(hints.tenant_id));
    hints.open_apps().into_iter().chain([head]).collect()
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<Output>, Problem> {
    caller.require_app(&deps, App::Home).await?;
    let me = caller.identity_id();
    let landing = caller.identity().landing();
    let view = input.view.unwrap_or(match landing {
        Landing::Portal => View::Submitted,
        Landing::Console => View::Mine,
    });
    let scopes = match (view, landing) {
        (View::Submitted, _) => vec![Scope::SubmittedBy(me)],
        (View::Mine, Landing::Console) => vec![Scope::AcceptedBy(me)],
        (View::Queues, Landing::Console) => own_queues(&caller),
        (View::All, Landing::Console) => {
            caller.require(Action::ViewAllTickets(caller.tenant_id()))?;
            vec![Scope::All]
        }
        (View::Mine | View::Queues | View::All, Landing::Portal) => return Err(Problem::invalid("/view", "is for staff")),
    };
    let figures = deps.store.figures(caller.tenant_id(), &scopes).await?;
    Ok(Reply::ok(Output::of(view, &figures, deps.now())))
}

fn own_queues(caller: &Member) -> Vec<Scope> {
    match &caller.identity().binding {
        Binding::Internal { authority } => authority.queues.iter().copied().map(Scope::InQueue).collect(),
        Binding::External { .. } => Vec::new(),
    }
}

impl View {
    fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Mine => "mine",
            Self::Queues => "queues",
            Self::All => "all",
        }
    }
}

impl Output {
    fn of(view: View, figures: &Figures, now: Timestamp) -> Self {
        let view = view.as_str();
        let list = |filter: &str| format!("/api/tickets?view={view}{filter}");
        let states = STATES.iter().enumerate().map(|(position, state)| InState {
            state: *state,
            count: figures.get(Figure::State(position)),
            list: list(&format!("&state={}", name(*state))),
        });
        let states: Vec<InState> = states.collect();
        let period = |period: Period| {
            let (from, until) = period.bounds();
            InPeriod {
                day: period.first_day().to_string(),
                from: from.to_string(),
                until: until.to_string(),
                count: figures.get(Figure::In(period)),
                list: list(&format!("&from={from}&until={until}")),
            }
        };
        let satisfaction = (1..=5).rev().map(|stars| WithStars {
            stars,
            count: figures.get(Figure::Stars(stars)),
            list: list(&format!("&stars={stars}")),
        });
        Self {
            as_of: now.to_string(),
            view,
            total: Count { count: states.iter().map(|state| state.count).sum(), list: list("") },
            states,
            weeks: Period::weeks(now).map(period).collect(),
            months: Period::months(now).map(period).collect(),
            satisfaction: satisfaction.collect(),
        }
    }
}

/// The name of a state in requests.
fn name(state: TicketState) -> &'static str {
    match state {
        TicketState::Draft => "draft",
        TicketState::Waiting => "waiting",
        TicketState::InProgress => "in_progress",
        TicketState::AwaitingCustomer => "awaiting_customer",
        TicketState::Completed => "completed",
        TicketState::Withdrawn => "withdrawn",
        TicketState::Closed => "closed",
    }
}
