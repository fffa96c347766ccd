//! The operations behind routes, each with a request that would be accepted.

use foyer_local::template::Trigger;
use foyer_store::Table;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

/// A request that would be accepted, but is never sent as it is.
pub(crate) struct Case {
    /// The operation.
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// The path with its ids.
    pub(crate) path: String,
    /// The body, if it takes one.
    pub(crate) body: Option<Value>,
    /// Who may do it; `None` is anybody.
    pub(crate) by: Option<Client>,
    /// Fields of the body that must be there.
    pub(crate) required: &'static [&'static str],
    /// Fields that are compared and not checked, so that nothing is told about them.
    pub(crate) silent: &'static [&'static str],
    /// Fields of the body that hold ids of the tenant.
    pub(crate) ids: &'static [&'static str],
}

/// A system with somebody for every operation.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) firm: Enterprise,
    pub(crate) other: Enterprise,
    pub(crate) cases: Vec<Case>,
}

fn case(operation: &'static str, method: Method, path: impl Into<String>, body: Option<Value>, by: Option<&Client>) -> Case {
    let path = path.into();
    Case { operation, method, path, body, by: by.cloned(), required: &[], silent: &[], ids: &[] }
}

impl World {
    pub(crate) async fn new() -> Self {
        let app = TestApp::start().await;
        let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
        let admin = firm.admin.clone();
        let customer = firm.customer("王芳", "13900000001").await;
        let lin = firm.member("lin.yue").await;
        let contact = firm.contact(&lin, "李雷", "13900000002").await;
        let asked = firm.contact(&lin, "韩梅梅", "13900000003").await;
        let request = lin.post(&format!("/api/contacts/{asked}/account-requests"), json!({ "remark": "x" })).await.expect(201);
        let request = request.text("/request_id");
        let ticket = firm.ticket(&customer, "打印机").await;
        app.drain().await;
        let mut full_contact = firm.contact_body("新", "13900000009");
        full_contact["email"] = json!("new@example.com");
        full_contact["phone"] = json!("010-5555 0000");
        full_contact["remark"] = json!("x");
        full_contact["language"] = json!("en");
        full_contact["security_level"] = json!(-5);
        full_contact["owner"] = json!(admin.get("/api/me").await.text("/active_identity/identity_id"));
        full_contact["participants"] = json!([]);
        full_contact["service_owner"] = full_contact["owner"].clone();
        let (get, post, put, delete) = (Method::GET, Method::POST, Method::PUT, Method::DELETE);
        let cases = vec![
            case("logout", delete, "/api/sessions/current", None, Some(&customer)),
            case("get-me", get.clone(), "/api/me", None, Some(&customer)),
            Case {
                required: &["organisation_id", "name"],
                ids: &["organisation_id", "owner", "service_owner"],
                ..case("create-contact", post.clone(), "/api/contacts", Some(full_contact), Some(&admin))
            },
            case("get-contact", get.clone(), format!("/api/contacts/{contact}"), None, Some(&lin)),
            case("list-contacts", get.clone(), "/api/contacts", None, Some(&lin)),
            case(
                "open-account",
                post.clone(),
                format!("/api/contacts/{contact}/account"),
                Some(json!({ "login": "li.lei", "initial_password": "handed over in person" })),
                Some(&admin),
            ),
            Case {
                required: &["remark"],
                ..case(
                    "request-account",
                    post.clone(),
                    format!("/api/contacts/{contact}/account-requests"),
                    Some(json!({ "remark": "x" })),
                    Some(&lin),
                )
            },
            case("list-account-requests", get.clone(), "/api/account-requests", None, Some(&admin)),
            case("approve-request", post.clone(), format!("/api/account-requests/{request}/approve"), Some(json!({})), Some(&admin)),
            Case {
                required: &["reason"],
                ..case(
                    "reject-request",
                    post.clone(),
                    format!("/api/account-requests/{request}/reject"),
                    Some(json!({ "reason": "x" })),
                    Some(&admin),
                )
            },
            Case {
                required: &["title", "description", "queue_id", "reply_method"],
                ids: &["queue_id"],
                ..case("submit-ticket", post.clone(), "/api/tickets", Some(firm.ticket_body("x")), Some(&customer))
            },
            case("get-ticket", get.clone(), format!("/api/tickets/{ticket}"), None, Some(&customer)),
            case("list-tickets", get.clone(), "/api/tickets?view=submitted", None, Some(&customer)),
            case("queue-position", get.clone(), format!("/api/tickets/{ticket}/queue-position"), None, Some(&customer)),
            case("accept-ticket", post.clone(), format!("/api/tickets/{ticket}/accept"), Some(json!({})), Some(&admin)),
            case("list-audit", get.clone(), "/api/audit", None, Some(&admin)),
            case("list-queues", get.clone(), "/api/queues", None, Some(&customer)),
            case("get-openapi", get, "/api/openapi.json", None, None),
            // The last: their attempts are counted, and hours pass between two trials.
            Case {
                required: &["login", "password"],
                silent: &["login", "password"],
                ..case("login", post, "/api/sessions", Some(json!({ "login": "admin.yunfan", "password": PASSWORD })), None)
            },
            Case {
                required: &["current_password", "new_password"],
                silent: &["current_password"],
                ..case(
                    "change-password",
                    put,
                    "/api/me/password",
                    Some(json!({ "current_password": PASSWORD, "new_password": "another horse entirely" })),
                    Some(&customer),
                )
            },
        ];
        Self { app, firm, other, cases }
    }

    /// Everything that is stored, but for the counts of attempts, which are there to grow.
    pub(crate) fn stored(&self) -> Vec<String> {
        let config = self.app.deps().config.clone();
        let tables = Table::ALL.iter().map(|table| config.tables.name(*table));
        let rows = tables.flat_map(|table| self.app.system.database().rows(table).expect("the table is read"));
        let kept = rows.filter(|row| row.get("attempts").is_none());
        let mut rows: Vec<String> = kept.map(sorted).map(|row| row.to_string()).collect();
        rows.sort_unstable();
        rows
    }
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
    pub(crate) fn client(&self, app: &TestApp) -> Client {
        self.by.clone().unwrap_or_else(|| app.client())
    }
}

// an operation that comes later must be added here
#[tokio::test]
async fn every_operation_with_a_route_is_covered() {
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
    let names: Vec<&str> = World::new().await.cases.iter().map(|case| case.operation).collect();
    for name in names {
        let world = World::new().await;
        let case = world.cases.iter().find(|case| case.operation == name).expect("it is there");
        let answer = case.client(&world.app).send(case.method.clone(), &case.path, case.body.clone()).await;
        assert!((200..300).contains(&answer.status), "{name}: {} {}", answer.status, answer.body);
    }
}
