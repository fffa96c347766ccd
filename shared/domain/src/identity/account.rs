//! An account, the identities bound to it and its sessions.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::password::{ALONE, PasswordFault, WITH_SECOND_FACTOR};
use super::second_factor::SECOND_STEP_LIFE;
use super::{AvatarTag, Face, LoginName, Muted, NewPassword, Reach, Shown, StoredPassword};
use crate::address::{Address, Channel, Countries, Email, Language, Phone};
use crate::agents::{Permission, Role};
use crate::apps::App;
use crate::directory::Party;
use crate::id::{AccountId, DimensionId, IdentityId, QueueId, SessionId, TenantId};
use crate::secret::Secret;
use crate::text::Name;

/// A person's account 账号: global, with one password and any number of identities (decision 12).
///
/// The identities are part of it, so that one read answers who somebody is and what he may do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub account_id: AccountId,
    /// The names it logs in with, at least one.
    #[serde(deserialize_with = "super::login_name::kept::logins")]
    pub logins: Vec<LoginName>,
    /// The person's own name.
    pub name: Name,
    /// Its phone. Where the SMS of an enterprise go, [`Account::reach`] says.
    #[serde(default, deserialize_with = "crate::address::kept::phone")]
    pub phone: Option<Phone>,
    /// Its email, likewise.
    #[serde(default, deserialize_with = "crate::address::kept::email")]
    pub email: Option<Email>,
    /// What the person reads, as long as he chose nothing else for an identity.
    pub language: Language,
    /// The picture, in rows from before each identity had its own.
    #[serde(default)]
    pub avatar: Option<AvatarTag>,
    /// The enterprise in which its owner set that picture: no other sees it. `None` in rows from before this was kept.
    #[serde(default)]
    pub avatar_in: Option<TenantId>,
    /// What the person does not want to be told, and how, in rows from before each identity had its own.
    #[serde(default)]
    pub muted: BTreeSet<Muted>,
    /// Which of its addresses its owner proved: he used a code or a generated password that went there, and to nobody
    /// else. `None` in rows from before this was kept (decision 3).
    #[serde(default)]
    pub proved: Option<BTreeSet<Channel>>,
    /// The password.
    pub password: StoredPassword,
    /// Since when it has a second factor; a session that is older has to do the second step.
    #[serde(default)]
    pub second_factor_since: Option<Timestamp>,
    /// Sessions of another epoch are over: raising it ends them all at once (decision 5).
    pub session_epoch: u64,
    /// Its identities, oldest first.
    pub identities: Vec<Identity>,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// An account with another phone number or email address (S004-15).
#[derive(Debug, Clone)]
pub struct Moved {
    /// The account as it is from now on.
    pub account: Account,
    /// The login name that it gets; `None` if it has it already.
    pub taken: Option<LoginName>,
    /// The login name that is free from now on.
    pub freed: Option<LoginName>,
    /// Where the owner is told of it: the address that was replaced, or else the other one that he has.
    pub notify: Option<Address>,
}

/// An identity 身份: an account's binding to one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its id.
    pub identity_id: IdentityId,
    /// The tenant it belongs to.
    pub tenant_id: TenantId,
    /// The tenant's name, kept here so that the switcher needs no further read.
    pub tenant_name: Name,
    /// The state.
    pub state: IdentityState,
    /// What the person is called there, which no other enterprise sees; `None` in rows from before this was kept, and for
    /// who is called there as the account is.
    #[serde(default)]
    pub name: Option<Name>,
    /// What it is bound as.
    pub binding: Binding,
    /// The pages of the portal that were opened to it alone; `None` for what is open to everybody (S000-8).
    #[serde(default)]
    pub apps: Option<BTreeSet<App>>,
    /// Sessions that act as it in another epoch are over, for good: whatever ends the identity raises it (decision 5).
    #[serde(default)]
    pub session_epoch: u64,
    /// Its own language, picture, choices and addresses.
    #[serde(default)]
    pub face: Face,
}

/// State of an identity (S000-14 to S000-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityState {
    /// In use.
    Active,
    /// 离职: suspended, data kept, may return.
    Offboarded,
    /// 删除: final.
    Deleted,
}

