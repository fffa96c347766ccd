//! Gives an account a new initial password (S000-11 to S000-13, S001-3): it holds for all identities, voids
//! the one before, and ends every session. Not for an account that another enterprise uses too: its owner recovers it. For the opener, and the owner, participants and customer-service
//! owner of the identity's contact or customer (S000-2). Emits `password.reset`, which sends it.

use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::AccountLink;
use foyer_domain::id::{EventId, IdentityId};
use foyer_domain::identity::password::ALONE;
use foyer_domain::identity::reset::RESETS;
use foyer_domain::identity::{Account, Binding, Identity, IdentityState, LoginName, NewPassword, StoredPassword};
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_messaging::event::{Event, PasswordReset};
use foyer_store::accounts::LoginGuard;
use foyer_store::limits::Taken;
use foyer_store::{Commit, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::common::managed::{managed, whose};
use crate::problems;

/// Of whom, and to what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The identity by which the account is managed.
    #[schemars(with = "String")]
    pub identity_id: IdentityId,
    /// The initial password; one is generated otherwise. Who uses it gives a code too, which
    /// goes to the account's address.
    #[schemars(with = "Option<String>")]
    pub initial_password: Option<Secret>,
}

/// What was done. The password is nowhere but in the message to the owner.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The login name that this enterprise knows.
    pub login: String,
    /// Which way the message goes: `sms` or `email`; null where nothing can be sent.
    pub sent_by: Option<&'static str>,
    /// When the initial password is void unless it was replaced.
    pub initial_password_expires_at: String,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| whose(hints, input.identity_id);
    Operation::http_ahead("reset-password", "Give an account a new initial password", ahead, handle)
}

/// Handles the reset.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<Output>, Problem> {
    let found = managed(&deps, &caller, input.identity_id).await?;
    let identity = &found.asked().identity;
    if identity.state != IdentityState::Active {
        return Err(problems::not_active(identity.state));
    }
    let account = &found.account.value;
    let typed = input.initial_password.is_some();
    let link = found.asked().record.subject().account;
    let password = chosen(&deps, account, identity, link, input.initial_password)?;
    limited(&deps, account).await?;
    let phc = deps.passwords.hash(password.secret(), deps.entropy()).await?;
    let stored = if typed { StoredPassword::typed(phc, deps.now()) } else { StoredPassword::initial(phc, deps.now()) };
    let next = Account { password: stored.clone(), session_epoch: account.session_epoch + 1, ..account.clone() };

    let login = login(account, identity, link);
    let id: EventId = deps.new_id();
    let sealed = deps.sealer()?.seal(password.secret(), &id.to_string(), deps.entropy()).map_err(Problem::internal)?;
    let event = Event::PasswordReset(PasswordReset {
        account_id: account.account_id,
        identity_id: identity.identity_id,
        // Its owner may know what only another enterprise was told: the message goes to him.
        login: account.logins.iter().find(|own| **own == login).or(account.logins.first()).unwrap_or(&login).clone(),
        password: sealed,
        password_set_at: stored.set_at,
    });
    let changes = vec![Change::set("identity_id", &identity.identity_id.to_string())];
    let commit = deps.commit().replace(&found.account, &next);
    let commit = claimed(&deps, commit, &next).await?;
    let commit = deps.audit(commit, &caller, Act::PasswordReset, account.account_id.to_string(), changes);
    let commit = deps.emit(commit, &deps.event(id, caller.tenant_id(), Some(caller.identity_id()), event))?;
    let expires_at = stored.initial_until.unwrap_or(stored.set_at).to_string();
    let countries = &deps.config.sms_countries;
    let letterbox = next.letterbox(countries).filter(|letterbox| countries.let_through(letterbox));
    let sent_by = letterbox.map(|letterbox| letterbox.channel().as_str());
    Ok(deps.finish(commit, Reply::ok(Output { login: login.to_string(), sent_by, initial_password_expires_at: expires_at })).await?)
}

/// The password, if it may be set from here: an account that another enterprise uses too is not this one's to open, and
/// nobody who works somewhere is reset from outside. He recovers it himself (decision 14). The rules of passwords come
/// first: they depend on nothing that this enterprise may not know.
fn chosen(deps: &Deps, account: &Account, identity: &Identity, link: &AccountLink, typed: Option<Secret>) -> Result<NewPassword, Problem> {
    let password = match typed {
        Some(typed) => NewPassword::choose(&typed, ALONE, &known(account, identity, link).iter().map(String::as_str).collect::<Vec<_>>())
            .map_err(problems::weak_initial_password)?,
        None if account.mailbox().is_none() => return Err(problems::unreachable()),
        None => NewPassword::generate(deps.entropy()),
    };
    let mut living = account.identities.iter().filter(|other| other.state != IdentityState::Deleted);
    if living.any(|other| matches!(other.binding, Binding::Internal { .. })) || !account.is_only_in(identity.tenant_id) {
        return Err(problems::owner_recovers());
    }
    Ok(password)
}

/// What a typed password must not contain, as far as this enterprise knows it: a refusal for the name of another, or for
/// an address that only that one was told, would tell of it.
fn known(account: &Account, identity: &Identity, link: &AccountLink) -> Vec<String> {
    let reach = account.reach(identity);
    let mut texts = vec![account.name_as(identity).to_string(), identity.tenant_name.to_string()];
    texts.extend([reach.phone.map(String::from), reach.email.map(String::from)].into_iter().flatten());
    if let AccountLink::Open { login, .. } = link {
        texts.extend(login.parts().map(str::to_owned));
    }
    texts
}

/// Resets send messages: as many as codes may be asked for.
async fn limited(deps: &Deps, account: &Account) -> Result<(), Problem> {
    let limits = RESETS.map(|limit| (limit, account.account_id.to_string()));
    match deps.store.take_all(&limits, &deps.commit_token(), deps.now()).await? {
        Taken::All(_) => Ok(()),
        Taken::Over(limit) => Err(Problem::too_many(limit.within)),
    }
}

/// Who waits for his first login may do it as long as the new password holds.
async fn claimed(deps: &Deps, commit: Commit, account: &Account) -> Result<Commit, Problem> {
    let Some(login) = account.mailbox().as_ref().map(LoginName::from) else { return Ok(commit) };
    let held = deps.store.get::<LoginGuard>(&Key::login(&login)).await?;
    let own = held.filter(|held| held.value.account_id == account.account_id && held.value.claimed_until.is_some());
    Ok(match own {
        Some(own) => commit.hold_login(Some(&own), &LoginGuard { claimed_until: account.password.initial_until, ..own.value.clone() }),
        None => commit,
    })
}

/// The name that this enterprise knows the account by: one that it logs in with, and else the one that it knew. What its
/// owner told another enterprise is not told here.
fn login(account: &Account, identity: &Identity, link: &AccountLink) -> LoginName {
    let reach = account.reach(identity);
    let told = [reach.phone.map(LoginName::from), reach.email.map(LoginName::from)];
    let is_known = |login: &&LoginName| !login.is_address() || told.iter().flatten().any(|told| told == *login);
    match link {
        AccountLink::Open { login, .. } if account.logins.contains(login) => login.clone(),
        AccountLink::Open { login, .. } => account.logins.iter().find(is_known).unwrap_or(login).clone(),
        AccountLink::None { .. } | AccountLink::Pending { .. } => account.logins[0].clone(),
    }
}
