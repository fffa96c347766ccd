//! Attacks of one enterprise on another, replayed: addresses that nobody proved, consent, and what staff may do to an
//! account that is not theirs alone (decisions 3, 14 and 15).

use foyer_domain::identity::{Identity, LoginName};
use foyer_domain::time::SignedDuration;
use foyer_store::accounts::Offer;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

use crate::accounts::password_in;

const VICTIM: &str = "+8613900000001";
const TYPED: &str = "known to the staff of B";

async fn opened(firm: &Enterprise, name: &str, mobile: &str, body: Value) -> Answer {
    let contact = firm.contact(&firm.admin, name, mobile).await;
    firm.admin.post(&format!("/api/contacts/{contact}/account"), body).await.expect(201)
}

async fn two(app: &TestApp) -> (Enterprise, Enterprise) {
    (app.enterprise("yunfan").await, app.enterprise("harbour").await)
}

/// Logs in to an account whose password was typed, as far as one gets.
async fn half_in(app: &TestApp, opened: &Answer) -> Client {
    app.log_in(&opened.text("/login"), TYPED).await
}

async fn replace(client: &Client, code: Option<&str>) -> Answer {
    client.put("/api/me/password", json!({ "current_password": TYPED, "new_password": PASSWORD, "code": code })).await
}

// decision 3: B opens an account for a number of its choice with a password that it knows. The number is no login name
// of it, nobody gets in without a code that goes there, and A's customer is bound to nothing
#[tokio::test]
async fn a_typed_password_proves_nothing() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let trap = opened(&b, "Trap", VICTIM, json!({ "initial_password": TYPED })).await;
    assert!(!trap.text("/login").contains("139"), "the login is one that the system makes");
    app.try_log_in(VICTIM, TYPED).await.refused(401, "login_failed");
    let attacker = half_in(&app, &trap).await;
    let me = attacker.get("/api/me").await.expect(200);
    assert_eq!((&me.body["next_step"], me.text("/proof_address")), (&json!("change_password"), "+86139****0001".into()));
    attacker.get("/api/tickets?view=submitted").await.refused(403, "password_change_required");
    assert_eq!(replace(&attacker, None).await.refused(422, "invalid").text("/errors/0/pointer"), "/code");
    attacker.post("/api/me/address-proofs", json!({})).await.expect(202);
    assert_eq!(replace(&attacker, Some("000000")).await.refused(422, "invalid").text("/errors/0/pointer"), "/code");

    // the victim hears of A as if there were no B
    app.drain().await;
    let before = app.messages_to(VICTIM).len();
    let real = opened(&a, "王芳", VICTIM, json!({})).await;
    app.drain().await;
    let initial = password_in(&app.messages_to(VICTIM)[before].text);
    let victim = app.log_in(VICTIM, &initial).await.change_password(&initial, PASSWORD).await;
    assert_eq!(victim.get("/api/me").await.expect(200).text("/active_identity/identity_id"), real.text("/identity_id"));
    // and the attacker is in nothing of A, nor does he get any further
    let me = attacker.get("/api/me").await.expect(200);
    assert_eq!(me.body["identities"].as_array().map(Vec::len), Some(1));
    attacker
        .put("/api/sessions/current/identity", json!({ "identity_id": real.text("/identity_id") }))
        .await
        .refused(403, "password_change_required");
}

// decision 3: the person himself gives the code, and his number is a login name from then on
#[tokio::test]
async fn a_typed_password_takes_a_code_at_the_first_login() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let account = opened(&firm, "王芳", VICTIM, json!({ "initial_password": TYPED })).await;
    app.drain().await;
    assert!(app.only_message_to(VICTIM).contains(&account.text("/login")));
    let person = half_in(&app, &account).await;
    person.post("/api/me/address-proofs", json!({})).await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(VICTIM);
    let replaced = replace(&person, Some(&code)).await.expect(200);
    assert_eq!(replaced.body["next_step"], Value::Null);
    app.log_in(VICTIM, PASSWORD).await;
    let me = person.with_token(&replaced.text("/token"));
    me.post("/api/me/address-proofs", json!({})).await.refused(409, "nothing_to_prove");
    // a password that staff type later takes a code again
    let path = format!("/api/identities/{}/password-reset", account.text("/identity_id"));
    firm.admin.post(&path, json!({ "initial_password": TYPED })).await.expect(200);
    let again = app.log_in(VICTIM, TYPED).await;
    replace(&again, None).await.refused(422, "invalid");
}

