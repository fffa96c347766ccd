//! What opening a contact's or a customer's account and approving a request have in common: the account,
//! new or one that the person has already (S000-9), its new identity, its login names, its initial
//! password, and the event that tells the person.

use std::collections::BTreeSet;

use foyer_domain::address::{Email, Phone};
use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::{AccountLink, Party, Subject};
use foyer_domain::id::EventId;
use foyer_domain::identity::password::ALONE;
use foyer_domain::identity::{Account, Binding, Identity, IdentityState, LoginName, NewPassword, StoredPassword};
use foyer_domain::policy::Action;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Problem, Reply, Staff};
use foyer_messaging::event::{AccountOpened, Event, IdentityBound};
use foyer_store::accounts::LoginGuard;
use foyer_store::directory::Record;
use foyer_store::{Clash, Commit, CommitError, Key, Versioned};
use schemars::JsonSchema;
use serde::Serialize;

use crate::problems;

/// What the form says (S000-4, S000-5).
#[derive(Debug, Default)]
pub struct Wanted {
    /// The login name, where one was typed.
    pub login: Option<LoginName>,
    /// The initial password, where one was typed.
    pub password: Option<Secret>,
    /// Open the account even where nothing can be sent to its owner: who decides a request does not know
    /// how the person is reached.
    pub even_unreachable: bool,
}

/// The account. Its password is nowhere but in the message to its owner.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpenedView {
    /// The account.
    pub account_id: String,
    /// Its identity here.
    pub identity_id: String,
    /// The login name that the message names.
    pub login: String,
    /// The person had an account already, which has one identity more now and keeps its password (S000-9).
    pub bound: bool,
    /// When the initial password is void unless it was replaced; null if there is none.
    pub initial_password_expires_at: Option<String>,
}

/// An account that is about to be opened, or to get one identity more.
pub struct Opening {
    /// The account as it will be.
    account: Account,
    /// The account as it is, if it exists.
    existing: Option<Versioned<Account>>,
    identity: Identity,
    login: LoginName,
    /// The initial password; `None` for an account that keeps its own.
    password: Option<NewPassword>,
}

/// Opens an account as the form says.
pub async fn open(deps: &Deps, caller: &Staff, record: Record, wanted: Wanted) -> Result<Reply<OpenedView>, Problem> {
    let subject = record.subject();
    caller.require(Action::OpenAccount(subject))?;
    subject.account.vacant().map_err(problems::account_taken)?;
    let party = subject.party;
    let opening = Opening::prepare(deps, caller, subject, wanted).await?;
    let commit = opening.add_to(deps, caller, deps.commit(), &record)?;
    let reply = Reply::created(path(party), opening.view());
    match deps.finish(commit, reply).await {
        // Two openings at once: the loser is told what he would be told a moment later.
        Err(CommitError::Clash(Clash::Stale)) => Err(taken_meanwhile(deps, caller, party).await?),
        outcome => Ok(outcome?),
    }
}

fn path(party: Party) -> String {
    match party {
        Party::Contact { contact_id, .. } => format!("/api/contacts/{contact_id}"),
        Party::Customer { customer_id } => format!("/api/customers/{customer_id}"),
    }
}

async fn taken_meanwhile(deps: &Deps, caller: &Staff, party: Party) -> Result<Problem, Problem> {
    let now = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(Problem::not_found)?;
    Ok(match now.subject().account.vacant() {
        Err(taken) => problems::account_taken(taken),
        Ok(()) => CommitError::Clash(Clash::Stale).into(),
    })
}

impl Opening {
    /// Prepares the identity of `subject`: in the account that has its mobile or email as a login name, if
    /// there is one, else in a new one.
    pub async fn prepare(deps: &Deps, caller: &Staff, subject: Subject<'_>, wanted: Wanted) -> Result<Self, Problem> {
        let identity = Identity {
            identity_id: deps.new_id(),
            tenant_id: subject.tenant_id,
            tenant_name: caller.identity().tenant_name.clone(),
            state: IdentityState::Active,
            binding: Binding::External { party: subject.party },
            apps: None,
        };
        match existing(deps, subject, wanted.login.as_ref()).await? {
            Some((account, login)) => Self::bind(deps, account, login, identity, &wanted).await,
            None => Self::new(deps, subject, identity, wanted).await,
        }
    }

    /// An account of its own. Mobile and email are login names beside the one that was wanted, where no
    /// other account has them (decision 3).
    async fn new(deps: &Deps, subject: Subject<'_>, identity: Identity, wanted: Wanted) -> Result<Self, Problem> {
        let password = match wanted.password {
            Some(typed) => {
                NewPassword::choose(typed, ALONE, &about(subject, &identity, wanted.login.as_ref())).map_err(problems::weak_password)?
            }
            None if subject.reachable() || wanted.even_unreachable => NewPassword::generate(deps.entropy()),
            None => return Err(problems::unreachable()),
        };
        let login = wanted.login.or_else(|| subject.suggested_login()).unwrap_or_else(|| LoginName::generate(deps.entropy()));
        let mut logins = vec![login.clone()];
        for address in subject.addresses() {
            if !logins.contains(&address) && deps.store.get::<LoginGuard>(&Key::login(&address)).await?.is_none() {
                logins.push(address);
            }
        }
        let account = Account {
            account_id: deps.new_id(),
            logins,
            name: subject.name.clone(),
            phone: subject.mobile.cloned(),
            email: subject.email.cloned(),
            language: subject.language,
            password: initial(deps, &password).await?,
            avatar: None,
            muted: BTreeSet::new(),
            second_factor_since: None,
            session_epoch: 0,
            identities: vec![identity.clone()],
            created_at: deps.now(),
        };
        Ok(Self { account, existing: None, identity, login, password: Some(password) })
    }

