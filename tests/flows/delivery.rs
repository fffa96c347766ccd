//! An accepted request's event is never lost, whatever fails on its way, and is not told twice.

use std::sync::Arc;

use foyer_domain::id::AccountId;
use foyer_domain::identity::{Account, IdentityState};
use foyer_domain::time::SignedDuration;
use foyer_local::{Fault, Target};
use foyer_messaging::Envelope;
use foyer_store::deliveries::{Delivery, Progress};
use foyer_store::{Key, Table};
use foyer_testkit::{Client, Enterprise, TestApp, TestClock};
use serde_json::json;

const PHONE: &str = "+8613900000001";

/// A system with a customer who has been told everything so far.
struct Scene {
    app: TestApp,
    firm: Enterprise,
    customer: Client,
    told: usize,
}

impl Scene {
    async fn on(app: TestApp) -> Self {
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", PHONE).await;
        app.drain().await;
        let told = app.messages_to(PHONE).len();
        Self { app, firm, customer, told }
    }

    async fn new() -> Self {
        Self::on(TestApp::start().await).await
    }

    /// What the customer was told since.
    fn news(&self) -> Vec<String> {
        self.app.messages_to(PHONE).into_iter().skip(self.told).map(|message| message.text).collect()
    }

    async fn submit(&self, title: &str) {
        self.firm.ticket(&self.customer, title).await;
    }

    /// Delivers the events as far as the consumers' queues.
    async fn relay(&self) {
        let drained = self.app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
        assert!(drained.failures.is_empty(), "{:?}", drained.failures);
    }

    fn waiting(&self, operation: &str) -> Vec<String> {
        let queue = self.app.system.template().queue_of(operation).expect("it has a queue").0;
        self.app.system.queues().messages(queue).expect("the queue opens").into_iter().map(|message| message.body).collect()
    }

    fn dead(&self, operation: &str) -> Vec<String> {
        let queue = self.app.system.template().queue_of(operation).expect("it has a queue").1;
        self.app.system.queues().messages(queue).expect("the queue opens").into_iter().map(|message| message.body).collect()
    }

    /// Longer than any queue hides a message.
    fn next_try(&self) {
        self.app.advance(SignedDuration::from_mins(15));
    }

    async fn delivery(&self, envelope: &Envelope, recipient: AccountId) -> Progress {
        let key = Key::delivery(self.firm.tenant, envelope.id, "sms", &recipient.to_string());
        self.app.deps().store.get::<Delivery>(&key).await.expect("the row is read").expect("there is a row").value.progress
    }

    async fn account(&self) -> foyer_store::Versioned<Account> {
        let login = PHONE.to_owned().try_into().expect("a login name");
        self.app.deps().store.account_by_login(&login).await.expect("read").expect("there")
    }
}

// the process stops between commit and relay
#[tokio::test]
async fn an_event_survives_a_stop_before_the_relay() {
    let dir = tempfile::tempdir().expect("a directory");
    let clock = Arc::new(TestClock::default());
    let scene = Scene::on(TestApp::on_disk(dir.path(), clock.clone(), 1).await).await;
    scene.submit("打印机").await;
    let told = scene.told;
    scene.app.system.kill().expect("it stops");
    let app = TestApp::on_disk(dir.path(), clock, 2).await;
    app.drain().await;
    let messages = app.messages_to(PHONE);
    assert_eq!(messages.len(), told + 1);
    assert!(messages[told].text.contains("打印机"));
}

// the process stops between claim and send
#[tokio::test]
async fn an_event_survives_a_stop_between_claim_and_send() {
    let dir = tempfile::tempdir().expect("a directory");
    let clock = Arc::new(TestClock::default());
    let scene = Scene::on(TestApp::on_disk(dir.path(), clock.clone(), 1).await).await;
    scene.submit("打印机").await;
    scene.relay().await;
    let envelope: Envelope = serde_json::from_str(&scene.waiting("send-sms")[0]).expect("an event");
    let recipient = scene.account().await.value.account_id;
    scene.app.system.fault(Target::Sms, Fault::Hang);
    tokio::select! {
        _ = scene.app.try_drain() => panic!("the send was meant to hang"),
        () = scene.app.system.hanging() => {}
    }
    assert_eq!(scene.delivery(&envelope, recipient).await, Progress::Claimed);
    let told = scene.told;
    scene.app.system.kill().expect("it stops");
    let app = TestApp::on_disk(dir.path(), clock, 2).await;
    app.drain().await;
    assert_eq!(app.messages_to(PHONE).len(), told, "the message is still another's");
    app.advance(SignedDuration::from_mins(15));
    app.drain().await;
    assert_eq!(app.messages_to(PHONE).len(), told + 1);
}

