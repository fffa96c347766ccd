//! Another phone number or email address for an account.

use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use serde_json::json;

const OLD: &str = "+8613900000001";
const NEW: &str = "+8613800000002";
const EMAIL: &str = "wang.fang@example.com";

async fn ask(client: &Client, address: &str) -> Answer {
    client.post("/api/me/address-changes", json!({ "address": address, "password": PASSWORD })).await
}

async fn confirm(client: &Client, code: &str) -> Answer {
    client.post("/api/me/address-changes/confirm", json!({ "code": code })).await
}

/// A customer who has been told everything so far.
async fn customer() -> (TestApp, Enterprise, Client) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", OLD).await;
    app.drain().await;
    app.advance(SignedDuration::from_secs(1));
    (app, firm, customer)
}

/// The same, with a code on the way to another number.
async fn asked() -> (TestApp, Enterprise, Client, String) {
    let (app, firm, customer) = customer().await;
    ask(&customer, "138 0000 0002").await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(NEW);
    (app, firm, customer, code)
}

fn wrong(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

// S004-15, S001-25, decisions 3 and 5: the login name moves, the old one is free, whoever else is in is out, and the
// owner is told where he was reached before
#[tokio::test]
async fn a_customer_moves_to_another_number() {
    let (app, firm, customer, code) = asked().await;
    let elsewhere = app.log_in(OLD, PASSWORD).await;
    assert!(app.messages_to(OLD).iter().all(|message| !message.text.contains("验证码")), "the code goes to the new number");
    let told = app.messages_to(OLD).len();
    let changed = confirm(&customer, &code).await.expect(200);
    let me = customer.with_token(&changed.text("/token"));
    customer.get("/api/me").await.refused(401, "not_signed_in");
    elsewhere.get("/api/me").await.refused(401, "not_signed_in");
    let account = me.get("/api/me").await.expect(200).body["account"].clone();
    assert_eq!((&account["phone"], &account["logins"]), (&json!(NEW), &json!([NEW])));
    app.try_log_in(OLD, PASSWORD).await.refused(401, "login_failed");
    app.log_in(NEW, PASSWORD).await;

    app.drain().await;
    let messages = app.messages_to(OLD);
    assert_eq!(messages.len(), told + 1);
    let notice = &messages.last().expect("a message").text;
    assert!(notice.contains("已绑定新的联系方式 +86138****0002") && !notice.contains(NEW), "{notice}");
    let notices = me.get("/api/notices").await.expect(200);
    assert_eq!((notices.text("/items/0/kind"), notices.text("/items/0/link")), ("address.changed".into(), "/profile".into()));

    // S001-3: staff look up the login name that holds
    let row = firm.admin.get("/api/contacts").await.expect(200);
    assert_eq!(row.text("/items/0/account/login"), NEW);
    let identity = row.text("/items/0/account/identity_id");
    let reset = firm.admin.post(&format!("/api/identities/{identity}/password-reset"), json!({})).await.expect(200);
    assert_eq!(reset.text("/login"), NEW);
    let path = format!("/api/audit?target={}", account["account_id"].as_str().expect("an id"));
    let entries = firm.admin.get(&path).await.expect(200);
    let entry = entries.items().iter().find(|entry| entry["act"] == "address.changed").expect("recorded");
    assert_eq!(entry["changes"], json!([{ "field": "phone", "before": "+86139****0001", "after": "+86138****0002" }]));

    // the number is somebody else's to have
    let next = firm.customer("李雷", OLD).await;
    assert_eq!(next.get("/api/me").await.expect(200).body["account"]["logins"], json!([OLD]));
}

// S004-15, S004-16: who had no email gets one, by email, and is told by SMS; what was bound by the phone stays so
#[tokio::test]
async fn a_customer_adds_an_address() {
    let (app, firm, customer) = customer().await;
    let told = app.messages_to(OLD).len();
    ask(&customer, "Wang.Fang@Example.com").await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(EMAIL);
    let changed = confirm(&customer, &code).await.expect(200);
    assert_eq!(changed.body["account"]["logins"], json!([OLD, EMAIL]));
    app.drain().await;
    let messages = app.messages_to(OLD);
    assert_eq!((messages.len(), messages[told].text.contains("w***@example.com")), (told + 1, true));
    app.log_in(EMAIL, PASSWORD).await;
    app.log_in(OLD, PASSWORD).await;
    assert_eq!(firm.admin.get("/api/contacts").await.expect(200).text("/items/0/account/login"), OLD);
}

// S004-15: recent proof, an address that is one, another one than now, in a country that codes go to
#[tokio::test]
async fn what_cannot_be_had_is_refused_before_anything_is_sent() {
    let (app, _, customer) = customer().await;
    let sent = app.messages().len();
    let wrong = customer.post("/api/me/address-changes", json!({ "address": NEW, "password": "not the password" })).await;
    assert_eq!(wrong.refused(422, "invalid").text("/errors/0/pointer"), "/password");
    for address in [OLD, "139 0000 0001", "wang.fang", "a@b", "010-55550000", "+447400123456"] {
        assert_eq!(ask(&customer, address).await.refused(422, "invalid").text("/errors/0/pointer"), "/address", "{address}");
    }
    confirm(&customer, "123456").await.refused(422, "invalid");
    app.drain().await;
    assert_eq!(app.messages().len(), sent);
}

// S003-23: the addresses of staff are the enterprise's to give
#[tokio::test]
async fn staff_keep_what_the_enterprise_gave_them() {
    let (app, firm, customer) = customer().await;
    ask(&firm.admin, NEW).await.refused(403, "staff_address");
    confirm(&firm.admin, "123456").await.refused(403, "staff_address");
    app.drain().await;
    assert!(app.messages_to(NEW).is_empty());
    ask(&customer, NEW).await.expect(202);
}

// S004-15, F7: asking tells nobody whose an address is; who can read the code there is told, and takes nothing
#[tokio::test]
async fn nobody_finds_out_by_asking_who_has_an_address() {
    let (app, firm, customer) = customer().await;
    firm.customer("李雷", NEW).await;
    let taken = ask(&customer, NEW).await.expect(202);
    let free = ask(&customer, "+8613700000003").await.expect(202);
    assert_eq!((&taken.body, &taken.headers), (&free.body, &free.headers));
    assert_eq!((taken.spent.read, taken.spent.write), (free.spent.read, free.spent.write), "the same is done for both");
    ask(&customer, NEW).await.expect(202);
    app.drain().await;
    confirm(&customer, &app.newest_code_to(NEW)).await.refused(409, "login_taken");
    assert_eq!(customer.get("/api/me").await.expect(200).body["account"]["phone"], OLD);
    app.log_in(NEW, PASSWORD).await;
}

// F7: the newest code only, for ten minutes, of this account alone
#[tokio::test]
async fn a_code_for_an_address_holds_once_and_not_for_long() {
    let (app, firm, customer, first) = asked().await;
    ask(&customer, NEW).await.expect(202);
    app.drain().await;
    let second = app.newest_code_to(NEW);
    assert_ne!(first, second);
    confirm(&customer, &first).await.refused(422, "invalid");
    let other = firm.customer("李雷", "13700000003").await;
    confirm(&other, &second).await.refused(422, "invalid");
    app.advance(SignedDuration::from_mins(10));
    confirm(&customer, &second).await.refused(422, "invalid");
    app.log_in(OLD, PASSWORD).await;
}

// F7: three in a quarter of an hour, by number, by source and by account; codes for a forgotten password count too
#[tokio::test]
async fn codes_for_an_address_are_not_sent_too_often() {
    let (app, firm, customer) = customer().await;
    let from = |client: &Client, last: u8| client.from(&format!("198.51.100.{last}"));
    for last in 1..=3 {
        ask(&from(&customer, last), &format!("+861370000000{last}")).await.expect(202);
    }
    let refused = ask(&from(&customer, 4), "+8613600000004").await.refused(429, "too_many_requests");
    assert_eq!(refused.header("retry-after"), "900");
    app.advance(SignedDuration::from_mins(15));
    for last in 1..=3 {
        from(&app.client(), last).post("/api/password-resets", json!({ "login": NEW })).await.expect(202);
    }
    // what strangers asked keeps nobody from it
    ask(&from(&customer, 5), NEW).await.expect(202);
    // neither do colleagues at one address, who want numbers of one block
    for last in 3..=6 {
        let colleague = firm.customer("同事", &format!("1350000000{last}")).await;
        for _ in 0..2 {
            ask(&from(&colleague, 6), &format!("+861380000000{last}")).await.expect(202);
        }
    }
    // but all that is asked again for a block counts together
    let late = firm.customer("李雷", "13500000007").await;
    ask(&from(&late, 7), "+8613800000007").await.expect(202);
    ask(&from(&late, 7), "+8613800000007").await.refused(429, "too_many_requests");
}

// F7: eight at once who know the code: one
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_for_an_address_is_used_once() {
    let (app, _, customer, code) = asked().await;
    let uses: Vec<_> = (0..8)
        .map(|_| {
            let (customer, code) = (customer.clone(), code.clone());
            tokio::spawn(async move { confirm(&customer, &code).await.status })
        })
        .collect();
    let mut won = 0;
    for one in uses {
        let status = one.await.expect("no panic");
        won += u32::from(status == 200);
        assert!(matches!(status, 200 | 401 | 409 | 422), "{status}");
    }
    assert_eq!(won, 1);
    app.log_in(NEW, PASSWORD).await;
}

// F7: fifty wrong codes at once: five are compared, and the right one comes too late
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_for_an_address_is_tried_five_times() {
    let (app, _, customer, code) = asked().await;
    let account = customer.get("/api/me").await.expect(200).text("/account/account_id");
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (customer, code) = (customer.clone(), wrong(&code));
            tokio::spawn(async move { confirm(&customer, code).await.refused(422, "invalid") })
        })
        .collect();
    for one in tries {
        one.await.expect("no panic");
    }
    let key = foyer_store::Key::address_code(account.parse().expect("an id"));
    let row = app.deps().store.get::<foyer_store::resets::AddressCode>(&key).await.expect("read");
    assert_eq!(row.expect("there").value.tries, 5);
    confirm(&customer, &code).await.refused(422, "invalid");
    app.log_in(OLD, PASSWORD).await;
}

