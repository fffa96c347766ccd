//! Edits the own profile (S001-25): name, language, and what one is told. For anybody signed in. Each is of the identity that
//! acts: another enterprise is told nothing (decision 14). Its staff list follows in the same transaction. No events.

use std::collections::BTreeSet;

use foyer_domain::address::{Channel, Language};
use foyer_domain::agents::StaffMember;
use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::{Account, Face, Identity, Muted, Topic};
use foyer_domain::text::Name;
use foyer_kit::{Deps, Edition, Member, Operation, Problem, Reply};
use foyer_store::{Commit, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::views::AccountView;

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
    /// What messages are sent. Codes and what concerns the security of the account cannot be turned off, nor can
    /// notices in the portal and the console.
    pub notifications: Option<Wanted>,
}

/// By topic; what is left out stays.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Progress of the own tickets.
    pub tickets: Option<WantedByChannel>,
    /// Ratings of tickets that one completed; for staff.
    pub ratings: Option<WantedByEmail>,
    /// Requests to open an account; for staff.
    pub account_requests: Option<WantedByEmail>,
}

/// By SMS and by email; what is left out stays.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedByChannel {
    /// By SMS.
    pub sms: Option<bool>,
    /// By email.
    pub email: Option<bool>,
}

/// By email.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedByEmail {
    /// By email.
    pub email: Option<bool>,
}

impl Wanted {
    /// Each choice that was made.
    fn choices(&self) -> impl Iterator<Item = (Muted, bool)> {
        let tickets = self.tickets.as_ref();
        let by_email = |wanted: &Option<WantedByEmail>| wanted.as_ref().and_then(|wanted| wanted.email);
        let all = [
            (Topic::Tickets, Channel::Sms, tickets.and_then(|wanted| wanted.sms)),
            (Topic::Tickets, Channel::Email, tickets.and_then(|wanted| wanted.email)),
            (Topic::Ratings, Channel::Email, by_email(&self.ratings)),
            (Topic::AccountRequests, Channel::Email, by_email(&self.account_requests)),
        ];
        all.into_iter().filter_map(|(topic, channel, wanted)| Some((Muted { topic, channel }, wanted?)))
    }

    /// What is muted afterwards.
    fn over(&self, before: &BTreeSet<Muted>) -> BTreeSet<Muted> {
        let mut muted = before.clone();
        for (choice, wanted) in self.choices() {
            if wanted {
                muted.remove(&choice);
            } else {
                muted.insert(choice);
            }
        }
        muted
    }
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("edit-profile", "Edit the own profile", handle)
}

/// Handles the edit. What enterprises call their contact stays theirs to say.
pub async fn handle(deps: Deps, caller: Member, input: Input) -> Result<Reply<AccountView>, Problem> {
    let read = caller.account();
    let account = &read.value;
    let view = AccountView::of(account, caller.identity());
    deps.unless_stale(&Edition::of(&view)?, || AccountView::of(account, caller.identity()))?;
    let name = input.name.unwrap_or_else(|| caller.name().clone());
    let mut identities = account.identities.clone();
    // Where several enterprises use the account, each knows its owner by what he is called there.
    let alone = account.is_only_in(caller.tenant_id());
    for own in identities.iter_mut().filter(|own| own.identity_id == caller.identity_id() && (own.name.is_some() || !alone)) {
        own.name = Some(name.clone());
    }
    let next = Account { name: if alone { name } else { account.name.clone() }, identities, ..account.clone() };
    let before = caller.identity();
    let face = Face {
        language: input.language.or(before.face.language),
        muted: input.notifications.map(|wanted| wanted.over(account.muted_as(before))).or_else(|| before.face.muted.clone()),
        ..before.face.clone()
    };
    let next = next.with_face(before.identity_id, face);
    let acting = next.identities.iter().find(|own| own.identity_id == caller.identity_id()).unwrap_or(before).clone();
    let changes = changes((account, before), (&next, &acting));
    if changes.is_empty() {
        let edition = Edition::of(&view)?;
        return Ok(Reply::ok(view).edition(&edition));
    }
    let commit = listed(&deps, deps.commit().replace(read, &next), &next, &acting).await?;
    let commit = deps.audit(commit, &caller, Act::ProfileEdited, account.account_id.to_string(), changes);
    let view = AccountView::of(&next, &acting);
    let edition = Edition::of(&view)?;
    let outcome = deps.finish(commit, Reply::ok(view).edition(&edition)).await;
    let now = async {
        let now = deps.store.account(account.account_id).await?.ok_or_else(Problem::not_found)?.value;
        let view = AccountView::of(&now, now.active_identity(caller.identity_id()).unwrap_or(caller.identity()));
        Ok((Edition::of(&view)?, view))
    };
    deps.unless_overtaken(outcome, now).await
}

fn changes((account, before): (&Account, &Identity), (next, after): (&Account, &Identity)) -> Vec<Change> {
    let mut changes = Vec::new();
    let (called_before, called) = (account.name_as(before), next.name_as(after));
    if called_before != called {
        changes.push(Change::new("name", Some(called_before.as_str()), Some(called.as_str())));
    }
    let (read, reads) = (account.language_as(before), next.language_as(after));
    if read != reads {
        changes.push(Change::new("language", Some(read.tag()), Some(reads.tag())));
    }
    let (was, is) = (account.muted_as(before), next.muted_as(after));
    for one in was.symmetric_difference(is) {
        let (topic, channel) = (one.topic.as_str(), one.channel.as_str());
        let told = |muted: &BTreeSet<Muted>| if muted.contains(one) { "off" } else { "on" };
        changes.push(Change::new(&format!("{topic} by {channel}"), Some(told(was)), Some(told(is))));
    }
    changes
}

/// Adds the staff list to the commit, where he stands in it: it holds a copy.
async fn listed(deps: &Deps, commit: Commit, account: &Account, identity: &Identity) -> Result<Commit, Problem> {
    if identity.party().is_some() {
        return Ok(commit);
    }
    let key = Key::staff(identity.tenant_id, identity.identity_id);
    let member = deps.store.get::<StaffMember>(&key).await?;
    let member = member.ok_or_else(|| Problem::internal(format!("{key} is not there")))?;
    let next = StaffMember { name: account.name_as(identity).clone(), language: account.language_as(identity), ..member.value.clone() };
    Ok(commit.replace(&member, &next))
}
