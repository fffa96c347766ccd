//! What opening a contact's or a customer's account and approving a request have in common: the account with
//! its identity, its login names, its initial password, and the event that tells the person.
//!
//! Nothing is bound here. Every opening makes an account of its own, and the same is answered whether or not the
//! person has one already (S000-9, decision 14). Who has none logs in to it with the password that went to the
//! address it was opened for. For who has one it is an offer: the sender finds that out, and the identity moves to
//! the account that he has when he accepts it.

use std::collections::BTreeSet;

use foyer_domain::address::{Address, Countries, Email, Phone};
use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::{AccountLink, Party, Subject};
use foyer_domain::id::EventId;
use foyer_domain::identity::password::ALONE;
use foyer_domain::identity::{Account, Binding, Face, Identity, IdentityState, LoginName, NewPassword, Reach, Shown, StoredPassword};
use foyer_domain::policy::Action;
use foyer_domain::secret::Secret;
use foyer_kit::{Deps, Problem, Reply, Staff};
use foyer_messaging::event::{AccountOpened, Event};
use foyer_store::accounts::{LoginGuard, Offer};
use foyer_store::directory::Record;
use foyer_store::{Clash, Commit, CommitError, Versioned};
use schemars::JsonSchema;
use serde::Serialize;

use crate::problems;

/// What the form says (S000-4, S000-5).
#[derive(Debug, Default, Clone)]
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
    /// The account. Whoever has one already accepts the identity into his own.
    pub account_id: String,
    /// Its identity here.
    pub identity_id: String,
    /// The login name that the message names.
    pub login: String,
    /// 等待本人确认: true until the person logs in, or accepts the identity into an account that he has.
    pub waiting: bool,
    /// Which way the message goes: `sms` or `email`; null where nothing can be sent, and the person must be told otherwise
    /// how he gets in.
    pub sent_by: Option<&'static str>,
    /// When the initial password is void unless it was replaced.
    pub initial_password_expires_at: String,
}

/// An account that is about to be opened.
pub struct Opening {
    /// The account as it will be.
    account: Account,
    /// The account as it is, where the address belongs to one that nobody can log in to any more.
    existing: Option<Versioned<Account>>,
    identity: Identity,
    login: LoginName,
    password: NewPassword,
    /// The address that it is opened for, if there is one.
    address: Option<Address>,
    /// By which channel its message goes, if it goes.
    sent_by: Option<&'static str>,
    /// What the account claims of that address; `None` where another account has it.
    claim: Option<Claim>,
}

/// An address that becomes the account's login name, if its owner uses what is sent there.
struct Claim {
    /// Whose claim is over.
    before: Option<Versioned<LoginGuard>>,
    guard: LoginGuard,
}

/// How often an opening is tried that met another one for the same address.
const ATTEMPTS: usize = 5;

/// Opens an account as the form says.
pub async fn open(deps: &Deps, caller: &Staff, record: Record, wanted: Wanted) -> Result<Reply<OpenedView>, Problem> {
    let subject = record.subject();
    caller.require(Action::OpenAccount(subject))?;
    subject.account.vacant().map_err(problems::account_taken)?;
    let party = subject.party;
    for _ in 0..ATTEMPTS {
        let opening = Opening::prepare(deps, caller, subject, wanted.clone()).await?;
        let commit = opening.add_to(deps, caller, deps.commit(), &record)?;
        let reply = Reply::created(path(party), opening.view());
        match deps.finish(commit, reply).await {
            // Two openings at once, of this contact or for the same address. The loser of the first kind is told what
            // he would be told a moment later.
            Err(CommitError::Clash(Clash::Stale)) => vacant_still(deps, caller, &record).await?,
            outcome => return Ok(outcome?),
        }
    }
    Err(CommitError::Clash(Clash::Stale).into())
}

fn path(party: Party) -> String {
    match party {
        Party::Contact { contact_id, .. } => format!("/api/contacts/{contact_id}"),
        Party::Customer { customer_id } => format!("/api/customers/{customer_id}"),
    }
}

/// Refuses where somebody else opened the account or changed its contact meanwhile.
async fn vacant_still(deps: &Deps, caller: &Staff, read: &Record) -> Result<(), Problem> {
    let party = read.subject().party;
    let now = deps.store.record(caller.tenant_id(), party).await?.ok_or_else(Problem::not_found)?;
    now.subject().account.vacant().map_err(problems::account_taken)?;
    if now.version() == read.version() { Ok(()) } else { Err(CommitError::Clash(Clash::Stale).into()) }
}

