//! What messages may cost, and how much one person may have under way.

use foyer_domain::limit::{DAY, Kind, Limit};
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::json;

use crate::accounts::password_in;

const MOBILE: &str = "+8613900000001";

async fn customer() -> (TestApp, Enterprise, Client) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    app.drain().await;
    (app, firm, customer)
}

async fn held(firm: &Enterprise, reason: &str) -> usize {
    firm.admin.get(&format!("/api/held-messages?reason={reason}&limit=100")).await.expect(200).items().len()
}

/// Uses up so many of a counter.
async fn use_up(app: &TestApp, by: Kind, most: u32, what: &str) {
    let limit = Limit { by, most, within: DAY };
    while app.deps().store.take(limit, what, &app.deps().commit_token(), app.clock.now()).await.expect("counted") {}
}

// Messages: sixty tickets are twenty SMS, the last of which says where the others are told; the notices are all there
#[tokio::test]
async fn sixty_tickets_are_twenty_messages() {
    let (app, firm, customer) = customer().await;
    let before = app.messages_to(MOBILE).len();
    for number in 0..60 {
        firm.ticket(&customer, &format!("工单 {number}")).await;
    }
    app.drain().await;
    let sent = app.messages_to(MOBILE).split_off(before);
    assert_eq!(sent.len(), 20);
    let last: Vec<bool> = sent.iter().map(|message| message.text.contains("今日不再发送短信")).collect();
    assert_eq!(last.iter().filter(|told| **told).count(), 1, "he is told once");
    assert_eq!(held(&firm, "recipient_limit").await, 40);
    assert_eq!(customer.get("/api/notices/unread").await.expect(200).body["unread"], json!(60));
    // a code is no news, and another enterprise's messages are its own
    app.client().post("/api/password-resets", json!({ "login": MOBILE })).await.expect(202);
    app.drain().await;
    app.newest_code_to(MOBILE);
    let colleague = firm.customer("李雷", "13900000002").await;
    firm.ticket(&colleague, "另一个").await;
    app.drain().await;
    assert!(app.messages_to("+8613900000002").iter().any(|message| message.text.contains("另一个")));
    // the next day begins anew
    app.advance(SignedDuration::from_hours(24));
    let before = app.messages_to(MOBILE).len();
    firm.ticket(&customer, "第二天").await;
    app.drain().await;
    assert_eq!(app.messages_to(MOBILE).len(), before + 1);
}

/// Gives the customer an email address.
async fn with_email(app: &TestApp, customer: &Client, email: &str) -> Client {
    customer.post("/api/me/address-changes", json!({ "address": email, "password": PASSWORD })).await.expect(202);
    app.drain().await;
    let code = app.newest_code_to(email);
    let changed = customer.post("/api/me/address-changes/confirm", json!({ "code": code })).await.expect(200);
    app.drain().await;
    customer.with_token(&changed.text("/token"))
}

// Messages: what would be too many SMS goes by email where there is an address, and he is told once; else by the portal
#[tokio::test]
async fn what_a_phone_gets_no_more_of_goes_by_email() {
    const EMAIL: &str = "wang.fang@example.com";
    let (app, firm, customer) = customer().await;
    let customer = with_email(&app, &customer, EMAIL).await;
    let (sms, emails) = (app.messages_to(MOBILE).len(), app.messages_to(EMAIL).len());
    for number in 0..23 {
        firm.ticket(&customer, &format!("工单 {number}")).await;
    }
    app.drain().await;
    let sent = app.messages_to(MOBILE).split_off(sms);
    let told = sent.iter().filter(|message| message.text.contains("后续进展将发送至您的邮箱")).count();
    assert_eq!((sent.len(), told), (20, 1), "he is told once");
    let by_email = app.messages_to(EMAIL).split_off(emails);
    assert_eq!(by_email.len(), 3);
    let titles: std::collections::BTreeSet<&str> = sent
        .iter()
        .chain(&by_email)
        .filter_map(|message| message.text.split_once("工单 ")?.1.split(['”', '」', '"', '》']).next())
        .collect();
    assert_eq!(titles.len(), 23, "each ticket is told of once: {titles:?}");
    assert_eq!(held(&firm, "recipient_limit").await, 3);
    assert_eq!(customer.get("/api/notices/unread").await.expect(200).body["unread"], json!(24));
    // staff see which way each went
    let ticket = firm.admin.get("/api/held-messages?reason=recipient_limit").await.expect(200).text("/items/0/ticket_id");
    let deliveries = firm.admin.get(&format!("/api/deliveries?ticket_id={ticket}")).await.expect(200);
    let mut ways: Vec<String> =
        (0..2).map(|n| deliveries.text(&format!("/items/{n}/channel")) + " " + &deliveries.text(&format!("/items/{n}/state"))).collect();
    ways.sort();
    assert_eq!(ways, ["email sent", "sms held_back"]);
    // who wants no emails about tickets gets none instead either
    let body = json!({ "notifications": { "tickets": { "email": false } } });
    customer.send(http::Method::PATCH, "/api/me", Some(body)).await.expect(200);
    firm.ticket(&customer, "one more").await;
    app.drain().await;
    assert_eq!((app.messages_to(MOBILE).len(), app.messages_to(EMAIL).len()), (sms + 20, emails + 3));
}

