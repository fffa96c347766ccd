//! Who is responsible for a contact or a customer: checked when it is created and when it is edited.

use std::collections::BTreeSet;

use foyer_domain::agents::StaffMember;
use foyer_domain::id::{DimensionId, IdentityId};
use foyer_domain::policy::{Action, Verdict};
use foyer_kit::{Deps, Problem, Staff};
use foyer_store::Key;
use foyer_store::client::Freshness;

use crate::problems;

/// The fields that say who is responsible.
pub const RESPONSIBLE: [&str; 3] = ["owner", "participants", "service_owner"];

/// People in one list at most: each of them is a row of the transaction.
const MOST_PEOPLE: usize = 20;

/// The people that a form names, each with the field that names him.
#[derive(Debug, Default)]
pub struct Named(Vec<(String, IdentityId)>);

impl Named {
    /// The people in these fields.
    pub fn of(owner: Option<IdentityId>, participants: &[IdentityId], service_owner: Option<IdentityId>) -> Self {
        let owners = [("/owner", owner), ("/service_owner", service_owner)];
        let owners = owners.into_iter().filter_map(|(pointer, id)| Some((pointer.to_owned(), id?)));
        let participants = participants.iter().enumerate().map(|(index, id)| (format!("/participants/{index}"), *id));
        Self(owners.chain(participants).collect())
    }

    /// Responsible people may open the account and manage its identity: naming them takes the right to do
    /// so, and they must work here.
    pub async fn check(&self, deps: &Deps, caller: &Staff, dimension: Option<DimensionId>) -> Result<(), Problem> {
        if self.0.is_empty() {
            return Ok(());
        }
        may_assign(caller, dimension)?;
        if self.0.iter().filter(|(pointer, _)| pointer.starts_with("/participants")).count() > MOST_PEOPLE {
            return Err(Problem::invalid("/participants", "must be at most 20"));
        }
        check_staff(deps, caller, &self.0).await
    }
}

/// The people that a contact is shared with work here.
pub async fn check_shared(deps: &Deps, caller: &Staff, shared_with: &[IdentityId]) -> Result<(), Problem> {
    if shared_with.len() > MOST_PEOPLE {
        return Err(Problem::invalid("/shared_with", "must be at most 20"));
    }
    let named: Vec<(String, IdentityId)> =
        shared_with.iter().enumerate().map(|(index, id)| (format!("/shared_with/{index}"), *id)).collect();
    check_staff(deps, caller, &named).await
}

async fn check_staff(deps: &Deps, caller: &Staff, named: &[(String, IdentityId)]) -> Result<(), Problem> {
    let identities: BTreeSet<IdentityId> = named.iter().map(|(_, identity)| *identity).collect();
    let keys: Vec<Key> = identities.into_iter().map(|identity| Key::staff(caller.tenant_id(), identity)).collect();
    let found = deps.store.get_many::<StaffMember>(&keys, Freshness::Strong).await?;
    let known = |identity: IdentityId| found.iter().any(|member| member.value.identity_id == identity);
    match named.iter().find(|(_, identity)| !known(*identity)) {
        Some((pointer, _)) => Err(problems::not_staff(pointer)),
        None => Ok(()),
    }
}

/// Refuses who may not say who is responsible.
pub fn may_assign(caller: &Staff, dimension: Option<DimensionId>) -> Result<(), Problem> {
    match caller.may(Action::Assign(caller.tenant_id(), dimension)) {
        Verdict::Denied(missing) => Err(Problem::forbidden(missing)),
        _ => Ok(()),
    }
}
