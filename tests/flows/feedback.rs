//! Addresses that nothing arrives at are not written to again until they are corrected; staff see why, and which
//! messages came back.

use foyer_domain::address::Channel;
use foyer_domain::identity::Account;
use foyer_domain::silence::Returned;
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_testkit::feedback::{bounced, complained, failed_sms, message_id};
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
        self.app.advance(SignedDuration::from_mins(6));
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
    bounced("none of ours", EMAIL, kind)
}

fn complaint() -> String {
    complained("none of ours", EMAIL)
}

// F34: a message that came back says so, and why; what is said again changes nothing, and neither what is said of a
// message that is none of ours
#[tokio::test]
async fn a_message_that_came_back_says_so() {
    let scene = Scene::new().await;
    let sent = scene.newest().await;
    assert_eq!([&sent["state"], &sent["reason"]], [&json!("sent"), &Value::Null]);
    let id = message_id(&scene.app, scene.firm.tenant, &scene.identity, Channel::Email).await;
    scene.said(&bounce("Transient")).await;
    assert_eq!(scene.newest().await, sent);
    scene.app.advance(SignedDuration::from_mins(3));
    scene.said(&bounced(&id, EMAIL, "Transient")).await;
    let returned = scene.newest().await;
    assert_eq!(
        [&returned["state"], &returned["reason"], &returned["event_id"]],
        [&json!("returned"), &json!("not_reached"), &sent["event_id"]]
    );
    assert_eq!(returned["at"], "2026-01-05T08:03:00Z");
    scene.app.advance(SignedDuration::from_mins(1));
    scene.said(&bounced(&id, EMAIL, "Transient")).await;
    scene.said(&complained(&id, EMAIL)).await;
    assert_eq!(scene.newest().await, returned, "what was said first stays");

    // administrators find all that came back; it is not among what was held back
    let (admin, path) = (&scene.firm.admin, "/api/held-messages?state=returned");
    assert_eq!(admin.get(path).await.expect(200).items(), [returned]);
    assert!(admin.get(&format!("{path}&from=2026-01-05T08:03:01Z")).await.expect(200).items().is_empty());
    let held = admin.get("/api/held-messages").await.expect(200);
    assert!(held.items().iter().all(|row| row["state"] == "held_back"), "{}", held.body);
    admin.get(&format!("{path}&reason=no_address")).await.refused(422, "invalid");
    admin.get("/api/held-messages?state=sent").await.refused(422, "invalid");
    scene.firm.member("lin.yue").await.get(path).await.refused(403, "forbidden");
    let other = scene.app.enterprise("harbour").await;
    assert!(other.admin.get(path).await.expect(200).items().is_empty());
    assert_eq!(admin.get("/api/silence-report").await.expect(200).body["sent_to_stopped_in_30_days"], 0);
}

// F34: of many that are told the same at once, one writes it
#[tokio::test]
async fn feedback_that_comes_twice_at_once_is_kept_once() {
    let scene = Scene::new().await;
    let id = message_id(&scene.app, scene.firm.tenant, &scene.identity, Channel::Email).await;
    let (store, now) = (scene.app.deps().store, scene.app.clock.now());
    let tell = |reason| store.came_back(Channel::Email, &id, reason, now);
    let (first, second) = tokio::join!(tell(Returned::NotReached), tell(Returned::RecipientObjected));
    assert_eq!(usize::from(first.expect("written")) + usize::from(second.expect("written")), 1);
    assert_eq!(scene.newest().await["state"], "returned");
}

// F34: an SMS that failed says so, and only what will not pass keeps the next one back
#[tokio::test]
async fn an_sms_that_failed_says_so() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let ticket = firm.ticket(&customer, "打印机").await;
    app.drain().await;
    let identity = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let id = message_id(&app, firm.tenant, &identity, Channel::Sms).await;
    let unreachable = failed_sms(&id, "+8613900000001", "Phone carrier is currently unreachable/unavailable");
    assert_eq!(app.invoke("record-sms-failures", unreachable).await["marked"], 0);
    let path = format!("/api/deliveries?ticket_id={ticket}");
    let row = firm.admin.get(&path).await.expect(200).items()[0].clone();
    assert_eq!([&row["channel"], &row["state"], &row["reason"]], ["sms", "returned", "not_reached"]);
    // the number is written to again: that passes
    firm.ticket(&customer, "扫描仪").await;
    app.drain().await;
    let id = message_id(&app, firm.tenant, &identity, Channel::Sms).await;
    assert_eq!(app.invoke("record-sms-failures", failed_sms(&id, "+8613900000001", "Phone number is opted out")).await["marked"], 1);
    let returned = firm.admin.get("/api/held-messages?state=returned").await.expect(200);
    let reasons: Vec<&Value> = returned.items().iter().map(|row| &row["reason"]).collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons.contains(&&json!("recipient_objected")), "{reasons:?}");
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
    app.advance(SignedDuration::from_secs(1));
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
