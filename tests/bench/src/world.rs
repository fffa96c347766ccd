//! What the functions find: an enterprise with people and tickets in the embedded database, on disk, and an event
//! for each of them that it takes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use foyer_domain::time::Clock as _;
use foyer_kit::system::SystemClock;
use foyer_local::template::Trigger;
use foyer_store::Table;
use foyer_testkit::{TestApp, TestClock};
use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::operations::{Case, World};
use crate::{far, outside};

/// The world, served to functions that run as processes.
pub(crate) struct Bench {
    /// The system that made the rows.
    pub(crate) world: World,
    /// What a function finds in its environment, but for its own variables.
    variables: BTreeMap<String, String>,
    /// The address of the same database, some milliseconds away.
    far: String,
    snapshot: PathBuf,
}

/// What is measured.
pub(crate) struct Subject {
    /// The operation.
    pub(crate) operation: String,
    /// What the function is given.
    pub(crate) event: Vec<u8>,
    /// Whether it comes through the API.
    pub(crate) routed: bool,
    /// Whether it writes, so that the rows are put back before each invocation.
    pub(crate) writes: bool,
}

impl Bench {
    /// Makes it in `directory`.
    pub(crate) async fn start(directory: &Path) -> Result<Self, Failure> {
        let clock = Arc::new(TestClock::default());
        // The functions know no other clock than the real one.
        clock.advance(SystemClock.now().duration_since(clock.now()));
        let world = World::on(TestApp::on_disk(&directory.join("data"), clock, 1).await).await;
        let engine = world.app.system.database().engine().clone();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let far = format!("http://{}", far::start(listener.local_addr()?)?);
        let database = format!("http://{}", listener.local_addr()?);
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, engine, std::future::pending()));
        let outside = outside::start()?;
        let fixed = [
            ("AWS_REGION", "eu-central-1"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "bench"),
            ("AWS_SECRET_ACCESS_KEY", "bench"),
            ("AWS_ENDPOINT_URL", &outside),
            ("AWS_ENDPOINT_URL_DYNAMODB", &database),
        ];
        let variables = fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Ok(Self { world, variables, far, snapshot: directory.join("snapshot.sqlite") })
    }

    /// Keeps the rows as they are now.
    pub(crate) fn keep(&self) -> Result<(), Failure> {
        let path = self.snapshot.to_str().ok_or("a path that is no text")?;
        self.world.app.system.database().engine().vacuum_into(path).map_err(|error| error.to_string().into())
    }

    /// Puts the rows back as they were kept.
    pub(crate) fn put_back(&self) -> Result<(), Failure> {
        let path = self.snapshot.to_str().ok_or("a path that is no text")?;
        self.world.app.system.database().engine().restore_from(path).map_err(|error| error.to_string().into())
    }

    /// The environment of an operation's function.
    pub(crate) fn variables(&self, operation: &str) -> BTreeMap<String, String> {
        let functions = &self.world.app.system.template().functions;
        let own = functions.iter().find(|function| function.operation == operation).map(|function| function.environment.clone());
        let mut variables = own.unwrap_or_default();
        variables.extend(self.variables.clone());
        variables.insert("_HANDLER".to_owned(), operation.to_owned());
        variables
    }

    /// The same with the database some milliseconds away.
    pub(crate) fn far_variables(&self, operation: &str) -> BTreeMap<String, String> {
        let mut variables = self.variables(operation);
        variables.insert("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), self.far.clone());
        variables
    }

    /// Everything that is measured: first what takes a one-time code, which is soon worth nothing.
    pub(crate) async fn subjects(&self) -> Result<Vec<Subject>, Failure> {
        let mut subjects = self.events().await?;
        let routes: BTreeMap<&str, String> = self.routes();
        for case in &self.world.cases {
            let route = routes.get(case.operation).ok_or_else(|| format!("{} has no route", case.operation))?;
            subjects.push(Subject {
                operation: case.operation.to_owned(),
                event: request(case, route),
                routed: true,
                writes: case.method != Method::GET,
            });
        }
        subjects.sort_by_key(|subject| !subject.operation.contains("second-factor") && !subject.operation.contains("recovery"));
        Ok(subjects)
    }

    fn routes(&self) -> BTreeMap<&str, String> {
        let functions = self.world.app.system.template().functions.iter();
        let routes = functions.filter_map(|function| match function.triggers.first()? {
            Trigger::Route(route) => Some((function.operation.as_str(), format!("{} {}", route.method, route.path))),
            _ => None,
        });
        routes.collect()
    }

    /// For each function without a route what its trigger gives it: for consumers an event of this world that they
    /// take, for the others what AWS gives or the sample says.
    async fn events(&self) -> Result<Vec<Subject>, Failure> {
        let (ticket, request) = self.outgoing().await?;
        let mut subjects = Vec::new();
        for function in &self.world.app.system.template().functions {
            let event = match (function.operation.as_str(), function.triggers.first()) {
                (_, Some(Trigger::Route(_))) => continue,
                ("send-email", _) => message(&request["body"]["S"]),
                ("send-sms" | "keep-notices" | "count-tickets", _) => message(&ticket["body"]["S"]),
                (_, Some(Trigger::Stream(stream))) => change(&stream.table, &ticket),
                ("rebuild-home", _) => json!({ "tenant_id": self.world.firm.tenant.to_string() }),
                (operation, _) => sample(operation)?,
            };
            let (operation, event) = (function.operation.clone(), event.to_string().into_bytes());
            subjects.push(Subject { operation, event, routed: false, writes: true });
        }
        Ok(subjects)
    }

    /// The outbox rows of a ticket that was submitted and of an account that was applied for.
    async fn outgoing(&self) -> Result<(Value, Value), Failure> {
        let firm = &self.world.firm;
        let customer = firm.customer("林", "13900000091").await;
        self.world.app.drain().await;
        firm.ticket(&customer, "打印机").await;
        let member = firm.member("bench.member").await;
        let contact = firm.contact(&member, "唐", "13900000092").await;
        member.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
        Ok((self.outbox(Table::Tickets)?, self.outbox(Table::Directory)?))
    }

    fn outbox(&self, table: Table) -> Result<Value, Failure> {
        let deps = self.world.app.deps();
        let rows = self.world.app.system.database().rows(deps.config.tables.name(table)).map_err(|error| error.to_string())?;
        rows.into_iter().find(|row| row["kind"]["S"] == "outbox").ok_or_else(|| "no event is on its way".into())
    }
}

