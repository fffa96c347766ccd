//! A forgotten password.

use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, TestApp};
use serde_json::json;

const MOBILE: &str = "+8613900000001";
const NEW: &str = "another horse entirely";

async fn ask(app: &TestApp, login: &str) -> Answer {
    app.client().post("/api/password-resets", json!({ "login": login })).await
}

async fn choose(app: &TestApp, login: &str, code: &str, password: &str) -> Answer {
    app.client().post("/api/password-resets/confirm", json!({ "login": login, "code": code, "new_password": password })).await
}

/// A customer who forgot his password, and the code that he is sent.
async fn forgetful() -> (TestApp, foyer_testkit::Enterprise, String) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.customer("王芳", MOBILE).await;
    app.drain().await;
    let code = newest_code(&app).await;
    (app, firm, code)
}

async fn newest_code(app: &TestApp) -> String {
    ask(app, "139 0000 0001").await.expect(202);
    app.drain().await;
    app.newest_code_to(MOBILE)
}

// S001-23, F7, decision 5: a code, another password, every session ends, the owner is told, and it is recorded
#[tokio::test]
async fn who_forgot_his_password_chooses_another() {
    let (app, firm, code) = forgetful().await;
    let session = app.log_in(MOBILE, PASSWORD).await;
    app.advance(SignedDuration::from_secs(1));
    choose(&app, MOBILE, &code, "short").await.refused(422, "invalid");
    choose(&app, MOBILE, &code, NEW).await.expect(204);
    session.get("/api/me").await.refused(401, "not_signed_in");
    app.try_log_in(MOBILE, PASSWORD).await.refused(401, "login_failed");
    app.log_in(MOBILE, NEW).await;
    app.drain().await;
    let told = app.messages_to(MOBILE).pop().expect("a message").text;
    assert!(told.contains("您的密码已通过验证码重新设置"), "{told}");
    choose(&app, MOBILE, &code, "a third horse of mine").await.refused(422, "invalid");
    let entry = firm.admin.get("/api/audit").await.expect(200);
    assert_eq!((entry.text("/items/0/act"), entry.body["items"][0]["actor"].is_null()), ("password.recovered".into(), true));
}

// F7: unknown names, wrong names and too many questions get the same answer, and nobody a message
#[tokio::test]
async fn an_unknown_name_gets_the_same_answer_and_no_message() {
    let (app, ..) = forgetful().await;
    let told = app.messages().len();
    let known = ask(&app, MOBILE).await.expect(202);
    app.drain().await;
    assert_eq!(app.messages().len(), told + 1);
    for nobody in ["13911112222", "no name at all", ""] {
        let unknown = app.client().from("198.51.100.9").post("/api/password-resets", json!({ "login": nobody })).await.expect(202);
        assert_eq!((&unknown.body, &unknown.headers), (&known.body, &known.headers));
    }
    app.drain().await;
    assert_eq!(app.messages().len(), told + 1);
    let wrong = choose(&app, MOBILE, "000000", NEW).await.refused(422, "invalid");
    let unknown = choose(&app, "13911112222", "000000", NEW).await.refused(422, "invalid");
    assert_eq!(wrong.body["errors"], unknown.body["errors"]);
}

// F7: the newest code only, for ten minutes
#[tokio::test]
async fn only_the_newest_code_holds_and_not_for_long() {
    let (app, _, first) = forgetful().await;
    let second = newest_code(&app).await;
    assert_ne!(first, second);
    choose(&app, MOBILE, &first, NEW).await.refused(422, "invalid");
    app.advance(SignedDuration::from_mins(10));
    choose(&app, MOBILE, &second, NEW).await.refused(422, "invalid");
    app.log_in(MOBILE, PASSWORD).await;
}

fn codes_sent(app: &TestApp) -> usize {
    app.messages().iter().filter(|message| message.text.contains("验证码是")).count()
}

async fn ask_from(app: &TestApp, source: &str, login: &str) {
    app.client().from(source).post("/api/password-resets", json!({ "login": login })).await.expect(202);
}

// F7: whoever asks has three in a quarter of an hour, and ten a day
#[tokio::test]
async fn codes_are_not_sent_too_often() {
    let (app, ..) = forgetful().await;
    for _ in 0..4 {
        ask(&app, MOBILE).await.expect(202);
    }
    app.drain().await;
    assert_eq!(codes_sent(&app), 3);
    let mut quarters = 0;
    for _ in 0..6 {
        app.advance(SignedDuration::from_mins(15));
        for _ in 0..3 {
            ask(&app, MOBILE).await.expect(202);
        }
        app.drain().await;
        quarters += 1;
    }
    assert_eq!((quarters, codes_sent(&app)), (6, 10));
    app.advance(SignedDuration::from_hours(24));
    ask(&app, MOBILE).await.expect(202);
    app.drain().await;
    assert_eq!(codes_sent(&app), 11);
}