impl Opening {
    /// Prepares the identity of `subject`, in an account of its own.
    ///
    /// The rules of passwords and names are checked first: no answer depends on what accounts there are.
    pub async fn prepare(deps: &Deps, caller: &Staff, subject: Subject<'_>, wanted: Wanted) -> Result<Self, Problem> {
        let identity = Identity {
            identity_id: deps.new_id(),
            tenant_id: subject.tenant_id,
            tenant_name: caller.identity().tenant_name.clone(),
            state: IdentityState::Active,
            name: Some(subject.name.clone()),
            binding: Binding::External { party: subject.party },
            apps: None,
            session_epoch: 0,
            face: Face::default(),
        };
        let address = address(subject, wanted.login.as_ref(), &deps.config.sms_countries)?;
        let sent_by =
            address.as_ref().filter(|address| deps.config.sms_countries.let_through(address)).map(|address| address.channel().as_str());
        let identity = Identity { face: face(subject, address.as_ref()), ..identity };
        let typed = wanted.password.is_some();
        let password = password(deps, subject, &identity, &wanted)?;
        let stored = stored(deps, &password, typed).await?;
        let holder = match &address {
            Some(address) => deps.store.holder(&LoginName::from(address)).await?,
            None => None,
        };
        if let Some((_, account)) =
            holder.as_ref().filter(|(guard, account)| !typed && is_deserted(guard, account) && comes_back(account, address.as_ref()))
        {
            return Ok(Self { sent_by, ..Self::reopen(account.clone(), identity, password, stored, address) });
        }
        let name = wanted.login.filter(|login| !login.is_address());
        let login = match (&address, name) {
            (_, Some(name)) => name,
            (Some(address), None) if !typed => LoginName::from(address),
            _ => LoginName::generate(deps.entropy()),
        };
        let account = Account {
            account_id: deps.new_id(),
            logins: vec![login.clone()],
            name: subject.name.clone(),
            phone: address.clone().and_then(phone),
            email: address.clone().and_then(email),
            language: subject.language,
            proved: Some(BTreeSet::new()),
            password: stored,
            avatar: None,
            avatar_in: None,
            muted: BTreeSet::new(),
            second_factor_since: None,
            session_epoch: 0,
            identities: vec![identity.clone()],
            created_at: deps.now(),
        };
        let claim = address.as_ref().filter(|_| !typed).and_then(|address| claim(deps, &account, address, holder));
        Ok(Self { account, existing: None, identity, login, password, address, sent_by, claim })
    }

    /// The address belongs to an account that nobody can log in to: it has no identity that is active. Whoever proves
    /// the address again gets back what he proved before.
    fn reopen(
        existing: Versioned<Account>,
        identity: Identity,
        password: NewPassword,
        stored: StoredPassword,
        address: Option<Address>,
    ) -> Self {
        let mut account = existing.value.apart();
        account.identities.push(identity.clone());
        account.password = stored;
        account.proved = Some(BTreeSet::new());
        account.session_epoch += 1;
        let login = address.as_ref().map_or_else(|| account.logins[0].clone(), LoginName::from);
        Self { account, existing: Some(existing), identity, login, password, address, sent_by: None, claim: None }
    }

    /// Adds everything that opening writes to `commit`.
    pub fn add_to(&self, deps: &Deps, caller: &Staff, commit: Commit, read: &Record) -> Result<Commit, Problem> {
        let link = AccountLink::Open {
            account_id: self.account.account_id,
            identity_id: self.identity.identity_id,
            login: self.login.clone(),
            opener: caller.identity_id(),
            identity_state: IdentityState::Active,
            waiting: true,
        };
        let commit = match &self.existing {
            None => commit.open_waiting(&self.account),
            Some(existing) => commit.bind_identity(existing, &self.account, &self.identity),
        };
        let commit = match &self.claim {
            Some(claim) => commit.hold_login(claim.before.as_ref(), &claim.guard),
            None => commit,
        };
        let commit = match &self.address {
            Some(address) => commit.put_over(&self.offer(deps, address)),
            None => commit,
        };
        let commit = commit.link(read, link);
        let changes = vec![
            Change::set("party", &read.subject().party.id()),
            Change::set("identity_id", &self.identity.identity_id.to_string()),
            Change::set("login", self.login.as_str()),
        ];
        let commit = deps.audit(commit, caller, Act::AccountOpened, self.account.account_id.to_string(), changes);
        let id: EventId = deps.new_id();
        let event = self.event(deps, id, read.subject().party)?;
        deps.emit(commit, &deps.event(id, self.identity.tenant_id, Some(caller.identity_id()), event))
    }

    fn offer(&self, deps: &Deps, address: &Address) -> Offer {
        Offer {
            login: LoginName::from(address),
            tenant_id: self.identity.tenant_id,
            identity_id: self.identity.identity_id,
            account_id: self.account.account_id,
            at: deps.now(),
        }
    }

    fn event(&self, deps: &Deps, id: EventId, party: Party) -> Result<Event, Problem> {
        let (account_id, identity_id, login) = (self.account.account_id, self.identity.identity_id, self.login.clone());
        let contact_id = match party {
            Party::Contact { contact_id, .. } => Some(contact_id),
            Party::Customer { .. } => None,
        };
        let password = deps.sealer()?.seal(self.password.secret(), &id.to_string(), deps.entropy()).map_err(Problem::internal)?;
        let password_set_at = self.account.password.set_at;
        Ok(Event::AccountOpened(AccountOpened { account_id, identity_id, contact_id, login, password, password_set_at }))
    }

