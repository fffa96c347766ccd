//! External identities: binding, offboarding, rehiring, deleting, resetting.

use foyer_domain::tickets::{Ticket, TicketState};
use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

use crate::accounts::password_in;

const MOBILE: &str = "13900000001";

/// An identity that was opened, with the contact that it stands for.
struct Opened {
    contact: String,
    identity: String,
    account: String,
}

async fn contact(by: &Client, firm: &Enterprise, name: &str, mobile: &str) -> String {
    firm.contact(by, name, mobile).await
}

async fn open(by: &Client, firm: &Enterprise, name: &str, mobile: &str) -> Opened {
    let contact = contact(by, firm, name, mobile).await;
    let opened = by.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    Opened { contact, identity: opened.text("/identity_id"), account: opened.text("/account_id") }
}

/// Opens an account and logs in to it with a password of its own.
async fn customer(app: &TestApp, firm: &Enterprise, name: &str) -> (Opened, Client) {
    let opened = open(&firm.admin, firm, name, MOBILE).await;
    app.drain().await;
    let initial = password_in(&app.messages_to("+8613900000001")[0].text);
    let session = app.log_in(MOBILE, &initial).await;
    (opened, session.change_password(&initial, PASSWORD).await)
}

fn path(opened: &Opened, what: &str) -> String {
    format!("/api/identities/{}{what}", opened.identity)
}

async fn preview(by: &Client, opened: &Opened) -> Value {
    by.get(&path(opened, "/offboarding-preview")).await.expect(200).body
}

async fn offboard(by: &Client, opened: &Opened) -> foyer_testkit::Answer {
    by.post(&path(opened, "/offboard"), json!({})).await
}

async fn delete(by: &Client, opened: &Opened) -> foyer_testkit::Answer {
    let confirmation = preview(by, opened).await["delete_this"].as_str().unwrap_or("none").to_owned();
    by.delete(&path(opened, &format!("?confirmation={confirmation}"))).await
}

async fn tab(firm: &Enterprise, opened: &Opened) -> Value {
    firm.admin.get(&format!("/api/contacts/{}", opened.contact)).await.expect(200).body["account"].clone()
}

