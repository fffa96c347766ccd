//! Staff opens accounts; customers come in.

use foyer_domain::agents::Role;
use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{TestApp, authority};
use serde_json::json;

/// The initial password in the message that opened an account.
pub(crate) fn password_in(message: &str) -> String {
    let after = message.split("初始密码：").nth(1).or_else(|| message.split("Initial password: ").nth(1));
    after.and_then(|rest| rest.split(' ').next()).expect("the message holds a password").to_owned()
}

// S000-1, S000-4, S000-5, S000-7, S001-1, S001-2, S002-15, F1
#[tokio::test]
async fn a_contact_gets_its_login_by_sms_and_must_choose_a_password() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = firm.contact(&firm.admin, "王芳", "13900000001").await;
    let tab = firm.admin.get(&format!("/api/contacts/{contact}")).await.expect(200);
    assert_eq!(tab.text("/account/suggested_login"), "+8613900000001");

    let opened = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    assert_eq!(opened.header("location"), format!("/api/contacts/{contact}"));
    assert!(opened.body.to_string().find("password\":").is_none(), "{}", opened.body);
    app.drain().await;
    let message = app.only_message_to("+8613900000001");
    assert!(message.starts_with("【yunfan】") && message.contains("+8613900000001"), "{message}");

    let initial = password_in(&message);
    let session = app.try_log_in("139 0000 0001", &initial).await.expect(201);
    assert_eq!(session.text("/landing"), "portal");
    assert_eq!(session.body["must_change_password"], true);
    let customer = app.client().with_token(&session.text("/token"));
    customer.get("/api/tickets?view=submitted").await.refused(403, "password_change_required");
    let customer = customer.change_password(&initial, "我想要一个很长的中文密码").await;
    customer.get("/api/tickets?view=submitted").await.expect(200);
    assert_eq!(customer.get("/api/me").await.expect(200).body["must_change_password"], false);
    app.try_log_in("+8613900000001", &initial).await.refused(401, "login_failed");
    app.try_log_in("+8613900000001", "我想要一个很长的中文密码").await.expect(201);
    assert_eq!(firm.admin.get(&format!("/api/contacts/{contact}")).await.text("/account/state"), "open");
}

// S000-6: one login page, two places to land
#[tokio::test]
async fn staff_lands_in_the_console() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.member("lin.yue").await;
    assert_eq!(app.try_log_in("lin.yue", PASSWORD).await.expect(201).text("/landing"), "console");
    assert_eq!(firm.admin.get("/api/me").await.text("/active_identity/kind"), "internal");
}

// S001-1: who has no phone gets the message by email
#[tokio::test]
async fn a_contact_without_a_phone_gets_an_email() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let body = json!({ "organisation_id": firm.organisation.to_string(), "name": "Tom", "email": "Tom@Example.com", "language": "en" });
    let contact = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    app.drain().await;
    let initial = password_in(&app.only_message_to("tom@example.com"));
    app.try_log_in("tom@example.com", &initial).await.expect(201);
}

// decision 1: an initial password is good for 72 hours
#[tokio::test]
async fn an_initial_password_expires() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = firm.contact(&firm.admin, "王芳", "13900000001").await;
    firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    app.drain().await;
    let initial = password_in(&app.only_message_to("+8613900000001"));
    app.advance(SignedDuration::from_hours(71));
    app.try_log_in("13900000001", &initial).await.expect(201);
    app.advance(SignedDuration::from_hours(1));
    app.try_log_in("13900000001", &initial).await.refused(401, "login_failed");
}

// decision 1, F6: a message with a password that is void does not go out
#[tokio::test]
async fn a_message_with_a_void_password_is_held_back() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.customer("王芳", "13900000001").await;
    app.drain().await;
    assert!(app.messages_to("+8613900000001").is_empty());
}

