//! Limits at their numbers, as docs/SECURITY.md states them, where no story of another file passes them.

use foyer_domain::limit::{DAY, Kind, Limit};
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_testkit::TestApp;
use foyer_testkit::enterprise::PASSWORD;
use http::Method;
use serde_json::json;

const MOBILE: &str = "+8613900000001";
const EMAIL: &str = "wang.fang@example.com";

// 2.2.1: a body of JSON has 64 KiB
#[tokio::test]
async fn a_body_has_64_kib() {
    let app = TestApp::start().await;
    let login = json!({ "login": "nobody", "password": "guess" }).to_string();
    let padded = |length: usize| format!("{login}{}", " ".repeat(length - login.len())).into_bytes();
    let send = async |length| app.client().raw(Method::POST, "/api/sessions", "application/json", padded(length)).await;
    send(64 * 1024).await.refused(401, "login_failed");
    send(64 * 1024 + 1).await.refused(413, "too_large");
}

// S003-18: who did the first step has ten minutes for the second
#[tokio::test]
async fn the_second_step_has_ten_minutes() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    app.enrol(&customer, PASSWORD).await;
    let begin = async || app.client().with_token(&app.try_log_in(MOBILE, PASSWORD).await.expect(201).text("/token"));
    let pass = async |half: &foyer_testkit::Client| {
        half.post("/api/sessions/current/second-factor", json!({ "code": app.code(MOBILE).await })).await
    };
    let (soon, late) = (begin().await, begin().await);
    app.advance(SignedDuration::from_secs(10 * 60 - 1));
    pass(&soon).await.expect(200);
    app.advance(SignedDuration::from_secs(1));
    pass(&late).await.refused(401, "not_signed_in");
}

/// Counts until one is left of so many in a day.
async fn leave_one(app: &TestApp, by: Kind, most: u32, what: &str) {
    let limit = Limit { by, most: most - 1, within: DAY };
    while app.deps().store.take(limit, what, &app.deps().commit_token(), app.clock.now()).await.expect("counted") {}
}

async fn held(app: &TestApp, reason: &str) -> usize {
    // Days pass, and sessions of staff with them.
    let admin = app.log_in("admin.yunfan", PASSWORD).await;
    admin.get(&format!("/api/held-messages?reason={reason}&limit=100")).await.expect(200).items().len()
}

// Messages: the last that fits goes out, and the next is held back with its reason; each limit at its number
#[tokio::test]
async fn messages_have_their_numbers() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let mut body = firm.contact_body("王芳", MOBILE);
    body["mobile"] = json!(null);
    body["email"] = json!(EMAIL);
    let contact = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    app.drain().await;
    firm.seed.initial_password(EMAIL, "the first password").await.expect("the account is there");
    let customer = app.log_in(EMAIL, "the first password").await.change_password("the first password", PASSWORD).await;
    let submit = async |title: &str| {
        let mut form = firm.ticket_body(title);
        form["reply_method"] = json!("email");
        customer.post("/api/tickets", form).await.expect(201);
        app.drain().await;
        app.messages_to(EMAIL).len()
    };
    let ask = async || {
        app.client().post("/api/password-resets", json!({ "login": EMAIL })).await.expect(202);
        app.drain().await;
        app.messages_to(EMAIL).len()
    };
    let (tenant, recipient) = (firm.tenant.to_string(), format!("{} {EMAIL}", firm.tenant));
    leave_one(&app, Kind::NewsByEmail, 100, &recipient).await;
    let before = app.messages_to(EMAIL).len();
    assert_eq!((submit("the hundredth").await, submit("one more").await), (before + 1, before + 1));
    assert_eq!(held(&app, "recipient_limit").await, 1);

    app.advance(DAY);
    leave_one(&app, Kind::CodesOfTenant, 500, &tenant).await;
    let before = app.messages_to(EMAIL).len();
    assert_eq!((ask().await, ask().await), (before + 1, before + 1));
    assert_eq!(held(&app, "spend_limit").await, 1);

    app.advance(DAY);
    leave_one(&app, Kind::MessagesOfRecipient, 150, &recipient).await;
    let before = app.messages_to(EMAIL).len();
    assert_eq!((ask().await, ask().await), (before + 1, before + 1), "a code is a message too");
    assert_eq!(held(&app, "recipient_limit").await, 2);
}

// F7: who has 65,536 networks of one site has no more attempts at a name, and no more codes for it, than from one
#[tokio::test]
async fn one_site_is_one_who_asks() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.customer("王芳", MOBILE).await;
    app.drain().await;
    let at = |network: u32| app.client().from(&format!("2001:db8:1:{network:x}::1"));
    let before = app.messages_to(MOBILE).len();
    for network in 1..=12 {
        at(network).post("/api/password-resets", json!({ "login": MOBILE })).await.expect(202);
    }
    app.drain().await;
    assert_eq!(app.messages_to(MOBILE).len() - before, 3);
    let guess = json!({ "login": MOBILE, "password": "guess" });
    for network in 1..=6 {
        at(network).post("/api/sessions", guess.clone()).await.refused(401, "login_failed");
    }
    at(7).post("/api/sessions", guess).await.refused(429, "too_many_requests");
    app.try_log_in(MOBILE, PASSWORD).await.expect(201);
}
