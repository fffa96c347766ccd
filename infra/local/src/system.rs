//! The whole system: template, database, queues, services and functions, wired.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use foyer_domain::id::TenantId;
use foyer_domain::time::{Clock, Entropy, Timestamp};
use foyer_kit::config::Missing;
use foyer_kit::deps::RequestFacts;
use foyer_kit::operation::Handler;
use foyer_kit::passwords::Cost;
use foyer_kit::platform::Platform;
use foyer_kit::{Config, Deps, Operation, Wiring, sealing};
use foyer_messaging::seal::Sealer;
use foyer_store::meter::Spent;
use foyer_store::{Store, Table};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::bell::Bell;
use crate::data::Held;
use crate::engine::{Drained, Engine};
use crate::faults::DatabaseFaults;
use crate::files::{self, LocalFiles, SECRET_KEY};
use crate::gateway::{Gateway, Source};
use crate::intrinsics::REGION;
use crate::mailbox::{Mailbox, Message};
use crate::outside::{Fault, Outside, Target};
use crate::queues::Queues;
use crate::template::{Function, Template, Texts, Trigger};
use crate::wired::Wired;
use crate::{Data, Database, LocalError};

/// How a system is started.
pub struct Options {
    /// Where its data is.
    pub data: Data,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its dice.
    pub entropy: Arc<dyn Entropy>,
    /// Where people open the portal: links in messages begin with it.
    pub portal_url: String,
    /// What the hash of a password costs.
    pub hashing: Cost,
}

/// The system. Clones share it; it ends with the last of them.
#[derive(Clone)]
pub struct System(Arc<Inner>);

struct Inner {
    template: Template,
    engine: Arc<Engine>,
    gateway: Gateway,
    mailbox: Arc<Mailbox>,
    outside: Arc<Outside>,
    database_faults: DatabaseFaults,
    files: Arc<LocalFiles>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    held: std::sync::Mutex<Held>,
    servers: Vec<JoinHandle<()>>,
}