/// What staff do to an external identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// 离职 (S000-14).
    Offboard,
    /// 返聘 (S000-22).
    Rehire,
    /// 删除 (S000-25).
    Delete,
}

/// The identity is not in a state for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identity that is {} cannot be {}", .0.as_str(), .1.past())]
pub struct IllegalMove(pub IdentityState, pub Move);

impl IdentityState {
    /// The name in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Offboarded => "offboarded",
            Self::Deleted => "deleted",
        }
    }

    /// The table of states: active ⇄ offboarded → deleted, and active → deleted (S000-22, S000-25, S000-29).
    pub fn after(self, step: Move) -> Result<Self, IllegalMove> {
        match (self, step) {
            (Self::Active, Move::Offboard) => Ok(Self::Offboarded),
            (Self::Offboarded, Move::Rehire) => Ok(Self::Active),
            (Self::Active | Self::Offboarded, Move::Delete) => Ok(Self::Deleted),
            _ => Err(IllegalMove(self, step)),
        }
    }
}

impl Move {
    fn past(self) -> &'static str {
        match self {
            Self::Offboard => "offboarded",
            Self::Rehire => "rehired",
            Self::Delete => "deleted",
        }
    }
}

/// What an identity is in its tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Binding {
    /// Internal staff 内部.
    Internal {
        /// What it may do.
        authority: Authority,
    },
    /// A contact or a customer 外部.
    External {
        /// Whom it stands for.
        party: Party,
    },
}

/// What an internal identity may do: the tier, single permissions, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// The tier (S003-10 to S003-12).
    pub role: Role,
    /// Permissions beyond the role.
    pub permissions: BTreeSet<Permission>,
    /// Dimensions that it maintains (S002-9).
    pub maintains: BTreeSet<DimensionId>,
    /// Queues that it serves.
    pub queues: BTreeSet<QueueId>,
}

/// Where a person lands after login (S000-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Landing {
    /// The customer portal.
    Portal,
    /// The service console.
    Console,
}

/// One login on one device. Only a digest of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names it in lists.
    pub session_id: SessionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The identity it acts as.
    pub identity_id: IdentityId,
    /// The account's epoch when it began.
    pub epoch: u64,
    /// The identity's epoch when it began.
    #[serde(default)]
    pub identity_epoch: u64,
    /// The first session of the login that it comes from; `None` if it is the first itself.
    #[serde(default)]
    pub login: Option<SessionId>,
    /// What the device calls itself.
    pub device: Device,
    /// The network address that it began from.
    pub source: String,
    /// When the second step was done, if it was.
    #[serde(default)]
    pub second_factor_at: Option<Timestamp>,
    /// When its owner logged in. Another identity does not make it younger.
    pub created_at: Timestamp,
    /// When it was last used, to the minute for staff and to the hour for customers.
    pub last_seen_at: Timestamp,
    /// When it ends, whatever happens.
    pub expires_at: Timestamp,
}

/// How long after its last use somebody is taken to be at a session still.
const IN_USE: SignedDuration = SignedDuration::from_mins(10);

/// What its owner has to do in a session before anything else, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outstanding {
    /// The second step: until then it is not known to be the owner.
    SecondStep,
    /// Replacing a password that others may know (decision 1).
    Password,
    /// Enrolling a second factor: administrators need one (S003-18, F26).
    Enrolment,
}

/// What a device calls itself (its user agent), shortened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device(String);

impl Device {
    const LONGEST: usize = 200;