// S000-9, S001-2, decision 14: somebody who has an account is asked, keeps his password, and accepts with his session
#[tokio::test]
async fn a_person_has_one_account_with_an_identity_in_each_enterprise() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let (first, session) = customer(&app, &firm, "王芳").await;
    let contact = contact(&other.admin, &other, "Wang Fang", "+8613900000001").await;
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    assert_ne!(offered.text("/account_id"), first.account);
    app.drain().await;
    let asked = &app.messages_to("+8613900000001")[1].text;
    assert!(asked.contains("【harbour】邀请您使用其服务。+8613900000001 已有账号") && !asked.contains("初始密码"), "{asked}");
    // nothing is bound before he says so
    let names = async || {
        let me = session.get("/api/me").await.expect(200);
        me.body["identities"].as_array().expect("a list").iter().map(|own| own["tenant_name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["yunfan"]);
    let waiting = async || other.admin.get(&format!("/api/contacts/{contact}")).await.expect(200).body["account"]["waiting"].clone();
    assert_eq!(waiting().await, true);
    let offers = session.get("/api/me/offers").await.expect(200);
    assert_eq!(
        (offers.items().len(), offers.text("/items/0/tenant_name"), offers.text("/items/0/name")),
        (1, "harbour".into(), "Wang Fang".into())
    );
    assert_eq!((offers.text("/items/0/address"), &offers.body["items"][0]["needs_code"]), ("+86139****0001".into(), &json!(false)));
    session.accept(&offered.text("/identity_id")).await;
    assert_eq!((names().await, waiting().await), (vec![json!("yunfan"), json!("harbour")], json!(false)));
    assert!(session.get("/api/me/offers").await.expect(200).items().is_empty());
    app.drain().await;
    let told = &app.messages_to("+8613900000001")[2].text;
    assert!(told.contains("【harbour】已为您的账号 +8613900000001 添加新身份"), "{told}");
    // each enterprise sees its own identity, and nothing of the other
    let seen = other.admin.get(&format!("/api/contacts/{contact}")).await.expect(200);
    assert_eq!(seen.text("/account/identity_id"), offered.text("/identity_id"));
    other.admin.get(&format!("/api/identities/{}/offboarding-preview", first.identity)).await.refused(404, "not_found");
    let audit = other.admin.get(&format!("/api/audit?target={}", first.account)).await.expect(200);
    assert_eq!((audit.items().len(), audit.text("/items/0/act")), (1, "identity.bound".into()));
}

// S000-9, S000-10: identities that one enterprise gave twice are told apart by name and organisation; staff by role
#[tokio::test]
async fn identities_are_told_apart_by_what_they_are_called() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (opened, client) = customer(&app, &firm, "王芳").await;
    let me = client.get("/api/me").await.expect(200);
    assert_eq!(me.body["identities"][0]["bound_to"], json!({ "kind": "contact", "id": opened.contact }), "nobody to tell it from");
    assert!(me.body["active_identity"].get("role").is_none());

    let organisation = firm.seed.organisation(firm.dimension, "海棠贸易").await.expect("made");
    let body = json!({ "organisation_id": organisation.to_string(), "name": "王经理", "mobile": MOBILE });
    let second = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    let opened = firm.admin.post(&format!("/api/contacts/{second}/account"), json!({})).await.expect(201);
    client.accept(&opened.text("/identity_id")).await;
    let company = firm.admin.post("/api/customers", json!({ "name": "王芳工作室", "mobile": MOBILE })).await.expect(201);
    let opened = firm.admin.post(&format!("/api/customers/{}/account", company.text("/customer_id")), json!({})).await.expect(201);
    client.accept(&opened.text("/identity_id")).await;
    let me = client.get("/api/me").await.expect(200);
    let bound: Vec<&Value> = me.body["identities"].as_array().expect("a list").iter().map(|own| &own["bound_to"]).collect();
    assert_eq!((&bound[0]["name"], &bound[1]["name"], &bound[2]["name"]), (&json!("王芳"), &json!("王经理"), &json!("王芳工作室")));
    assert_eq!((&bound[1]["organisation_name"], bound[2].get("organisation_name")), (&json!("海棠贸易"), None));
    assert_ne!(bound[0]["organisation_name"], bound[1]["organisation_name"]);
    assert_eq!(&me.body["active_identity"]["bound_to"], bound[0]);
    // as the enterprise calls it now
    firm.admin.send(Method::PATCH, &format!("/api/contacts/{second}"), Some(json!({ "name": "王总" }))).await.expect(200);
    assert_eq!(client.get("/api/me").await.expect(200).text("/identities/1/bound_to/name"), "王总");

    for (staff, role) in [(&firm.admin, "administrator"), (&firm.agent("he.yu").await, "agent"), (&firm.member("lin.yue").await, "member")]
    {
        let me = staff.get("/api/me").await.expect(200);
        assert_eq!((me.text("/active_identity/role"), &me.body["active_identity"]["bound_to"]), (role.into(), &Value::Null));
    }
}

// S000-9, decision 14: enterprises open at once for the same person: each gets the same answer, one message holds a
// password, and the person brings together what is his
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn openings_at_once_are_one_account_and_offers() {
    let app = TestApp::start().await;
    let mut openings = Vec::new();
    for name in ["yunfan", "harbour", "haitang"] {
        let firm = app.enterprise(name).await;
        let contact = contact(&firm.admin, &firm, "王芳", "+8613900000001").await;
        let admin = firm.admin.clone();
        openings.push(tokio::spawn(async move { admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201) }));
    }
    for opening in openings {
        let opened = opening.await.expect("no panic");
        assert_eq!((opened.text("/login"), &opened.body["waiting"]), ("+8613900000001".into(), &json!(true)));
    }
    app.drain().await;
    let messages = app.messages_to("+8613900000001");
    let with_password: Vec<_> = messages.iter().filter(|message| message.text.contains("初始密码：")).collect();
    assert_eq!((messages.len(), with_password.len()), (3, 1));
    let initial = password_in(&with_password[0].text);
    let session = app.log_in(MOBILE, &initial).await.change_password(&initial, PASSWORD).await;
    let offers = session.get("/api/me/offers").await.expect(200);
    assert_eq!(offers.items().len(), 2);
    for offer in offers.items() {
        session.accept(offer["identity_id"].as_str().expect("an id")).await;
    }
    let me = session.get("/api/me").await.expect(200);
    assert_eq!(me.body["identities"].as_array().map(Vec::len), Some(3));
}