impl Inner {
    fn stop(&self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

impl System {
    /// Starts the system. Data that is there is used.
    pub async fn start(options: Options) -> Result<Self, LocalError> {
        let (files_url, files_listener) = loopback().await?;
        let template = Template::parse(&Texts::deployed(), &local_values(&options.portal_url, &files_url))?;
        let mut held = options.data.hold()?;
        let queues = Arc::new(Queues::open(&options.data)?);
        let mailbox = Arc::new(Mailbox::open(&options.data)?);
        let database = Database::open(&options.data, &template.tables)?;
        let bell = Bell::default();
        let outside = Arc::new(Outside {
            subscriptions: template.subscriptions.clone(),
            queues: queues.clone(),
            mailbox: mailbox.clone(),
            clock: options.clock.clone(),
            bell: bell.clone(),
            faults: std::sync::Mutex::default(),
            hanging: Notify::new(),
        });
        let (database_url, database_server) = serve_database(database.clone()).await?;
        let (outside_url, outside_server) = serve_outside(outside.clone()).await?;
        let files = Arc::new(LocalFiles::open(&options.data, &template)?);
        let files_server = tokio::spawn(files.clone().serve(files_listener, options.portal_url.clone()));
        let endpoints = Endpoints { database: database_url, outside: outside_url, files: files_url };
        let sealer = Sealer::new(options.data.sealing_keys(&*options.entropy)?);
        let database_faults = DatabaseFaults::default();
        let functions = wire(&template, &endpoints, &database_faults, &sealer, &options)?;
        let gateway = routes(&functions)?;
        let servers = vec![database_server, outside_server, files_server];
        let Options { clock, entropy, .. } = options;
        held.made()?;
        let engine = Arc::new(Engine::new(&template, functions, database, queues, clock.clone(), bell)?);
        Ok(Self(Arc::new(Inner {
            template,
            engine,
            gateway,
            mailbox,
            outside,
            database_faults,
            files,
            clock,
            entropy,
            held: std::sync::Mutex::new(held),
            servers,
        })))
    }

    /// Answers a request as API Gateway would. The response's extensions hold what it
    /// [spent](foyer_store::meter::Spent) in the database.
    pub async fn answer(&self, request: http::Request<Vec<u8>>, address: &str) -> http::Response<Vec<u8>> {
        let mut random = [0_u8; 8];
        self.0.entropy.fill(&mut random);
        let request_id = format!("req-{:016x}", u64::from_be_bytes(random));
        let source = Source { address: address.to_owned(), request_id, at: self.now() };
        let response = self.0.gateway.answer(request, &source).await;
        self.0.engine.bell().ring();
        response
    }

    /// Invokes an operation that takes events, directly.
    pub async fn invoke(&self, operation: &str, event: Value) -> Result<Value, LocalError> {
        self.invoke_metered(operation, event).await.map(|(answer, _)| answer)
    }

    /// The same, with what it spent in the database.
    pub async fn invoke_metered(&self, operation: &str, event: Value) -> Result<(Value, Spent), LocalError> {
        let (outcome, spent) = self.function(operation)?.invoke(event).await;
        self.0.engine.bell().ring();
        match outcome {
            Ok(answer) => Ok((answer, spent)),
            Err(error) => Err(LocalError::Operation(format!("{operation}: {error}"))),
        }
    }

    /// Delivers everything that waits, and what comes of it, until nothing is left that may be delivered
    /// now. What failed waits for its visibility timeout.
    pub async fn drain(&self) -> Result<Drained, LocalError> {
        self.drain_to(|_| true).await
    }

    /// The same, for the operations that `wanted` names; what waits for the others goes on waiting.
    pub async fn drain_to(&self, wanted: impl Fn(&str) -> bool) -> Result<Drained, LocalError> {
        self.0.engine.drain_to(wanted).await
    }

    /// Delivers what waits and runs what is due, for as long as it is polled.
    pub(crate) async fn deliver(&self) {
        self.0.engine.clone().deliver().await;
    }

    /// Every SMS and email that was sent, newest first, up to `limit`.
    pub fn messages(&self, limit: u32) -> Result<Vec<Message>, LocalError> {
        self.0.mailbox.messages(limit)
    }

    /// What a function works with: to put data where no operation puts it.
    pub fn deps(&self, operation: &str) -> Result<Deps, LocalError> {
        Ok(self.function(operation)?.deps.for_request(RequestFacts::default()))
    }

    /// Lets the next call of a service fail.
    pub fn fault(&self, target: Target, fault: Fault) {
        self.0.outside.fault(target, fault);
    }

    /// How often calls of the database fail: never, unless a test sets it.
    pub fn database_faults(&self) -> &DatabaseFaults {
        &self.0.database_faults
    }

    /// Stops as a killed process would: at once, with nothing flushed or finished. For tests, which start
    /// another system on the same data.
    pub fn kill(&self) -> Result<(), LocalError> {
        self.0.stop();
        self.queues().close()?;
        self.0.mailbox.close()?;
        *self.held() = Held::default();
        Ok(())
    }

    /// Waits until a call hangs that a [`Fault::Hang`] was meant for.
    pub async fn hanging(&self) {
        self.0.outside.hanging.notified().await;
    }

    /// The template.
    pub fn template(&self) -> &Template {
        &self.0.template
    }

    /// The queues.
    pub fn queues(&self) -> &Queues {
        self.0.engine.queues()
    }

    /// The files.
    pub fn files(&self) -> &LocalFiles {
        &self.0.files
    }

    /// The database.
    pub fn database(&self) -> &Database {
        self.0.engine.database()
    }

    /// Whether any tenant was made with this bootstrap key.
    pub async fn has(&self, bootstrap_key: &str) -> Result<Option<TenantId>, LocalError> {
        let found = self.deps("bootstrap-tenant")?.store.bootstrapped(bootstrap_key).await;
        let found = found.map_err(|error| LocalError::Database(error.to_string()))?;
        Ok(found.map(|found| found.value.tenant_id))
    }

    /// Whether a route of the template has exactly this method and path.
    pub(crate) fn answers(&self, method: &str, path: &str) -> bool {
        self.0.gateway.has(method, path)
    }

    /// Begins to remove expired rows, as DynamoDB does by and by; nobody waits for it.
    pub fn remove_expired(&self) {
        self.database().remove_expired();
    }

    /// Runs `make` in data that nobody has used yet: if it is interrupted, the next start begins anew.
    pub(crate) async fn make_whole(&self, make: impl Future<Output = Result<(), LocalError>>) -> Result<(), LocalError> {
        if self.is_empty()? {
            self.held().begins()?;
        }
        make.await?;
        self.held().made()
    }

    /// Whether there is no account, so that nobody can have done anything.
    fn is_empty(&self) -> Result<bool, LocalError> {
        let accounts = self.deps("bootstrap-tenant")?.config.tables.name(Table::Identity).to_owned();
        Ok(!self.database().has_rows(&accounts)?)
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn function(&self, operation: &str) -> Result<&Wired, LocalError> {
        let found = self.0.engine.functions().iter().find(|wired| wired.operation.name == operation);
        found.ok_or_else(|| LocalError::Wiring(format!("there is no operation {operation}")))
    }
}

/// What stands in for values that only a deployment knows.
fn local_values(portal_url: &str, files_url: &str) -> BTreeMap<String, String> {
    let values = [
        ("PORTAL_URL", portal_url),
        ("ATTACHMENTS_ORIGIN", files_url),
        ("EMAIL_FROM", "foyer@example.com"),
        ("STAGE", "local"),
        ("METRICS_NAMESPACE", ""),
    ];
    values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Where the services are.
struct Endpoints {
    database: String,
    outside: String,
    files: String,
}

impl Endpoints {
    /// The services for somebody who signs with this key.
    fn platform(&self, access_key: &str) -> Result<Platform, LocalError> {
        let lookup = |name: &str| {
            let value = match name {
                "AWS_REGION" => REGION,
                "AWS_ACCESS_KEY_ID" => access_key,
                "AWS_SECRET_ACCESS_KEY" => SECRET_KEY,
                "AWS_ENDPOINT_URL_DYNAMODB" => &self.database,
                "AWS_ENDPOINT_URL_SNS" | "AWS_ENDPOINT_URL_SES" => &self.outside,
                "AWS_ENDPOINT_URL_S3" => &self.files,
                _ => return None,
            };
            Some(value.to_owned())
        };
        Platform::from_lookup(lookup).map_err(|missing| LocalError::Wiring(missing.to_string()))
    }
}

async fn loopback() -> Result<(String, TcpListener), LocalError> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    Ok((format!("http://{}", listener.local_addr()?), listener))
}

async fn serve_database(database: Database) -> Result<(String, JoinHandle<()>), LocalError> {
    let (url, listener) = loopback().await?;
    let serving = async move {
        if let Err(error) = dynoxide::server::serve_with_shutdown(listener, database.engine().clone(), std::future::pending()).await {
            tracing::error!(error, "the database does not serve any more");
        }
    };
    Ok((url, tokio::spawn(serving)))
}

async fn serve_outside(outside: Arc<Outside>) -> Result<(String, JoinHandle<()>), LocalError> {
    let (url, listener) = loopback().await?;
    let serving = async move {
        if let Err(error) = axum::serve(listener, outside.router()).await {
            tracing::error!(%error, "SNS and SES do not serve any more");
        }
    };
    Ok((url, tokio::spawn(serving)))
}

/// Every operation of every area.
fn registry() -> Vec<Operation> {
    [
        foyer_identity::operations(),
        foyer_directory::operations(),
        foyer_tickets::operations(),
        foyer_agents::operations(),
        foyer_notifications::operations(),
        foyer_portal::operations(),
    ]
    .concat()
}

/// An operation with the clients that its function's variables name.
fn handler(operation: &Operation, function: &Function, platform: &Platform, endpoints: &Endpoints) -> Result<Handler, LocalError> {
    let missing = |missing: Missing| LocalError::Wiring(format!("{}: {missing}", operation.name));
    let lookup = |name: &str| function.environment.get(name).cloned().filter(|value| !value.is_empty());
    // S3 asks whose role a request has: who has files signs with his own name.
    if function.environment.contains_key(files::BUCKET) {
        return operation.wire(&Wiring::new(&endpoints.platform(operation.name)?, &lookup)).map_err(missing);
    }
    operation.wire(&Wiring::new(platform, &lookup)).map_err(missing)
}

/// Every function of the template with its operation; both sides must be complete.
fn wire(
    template: &Template,
    endpoints: &Endpoints,
    faults: &DatabaseFaults,
    sealer: &Sealer,
    options: &Options,
) -> Result<Vec<Wired>, LocalError> {
    let platform = endpoints.platform("local")?;
    let mut operations: BTreeMap<&str, Operation> = registry().into_iter().map(|operation| (operation.name, operation)).collect();
    let mut base: Option<Deps> = None;
    let mut wired = Vec::new();
    for function in &template.functions {
        let Some(operation) = operations.remove(function.operation.as_str()) else {
            return Err(LocalError::Wiring(format!("the template names {}, which is no operation", function.operation)));
        };
        let config = config(function)?;
        let store = Store::connect(&faults.over(platform.service("DYNAMODB")), config.tables.clone());
        let mut deps = match &base {
            Some(base) => base.clone(),
            None => Deps::new(store.clone(), config.clone(), options.clock.clone(), options.entropy.clone(), options.hashing)
                .map_err(|problem| LocalError::Wiring(format!("{problem:?}")))?,
        };
        deps.store = store;
        deps.config = Arc::new(config);
        base.get_or_insert_with(|| deps.clone());
        // Only who may read the key in AWS has it here.
        if function.environment.contains_key(sealing::SECRET) {
            deps = deps.with_sealer(sealer.clone());
        }
        let handler = handler(&operation, function, &platform, endpoints)?;
        wired.push(Wired {
            operation,
            handler,
            deps,
            grants: function.grants.clone(),
            triggers: function.triggers.clone(),
            timeout: function.timeout,
        });
    }
    match operations.into_keys().next() {
        Some(left) => Err(LocalError::Wiring(format!("the template has no function for {left}"))),
        None => Ok(wired),
    }
}

fn config(function: &Function) -> Result<Config, LocalError> {
    let config = Config::from_lookup(|name| function.environment.get(name).cloned());
    config.map_err(|missing| LocalError::Wiring(format!("{}: {missing}", function.operation)))
}

fn routes(functions: &[Wired]) -> Result<Gateway, LocalError> {
    let mut gateway = Gateway::default();
    for wired in functions {
        for trigger in &wired.triggers {
            if let Trigger::Route(route) = trigger {
                gateway.bind(route, wired)?;
            }
        }
    }
    Ok(gateway)
}
