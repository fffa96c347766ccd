//! The pages of the portal that are open, and those that are not.

use foyer_testkit::{Client, TestApp};
use serde_json::json;

async fn identity(client: &Client) -> String {
    client.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

// S003-14: menus show what is open, to whom it is open
#[tokio::test]
async fn staff_are_told_what_they_may_do_everywhere() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let all = ["view_all_tickets", "manage_queues", "manage_sessions", "manage_apps", "manage_enterprise", "read_silence", "read_audit"];
    assert_eq!(firm.admin.get("/api/me").await.expect(200).body["rights"], json!(all));
    assert_eq!(firm.agent("he.yu").await.get("/api/me").await.expect(200).body["rights"], json!([]));
    assert!(firm.customer("王芳", "13900000001").await.get("/api/me").await.expect(200).body["rights"].is_null());
}

// S000-8, decision 9: what is closed is closed in the API, from the next request on, and shown to nobody in the menu
#[tokio::test]
async fn a_page_that_is_closed_is_refused() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, li) = (firm.customer("王芳", "13900000001").await, firm.customer("李雷", "13900000002").await);
    let ticket = firm.ticket(&wang, "打印机").await;
    assert_eq!(firm.admin.get("/api/apps").await.expect(200).body["apps"], json!(["home", "tickets", "notices"]));
    assert_eq!(wang.get("/api/me").await.expect(200).body["apps"], json!(["home", "tickets", "notices"]));

    let closed = firm.admin.put("/api/apps", json!({ "apps": ["home"] })).await.expect(200);
    assert_eq!(closed.body["apps"], json!(["home"]));
    assert_eq!(wang.get("/api/me").await.expect(200).body["apps"], json!(["home"]));
    for path in
        ["/api/tickets?view=submitted", "/api/queues", &format!("/api/tickets/{ticket}"), &format!("/api/tickets/{ticket}/queue-position")]
    {
        let refused = wang.get(path).await.refused(403, "app_closed");
        assert_eq!(refused.text("/app"), "tickets");
    }
    wang.post("/api/tickets", firm.ticket_body("x")).await.refused(403, "app_closed");
    // staff work on
    let agent = firm.agent("he.yu").await;
    agent.get(&format!("/api/tickets/{ticket}")).await.expect(200);
    assert!(agent.get("/api/me").await.expect(200).body["apps"].is_null());

    // to one person only
    let path = format!("/api/identities/{}/apps", identity(&li).await);
    firm.admin.put(&path, json!({ "apps": ["tickets"] })).await.expect(204);
    firm.ticket(&li, "发票").await;
    wang.post("/api/tickets", firm.ticket_body("x")).await.refused(403, "app_closed");
    firm.admin.put(&path, json!({ "apps": null })).await.expect(204);
    li.get("/api/queues").await.refused(403, "app_closed");

    let acts = firm.admin.get("/api/audit").await.expect(200);
    let opened: Vec<_> = acts.items().iter().filter(|entry| entry["act"] == "apps.opened").collect();
    assert_eq!(opened.len(), 3);
}

// S000-8: only administrators say so, and only of their own enterprise's people
#[tokio::test]
async fn only_administrators_open_pages() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let wang = firm.customer("王芳", "13900000001").await;
    let member = firm.maintainer("lin.yue").await;
    let path = format!("/api/identities/{}/apps", identity(&wang).await);
    let apps = json!({ "apps": [] });
    for who in [&member, &wang] {
        let code = if who.token() == wang.token() { "staff_only" } else { "forbidden" };
        who.get("/api/apps").await.refused(403, code);
        who.put("/api/apps", apps.clone()).await.refused(403, code);
        who.put(&path, apps.clone()).await.refused(403, code);
    }
    other.admin.put(&path, apps.clone()).await.refused(404, "not_found");
    let staff = format!("/api/identities/{}/apps", identity(&member).await);
    firm.admin.put(&staff, apps.clone()).await.refused(404, "not_found");
    app.client().put("/api/apps", apps.clone()).await.refused(401, "not_signed_in");
    let unknown = firm.admin.put("/api/apps", json!({ "apps": ["everything"] })).await.refused(422, "invalid");
    assert_eq!(unknown.text("/errors/0/pointer"), "/apps/0");
    // the other enterprise is as it was
    assert_eq!(other.admin.get("/api/apps").await.expect(200).body["apps"], json!(["home", "tickets", "notices"]));
}
