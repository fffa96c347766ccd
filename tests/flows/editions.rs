//! Two people edit one record: who has not seen what the other wrote is told, and shown it.

use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

/// Edits of one field of a record by two people who saw the same.
async fn two_edit(reader: &Client, path: &str, edits: [Value; 2], shown: &str) {
    two_write(reader, (path, path, Method::PATCH), edits, shown).await;
}

/// The same where it is read from one path and written to another, or put.
async fn two_write(reader: &Client, (path, to, method): (&str, &str, Method), edits: [Value; 2], shown: &str) {
    let seen = reader.get(path).await.expect(200);
    let etag = seen.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.len() > 10, "{path}: {etag}");
    assert_eq!(reader.get(path).await.header("etag"), etag, "reading changes nothing");
    let [first, second] = edits;
    let holding = |etag: &str| reader.header("if-match", etag);
    let written = holding(&etag).send(method.clone(), to, Some(first.clone())).await.expect(200);
    let stale = holding(&etag).send(method.clone(), to, Some(second.clone())).await.refused(412, "changed_since");
    assert_eq!(stale.body["current"][shown], first[shown], "{}", stale.body);
    assert_eq!(stale.body["etag"], written.header("etag"));
    let unchanged = reader.get(path).await.expect(200);
    assert_eq!(unchanged.header("etag"), written.header("etag"));
    // Having seen it, he may replace it; so may whoever does not say what he saw.
    let known = stale.text("/etag");
    holding(&known).send(method.clone(), to, Some(second)).await.expect(200);
    holding("*").send(method.clone(), to, Some(first.clone())).await.expect(200);
    reader.send(method, to, Some(first)).await.expect(200);
}

#[tokio::test]
async fn a_stale_edit_is_told_what_changed() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = format!("/api/contacts/{}", firm.contact(&firm.admin, "王芳", "13900000001").await);
    two_edit(&firm.admin, &contact, [json!({ "remark": "one" }), json!({ "remark": "two" })], "remark").await;
    let customer = firm.admin.post("/api/customers", json!({ "name": "海棠" })).await.expect(201);
    let customer = format!("/api/customers/{}", customer.text("/customer_id"));
    two_edit(&firm.admin, &customer, [json!({ "name": "一" }), json!({ "name": "二" })], "name").await;
    let queue = format!("/api/queues/{}", firm.queue);
    two_edit(&firm.admin, &queue, [json!({ "name": "Repairs" }), json!({ "name": "Service" })], "name").await;
    two_edit(&firm.admin, "/api/me", [json!({ "name": "甲" }), json!({ "name": "乙" })], "name").await;
    let apps = ("/api/apps", "/api/apps", Method::PUT);
    two_write(&firm.admin, apps, [json!({ "apps": ["home", "tickets"] }), json!({ "apps": ["home"] })], "apps").await;
    let enterprise = format!("/api/enterprises/{}", firm.tenant);
    let face = (enterprise.as_str(), "/api/enterprise", Method::PATCH);
    two_write(&firm.admin, face, [json!({ "help": "one" }), json!({ "help": "two" })], "help").await;
    let draft = firm.customer("李雷", "13900000002").await;
    let saved = draft.post("/api/drafts", json!({ "title": "打印机" })).await.expect(201);
    let path = format!("/api/drafts/{}", saved.text("/ticket_id"));
    assert_eq!(saved.header("etag"), draft.get(&path).await.expect(200).header("etag"));
    two_edit(&draft, &path, [json!({ "title": "一" }), json!({ "title": "二" })], "title").await;
}

// what waits in a queue is no edit of it
#[tokio::test]
async fn work_does_not_make_a_queue_stale() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let path = format!("/api/queues/{}", firm.queue);
    let before = firm.admin.get(&path).await.expect(200).header("etag").to_owned();
    let ticket = firm.ticket(&customer, "打印机").await;
    firm.admin.put(&format!("/api/tickets/{ticket}/urgent"), json!({ "reason": "x" })).await.expect(200);
    assert_eq!(firm.admin.get(&path).await.expect(200).header("etag"), before);
}

// nor is an account that is opened meanwhile
#[tokio::test]
async fn an_account_does_not_make_its_contact_stale() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let path = format!("/api/contacts/{}", firm.contact(&firm.admin, "王芳", "13900000001").await);
    let seen = firm.admin.get(&path).await.expect(200).header("etag").to_owned();
    firm.admin.post(&format!("{path}/account"), json!({})).await.expect(201);
    firm.admin.header("if-match", &seen).send(Method::PATCH, &path, Some(json!({ "remark": "one" }))).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_saw_the_same_one_writes() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = format!("/api/contacts/{}", firm.contact(&firm.admin, "王芳", "13900000001").await);
    let enterprise = format!("/api/enterprises/{}", firm.tenant);
    let second = app.log_in("admin.yunfan", PASSWORD).await;
    for (path, to, field) in [(contact.as_str(), contact.as_str(), "remark"), (&enterprise, "/api/enterprise", "help")] {
        let etag = second.get(path).await.expect(200).header("etag").to_owned();
        let edits: Vec<_> = (0..6)
            .map(|number| {
                let (client, to) = (second.header("if-match", &etag), to.to_owned());
                tokio::spawn(async move { client.send(Method::PATCH, &to, Some(json!({ field: format!("{number}") }))).await.status })
            })
            .collect();
        let mut written = 0;
        for edit in edits {
            match edit.await.expect("no panic") {
                200 => written += 1,
                status => assert_eq!(status, 412, "{to}"),
            }
        }
        assert_eq!(written, 1, "{to}");
    }
}