// S000-14, S000-15, S000-20, S000-22, S000-23, decision 5: suspended, signed out with the next request, and back with its data
#[tokio::test]
async fn who_is_offboarded_is_out_and_rehired_is_back() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (opened, session) = customer(&app, &firm, "王芳").await;
    let ticket = firm.ticket(&session, "打印机").await;
    let told = app.messages_to("+8613900000001").len();
    let receipt = offboard(&firm.admin, &opened).await.expect(200);
    assert_eq!((receipt.text("/identities/0/state"), receipt.body["sessions_ended"].as_u64()), ("offboarded".into(), Some(1)));
    session.get("/api/me").await.refused(401, "not_signed_in");
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
    let now = tab(&firm, &opened).await;
    assert_eq!((&now["state"], &now["actions"]), (&json!("offboarded"), &json!(["rehire", "delete"])));
    firm.admin.post(&path(&opened, "/password-reset"), json!({})).await.refused(409, "identity_not_active");
    offboard(&firm.admin, &opened).await.refused(409, "illegal_move");
    // F6, decision 13: silence
    app.drain().await;
    assert_eq!(app.messages_to("+8613900000001").len(), told);

    firm.admin.post(&path(&opened, "/rehire"), json!({})).await.expect(200);
    firm.admin.post(&path(&opened, "/rehire"), json!({})).await.refused(409, "illegal_move");
    let back = app.log_in(MOBILE, PASSWORD).await;
    assert_eq!(back.get(&format!("/api/tickets/{ticket}")).await.expect(200).text("/title"), "打印机");
    assert_eq!(tab(&firm, &opened).await["actions"], json!(["reset_password", "offboard", "delete"]));
}

// S000-16, S000-17: with another identity the account still logs in
#[tokio::test]
async fn the_other_identities_of_an_account_stay() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let (first, session) = customer(&app, &firm, "王芳").await;
    let second = open(&other.admin, &other, "Wang Fang", "+8613900000001").await;
    session.accept(&second.identity).await;
    assert_eq!(preview(&firm.admin, &first).await["others"], json!([]), "what is elsewhere is nobody's business here");
    offboard(&firm.admin, &first).await.expect(200);
    session.get("/api/me").await.refused(401, "not_signed_in");
    let again = app.try_log_in(MOBILE, PASSWORD).await.expect(201);
    assert_eq!(again.text("/active_identity/tenant_name"), "harbour");
    let states: Vec<&Value> = again.body["identities"].as_array().expect("a list").iter().map(|own| &own["state"]).collect();
    assert_eq!(states, ["offboarded", "active"]);
}

// S001-6, S000-16, S000-27, F4: staff unbind one identity that is wrong, and the account keeps the other
#[tokio::test]
async fn one_identity_is_unbound_and_the_other_stays() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (kept, session) = customer(&app, &firm, "王芳").await;
    let wrong = open(&firm.admin, &firm, "王芳(别的公司)", MOBILE).await;
    session.accept(&wrong.identity).await;
    let switch = async |to: &Opened| session.put("/api/sessions/current/identity", json!({ "identity_id": to.identity })).await;
    let receipt = delete(&firm.admin, &wrong).await.expect(200);
    assert_eq!(
        (receipt.body["identities"].as_array().map(Vec::len), &receipt.body["left"][0]["identity_id"]),
        (Some(1), &json!(kept.identity))
    );
    assert_eq!(switch(&wrong).await.refused(409, "identity_not_active").text("/state"), "deleted");
    let me = session.get("/api/me").await.expect(200);
    assert_eq!((me.body["identities"].as_array().map(Vec::len), me.text("/active_identity/identity_id")), (Some(1), kept.identity.clone()));
    // of the one that is left no other is listed: the dialog is a plain confirmation (S000-19)
    let seen = preview(&firm.admin, &kept).await;
    assert_eq!((&seen["others"], &seen["delete_all"]), (&json!([]), &Value::Null));
}

