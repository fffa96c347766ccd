//! What was sent to whom, what was held back and why, and the proof that nobody hears anything who has left.

use foyer_domain::address::Channel;
use foyer_domain::identity::IdentityState;
use foyer_domain::silence::Returned;
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_kit::Deps;
use foyer_local::{Fault, Target};
use foyer_store::deliveries::{Claim, Delivery, Progress, Promise};
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::{Value, json};

const MOBILE: &str = "13900000001";

/// An enterprise with a customer who has been told everything so far.
struct Scene {
    app: TestApp,
    firm: Enterprise,
    contact: String,
    identity: String,
    customer: Client,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", MOBILE).await;
        app.drain().await;
        let contact = firm.admin.get("/api/contacts").await.expect(200).text("/items/0/contact_id");
        let identity = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        Self { app, firm, contact, identity, customer }
    }

    async fn relay(&self) {
        self.app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
    }

    async fn offboard(&self) {
        self.firm.admin.post(&format!("/api/identities/{}/offboard", self.identity), json!({})).await.expect(200);
    }

    async fn report(&self) -> Value {
        self.firm.admin.get("/api/silence-report").await.expect(200).body
    }

    async fn held(&self, query: &str) -> Vec<Value> {
        self.firm.admin.get(&format!("/api/held-messages{query}")).await.expect(200).items().to_vec()
    }
}

// F34: staff see what became of each message, but no address
#[tokio::test]
async fn staff_see_what_was_sent_about_a_ticket() {
    let scene = Scene::new().await;
    let ticket = scene.firm.ticket(&scene.customer, "打印机").await;
    scene.app.system.fault(Target::Sms, Fault::Refuse);
    scene.app.try_drain().await;
    let path = format!("/api/deliveries?ticket_id={ticket}");
    let failed = scene.firm.admin.get(&path).await.expect(200);
    assert_eq!(failed.items().len(), 1);
    let row = &failed.items()[0];
    assert_eq!([&row["state"], &row["channel"], &row["event_type"]], ["failed", "sms", "ticket.submitted"]);
    assert_eq!(row["reason"], "InvalidParameter");
    assert_eq!([&row["identity_id"], &row["ticket_id"]], [&json!(scene.identity), &json!(ticket)]);
    scene.app.advance(SignedDuration::from_mins(15));
    scene.app.drain().await;
    let sent = scene.firm.admin.get(&path).await.expect(200);
    assert_eq!([&sent.items()[0]["state"], &sent.items()[0]["recipient_state"]], ["sent", "active"]);
    assert!(!sent.body.to_string().contains(MOBILE), "{}", sent.body);
    // ... and the address is in no row of the table
    let table = scene.app.deps().config.tables.name(foyer_store::Table::Notifications).to_owned();
    let rows = scene.app.system.database().rows(&table).expect("the table is read");
    assert!(!rows.iter().any(|row| row.to_string().contains(MOBILE)));
}

// F34: of a contact, newest first, page by page
#[tokio::test]
async fn staff_see_what_was_sent_to_a_contact() {
    let scene = Scene::new().await;
    for title in ["一", "二"] {
        scene.app.advance(SignedDuration::from_secs(1));
        scene.firm.ticket(&scene.customer, title).await;
    }
    scene.app.drain().await;
    let path = format!("/api/deliveries?contact_id={}&limit=2", scene.contact);
    let first = scene.firm.admin.get(&path).await.expect(200);
    let kinds: Vec<&Value> = first.items().iter().map(|row| &row["event_type"]).collect();
    assert_eq!(kinds, ["ticket.submitted", "ticket.submitted"]);
    let next = scene.firm.admin.get(&format!("{path}&cursor={}", first.text("/next_cursor"))).await.expect(200);
    assert_eq!(next.items()[0]["event_type"], "account.opened");
    assert!(next.body["next_cursor"].is_null());
    // a contact without an account was told nothing
    let other = scene.firm.contact(&scene.firm.admin, "李雷", "13900000002").await;
    let none = scene.firm.admin.get(&format!("/api/deliveries?contact_id={other}")).await.expect(200);
    assert!(none.items().is_empty());
}

