//! What was done to accounts, with the names of those concerned: by target, actor and time, newest first (F33). For
//! administrators; no events.

use foyer_domain::audit::{AuditEntry, Change};
use foyer_domain::id::IdentityId;
use foyer_domain::policy::Action;
use foyer_domain::time::Timestamp;
use foyer_kit::query::{Limit, ListOutput, list_output, page_request};
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::audit::Entries;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::audit_names::Names;

/// Which entries, which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it was done to: the id of an account, an identity, a contact or a customer.
    pub target: Option<String>,
    /// Identity of who did it; not together with `target`.
    #[schemars(with = "Option<String>")]
    pub actor: Option<IdentityId>,
    /// From this moment on, RFC 3339.
    #[schemars(with = "Option<String>")]
    pub from: Option<Timestamp>,
    /// Until before this moment, RFC 3339; now otherwise.
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// Rows per page.
    #[serde(default)]
    pub limit: Limit,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One act.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// Its id.
    pub audit_id: String,
    /// When.
    pub at: String,
    /// What, like `identity.offboarded`.
    pub act: &'static str,
    /// To what.
    pub target: String,
    /// What it is called now, if it is an account, an identity, a contact or a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_name: Option<String>,
    /// Identity of who did it; null for somebody who was not signed in.
    pub actor: Option<String>,
    /// His name now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_name: Option<String>,
    /// Identity in whose place it was done.
    pub on_behalf_of: Option<String>,
    /// His name now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of_name: Option<String>,
    /// What was changed. Secrets are never in it.
    pub changes: Vec<ChangeView>,
    /// The network address that it came from.
    pub source: String,
    /// The request.
    pub request_id: String,
}

/// A field before and after.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeView {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// The longest target that an id can be.
const LONGEST_TARGET: usize = 64;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("list-audit", "List what was done to accounts", handle)
}

/// Handles the question.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ListOutput<EntryView>>, Problem> {
    caller.require(Action::ReadAudit(caller.tenant_id()))?;
    let entries = match (&input.target, input.actor) {
        (None, None) => Entries::All,
        (Some(target), None) if target.len() <= LONGEST_TARGET => Entries::To(target),
        (Some(_), None) => return Err(Problem::invalid("/target", "must be an id")),
        (None, Some(actor)) => Entries::By(actor),
        (Some(_), Some(_)) => return Err(Problem::invalid("/actor", "goes not together with target")),
    };
    let time = (input.from.unwrap_or(Timestamp::UNIX_EPOCH), input.until.unwrap_or(Timestamp::MAX));
    if time.0 > time.1 {
        return Err(Problem::invalid("/until", "must not be before from"));
    }
    let key = caller.cursor_key();
    let list = format!("audit {entries:?} {time:?}");
    let page = page_request(&key, &list, input.limit, input.cursor.as_deref())?;
    let page = deps.store.audit(caller.tenant_id(), entries, time, &page).await?;
    let names = Names::of(&deps, caller.tenant_id(), &page.rows).await?;
    Ok(Reply::ok(list_output(&deps, &key, &list, page, |entry| EntryView::of(entry, &names))))
}

impl EntryView {
    fn of(entry: AuditEntry, names: &Names) -> Self {
        let (actor, on_behalf_of) = (entry.actor.map(|id| id.to_string()), entry.on_behalf_of.map(|id| id.to_string()));
        Self {
            audit_id: entry.audit_id.to_string(),
            at: entry.at.to_string(),
            act: entry.act.as_str(),
            target_name: names.get(&entry.target),
            target: entry.target,
            actor_name: actor.as_deref().and_then(|id| names.get(id)),
            actor,
            on_behalf_of_name: on_behalf_of.as_deref().and_then(|id| names.get(id)),
            on_behalf_of,
            changes: entry.changes.into_iter().map(ChangeView::of).collect(),
            source: entry.source,
            request_id: entry.request_id,
        }
    }
}

impl ChangeView {
    fn of(change: Change) -> Self {
        Self { field: change.field, before: change.before, after: change.after }
    }
}
