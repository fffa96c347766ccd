//! Logging in, and being kept out.

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;
use foyer_testkit::app::HASHING;
use foyer_testkit::enterprise::{PASSWORD, WEAK_HASH};
use serde_json::{Value, json};

// F7: unknown, wrong and held names are answered alike
#[tokio::test]
async fn a_refusal_says_nothing_about_the_name() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let wrong = app.try_log_in("admin.yunfan", "not the password").await.refused(401, "login_failed");
    let unknown = app.try_log_in("nobody.here", "not the password").await.refused(401, "login_failed");
    let odd = app.try_log_in("🙂 no name at all", "not the password").await.refused(401, "login_failed");
    let same = |mut body: Value| {
        body["request_id"] = Value::Null;
        body
    };
    assert_eq!(same(wrong.body.clone()), same(unknown.body));
    assert_eq!(same(wrong.body), same(odd.body));
    assert_eq!(wrong.headers, unknown.headers);
}

// F7, ET-1: growing delay, answered at once, over by itself, also for who knows the password
#[tokio::test]
async fn attempts_at_one_name_are_slowed_down_and_never_locked_out() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    for _ in 0..5 {
        app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    }
    app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    let held = app.try_log_in("admin.yunfan", PASSWORD).await.refused(429, "too_many_requests");
    assert_eq!(held.header("retry-after"), "1");
    app.try_log_in("ADMIN.yunfan ", PASSWORD).await.refused(429, "too_many_requests");
    let mut waits = Vec::new();
    for _ in 0..5 {
        let held = app.try_log_in("admin.yunfan", "guess").await.refused(429, "too_many_requests");
        let seconds: i64 = held.header("retry-after").parse().expect("seconds");
        waits.push(seconds);
        app.advance(SignedDuration::from_secs(seconds));
        app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    }
    assert_eq!(waits, [1, 2, 4, 8, 16]);
    app.advance(SignedDuration::from_mins(15));
    app.try_log_in("admin.yunfan", PASSWORD).await.expect(201);
    // a success forgives
    app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    app.try_log_in("admin.yunfan", PASSWORD).await.expect(201);
}

// F7: an hour later it begins anew, even if the database has not yet removed the count
#[tokio::test]
async fn attempts_are_forgotten_after_an_hour() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    for _ in 0..3 {
        for _ in 0..5 {
            app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
        }
        app.advance(SignedDuration::from_mins(60));
    }
    for _ in 0..6 {
        app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    }
    app.try_log_in("admin.yunfan", PASSWORD).await.refused(429, "too_many_requests");
}

// F7: an unknown name is counted like a known one
#[tokio::test]
async fn unknown_names_are_slowed_down_too() {
    let app = TestApp::start().await;
    for _ in 0..6 {
        app.try_log_in("nobody.here", "guess").await.refused(401, "login_failed");
    }
    app.try_log_in("nobody.here", "guess").await.refused(429, "too_many_requests");
}

// F7: many names from one address
#[tokio::test]
async fn attempts_from_one_address_are_slowed_down_and_other_addresses_are_not() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let attacker = app.client().from("198.51.100.1");
    let mut statuses = Vec::new();
    for number in 0..52 {
        let body = json!({ "login": format!("someone{number}"), "password": "guess" });
        statuses.push(attacker.post("/api/sessions", body).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 51);
    assert_eq!(statuses[51], 429);
    app.try_log_in("admin.yunfan", PASSWORD).await.expect(201);
}

// F7: fifty at once are fifty
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn attempts_at_once_are_all_counted() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let attempts = (0..50).map(|_| {
        let client = app.client().from("198.51.100.1");
        tokio::spawn(async move { client.post("/api/sessions", json!({ "login": "admin.yunfan", "password": "guess" })).await.status })
    });
    let mut tried = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.expect("no panic") {
            401 => tried += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(tried, 6, "the free ones and the one that closes the window");
}

