//! Edits the own profile (S001-25): name and language. For anybody signed in. The staff lists that he stands in
//! follow in the same transaction. No events.

use foyer_domain::address::Language;
use foyer_domain::agents::StaffMember;
use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::Account;
use foyer_domain::text::Name;
use foyer_kit::{Deps, Member, Operation, Problem, Reply};
use foyer_store::{Commit, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::views::AccountView;

/// What is changed: fields that are left out stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The own name, 1 to 100 characters.
    #[schemars(with = "Option<String>")]
    pub name: Option<Name>,
    /// What messages are written in: `zh-CN` or `en`.
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("edit-profile", "Edit the own profile", handle)
}

/// Handles the edit. What enterprises call their contact stays theirs to say.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<AccountView>, Problem> {
    let read = caller.account();
    let account = &read.value;
    let next = Account {
        name: input.name.unwrap_or_else(|| account.name.clone()),
        language: input.language.unwrap_or(account.language),
        ..account.clone()
    };
    let changes = changes(account, &next);
    if changes.is_empty() {
        return Ok(Reply::ok(AccountView::of(account)));
    }
    let commit = listed(&deps, deps.commit().replace(read, &next), &next).await?;
    let commit = deps.audit(commit, &caller, Act::ProfileEdited, account.account_id.to_string(), changes);
    Ok(deps.finish(commit, Reply::ok(AccountView::of(&next))).await?)
}

fn changes(before: &Account, after: &Account) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(Change::new("name", Some(before.name.as_str()), Some(after.name.as_str())));
    }
    if before.language != after.language {
        changes.push(Change::new("language", Some(before.language.tag()), Some(after.language.tag())));
    }
    changes
}

/// Adds the staff lists to the commit: they hold a copy.
async fn listed(deps: &Deps, mut commit: Commit, account: &Account) -> Result<Commit, Problem> {
    for identity in account.identities.iter().filter(|identity| identity.party().is_none()) {
        let key = Key::staff(identity.tenant_id, identity.identity_id);
        let Some(member) = deps.store.get::<StaffMember>(&key).await? else {
            return Err(Problem::internal(format!("{key} is not there")));
        };
        let next = StaffMember { name: account.name.clone(), language: account.language, ..member.value.clone() };
        commit = commit.replace(&member, &next);
    }
    Ok(commit)
}