    /// From what a request says.
    pub fn new(user_agent: &str) -> Self {
        Self(user_agent.chars().filter(|letter| !letter.is_control()).take(Self::LONGEST).collect())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Account {
    /// The identities that can be used.
    pub fn active(&self) -> impl Iterator<Item = &Identity> {
        self.identities.iter().filter(|identity| identity.state == IdentityState::Active)
    }

    /// The identity `id`, if it can be used.
    pub fn active_identity(&self, id: IdentityId) -> Option<&Identity> {
        self.active().find(|identity| identity.identity_id == id)
    }

    /// What its owner is called as this identity.
    pub fn name_as<'a>(&'a self, identity: &'a Identity) -> &'a Name {
        identity.name.as_ref().unwrap_or(&self.name)
    }

    /// What its owner is called in this enterprise; where he has several identities there, as the first. `None` where he
    /// is nobody.
    pub fn name_in(&self, tenant: TenantId) -> Option<&Name> {
        let there = self.identities.iter().find(|identity| identity.tenant_id == tenant);
        there.map(|identity| self.name_as(identity))
    }

    /// What its owner reads as this identity.
    pub fn language_as(&self, identity: &Identity) -> Language {
        identity.face.language.unwrap_or(self.language)
    }

    /// What its owner does not want to be told as this identity.
    pub fn muted_as<'a>(&'a self, identity: &'a Identity) -> &'a BTreeSet<Muted> {
        identity.face.muted.as_ref().unwrap_or(&self.muted)
    }

    /// The picture that this identity's enterprise is shown. One from before each identity had its own is shown where it
    /// was set.
    pub fn avatar_as<'a>(&'a self, identity: &'a Identity) -> Option<&'a AvatarTag> {
        match &identity.face.shown {
            Some(shown) => shown.tag.as_ref(),
            None => self.avatar.as_ref().filter(|_| self.avatar_is_of(identity.tenant_id)),
        }
    }

    fn avatar_is_of(&self, tenant: TenantId) -> bool {
        self.avatar_in.map_or_else(|| self.is_only_in(tenant), |set_in| set_in == tenant)
    }

    /// Where the enterprise of this identity reaches its owner: at what it was told, and nowhere else.
    pub fn reach(&self, identity: &Identity) -> Reach {
        identity.face.reach.clone().unwrap_or_else(|| Reach { phone: self.phone.clone(), email: self.email.clone() })
    }

    /// The account with another face of one identity, and a picture from before no longer than somebody is shown it.
    #[must_use]
    pub fn with_face(&self, identity: IdentityId, face: Face) -> Self {
        let mut next = self.clone();
        if let Some(own) = next.identities.iter_mut().find(|own| own.identity_id == identity) {
            own.face = face;
        }
        let is_shown = next.identities.iter().any(|own| own.face.shown.is_none() && next.avatar_as(own).is_some());
        if !is_shown {
            (next.avatar, next.avatar_in) = (None, None);
        }
        next
    }

    /// The account with what its identities had of it as their own: what is told to one enterprise from now on is not
    /// told to another.
    #[must_use]
    pub fn apart(&self) -> Self {
        let mut next = self.clone();
        for own in &mut next.identities {
            own.face.reach = Some(self.reach(own));
            own.face.language = Some(self.language_as(own));
            own.face.muted = Some(self.muted_as(own).clone());
            own.face.shown = own.face.shown.take().or_else(|| self.avatar_as(own).is_none().then_some(Shown { tag: None }));
        }
        next.avatar_in = self.avatar_in.or_else(|| self.tenants().into_iter().next().filter(|tenant| self.is_only_in(*tenant)));
        next
    }

    /// Whether one of its identities is somebody's who works for an enterprise.
    pub fn works_somewhere(&self) -> bool {
        let works = |identity: &Identity| identity.state != IdentityState::Deleted && identity.party().is_none();
        self.identities.iter().any(works)
    }

    /// Where it is reached by `channel`.
    pub fn address(&self, channel: Channel) -> Option<Address> {
        match channel {
            Channel::Sms => self.phone.clone().map(Address::Phone),
            Channel::Email => self.email.clone().map(Address::Email),
        }
    }

    /// The account with `address` in place of the phone number or the email address that it has. The address is
    /// a login name from now on; the one before is none any more. `told` is the enterprise that its owner acted in: no
    /// other is told, and what others know of him stays what they know.
    pub fn moved_to(&self, address: &Address, told: TenantId) -> Moved {
        let before = self.address(address.channel()).filter(|before| before != address);
        let other = self.address(if address.channel() == Channel::Sms { Channel::Email } else { Channel::Sms });
        let (taken, freed) = (LoginName::from(address), before.as_ref().map(LoginName::from));
        let mut account = Self { proved: Some(self.proving(address.channel())), ..self.apart() };
        for own in account.identities.iter_mut().filter(|own| own.tenant_id == told) {
            own.face.reach = Some(own.face.reach.take().unwrap_or_default().with(address.clone()));
        }
        match address {
            Address::Phone(phone) => account.phone = Some(phone.clone()),
            Address::Email(email) => account.email = Some(email.clone()),
        }
        let place = account.logins.iter().position(|login| Some(login) == freed.as_ref());
        let is_new = !account.logins.contains(&taken);
        let at = place.unwrap_or(account.logins.len());
        account.logins.retain(|login| *login != taken && Some(login) != freed.as_ref());
        account.logins.insert(at.min(account.logins.len()), taken.clone());
        Moved { account, taken: is_new.then_some(taken), freed: freed.filter(|_| place.is_some()), notify: before.or(other) }
    }

    /// Where whoever opened the account writes to: an address that was proved, else the phone, else the email.
    pub fn mailbox(&self) -> Option<Address> {
        let both = || [Channel::Sms, Channel::Email].into_iter().filter_map(|channel| self.address(channel));
        let proved = |address: &Address| self.proved.as_ref().is_some_and(|proved| proved.contains(&address.channel()));
        both().find(proved).or_else(|| both().next())
    }

    /// Where messages about the account go: to the mailbox, but to an email that was proved where no SMS goes to the phone.
    pub fn letterbox(&self, sms: &Countries) -> Option<Address> {
        let mailbox = self.mailbox()?;
        let reached = self.proved_addresses().into_iter().find(|address| sms.let_through(address));
        Some(reached.filter(|_| !sms.let_through(&mailbox)).unwrap_or(mailbox))
    }

    /// Whether its owner proved the address of `channel`. In rows from before proofs were kept, he did if he replaced
    /// the initial password that was sent there.
    pub fn has_proved(&self, channel: Channel) -> bool {
        match &self.proved {
            Some(proved) => proved.contains(&channel) && self.address(channel).is_some(),
            None => !self.password.is_initial() && self.mailbox().is_some_and(|mailbox| mailbox.channel() == channel),
        }
    }

    /// The addresses whose proof is kept. What rows from before say is enough to log in and to recover, and no reason
    /// to bind anything.
    pub fn proved_addresses(&self) -> Vec<Address> {
        self.proved.iter().flatten().filter_map(|channel| self.address(*channel)).collect()
    }

    /// What is proved once `channel` is. What rows from before say is not made more of by it.
    fn proving(&self, channel: Channel) -> BTreeSet<Channel> {
        self.proved.iter().flatten().copied().chain([channel]).collect()
    }

    /// The account with a password that its owner chose after he proved `address`, one of its own. It is a login name
    /// from now on. Every session ends.
    #[must_use]
    pub fn settled(&self, password: StoredPassword, address: Option<&Address>) -> Self {
        let mut account = Self { password, session_epoch: self.session_epoch + 1, ..self.clone() };
        if let Some(address) = address {
            account.proved = Some(self.proving(address.channel()));
            let login = LoginName::from(address);
            if !account.logins.contains(&login) {
                account.logins.push(login);
            }
        }
        account
    }

    /// The address that whoever replaces the password now proves by it: he has the message that the initial one was
    /// in, or must have a code that went there.
    pub fn to_be_proved(&self) -> Option<Address> {
        self.mailbox().filter(|_| self.password.is_initial())
    }

    /// Whether replacing the password takes a code that goes to [`Self::to_be_proved`]: staff typed the initial one, or
    /// nobody knows any more whether they did.
    pub fn needs_code(&self) -> bool {
        self.to_be_proved().is_some() && (self.password.typed || self.proved.is_none())
    }

    /// Where a code goes that is asked for with `login`, one of its login names: to that very address, if it was proved
    /// or is the one that the account was opened for. `sms` says whether codes go to its phone.
    pub fn recovered_at(&self, login: &LoginName, sms: bool) -> Option<Address> {
        let both = || [Channel::Sms, Channel::Email].into_iter();
        let mailbox = self.mailbox().map(|mailbox| mailbox.channel());
        let none_proved = !both().any(|channel| self.has_proved(channel));
        let opens = |channel: &Channel| self.has_proved(*channel) || (none_proved && mailbox == Some(*channel));
        let open: Vec<Address> = both().filter(opens).filter_map(|channel| self.address(channel)).collect();
        let named = open.iter().find(|address| LoginName::from(*address) == *login);
        if login.is_address() && named.is_none() {
            return None;
        }
        let by_email = || open.iter().find(|address| !sms && address.channel() == Channel::Email);
        named.filter(|address| sms || address.channel() == Channel::Email).or_else(by_email).or_else(|| open.first()).cloned()
    }

    /// Whether no other enterprise than `tenant` has an identity of it that is not deleted: only then may staff do
    /// something to the account itself (decision 14).
    pub fn is_only_in(&self, tenant: TenantId) -> bool {
        self.identities.iter().all(|identity| identity.tenant_id == tenant || identity.state == IdentityState::Deleted)
    }

    /// The enterprises that it has an identity in which is not deleted.
    pub fn tenants(&self) -> BTreeSet<TenantId> {
        let living = self.identities.iter().filter(|identity| identity.state != IdentityState::Deleted);
        living.map(|identity| identity.tenant_id).collect()
    }

    /// What is to be done in `session` before anything else.
    pub fn outstanding(&self, session: &Session) -> Option<Outstanding> {
        let done = |since: Timestamp| session.second_factor_at.is_some_and(|at| at >= since);
        if self.second_factor_since.is_some_and(|since| !done(since)) {
            return Some(Outstanding::SecondStep);
        }
        if self.password.must_change() {
            return Some(Outstanding::Password);
        }
        (self.second_factor_since.is_none() && self.needs_second_factor()).then_some(Outstanding::Enrolment)
    }

    /// Whether it may not be without a second factor: one of its identities is an administrator's.
    pub fn needs_second_factor(&self) -> bool {
        let administers =
            |identity: &Identity| matches!(&identity.binding, Binding::Internal { authority } if authority.role == Role::Administrator);
        self.active().any(administers)
    }

    /// Checks a password that is to be this account's: with a second factor a shorter one is enough (F8).
    pub fn choose(&self, typed: &Secret) -> Result<NewPassword, PasswordFault> {
        let rule = if self.second_factor_since.is_some() { WITH_SECOND_FACTOR } else { ALONE };
        NewPassword::choose(typed, rule, &self.personal_texts())
    }

    /// Texts about the person that the password must not contain.
    pub fn personal_texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.logins.iter().flat_map(LoginName::parts).collect();
        texts.push(self.name.as_str());
        texts.extend(self.identities.iter().map(|identity| identity.tenant_name.as_str()));
        texts
    }
}

impl Identity {
    /// Whom it stands for; `None` for staff.
    pub fn party(&self) -> Option<Party> {
        match self.binding {
            Binding::Internal { .. } => None,
            Binding::External { party } => Some(party),
        }
    }