/// What API Gateway makes of a case.
fn request(case: &Case, route: &str) -> Vec<u8> {
    let (path, query) = case.path.split_once('?').unwrap_or((&case.path, ""));
    let pattern = route.split_once(' ').map_or("", |(_, pattern)| pattern);
    let named = pattern.split('/').zip(path.split('/')).filter_map(|(name, value)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.trim_end_matches('+').to_owned(), Value::from(value)))
    });
    let mut headers = json!({ "content-type": "application/json", "host": "portal.test" });
    if let Some(by) = &case.by {
        headers["authorization"] = format!("Bearer {}", by.token()).into();
    }
    let method = case.method.as_str();
    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "pathParameters": Value::Object(named.collect()),
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "bench",
            "domainName": "portal.test",
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "bench" },
            "requestId": "bench",
            "routeKey": route,
            "stage": "$default",
            "timeEpoch": 0,
        },
        "isBase64Encoded": false,
    });
    if let Some(body) = &case.body {
        event["body"] = body.to_string().into();
    }
    if let Some((media_type, content)) = &case.file {
        event["headers"]["content-type"] = (*media_type).into();
        event["body"] = STANDARD.encode(content).into();
        event["isBase64Encoded"] = true.into();
    }
    event.to_string().into_bytes()
}

/// A batch of SQS with one message.
fn message(body: &Value) -> Value {
    json!({ "Records": [{ "messageId": "1", "body": body, "eventSource": "aws:sqs" }] })
}

/// A batch of a stream with one row that was put.
fn change(table: &str, row: &Value) -> Value {
    let source = format!("arn:aws:dynamodb:eu-central-1:000000000000:table/{}/stream/1", row_table(table));
    json!({ "Records": [{ "eventName": "INSERT", "eventSourceARN": source, "dynamodb": { "SequenceNumber": "1", "NewImage": row } }] })
}

/// The row is one of a ticket, whichever stream the function is given first.
fn row_table(table: &str) -> String {
    let stack = table.rsplit_once('-').map_or("", |(stack, _)| stack);
    format!("{stack}-tickets")
}

fn sample(operation: &str) -> Result<Value, Failure> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../events/samples").join(operation);
    for case in ["good", "first"] {
        if let Ok(text) = std::fs::read_to_string(directory.join(format!("{case}.json"))) {
            return Ok(serde_json::from_str(&text)?);
        }
    }
    Err(format!("{operation} has no sample").into())
}