// Messages: who rates back and forth reminds the agent once in five minutes, and what failed is no message
#[tokio::test]
async fn news_of_one_thing_within_minutes_are_one() {
    let (app, firm, customer) = customer().await;
    let agent = firm.agent("zhao.qiang").await;
    let ticket = format!("/api/tickets/{}", firm.ticket(&customer, "打印机").await);
    agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "Done." })).await.expect(200);
    app.drain().await;
    let to = "zhao.qiang@example.com";
    let before = app.messages_to(to).len();
    for stars in 0..30 {
        customer.put(&format!("{ticket}/rating"), json!({ "stars": stars % 5 + 1 })).await.expect(200);
    }
    app.drain().await;
    assert_eq!(app.messages_to(to).len(), before + 1);
    assert_eq!(held(&firm, "told_already").await, 29);
    app.advance(SignedDuration::from_mins(5));
    customer.put(&format!("{ticket}/rating"), json!({ "stars": 3 })).await.expect(200);
    app.system.fault(foyer_local::Target::Email, foyer_local::Fault::Refuse);
    app.try_drain().await;
    app.advance(SignedDuration::from_mins(4));
    app.try_drain().await;
    assert_eq!(app.messages_to(to).len(), before + 2, "what the channel refused is tried again, and not taken for told");
}

// Messages: so many of one sender, and of an enterprise, which alarms; what concerns an account is counted too
#[tokio::test]
async fn one_sender_and_one_enterprise_have_their_day() {
    let (app, firm, customer) = customer().await;
    let sender = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    use_up(&app, Kind::MessagesOfSender, 1_000, &format!("{} {sender}", firm.tenant)).await;
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    assert_eq!(held(&firm, "sender_limit").await, 1);
    use_up(&app, Kind::SmsOfTenant, 10_000, &firm.tenant.to_string()).await;
    let before = app.messages().len();
    let contact = firm.contact(&firm.admin, "李雷", "13900000002").await;
    firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    app.client().post("/api/password-resets", json!({ "login": MOBILE })).await.expect(202);
    app.drain().await;
    assert_eq!((app.messages().len(), held(&firm, "spend_limit").await), (before, 2));
}

// Messages: nothing goes by SMS to a country that is not on the list, news and passwords no more than codes
#[tokio::test]
async fn no_message_goes_to_a_country_that_is_not_allowed() {
    let (app, firm, _) = customer().await;
    let abroad = "+447400123456";
    let tom = firm.customer("Tom", abroad).await;
    firm.ticket(&tom, "Printer").await;
    let ann = firm.contact(&firm.admin, "Ann", "+447400123457").await;
    firm.admin.post(&format!("/api/contacts/{ann}/account"), json!({})).await.expect(201);
    app.drain().await;
    assert!(app.messages_to(abroad).is_empty() && app.messages_to("+447400123457").is_empty());
    assert_eq!(held(&firm, "country_not_allowed").await, 2);
    // what is news goes by email, once there is one
    let tom = with_email(&app, &tom, "tom@example.com").await;
    let before = app.messages_to("tom@example.com").len();
    firm.ticket(&tom, "Scanner").await;
    app.drain().await;
    assert_eq!((app.messages_to(abroad).len(), app.messages_to("tom@example.com").len()), (0, before + 1));
}