// S000-3, S000-13, S000-20, S000-21, S000-24: row and card offer the same, by the state of the identity
#[tokio::test]
async fn the_row_and_the_card_offer_what_can_be_done() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let opened = open(&firm.admin, &firm, "王芳", MOBILE).await;
    let offered = async || {
        let list = firm.admin.get("/api/contacts").await.expect(200);
        let row = list.items().iter().find(|row| row["contact_id"] == json!(opened.contact)).expect("listed")["account"].clone();
        let card = tab(&firm, &opened).await;
        assert_eq!((&row["actions"], &row["state"]), (&card["actions"], &card["state"]));
        row["actions"].clone()
    };
    assert_eq!(offered().await, json!(["reset_password", "offboard", "delete"]));
    offboard(&firm.admin, &opened).await.expect(200);
    assert_eq!(offered().await, json!(["rehire", "delete"]));
    firm.admin.post(&path(&opened, "/rehire"), json!({})).await.expect(200);
    assert_eq!(offered().await, json!(["reset_password", "offboard", "delete"]));
    delete(&firm.admin, &opened).await.expect(200);
    assert_eq!(offered().await, json!([]));
}

// S000-17, S000-18, S000-27: everything that the account has here is listed, and left all at once if wanted
#[tokio::test]
async fn all_identities_of_an_account_leave_at_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (first, session) = customer(&app, &firm, "王芳").await;
    let second = open(&firm.admin, &firm, "王芳(采购)", MOBILE).await;
    session.accept(&second.identity).await;
    let ticket = firm.ticket(&session, "打印机").await;
    let lin = firm.member("lin.yue").await;
    let applied = contact(&lin, &firm, "王芳(财务)", MOBILE).await;
    lin.post(&format!("/api/contacts/{applied}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    let stranger = contact(&lin, &firm, "李雷", "13900000002").await;
    lin.post(&format!("/api/contacts/{stranger}/account-requests"), json!({ "remark": "x" })).await.expect(201);

    let seen = preview(&firm.admin, &first).await;
    assert_eq!((&seen["identity"]["name"], &seen["others"][0]["name"]), (&json!("王芳"), &json!("王芳(采购)")));
    assert_eq!((&seen["live_sessions"], &seen["open_tickets"][0]["ticket_id"]), (&json!(1), &json!(ticket)));
    assert_eq!(seen["pending_requests"].as_array().map(Vec::len), Some(1));
    assert_eq!(seen["pending_requests"][0]["contact_id"], json!(applied));
    assert!(seen["delete_all"].is_string());
    let receipt = firm.admin.post(&path(&first, "/offboard"), json!({ "scope": "all" })).await.expect(200);
    assert_eq!((receipt.body["identities"].as_array().map(Vec::len), &receipt.body["left"]), (Some(2), &json!([])));
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
    let acts = firm.admin.get("/api/audit").await.expect(200);
    assert_eq!(acts.items().iter().filter(|entry| entry["act"] == "identity.offboarded").count(), 2);
}

// S000-25, S000-26, S000-28, S000-29, F4: only with a confirmation of what there is now, and for good; offboarding takes none
#[tokio::test]
async fn a_deleted_identity_is_gone_for_good() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (opened, session) = customer(&app, &firm, "王芳").await;
    let ticket = firm.ticket(&session, "打印机").await;
    firm.admin.delete(&path(&opened, "")).await.refused(422, "invalid");
    firm.admin.delete(&path(&opened, "?confirmation=made-up")).await.refused(422, "invalid");
    let old = preview(&firm.admin, &opened).await["delete_this"].as_str().expect("a text").to_owned();
    let of_all = firm.admin.delete(&path(&opened, &format!("?scope=all&confirmation={old}"))).await;
    of_all.refused(422, "invalid");
    app.log_in("admin.yunfan", PASSWORD).await.delete(&path(&opened, &format!("?confirmation={old}"))).await.refused(422, "invalid");
    app.advance(SignedDuration::from_mins(10));
    firm.admin.delete(&path(&opened, &format!("?confirmation={old}"))).await.refused(409, "confirmation_outdated");
    let old = preview(&firm.admin, &opened).await["delete_this"].as_str().expect("a text").to_owned();
    offboard(&firm.admin, &opened).await.expect(200);
    firm.admin.delete(&path(&opened, &format!("?confirmation={old}"))).await.refused(409, "confirmation_outdated");

    let receipt = delete(&firm.admin, &opened).await.expect(200);
    assert_eq!(receipt.text("/identities/0/state"), "deleted");
    session.get("/api/me").await.refused(401, "not_signed_in");
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
    // whoever is opened anew is somebody else
    let now = tab(&firm, &opened).await;
    assert_eq!((&now["state"], &now["may_open"]), (&json!("none"), &json!(true)));
    let anew = firm.admin.post(&format!("/api/contacts/{}/account", opened.contact), json!({})).await.expect(201);
    assert_ne!(anew.text("/identity_id"), opened.identity);
    assert!(anew.body["initial_password_expires_at"].is_string(), "nobody could log in to the account");
    app.drain().await;
    let initial = password_in(&app.messages_to("+8613900000001").last().expect("a message").text);
    let next = app.try_log_in(MOBILE, &initial).await.expect(201);
    assert_eq!(next.body["identities"].as_array().map(Vec::len), Some(1), "the deleted one is not shown");
    let client = app.client().with_token(&next.text("/token"));
    let client = client.change_password(&initial, "another horse entirely").await;
    client.get(&format!("/api/tickets/{ticket}")).await.refused(404, "not_found");
    assert!(client.get("/api/tickets?view=submitted").await.expect(200).items().is_empty());
    // and nothing is done to the deleted one
    for (operation, code) in [("/offboard", "illegal_move"), ("/rehire", "illegal_move"), ("/password-reset", "identity_not_active")] {
        firm.admin.post(&path(&opened, operation), json!({})).await.refused(409, code);
    }
}

