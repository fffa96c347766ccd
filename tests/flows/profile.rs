//! The own profile.

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Answer, Client, TestApp};
use http::Method;
use serde_json::{Value, json};

// S001-25: name and language; what is told afterwards is in the new language
#[tokio::test]
async fn a_customer_edits_the_own_profile() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    app.advance(SignedDuration::from_secs(1));
    let edited = customer.send(Method::PATCH, "/api/me", Some(json!({ "name": " 王小芳 ", "language": "en" }))).await.expect(200);
    assert_eq!((edited.text("/name"), edited.text("/language")), ("王小芳".into(), "en".into()));
    let me = customer.get("/api/me").await.expect(200);
    assert_eq!(me.body["account"], edited.body);
    firm.ticket(&customer, "Printer").await;
    app.drain().await;
    let told = app.messages_to("+8613900000001").pop().expect("a message").text;
    assert!(told.contains("we have your ticket"), "{told}");
    let entry = firm.admin.get(&format!("/api/audit?target={}", edited.text("/account_id"))).await.expect(200);
    assert_eq!(entry.text("/items/0/act"), "profile.edited");
    assert_eq!(entry.body["items"][0]["changes"][0], json!({ "field": "name", "before": "王芳", "after": "王小芳" }));
    // nothing changed, nothing recorded
    let entries = entry.items().len();
    customer.send(Method::PATCH, "/api/me", Some(json!({ "language": "en" }))).await.expect(200);
    let again = firm.admin.get(&format!("/api/audit?target={}", edited.text("/account_id"))).await.expect(200);
    assert_eq!(again.items().len(), entries);
    for (field, value) in [("name", json!("")), ("language", json!("fr")), ("phone", json!("13900000002"))] {
        let refused = customer.send(Method::PATCH, "/api/me", Some(json!({ field: value }))).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), format!("/{field}"));
    }
}

// the staff list has a copy, which follows
#[tokio::test]
async fn a_colleague_edits_the_own_profile() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let lin = firm.member("lin.yue").await;
    let id = lin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    lin.send(Method::PATCH, "/api/me", Some(json!({ "name": "林悦" }))).await.expect(200);
    let key = foyer_store::Key::staff(firm.tenant, id.parse().expect("an id"));
    let member = app.deps().store.get::<foyer_domain::agents::StaffMember>(&key).await.expect("read").expect("there");
    assert_eq!(member.value.name.as_str(), "林悦");
}

// S004-15: what the account is bound to
#[tokio::test]
async fn a_customer_sees_the_own_bindings() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let customer = firm.customer("王芳", "13900000001").await;
    let contact = other.contact(&other.admin, "Wang Fang", "+8613900000001").await;
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    customer.accept(&offered.text("/identity_id")).await;
    let me = customer.get("/api/me").await.expect(200);
    let second = &me.body["identities"][1];
    let named = json!({ "kind": "contact", "id": contact, "name": "Wang Fang", "organisation_name": "Acme" });
    assert_eq!(second["bound_to"], named);
    assert_eq!((&second["tenant_name"], &second["kind"], &second["state"]), (&json!("harbour"), &json!("external"), &json!("active")));
    assert_eq!(firm.admin.get("/api/me").await.expect(200).body["active_identity"]["bound_to"], Value::Null);
}

async fn choose(client: &Client, notifications: Value) -> Answer {
    client.send(Method::PATCH, "/api/me", Some(json!({ "notifications": notifications }))).await
}

// the profile of the issue, F6, F10: what is turned off is held back with its reason, the notice in the portal stays,
// and what concerns the security of the account always goes out
#[tokio::test]
async fn a_customer_turns_messages_off() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    app.drain().await;
    let told = || app.messages_to("+8613900000001").len();
    let before = told();
    let all_on = customer.get("/api/me").await.expect(200).body["account"]["notifications"].clone();
    assert_eq!(all_on["tickets"], json!({ "sms": true, "email": true }));
    let chosen = choose(&customer, json!({ "tickets": { "sms": false } })).await.expect(200);
    assert_eq!(chosen.body["notifications"]["tickets"], json!({ "sms": false, "email": true }));
    assert_eq!(customer.get("/api/me").await.expect(200).body["account"], chosen.body);

    let ticket = firm.ticket(&customer, "Printer").await;
    app.drain().await;
    assert_eq!(told(), before);
    let held = firm.admin.get("/api/held-messages?reason=turned_off").await.expect(200);
    assert_eq!((held.items().len(), held.text("/items/0/ticket_id"), held.text("/items/0/channel")), (1, ticket, "sms".into()));
    assert_eq!(customer.get("/api/notices").await.expect(200).text("/items/0/kind"), "ticket.submitted");

    app.client().post("/api/password-resets", json!({ "login": "13900000001" })).await.expect(202);
    app.drain().await;
    assert_eq!(told(), before + 1, "a code is no convenience");

    app.advance(SignedDuration::from_secs(1));
    choose(&customer, json!({ "tickets": { "sms": true } })).await.expect(200);
    firm.ticket(&customer, "Scanner").await;
    app.drain().await;
    assert_eq!(told(), before + 2);
    let account = chosen.text("/account_id");
    let entry = firm.admin.get(&format!("/api/audit?target={account}")).await.expect(200);
    assert_eq!(entry.body["items"][0]["changes"], json!([{ "field": "tickets by sms", "before": "off", "after": "on" }]));
}

// neither security nor the portal is a choice
#[tokio::test]
async fn what_is_no_convenience_cannot_be_turned_off() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    for (choice, pointer) in [
        (json!({ "security": { "sms": false } }), "/notifications/security"),
        (json!({ "tickets": { "portal": false } }), "/notifications/tickets/portal"),
        (json!({ "ratings": { "sms": false } }), "/notifications/ratings/sms"),
        (json!({ "tickets": false }), "/notifications/tickets"),
    ] {
        assert_eq!(choose(&customer, choice).await.refused(422, "invalid").text("/errors/0/pointer"), pointer);
    }
}

// staff turn off what is for staff
#[tokio::test]
async fn a_colleague_turns_messages_off() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (lin, zhou) = (firm.member("lin.yue").await, firm.maintainer("zhou.min").await);
    choose(&zhou, json!({ "account_requests": { "email": false } })).await.expect(200);
    let contact = firm.contact(&lin, "李雷", "13900000002").await;
    lin.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    app.drain().await;
    assert!(app.messages_to("zhou.min@example.com").is_empty());
    assert_eq!(
        app.messages_to("admin.yunfan@example.com")
            .iter()
            .filter(|message| message.subject.as_deref().is_some_and(|subject| subject.contains("李雷")))
            .count(),
        1
    );
    assert_eq!(zhou.get("/api/notices").await.expect(200).text("/items/0/kind"), "account_request.submitted");
    assert_eq!(firm.admin.get("/api/held-messages?reason=turned_off").await.expect(200).items().len(), 1);
}
