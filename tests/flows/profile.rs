//! The own profile.

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;
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
    other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    let me = customer.get("/api/me").await.expect(200);
    let second = &me.body["identities"][1];
    assert_eq!(second["bound_to"], json!({ "kind": "contact", "id": contact }));
    assert_eq!((&second["tenant_name"], &second["kind"], &second["state"]), (&json!("harbour"), &json!("external"), &json!("active")));
    assert_eq!(firm.admin.get("/api/me").await.expect(200).body["active_identity"]["bound_to"], Value::Null);
}