// the topic fails for longer than the stream is retried: the sweep finds what is left
#[tokio::test]
async fn what_the_relay_left_behind_is_swept() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    for _ in 0..50 {
        scene.app.system.fault(Target::Topic, Fault::Refuse);
    }
    assert!(!scene.app.try_drain().await.failures.is_empty());
    assert!(scene.news().is_empty());
    // none of the faults may be left for the sweep
    let mut sweeps = 0;
    while scene.news().is_empty() {
        scene.app.advance(SignedDuration::from_secs(61));
        scene.app.invoke("sweep-outbox", json!({})).await;
        scene.app.try_drain().await;
        sweeps += 1;
        assert!(sweeps < 50, "the sweep never succeeds");
    }
    assert_eq!(scene.news().len(), 1);
    let left = scene.app.invoke("sweep-outbox", json!({})).await;
    assert_eq!(left["found"], 0, "a published event leaves the outbox");
}

// the relay's young events are not the sweep's
#[tokio::test]
async fn the_sweep_leaves_young_events_alone() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    assert_eq!(scene.app.invoke("sweep-outbox", json!({})).await["found"], 0);
    scene.app.drain().await;
    assert_eq!(scene.news().len(), 1);
}

// delivered twice: the topic took it and its answer was lost
#[tokio::test]
async fn an_event_that_comes_twice_is_told_once() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    scene.app.system.fault(Target::Topic, Fault::LoseAnswer);
    assert!(!scene.app.system.drain_to(|operation| operation == "relay-outbox").await.expect("runs").failures.is_empty());
    assert_eq!(scene.waiting("send-sms").len(), 2);
    scene.app.drain().await;
    assert_eq!(scene.news().len(), 1);
}

// a batch of which the topic takes a part
#[tokio::test]
async fn what_the_topic_did_not_take_comes_again() {
    let scene = Scene::new().await;
    for title in ["一", "二", "三"] {
        scene.submit(title).await;
    }
    scene.app.system.fault(Target::Topic, Fault::Partly);
    scene.app.try_drain().await;
    let news = scene.news();
    assert_eq!(news.len(), 3, "{news:?}");
}

// out of order
#[tokio::test]
async fn events_out_of_order_are_all_told() {
    let scene = Scene::new().await;
    let ticket = scene.firm.ticket(&scene.customer, "打印机").await;
    scene.firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    scene.relay().await;
    let queue = scene.app.system.template().queue_of("send-sms").expect("a queue").0;
    let queues = scene.app.system.queues();
    let waiting = queues.messages(queue).expect("opens");
    assert_eq!(waiting.len(), 2);
    queues.delete(&waiting.iter().map(|message| message.id).collect::<Vec<_>>()).expect("deletes");
    for message in waiting.iter().rev() {
        queues.put(&[(queue, &message.body)], foyer_domain::time::Clock::now(&*scene.app.clock)).expect("puts");
    }
    scene.app.drain().await;
    let news = scene.news();
    assert!(news[0].contains("受理") && news[1].contains("已收到"), "{news:?}");
}

// SNS fails: the message waits and is sent once
#[tokio::test]
async fn a_refused_sms_is_sent_later() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    scene.relay().await;
    let envelope: Envelope = serde_json::from_str(&scene.waiting("send-sms")[0]).expect("an event");
    let recipient = scene.account().await.value.account_id;
    scene.app.system.fault(Target::Sms, Fault::Refuse);
    assert!(!scene.app.try_drain().await.failures.is_empty());
    assert!(matches!(scene.delivery(&envelope, recipient).await, Progress::Failed { .. }));
    assert!(scene.news().is_empty());
    scene.next_try();
    scene.app.drain().await;
    assert_eq!(scene.news().len(), 1);
    assert!(matches!(scene.delivery(&envelope, recipient).await, Progress::Sent { .. }));
}