    fn view(&self) -> OpenedView {
        let expires_at = self.account.password.initial_until.unwrap_or(self.account.password.set_at);
        OpenedView {
            account_id: self.account.account_id.to_string(),
            identity_id: self.identity.identity_id.to_string(),
            login: self.login.to_string(),
            waiting: true,
            sent_by: self.sent_by,
            initial_password_expires_at: expires_at.to_string(),
        }
    }
}

/// The address that the account is opened for: the one that was chosen as its login name, else the mobile, else the
/// email; but the email before a mobile that no SMS goes to. The other one stays the contact's own datum. A login name
/// that was typed is no address of somebody else: it could be anybody's.
fn address(subject: Subject<'_>, wanted: Option<&LoginName>, sms: &Countries) -> Result<Option<Address>, Problem> {
    let addresses = subject.mobile.cloned().map(Address::Phone).into_iter().chain(subject.email.cloned().map(Address::Email));
    let mut addresses: Vec<Address> = addresses.collect();
    let wanted = wanted.filter(|wanted| wanted.is_address());
    let chosen = |address: &Address| wanted == Some(&LoginName::from(address));
    if wanted.is_some() && !addresses.iter().any(chosen) {
        return Err(problems::foreign_login());
    }
    addresses.sort_by_key(|address| (!sms.let_through(address), !chosen(address)));
    Ok(addresses.into_iter().next())
}

/// What the enterprise knows of the person when it opens the identity.
fn face(subject: Subject<'_>, address: Option<&Address>) -> Face {
    let reach = address.cloned().map_or_else(Reach::default, |address| Reach::default().with(address));
    Face { language: Some(subject.language), shown: Some(Shown { tag: None }), muted: Some(BTreeSet::new()), reach: Some(reach) }
}

fn phone(address: Address) -> Option<Phone> {
    match address {
        Address::Phone(phone) => Some(phone),
        Address::Email(_) => None,
    }
}

fn email(address: Address) -> Option<Email> {
    match address {
        Address::Email(email) => Some(email),
        Address::Phone(_) => None,
    }
}

/// The initial password, as it was typed or generated.
fn password(deps: &Deps, subject: Subject<'_>, identity: &Identity, wanted: &Wanted) -> Result<NewPassword, Problem> {
    match &wanted.password {
        Some(typed) => NewPassword::choose(typed, ALONE, &about(subject, identity, wanted.login.as_ref())).map_err(problems::weak_password),
        None if subject.reachable() || wanted.even_unreachable => Ok(NewPassword::generate(deps.entropy())),
        None => Err(problems::unreachable()),
    }
}

/// Whether nobody can log in to an account that has an address: no identity of it is active.
fn is_deserted(guard: &Versioned<LoginGuard>, account: &Versioned<Account>) -> bool {
    guard.value.claimed_until.is_none() && account.value.active().next().is_none()
}

/// Whether what is sent to a deserted account that is opened again goes to `address`.
fn comes_back(account: &Versioned<Account>, address: Option<&Address>) -> bool {
    let anew = Account { proved: Some(BTreeSet::new()), ..account.value.clone() };
    anew.mailbox().as_ref() == address
}

/// What `account` may claim of the address that it is opened for: where nobody has it, or whose claim is over.
fn claim(deps: &Deps, account: &Account, address: &Address, holder: Option<(Versioned<LoginGuard>, Versioned<Account>)>) -> Option<Claim> {
    let before = match holder {
        None => None,
        Some((guard, holds)) => {
            let over = holds.value.active().next().is_none() || guard.value.claimed_until.is_some_and(|until| until <= deps.now());
            Some(Some(guard).filter(|_| over)?)
        }
    };
    let guard =
        LoginGuard { claimed_until: account.password.initial_until, ..LoginGuard::owned(LoginName::from(address), account.account_id) };
    Some(Claim { before, guard })
}

/// What an initial password must not contain.
fn about<'a>(subject: Subject<'a>, identity: &'a Identity, login: Option<&'a LoginName>) -> Vec<&'a str> {
    let mut texts = vec![subject.name.as_str(), identity.tenant_name.as_str()];
    texts.extend(login.map(LoginName::as_str));
    texts.extend(subject.mobile.map(Phone::as_str));
    texts.extend(subject.email.map(Email::as_str));
    texts
}

async fn stored(deps: &Deps, password: &NewPassword, typed: bool) -> Result<StoredPassword, Problem> {
    let phc = deps.passwords.hash(password.secret(), deps.entropy()).await?;
    Ok(if typed { StoredPassword::typed(phc, deps.now()) } else { StoredPassword::initial(phc, deps.now()) })
}
