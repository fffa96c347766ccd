//! One account in two enterprises: what one was told or shown is not the other's (decision 14).

use std::collections::BTreeSet;

use foyer_domain::address::Channel;
use foyer_domain::identity::{Account, Face, Muted, Topic};
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

const PHONE: &str = "+8613900000001";
const NEW: &str = "+8613800000002";
const EMAIL: &str = "wang.fang@example.com";

/// Somebody with an identity in both, signed in as the one in A, and both identities.
struct Both {
    app: TestApp,
    a: Enterprise,
    b: Enterprise,
    person: Client,
    in_a: String,
    in_b: String,
}

impl Both {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let (a, b) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
        let person = a.customer("王芳", PHONE).await;
        let contact = b.contact(&b.admin, "Rose", PHONE).await;
        let in_b = b.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
        person.accept(&in_b).await;
        let in_a = me(&person).await.text("/active_identity/identity_id");
        app.drain().await;
        Self { app, a, b, person, in_a, in_b }
    }

    /// Acts as the identity from now on.
    async fn act_as(&mut self, identity: &str) {
        let switched = self.person.put("/api/sessions/current/identity", json!({ "identity_id": identity })).await.expect(200);
        self.person = self.person.with_token(&switched.text("/token"));
    }

    async fn in_a(&mut self) {
        self.act_as(&self.in_a.clone()).await;
    }

    async fn in_b(&mut self) {
        self.act_as(&self.in_b.clone()).await;
    }

    /// Tells the enterprise that he acts in another address.
    async fn tells(&mut self, address: &str) {
        self.person.post("/api/me/address-changes", json!({ "address": address, "password": PASSWORD })).await.expect(202);
        self.app.drain().await;
        let code = self.app.newest_code_to(address);
        let changed = self.person.post("/api/me/address-changes/confirm", json!({ "code": code })).await.expect(200);
        assert_eq!(changed.body["account"][if address.contains('@') { "email" } else { "phone" }], address);
        self.person = self.person.with_token(&changed.text("/token"));
        self.app.drain().await;
    }

    /// Submits a ticket in the enterprise that he acts in, and says how many messages each address got.
    async fn told(&self, firm: &Enterprise, title: &str, reply_method: &str) -> [usize; 3] {
        let count = || [PHONE, NEW, EMAIL].map(|to| self.app.messages_to(to).len());
        let before = count();
        let mut body = firm.ticket_body(title);
        body["reply_method"] = json!(reply_method);
        self.person.post("/api/tickets", body).await.expect(201);
        self.app.drain().await;
        let after = count();
        [after[0] - before[0], after[1] - before[1], after[2] - before[2]]
    }
}

async fn me(client: &Client) -> Answer {
    client.get("/api/me").await.expect(200)
}

async fn edit(client: &Client, body: Value) {
    client.send(Method::PATCH, "/api/me", Some(body)).await.expect(200);
}

// F10, S001-25, decision 14: each enterprise writes to what it was told, and to nothing that only the other was told
#[tokio::test]
async fn messages_go_where_each_enterprise_was_told() {
    let mut both = Both::new().await;
    both.in_b().await;
    both.tells(EMAIL).await;
    let there = me(&both.person).await;
    assert_eq!((there.text("/account/phone"), there.text("/account/email")), (PHONE.into(), EMAIL.into()));
    assert_eq!(both.told(&both.b, "by email", "email").await, [0, 0, 1]);
    both.in_a().await;
    assert_eq!(me(&both.person).await.body["account"]["email"], Value::Null, "A was not told");
    let mut body = both.a.ticket_body("by email");
    body["reply_method"] = json!("email");
    both.person.post("/api/tickets", body).await.refused(422, "invalid");

    both.tells(NEW).await;
    assert_eq!(both.told(&both.a, "by sms", "sms").await, [0, 1, 0]);
    both.in_b().await;
    assert_eq!(me(&both.person).await.text("/account/phone"), PHONE);
    assert_eq!(both.told(&both.b, "by sms", "sms").await, [1, 0, 0]);
    // what staff of B see of it: that it happened, and nothing of the number
    let account = me(&both.person).await.text("/account/account_id");
    let entries = both.b.admin.get(&format!("/api/audit?target={account}&limit=100")).await.expect(200);
    let changed = entries.items().iter().filter(|entry| entry["act"] == "address.changed");
    let mut changes: Vec<&Value> = changed.map(|entry| &entry["changes"]).collect();
    changes.sort_by_key(|changes| changes.as_array().map(Vec::len));
    assert_eq!(changes, [&json!([]), &json!([{ "field": "email", "before": null, "after": "w***@example.com" }])]);
    let contacts = both.b.admin.get("/api/contacts").await.expect(200);
    assert_eq!(contacts.text("/items/0/account/login"), PHONE);
    assert!(!contacts.body.to_string().contains(NEW) && !entries.body.to_string().contains("0002"));
    assert_eq!(both.a.admin.get("/api/contacts").await.expect(200).text("/items/0/account/login"), NEW);
    // both open the account, the one that he gave up does not
    both.app.log_in(NEW, PASSWORD).await;
    both.app.log_in(EMAIL, PASSWORD).await;
    both.app.try_log_in(PHONE, PASSWORD).await.refused(401, "login_failed");

    // he tells B too, with a code that goes there, and once is enough
    both.tells(NEW).await;
    assert_eq!(both.told(&both.b, "by sms again", "sms").await, [0, 1, 0]);
    let again = both.person.post("/api/me/address-changes", json!({ "address": NEW, "password": PASSWORD })).await;
    assert_eq!(again.refused(422, "invalid").text("/errors/0/pointer"), "/address");
    both.app.log_in(NEW, PASSWORD).await;
}