// S000-2, F2: opener, owner, participants, customer-service owner; nobody else, and the denial names what is missing
#[tokio::test]
async fn only_those_with_a_relation_manage_an_identity() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let mut people = Vec::new();
    let mut ids = Vec::new();
    for login in ["the.owner", "takes.part", "the.service"] {
        let client = firm.member(login).await;
        ids.push(client.get("/api/me").await.expect(200).text("/active_identity/identity_id"));
        people.push(client);
    }
    let (adder, maintainer, stranger) = (firm.member("lin.yue").await, firm.maintainer("zhou.min").await, firm.member("stranger").await);
    let contact = contact(&adder, &firm, "王芳", MOBILE).await;
    let responsible = json!({ "owner": ids[0], "participants": [ids[1]], "service_owner": ids[2] });
    adder.send(http::Method::PATCH, &format!("/api/contacts/{contact}"), Some(responsible.clone())).await.refused(403, "forbidden");
    maintainer.send(http::Method::PATCH, &format!("/api/contacts/{contact}"), Some(responsible)).await.expect(200);
    let opened = people[0].post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    let opened = Opened { contact, identity: opened.text("/identity_id"), account: opened.text("/account_id") };
    for who in [&firm.admin, &maintainer, &adder] {
        let refused = offboard(who, &opened).await.refused(403, "forbidden");
        assert_eq!(refused.body["missing_relation"], json!(["opener", "owner", "participant", "service_owner"]));
        who.get(&path(&opened, "/offboarding-preview")).await.refused(403, "forbidden");
        who.post(&path(&opened, "/rehire"), json!({})).await.refused(403, "forbidden");
        who.post(&path(&opened, "/password-reset"), json!({})).await.refused(403, "forbidden");
        who.delete(&path(&opened, "?confirmation=x")).await.refused(403, "forbidden");
    }
    offboard(&stranger, &opened).await.refused(404, "not_found");
    app.client().post(&path(&opened, "/offboard"), json!({})).await.refused(401, "not_signed_in");
    for who in &people {
        offboard(who, &opened).await.expect(200);
        who.post(&path(&opened, "/rehire"), json!({})).await.expect(200);
        who.post(&path(&opened, "/password-reset"), json!({})).await.expect(200);
    }
    assert_eq!(tab(&firm, &opened).await["actions"], json!([]), "an administrator is none of them");
    // staff identities are not managed here
    let staff = firm.admin.get("/api/me").await.text("/active_identity/identity_id");
    firm.admin.post(&format!("/api/identities/{staff}/offboard"), json!({})).await.refused(404, "not_found");
}

