//! The second factor: enrolling, the second step of a login, recovery codes, losing it.

use std::sync::Arc;

use foyer_domain::agents::Role;
use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::{PASSWORD, authority};
use foyer_testkit::{Answer, Client, Enterprise, TestApp, TestClock};
use http::Method;
use serde_json::{Value, json};

const MOBILE: &str = "+8613900000001";

/// Another step of the authenticator.
const NEXT: SignedDuration = SignedDuration::from_secs(30);

async fn begin(client: &Client) -> Answer {
    client.post("/api/me/second-factor", json!({ "password": PASSWORD })).await
}

async fn confirm(client: &Client, code: &str) -> Answer {
    client.post("/api/me/second-factor/confirm", json!({ "code": code })).await
}

async fn pass(half: &Client, code: &str) -> Answer {
    half.post("/api/sessions/current/second-factor", json!({ "code": code })).await
}

/// The session that a password alone gives.
async fn half(app: &TestApp, login: &str) -> Client {
    let session = app.try_log_in(login, PASSWORD).await.expect(201);
    assert_eq!(session.body["next_step"], "second_factor");
    app.client().with_token(&session.text("/token"))
}

/// A customer with a second factor: signed in, the authenticator's secret, the recovery codes.
async fn enrolled() -> (TestApp, Enterprise, Client, String, Vec<String>) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let secret = begin(&customer).await.expect(200).text("/secret");
    let answer = confirm(&customer, &app.code_of(&secret)).await.expect(200);
    let codes = serde_json::from_value(answer.body["recovery_codes"].clone()).expect("texts");
    app.drain().await;
    app.advance(NEXT);
    (app, firm, customer.with_token(&answer.text("/session/token")), secret, codes)
}

async fn acts(firm: &Enterprise) -> Vec<Value> {
    let entries = firm.admin.get("/api/audit").await.expect(200);
    entries.items().iter().map(|entry| entry["act"].clone()).collect()
}

// F26: begin, scan, confirm; the token is another one from here on, and the owner is told
#[tokio::test]
async fn somebody_enrols_a_second_factor() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let other = app.log_in(MOBILE, PASSWORD).await;
    let before = customer.get("/api/me/second-factor").await.expect(200);
    assert_eq!(before.body, json!({ "enrolled_at": null, "recovery_codes_left": 0, "required": false }));
    confirm(&customer, "123456").await.refused(409, "no_enrolment");
    let wrong = customer.post("/api/me/second-factor", json!({ "password": "not the password" })).await.refused(422, "invalid");
    assert_eq!(wrong.text("/errors/0/pointer"), "/password");
    let begun = begin(&customer).await.expect(200);
    let (secret, uri) = (begun.text("/secret"), begun.text("/uri"));
    assert!(uri.starts_with("otpauth://totp/") && uri.contains(&format!("secret={secret}")), "{uri}");
    assert!(begun.text("/qr_svg").contains("<svg"));
    assert_eq!(begun.text("/expires_at"), "2026-01-05T08:10:00Z");
    confirm(&customer, "000000").await.refused(422, "invalid");
    let enrolled = confirm(&customer, &app.code_of(&secret)).await.expect(200);
    assert_eq!(enrolled.body["recovery_codes"].as_array().map(Vec::len), Some(10));
    assert!(enrolled.header("set-cookie").starts_with("__Host-foyer="));
    customer.get("/api/me").await.refused(401, "not_signed_in");
    other.get("/api/me").await.refused(403, "second_factor_required");
    let customer = customer.with_token(&enrolled.text("/session/token"));
    customer.get("/api/queues").await.expect(200);
    let now = customer.get("/api/me/second-factor").await.expect(200);
    assert_eq!(now.body, json!({ "enrolled_at": "2026-01-05T08:00:00Z", "recovery_codes_left": 10, "required": false }));
    begin(&customer).await.refused(409, "second_factor_enrolled");
    confirm(&customer, "123456").await.refused(409, "second_factor_enrolled");
    app.drain().await;
    assert!(app.messages_to(MOBILE).pop().expect("a message").text.contains("两步验证已开启"));
    assert!(acts(&firm).await.contains(&json!("second_factor.enrolled")));
}

// F26: another beginning voids the one before, and none is confirmed after ten minutes
#[tokio::test]
async fn only_the_newest_enrolment_is_confirmed_and_not_late() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let first = begin(&customer).await.expect(200).text("/secret");
    let second = begin(&customer).await.expect(200).text("/secret");
    confirm(&customer, &app.code_of(&first)).await.refused(422, "invalid");
    app.advance(SignedDuration::from_mins(10));
    confirm(&customer, &app.code_of(&second)).await.refused(409, "no_enrolment");
    app.log_in(MOBILE, PASSWORD).await.get("/api/queues").await.expect(200);
}