// S001-25, decision 14: language, picture and what is turned off are of the identity
#[tokio::test]
async fn choices_in_one_enterprise_are_none_in_another() {
    let mut both = Both::new().await;
    edit(&both.person, json!({ "language": "en", "notifications": { "tickets": { "sms": false } } })).await;
    assert_eq!(both.told(&both.a, "Printer", "sms").await, [0, 0, 0]);
    both.in_b().await;
    let there = me(&both.person).await;
    assert_eq!(
        (there.text("/account/language"), &there.body["account"]["notifications"]["tickets"]["sms"]),
        ("zh-CN".into(), &json!(true))
    );
    assert_eq!(both.told(&both.b, "打印机", "sms").await, [1, 0, 0]);
    assert!(both.app.messages_to(PHONE).last().expect("a message").text.contains("排队"), "in the language that B knows");
    edit(&both.person, json!({ "name": "方" })).await;
    both.in_a().await;
    let here = me(&both.person).await;
    assert_eq!((here.text("/account/language"), here.text("/account/name")), ("en".into(), "王芳".into()));
    assert_eq!(here.body["account"]["notifications"]["tickets"]["sms"], false);
}

// decision 14: an account from before identities had their own is read as it was, and nothing of it is lost
#[tokio::test]
async fn what_was_kept_before_holds_in_both() {
    let mut both = Both::new().await;
    let deps = both.app.deps();
    let id = me(&both.person).await.text("/account/account_id").parse().expect("an id");
    let read = deps.store.account(id).await.expect("read").expect("it is there");
    let mut before = Account { muted: BTreeSet::from([Muted { topic: Topic::Tickets, channel: Channel::Sms }]), ..read.value.clone() };
    before.identities.iter_mut().for_each(|own| own.face = Face::default());
    deps.commit().replace(&read, &before).run(&deps.store).await.expect("stored");
    for firm in ["a", "b"] {
        if firm == "b" {
            both.in_b().await;
        }
        let seen = me(&both.person).await;
        assert_eq!((seen.text("/account/phone"), &seen.body["account"]["notifications"]["tickets"]["sms"]), (PHONE.into(), &json!(false)));
    }
    edit(&both.person, json!({ "notifications": { "tickets": { "sms": true } } })).await;
    both.tells(NEW).await;
    assert_eq!(both.told(&both.b, "Printer", "sms").await, [0, 1, 0]);
    both.in_a().await;
    assert_eq!(both.told(&both.a, "打印机", "sms").await, [0, 0, 0], "turned off in A, as it was");
    edit(&both.person, json!({ "notifications": { "tickets": { "sms": true } } })).await;
    assert_eq!(both.told(&both.a, "扫描仪", "sms").await, [1, 0, 0], "A knows what it knew");
}

// decision 14: no refusal of a password tells staff of what another enterprise knows
#[tokio::test]
async fn a_refused_password_tells_nothing_of_another_enterprise() {
    let mut both = Both::new().await;
    both.tells(EMAIL).await;
    let path = format!("/api/identities/{}/password-reset", both.in_b);
    let reset = async |typed: &str| both.b.admin.post(&path, json!({ "initial_password": typed })).await;
    for guess in ["yunfan is where he is", "his name is 王芳 there", "write to wang.fang at once", "an unrelated lantern"] {
        reset(guess).await.refused(409, "owner_recovers");
    }
    for known in ["harbour is where he is", "call 13900000001 at once", "short"] {
        reset(known).await.refused(422, "invalid");
    }
}

// decision 56: staff find out by applications for numbers of their choice which of them log in to the account, only if they
// know the number from him
#[tokio::test]
async fn a_preview_tells_no_number_of_another_enterprise() {
    let mut both = Both::new().await;
    both.tells(NEW).await;
    let lin = both.b.member("lin.yue").await;
    for (name, number) in [("Guess", NEW), ("Known", PHONE)] {
        let contact = both.b.contact(&lin, name, number).await;
        lin.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    }
    let preview = both.b.admin.get(&format!("/api/identities/{}/offboarding-preview", both.in_b)).await.expect(200);
    let named: Vec<&Value> = preview.body["pending_requests"].as_array().expect("a list").iter().map(|one| &one["contact_name"]).collect();
    assert_eq!((named, &preview.body["pending_requests_unseen"]), (vec![&json!("Known")], &json!(0)));
}
