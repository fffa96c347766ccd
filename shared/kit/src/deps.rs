//! What a handler works with.

use std::future::Future;
use std::sync::Arc;

use foyer_domain::audit::{Act, AuditEntry, Change};
use foyer_domain::id::{EventId, Id, IdentityId, TenantId};
use foyer_domain::identity::Device;
use foyer_domain::time::{Clock, Entropy, SignedDuration, Timestamp};
use foyer_messaging::seal::Sealer;
use foyer_messaging::{Envelope, Event};
use foyer_store::idempotency::Answer;
use foyer_store::{Commit, CommitError, Meter, Store, StoreError, Table};
use serde::Serialize;

use crate::passwords::Cost;
use crate::{Config, Passwords, Problem, Reply, metrics};

/// The capabilities of one request. Cheap to clone.
#[derive(Clone)]
pub struct Deps {
    /// The database, metered for this request.
    pub store: Store,
    /// The configuration.
    pub config: Arc<Config>,
    /// The password hasher.
    pub passwords: Passwords,
    /// Facts about this request.
    pub request: RequestFacts,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    sealer: Option<Sealer>,
    idempotency: Option<Idempotency>,
    deadline: Option<Timestamp>,
}

/// What is begun before them has the time to end: some calls of the database, with their retries.
const LAST_MOMENTS: SignedDuration = SignedDuration::from_secs(5);

/// Who called and from where, as the entry point saw it.
#[derive(Debug, Clone, Default)]
pub struct RequestFacts {
    /// Names the request in logs, problems and events.
    pub request_id: String,
    /// The network address.
    pub source: String,
    /// What the device calls itself.
    pub device: Device,
    /// The mark of a former login that the device presents, as it came ([`crate::device`]).
    pub device_mark: Option<String>,
    /// The editions that an edit is of (`If-Match`).
    pub if_match: Option<String>,
}

/// The idempotency key of this request and what it was used for.
#[derive(Debug, Clone)]
pub(crate) struct Idempotency {
    pub(crate) identity: IdentityId,
    pub(crate) operation: &'static str,
    pub(crate) key: String,
    pub(crate) fingerprint: String,
}

impl Deps {
    /// What every request of this process shares.
    pub fn new(store: Store, config: Config, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>, hashing: Cost) -> Result<Self, Problem> {
        Ok(Self {
            passwords: Passwords::new(hashing, &*entropy)?,
            store,
            config: Arc::new(config),
            request: RequestFacts::default(),
            clock,
            entropy,
            sealer: None,
            idempotency: None,
            deadline: None,
        })
    }

    /// Adds the key that seals secrets in events. Functions without it cannot.
    #[must_use]
    pub fn with_sealer(mut self, sealer: Sealer) -> Self {
        self.sealer = Some(sealer);
        self
    }

    /// For one request: facts of its own and a meter of its own.
    #[must_use]
    pub fn for_request(&self, request: RequestFacts) -> Self {
        Self { store: self.store.metered(Meter::default()), request, idempotency: None, ..self.clone() }
    }

    /// For a rehearsal ([`crate::rehearsal`]): nothing that is done with it is kept.
    pub(crate) fn rehearsing(&self) -> Self {
        Self { store: self.store.only_reading(), ..self.clone() }
    }

