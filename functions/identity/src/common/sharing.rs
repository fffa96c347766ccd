//! Whether an account of staff is used by two people at once (S003-16): it is recorded and administrators are told,
//! who can sign it out and have the password changed.

use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::{Account, Identity, Outstanding, Session};
use foyer_domain::limit::{DAY, Kind, Limit};
use foyer_kit::{Deps, Problem};
use foyer_messaging::event::{Event, SharedUseSuspected};
use foyer_store::Commit;

/// Administrators are told once a day of one account; the audit has each time.
const TOLD: Limit = Limit { by: Kind::SharedUse, most: 1, within: DAY };

/// Adds to a login what shows that somebody else is in the account. Customers may share what is theirs.
pub async fn noticed(deps: &Deps, commit: Commit, account: &Account, identity: &Identity, session: &Session) -> Result<Commit, Problem> {
    let known = |session: &Session| account.outstanding(session) != Some(Outstanding::SecondStep);
    if identity.party().is_some() || !known(session) {
        return Ok(commit);
    }
    let live = deps.store.live_sessions(account, deps.now()).await?;
    let others = live.iter().map(|row| &row.session).filter(|other| known(other) && session.began_beside(other));
    let Some(other) = others.max_by_key(|other| other.last_seen_at) else {
        return Ok(commit);
    };
    let changes = vec![
        Change::new("source", Some(&other.source), Some(&session.source)),
        Change::new("device", Some(other.device.as_str()), Some(session.device.as_str())),
    ];
    let (tenant, id) = (identity.tenant_id, identity.identity_id);
    let commit = deps.audit_of(commit, tenant, Some(id), Act::SharedUseSuspected, id.to_string(), changes);
    if !deps.store.take(TOLD, &account.account_id.to_string(), &deps.commit_token(), deps.now()).await? {
        return Ok(commit);
    }
    let event = Event::SharedUseSuspected(SharedUseSuspected {
        account_id: account.account_id,
        identity_id: id,
        name: account.name_as(identity).clone(),
        source_before: other.source.clone(),
        source: session.source.clone(),
    });
    deps.emit(commit, &deps.event(deps.new_id(), tenant, Some(id), event))
}
