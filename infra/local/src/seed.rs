//! Puts what no operation makes yet: dimensions, organisations, queues and staff. Demo data and tests
//! are made with it.

use std::collections::BTreeSet;

use foyer_domain::address::Language;
use foyer_domain::agents::StaffMember;
use foyer_domain::directory::{Dimension, Organisation};
use foyer_domain::id::{DimensionId, IdentityId, OrganisationId, QueueId, TenantId};
use foyer_domain::identity::{Account, Authority, Binding, Face, Identity, IdentityState, LoginName, SecondFactor, StoredPassword};
use foyer_domain::secret::Secret;
use foyer_domain::tickets::Queue;
use foyer_kit::Deps;
use foyer_store::{Clash, Commit, Versioned};

use crate::{LocalError, System};

/// Puts things into one tenant.
pub struct Seed {
    deps: Deps,
    tenant: TenantId,
}

/// A staff member to be.
#[derive(Debug, Clone)]
pub struct NewStaff<'a> {
    /// Name.
    pub name: &'a str,
    /// Login name.
    pub login: &'a str,
    /// Mobile phone.
    pub phone: Option<&'a str>,
    /// Email address.
    pub email: Option<&'a str>,
    /// Language of the messages to this person.
    pub language: Language,
    /// What this person may do.
    pub authority: Authority,
    /// The password, which need not be changed.
    pub password: &'a str,
}

impl Seed {
    /// Puts things into `tenant`.
    pub fn new(system: &System, tenant: TenantId) -> Result<Self, LocalError> {
        Ok(Self { deps: system.deps("bootstrap-tenant")?, tenant })
    }

    /// A dimension.
    pub async fn dimension(&self, name: &str) -> Result<DimensionId, LocalError> {
        let dimension = Dimension { tenant_id: self.tenant, dimension_id: self.deps.new_id(), name: read(name)? };
        self.run(self.deps.commit().create(&dimension, Clash::Exists)).await?;
        Ok(dimension.dimension_id)
    }

    /// An organisation in a dimension.
    pub async fn organisation(&self, dimension_id: DimensionId, name: &str) -> Result<OrganisationId, LocalError> {
        let organisation = Organisation { tenant_id: self.tenant, organisation_id: self.deps.new_id(), dimension_id, name: read(name)? };
        self.run(self.deps.commit().create(&organisation, Clash::Exists)).await?;
        Ok(organisation.organisation_id)
    }

    /// A queue.
    pub async fn queue(&self, name: &str) -> Result<QueueId, LocalError> {
        let code = self.deps.store.next_queue_code(self.tenant).await.map_err(failed)?;
        let queue = Queue::new(self.tenant, self.deps.new_id(), code, read(name)?);
        self.run(self.deps.commit().create_queue(&queue)).await?;
        Ok(queue.queue_id)
    }

    /// A staff member with an account of its own.
    pub async fn staff(&self, new: NewStaff<'_>) -> Result<IdentityId, LocalError> {
        let tenant = self.deps.store.tenant(self.tenant).await.map_err(failed)?;
        let tenant = tenant.ok_or_else(|| LocalError::Operation(format!("there is no tenant {}", self.tenant)))?.value;
        let phc = self.deps.passwords.hash(&Secret::new(new.password.to_owned()), self.deps.entropy()).await;
        let phc = phc.map_err(|problem| LocalError::Operation(format!("{problem:?}")))?;
        let identity_id = self.deps.new_id();
        let account = Account {
            account_id: self.deps.new_id(),
            logins: vec![read::<LoginName>(new.login)?],
            name: read(new.name)?,
            phone: new.phone.map(read).transpose()?,
            email: new.email.map(read).transpose()?,
            language: new.language,
            proved: Some(BTreeSet::new()),
            password: StoredPassword::chosen(phc, self.deps.now()),
            avatar: None,
            avatar_in: None,
            muted: BTreeSet::new(),
            second_factor_since: None,
            session_epoch: 0,
            identities: vec![Identity {
                identity_id,
                tenant_id: self.tenant,
                tenant_name: tenant.name,
                state: IdentityState::Active,
                name: None,
                binding: Binding::Internal { authority: new.authority.clone() },
                apps: None,
                session_epoch: 0,
                face: Face::default(),
            }],
            created_at: self.deps.now(),
        };
        let member = StaffMember {
            tenant_id: self.tenant,
            identity_id,
            account_id: account.account_id,
            name: account.name.clone(),
            phone: account.phone.clone(),
            email: account.email.clone(),
            language: account.language,
            state: IdentityState::Active,
            authority: new.authority,
            created_at: account.created_at,
        };
        self.run(self.deps.commit().open_account(&account).create(&member, Clash::Exists).serve(None, &member)).await?;
        Ok(identity_id)
    }

