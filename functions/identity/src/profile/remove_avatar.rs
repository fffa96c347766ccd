//! Removes the picture of the identity that acts (S001-25). For anybody signed in; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::{Face, Shown};
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use schemars::JsonSchema;
use serde::Deserialize;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("remove-avatar", "Remove the own picture", handle)
}

/// Handles the removal. Where there is none, nothing is done.
pub async fn handle(deps: Deps, caller: Member, _input: Input) -> Result<Reply<()>, Problem> {
    let (read, identity) = (caller.account(), caller.identity());
    let Some(tag) = read.value.avatar_as(identity) else {
        return Ok(Reply::no_content());
    };
    let change = Change::new("avatar", Some(&tag.0), None);
    let next = read.value.with_face(identity.identity_id, Face { shown: Some(Shown { tag: None }), ..identity.face.clone() });
    let commit = deps.commit().replace(read, &next).remove_avatar(&read.value, &next, identity);
    let commit = deps.audit(commit, &caller, Act::ProfileEdited, caller.account_id().to_string(), vec![change]);
    Ok(deps.finish(commit, Reply::no_content()).await?)
}
