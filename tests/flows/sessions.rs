//! Sessions and devices, idle and absolute limits, and switching the identity.

use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::{AUTHENTICATOR, PASSWORD};
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use serde_json::json;

async fn log_in_from(app: &TestApp, login: &str, device: &'static str, address: &str) -> Client {
    app.log_in_as(&app.client().from(address).header("user-agent", device), login, PASSWORD).await
}

/// One account with a customer's identity in the first enterprise and in the second.
async fn in_two(app: &TestApp) -> (Enterprise, Enterprise, Client, Vec<String>) {
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let customer = firm.customer("王芳", "13900000001").await;
    let contact = other.contact(&other.admin, "Wang Fang", "+8613900000001").await;
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    customer.accept(&offered.text("/identity_id")).await;
    let me = customer.get("/api/me").await.expect(200);
    let own = me.body["identities"].as_array().expect("a list").iter();
    let ids = own.map(|identity| identity["identity_id"].as_str().expect("an id").to_owned()).collect();
    (firm, other, customer, ids)
}

async fn switch(client: &Client, identity: &str) -> foyer_testkit::Answer {
    client.put("/api/sessions/current/identity", json!({ "identity_id": identity })).await
}

// S003-19, F27: each device is shown, one is ended, and then all others
#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let phone = log_in_from(&app, "admin.yunfan", "Phone", "198.51.100.1").await;
    let desk = log_in_from(&app, "admin.yunfan", "Desk", "198.51.100.2").await;
    let list = desk.get("/api/sessions").await.expect(200);
    assert_eq!(list.items().len(), 3, "the one of the enterprise among them");
    let of = |device: &str| list.items().iter().find(|row| row["device"] == device).expect("listed").clone();
    assert_eq!((&of("Desk")["current"], &of("Phone")["current"]), (&json!(true), &json!(false)));
    assert_eq!((&of("Phone")["source"], &of("Phone")["last_seen_at"]), (&json!("198.51.100.1"), &json!("2026-01-05T08:00:00Z")));
    assert!(!list.body.to_string().contains(desk.token().rsplit('.').next().expect("a secret")));
    let id = of("Phone")["session_id"].as_str().expect("an id").to_owned();
    desk.delete(&format!("/api/sessions/{id}")).await.expect(204);
    phone.get("/api/me").await.refused(401, "not_signed_in");
    desk.delete(&format!("/api/sessions/{id}")).await.refused(404, "not_found");
    let third = log_in_from(&app, "admin.yunfan", "Third", "198.51.100.3").await;
    desk.delete("/api/sessions").await.expect(204);
    third.get("/api/me").await.refused(401, "not_signed_in");
    assert_eq!(desk.get("/api/sessions").await.expect(200).items().len(), 1);
    let entries = desk.get("/api/audit").await.expect(200);
    let acts: Vec<&str> =
        entries.items().iter().filter_map(|entry| entry["act"].as_str()).filter(|act| act.starts_with("session")).collect();
    assert_eq!(acts.len(), 2);
    assert!(acts.contains(&"session.ended") && acts.contains(&"sessions.ended"));
}

// a session of another account is not there
#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let id = firm.admin.get("/api/sessions").await.expect(200).text("/items/0/session_id");
    customer.delete(&format!("/api/sessions/{id}")).await.refused(404, "not_found");
    firm.admin.get("/api/me").await.expect(200);
}

// F27: staff rests for less than half an hour and works for at most twelve; a customer stays for 30 days
#[tokio::test]
async fn sessions_rest_and_end() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let (staff, resting) = (app.log_in("admin.yunfan", PASSWORD).await, app.log_in("admin.yunfan", PASSWORD).await);
    app.advance(SignedDuration::from_mins(29));
    staff.get("/api/me").await.expect(200);
    app.advance(SignedDuration::from_mins(1));
    resting.get("/api/me").await.refused(401, "not_signed_in");
    for _ in 0..24 {
        staff.get("/api/me").await.expect(200);
        app.advance(SignedDuration::from_mins(28));
    }
    staff.get("/api/me").await.expect(200);
    app.advance(SignedDuration::from_mins(18));
    staff.get("/api/me").await.refused(401, "not_signed_in");
    app.advance(SignedDuration::from_hours(29 * 24));
    customer.get("/api/me").await.expect(200);
    app.advance(SignedDuration::from_hours(24));
    customer.get("/api/me").await.refused(401, "not_signed_in");
}

// when a session was last used is kept, but not with each use: many at once keep it once
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_in_use_is_noted_now_and_then() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    assert!(firm.admin.get("/api/me").await.expect(200).spent.write < 0.5);
    app.advance(SignedDuration::from_mins(1));
    let uses: Vec<_> = (0..6)
        .map(|_| {
            let admin = firm.admin.clone();
            tokio::spawn(async move { admin.get("/api/me").await.expect(200).spent.write })
        })
        .collect();
    for one in uses {
        assert!(one.await.expect("no panic") <= 1.0);
    }
    let row = firm.admin.get("/api/sessions").await.expect(200);
    assert_eq!(row.text("/items/0/last_seen_at"), "2026-01-05T08:01:00Z");
}