    /// Gives an account a password that need not be changed.
    pub async fn password(&self, login: &str, password: &str) -> Result<(), LocalError> {
        let phc = self.deps.passwords.hash(&Secret::new(password.to_owned()), self.deps.entropy()).await;
        self.hash(login, phc.map_err(|problem| LocalError::Operation(format!("{problem:?}")))?).await
    }

    /// Gives an account an initial password that is known, in place of the one that was generated for it.
    pub async fn initial_password(&self, login: &str, password: &str) -> Result<(), LocalError> {
        let phc = self.deps.passwords.hash(&Secret::new(password.to_owned()), self.deps.entropy()).await;
        let phc = phc.map_err(|problem| LocalError::Operation(format!("{problem:?}")))?;
        let account = self.account(login).await?;
        let next = Account { password: StoredPassword { phc, ..account.value.password.clone() }, ..account.value.clone() };
        self.run(self.deps.commit().replace(&account, &next)).await
    }

    /// Gives an account a second factor with this secret, in base32; with a code that was used, anew.
    pub async fn second_factor(&self, login: &str, secret: &str) -> Result<(), LocalError> {
        let account = self.account(login).await?;
        let account_id = account.value.account_id;
        let broken = |error: &dyn std::fmt::Display| LocalError::Operation(error.to_string());
        let sealer = self.deps.sealer().map_err(|problem| broken(&format!("{problem:?}")))?;
        let sealed = sealer.seal(&Secret::new(secret.to_owned()), &SecondFactor::purpose(account_id), self.deps.entropy());
        let secret = sealed.map_err(|error| broken(&error))?.into();
        let factor = SecondFactor { account_id, secret, last_step: 0, recovery: Vec::new() };
        let since = account.value.second_factor_since.unwrap_or(self.deps.now());
        let next = Account { second_factor_since: Some(since), ..account.value.clone() };
        self.run(self.deps.commit().put_over(&factor).replace(&account, &next)).await
    }

    /// Gives an account a hash of a password that need not be changed, as if its owner had chosen it: he proved the
    /// address that he is written to.
    pub async fn hash(&self, login: &str, phc: String) -> Result<(), LocalError> {
        let account = self.account(login).await?;
        let proved = Some(account.value.mailbox().map(|mailbox| mailbox.channel()).into_iter().collect());
        let next = Account { password: StoredPassword::chosen(phc, self.deps.now()), proved, ..account.value.clone() };
        self.run(self.deps.commit().replace(&account, &next)).await
    }

    async fn account(&self, login: &str) -> Result<Versioned<Account>, LocalError> {
        let account = self.deps.store.account_by_login(&read(login)?).await.map_err(failed)?;
        account.ok_or_else(|| LocalError::Operation(format!("there is no login {login}")))
    }

    async fn run(&self, commit: Commit) -> Result<(), LocalError> {
        commit.run(&self.deps.store).await.map_err(failed)
    }
}

fn read<T: TryFrom<String, Error: std::fmt::Display>>(text: &str) -> Result<T, LocalError> {
    T::try_from(text.to_owned()).map_err(|error| LocalError::Operation(format!("{text:?} {error}")))
}

fn failed(error: impl std::fmt::Display) -> LocalError {
    LocalError::Operation(error.to_string())
}