// F7: five colleagues behind one address forget their passwords on one morning, and each gets a code, and another when
// the first was mistyped
#[tokio::test]
async fn an_office_gets_its_codes() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let office: Vec<String> = (1..=5).map(|number| format!("+861390000000{number}")).collect();
    for mobile in &office {
        firm.customer("同事", mobile).await;
    }
    app.drain().await;
    for time in 1..=2 {
        for mobile in &office {
            ask_from(&app, "198.51.100.9", mobile).await;
        }
        app.drain().await;
        assert_eq!(codes_sent(&app), 5 * time);
    }
    for mobile in &office {
        choose(&app, mobile, &app.newest_code_to(mobile), NEW).await.expect(204);
    }
}

// F7: strangers ask for numbers of the block that nobody has, for the owner's number from everywhere, and from the owner's
// own address; his first question of the day gets him his code
#[tokio::test]
async fn what_strangers_ask_keeps_no_code_from_its_owner() {
    let (app, firm, _) = forgetful().await;
    firm.customer("李雷", "13900000002").await;
    app.drain().await;
    app.advance(SignedDuration::from_hours(24));
    let before = codes_sent(&app);
    for number in 0..30 {
        ask_from(&app, "198.51.100.1", &format!("139000001{number:02}")).await;
    }
    for source in 1..=12 {
        for _ in 0..4 {
            ask_from(&app, &format!("198.51.100.{source}"), MOBILE).await;
        }
    }
    app.drain().await;
    // each stranger's first; and what three of them asked again, then the block had ten in a quarter of an hour
    assert_eq!(codes_sent(&app) - before, 12 + 3 * 2);
    let before = codes_sent(&app);
    ask(&app, MOBILE).await.expect(202);
    ask_from(&app, "198.51.100.1", "13900000002").await;
    app.drain().await;
    assert_eq!(codes_sent(&app) - before, 2);
    choose(&app, MOBILE, &app.newest_code_to(MOBILE), NEW).await.expect(204);
}

// F7: who is refused for his source uses up nothing of anybody's, and one source spends no enterprise's codes
#[tokio::test]
async fn a_refused_question_uses_up_nothing() {
    use foyer_domain::limit::{Kind, Limit};
    let (app, ..) = forgetful().await;
    let attacker = "198.51.100.1";
    for number in 0..40 {
        for _ in 0..2 {
            ask_from(&app, attacker, &format!("u{number:04}")).await;
        }
    }
    for _ in 0..3 {
        ask_from(&app, attacker, MOBILE).await;
    }
    app.drain().await;
    assert_eq!(codes_sent(&app), 2, "the owner's, and the first that the attacker asked for");
    let left = |by, most, what: &str| {
        let (deps, what) = (app.deps(), what.to_owned());
        let limit = Limit { by, most, within: foyer_domain::limit::DAY };
        let now = foyer_domain::time::Clock::now(&*app.clock);
        async move { deps.store.take(limit, &what, &deps.commit_token(), now).await.expect("counted") }
    };
    // two were sent to the name and to its block, and no more were counted
    assert!(left(Kind::CodesOfName, 3, MOBILE).await && left(Kind::CodesOfBlock, 3, "861390000").await);
    assert!(!left(Kind::CodesOfName, 3, MOBILE).await && !left(Kind::CodesOfBlock, 3, "861390000").await);
}

// F7: eight at once who know the code: one
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_code_is_used_once() {
    let (app, _, code) = forgetful().await;
    let uses: Vec<_> = (0..8)
        .map(|number| {
            let (app, code) = (app.clone(), code.clone());
            tokio::spawn(async move { choose(&app, MOBILE, &code, &format!("{NEW} {number}")).await.status })
        })
        .collect();
    let mut won = 0;
    for one in uses {
        let status = one.await.expect("no panic");
        won += u32::from(status == 204);
        assert!(matches!(status, 204 | 409 | 422), "{status}");
    }
    assert_eq!(won, 1);
}

// F7: fifty wrong codes at once from one source: five are compared, and the right one from there comes too late
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_is_tried_five_times() {
    let (app, _, code) = forgetful().await;
    let wrong = if code == "123456" { "654321" } else { "123456" };
    let guess = |source: &str, code: &str| {
        let (client, body) = (app.client().from(source), json!({ "login": MOBILE, "code": code, "new_password": NEW }));
        async move { client.post("/api/password-resets/confirm", body).await }
    };
    let tries: Vec<_> = (0..50).map(|_| tokio::spawn(guess("198.51.100.1", wrong))).collect();
    for one in tries {
        one.await.expect("no panic").refused(422, "invalid");
    }
    guess("198.51.100.1", &code).await.refused(422, "invalid");
    assert_eq!(tried(&app).await, 5);
    // many sources together have fifty, and the one that asked for the code its own five beside them
    for source in 2..=20 {
        for _ in 0..5 {
            guess(&format!("198.51.100.{source}"), wrong).await.refused(422, "invalid");
        }
    }
    assert_eq!(tried(&app).await, 50);
    guess("192.0.2.1", &code).await.refused(422, "invalid");
    for _ in 0..4 {
        choose(&app, MOBILE, wrong, NEW).await.refused(422, "invalid");
    }
    choose(&app, MOBILE, &code, NEW).await.expect(204);
}