// F34, S004-11: who may not see the account tab or the ticket does not see what was sent either
#[tokio::test]
async fn deliveries_are_seen_by_relation_only() {
    let scene = Scene::new().await;
    let ticket = scene.firm.ticket(&scene.customer, "打印机").await;
    scene.app.drain().await;
    let (to, about) = (format!("/api/deliveries?contact_id={}", scene.contact), format!("/api/deliveries?ticket_id={ticket}"));
    let (member, agent) = (scene.firm.member("lin.yue").await, scene.firm.agent("he.yu").await);
    for path in [&to, &about] {
        member.get(path).await.refused(404, "not_found");
        scene.customer.get(path).await.refused(403, "staff_only");
        scene.app.client().get(path).await.refused(401, "not_signed_in");
    }
    assert_eq!(agent.get(&about).await.expect(200).items().len(), 1);
    agent.get(&to).await.refused(404, "not_found");
    let other = scene.app.enterprise("harbour").await;
    other.admin.get(&to).await.refused(404, "not_found");
    other.admin.get(&about).await.refused(404, "not_found");
    for query in ["", &format!("?contact_id={}&ticket_id={ticket}", scene.contact)] {
        scene.firm.admin.get(&format!("/api/deliveries{query}")).await.refused(422, "invalid");
    }
    share(&scene, &member).await;
    member.get(&to).await.refused(403, "forbidden");
}

/// Shares the contact with `member`, who may view it then and no more (S004-12).
async fn share(scene: &Scene, member: &Client) {
    let deps = scene.app.deps();
    let contact = deps.store.contact(scene.firm.tenant, scene.contact.parse().expect("an id")).await.expect("read").expect("there");
    let mut shared = contact.value.clone();
    shared.shared_with.push(member.get("/api/me").await.expect(200).text("/active_identity/identity_id").parse().expect("an id"));
    deps.commit().replace(&contact, &shared).run(&deps.store).await.expect("shared");
}

// F6, decision 13: held back with its reason, listed and counted, by reason and time
#[tokio::test]
async fn what_was_held_back_is_listed_and_counted() {
    let scene = Scene::new().await;
    scene.firm.ticket(&scene.customer, "打印机").await;
    scene.relay().await;
    scene.offboard().await;
    scene.app.drain().await;
    let held = scene.held("?reason=identity_offboarded").await;
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!([&held[0]["state"], &held[0]["reason"]], ["held_back", "identity_offboarded"]);
    assert_eq!([&held[0]["recipient_state"], &held[0]["identity_id"]], ["offboarded", scene.identity.as_str()]);
    let report = scene.report().await;
    assert_eq!(report["sent_to_stopped_in_30_days"], 0);
    assert_eq!(report["held_back"], json!({ "identity_offboarded": 1, "password_replaced": 2 }));
    assert_eq!(report["complete"], true);
    assert!(scene.held("?reason=no_address").await.is_empty());
    assert_eq!(scene.held("").await.len(), 3);
    assert_eq!(scene.held("?from=2026-01-05T08:00:00Z").await.len(), 3);
    assert!(scene.held("?until=2026-01-05T08:00:00Z").await.is_empty());
    scene.firm.admin.get("/api/held-messages?reason=rain").await.refused(422, "invalid");
    let swapped = "/api/held-messages?from=2026-01-06T00:00:00Z&until=2026-01-05T00:00:00Z";
    scene.firm.admin.get(swapped).await.refused(422, "invalid");
    // who asks for a code after leaving gets none, and that is seen where he was
    scene.app.client().post("/api/password-resets", json!({ "login": MOBILE })).await.expect(202);
    scene.app.drain().await;
    assert_eq!(scene.report().await["held_back"], json!({ "identity_offboarded": 2, "password_replaced": 2 }));
    // after 30 days it is past
    scene.app.advance(SignedDuration::from_hours(30 * 24 + 1));
    let admin = scene.app.log_in("admin.yunfan", foyer_testkit::enterprise::PASSWORD).await;
    let report = admin.get("/api/silence-report").await.expect(200).body;
    assert_eq!(report["held_back"], json!({}));
    assert_eq!(admin.get("/api/held-messages").await.expect(200).items().len(), 4);
}