// S003-18, F26: a password alone opens nothing but the second step, which gives another token
#[tokio::test]
async fn a_login_has_a_second_step() {
    let (app, firm, _, secret, _) = enrolled().await;
    let session = app.try_log_in(MOBILE, PASSWORD).await.expect(201);
    assert_eq!((session.text("/next_step"), session.text("/expires_at")), ("second_factor".into(), "2026-01-05T08:10:30Z".into()));
    for untold in ["account", "identities", "active_identity", "landing"] {
        assert!(session.body.get(untold).is_none(), "{untold}");
    }
    let half = app.client().with_token(&session.text("/token"));
    for path in ["/api/me", "/api/sessions", "/api/queues", "/api/me/second-factor"] {
        half.get(path).await.refused(403, "second_factor_required");
    }
    let change = json!({ "current_password": PASSWORD, "new_password": "another horse entirely" });
    half.put("/api/me/password", change).await.refused(403, "second_factor_required");
    pass(&half, "000000").await.refused(422, "invalid");
    let passed = pass(&half, &app.code_of(&secret)).await.expect(200);
    assert_eq!((passed.text("/landing"), &passed.body["next_step"]), ("portal".into(), &Value::Null));
    assert_eq!(passed.text("/expires_at"), "2026-02-04T08:00:30Z");
    half.get("/api/me").await.refused(401, "not_signed_in");
    let whole = half.with_token(&passed.text("/token"));
    whole.get("/api/queues").await.expect(200);
    pass(&whole, &app.code_of(&secret)).await.refused(409, "second_factor_passed");
    let path = format!("/api/audit?target={}", passed.text("/account/account_id"));
    assert_eq!(firm.admin.get(&path).await.expect(200).text("/items/0/act"), "second_factor.passed");
    // ten minutes for the second step; and it may be left alone
    let late = app.client().with_token(&app.try_log_in(MOBILE, PASSWORD).await.expect(201).text("/token"));
    late.delete("/api/sessions/current").await.expect(204);
    pass(&late, &app.code_of(&secret)).await.refused(401, "not_signed_in");
    let late = app.client().with_token(&app.try_log_in(MOBILE, PASSWORD).await.expect(201).text("/token"));
    app.advance(SignedDuration::from_mins(10));
    pass(&late, &app.code_of(&secret)).await.refused(401, "not_signed_in");
}

// F26: each code once
#[tokio::test]
async fn a_code_is_good_once() {
    let (app, _, _, secret, _) = enrolled().await;
    let code = app.code_of(&secret);
    pass(&half(&app, MOBILE).await, &code).await.expect(200);
    pass(&half(&app, MOBILE).await, &code).await.refused(422, "invalid");
    app.advance(NEXT);
    pass(&half(&app, MOBILE).await, &code).await.refused(422, "invalid");
    pass(&half(&app, MOBILE).await, &app.code_of(&secret)).await.expect(200);
}

/// How many of eight at once, each in a login of its own, pass with this code.
async fn race(app: &TestApp, code: &str) -> usize {
    let mut halves = Vec::new();
    for _ in 0..8 {
        halves.push(half(app, MOBILE).await);
    }
    let uses = halves.into_iter().map(|half| {
        let code = code.to_owned();
        tokio::spawn(async move { pass(&half, &code).await.status })
    });
    let mut won = 0;
    for one in uses.collect::<Vec<_>>() {
        let status = one.await.expect("no panic");
        won += usize::from(status == 200);
        assert!(matches!(status, 200 | 422 | 429), "{status}");
    }
    won
}

// F26: eight at once who know a code: one
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_code_is_used_once() {
    let (app, _, _, secret, codes) = enrolled().await;
    let code = app.code_of(&secret);
    assert_eq!(race(&app, &code).await, 1);
    app.advance(SignedDuration::from_mins(61));
    assert_eq!(race(&app, &codes[0]).await, 1);
}