// decision 3: of two that want a number, who proves it takes it
#[tokio::test]
async fn who_proves_an_address_takes_it_from_who_did_not() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    opened(&b, "Trap", VICTIM, json!({})).await;
    app.drain().await;
    // somebody else who reads the messages of the number gets a code there, for an account of his own
    let other = a.customer("李雷", "13700000003").await;
    other.post("/api/me/address-changes", json!({ "address": VICTIM, "password": PASSWORD })).await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(VICTIM);
    other.post("/api/me/address-changes/confirm", json!({ "code": code })).await.expect(200);
    app.log_in(VICTIM, PASSWORD).await;
    // what was opened for the number is his to take or to leave
    let me = app.log_in(VICTIM, PASSWORD).await;
    let offers = me.get("/api/me/offers").await.expect(200);
    assert_eq!((offers.items().len(), offers.text("/items/0/tenant_name")), (1, "harbour".into()));
}

// no ceilings: however many identities somebody is offered, he sees them all
#[tokio::test]
async fn all_offers_are_listed() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let victim = a.customer("王芳", VICTIM).await;
    let offered = opened(&b, "王芳", VICTIM, json!({})).await;
    let deps = app.deps();
    let offered = offered.text("/identity_id").parse().expect("an id");
    let mut account = deps.store.account_of(b.tenant, offered).await.expect("read").expect("it is there").value;
    let login = LoginName::try_from(VICTIM.to_owned()).expect("a login name");
    let one = account.identities[0].clone();
    let mut commit = deps.commit();
    for _ in 0..80 {
        let identity_id = deps.new_id();
        account.identities.push(Identity { identity_id, ..one.clone() });
        let (login, account_id) = (login.clone(), account.account_id);
        commit = commit.put_over(&Offer { login, tenant_id: b.tenant, identity_id, account_id, at: deps.now() });
    }
    commit.put_over(&account).run(&deps.store).await.expect("stored");
    assert_eq!(victim.get("/api/me/offers").await.expect(200).items().len(), 81);
}

// decision 3: a contact with the victim's mobile and the attacker's email is no way into what the mobile's owner has
#[tokio::test]
async fn another_address_of_a_contact_is_no_way_in() {
    const EVIL: &str = "evil@example.com";
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let mut body = b.contact_body("Trap", VICTIM);
    body["email"] = json!(EVIL);
    let contact = b.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    b.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    app.drain().await;
    let initial = password_in(&app.messages_to(VICTIM)[0].text);
    let victim = app.log_in(VICTIM, &initial).await.change_password(&initial, PASSWORD).await;
    let offered = opened(&a, "王芳", VICTIM, json!({})).await;
    victim.accept(&offered.text("/identity_id")).await;
    app.client().post("/api/password-resets", json!({ "login": EVIL })).await.expect(202);
    app.drain().await;
    assert!(app.messages_to(EVIL).is_empty());
    app.try_log_in(EVIL, PASSWORD).await.refused(401, "login_failed");
    let path = format!("/api/contacts/{}/account", b.contact(&b.admin, "X", "13700000009").await);
    for foreign in [VICTIM, EVIL] {
        let refused = b.admin.post(&path, json!({ "login": foreign })).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/login", "{foreign}");
    }
}

