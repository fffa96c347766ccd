//! One account for one person.

use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::{Value, json};

const OFFICE: &str = "203.0.113.7";
const ELSEWHERE: &str = "198.51.100.9";

async fn log_in(app: &TestApp, login: &str, device: &'static str, address: &str) -> Client {
    app.log_in_as(&app.client().from(address).header("user-agent", device), login, PASSWORD).await
}

async fn suspicions(firm: &Enterprise) -> Vec<Value> {
    let entries = firm.admin.get("/api/audit").await.expect(200);
    entries.items().iter().filter(|entry| entry["act"] == "shared_use.suspected").cloned().collect()
}

// S003-16: an agent's account in two places at once is recorded, administrators are told once a day, and one act ends it
#[tokio::test]
async fn an_account_that_is_shared_is_found() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.agent("he.yu").await;
    let first = log_in(&app, "he.yu", "Desk", OFFICE).await;
    app.advance(SignedDuration::from_mins(5));
    first.get("/api/me").await.expect(200);
    app.drain().await;
    let told = app.messages_to("admin.yunfan@example.com").len();
    let second = log_in(&app, "he.yu", "Other desk", ELSEWHERE).await;
    let found = suspicions(&firm).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let id = first.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    assert_eq!((&found[0]["target"], &found[0]["actor"]), (&json!(id), &json!(id)), "{found:?}");
    assert_eq!(found[0]["changes"][0], json!({ "field": "source", "before": OFFICE, "after": ELSEWHERE }));
    assert_eq!(found[0]["changes"][1], json!({ "field": "device", "before": "Desk", "after": "Other desk" }));
    app.drain().await;
    let messages = app.messages_to("admin.yunfan@example.com");
    assert_eq!(messages.len(), told + 1);
    let text = &messages[told].text;
    assert!(text.contains("he.yu is used in two places at once: 203.0.113.7 and 198.51.100.9"), "{text}");
    let notices = firm.admin.get("/api/notices").await.expect(200);
    assert_eq!((notices.text("/items/0/kind"), notices.text("/items/0/parameters/name")), ("shared_use.suspected".into(), "he.yu".into()));

    log_in(&app, "he.yu", "Third desk", "198.51.100.10").await;
    app.drain().await;
    assert_eq!((suspicions(&firm).await.len(), app.messages_to("admin.yunfan@example.com").len()), (2, told + 1));

    firm.admin.post(&format!("/api/identities/{id}/sign-out"), json!({})).await.expect(204);
    first.get("/api/me").await.refused(401, "not_signed_in");
    second.get("/api/me").await.refused(401, "not_signed_in");
    app.try_log_in("he.yu", PASSWORD).await.expect(201).body["must_change_password"].as_bool().filter(|must| *must).expect("must");
}

// S003-16: one person moves, has two browsers, comes back later; customers share what is theirs
#[tokio::test]
async fn one_person_is_not_taken_for_two() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.agent("he.yu").await;
    app.advance(SignedDuration::from_mins(10));
    log_in(&app, "he.yu", "Desk", OFFICE).await;
    log_in(&app, "he.yu", "Other browser", OFFICE).await;
    app.advance(SignedDuration::from_mins(10));
    let home = log_in(&app, "he.yu", "Laptop", ELSEWHERE).await;
    home.delete("/api/sessions/current").await.expect(204);
    log_in(&app, "he.yu", "Phone", "198.51.100.11").await;
    assert_eq!(suspicions(&firm).await, [Value::Null; 0]);

    firm.customer("王芳", "13900000001").await;
    log_in(&app, "13900000001", "Desk", OFFICE).await;
    log_in(&app, "13900000001", "Phone", ELSEWHERE).await;
    assert_eq!(suspicions(&firm).await, [Value::Null; 0]);
}

// S003-16, S003-18: of an administrator it is the second step that shows who is in
#[tokio::test]
async fn a_login_without_its_second_step_is_nobody_yet() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.admin.get("/api/me").await.expect(200);
    let stranger = app.client().from(ELSEWHERE).header("user-agent", "Stranger");
    let half = stranger.post("/api/sessions", json!({ "login": "admin.yunfan", "password": PASSWORD })).await.expect(201);
    assert_eq!(suspicions(&firm).await, [Value::Null; 0]);
    let code = app.code("admin.yunfan").await;
    let half = stranger.with_token(&half.text("/token"));
    half.post("/api/sessions/current/second-factor", json!({ "code": code })).await.expect(200);
    assert_eq!(suspicions(&firm).await.len(), 1);
}
