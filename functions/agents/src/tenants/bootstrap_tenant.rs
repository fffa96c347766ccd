//! Makes a tenant with its first administrator, dimension, organisation and queue. Invoked directly by
//! an infra engineer; the same key again changes nothing. Emits `account.opened`, which sends the
//! administrator his initial password.

use std::collections::BTreeSet;

use foyer_domain::address::{Country, Email, Language, Phone};
use foyer_domain::agents::{Role, StaffMember};
use foyer_domain::directory::enterprise::TimeZone;
use foyer_domain::directory::{Dimension, Enterprise, Organisation, SecurityLevel, Tenant};
use foyer_domain::id::{EventId, TenantId};
use foyer_domain::identity::{Account, Authority, Binding, Face, Identity, IdentityState, LoginName, NewPassword, StoredPassword};
use foyer_domain::text::{Line, Name};
use foyer_domain::tickets::{Queue, QueueCode};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::event::{AccountOpened, Event};
use foyer_store::directory::Bootstrapped;
use foyer_store::home::HomeHead;
use foyer_store::keeping::FindsHead;
use foyer_store::{Clash, Commit, CommitError};
use serde::{Deserialize, Serialize};

/// What is to be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Names this bootstrap: repeat it with the same key as often as you like.
    pub key: Line<100>,
    /// The tenant's name.
    pub tenant_name: Name,
    /// Its first administrator.
    pub administrator: Administrator,
    /// Name of its first dimension.
    pub dimension_name: Name,
    /// Name of its first external organisation.
    pub organisation_name: Name,
    /// Name of its first queue, which the administrator serves.
    pub queue_name: Name,
    /// What somebody new reads unless it is said: `zh-CN` (default) or `en`.
    #[serde(default)]
    pub language: Language,
    /// Whose number one without a country code is: an ISO 3166 code, `CN` by default.
    #[serde(default)]
    pub country: Country,
    /// IANA name of its time zone, `Asia/Shanghai` by default.
    #[serde(default)]
    pub time_zone: TimeZone,
}

/// The first administrator. Phone or email is needed: the initial password goes there, to phone if both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administrator {
    /// Name.
    pub name: Name,
    /// Login name; phone or email otherwise.
    pub login: Option<LoginName>,
    /// Mobile phone.
    pub phone: Option<Phone>,
    /// Email address.
    pub email: Option<Email>,
    /// `zh-CN` (default) or `en`.
    #[serde(default)]
    pub language: Language,
}

/// What there is now.
#[derive(Debug, Serialize, Deserialize)]
pub struct Output {
    /// The tenant.
    pub tenant_id: String,
    /// The administrator's identity.
    pub administrator: String,
    /// Its first dimension.
    pub dimension_id: String,
    /// Its first organisation, in that dimension.
    pub organisation_id: String,
    /// Its first queue.
    pub queue_id: String,
    /// Whether this call made it.
    pub created: bool,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::event("bootstrap-tenant", "Make a tenant and its first administrator", handle)
}

/// Handles the bootstrap.
pub async fn handle(deps: Deps, input: Input) -> Result<Output, EventFailure> {
    if let Some(done) = deps.store.bootstrapped(input.key.as_str()).await? {
        return Ok(output(&done.value, false));
    }
    let made = Made::of(&deps, input).await?;
    match made.commit(&deps)?.run(&deps.store).await {
        Ok(()) => Ok(output(&made.bootstrapped, true)),
        Err(CommitError::Clash(Clash::Bootstrapped)) => {
            let done = deps.store.bootstrapped(&made.bootstrapped.key).await?;
            done.map(|done| output(&done.value, false)).ok_or_else(|| EventFailure("the bootstrap vanished".into()))
        }
        Err(CommitError::Clash(Clash::LoginTaken)) => Err(EventFailure("the administrator's login name belongs to another account".into())),
        Err(error) => Err(error.into()),
    }
}

fn output(done: &Bootstrapped, created: bool) -> Output {
    Output {
        tenant_id: done.tenant_id.to_string(),
        administrator: done.administrator.to_string(),
        dimension_id: done.dimension_id.to_string(),
        organisation_id: done.organisation_id.to_string(),
        queue_id: done.queue_id.to_string(),
        created,
    }
}

/// Everything that a bootstrap makes.
struct Made {
    bootstrapped: Bootstrapped,
    tenant: Tenant,
    enterprise: Enterprise,
    dimension: Dimension,
    organisation: Organisation,
    queue: Queue,
    account: Account,
    staff: StaffMember,
    password: NewPassword,
}

