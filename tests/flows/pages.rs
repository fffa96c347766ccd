//! The pages, and what a page of another origin may not do.

use foyer_testkit::TestApp;
use http::header::CONTENT_TYPE;
use serde_json::json;

// a path of a page is the document, whoever asks; what is below /api/ and a file that is gone are 404
#[tokio::test]
async fn pages_are_served_beside_the_api() {
    let app = TestApp::start().await;
    let client = app.client();
    for path in ["/", "/tickets", "/tickets/tkt_01ke6jq30000000000000007c1?a=1", "/console/customers"] {
        let answer = client.get(path).await.expect(200);
        assert_eq!(answer.header(CONTENT_TYPE.as_str()), "text/html; charset=utf-8", "{path}");
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        // of other origins there is one: where attachments are
        let own = policy.replace(&app.deps().config.attachments_origin, "");
        assert!(!own.contains("unsafe") && !own.contains("http"), "{policy}");
        assert_ne!(client.get(path).await.header("content-security-policy"), policy, "each answer has a nonce of its own");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for path in ["/api", "/api/nothing", "/assets/gone.js", "/robots.txt", "/../etc/passwd"] {
        client.get(path).await.refused(404, "not_found");
    }
}

// SameSite=Strict lets in what shares our site; the name of the origin tells it from us
#[tokio::test]
async fn a_page_of_another_origin_cannot_use_the_cookie() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let cookie = format!("__Host-foyer={}", customer.token());
    let browser = app.client().header("cookie", &cookie).header("host", "portal.example.com");
    let body = json!({ "identity_id": "idn_01ke6jq30000000000000001d1" });
    let foreign = browser.header("origin", "https://shop.example.com");
    foreign.put("/api/sessions/current/identity", body.clone()).await.refused(403, "cross_origin");
    foreign.delete("/api/sessions").await.refused(403, "cross_origin");
    let own = browser.header("origin", "https://portal.example.com");
    own.put("/api/sessions/current/identity", body).await.expect(422);
    own.delete("/api/sessions").await.expect(204);
}