// S000-17: all at once only by who may manage each
#[tokio::test]
async fn all_at_once_takes_the_right_to_each() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let zhou = firm.maintainer("zhou.min").await;
    let mine = open(&firm.admin, &firm, "王芳", MOBILE).await;
    let his = open(&zhou, &firm, "王芳(采购)", MOBILE).await;
    app.drain().await;
    let initial = password_in(&app.messages_to("+8613900000001")[0].text);
    app.log_in(MOBILE, &initial).await.change_password(&initial, PASSWORD).await.accept(&his.identity).await;
    firm.admin.post(&path(&mine, "/offboard"), json!({ "scope": "all" })).await.refused(403, "forbidden");
    assert_eq!(tab(&firm, &mine).await["state"], "open", "nothing was done");
    assert_eq!(tab(&firm, &his).await["state"], "open");
}

// S000-11, S000-12, S001-3, F1, decision 1: a new initial password for all identities, by message only; it voids the one before
#[tokio::test]
async fn staff_resets_a_password() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (opened, session) = customer(&app, &firm, "王芳").await;
    let first = firm.admin.post(&path(&opened, "/password-reset"), json!({})).await.expect(200);
    assert_eq!(first.text("/initial_password_expires_at"), "2026-01-08T08:00:00Z");
    session.get("/api/me").await.refused(401, "not_signed_in");
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
    app.advance(SignedDuration::from_secs(1));
    // resent before the first message left: that one is void and stays silent
    firm.admin.post(&path(&opened, "/password-reset"), json!({})).await.expect(200);
    app.drain().await;
    let messages = app.messages_to("+8613900000001");
    assert_eq!(messages.len(), 2, "{messages:?}");
    let text = &messages[1].text;
    assert!(text.contains("您的密码已重置"), "{text}");
    let again = app.try_log_in(MOBILE, &password_in(text)).await.expect(201);
    assert_eq!(again.body["must_change_password"], true);
    let entry = firm.admin.get(&format!("/api/audit?target={}", opened.account)).await.expect(200);
    assert_eq!(entry.text("/items/0/act"), "password.reset");
    assert!(!entry.body.to_string().contains(&password_in(text)));
}

// S000-12, decision 14: what another enterprise uses too is not reset from here, and nobody who works somewhere is
#[tokio::test]
async fn a_reset_never_crosses_enterprises() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let (opened, session) = customer(&app, &firm, "王芳").await;
    let second = open(&other.admin, &other, "Wang Fang", "+8613900000001").await;
    session.accept(&second.identity).await;
    let typed = json!({ "initial_password": "known to the staff" });
    firm.admin.post(&path(&opened, "/password-reset"), json!({ "initial_password": "short" })).await.refused(422, "invalid");
    firm.admin.post(&path(&opened, "/password-reset"), typed.clone()).await.refused(409, "owner_recovers");
    other.admin.post(&path(&second, "/password-reset"), json!({})).await.refused(409, "owner_recovers");
    app.log_in(MOBILE, PASSWORD).await;
    // where the other enterprise has let him go for good, it is this one's again
    delete(&other.admin, &second).await.expect(200);
    firm.admin.post(&path(&opened, "/password-reset"), typed).await.expect(200);
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
}

