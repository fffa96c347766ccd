//! Submits a ticket to a queue (S001-9, S001-10). For customers, and for staff who need something themselves (ET-4). Emits `ticket.submitted`.

use foyer_domain::apps::App;
use foyer_domain::id::QueueId;
use foyer_domain::tickets::ReplyMethod;
use foyer_domain::tickets::draft::Complete;
use foyer_domain::tickets::ticket::{Description, Title};
use foyer_kit::{Deps, Hints, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::bounds::head_of_figures;
use crate::common::submission::submit;
use crate::common::views::TicketView;

/// The form 新建工单.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Title, 1 to 120 characters.
    #[schemars(with = "String")]
    pub title: Title,
    /// Description, 1 to 4,000 characters.
    #[schemars(with = "String")]
    pub description: Description,
    /// The queue that it waits in.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// Where progress is told: `sms`, `email` or `portal`.
    #[schemars(with = "String")]
    pub reply_method: ReplyMethod,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, _: &Input| hints.open_apps().into_iter().chain([head_of_figures(hints)]).collect();
    Operation::http_ahead("submit-ticket", "Submit a ticket", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<TicketView>, Problem> {
    caller.require_app(&deps, App::Tickets).await?;
    let Input { title, description, queue_id, reply_method } = input;
    submit(&deps, &caller, deps.new_id(), Complete { title, description, queue_id, reply_method }, None).await
}