// Messages: who opens, deletes and opens again sends no more to a number of his choice than a few a day
#[tokio::test]
async fn openings_over_and_over_are_twenty_messages() {
    const VICTIM: &str = "+8613900000009";
    let (app, firm, _) = customer().await;
    for number in 0..22 {
        let contact = firm.contact(&firm.admin, &format!("Trap {number}"), VICTIM).await;
        firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    }
    app.drain().await;
    assert_eq!((app.messages_to(VICTIM).len(), held(&firm, "recipient_limit").await), (20, 2));
    // what its owner asks for or must hear is none of them
    app.client().post("/api/password-resets", json!({ "login": VICTIM })).await.expect(202);
    app.drain().await;
    app.newest_code_to(VICTIM);
}

// S000-4, S001-1: an initial password goes by email where no SMS goes to the phone, and staff see which way it went
#[tokio::test]
async fn a_password_goes_by_email_where_no_sms_goes() {
    const ABROAD: &str = "+447400123456";
    const EMAIL: &str = "tom@example.com";
    let (app, firm, _) = customer().await;
    let mut body = firm.contact_body("Tom", ABROAD);
    body["email"] = json!(EMAIL);
    body["language"] = json!("zh-CN");
    let contact = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    // even if the form still says the phone
    let opened = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({ "login": ABROAD })).await.expect(201);
    assert_eq!((opened.text("/login"), opened.text("/sent_by")), (EMAIL.into(), "email".into()));
    app.drain().await;
    let initial = password_in(&app.messages_to(EMAIL)[0].text);
    let tom = app.log_in(EMAIL, &initial).await.change_password(&initial, PASSWORD).await;
    assert_eq!(tom.get("/api/me").await.expect(200).body["account"]["logins"], json!([EMAIL]), "the phone is proved by nothing");
    let reset = format!("/api/identities/{}/password-reset", opened.text("/identity_id"));
    assert_eq!(firm.admin.post(&reset, json!({})).await.expect(200).text("/sent_by"), "email");
    // who has no email: staff are told that nothing could be sent
    let ann = firm.contact(&firm.admin, "Ann", "+447400123457").await;
    let opened = firm.admin.post(&format!("/api/contacts/{ann}/account"), json!({})).await.expect(201);
    assert_eq!(opened.body["sent_by"], serde_json::Value::Null);
    app.drain().await;
    assert_eq!(held(&firm, "country_not_allowed").await, 1);
    let li = firm.contact(&firm.admin, "李雷", "13900000002").await;
    let opened = firm.admin.post(&format!("/api/contacts/{li}/account"), json!({})).await.expect(201);
    assert_eq!(opened.text("/sent_by"), "sms");
}

// Drafts and tickets: nobody has more under way than anybody may
#[tokio::test]
async fn one_person_has_so_many_drafts_and_open_tickets() {
    let (app, firm, customer) = customer().await;
    for number in 0..50 {
        customer.post("/api/drafts", json!({ "title": format!("草稿 {number}") })).await.expect(201);
    }
    let refused = customer.post("/api/drafts", json!({ "title": "one more" })).await.refused(409, "too_many_drafts");
    assert_eq!(refused.body["most"], json!(50));
    let draft = customer.get("/api/drafts").await.expect(200).text("/items/0/ticket_id");
    customer.delete(&format!("/api/drafts/{draft}")).await.expect(204);
    customer.post("/api/drafts", json!({ "title": "one more" })).await.expect(201);

    let mut tickets = Vec::new();
    for number in 0..100 {
        tickets.push(firm.ticket(&customer, &format!("工单 {number}")).await);
    }
    app.drain().await;
    let refused = customer.post("/api/tickets", firm.ticket_body("one more")).await.refused(409, "too_many_open_tickets");
    assert_eq!(refused.body["most"], json!(100));
    let colleague = firm.customer("李雷", "13900000002").await;
    let place = firm.ticket(&colleague, "another's").await;
    let place = colleague.get(&format!("/api/tickets/{place}/queue-position")).await.expect(200);
    assert_eq!(place.body["position"], json!(101), "who was refused left no number behind");
    customer.post(&format!("/api/tickets/{}/withdraw", tickets[0]), json!({})).await.expect(200);
    app.drain().await;
    firm.ticket(&customer, "one more").await;
}