// "successor": who leaves hands his open tickets to another of the same organisation
#[tokio::test]
async fn a_successor_takes_over_the_open_tickets() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (leaving, session) = customer(&app, &firm, "王芳").await;
    let successor = open(&firm.admin, &firm, "李雷", "13900000002").await;
    let (open_one, done) = (firm.ticket(&session, "打印机").await, firm.ticket(&session, "空调").await);
    firm.admin.post(&format!("/api/tickets/{done}/accept"), json!({})).await.expect(200);
    let elsewhere = firm.seed.organisation(firm.dimension, "Elsewhere").await.expect("made");
    let mut body = firm.contact_body("韩梅", "13900000003");
    body["organisation_id"] = json!(elsewhere.to_string());
    let stranger = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    let stranger = firm.admin.post(&format!("/api/contacts/{stranger}/account"), json!({})).await.expect(201).text("/identity_id");
    let staff = firm.admin.get("/api/me").await.text("/active_identity/identity_id");
    for wrong in [&stranger, &staff, &leaving.identity, &"idn_01ke6jq3000000000000000zz9".to_owned()] {
        firm.admin.post(&path(&leaving, "/offboard"), json!({ "successor": wrong })).await.refused(422, "invalid");
    }
    let receipt = firm.admin.post(&path(&leaving, "/offboard"), json!({ "successor": successor.identity })).await.expect(200);
    assert_eq!(receipt.body["tickets_handed_over"], 2);
    let ticket = firm.admin.get(&format!("/api/tickets/{open_one}")).await.expect(200);
    assert_eq!((ticket.text("/submitter/name"), ticket.text("/submitter/identity_id")), ("李雷".into(), successor.identity));
}

// no ceilings: of 5,000 tickets exactly the 300 open ones are handed over, whatever ends a run in between
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_tickets_somebody_has_the_open_ones_are_handed_over() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (leaving, session) = customer(&app, &firm, "王芳").await;
    let successor = open(&firm.admin, &firm, "李雷", "13900000002").await;
    let one = firm.ticket(&session, "打印机").await.parse().expect("an id");
    let deps = app.deps();
    let one = deps.store.ticket(firm.tenant, one).await.expect("read").expect("it is there").value;
    // Every sixteenth of 4,784 is open, and the one that was submitted as usual: 300.
    let state = |number: u32| if number.is_multiple_of(16) { TicketState::InProgress } else { TicketState::Closed };
    let tickets: Vec<Ticket> = (0..4_999_u32)
        .map(|number| {
            let submitted_at = one.submitted_at - SignedDuration::from_mins(i64::from(number));
            let state = if number < 4_784 { state(number) } else { TicketState::Withdrawn };
            Ticket { ticket_id: deps.new_id(), submitted_at, state, ..one.clone() }
        })
        .collect();
    for part in tickets.chunks(100) {
        part.iter().fold(deps.commit(), foyer_store::Commit::put_over).run(&deps.store).await.expect("stored");
    }
    let preview = firm.admin.get(&path(&leaving, "/offboarding-preview")).await.expect(200);
    assert_eq!(preview.body["more_open_tickets"], true);
    let receipt = firm.admin.post(&path(&leaving, "/offboard"), json!({ "successor": successor.identity })).await.expect(200);
    assert_eq!((&receipt.body["tickets_handed_over"], &receipt.body["hand_over_goes_on"]), (&json!(0), &json!(true)));
    let progress = firm.admin.get(&path(&leaving, "/hand-over")).await.expect(200);
    assert_eq!((progress.text("/hand_over/state"), progress.text("/hand_over/successor/name")), ("running".into(), "李雷".into()));
    // Work takes time here, so that a run ends before it has looked at everything.
    app.clock.pass_with_each_look(SignedDuration::from_millis(500));
    let (mut handed_over, mut runs) = (0, 0);
    while firm.admin.get(&path(&leaving, "/hand-over")).await.expect(200).text("/hand_over/state") == "running" {
        let run = app.invoke("hand-over-tickets", json!({})).await;
        assert_eq!(run["failed"], 0);
        handed_over += run["tickets"].as_u64().expect("a number");
        runs += 1;
    }
    app.clock.pass_with_each_look(SignedDuration::ZERO);
    assert!(runs > 1, "it is one run's work");
    assert_eq!(handed_over, 300);
    let receipt = firm.admin.get(&path(&leaving, "/hand-over")).await.expect(200);
    assert_eq!((receipt.text("/hand_over/state"), &receipt.body["hand_over"]["tickets_handed_over"]), ("done".into(), &json!(300)));
    assert_eq!(receipt.body["hand_over"]["tickets_looked_at"], 5_000);
    for ticket in &tickets {
        let now = deps.store.ticket(firm.tenant, ticket.ticket_id).await.expect("read").expect("it is there").value;
        let whose = if ticket.state.is_open() { &successor.identity } else { &leaving.identity };
        assert_eq!(now.submitter.to_string(), *whose, "{:?}", ticket.state);
    }
    assert_eq!(app.invoke("hand-over-tickets", json!({})).await, json!({ "hand_overs": 0, "tickets": 0, "failed": 0 }));
}

