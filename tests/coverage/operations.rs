//! The operations behind routes, each with a request that would be accepted. `tests/bench` measures with them.

use foyer_store::Table;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use serde_json::Value;

pub(crate) use crate::case::Case;
use crate::cases;

/// All rows as they were at a moment.
pub(crate) struct Frozen {
    path: String,
    /// Holds the file until it is not needed any more.
    _directory: tempfile::TempDir,
}

/// A system with somebody for every operation.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) firm: Enterprise,
    pub(crate) other: Enterprise,
    pub(crate) cases: Vec<Case>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::on(TestApp::start().await).await
    }

    /// The same, in a system that has started.
    pub(crate) async fn on(app: TestApp) -> Self {
        let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
        let customer = firm.customer("王芳", "13900000001").await;
        Self::of(app, firm, other, customer).await
    }

    /// The same, with this customer of the first enterprise.
    pub(crate) async fn of(app: TestApp, firm: Enterprise, other: Enterprise, customer: Client) -> Self {
        let mut cases = cases::open(&firm, &customer).await;
        cases.extend(cases::avatars(&customer).await);
        cases.extend(cases::enterprise(&firm).await);
        cases.extend(cases::contacts(&firm).await);
        cases.extend(cases::customers(&firm).await);
        cases.extend(cases::identities(&firm).await);
        cases.extend(cases::offers(&app, &firm, &customer).await);
        cases.extend(cases::tickets(&firm, &customer).await);
        cases.extend(cases::notices(&app, &firm, &customer).await);
        cases.extend(cases::urgent(&firm, &customer).await);
        cases.extend(cases::queues(&firm).await);
        let (without, with) = (firm.customer("冯", "13900000041").await, firm.customer("陈", "13900000042").await);
        let with = app.enrol(&with, PASSWORD).await;
        cases.extend(cases::second_factors(&app, &firm, &without, &with).await);
        // The last: their attempts are counted, and hours pass between two trials.
        cases.extend(cases::passwords(&app, &customer).await);
        cases.extend(cases::second_factors_with_password(&app, &without, &with).await);
        app.drain().await;
        Self { app, firm, other, cases }
    }

    /// Keeps all rows as they are now, to be put back.
    pub(crate) fn freeze(&self) -> Frozen {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("frozen.sqlite").to_str().expect("a path that is text").to_owned();
        self.app.system.database().engine().vacuum_into(&path).expect("kept");
        Frozen { path, _directory: directory }
    }

    /// Puts all rows back as they were then.
    pub(crate) fn put_back(&self, frozen: &Frozen) {
        self.app.system.database().engine().restore_from(&frozen.path).expect("put back");
    }

    /// Everything that is stored, but for the counts of attempts and when sessions were last used: those are
    /// there to grow.
    pub(crate) fn stored(&self) -> Vec<String> {
        let config = self.app.deps().config.clone();
        let tables = Table::ALL.iter().map(|table| config.tables.name(*table));
        let rows = tables.flat_map(|table| self.app.system.database().rows(table).expect("the table is read"));
        let kept = rows.filter(|row| row.get("attempts").is_none());
        let mut rows: Vec<String> = kept.map(unused).map(sorted).map(|row| row.to_string()).collect();
        rows.sort_unstable();
        rows
    }
}

/// A session without when it was last used.
fn unused(mut row: Value) -> Value {
    if let Some(session) = row.pointer_mut("/session/M").and_then(Value::as_object_mut) {
        session.remove("last_seen_at");
        row["version"] = Value::Null;
    }
    row
}

/// With the members of every object in order.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_unstable_by(|left, right| left.0.cmp(&right.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

impl Case {
    /// Sends it as `client`.
    pub(crate) async fn sent(&self, client: &Client) -> Answer {
        match self.file.clone() {
            Some((kind, bytes)) => client.raw(self.method.clone(), &self.path, kind, bytes).await,
            None => client.send(self.method.clone(), &self.path, self.body.clone()).await,
        }
    }

    pub(crate) fn client(&self, app: &TestApp) -> Client {
        self.by.clone().unwrap_or_else(|| app.client())
    }
}

// an operation that comes later must be added here
#[tokio::test]
async fn every_operation_with_a_route_is_covered() {
    use foyer_local::template::Trigger;
    let world = World::new().await;
    let mut routed: Vec<&str> = world
        .app
        .system
        .template()
        .functions
        .iter()
        .filter(|function| function.triggers.iter().any(|trigger| matches!(trigger, Trigger::Route(_))))
        .map(|function| function.operation.as_str())
        .collect();
    let mut covered: Vec<&str> = world.cases.iter().map(|case| case.operation).collect();
    routed.sort_unstable();
    covered.sort_unstable();
    assert_eq!(covered, routed);
}

// what is tried below is refused for its fault alone: without it, it is accepted
#[tokio::test]
async fn the_requests_would_be_accepted() {
    let world = World::new().await;
    let frozen = world.freeze();
    let before = world.stored();
    let (reads, writes): (Vec<&Case>, Vec<&Case>) = world.cases.iter().partition(|case| case.method == http::Method::GET);
    for case in reads {
        accepted(&world, case).await;
    }
    // What one writes may be in the way of another: each finds all rows as they were.
    for case in writes {
        accepted(&world, case).await;
        world.put_back(&frozen);
    }
    assert_eq!(world.stored(), before);
}

async fn accepted(world: &World, case: &Case) {
    let answer = case.sent(&case.client(&world.app)).await;
    assert!((200..304).contains(&answer.status), "{}: {} {}", case.operation, answer.status, answer.body);
}