// a reason among many others: short pages go on to the end, and none is missed or twice
#[tokio::test]
async fn a_reason_is_found_page_by_page() {
    let scene = Scene::new().await;
    for title in ["一", "二", "三"] {
        scene.firm.ticket(&scene.customer, title).await;
    }
    scene.relay().await;
    scene.offboard().await;
    scene.app.drain().await;
    for (path, total) in [("/api/held-messages?limit=1&reason=identity_offboarded", 3), ("/api/held-messages?limit=1&reason=no_address", 0)]
    {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.firm.admin.get(&format!("{path}{cursor}")).await.expect(200);
            seen.extend(page.items().iter().map(|row| row["event_id"].to_string()));
            match page.body["next_cursor"].as_str() {
                None => break,
                Some(next) => cursor = format!("&cursor={next}"),
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), total, "{path}");
    }
}

// "Proof of silence": the zero is counted. A message that did go out to somebody who had left is in it.
#[tokio::test]
async fn the_proof_of_silence_would_show_a_breach() {
    let scene = Scene::new().await;
    scene.firm.ticket(&scene.customer, "打印机").await;
    scene.offboard().await;
    scene.app.drain().await;
    assert_eq!(scene.report().await["sent_to_stopped_in_30_days"], 0);
    breach(&scene.app.deps(), &scene).await;
    assert_eq!(scene.report().await["sent_to_stopped_in_30_days"], 1);
    // that it came back makes it no less sent
    let store = scene.app.deps().store;
    let came_back = store.came_back(Channel::Sms, BREACH, Returned::NotReached, scene.app.clock.now()).await;
    assert!(came_back.expect("written"));
    assert_eq!(scene.report().await["sent_to_stopped_in_30_days"], 1);
    let other = scene.app.enterprise("harbour").await;
    assert_eq!(other.admin.get("/api/silence-report").await.expect(200).body["sent_to_stopped_in_30_days"], 0);
}

/// The id of the message that must not be sent.
const BREACH: &str = "a breach";

/// Sends what must not be sent, as a faulty sender would.
async fn breach(deps: &Deps, scene: &Scene) {
    let account = deps.store.account_by_login(&MOBILE.to_owned().try_into().expect("a login")).await.expect("read").expect("there");
    let delivery = Delivery {
        segments: None,
        tenant_id: scene.firm.tenant,
        event_id: deps.new_id(),
        event_type: "ticket.accepted".into(),
        channel: Channel::Sms,
        recipient: account.value.account_id,
        identity_id: scene.identity.parse().expect("an id"),
        recipient_tenant: scene.firm.tenant,
        recipient_state: IdentityState::Offboarded,
        ticket_id: None,
        claimed_by: String::new(),
        progress: Progress::Claimed,
        at: deps.now(),
    };
    let claimed = match deps.store.claim(delivery, Promise::AtLeastOnce).await.expect("asked") {
        Claim::Mine(claimed) => Some(claimed),
        Claim::Done | Claim::Held => None,
    };
    let claimed = claimed.expect("nobody else claimed it");
    let sent = Progress::Sent { message_id: BREACH.into() };
    assert!(deps.store.settle(&claimed, sent, deps.now()).await.expect("settled"));
}

// F6: for administrators, each of his own enterprise
#[tokio::test]
async fn silence_is_for_administrators() {
    let scene = Scene::new().await;
    scene.firm.ticket(&scene.customer, "打印机").await;
    scene.relay().await;
    scene.offboard().await;
    scene.app.drain().await;
    let (agent, maintainer) = (scene.firm.agent("he.yu").await, scene.firm.maintainer("zhou.min").await);
    let other = scene.app.enterprise("harbour").await;
    let foreign = other.customer("Tom", "+12015550101").await;
    for path in ["/api/held-messages", "/api/silence-report"] {
        for staff in [&agent, &maintainer] {
            let refused = staff.get(path).await.refused(403, "forbidden");
            assert_eq!(refused.body["missing_relation"], json!(["administrator"]));
        }
        foreign.get(path).await.refused(403, "staff_only");
        scene.app.client().get(path).await.refused(401, "not_signed_in");
    }
    assert!(other.admin.get("/api/held-messages").await.expect(200).items().is_empty());
    assert_eq!(other.admin.get("/api/silence-report").await.expect(200).body["held_back"], json!({}));
}