    /// One identity more for somebody who has an account. Neither password nor login names nor addresses of
    /// the account change: what is typed here must not open to one enterprise what the person has in
    /// another. Only an account that nobody can log in to gets a new initial password.
    async fn bind(
        deps: &Deps,
        existing: Versioned<Account>,
        login: LoginName,
        identity: Identity,
        wanted: &Wanted,
    ) -> Result<Self, Problem> {
        if wanted.password.is_some() {
            return Err(problems::keeps_password());
        }
        let mut account = existing.value.clone();
        let in_use = account.active().next().is_some() && account.password.usable(deps.now());
        account.identities.push(identity.clone());
        let password = (!in_use).then(|| NewPassword::generate(deps.entropy()));
        if let Some(password) = &password {
            account.password = initial(deps, password).await?;
            account.session_epoch += 1;
        }
        Ok(Self { account, existing: Some(existing), identity, login, password })
    }

    /// Adds everything that opening writes to `commit`.
    pub fn add_to(&self, deps: &Deps, caller: &Staff, commit: Commit, read: &Record) -> Result<Commit, Problem> {
        let link = AccountLink::Open {
            account_id: self.account.account_id,
            identity_id: self.identity.identity_id,
            login: self.login.clone(),
            opener: caller.identity_id(),
            identity_state: IdentityState::Active,
        };
        let commit = match &self.existing {
            None => commit.open_account(&self.account),
            Some(existing) => commit.bind_identity(existing, &self.account, &self.identity),
        };
        let commit = commit.link(read, link);
        let act = if self.existing.is_none() { Act::AccountOpened } else { Act::IdentityBound };
        let changes = vec![
            Change::set("party", &read.subject().party.id()),
            Change::set("identity_id", &self.identity.identity_id.to_string()),
            Change::set("login", self.login.as_str()),
        ];
        let commit = deps.audit(commit, caller, act, self.account.account_id.to_string(), changes);
        let id: EventId = deps.new_id();
        let event = self.event(deps, id, read.subject().party)?;
        deps.emit(commit, &deps.event(id, self.identity.tenant_id, Some(caller.identity_id()), event))
    }

    fn event(&self, deps: &Deps, id: EventId, party: Party) -> Result<Event, Problem> {
        let (account_id, identity_id, login) = (self.account.account_id, self.identity.identity_id, self.login.clone());
        let Some(password) = &self.password else {
            return Ok(Event::IdentityBound(IdentityBound { account_id, identity_id, login }));
        };
        let contact_id = match party {
            Party::Contact { contact_id, .. } => Some(contact_id),
            Party::Customer { .. } => None,
        };
        let password = deps.sealer()?.seal(password.secret(), &id.to_string(), deps.entropy()).map_err(Problem::internal)?;
        let password_set_at = self.account.password.set_at;
        Ok(Event::AccountOpened(AccountOpened { account_id, identity_id, contact_id, login, password, password_set_at }))
    }

    fn view(&self) -> OpenedView {
        let expires_at = self.account.password.initial_until.filter(|_| self.password.is_some());
        OpenedView {
            account_id: self.account.account_id.to_string(),
            identity_id: self.identity.identity_id.to_string(),
            login: self.login.to_string(),
            bound: self.existing.is_some(),
            initial_password_expires_at: expires_at.map(|at| at.to_string()),
        }
    }
}

/// The account that the person has already: one with his mobile or email as a login name. A name that was
/// typed and is no address of his must be free: it could be anybody's.
async fn existing(
    deps: &Deps,
    subject: Subject<'_>,
    wanted: Option<&LoginName>,
) -> Result<Option<(Versioned<Account>, LoginName)>, Problem> {
    let mut addresses = subject.addresses();
    addresses.sort_by_key(|address| Some(address) != wanted);
    for address in addresses {
        let Some(guard) = deps.store.get::<LoginGuard>(&Key::login(&address)).await? else { continue };
        let account = deps.store.account(guard.value.account_id).await?;
        let account = account.ok_or_else(|| Problem::internal("a login name belongs to no account"))?;
        return Ok(Some((account, address)));
    }
    Ok(None)
}

/// What an initial password must not contain.
fn about<'a>(subject: Subject<'a>, identity: &'a Identity, login: Option<&'a LoginName>) -> Vec<&'a str> {
    let mut texts = vec![subject.name.as_str(), identity.tenant_name.as_str()];
    texts.extend(login.map(LoginName::as_str));
    texts.extend(subject.mobile.map(Phone::as_str));
    texts.extend(subject.email.map(Email::as_str));
    texts
}

async fn initial(deps: &Deps, password: &NewPassword) -> Result<StoredPassword, Problem> {
    let phc = deps.passwords.hash(password.secret(), deps.entropy()).await?;
    Ok(StoredPassword::initial(phc, deps.now()))
}