// S000-2, F2: exactly these people, and the refusal names what is missing
#[tokio::test]
async fn only_the_named_people_open_an_account() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (owner, participant, service) = (firm.member("owner").await, firm.member("participant").await, firm.member("service").await);
    let id = |me: foyer_testkit::Answer| me.text("/active_identity/identity_id");
    let ids = [id(owner.get("/api/me").await), id(participant.get("/api/me").await), id(service.get("/api/me").await)];
    let maintainer = firm.maintainer("maintainer").await;
    // who maintains the dimension may say who is responsible, and may still not open the account himself
    let adder = firm.staff("dimension", authority(Role::TeamLead, &[], &[firm.dimension], &[])).await;
    let stranger = firm.member("stranger").await;
    let mut number = 0;
    let mut contact = async || {
        number += 1;
        let mut body = firm.contact_body("王芳", &format!("1390000{number:04}"));
        body["owner"] = json!(ids[0]);
        body["participants"] = json!([ids[1]]);
        body["service_owner"] = json!(ids[2]);
        adder.post("/api/contacts", body).await.expect(201).text("/contact_id")
    };
    for who in [&owner, &participant, &service, &maintainer, &firm.admin] {
        let contact = contact().await;
        who.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    }
    let contact = contact().await;
    let path = format!("/api/contacts/{contact}/account");
    let refused = adder.post(&path, json!({})).await.refused(403, "forbidden");
    let missing = refused.body["missing_relation"].to_string();
    for relation in ["owner", "participant", "service_owner", "maintain"] {
        assert!(missing.contains(relation), "{missing}");
    }
    stranger.post(&path, json!({})).await.refused(404, "not_found");
    app.client().post(&path, json!({})).await.refused(401, "not_signed_in");
    let customer = firm.customer("Li", "13911112222").await;
    customer.post(&path, json!({})).await.refused(403, "staff_only");
    let tab = firm.admin.get(&format!("/api/contacts/{contact}")).await;
    assert_eq!(tab.text("/account/state"), "none", "a refused opening changes nothing");
}

// S001-2, decision 3: a login name that was typed is nobody else's
#[tokio::test]
async fn an_account_opens_once_and_a_login_name_belongs_to_one() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let first = firm.contact(&firm.admin, "王芳", "13900000001").await;
    let second = firm.contact(&firm.admin, "李雷", "13900000002").await;
    let named = json!({ "login": "wang.fang" });
    firm.admin.post(&format!("/api/contacts/{first}/account"), named.clone()).await.expect(201);
    firm.admin.post(&format!("/api/contacts/{first}/account"), json!({})).await.refused(409, "account_open");
    firm.admin.post(&format!("/api/contacts/{second}/account"), named).await.refused(409, "login_taken");
    app.drain().await;
    assert_eq!(app.messages_to("+8613900000001").len(), 1);
    assert!(app.messages_to("+8613900000002").is_empty());
}

// F8: weak initial passwords are refused, and one that cannot be sent must be typed
#[tokio::test]
async fn an_initial_password_satisfies_the_rule() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let contact = firm.contact(&firm.admin, "王芳", "13900000001").await;
    let path = format!("/api/contacts/{contact}/account");
    for weak in ["short", "aaaaaaaaaaaaaaaa", "welcome to foyer"] {
        let refused = firm.admin.post(&path, json!({ "initial_password": weak })).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/initial_password");
        assert!(!refused.body.to_string().contains(weak));
    }
    let nowhere = json!({ "organisation_id": firm.organisation.to_string(), "name": "Nobody" });
    let nowhere = firm.admin.post("/api/contacts", nowhere).await.expect(201).text("/contact_id");
    firm.admin.post(&format!("/api/contacts/{nowhere}/account"), json!({})).await.refused(422, "invalid");
    let typed = json!({ "initial_password": "handed over in person" });
    let login = firm.admin.post(&format!("/api/contacts/{nowhere}/account"), typed).await.expect(201).text("/login");
    app.try_log_in(&login, "handed over in person").await.expect(201);
}

// S002-4, S004-11, F16: a contact is there for who may see it
#[tokio::test]
async fn ordinary_staff_sees_only_its_own_contacts() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (lin, he) = (firm.member("lin.yue").await, firm.member("he.yu").await);
    let mine = firm.contact(&lin, "王芳", "13900000001").await;
    firm.contact(&firm.admin, "李雷", "13900000002").await;
    let seen = lin.get("/api/contacts").await.expect(200);
    assert_eq!(seen.items().len(), 1);
    assert_eq!(seen.text("/items/0/contact_id"), mine);
    assert_eq!(firm.admin.get("/api/contacts").await.items().len(), 2);
    assert!(he.get("/api/contacts").await.items().is_empty());
    he.get(&format!("/api/contacts/{mine}")).await.refused(404, "not_found");
}

// every list is paged
#[tokio::test]
async fn contacts_come_in_pages() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(firm.contact(&firm.admin, "C", &format!("1390000000{number}")).await);
        app.advance(SignedDuration::from_millis(1));
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut path = "/api/contacts?limit=2".to_owned();
    loop {
        let page = firm.admin.get(&path).await.expect(200);
        seen.extend((0..page.items().len()).map(|row| page.text(&format!("/items/{row}/contact_id"))));
        match page.body["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/contacts?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, made, "newest first, each once");
    // a cursor is good for its own list and session, and no other
    let cursor = firm.admin.get("/api/contacts?limit=2").await.text("/next_cursor");
    firm.maintainer("zhou").await.get(&format!("/api/contacts?cursor={cursor}")).await.refused(422, "invalid");
    firm.admin.get(&format!("/api/account-requests?cursor={cursor}")).await.refused(422, "invalid");
    firm.admin.get("/api/contacts?limit=101").await.refused(422, "invalid");
}