// Lockout: fifteen wrong passwords from one address, as they come to it, and the owner elsewhere is let in each time
#[tokio::test]
async fn who_guesses_keeps_nobody_out_but_himself() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let attacker = app.client().from("198.51.100.1");
    let wrong = json!({ "login": "admin.yunfan", "password": "guess" });
    let mut refused = 0;
    for second in 0..520 {
        if attacker.post("/api/sessions", wrong.clone()).await.status == 401 {
            refused += 1;
        }
        if second % 64 == 0 {
            app.try_log_in("admin.yunfan", PASSWORD).await.expect(201);
        }
        app.advance(SignedDuration::from_secs(1));
    }
    assert_eq!(refused, 15);
    attacker.post("/api/sessions", json!({ "login": "admin.yunfan", "password": PASSWORD })).await.refused(429, "too_many_requests");
    // addresses of one network are one source
    let body = json!({ "login": "nobody.here", "password": "guess" });
    for host in 1..=6 {
        app.client().from(&format!("2001:db8:1:2::{host:x}")).post("/api/sessions", body.clone()).await.refused(401, "login_failed");
    }
    let neighbour = app.client().from("2001:db8:1:2:3:4:5:6");
    neighbour.post("/api/sessions", body).await.refused(429, "too_many_requests");
}

/// Closes the window of a name from everywhere: many sources, each of which guesses as often as it may.
async fn besieged(app: &TestApp, login: &str) {
    for source in 0..21 {
        let client = app.client().from(&format!("198.51.100.{source}"));
        for _ in 0..5 {
            client.post("/api/sessions", json!({ "login": login, "password": "guess" })).await;
        }
    }
}

// Lockout: many sources together reach the bound of a name. Who failed before waits; a source that never failed is let
// in with the right password, and so is a device that logged in before, also where it failed
#[tokio::test]
async fn a_closed_window_is_open_for_a_known_device_and_for_who_never_failed() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let body = |password: &str| json!({ "login": "admin.yunfan", "password": password });
    let session = app.try_log_in("admin.yunfan", PASSWORD).await.expect(201);
    let marks: Vec<String> = session.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().expect("text").to_owned()).collect();
    let mark = marks.iter().find(|cookie| cookie.starts_with("__Host-foyer-device=")).expect("a mark");
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=15552000"] {
        assert!(mark.contains(part), "{mark}");
    }
    let mark = mark.split(';').next().expect("a pair").to_owned();
    assert!(!mark.contains("acc_"), "it names nobody");

    besieged(&app, "admin.yunfan").await;
    let failed = app.client().from("198.51.100.3");
    failed.post("/api/sessions", body(PASSWORD)).await.refused(429, "too_many_requests");
    let fresh = app.client().from("192.0.2.1");
    fresh.post("/api/sessions", body("guess")).await.refused(401, "login_failed");
    fresh.post("/api/sessions", body(PASSWORD)).await.refused(429, "too_many_requests");
    app.client().from("192.0.2.2").post("/api/sessions", body(PASSWORD)).await.expect(201);
    let known = fresh.header("cookie", &mark);
    known.post("/api/sessions", body(PASSWORD)).await.expect(201);

    // it is a device of this account, as it was given, and guesses no more than anybody
    let forged = [format!("{mark}x"), mark.replacen('.', ".1", 1), "__Host-foyer-device=a.b.c".into(), "__Host-foyer-device=".into()];
    for forged in &forged {
        fresh.header("cookie", forged).post("/api/sessions", body(PASSWORD)).await.refused(429, "too_many_requests");
    }
    besieged(&app, "nobody.here").await;
    let other = failed.header("cookie", &mark).post("/api/sessions", json!({ "login": "nobody.here", "password": PASSWORD })).await;
    other.refused(429, "too_many_requests");
    for _ in 0..6 {
        known.post("/api/sessions", body("guess")).await.refused(401, "login_failed");
    }
    known.post("/api/sessions", body(PASSWORD)).await.refused(429, "too_many_requests");
    app.advance(SignedDuration::from_secs(2));
    known.post("/api/sessions", body(PASSWORD)).await.expect(201);
}

// Lockout: a new password ends the marks of devices, and so do 180 days
#[tokio::test]
async fn a_device_is_known_for_a_time_and_by_one_password() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await.member("lin.yue").await;
    let marked = async |password: &str| {
        let session = app.try_log_in("lin.yue", password).await.expect(201);
        let mut cookies = session.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().expect("text").to_owned());
        let mark = cookies.find(|cookie| cookie.starts_with("__Host-foyer-device=")).expect("a mark");
        (app.client().with_token(&session.text("/token")), mark.split(';').next().expect("a pair").to_owned())
    };
    let tries = async |mark: &str, password: &str| {
        let client = app.client().from("198.51.100.3").header("cookie", mark);
        client.post("/api/sessions", json!({ "login": "lin.yue", "password": password })).await
    };
    let (session, first) = marked(PASSWORD).await;
    session.change_password(PASSWORD, "another horse entirely").await;
    let (_, second) = marked("another horse entirely").await;
    besieged(&app, "lin.yue").await;
    tries(&first, "another horse entirely").await.refused(429, "too_many_requests");
    tries(&second, "another horse entirely").await.expect(201);
    app.advance(SignedDuration::from_hours(180 * 24));
    besieged(&app, "lin.yue").await;
    tries(&second, "another horse entirely").await.refused(429, "too_many_requests");
}