impl Made {
    async fn of(deps: &Deps, input: Input) -> Result<Self, EventFailure> {
        let tenant_id: TenantId = deps.new_id();
        let dimension = Dimension { tenant_id, dimension_id: deps.new_id(), name: input.dimension_name };
        let organisation =
            Organisation { tenant_id, organisation_id: deps.new_id(), dimension_id: dimension.dimension_id, name: input.organisation_name };
        let queue = Queue::new(tenant_id, deps.new_id(), QueueCode(1), input.queue_name);
        let password = NewPassword::generate(deps.entropy());
        let account = administrator(deps, tenant_id, &input.tenant_name, input.administrator, &queue, &password).await?;
        let identity_id = account.identities[0].identity_id;
        let Binding::Internal { authority } = account.identities[0].binding.clone() else {
            return Err(EventFailure("the administrator is not internal".into()));
        };
        Ok(Self {
            bootstrapped: Bootstrapped {
                key: input.key.as_str().to_owned(),
                tenant_id,
                administrator: identity_id,
                dimension_id: dimension.dimension_id,
                organisation_id: organisation.organisation_id,
                queue_id: queue.queue_id,
            },
            tenant: Tenant { tenant_id, name: input.tenant_name, default_security_level: SecurityLevel::default(), created_at: deps.now() },
            enterprise: Enterprise {
                language: input.language,
                country: input.country,
                time_zone: input.time_zone,
                ..Enterprise::initial(tenant_id)
            },
            organisation,
            staff: StaffMember {
                tenant_id,
                identity_id,
                account_id: account.account_id,
                name: account.name.clone(),
                phone: account.phone.clone(),
                email: account.email.clone(),
                language: account.language,
                state: IdentityState::Active,
                authority,
                created_at: deps.now(),
            },
            dimension,
            queue,
            account,
            password,
        })
    }

    fn commit(&self, deps: &Deps) -> Result<Commit, EventFailure> {
        let event_id: EventId = deps.new_id();
        let sealed = deps.sealer()?.seal(self.password.secret(), &event_id.to_string(), deps.entropy());
        let event = Event::AccountOpened(AccountOpened {
            account_id: self.account.account_id,
            identity_id: self.staff.identity_id,
            contact_id: None,
            login: self.account.logins[0].clone(),
            password: sealed.map_err(|error| EventFailure(error.to_string()))?,
            password_set_at: self.account.password.set_at,
        });
        let commit = deps
            .commit()
            .create(&self.bootstrapped, Clash::Bootstrapped)
            .create(&self.tenant, Clash::Exists)
            .create(&self.enterprise, Clash::Exists)
            .create(&self.dimension, Clash::Exists)
            .create(&self.organisation, Clash::Exists)
            .create_queue(&self.queue)
            .create(&HomeHead::new(self.tenant.tenant_id), Clash::Exists)
            .create(&FindsHead::new(self.tenant.tenant_id), Clash::Exists)
            .open_account(&self.account)
            .create(&self.staff, Clash::Exists)
            .serve(None, &self.staff);
        Ok(deps.emit(commit, &deps.event(event_id, self.tenant.tenant_id, None, event))?)
    }
}

async fn administrator(
    deps: &Deps,
    tenant_id: TenantId,
    tenant_name: &Name,
    input: Administrator,
    queue: &Queue,
    password: &NewPassword,
) -> Result<Account, EventFailure> {
    let addresses = input.phone.clone().map(LoginName::from).into_iter().chain(input.email.clone().map(LoginName::from));
    let mut logins: Vec<LoginName> = input.login.into_iter().chain(addresses).collect();
    let unique: BTreeSet<LoginName> = logins.iter().cloned().collect();
    if input.phone.is_none() && input.email.is_none() {
        return Err(EventFailure("the administrator needs a phone or an email to get the initial password".into()));
    }
    // The order says which name the message gives: the first.
    let mut left = unique;
    logins.retain(|login| left.remove(login));
    let authority = Authority {
        role: Role::Administrator,
        permissions: BTreeSet::new(),
        maintains: BTreeSet::new(),
        queues: BTreeSet::from([queue.queue_id]),
    };
    let phc = deps.passwords.hash(password.secret(), deps.entropy()).await?;
    Ok(Account {
        account_id: deps.new_id(),
        logins,
        name: input.name,
        phone: input.phone,
        email: input.email,
        language: input.language,
        proved: Some(BTreeSet::new()),
        password: StoredPassword::initial(phc, deps.now()),
        avatar: None,
        avatar_in: None,
        muted: BTreeSet::new(),
        second_factor_since: None,
        session_epoch: 0,
        identities: vec![Identity {
            identity_id: deps.new_id(),
            tenant_id,
            tenant_name: tenant_name.clone(),
            state: IdentityState::Active,
            name: None,
            binding: Binding::Internal { authority },
            apps: None,
            session_epoch: 0,
            face: Face::default(),
        }],
        created_at: deps.now(),
    })
}
