//! Says who serves a queue. For administrators; no events. It holds from the next request of who was added
//! or removed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use foyer_domain::agents::StaffMember;
use foyer_domain::audit::{Act, Change};
use foyer_domain::id::{AccountId, IdentityId, QueueId, TenantId};
use foyer_domain::identity::{Account, Binding, IdentityState};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Problem, Reply, Staff};
use foyer_store::{Commit, Key, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{QueueDetail, members};

/// Who is added and who is removed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The queue.
    #[schemars(with = "String")]
    pub queue_id: QueueId,
    /// Identities of staff that serve it from now on; with `remove` at most 20.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub add: Vec<IdentityId>,
    /// Identities of staff that do not any more.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub remove: Vec<IdentityId>,
}

/// What one transaction takes, two rows each.
const MOST_CHANGES: usize = 20;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("change-queue-members", "Say who serves a queue", handle)
}

/// Handles the change.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageQueues(tenant))?;
    let queue = deps.store.queue(tenant, input.queue_id).await?.ok_or_else(Problem::not_found)?.value;
    if input.add.len() + input.remove.len() > MOST_CHANGES {
        return Err(Problem::invalid("/add", format!("must have at most {MOST_CHANGES} people together with /remove")));
    }
    let mut roster = Roster::default();
    for (field, people, serves) in [("add", &input.add, true), ("remove", &input.remove, false)] {
        for (position, person) in people.iter().enumerate() {
            let known = roster.take(&deps, (tenant, input.queue_id), *person, serves).await?;
            if !known {
                return Err(Problem::invalid(format!("/{field}/{position}"), "is no member of staff here"));
            }
        }
    }
    let mut serving = members(&deps, tenant, input.queue_id).await?;
    roster.apply(&mut serving);
    let lanes = deps.store.lanes(tenant, input.queue_id).await?;
    let changes = roster.changes();
    let commit = roster.write(deps.commit());
    let commit = deps.audit(commit, &caller, Act::QueueMembersChanged, input.queue_id.to_string(), changes);
    Ok(deps.finish(commit, Reply::ok(QueueDetail::of(&queue, &lanes, serving))).await?)
}

/// People as they were read and as they shall be: the staff list and, by account, what the identities may do.
#[derive(Default)]
struct Roster {
    accounts: BTreeMap<AccountId, (Versioned<Account>, Account)>,
    staff: BTreeMap<IdentityId, (Versioned<StaffMember>, StaffMember)>,
}

impl Roster {
    /// Notes that `person` serves the queue, or does not; `false` for who is no active member of staff. Who
    /// left can still be removed.
    async fn take(&mut self, deps: &Deps, (tenant, queue): (TenantId, QueueId), person: IdentityId, serves: bool) -> Result<bool, Problem> {
        if !self.staff.contains_key(&person) {
            let Some(member) = deps.store.get::<StaffMember>(&Key::staff(tenant, person)).await? else {
                return Ok(false);
            };
            if let Entry::Vacant(free) = self.accounts.entry(member.value.account_id) {
                let account = deps.store.account(*free.key()).await?;
                let account = account.ok_or_else(|| Problem::internal("a member of staff has no account"))?;
                let next = account.value.clone();
                free.insert((account, next));
            }
            let next = member.value.clone();
            self.staff.insert(person, (member, next));
        }
        let Some((_, member)) = self.staff.get_mut(&person) else { return Ok(false) };
        if serves && member.state != IdentityState::Active {
            return Ok(false);
        }
        let identities = self.accounts.get_mut(&member.account_id).map(|(_, account)| &mut account.identities);
        let identity = identities.into_iter().flatten().find(|identity| identity.identity_id == person);
        let Some(Binding::Internal { authority }) = identity.map(|identity| &mut identity.binding) else { return Ok(false) };
        for queues in [&mut authority.queues, &mut member.authority.queues] {
            if serves {
                queues.insert(queue)
            } else {
                queues.remove(&queue)
            };
        }
        Ok(true)
    }

    fn changed(&self) -> impl Iterator<Item = &(Versioned<StaffMember>, StaffMember)> {
        self.staff.values().filter(|(before, next)| before.value != *next)
    }

    fn changes(&self) -> Vec<Change> {
        let change = |(before, next): &(Versioned<StaffMember>, StaffMember)| {
            let id = next.identity_id.to_string();
            let joined = next.authority.queues.len() > before.value.authority.queues.len();
            if joined { Change::set("member", &id) } else { Change::new("member", Some(&id), None) }
        };
        self.changed().map(change).collect()
    }

    /// Brings a list of members up to date.
    fn apply(&self, members: &mut Vec<StaffMember>) {
        for (before, next) in self.changed() {
            let joined = next.authority.queues.len() > before.value.authority.queues.len();
            members.retain(|member| member.identity_id != next.identity_id);
            if joined {
                members.push(next.clone());
            }
        }
    }

    fn write(&self, commit: Commit) -> Commit {
        let commit = self.changed().fold(commit, |commit, (before, next)| commit.replace(before, next));
        let accounts = self.accounts.values().filter(|(before, next)| before.value != *next);
        accounts.fold(commit, |commit, (before, next)| commit.replace(before, next))
    }
}