// S000-9, decision 14: what staff are answered, and what their contact shows, does not tell whether there is an account
#[tokio::test]
async fn staff_do_not_learn_whether_a_person_has_an_account() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    a.customer("王芳", VICTIM).await;
    app.drain().await;
    let mut seen = Vec::new();
    for (name, mobile) in [("A", VICTIM), ("B", "+8613900000002")] {
        let contact = b.contact(&b.admin, name, mobile).await;
        let path = format!("/api/contacts/{contact}/account");
        // the rules of passwords and names come first
        b.admin.post(&path, json!({ "initial_password": "short" })).await.refused(422, "invalid");
        let answer = b.admin.post(&path, json!({})).await.expect(201);
        let identity = answer.text("/identity_id");
        let tab = b.admin.get(&format!("/api/contacts/{contact}")).await.expect(200);
        let preview = b.admin.get(&format!("/api/identities/{identity}/offboarding-preview")).await.expect(200);
        let reset = b.admin.post(&format!("/api/identities/{identity}/password-reset"), json!({})).await.expect(200);
        let off = b.admin.post(&format!("/api/identities/{identity}/offboard"), json!({})).await.expect(200);
        let back = b.admin.post(&format!("/api/identities/{identity}/rehire"), json!({})).await.expect(200);
        let shape = |answer: &Answer| {
            let text = answer.body.to_string().replace(mobile, "NUMBER").replace(&identity, "IDENTITY").replace(&contact, "CONTACT");
            text.replace(&format!("\"name\":\"{name}\""), "NAME")
        };
        let account = answer.text("/account_id");
        let steps: Vec<String> =
            [&answer, &reset, &off, &back].map(shape).into_iter().map(|text| text.replace(&account, "ACCOUNT")).collect();
        let preview = (preview.body["others"].clone(), preview.body["live_sessions"].clone(), preview.body["pending_requests"].clone());
        let tab = (tab.body["account"]["state"].clone(), tab.body["account"]["waiting"].clone(), tab.body["account"]["actions"].clone());
        seen.push((steps, preview, tab, answer.spent.read.to_string()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].2.1, true);
}

// decision 14: declined, or not of an address of one's own, or withdrawn: there is nothing to accept
#[tokio::test]
async fn an_offer_is_its_owners_alone() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let owner = a.customer("王芳", VICTIM).await;
    let stranger = a.customer("李雷", "13700000003").await;
    let offered = opened(&b, "Wang", VICTIM, json!({})).await;
    let identity = offered.text("/identity_id");
    let accept = async |by: &Client| by.post(&format!("/api/me/offers/{identity}/accept"), json!({})).await;
    accept(&stranger).await.refused(404, "not_found");
    stranger.post(&format!("/api/me/offers/{identity}/decline"), json!({})).await.refused(404, "not_found");
    assert!(stranger.get("/api/me/offers").await.expect(200).items().is_empty());
    b.admin.post(&format!("/api/identities/{identity}/offboard"), json!({})).await.expect(200);
    accept(&owner).await.refused(404, "not_found");
    b.admin.post(&format!("/api/identities/{identity}/rehire"), json!({})).await.expect(200);
    owner.post(&format!("/api/me/offers/{identity}/decline"), json!({})).await.expect(204);
    accept(&owner).await.refused(404, "not_found");
    assert_eq!(owner.get("/api/me").await.expect(200).body["identities"].as_array().map(Vec::len), Some(1));
}