// F26: codes are counted before they are compared, apart from passwords, and waiting helps
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn codes_cannot_be_guessed() {
    let (app, _, customer, secret, _) = enrolled().await;
    let half = half(&app, MOBILE).await;
    let guesses = (0..50).map(|_| {
        let half = half.clone();
        tokio::spawn(async move { pass(&half, "000000").await.status })
    });
    let mut compared = 0;
    for guess in guesses.collect::<Vec<_>>() {
        compared += usize::from(guess.await.expect("no panic") == 422);
    }
    assert_eq!(compared, 6, "the free ones and the one that closes the window");
    let held = pass(&half, &app.code_of(&secret)).await.refused(429, "too_many_requests");
    let seconds: i64 = held.header("retry-after").parse().expect("seconds");
    // a password is not held by wrong codes, and a right password does not free codes
    app.try_log_in(MOBILE, PASSWORD).await.expect(201);
    begin(&customer).await.refused(409, "second_factor_enrolled");
    pass(&half, &app.code_of(&secret)).await.refused(429, "too_many_requests");
    app.advance(SignedDuration::from_secs(seconds));
    // the wait may be longer than half a session lasts
    let half = self::half(&app, MOBILE).await;
    pass(&half, &app.code_of(&secret)).await.expect(200);
}

// F26: a recovery code stands for the authenticator once; new ones void the old
#[tokio::test]
async fn recovery_codes_are_good_once() {
    let (app, firm, customer, secret, codes) = enrolled().await;
    let passed = pass(&half(&app, MOBILE).await, &codes[7].to_uppercase().replace('-', " ")).await.expect(200);
    assert!(passed.body["account"].is_object());
    pass(&half(&app, MOBILE).await, &codes[7]).await.refused(422, "invalid");
    app.drain().await;
    assert!(app.messages_to(MOBILE).pop().expect("a message").text.contains("有人使用恢复码登录"));
    assert_eq!(customer.get("/api/me/second-factor").await.expect(200).body["recovery_codes_left"], 9);
    let renew = async |password: &str, code: String| {
        customer.post("/api/me/second-factor/recovery-codes", json!({ "password": password, "code": code })).await
    };
    renew("not the password", app.code_of(&secret)).await.refused(422, "invalid");
    renew(PASSWORD, "000000".into()).await.refused(422, "invalid");
    let renewed = renew(PASSWORD, app.code_of(&secret)).await.expect(200);
    pass(&half(&app, MOBILE).await, &codes[0]).await.refused(422, "invalid");
    pass(&half(&app, MOBILE).await, &renewed.text("/recovery_codes/0")).await.expect(200);
    let acts = acts(&firm).await;
    assert!(acts.contains(&json!("recovery_code.used")) && acts.contains(&json!("recovery_codes.renewed")));
}

// F26, F8: ended with password and code; not with a password that would be too short alone
#[tokio::test]
async fn a_second_factor_is_ended_by_its_owner() {
    let (app, firm, customer, secret, _) = enrolled().await;
    let customer = customer.change_password(PASSWORD, "vZ4kq9Xw").await;
    let end = async |customer: &Client, password: &str, code: String| {
        customer.post("/api/me/second-factor/disable", json!({ "password": password, "code": code })).await
    };
    let refused = end(&customer, "vZ4kq9Xw", app.code_of(&secret)).await.refused(422, "invalid");
    assert!(refused.text("/errors/0/detail").contains("12 characters"));
    let customer = customer.change_password("vZ4kq9Xw", PASSWORD).await;
    end(&customer, "not the password", app.code_of(&secret)).await.refused(422, "invalid");
    end(&customer, PASSWORD, "000000".into()).await.refused(422, "invalid");
    end(&customer, PASSWORD, app.code_of(&secret)).await.expect(204);
    end(&customer, PASSWORD, app.code_of(&secret)).await.refused(409, "no_second_factor");
    customer
        .post("/api/me/second-factor/recovery-codes", json!({ "password": PASSWORD, "code": "000000" }))
        .await
        .refused(409, "no_second_factor");
    assert_eq!(app.try_log_in(MOBILE, PASSWORD).await.expect(201).body["next_step"], Value::Null);
    let short = json!({ "current_password": PASSWORD, "new_password": "vZ4kq9Xw" });
    customer.put("/api/me/password", short).await.refused(422, "invalid");
    app.drain().await;
    assert!(app.messages_to(MOBILE).pop().expect("a message").text.contains("两步验证已关闭"));
    assert!(acts(&firm).await.contains(&json!("second_factor.disabled")));
    // another one asks for the second step again, also of sessions that did one for the first
    let customer = app.enrol(&customer, PASSWORD).await;
    customer.get("/api/queues").await.expect(200);
}

