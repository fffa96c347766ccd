//! What opening an account and approving a request have in common: the account, its identity, its login
//! names, its initial password, and the event that sends it.

use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::{AccountLink, Contact};
use foyer_domain::id::{EventId, IdentityId};
use foyer_domain::identity::{Account, Binding, Identity, IdentityState, LoginName, NewPassword, StoredPassword};
use foyer_domain::text::Name;
use foyer_kit::{Deps, Problem, Staff};
use foyer_messaging::event::{AccountOpened, Event};
use foyer_store::{Commit, Key, Versioned, accounts::LoginGuard};

/// An account that is about to be opened.
pub struct Opening {
    /// The account, with its one identity.
    pub account: Account,
    /// The identity.
    pub identity_id: IdentityId,
    /// The contact, linked to it.
    pub contact: Contact,
    password: NewPassword,
}

/// Prepares the account of `contact` with `login` as its first login name. The contact's mobile and email
/// are login names too, where no other account has them (decision 3).
pub async fn prepare(deps: &Deps, caller: &Staff, contact: &Contact, login: LoginName, password: NewPassword) -> Result<Opening, Problem> {
    let identity_id = deps.new_id();
    let phc = deps.passwords.hash(password.secret(), deps.entropy()).await?;
    let account = Account {
        account_id: deps.new_id(),
        logins: logins(deps, contact, login.clone()).await?,
        name: contact.name.clone(),
        phone: contact.mobile.clone(),
        email: contact.email.clone(),
        language: contact.language,
        password: StoredPassword::initial(phc, deps.now()),
        session_epoch: 0,
        identities: vec![Identity {
            identity_id,
            tenant_id: contact.tenant_id,
            tenant_name: tenant_name(caller),
            state: IdentityState::Active,
            binding: Binding::External { contact_id: contact.contact_id, organisation_id: contact.organisation_id },
        }],
        created_at: deps.now(),
    };
    let link = AccountLink::Open { account_id: account.account_id, identity_id, login, opener: caller.identity_id() };
    Ok(Opening { identity_id, contact: Contact { account: link, ..contact.clone() }, account, password })
}

async fn logins(deps: &Deps, contact: &Contact, first: LoginName) -> Result<Vec<LoginName>, Problem> {
    let addresses = contact.mobile.clone().map(LoginName::from).into_iter().chain(contact.email.clone().map(LoginName::from));
    let mut logins = vec![first];
    for login in addresses {
        if !logins.contains(&login) && deps.store.get::<LoginGuard>(&Key::login(&login)).await?.is_none() {
            logins.push(login);
        }
    }
    Ok(logins)
}

fn tenant_name(caller: &Staff) -> Name {
    caller.identity().tenant_name.clone()
}

impl Opening {
    /// Adds everything that opening writes to `commit`.
    pub fn add_to(&self, deps: &Deps, caller: &Staff, commit: Commit, read: &Versioned<Contact>) -> Result<Commit, Problem> {
        let event_id: EventId = deps.new_id();
        let password = deps.sealer()?.seal(self.password.secret(), &event_id.to_string(), deps.entropy()).map_err(Problem::internal)?;
        let event = Event::AccountOpened(AccountOpened {
            account_id: self.account.account_id,
            identity_id: self.identity_id,
            contact_id: Some(self.contact.contact_id),
            login: self.account.logins[0].clone(),
            password,
            password_set_at: self.account.password.set_at,
        });
        let envelope = deps.event(event_id, self.contact.tenant_id, Some(caller.identity_id()), event);
        let commit = commit.open_account(&self.account).replace(read, &self.contact).sees(&self.contact, caller.identity_id());
        let changes = vec![
            Change::set("contact_id", &self.contact.contact_id.to_string()),
            Change::set("identity_id", &self.identity_id.to_string()),
            Change::set("login", self.account.logins[0].as_str()),
        ];
        let commit = deps.audit(commit, caller, Act::AccountOpened, self.account.account_id.to_string(), changes);
        deps.emit(commit, &envelope)
    }
}
