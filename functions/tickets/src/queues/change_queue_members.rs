//! Says who serves a queue. For administrators; no events. It holds from the next request of who was added
//! or removed.

use std::collections::{BTreeMap, BTreeSet};

use foyer_domain::agents::StaffMember;
use foyer_domain::audit::{Act, Change};
use foyer_domain::id::{AccountId, IdentityId, QueueId, TenantId};
use foyer_domain::identity::{Account, Binding, IdentityState};
use foyer_domain::policy::Action;
use foyer_domain::tickets::Queue;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Ahead, Commit, Freshness, Key, StoreError, Versioned};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::queue_views::{Found, QueueDetail, find};

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

/// What one transaction takes, three rows each.
const MOST_CHANGES: usize = 20;

/// What one transaction takes of a roster.
const ENROLLED_TOGETHER: usize = 100;

/// The operation.
pub fn operation() -> Operation {
    Operation::http_ahead("change-queue-members", "Say who serves a queue", ahead, handle)
}

/// The queue, and whom it is about.
fn ahead(hints: &Hints, input: &Input) -> Vec<Ahead> {
    let queue = Ahead::of::<Queue>(Key::queue(hints.tenant_id, input.queue_id));
    let people = input.add.iter().chain(&input.remove).take(MOST_CHANGES);
    people.map(|person| Ahead::of::<StaffMember>(Key::staff(hints.tenant_id, *person))).chain([queue]).collect()
}

/// Handles the change.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<QueueDetail>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageQueues(tenant))?;
    if input.add.len() + input.remove.len() > MOST_CHANGES {
        return Err(Problem::invalid("/add", format!("must have at most {MOST_CHANGES} people together with /remove")));
    }
    let people: BTreeSet<IdentityId> = input.add.iter().chain(&input.remove).copied().collect();
    let roster = Roster::read(&deps, tenant, people);
    let (mut roster, found) = futures::try_join!(roster, find(&deps, tenant, input.queue_id))?;
    let Found { queue, lanes, mut members } = found.ok_or_else(Problem::not_found)?;
    for (field, people, serves) in [("add", &input.add, true), ("remove", &input.remove, false)] {
        for (position, person) in people.iter().enumerate() {
            let known = roster.take(input.queue_id, *person, serves);
            if !known {
                return Err(Problem::invalid(format!("/{field}/{position}"), "is no member of staff here"));
            }
        }
    }
    roster.apply(&mut members);
    let changes = roster.changes();
    let commit = roster.write(with_roster(&deps, &queue).await?);
    let commit = deps.audit(commit, &caller, Act::QueueMembersChanged, input.queue_id.to_string(), changes);
    Ok(deps.finish(commit, Reply::ok(QueueDetail::of(&queue.value, &lanes, members))).await?)
}

/// A commit that leaves the queue with a roster: one from before there were any gets it first.
async fn with_roster(deps: &Deps, queue: &Versioned<Queue>) -> Result<Commit, Problem> {
    if queue.value.roster {
        return Ok(deps.commit());
    }
    let serving = deps.store.serving_by_staff(queue.value.tenant_id, queue.value.queue_id).await?;
    for part in serving.chunks(ENROLLED_TOGETHER) {
        let enrolled = part.iter().fold(deps.commit(), |commit, member| commit.enrol(member, queue.value.queue_id));
        enrolled.run(&deps.store).await?;
    }
    Ok(deps.commit().replace(queue, &Queue { roster: true, ..queue.value.clone() }))
}

/// People as they were read and as they shall be: the staff list and, by account, what the identities may do.
#[derive(Default)]
struct Roster {
    accounts: BTreeMap<AccountId, (Versioned<Account>, Account)>,
    staff: BTreeMap<IdentityId, (Versioned<StaffMember>, StaffMember)>,
}

impl Roster {
    /// The people among these who are on the staff, with their accounts.
    async fn read(deps: &Deps, tenant: TenantId, people: BTreeSet<IdentityId>) -> Result<Self, StoreError> {
        let keys: Vec<Key> = people.into_iter().map(|person| Key::staff(tenant, person)).collect();
        let staff = deps.store.get_many::<StaffMember>(&keys, Freshness::Strong).await?;
        let owners: BTreeSet<AccountId> = staff.iter().map(|member| member.value.account_id).collect();
        let keys: Vec<Key> = owners.into_iter().map(Key::account).collect();
        let accounts = deps.store.get_many::<Account>(&keys, Freshness::Strong).await?;
        Ok(Self {
            accounts: accounts.into_iter().map(|read| (read.value.account_id, (read.clone(), read.value))).collect(),
            staff: staff.into_iter().map(|read| (read.value.identity_id, (read.clone(), read.value))).collect(),
        })
    }

    /// Notes that `person` serves the queue, or does not; `false` for who is no active member of staff. Who
    /// left can still be removed.
    fn take(&mut self, queue: QueueId, person: IdentityId, serves: bool) -> bool {
        let Some((_, member)) = self.staff.get_mut(&person) else { return false };
        if serves && member.state != IdentityState::Active {
            return false;
        }
        let identities = self.accounts.get_mut(&member.account_id).map(|(_, account)| &mut account.identities);
        let identity = identities.into_iter().flatten().find(|identity| identity.identity_id == person);
        let Some(Binding::Internal { authority }) = identity.map(|identity| &mut identity.binding) else { return false };
        for queues in [&mut authority.queues, &mut member.authority.queues] {
            if serves {
                queues.insert(queue)
            } else {
                queues.remove(&queue)
            };
        }
        true
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
        let commit = self.changed().fold(commit, |commit, (before, next)| commit.replace(before, next).serve(Some(&before.value), next));
        let accounts = self.accounts.values().filter(|(before, next)| before.value != *next);
        accounts.fold(commit, |commit, (before, next)| commit.replace(before, next))
    }
}