// S003-19, F27: an administrator ends the sessions of somebody of his enterprise, who must choose another password
#[tokio::test]
async fn an_administrator_kicks_somebody_out() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let lin = firm.member("lin.yue").await;
    let id = lin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let seen = firm.admin.get(&format!("/api/identities/{id}/sessions")).await.expect(200);
    assert_eq!((seen.items().len(), &seen.items()[0]["current"]), (1, &json!(false)));
    for (who, status, code) in [(&lin, 403, "forbidden"), (&other.admin, 404, "not_found")] {
        who.get(&format!("/api/identities/{id}/sessions")).await.refused(status, code);
        who.post(&format!("/api/identities/{id}/sign-out"), json!({})).await.refused(status, code);
    }
    firm.admin.post(&format!("/api/identities/{id}/sign-out"), json!({})).await.expect(204);
    lin.get("/api/me").await.refused(401, "not_signed_in");
    let again = app.try_log_in("lin.yue", PASSWORD).await.expect(201);
    assert_eq!(again.body["must_change_password"], true);
    let again = app.client().with_token(&again.text("/token"));
    again.get("/api/contacts").await.refused(403, "password_change_required");
    let again = again.change_password(PASSWORD, "another horse entirely").await;
    again.get("/api/contacts").await.expect(200);
    let acts = firm.admin.get(&format!("/api/audit?target={id}")).await.expect(200);
    assert_eq!(acts.text("/items/0/act"), "identity.signed_out");
}

// an administrator sees the sessions in his enterprise and no others
#[tokio::test]
async fn sessions_elsewhere_are_not_shown() {
    let app = TestApp::start().await;
    let (firm, other, customer, ids) = in_two(&app).await;
    let here = |admin: &Client, id: &str| {
        let (admin, path) = (admin.clone(), format!("/api/identities/{id}/sessions"));
        async move { admin.get(&path).await.expect(200).items().len() }
    };
    assert_eq!((here(&firm.admin, &ids[0]).await, here(&other.admin, &ids[1]).await), (1, 0));
    switch(&customer, &ids[1]).await.expect(200);
    assert_eq!((here(&firm.admin, &ids[0]).await, here(&other.admin, &ids[1]).await), (0, 1));
    firm.admin.get(&format!("/api/identities/{}/sessions", ids[1])).await.refused(404, "not_found");
}

// S000-10, S001-4, S001-5, F3: another identity, another token, other data
#[tokio::test]
async fn a_customer_switches_identity() {
    let app = TestApp::start().await;
    let (firm, other, customer, ids) = in_two(&app).await;
    let ticket = firm.ticket(&customer, "打印机").await;
    let switched = switch(&customer, &ids[1]).await.expect(200);
    assert_eq!((switched.text("/active_identity/tenant_name"), switched.text("/landing")), ("harbour".into(), "portal".into()));
    assert!(switched.header("set-cookie").starts_with("__Host-foyer="));
    customer.get("/api/me").await.refused(401, "not_signed_in");
    let there = customer.with_token(&switched.text("/token"));
    there.get(&format!("/api/tickets/{ticket}")).await.refused(404, "not_found");
    there.get(&format!("/api/tickets/{ticket}/queue-position")).await.refused(404, "not_found");
    assert!(there.get("/api/tickets?view=submitted").await.expect(200).items().is_empty());
    there.post("/api/tickets", firm.ticket_body("x")).await.refused(422, "invalid");
    let own = other.ticket(&there, "Container").await;
    let back = there.with_token(&switch(&there, &ids[0]).await.expect(200).text("/token"));
    back.get(&format!("/api/tickets/{ticket}")).await.expect(200);
    back.get(&format!("/api/tickets/{own}")).await.refused(404, "not_found");
}

// S000-16, S000-25: not into an identity that is offboarded or deleted, nor into another's
#[tokio::test]
async fn only_an_active_identity_of_the_own_account_is_switched_to() {
    let app = TestApp::start().await;
    let (firm, other, customer, ids) = in_two(&app).await;
    let foreign = firm.admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    switch(&customer, &foreign).await.refused(422, "invalid");
    other.admin.post(&format!("/api/identities/{}/offboard", ids[1]), json!({})).await.expect(200);
    let refused = switch(&customer, &ids[1]).await.refused(409, "identity_not_active");
    assert_eq!(refused.text("/state"), "offboarded");
    let preview = other.admin.get(&format!("/api/identities/{}/offboarding-preview", ids[1])).await.expect(200);
    let delete = format!("/api/identities/{}?confirmation={}", ids[1], preview.text("/delete_this"));
    other.admin.delete(&delete).await.expect(200);
    switch(&customer, &ids[1]).await.refused(409, "identity_not_active");
    customer.get("/api/me").await.expect(200);
}