    /// Where this identity works.
    pub fn landing(&self) -> Landing {
        match self.binding {
            Binding::Internal { .. } => Landing::Console,
            Binding::External { .. } => Landing::Portal,
        }
    }
}

impl Landing {
    /// How long a session there lasts at most: a working day for staff, a month for customers (F27).
    pub fn session_life(self) -> SignedDuration {
        match self {
            Self::Console => SignedDuration::from_hours(12),
            Self::Portal => SignedDuration::from_hours(30 * 24),
        }
    }

    /// How long a session lasts while the second step is not done.
    pub fn half_life(self) -> SignedDuration {
        SECOND_STEP_LIFE.min(self.session_life())
    }

    /// How long a session may rest (F27): a staff member's screen is not left open for the next person.
    pub fn idle_life(self) -> Option<SignedDuration> {
        match self {
            Self::Console => Some(SignedDuration::from_mins(30)),
            Self::Portal => None,
        }
    }

    /// How exactly it is kept when a session was last used: each time costs a write.
    fn resolution(self) -> SignedDuration {
        match self {
            Self::Console => SignedDuration::from_mins(1),
            Self::Portal => SignedDuration::from_hours(1),
        }
    }
}

impl Authority {
    /// Whether it has `permission`: administrators have all of them.
    pub fn has(&self, permission: Permission) -> bool {
        self.role == Role::Administrator || self.permissions.contains(&permission)
    }
}

impl Session {
    /// The identity that the session acts as at `now`; `None` if the session is over, rested too long, was
    /// ended with others, or acts as an identity that is not active any more.
    pub fn acts_as<'a>(&self, account: &'a Account, now: Timestamp) -> Option<&'a Identity> {
        let current = self.account_id == account.account_id && self.epoch == account.session_epoch && now < self.expires_at;
        let identity = account.active_identity(self.identity_id).filter(|_| current)?;
        let identity = Some(identity).filter(|identity| identity.session_epoch == self.identity_epoch)?;
        let rested = self.rests_at(identity.landing()).is_some_and(|at| now >= at);
        (!rested).then_some(identity)
    }

    /// What all sessions of one login have in common: another identity, the second step and a new password replace a
    /// session by another one.
    pub fn login_id(&self) -> SessionId {
        self.login.unwrap_or(self.session_id)
    }

    /// When it ends if its owner does nothing more; `None` if it may rest.
    pub fn rests_at(&self, landing: Landing) -> Option<Timestamp> {
        landing.idle_life().map(|life| self.last_seen_at + life)
    }

    /// Whether this session began while `other` was in use elsewhere: from another network address, on another
    /// device. One account is for one person (S003-16), who is not in two places at once.
    pub fn began_beside(&self, other: &Self) -> bool {
        let is_elsewhere = self.source != other.source && self.device != other.device;
        is_elsewhere && self.last_seen_at < other.last_seen_at + IN_USE
    }

    /// The session as it is kept after a use at `now`; `None` while what is kept is exact enough.
    pub fn seen(&self, landing: Landing, now: Timestamp) -> Option<Self> {
        (now >= self.last_seen_at + landing.resolution()).then(|| Self { last_seen_at: now, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(logins: &[&str], phone: Option<&str>, email: Option<&str>) -> Account {
        Account {
            account_id: crate::id::Id::new(Timestamp::UNIX_EPOCH, &crate::time::testing::Counting::default()),
            logins: logins.iter().map(|login| LoginName::try_from((*login).to_owned()).unwrap()).collect(),
            name: "王芳".to_owned().try_into().unwrap(),
            phone: phone.map(|phone| phone.to_owned().try_into().unwrap()),
            email: email.map(|email| email.to_owned().try_into().unwrap()),
            language: Language::En,
            avatar: None,
            avatar_in: None,
            muted: BTreeSet::new(),
            proved: None,
            password: StoredPassword::chosen(String::new(), Timestamp::UNIX_EPOCH),
            second_factor_since: None,
            session_epoch: 0,
            identities: Vec::new(),
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn nowhere() -> TenantId {
        crate::id::Id::new(Timestamp::UNIX_EPOCH, &crate::time::testing::Counting::default())
    }

    // S004-15: the login name follows the address, and the place in the list stays
    #[test]
    fn an_account_moves_to_another_address() {
        const OLD: &str = "+8613900000001";
        const NEW: &str = "+8613900000002";
        const MAIL: &str = "wang.fang@example.com";
        let moved = |logins: &[&str], phone, email, to: &str| {
            let moved = account(logins, phone, email).moved_to(&to.to_owned().try_into().unwrap(), nowhere());
            let logins: Vec<String> = moved.account.logins.iter().map(ToString::to_string).collect();
            (logins.join(" "), moved.taken.map(String::from), moved.freed.map(String::from), moved.notify.map(String::from))
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(moved(&[OLD, MAIL], Some(OLD), Some(MAIL), NEW), (format!("{NEW} {MAIL}"), text(NEW), text(OLD), text(OLD)));
        assert_eq!(moved(&[OLD], Some(OLD), None, MAIL), (format!("{OLD} {MAIL}"), text(MAIL), None, text(OLD)));
        assert_eq!(moved(&["u234"], None, None, NEW), (format!("u234 {NEW}"), text(NEW), None, None));
        assert_eq!(moved(&["wang", NEW], Some(OLD), None, NEW), (format!("wang {NEW}"), None, None, text(OLD)));
        assert_eq!(moved(&[NEW, OLD], Some(OLD), None, NEW), (NEW.to_owned(), None, text(OLD), text(OLD)));
    }

    const PHONE: &str = "+8613900000001";
    const MAIL: &str = "wang.fang@example.com";

    fn login(text: &str) -> LoginName {
        LoginName::try_from(text.to_owned()).unwrap()
    }

    // decision 3: rows from before say as much as they can: who replaced the password that was sent to him got it there
    #[test]
    fn what_was_proved_before_proofs_were_kept() {
        let mut before = account(&[PHONE, MAIL], Some(PHONE), Some(MAIL));
        assert!(before.has_proved(Channel::Sms) && !before.has_proved(Channel::Email));
        assert!(before.proved_addresses().is_empty(), "no reason to bind");
        let recovered = |account: &Account, name: &str, sms| account.recovered_at(&login(name), sms).map(String::from);
        assert_eq!(recovered(&before, PHONE, true).as_deref(), Some(PHONE));
        assert_eq!(recovered(&before, MAIL, true), None, "nothing was ever sent there");
        assert!(!before.needs_code());
        before.password = StoredPassword::initial(String::new(), Timestamp::UNIX_EPOCH);
        assert!(!before.has_proved(Channel::Sms) && before.needs_code(), "nobody knows whether it was typed");
        assert_eq!(recovered(&before, PHONE, true).as_deref(), Some(PHONE), "nobody is locked out");
    }

    // decision 3
    #[test]
    fn an_address_is_proved_by_what_went_there() {
        let new = Account {
            proved: Some(BTreeSet::new()),
            password: StoredPassword::initial(String::new(), Timestamp::UNIX_EPOCH),
            ..account(&["u234"], Some(PHONE), None)
        };
        let address = new.to_be_proved();
        assert!(address.is_some() && !new.needs_code(), "it was generated, and went there");
        let typed = Account { password: StoredPassword::typed(String::new(), Timestamp::UNIX_EPOCH), ..new.clone() };
        assert!(typed.needs_code());
        let settled = new.settled(StoredPassword::chosen(String::new(), Timestamp::UNIX_EPOCH), address.as_ref());
        assert!(settled.has_proved(Channel::Sms) && settled.logins.contains(&login(PHONE)) && settled.to_be_proved().is_none());
        assert_eq!(settled.session_epoch, 1);
        let moved = settled.moved_to(&MAIL.to_owned().try_into().unwrap(), nowhere()).account;
        assert_eq!(moved.proved_addresses().len(), 2);
        assert_eq!(moved.recovered_at(&login(PHONE), false).map(String::from).as_deref(), Some(MAIL), "no SMS goes there");
        assert_eq!(moved.recovered_at(&login("u234"), true).map(String::from).as_deref(), Some(PHONE));
        assert_eq!(moved.recovered_at(&login("evil@example.com"), true), None);
        // who proves the address that he has gives up nothing
        let again = settled.moved_to(&PHONE.to_owned().try_into().unwrap(), nowhere());
        assert!(again.freed.is_none() && again.taken.is_none() && again.account.logins.contains(&login(PHONE)));
    }

    fn identity(id: &crate::time::testing::Counting) -> Identity {
        Identity {
            identity_id: crate::id::Id::new(Timestamp::UNIX_EPOCH, id),
            tenant_id: crate::id::Id::new(Timestamp::UNIX_EPOCH, id),
            tenant_name: "云杉".to_owned().try_into().unwrap(),
            state: IdentityState::Active,
            name: None,
            binding: Binding::External { party: Party::Customer { customer_id: crate::id::Id::new(Timestamp::UNIX_EPOCH, id) } },
            apps: None,
            session_epoch: 0,
            face: Face::default(),
        }
    }

    // decision 14: rows from before say what they said, and what one enterprise is told from then on is not another's
    #[test]
    fn what_one_enterprise_is_told_is_not_anothers() {
        const NEW: &str = "+8613900000002";
        let id = crate::time::testing::Counting::default();
        let (here, there) = (identity(&id), identity(&id));
        let picture = AvatarTag("first".into());
        let alone = Account {
            avatar: Some(picture.clone()),
            identities: vec![here.clone()],
            muted: BTreeSet::from([Muted { topic: super::super::Topic::Tickets, channel: Channel::Sms }]),
            ..account(&[PHONE], Some(PHONE), Some(MAIL))
        };
        assert_eq!(alone.avatar_as(&here), Some(&picture));
        let mut both = alone.apart();
        both.identities.push(there.clone());
        let seen = |account: &Account, at: usize| {
            let own = &account.identities[at];
            let address = |channel| account.reach(own).address(channel).map(String::from).unwrap_or_default();
            (account.avatar_as(own).cloned(), address(Channel::Sms), address(Channel::Email), account.muted_as(own).len())
        };
        assert_eq!(seen(&both, 0), (Some(picture.clone()), PHONE.into(), MAIL.into(), 1), "nothing is lost");
        assert_eq!(seen(&both, 1).0, None, "the other is not shown it");
        let moved = both.moved_to(&NEW.to_owned().try_into().unwrap(), there.tenant_id).account;
        assert_eq!(seen(&moved, 0).1, PHONE);
        assert_eq!(seen(&moved, 1).1, NEW);
        // a picture from before goes with the last who was shown it
        let other = AvatarTag("second".into());
        let face = |tag: Option<&AvatarTag>| Face { shown: Some(Shown { tag: tag.cloned() }), ..Face::default() };
        let set = both.with_face(there.identity_id, face(Some(&other)));
        assert_eq!((seen(&set, 0).0, seen(&set, 1).0), (Some(picture), Some(other.clone())));
        let removed = set.with_face(here.identity_id, face(None));
        assert_eq!((seen(&removed, 0).0, seen(&removed, 1).0, removed.avatar), (None, Some(other), None));
    }

    // S003-16
    #[test]
    fn two_places_at_once_are_two_people() {
        let now = Timestamp::UNIX_EPOCH;
        let id = crate::time::testing::Counting::default();
        let session = |source: &str, device: &str, at: Timestamp| Session {
            session_id: crate::id::Id::new(now, &id),
            account_id: crate::id::Id::new(now, &id),
            identity_id: crate::id::Id::new(now, &id),
            epoch: 0,
            identity_epoch: 0,
            login: None,
            device: Device::new(device),
            source: source.to_owned(),
            second_factor_at: None,
            created_at: at,
            last_seen_at: at,
            expires_at: at,
        };
        let first = session("203.0.113.7", "Firefox", now);
        let soon = now + SignedDuration::from_mins(9);
        assert!(session("198.51.100.9", "Chrome", soon).began_beside(&first));
        assert!(!session("203.0.113.7", "Chrome", soon).began_beside(&first), "another browser in the same office");
        assert!(!session("198.51.100.9", "Firefox", soon).began_beside(&first), "a laptop that was carried home");
        assert!(!session("198.51.100.9", "Chrome", now + SignedDuration::from_mins(10)).began_beside(&first));
    }

    // S000-14, S000-22, S000-25, S000-29
    #[test]
    fn the_table_of_states() {
        use IdentityState::{Active, Deleted, Offboarded};
        let table = [
            (Active, Move::Offboard, Some(Offboarded)),
            (Active, Move::Rehire, None),
            (Active, Move::Delete, Some(Deleted)),
            (Offboarded, Move::Offboard, None),
            (Offboarded, Move::Rehire, Some(Active)),
            (Offboarded, Move::Delete, Some(Deleted)),
            (Deleted, Move::Offboard, None),
            (Deleted, Move::Rehire, None),
            (Deleted, Move::Delete, None),
        ];
        for (state, step, after) in table {
            assert_eq!(state.after(step).ok(), after, "{state:?} {step:?}");
        }
        let refused = Deleted.after(Move::Rehire).map_err(|error| error.to_string());
        assert_eq!(refused, Err("an identity that is deleted cannot be rehired".to_owned()));
    }
}