// decision: a notice at least once; SNS took it and its answer was lost
#[tokio::test]
async fn a_notice_whose_answer_was_lost_may_repeat() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    scene.app.system.fault(Target::Sms, Fault::LoseAnswer);
    scene.app.try_drain().await;
    scene.next_try();
    scene.app.drain().await;
    assert_eq!(scene.news().len(), 2);
}

// SES fails for one of several recipients: the others are told, and told once (S002-9)
#[tokio::test]
async fn one_refused_email_does_not_repeat_the_others() {
    let scene = Scene::new().await;
    let lin = scene.firm.member("lin.yue").await;
    scene.firm.maintainer("zhou.min").await;
    scene.firm.maintainer("wu.hao").await;
    let contact = scene.firm.contact(&lin, "李雷", "13900000002").await;
    lin.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    scene.app.system.fault(Target::Email, Fault::Refuse);
    scene.app.try_drain().await;
    let told = |login: &str| scene.app.messages_to(&format!("{login}@example.com")).len();
    let all = || told("admin.yunfan") + told("zhou.min") + told("wu.hao");
    assert_eq!(all(), 2);
    scene.next_try();
    scene.app.drain().await;
    assert_eq!([told("admin.yunfan"), told("zhou.min"), told("wu.hao")], [1, 1, 1]);
}

// a poison message among good ones ends in the dead letters, the others are delivered
#[tokio::test]
async fn a_poison_message_does_not_hold_up_the_others() {
    let scene = Scene::new().await;
    let queue = scene.app.system.template().queue_of("send-sms").expect("a queue").0;
    let now = foyer_domain::time::Clock::now(&*scene.app.clock);
    for poison in ["no event", r#"{"type":"ticket.submitted"}"#] {
        scene.app.system.queues().put(&[(queue, poison)], now).expect("puts");
    }
    for title in ["一", "二"] {
        scene.submit(title).await;
    }
    scene.app.try_drain().await;
    assert_eq!(scene.news().len(), 2);
    for _ in 0..20 {
        scene.next_try();
        scene.app.try_drain().await;
    }
    assert_eq!(scene.dead("send-sms"), ["no event", r#"{"type":"ticket.submitted"}"#]);
    assert!(scene.waiting("send-sms").is_empty());
    assert_eq!(scene.news().len(), 2);
}

// decision 52: a stream record that cannot be read is passed over, and stays where it is
#[tokio::test]
async fn a_poison_record_does_not_hold_up_the_stream() {
    let scene = Scene::new().await;
    scene.submit("一").await;
    let table = scene.app.deps().config.tables.name(Table::Tickets).to_owned();
    let poison = json!({
        "TableName": table,
        "Item": { "pk": { "S": "OUTBOX#0" }, "sk": { "S": "poison" }, "kind": { "S": "outbox" }, "version": { "N": "1" } }
    });
    scene.app.system.database().put(poison).expect("the row is written");
    scene.submit("二").await;
    scene.app.drain().await;
    assert_eq!(scene.news().len(), 2);
    // It is left where it is, for somebody to look at (decision 52).
    let rows = scene.app.system.database().rows(&table).expect("read");
    assert!(rows.iter().any(|row| row["sk"]["S"] == "poison"));
}

// F6, decision 13: whoever has left by the time of sending is not told, and that is recorded
#[tokio::test]
async fn nobody_is_told_after_leaving() {
    let scene = Scene::new().await;
    scene.submit("打印机").await;
    scene.relay().await;
    let envelope: Envelope = serde_json::from_str(&scene.waiting("send-sms")[0]).expect("an event");
    let account = scene.account().await;
    let mut gone = account.value.clone();
    gone.identities[0].state = IdentityState::Offboarded;
    let deps = scene.app.deps();
    deps.commit().replace(&account, &gone).run(&deps.store).await.expect("offboarded");
    scene.app.drain().await;
    assert!(scene.news().is_empty());
    let progress = scene.delivery(&envelope, gone.account_id).await;
    assert!(matches!(progress, Progress::Suppressed { .. }), "{progress:?}");
    scene.customer.get("/api/me").await.refused(401, "not_signed_in");
}
