//! Addresses that nothing arrives at are not written to again until they are corrected, and staff see why.

use foyer_domain::identity::Account;
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_testkit::{Enterprise, TestApp};
use serde_json::{Value, json};

const MOBILE: &str = "13900000001";
const EMAIL: &str = "wang.fang@example.com";

/// An enterprise with a contact that has an email address and no phone, and an account.
struct Scene {
    app: TestApp,
    firm: Enterprise,
    contact: String,
    identity: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let body = json!({ "organisation_id": firm.organisation.to_string(), "name": "王芳", "email": EMAIL });
        let contact = firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
        let opened = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        app.drain().await;
        assert_eq!(app.messages_to(EMAIL).len(), 1);
        Self { app, firm, contact, identity: opened.text("/identity_id") }
    }

    /// Something that an email is called for: staff give the account a new password.
    async fn write(&self) {
        self.app.advance(SignedDuration::from_mins(1));
        self.firm.admin.post(&format!("/api/identities/{}/password-reset", self.identity), json!({})).await.expect(200);
        self.app.drain().await;
    }

    /// What SES says goes into the queue of its topic.
    async fn said(&self, body: &str) {
        let queue = self.app.system.template().queue_of("record-feedback").expect("it has a queue").0.to_owned();
        let now = self.app.clock.now();
        self.app.system.queues().put(&[(&queue, body)], now).expect("puts");
        self.app.drain().await;
    }

    async fn newest(&self) -> Value {
        let path = format!("/api/deliveries?contact_id={}", self.contact);
        self.firm.admin.get(&path).await.expect(200).items()[0].clone()
    }
}

fn bounce(kind: &str) -> String {
    let bounce = json!({ "bounceType": kind, "bouncedRecipients": [{ "emailAddress": EMAIL, "status": "5.1.1" }] });
    json!({ "eventType": "Bounce", "bounce": bounce, "mail": { "messageId": "1", "destination": [EMAIL] } }).to_string()
}

fn complaint() -> String {
    let complaint = json!({ "complainedRecipients": [{ "emailAddress": EMAIL }], "complaintFeedbackType": "abuse" });
    json!({ "eventType": "Complaint", "complaint": complaint, "mail": { "messageId": "1", "destination": [EMAIL] } }).to_string()
}

// an email that came back for good is the last to that address; deliveries and held messages say why
#[tokio::test]
async fn an_address_that_email_came_back_from_is_not_written_to_until_corrected() {
    let scene = Scene::new().await;
    scene.said(&bounce("Permanent")).await;
    scene.write().await;
    assert_eq!(scene.app.messages_to(EMAIL).len(), 1);
    let held = scene.newest().await;
    assert_eq!([&held["state"], &held["reason"]], ["held_back", "address_undeliverable"]);
    let path = "/api/held-messages?reason=address_undeliverable";
    assert_eq!(scene.firm.admin.get(path).await.expect(200).items().len(), 1);
    // another address of the same account is free
    let deps = scene.app.deps();
    let read = deps.store.account_by_login(&EMAIL.to_owned().try_into().expect("a login")).await.expect("read").expect("there");
    let corrected = Account { email: Some("wang@example.com".to_owned().try_into().expect("an address")), ..read.value.clone() };
    deps.commit().replace(&read, &corrected).run(&deps.store).await.expect("stored");
    scene.write().await;
    assert_eq!(scene.app.messages_to("wang@example.com").len(), 1);
}

// a full mailbox passes; the message that says so, and one that cannot be read, hold up nobody
#[tokio::test]
async fn what_passes_marks_nobody() {
    let scene = Scene::new().await;
    scene.said(&bounce("Transient")).await;
    scene.said("Successfully validated SNS topic for Amazon SES event publishing.").await;
    scene.write().await;
    assert_eq!(scene.app.messages_to(EMAIL).len(), 2);
    let queue = scene.app.system.template().queue_of("record-feedback").expect("a queue");
    let (queue, dead) = (queue.0.to_owned(), queue.1.to_owned());
    scene.app.system.queues().put(&[(&queue, "no event")], scene.app.clock.now()).expect("puts");
    for _ in 0..6 {
        scene.app.try_drain().await;
        scene.app.advance(SignedDuration::from_mins(15));
    }
    assert_eq!(scene.app.system.queues().messages(&dead).expect("opens")[0].body, "no event");
}

// who complained gets nothing more, said once or twice; whoever operates Foyer can take that back
#[tokio::test]
async fn who_complained_is_left_alone() {
    let scene = Scene::new().await;
    scene.said(&complaint()).await;
    scene.said(&complaint()).await;
    scene.write().await;
    assert_eq!(scene.app.messages_to(EMAIL).len(), 1);
    assert_eq!(scene.newest().await["reason"], "recipient_objected");
    let forgotten = scene.app.invoke("forget-feedback", json!({ "email": EMAIL })).await;
    assert_eq!(forgotten["fault"], "objected");
    assert_eq!(scene.app.invoke("forget-feedback", json!({ "email": EMAIL })).await["fault"], Value::Null);
    scene.write().await;
    assert_eq!(scene.app.messages_to(EMAIL).len(), 2);
}

// SMS that failed because of the number, read from the log that SNS keeps
#[tokio::test]
async fn a_number_that_takes_no_sms_is_not_written_to() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    app.drain().await;
    let phone = "+8613900000001";
    let before = app.messages_to(phone).len();
    let sample = include_str!("../../events/samples/record-sms-failures/good.json");
    let event: Value = serde_json::from_str(sample).expect("JSON");
    assert_eq!(app.invoke("record-sms-failures", event.clone()).await["marked"], 1);
    assert_eq!(app.invoke("record-sms-failures", event).await["marked"], 0);
    let ticket = firm.ticket(&customer, "打印机").await;
    app.drain().await;
    assert_eq!(app.messages_to(phone).len(), before);
    let row = firm.admin.get(&format!("/api/deliveries?ticket_id={ticket}")).await.expect(200).items()[0].clone();
    assert_eq!([&row["state"], &row["reason"]], ["held_back", "address_undeliverable"]);
    // another's number is not touched
    let other = firm.customer("赵", "13900000002").await;
    app.drain().await;
    let before = app.messages_to("+8613900000002").len();
    firm.ticket(&other, "扫描仪").await;
    app.drain().await;
    assert_eq!(app.messages_to("+8613900000002").len(), before + 1);
}