// F27: switching makes no session younger, and who logged in long ago logs in again to act as staff
#[tokio::test]
async fn switching_makes_no_session_younger() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let phone = "+8613911110000";
    let event = json!({
        "key": "third", "tenant_name": "Third", "dimension_name": "D", "organisation_name": "O", "queue_name": "Q",
        "administrator": { "name": "Ada", "login": phone, "phone": phone },
    });
    let made = app.invoke("bootstrap-tenant", event).await;
    let tenant = serde_json::from_value(made["tenant_id"].clone()).expect("an id");
    let seed = foyer_local::seed::Seed::new(&app.system, tenant).expect("there");
    seed.password(phone, PASSWORD).await.expect("set");
    seed.second_factor(phone, AUTHENTICATOR).await.expect("set");
    let contact = firm.contact(&firm.admin, "Ada", phone).await;
    let offered = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    let staff = app.log_in(phone, PASSWORD).await;
    staff.accept(&offered.text("/identity_id")).await;
    let me = staff.get("/api/me").await.expect(200);
    let (internal, external) = (me.text("/identities/0/identity_id"), me.text("/identities/1/identity_id"));
    let as_customer = switch(&staff, &external).await.expect(200);
    assert_eq!(as_customer.text("/expires_at"), "2026-02-04T08:00:00Z");
    let customer = staff.with_token(&as_customer.text("/token"));
    app.advance(SignedDuration::from_hours(11));
    let back = switch(&customer, &internal).await.expect(200);
    assert_eq!(back.text("/expires_at"), "2026-01-05T20:00:00Z");
    let customer = customer.with_token(&switch(&customer.with_token(&back.text("/token")), &external).await.expect(200).text("/token"));
    app.advance(SignedDuration::from_hours(1));
    switch(&customer, &internal).await.refused(401, "not_signed_in");
    customer.get("/api/me").await.expect(200);
}

// F3: every route, with each identity of one account: what the other identity may see is not there
#[tokio::test]
async fn what_one_identity_reads_another_never_does() {
    let app = TestApp::start().await;
    let (firm, _, customer, ids) = in_two(&app).await;
    let ticket = firm.ticket(&customer, "打印机").await;
    let there = customer.with_token(&switch(&customer, &ids[1]).await.expect(200).text("/token"));
    let contact = firm.admin.get("/api/contacts").await.expect(200).text("/items/0/contact_id");
    let secrets = [&ticket, &contact, &firm.queue.to_string(), &firm.tenant.to_string(), &ids[0]];
    for function in &app.system.template().functions {
        for trigger in &function.triggers {
            let foyer_local::template::Trigger::Route(route) = trigger else { continue };
            if matches!(function.operation.as_str(), "get-me" | "login" | "logout" | "switch-identity" | "list-sessions" | "get-openapi") {
                continue;
            }
            let path = route
                .path
                .replace("{ticket_id}", &ticket)
                .replace("{contact_id}", &contact)
                .replace("{identity_id}", &ids[0])
                .replace("{session_id}", "ses_01ke6jq30000000000000005e1");
            let method: Method = route.method.parse().expect("a method");
            let answer = there.send(method, &path, Some(json!({})).filter(|_| route.method == "POST")).await;
            if function.operation == "end-other-sessions" {
                continue;
            }
            let told = answer.body.to_string();
            assert!(secrets.iter().all(|secret| !told.contains(secret.as_str())), "{}: {told}", function.operation);
        }
    }
}

// F27: what a page asks by itself is no use; what somebody does is
#[tokio::test]
async fn polling_is_not_use() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (left, used) = (app.log_in("admin.yunfan", PASSWORD).await, app.log_in("admin.yunfan", PASSWORD).await);
    let contact = format!("/api/contacts/{}", firm.contact(&used, "王芳", "13900000001").await);
    let customer = firm.customer("李雷", "13900000002").await;
    let until = left.get("/api/me").await.expect(200).text("/rests_at");
    for _ in 0..29 {
        app.advance(SignedDuration::from_mins(1));
        for client in [&left, &used] {
            client.header("foyer-by-itself", "1").get("/api/notices/unread").await.expect(200);
        }
        // A page that changes something cannot say that nobody did it.
        used.header("foyer-by-itself", "1").send(Method::PATCH, &contact, Some(json!({ "remark": "x" }))).await.expect(200);
    }
    assert_eq!(left.header("foyer-by-itself", "1").get("/api/me").await.expect(200).text("/rests_at"), until);
    app.advance(SignedDuration::from_mins(1));
    left.header("foyer-by-itself", "1").get("/api/notices/unread").await.refused(401, "not_signed_in");
    let next = used.get("/api/me").await.expect(200).text("/rests_at");
    assert!(next > until, "{next} after {until}");
    assert!(customer.get("/api/me").await.expect(200).body.get("rests_at").is_none());
}
