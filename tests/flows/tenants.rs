//! Two enterprises on one system: nothing of one is there for the other.

use foyer_testkit::TestApp;
use serde_json::json;

// S001-5, F3: every id of the one, tried by everybody of the other
#[tokio::test]
async fn nothing_of_one_enterprise_is_there_for_another() {
    let app = TestApp::start().await;
    let (yunfan, harbour) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let contact = yunfan.contact(&yunfan.admin, "王芳", "13900000001").await;
    let customer = yunfan.customer("李雷", "13900000002").await;
    let ticket = yunfan.ticket(&customer, "打印机").await;
    let lin = yunfan.member("lin.yue").await;
    let asked = yunfan.contact(&lin, "韩梅梅", "13900000003").await;
    let request = lin.post(&format!("/api/contacts/{asked}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    let request = request.text("/request_id");

    let foreigner = &harbour.admin;
    for path in
        [format!("/api/contacts/{contact}"), format!("/api/tickets/{ticket}"), format!("/api/tickets?view=queue&queue_id={}", yunfan.queue)]
    {
        foreigner.get(&path).await.refused(404, "not_found");
    }
    for (path, body) in [
        (format!("/api/contacts/{contact}/account"), json!({})),
        (format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })),
        (format!("/api/account-requests/{request}/approve"), json!({})),
        (format!("/api/account-requests/{request}/reject"), json!({ "reason": "x" })),
        (format!("/api/tickets/{ticket}/accept"), json!({})),
    ] {
        foreigner.post(&path, body).await.refused(404, "not_found");
    }
    for list in ["/api/contacts", "/api/account-requests", "/api/account-requests?state=approved"] {
        assert!(foreigner.get(list).await.expect(200).items().is_empty(), "{list}");
    }
    let mut body = harbour.contact_body("X", "13900000009");
    body["organisation_id"] = json!(yunfan.organisation.to_string());
    foreigner.post("/api/contacts", body).await.refused(422, "invalid");
    let theirs = harbour.customer("Tom", "+12015550101").await;
    let mut body = harbour.ticket_body("x");
    body["queue_id"] = json!(yunfan.queue.to_string());
    theirs.post("/api/tickets", body).await.refused(422, "invalid");
    theirs.get(&format!("/api/tickets/{ticket}")).await.refused(404, "not_found");
    theirs.get(&format!("/api/tickets/{ticket}/queue-position")).await.refused(404, "not_found");
    let own = harbour.ticket(&theirs, "x").await;
    let place = theirs.get(&format!("/api/tickets/{own}/queue-position")).await.expect(200);
    assert_eq!((place.body["position"].as_u64(), place.body["waiting"].as_u64()), (Some(1), Some(1)));
}

// the same key again changes nothing
#[tokio::test]
async fn a_tenant_is_made_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let event = |key: &str, login: &str| {
        json!({
            "key": key, "tenant_name": "yunfan",
            "administrator": { "name": "Ada", "login": login, "email": format!("{login}@example.com") },
            "dimension_name": "D", "organisation_name": "O", "queue_name": "Q",
        })
    };
    let again = app.invoke("bootstrap-tenant", event("yunfan", "somebody.else")).await;
    assert_eq!((again["created"].as_bool(), again["tenant_id"].as_str()), (Some(false), Some(firm.tenant.to_string().as_str())));
    let taken = app.system.invoke("bootstrap-tenant", event("other", "admin.yunfan")).await.expect_err("the login is taken");
    assert!(taken.to_string().contains("belongs to another account"), "{taken}");
    let mut unknown = event("third", "third");
    unknown["colour"] = json!("red");
    let refused = app.system.invoke("bootstrap-tenant", unknown).await.expect_err("an unknown member");
    assert!(refused.to_string().contains("colour"), "{refused}");
}