// decision 3: two accounts want one number, and both have read their code there: one gets it
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_accounts_one_gets_the_number() {
    let (app, firm, first) = customer().await;
    let second = firm.customer("李雷", "+8613700000003").await;
    let mut codes = Vec::new();
    for client in [&first, &second] {
        ask(client, NEW).await.expect(202);
        app.drain().await;
        codes.push(app.newest_code_to(NEW));
    }
    let both = [first, second].into_iter().zip(codes).map(|(client, code)| tokio::spawn(async move { confirm(&client, &code).await }));
    let mut outcomes = Vec::new();
    for one in both.collect::<Vec<_>>() {
        let answer = one.await.expect("no panic");
        outcomes.push((answer.status, answer.body["code"].as_str().unwrap_or("").to_owned()));
    }
    outcomes.sort();
    assert_eq!(outcomes, [(200, String::new()), (409, "login_taken".into())]);
    app.log_in(NEW, PASSWORD).await;
}

// a code that was sent for a name opens nothing of whoever has the name next
#[tokio::test]
async fn a_name_that_is_given_up_takes_its_reset_code_along() {
    let (app, firm, customer, code) = asked().await;
    app.client().from("198.51.100.9").post("/api/password-resets", json!({ "login": OLD })).await.expect(202);
    app.drain().await;
    let reset = app.newest_code_to(OLD);
    confirm(&customer, &code).await.expect(200);
    firm.customer("李雷", OLD).await;
    let choice = json!({ "login": OLD, "code": reset, "new_password": "another horse entirely" });
    app.client().post("/api/password-resets/confirm", choice).await.refused(422, "invalid");
    app.log_in(OLD, PASSWORD).await;
}

// decision 13, F6, S000-15: who was offboarded meanwhile gets no code, and the reason is kept
#[tokio::test]
async fn no_code_goes_to_who_has_left() {
    let (app, firm, customer) = customer().await;
    let identity = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    ask(&customer, NEW).await.expect(202);
    firm.admin.post(&format!("/api/identities/{identity}/offboard"), json!({})).await.expect(200);
    app.drain().await;
    assert!(app.messages_to(NEW).is_empty());
    let held = firm.admin.get("/api/held-messages?reason=identity_offboarded").await.expect(200);
    assert_eq!(held.text("/items/0/event_type"), "address_change.requested");
}