// S000-14: two offboard at once: one does, the other is told
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_moves_at_once_wins() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let opened = open(&firm.admin, &firm, "王芳", MOBILE).await;
    let moves = (0..8).map(|_| {
        let (admin, path) = (firm.admin.clone(), path(&opened, "/offboard"));
        tokio::spawn(async move { admin.post(&path, json!({})).await })
    });
    let mut done = 0;
    for answer in moves.collect::<Vec<_>>() {
        let answer = answer.await.expect("no panic");
        match answer.status {
            200 => done += 1,
            _ => assert!(answer.body["code"] == "illegal_move" || answer.body["code"] == "changed_meanwhile", "{}", answer.body),
        }
    }
    assert_eq!(done, 1);
    let acts = firm.admin.get(&format!("/api/audit?target={}", opened.identity)).await.expect(200);
    assert_eq!(acts.items().len(), 1);
}

// S000-18: a preview counts what its caller may not know of, and names the rest
#[tokio::test]
async fn a_preview_counts_what_its_caller_may_not_know() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let lin = firm.member("lin.yue").await;
    let mut body = firm.contact_body("王芳", MOBILE);
    body["owner"] = lin.get("/api/me").await.expect(200).body["active_identity"]["identity_id"].clone();
    let known = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    let first = firm.admin.post(&format!("/api/contacts/{known}/account"), json!({})).await.expect(201);
    app.drain().await;
    let initial = password_in(&app.messages_to("+8613900000001")[0].text);
    let session = app.log_in(MOBILE, &initial).await.change_password(&initial, PASSWORD).await;
    let second = open(&firm.admin, &firm, "王经理", MOBILE).await;
    session.accept(&second.identity).await;
    firm.ticket(&session, "第一张").await;
    let switched = session.put("/api/sessions/current/identity", json!({ "identity_id": second.identity })).await.expect(200);
    firm.ticket(&session.with_token(&switched.text("/token")), "第二张").await;

    let path = format!("/api/identities/{}/offboarding-preview", first.text("/identity_id"));
    let seen = lin.get(&path).await.expect(200).body;
    assert_eq!((seen["others"].as_array().map(Vec::len), &seen["others_unseen"]), (Some(0), &json!(1)));
    let named = seen["open_tickets"].as_array().map_or(0, Vec::len);
    assert_eq!(json!(2 - named), seen["open_tickets_unseen"]);
    assert!(!seen.to_string().contains("王经理") && !seen.to_string().contains("第二张"), "{seen}");
    let all = firm.admin.get(&path).await.expect(200).body;
    assert_eq!((all["others"].as_array().map(Vec::len), &all["others_unseen"]), (Some(1), &json!(0)));
    assert_eq!((all["open_tickets"].as_array().map(Vec::len), &all["open_tickets_unseen"]), (Some(2), &json!(0)));
    let receipt = lin.post(&format!("/api/identities/{}/offboard", first.text("/identity_id")), json!({})).await.expect(200).body;
    assert_eq!(receipt["left"], json!([]));
}