// Passwords: a hash with less work than today's is replaced when its password is known, also by many logins at once
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_outdated_hash_is_replaced_at_login() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.seed.hash("admin.yunfan", WEAK_HASH.into()).await.expect("stored");
    let stored = || async {
        let login = "admin.yunfan".to_owned().try_into().expect("a login name");
        app.deps().store.account_by_login(&login).await.expect("read").expect("there").value.password.phc
    };
    app.try_log_in("admin.yunfan", "guess").await.refused(401, "login_failed");
    assert_eq!(stored().await, WEAK_HASH);
    let logins = (0..4).map(|_| {
        let app = app.clone();
        tokio::spawn(async move { app.try_log_in("admin.yunfan", PASSWORD).await.expect(201) })
    });
    for login in logins.collect::<Vec<_>>() {
        login.await.expect("no panic");
    }
    let today = format!("$argon2id$v=19$m={},t={},p=1$", HASHING.memory, HASHING.passes);
    assert!(stored().await.starts_with(&today));
    app.log_in("admin.yunfan", PASSWORD).await;
}

// F5, F27: a session ends when it is told to, when its time is over, and for all others when the password changes
#[tokio::test]
async fn sessions_end() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (here, there) = (app.log_in("admin.yunfan", PASSWORD).await, app.log_in("admin.yunfan", PASSWORD).await);
    here.delete("/api/sessions/current").await.expect(204);
    here.get("/api/me").await.refused(401, "not_signed_in");
    here.delete("/api/sessions/current").await.refused(401, "not_signed_in");
    there.get("/api/me").await.expect(200);

    let before = there.clone();
    let there = there.change_password(PASSWORD, "another horse entirely").await;
    // rotated
    before.get("/api/me").await.refused(401, "not_signed_in");
    there.get("/api/me").await.expect(200);
    firm.admin.get("/api/me").await.refused(401, "not_signed_in");

    app.advance(SignedDuration::from_hours(12));
    there.get("/api/me").await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_session_comes_by_header_or_cookie() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let session = app.session(&app.client(), "admin.yunfan", PASSWORD).await;
    let cookie = session.header("set-cookie");
    for part in ["__Host-foyer=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(session.header("cache-control"), "no-store");
    let pair = format!("theme=dark; {}", cookie.split(';').next().expect("a pair"));
    app.client().header("cookie", &pair).get("/api/me").await.expect(200);
    app.client().header("authorization", &format!("bearer {}", session.text("/token"))).get("/api/me").await.expect(200);
    for bad in ["Bearer", "Bearer ", "Bearer x", "Basic YWRtaW46cHc=", "Bearer acc_00000000000000000000000000.AAAA"] {
        app.client().header("authorization", bad).get("/api/me").await.refused(401, "not_signed_in");
    }
    let mut forged = session.text("/token");
    let last = forged.pop().expect("a character");
    forged.push(if last == 'A' { 'B' } else { 'A' });
    app.client().with_token(&forged).get("/api/me").await.refused(401, "not_signed_in");
}

// S001-24, S003-17, F8: the own password, by the rule and with the current one
#[tokio::test]
async fn a_password_changes_only_to_a_good_one_by_its_owner() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let me = &firm.member("lin.yue").await;
    for (current, new, pointer) in [
        ("wrong", "another horse entirely", "/current_password"),
        (PASSWORD, "too short", "/new_password"),
        (PASSWORD, PASSWORD, "/new_password"),
        (PASSWORD, "lin.yue-lin.yue-lin.yue", "/new_password"),
        (PASSWORD, "Yunfan123Yunfan123", "/new_password"),
        (PASSWORD, "password1234password", "/new_password"),
        (PASSWORD, &"x".repeat(513), "/new_password"),
    ] {
        let refused = me.put("/api/me/password", change(current, new)).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
        // nobody is slowed down for these
        app.advance(SignedDuration::from_mins(16));
    }
    app.client().put("/api/me/password", change(PASSWORD, "another horse entirely")).await.refused(401, "not_signed_in");
    app.try_log_in("lin.yue", PASSWORD).await.expect(201);
}