    pub(crate) fn with_idempotency(mut self, idempotency: Option<Idempotency>) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// The invocation is killed at this moment.
    #[must_use]
    pub fn ending_at(self, deadline: Timestamp) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Whether the invocation's time is nearly over, so that no more work is to be begun.
    pub fn is_nearly_over(&self) -> bool {
        self.deadline.is_some_and(|deadline| self.now() + LAST_MOMENTS >= deadline)
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The dice.
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// A new id.
    pub fn new_id<K: foyer_domain::id::Kind>(&self) -> Id<K> {
        Id::new(self.now(), self.entropy())
    }

    /// What seals secrets; an error in a function that was not wired with it.
    pub fn sealer(&self) -> Result<&Sealer, Problem> {
        self.sealer.as_ref().ok_or_else(|| Problem::internal("this function has no sealing key"))
    }

    /// Counts one of `name` in the metrics, by dimensions that have few values.
    pub fn count(&self, name: &str, dimensions: &[(&str, &str)]) {
        self.add(name, 1, dimensions);
    }

    /// Adds `value` to `name` in the metrics, like [`Deps::count`].
    pub fn add(&self, name: &str, value: u64, dimensions: &[(&str, &str)]) {
        if let Some(namespace) = &self.config.metrics_namespace {
            metrics::write(&metrics::line(namespace, self.now(), name, value, dimensions));
        }
    }

    /// Logs and counts the rows that could not be read while this was done, each once: an alarm follows.
    pub(crate) fn tell_unreadable(&self) {
        for row in self.store.meter().spent().unreadable {
            let (key, field, problem, left_out) = (row.key, row.field, row.problem, row.left_out);
            tracing::error!(key, field, problem, left_out, "a row cannot be read");
            self.count("UnreadableRows", &[]);
        }
    }

    /// Does one of many things that stand each for itself: `None` if a row that it needs cannot be read. That row is
    /// noted; trying again would not help, and the others go on.
    pub async fn unless_unreadable<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<Option<T>, E> {
        self.store.meter().unless_unreadable(work).await
    }

    /// Whether all that the tenant has is kept by its marks. Where that cannot be read, lists are looked through.
    pub async fn keeps_marks(&self, tenant: TenantId) -> Result<bool, StoreError> {
        Ok(self.unless_unreadable(self.store.keeps_marks(tenant)).await?.unwrap_or(false))
    }

    /// Begins a transaction.
    pub fn commit(&self) -> Commit {
        Commit::new(self.commit_token())
    }

    /// Lets an event go out with a commit. The event's id is made by the caller where a secret is sealed
    /// for it; [`Deps::event`] makes one otherwise.
    pub fn emit(&self, commit: Commit, envelope: &Envelope) -> Result<Commit, Problem> {
        let event = envelope.outgoing().map_err(Problem::internal)?;
        Ok(commit.emit(carrier(&envelope.event), &event))
    }

    /// Adds an entry to the audit, for an act in `tenant` by `actor`; `None` for somebody who is not signed in.
    pub fn audit_of(
        &self,
        commit: Commit,
        tenant: TenantId,
        actor: Option<IdentityId>,
        act: Act,
        target: String,
        changes: Vec<Change>,
    ) -> Commit {
        commit.audit(&AuditEntry {
            tenant_id: tenant,
            audit_id: self.new_id(),
            at: self.now(),
            act,
            target,
            actor,
            on_behalf_of: None,
            changes,
            source: self.request.source.clone(),
            request_id: self.request.request_id.clone(),
        })
    }

    /// An event that happens now, in this request.
    pub fn event(&self, id: EventId, tenant: TenantId, actor: Option<IdentityId>, event: Event) -> Envelope {
        Envelope { id, version: 1, tenant_id: tenant, occurred_at: self.now(), actor, request_id: self.request.request_id.clone(), event }
    }

    /// A token for a transaction: 128 random bits.
    pub fn commit_token(&self) -> String {
        let mut random = [0_u8; 16];
        self.entropy.fill(&mut random);
        format!("{:032x}", u128::from_be_bytes(random))
    }

    /// Commits, and keeps the reply in the same transaction if the request has an idempotency key: a
    /// repeated request then gets the same answer and does nothing.
    pub async fn finish<T: Serialize>(&self, commit: Commit, reply: Reply<T>) -> Result<Reply<T>, CommitError> {
        let commit = match &self.idempotency {
            None => commit,
            Some(used) => commit.remember(&used.answer(&reply, self.now())?),
        };
        commit.run(&self.store).await?;
        Ok(reply)
    }
}

/// The table of the change that an event tells of: its stream carries the event.
fn carrier(event: &Event) -> Table {
    match event {
        Event::AccountOpened(_)
        | Event::IdentityBound(_)
        | Event::PasswordReset(_)
        | Event::PasswordResetRequested(_)
        | Event::PasswordChanged(_)
        | Event::SecondFactorChanged(_)
        | Event::AddressChangeRequested(_)
        | Event::AddressChanged(_)
        | Event::SharedUseSuspected(_) => Table::Identity,
        Event::AccountRequestSubmitted(_) | Event::AccountRequestApproved(_) | Event::AccountRequestRejected(_) => Table::Directory,
        Event::TicketSubmitted(_)
        | Event::TicketAccepted(_)
        | Event::TicketCameNear(_)
        | Event::TicketUrged(_)
        | Event::TicketWithdrawn(_)
        | Event::TicketReplied(_)
        | Event::TicketAsked(_)
        | Event::TicketAnswered(_)
        | Event::TicketTransferred(_)
        | Event::TicketCompleted(_)
        | Event::TicketReopened(_)
        | Event::TicketClosed(_)
        | Event::TicketRated(_)
        | Event::TicketTargetNear(_)
        | Event::TicketTargetMissed(_)
        | Event::TicketShared(_)
        | Event::TicketsHandedOver(_)
        // Of no change: the table has the outbox that is swept by shards most.
        | Event::NoticesDue(_)
        | Event::NewsDiverted(_) => Table::Tickets,
    }
}

impl Idempotency {
    fn answer<T: Serialize>(&self, reply: &Reply<T>, at: Timestamp) -> Result<Answer, foyer_store::StoreError> {
        let body = serde_json::to_string(&reply.body).map_err(|error| foyer_store::StoreError::Refused(error.to_string()))?;
        Ok(Answer {
            identity_id: self.identity,
            operation: self.operation.to_owned(),
            key: self.key.clone(),
            fingerprint: self.fingerprint.clone(),
            status: reply.status.as_u16(),
            location: reply.location.clone(),
            body,
            at,
        })
    }
}