/// How often the code of the customer was compared with something.
async fn tried(app: &TestApp) -> u32 {
    let login = MOBILE.to_owned().try_into().expect("a login name");
    let row = app.deps().store.get::<foyer_store::resets::ResetCode>(&foyer_store::Key::reset_code(&login)).await.expect("read");
    row.expect("there").value.tries
}

// decision 7 of the house: a code is sent at most once; what is held back says why
#[tokio::test]
async fn a_code_is_never_sent_twice() {
    let (app, firm, _) = forgetful().await;
    let sent = codes_sent;
    let before = sent(&app);
    ask(&app, MOBILE).await.expect(202);
    app.system.fault(foyer_local::Target::Sms, foyer_local::Fault::LoseAnswer);
    app.try_drain().await;
    app.advance(SignedDuration::from_mins(5));
    app.try_drain().await;
    assert_eq!(sent(&app), before + 1);
    // S000-15, F6: who has left gets none
    let contact = firm.admin.get("/api/contacts").await.expect(200).text("/items/0/account/identity_id");
    firm.admin.post(&format!("/api/identities/{contact}/offboard"), json!({})).await.expect(200);
    app.advance(SignedDuration::from_mins(15));
    ask(&app, MOBILE).await.expect(202);
    app.drain().await;
    assert_eq!(sent(&app), before + 1);
}

// F7: no SMS to a country that is not on the list; by email instead, and without one the code is held back and says why
#[tokio::test]
async fn no_code_goes_to_a_country_that_is_not_allowed() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let abroad = "+447400123456";
    firm.customer("Tom", abroad).await;
    app.drain().await;
    let before = app.messages().len();
    ask(&app, abroad).await.expect(202);
    app.drain().await;
    assert_eq!(app.messages().len(), before);
    let held = firm.admin.get("/api/held-messages?reason=country_not_allowed").await.expect(200);
    assert_eq!(held.items().len(), 1);

    let ann = firm.customer("Ann", "+447400123457").await;
    with_email(&app, &ann, "ann@example.com").await;
    ask(&app, "+447400123457").await.expect(202);
    app.drain().await;
    app.newest_code_to("ann@example.com");
}

/// The customer proves an email address beside the number that he has.
async fn with_email(app: &TestApp, customer: &Client, email: &str) {
    app.advance(SignedDuration::from_mins(15));
    customer.post("/api/me/address-changes", json!({ "address": email, "password": PASSWORD })).await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(email);
    customer.post("/api/me/address-changes/confirm", json!({ "code": code })).await.expect(200);
    app.advance(SignedDuration::from_mins(15));
}

// an address by email gets its code by email
#[tokio::test]
async fn a_code_goes_to_the_address_that_is_the_login() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    with_email(&app, &customer, "wang.fang@example.com").await;
    ask(&app, "Wang.Fang@example.com").await.expect(202);
    app.drain().await;
    let code = app.newest_code_to("wang.fang@example.com");
    choose(&app, "wang.fang@example.com", &code, NEW).await.expect(204);
    app.log_in(MOBILE, NEW).await;
}

// no ceilings: what is counted against the enterprise's codes of the day is what is claimed, however often an event comes
#[tokio::test]
async fn a_code_that_is_delivered_again_and_again_counts_once() {
    let (app, firm, _) = forgetful().await;
    firm.customer("李雷", "13500000002").await;
    app.drain().await;
    let before = app.messages_to(MOBILE).len();
    ask(&app, MOBILE).await.expect(202);
    app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
    let queue = app.system.template().queue_of("send-sms").expect("it has a queue").0;
    let waiting = app.system.queues().messages(queue).expect("the queue opens");
    let copies: Vec<_> = (0..600).map(|copy| json!({ "messageId": copy.to_string(), "body": waiting[0].body })).collect();
    let answer = app.invoke("send-sms", json!({ "Records": copies })).await;
    assert_eq!(answer["batchItemFailures"], json!([]));
    assert_eq!(app.messages_to(MOBILE).len(), before + 1);
    let elsewhere = app.client().from("198.51.100.9");
    elsewhere.post("/api/password-resets", json!({ "login": "13500000002" })).await.expect(202);
    app.drain().await;
    app.newest_code_to("+8613500000002");
}