// decision 14: B, which has an identity of the account too, does nothing to what A relies on, and A sees what is done
#[tokio::test]
async fn what_another_enterprise_uses_too_is_not_ended_from_here() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let owner = a.customer("王芳", VICTIM).await;
    let owner = app.enrol(&owner, PASSWORD).await;
    let offered = opened(&b, "Wang", VICTIM, json!({})).await.text("/identity_id");
    owner.accept(&offered).await;
    let at_b = |what: &str| format!("/api/identities/{offered}{what}");
    b.admin.post(&at_b("/sign-out"), json!({})).await.expect(204);
    owner.get("/api/me").await.expect(200);
    b.admin.post(&at_b("/password-reset"), json!({})).await.refused(409, "owner_recovers");
    b.admin.post(&at_b("/second-factor-reset"), json!({})).await.refused(409, "works_elsewhere");
    assert!(b.admin.get(&at_b("/sessions")).await.expect(200).items().is_empty(), "he is not in B");
    // in B he is signed out, where he is
    let switched = owner.put("/api/sessions/current/identity", json!({ "identity_id": offered })).await.expect(200);
    let in_b = owner.with_token(&switched.text("/token"));
    assert_eq!(b.admin.get(&at_b("/sessions")).await.expect(200).items().len(), 1);
    b.admin.post(&at_b("/sign-out"), json!({})).await.expect(204);
    in_b.get("/api/me").await.refused(401, "not_signed_in");
    let again = app.log_in(VICTIM, PASSWORD).await;
    let me = again.get("/api/me").await.expect(200);
    assert_eq!(me.body["must_change_password"], false, "the password is his");
    // what he does to the account stands in the audit of both
    app.advance(SignedDuration::from_secs(1));
    let changed = again.change_password(PASSWORD, "another horse entirely").await;
    let account = changed.get("/api/me").await.expect(200).text("/account/account_id");
    for firm in [&a, &b] {
        let entries = firm.admin.get(&format!("/api/audit?target={account}")).await.expect(200);
        assert_eq!(entries.text("/items/0/act"), "password.changed");
    }
}

// F7, decision 14: resets by staff send messages, and as few as codes
#[tokio::test]
async fn staff_resets_are_limited_like_codes() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let account = opened(&firm, "王芳", VICTIM, json!({})).await;
    let path = format!("/api/identities/{}/password-reset", account.text("/identity_id"));
    let mut done = 0;
    for _ in 0..15 {
        let answer = firm.admin.post(&path, json!({})).await;
        done += u32::from(answer.status == 200);
        if answer.status != 200 {
            answer.refused(429, "too_many_requests");
        }
    }
    assert_eq!(done, 3);
    app.advance(SignedDuration::from_mins(15));
    firm.admin.post(&path, json!({})).await.expect(200);
}

// decision 3: a code that a person asks for with his number opens what was opened for the number, and proves it
#[tokio::test]
async fn a_forgotten_password_proves_the_address() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let account = opened(&firm, "王芳", VICTIM, json!({ "initial_password": TYPED })).await;
    app.client().post("/api/password-resets", json!({ "login": account.text("/login") })).await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(VICTIM);
    let choice = json!({ "login": account.text("/login"), "code": code, "new_password": PASSWORD });
    app.client().post("/api/password-resets/confirm", choice).await.expect(204);
    app.log_in(VICTIM, PASSWORD).await;
    let waiting = firm.admin.get("/api/contacts").await.expect(200);
    assert_eq!(waiting.body["items"][0]["account"]["waiting"], false);
}

// a form on another site signs a visitor in as the attacker: no origin but ours, and a body's members in the body
#[tokio::test]
async fn a_form_on_another_site_signs_nobody_in() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let login = json!({ "login": "admin.yunfan", "password": PASSWORD });
    let browser = |site: &'static str| app.client().header("sec-fetch-site", site);
    for site in ["cross-site", "same-site"] {
        browser(site).post("/api/sessions", login.clone()).await.refused(403, "cross_origin");
        browser(site).post("/api/password-resets", json!({ "login": "admin.yunfan" })).await.refused(403, "cross_origin");
    }
    let foreign = app.client().header("origin", "https://evil.example");
    foreign.post("/api/sessions", login.clone()).await.refused(403, "cross_origin");
    let form = format!("/api/sessions?login=admin.yunfan&password={}", PASSWORD.replace(' ', "%20"));
    for body in [None, Some(json!({}))] {
        app.client().send(Method::POST, &form, body).await.refused(422, "invalid");
    }
    browser("same-origin").post("/api/sessions", login.clone()).await.expect(201);
    app.client().post("/api/sessions", login).await.expect(201);
}