// S003-18, F26: an administrator can do nothing before he has a second factor, and cannot end it
#[tokio::test]
async fn administrators_need_a_second_factor() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let chief = firm.staff("chen.jing", authority(Role::Administrator, &[], &[], &[])).await;
    let me = chief.get("/api/me").await.expect(200);
    assert_eq!(me.text("/next_step"), "enrol_second_factor");
    for (method, path) in [(Method::GET, "/api/contacts"), (Method::GET, "/api/audit"), (Method::GET, "/api/queues")] {
        chief.send(method, path, None).await.refused(403, "second_factor_enrolment_required");
    }
    let chief = app.enrol(&chief, PASSWORD).await;
    chief.get("/api/audit").await.expect(200);
    assert_eq!(chief.get("/api/me/second-factor").await.expect(200).body["required"], true);
    let end = json!({ "password": PASSWORD, "code": app.code("chen.jing").await });
    chief.post("/api/me/second-factor/disable", end).await.refused(409, "second_factor_needed");
    // the initial password first
    let member = firm.member("lin.yue").await;
    let id = member.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    chief.post(&format!("/api/identities/{id}/sign-out"), json!({})).await.expect(204);
    let again = app.log_in("lin.yue", PASSWORD).await;
    begin(&again).await.refused(403, "password_change_required");
}

// F26: who lost it is helped by an administrator of his enterprise, and by nobody else
#[tokio::test]
async fn an_administrator_resets_a_lost_second_factor() {
    let (app, firm, customer, ..) = enrolled().await;
    let other = app.enterprise("harbour").await;
    let member = firm.member("lin.yue").await;
    let id = |me: &Answer| format!("/api/identities/{}/second-factor-reset", me.text("/active_identity/identity_id"));
    let of_customer = id(&customer.get("/api/me").await.expect(200));
    customer.post(&of_customer, json!({})).await.refused(403, "staff_only");
    member.post(&of_customer, json!({})).await.refused(403, "forbidden");
    other.admin.post(&of_customer, json!({})).await.refused(404, "not_found");
    let own = id(&firm.admin.get("/api/me").await.expect(200));
    firm.admin.post(&own, json!({})).await.refused(409, "own_second_factor");
    let without = id(&member.get("/api/me").await.expect(200));
    firm.admin.post(&without, json!({})).await.refused(409, "no_second_factor");
    firm.admin.post(&of_customer, json!({})).await.expect(204);
    customer.get("/api/me").await.refused(401, "not_signed_in");
    app.drain().await;
    assert!(app.messages_to(MOBILE).pop().expect("a message").text.contains("管理员已关闭您的两步验证"));
    assert!(acts(&firm).await.contains(&json!("second_factor.reset")));
    // the password may be one that was good only with it
    let session = app.try_log_in(MOBILE, PASSWORD).await.expect(201);
    assert_eq!(session.text("/next_step"), "change_password");
}

// another enterprise relies on it too
#[tokio::test]
async fn nobody_resets_the_second_factor_of_who_works_elsewhere() {
    let (app, firm, customer, ..) = enrolled().await;
    let id = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let deps = app.deps();
    let account = deps.store.account_by_login(&MOBILE.to_owned().try_into().expect("a name")).await.expect("read").expect("there");
    let mut next = account.value.clone();
    let elsewhere =
        deps.store.account_by_login(&"admin.yunfan".to_owned().try_into().expect("a name")).await.expect("read").expect("there");
    let mut identity = elsewhere.value.identities[0].clone();
    identity.tenant_id = deps.new_id();
    next.identities.push(identity);
    deps.commit().replace(&account, &next).run(&deps.store).await.expect("stored");
    firm.admin.post(&format!("/api/identities/{id}/second-factor-reset"), json!({})).await.refused(409, "works_elsewhere");
}

// F7: a forgotten password is no way around it
#[tokio::test]
async fn a_recovered_password_leaves_the_second_factor() {
    let (app, ..) = enrolled().await;
    app.client().post("/api/password-resets", json!({ "login": MOBILE })).await.expect(202);
    app.drain().await;
    let text = app.messages_to(MOBILE).pop().expect("a message").text;
    let code = text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 6).expect("a code").to_owned();
    // and with it, eight characters are enough
    let choose = json!({ "login": MOBILE, "code": code, "new_password": "vZ4kq9Xw" });
    app.client().post("/api/password-resets/confirm", choose).await.expect(204);
    let session = app.try_log_in(MOBILE, "vZ4kq9Xw").await.expect(201);
    assert_eq!(session.text("/next_step"), "second_factor");
}

