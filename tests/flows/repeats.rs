//! Idempotency keys: a repeated request does nothing twice.

use foyer_testkit::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_repeated_request_gets_the_same_answer_and_does_nothing() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let keyed = customer.header("idempotency-key", "a-key-of-mine");
    let first = keyed.post("/api/tickets", firm.ticket_body("打印机")).await.expect(201);
    let again = keyed.post("/api/tickets", firm.ticket_body("打印机")).await.expect(201);
    assert_eq!((&first.body, first.header("location")), (&again.body, again.header("location")));
    assert_eq!(customer.get("/api/tickets?view=submitted").await.items().len(), 1);
    keyed.post("/api/tickets", firm.ticket_body("别的")).await.refused(422, "idempotency_key_reused");
    // a key is its sender's own, and of one operation
    let other = firm.customer("李雷", "13900000002").await;
    other.header("idempotency-key", "a-key-of-mine").post("/api/tickets", firm.ticket_body("别的")).await.expect(201);
    for bad in ["short", &"x".repeat(201)] {
        customer.header("idempotency-key", bad).post("/api/tickets", firm.ticket_body("x")).await.refused(400, "unreadable");
    }
}

#[tokio::test]
async fn opening_an_account_twice_sends_one_message() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = firm.contact(&firm.admin, "王芳", "13900000001").await;
    let keyed = firm.admin.header("idempotency-key", "open-wang-fang");
    let path = format!("/api/contacts/{contact}/account");
    let first = keyed.post(&path, json!({})).await.expect(201);
    let again = keyed.post(&path, json!({})).await.expect(201);
    assert_eq!(first.body, again.body);
    app.drain().await;
    assert_eq!(app.messages_to("+8613900000001").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_repeats_at_once_make_one_ticket() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let keyed = customer.header("idempotency-key", "a-key-of-mine");
    let repeats: Vec<_> = (0..10)
        .map(|_| {
            let (keyed, body) = (keyed.clone(), firm.ticket_body("打印机"));
            tokio::spawn(async move { keyed.post("/api/tickets", body).await.expect(201).text("/ticket_id") })
        })
        .collect();
    let mut ids = Vec::new();
    for repeat in repeats {
        ids.push(repeat.await.expect("no panic"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(customer.get("/api/tickets?view=submitted").await.items().len(), 1);
}

// a kept answer is given while the right to see it lasts, and not after
#[tokio::test]
async fn a_kept_answer_is_not_shown_to_who_lost_the_right() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let keyed = customer.header("idempotency-key", "a-key-of-mine");
    let submit = async || keyed.post("/api/tickets", firm.ticket_body("打印机")).await;
    let first = submit().await.expect(201);
    firm.admin.put("/api/apps", json!({ "apps": ["home"] })).await.expect(200);
    submit().await.refused(403, "app_closed");
    firm.admin.put("/api/apps", json!({ "apps": ["home", "tickets"] })).await.expect(200);
    assert_eq!(submit().await.expect(201).body, first.body);
    assert_eq!(customer.get("/api/tickets?view=submitted").await.items().len(), 1);

    // of staff who serve the queue no more
    let agent = firm.agent("zhao.qiang").await;
    let path = format!("/api/tickets/{}/notes", first.text("/ticket_id"));
    let keyed = agent.header("idempotency-key", "a-note-of-mine");
    let noted = keyed.post(&path, json!({ "text": "x" })).await.expect(200);
    assert_eq!(keyed.post(&path, json!({ "text": "x" })).await.expect(200).body, noted.body);
    let me = agent.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let members = format!("/api/queues/{}/members", firm.queue);
    firm.admin.send(http::Method::PATCH, &members, Some(json!({ "remove": [me] }))).await.expect(200);
    let refused = keyed.post(&path, json!({ "text": "x" })).await;
    assert!(matches!(refused.status, 403 | 404), "{}", refused.body);
}