// switching the identity is no way around it, and no second step is asked for twice
#[tokio::test]
async fn the_second_step_holds_for_all_identities() {
    let (app, _, customer, ..) = enrolled().await;
    let other = app.enterprise("harbour").await;
    let contact = other.contact(&other.admin, "Wang Fang", MOBILE).await;
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    customer.accept(&offered.text("/identity_id")).await;
    let me = customer.get("/api/me").await.expect(200);
    let to = json!({ "identity_id": me.text("/identities/1/identity_id") });
    half(&app, MOBILE).await.put("/api/sessions/current/identity", to.clone()).await.refused(403, "second_factor_required");
    let switched = customer.put("/api/sessions/current/identity", to).await.expect(200);
    assert_eq!(switched.body["next_step"], Value::Null);
    customer.with_token(&switched.text("/token")).get("/api/queues").await.expect(200);
}

// the secret is sealed, the codes are hashed, and no answer that holds them is kept for an idempotency key
#[tokio::test]
async fn nothing_of_it_is_stored_in_the_clear() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await.header("idempotency-key", "a-key-of-mine");
    let secret = begin(&customer).await.expect(200).text("/secret");
    let answer = confirm(&customer, &app.code_of(&secret)).await.expect(200);
    let config = app.deps().config.clone();
    let tables = foyer_store::Table::ALL.iter().map(|table| config.tables.name(*table));
    let rows: Vec<String> = tables.flat_map(|table| app.system.database().rows(table).expect("read")).map(|row| row.to_string()).collect();
    assert!(rows.iter().any(|row| row.contains("second_factor")), "the search finds what is there");
    let token = answer.text("/session/token");
    let codes = answer.body["recovery_codes"].as_array().expect("a list").iter().map(|code| code.as_str().expect("a text").to_owned());
    let secrets = codes.flat_map(|code| [code.replace('-', "")[1..].to_owned(), code]);
    for hidden in secrets.chain([secret, token.rsplit('.').next().expect("a secret").to_owned()]) {
        assert!(rows.iter().all(|row| !row.contains(&hidden)), "{hidden}");
    }
}

/// The name of the key that the secret of `login` is sealed with.
async fn key_of(app: &TestApp, login: &str) -> String {
    let store = app.deps().store;
    let account = store.account_by_login(&login.to_owned().try_into().expect("a login name")).await.expect("read");
    let factor = store.second_factor(account.expect("an account").value.account_id).await.expect("read");
    factor.expect("a second factor").value.secret.key
}

// decision 6 of the house, F26: after a rotation the next code seals the secret with the current key, in the write that
// a code makes anyway, and the key before can go
#[tokio::test]
async fn a_secret_is_sealed_anew_after_a_rotation() {
    let (dir, clock) = (tempfile::tempdir().expect("a directory"), Arc::new(TestClock::default()));
    let (administrator, second_step) = ("admin.yunfan", "/api/sessions/current/second-factor");
    let app = TestApp::on_disk(dir.path(), clock.clone(), 1).await;
    let firm = app.enterprise("yunfan").await;
    app.enrol(&firm.customer("王芳", MOBILE).await, PASSWORD).await;
    app.system.kill().expect("it stops");
    let ring = dir.path().join("sealing-keys.json");
    let old: Value = serde_json::from_slice(&std::fs::read(&ring).expect("a file")).expect("a ring");
    let next = "n".repeat(64);
    let both = json!({ "current": "next", "local": old["local"], "next": next });
    std::fs::write(&ring, both.to_string()).expect("written");

    let app = TestApp::on_disk(dir.path(), clock.clone(), 2).await;
    let wrong = json!({ "code": "000000" });
    half(&app, administrator).await.post(second_step, wrong).await.refused(422, "invalid");
    assert_eq!(key_of(&app, administrator).await, "local");
    let code = app.code(administrator).await;
    let sealed_anew = pass(&half(&app, administrator).await, &code).await.expect(200);
    assert_eq!((key_of(&app, administrator).await, key_of(&app, MOBILE).await), ("next".into(), "local".into()));
    let code = app.code(administrator).await;
    let as_ever = pass(&half(&app, administrator).await, &code).await.expect(200);
    assert_eq!(sealed_anew.spent.write.to_bits(), as_ever.spent.write.to_bits());
    assert_eq!(sealed_anew.spent.calls, as_ever.spent.calls);
    app.system.kill().expect("it stops");
    std::fs::write(&ring, json!({ "current": "next", "next": next }).to_string()).expect("written");

    let app = TestApp::on_disk(dir.path(), clock, 3).await;
    app.log_in(administrator, PASSWORD).await.get("/api/contacts").await.expect(200);
}
