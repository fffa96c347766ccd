//! Notices in the portal and the console.

use foyer_domain::agents::StaffMember;
use foyer_domain::time::SignedDuration;
use foyer_local::{Fault, Target};
use foyer_store::{Freshness, Key};
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::{Value, json};

const MOBILE: &str = "13900000001";

async fn scene() -> (TestApp, Enterprise, Client) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    app.drain().await;
    (app, firm, customer)
}

async fn notices(of: &Client) -> Vec<Value> {
    of.get("/api/notices").await.expect(200).items().to_vec()
}

async fn unread(of: &Client) -> u64 {
    of.get("/api/notices/unread").await.expect(200).body["unread"].as_u64().expect("a number")
}

async fn read(of: &Client, notice: &Value) -> foyer_testkit::Answer {
    of.post(&format!("/api/notices/{}/read", notice["notice_id"].as_str().expect("an id")), json!({})).await
}

// S001-10, decision 8 of the house: progress in the portal, newest first, with the page it opens
#[tokio::test]
async fn a_customer_finds_the_progress_of_his_tickets() {
    let (app, firm, customer) = scene().await;
    assert_eq!(unread(&customer).await, 0);
    let ticket = firm.ticket(&customer, "打印机").await;
    app.advance(SignedDuration::from_secs(1));
    firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    app.drain().await;
    let found = notices(&customer).await;
    let kinds: Vec<&Value> = found.iter().map(|notice| &notice["kind"]).collect();
    assert_eq!(kinds, ["ticket.accepted", "ticket.submitted"]);
    assert_eq!(found[0]["link"], json!(format!("/tickets/{ticket}")));
    assert_eq!(
        found[0]["parameters"],
        json!({
            "number": "1-0001", "title": "打印机", "queue": "Service", "acceptor": "Ada", "actor": "Ada",
        })
    );
    assert_eq!(found[0]["unread"], true);
    let first = customer.get("/api/notices?limit=1").await.expect(200);
    let rest = customer.get(&format!("/api/notices?limit=1&cursor={}", first.text("/next_cursor"))).await.expect(200);
    assert_eq!(rest.items()[0], found[1]);
    assert_eq!(unread(&customer).await, 2);
    // read one, and once more
    for _ in 0..2 {
        read(&customer, &found[0]).await.expect(204);
        assert_eq!(unread(&customer).await, 1);
    }
    let now = notices(&customer).await;
    assert_eq!([&now[0]["unread"], &now[1]["unread"]], [&json!(false), &json!(true)]);
    // read all; what comes after is unread again
    for _ in 0..2 {
        customer.post("/api/notices/read", json!({})).await.expect(204);
        assert_eq!(unread(&customer).await, 0);
    }
    read(&customer, &found[1]).await.expect(204);
    assert!(notices(&customer).await.iter().all(|notice| notice["unread"] == false));
    app.advance(SignedDuration::from_secs(1));
    firm.ticket(&customer, "扫描仪").await;
    app.drain().await;
    assert_eq!(unread(&customer).await, 1);
    assert_eq!(notices(&customer).await[0]["unread"], true);
}

// S002-9: who may decide is told, nobody else; the applicant is told of the decision
#[tokio::test]
async fn staff_find_what_they_are_to_do() {
    let (app, firm, _) = scene().await;
    let (lin, zhou, agent) = (firm.member("lin.yue").await, firm.maintainer("zhou.min").await, firm.agent("he.yu").await);
    let contact = firm.contact(&lin, "李雷", "13900000002").await;
    let asked = lin.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    app.drain().await;
    for decider in [&firm.admin, &zhou] {
        let found = notices(decider).await;
        assert_eq!([&found[0]["kind"], &found[0]["link"]], ["account_request.submitted", "/account-requests"]);
        assert_eq!(found[0]["parameters"], json!({ "applicant": "lin.yue", "contact": "李雷" }));
    }
    assert_eq!([unread(&lin).await, unread(&agent).await], [0, 0]);
    let reject = format!("/api/account-requests/{}/reject", asked.text("/request_id"));
    firm.admin.post(&reject, json!({ "reason": "电话不对" })).await.expect(200);
    app.drain().await;
    let found = notices(&lin).await;
    assert_eq!([&found[0]["kind"], &found[0]["link"]], [&json!("account_request.rejected"), &json!(format!("/contacts/{contact}"))]);
    assert_eq!(found[0]["parameters"]["reason"], "电话不对");
}

// S001-19, decision 7: each side is told what the other did, nobody what he did himself; agents of the queue are told
// when a customer urges
#[tokio::test]
async fn each_side_finds_what_the_other_did() {
    let (app, firm, customer) = scene().await;
    let (he, yu, lin) = (firm.agent("he.yu").await, firm.agent("yu.han").await, firm.member("lin.yue").await);
    let ticket = format!("/api/tickets/{}", firm.ticket(&customer, "打印机").await);
    customer.post(&format!("{ticket}/urge"), json!({})).await.expect(200);
    app.drain().await;
    for agent in [&he, &yu, &firm.admin] {
        assert_eq!(notices(agent).await[0]["kind"], "ticket.urged");
    }
    assert_eq!(unread(&lin).await, 0);
    app.advance(SignedDuration::from_secs(1));
    he.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    app.advance(SignedDuration::from_secs(1));
    he.post(&format!("{ticket}/questions"), json!({ "text": "什么型号?" })).await.expect(200);
    app.advance(SignedDuration::from_secs(1));
    customer.post(&format!("{ticket}/answers"), json!({ "text": "P-200" })).await.expect(200);
    app.advance(SignedDuration::from_secs(1));
    he.post(&format!("{ticket}/complete"), json!({ "handling_reply": "已修好。" })).await.expect(200);
    app.drain().await;
    let kinds = async |of: &Client| -> Vec<String> {
        notices(of).await.iter().map(|notice| notice["kind"].as_str().expect("a kind").to_owned()).collect()
    };
    assert_eq!(kinds(&customer).await, ["ticket.completed", "ticket.asked", "ticket.accepted", "ticket.submitted"]);
    assert_eq!(kinds(&he).await, ["ticket.answered", "ticket.urged"]);
    assert_eq!(kinds(&yu).await, ["ticket.urged"]);
}

// F3: another identity of the same account, another enterprise, nobody: none of them sees or touches it
#[tokio::test]
async fn a_notice_belongs_to_one_identity() {
    let (app, firm, customer) = scene().await;
    let contact = firm.contact(&firm.admin, "王芳(二)", MOBILE).await;
    let second = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    let mine = notices(&customer).await;
    assert_eq!(mine.len(), 1);
    customer.accept(&second).await;
    app.drain().await;
    let session = app.log_in(MOBILE, PASSWORD).await;
    let switched = session.put("/api/sessions/current/identity", json!({ "identity_id": second })).await.expect(200);
    let other = session.with_token(&switched.text("/token"));
    let theirs = notices(&other).await;
    assert_eq!(theirs.iter().map(|notice| &notice["kind"]).collect::<Vec<_>>(), ["identity.bound"]);
    assert_eq!(unread(&other).await, 1);
    let harbour = app.enterprise("harbour").await;
    for stranger in [&other, &firm.admin, &harbour.admin] {
        read(stranger, &mine[0]).await.refused(404, "not_found");
        stranger.post("/api/notices/read", json!({})).await.expect(204);
    }
    let nobody = app.client();
    nobody.get("/api/notices").await.refused(401, "not_signed_in");
    nobody.get("/api/notices/unread").await.refused(401, "not_signed_in");
    read(&nobody, &mine[0]).await.refused(401, "not_signed_in");
    nobody.post("/api/notices/read", json!({})).await.refused(401, "not_signed_in");
    assert_eq!(unread(&customer).await, 1);
    // a cursor of one inbox opens no other
    firm.ticket(&customer, "扫描仪").await;
    app.drain().await;
    let cursor = customer.get("/api/notices?limit=1").await.expect(200).text("/next_cursor");
    other.get(&format!("/api/notices?cursor={cursor}")).await.refused(422, "invalid");
}

// F34: an event that comes twice is one notice, and counted once
#[tokio::test]
async fn an_event_that_comes_twice_is_one_notice() {
    let (app, firm, customer) = scene().await;
    firm.ticket(&customer, "打印机").await;
    app.system.fault(Target::Topic, Fault::LoseAnswer);
    app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
    app.drain().await;
    assert_eq!([notices(&customer).await.len() as u64, unread(&customer).await], [1, 1]);
    let read_one = notices(&customer).await;
    read(&customer, &read_one[0]).await.expect(204);
    // ... and once more after it was read
    let queue = app.system.template().queue_of("keep-notices").expect("a queue").0.to_owned();
    let envelope = json!({
        "id": read_one[0]["notice_id"], "version": 1, "tenant_id": firm.tenant.to_string(), "occurred_at": "2026-01-05T08:00:00Z",
        "actor": null, "request_id": "r", "type": "password.changed",
        "data": {
            "account_id": "acc_01ke6jq30000000000000000a1",
            "identity_id": customer.get("/api/me").await.expect(200).text("/active_identity/identity_id"),
        },
    });
    let now = foyer_domain::time::Clock::now(&*app.clock);
    app.system.queues().put(&[(&queue, &envelope.to_string())], now).expect("puts");
    app.drain().await;
    assert_eq!([notices(&customer).await.len() as u64, unread(&customer).await], [1, 0]);
}

// many at once read one, read all, and get new ones: the count is what the list shows
#[tokio::test]
async fn the_count_is_right_whoever_reads_at_once() {
    let (app, firm, customer) = scene().await;
    for round in 0..6 {
        for number in 0..4 {
            firm.ticket(&customer, &format!("{round} {number}")).await;
        }
        app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
        let found = notices(&customer).await;
        let mut readers = tokio::task::JoinSet::new();
        for notice in found.iter().take(3).chain(found.iter().take(3)) {
            let customer = customer.clone();
            let path = format!("/api/notices/{}/read", notice["notice_id"].as_str().expect("an id"));
            readers.spawn(async move { customer.post(&path, json!({})).await.expect(204) });
        }
        if round % 2 == 1 {
            let customer = customer.clone();
            readers.spawn(async move { customer.post("/api/notices/read", json!({})).await.expect(204) });
        }
        app.drain().await;
        while let Some(answer) = readers.join_next().await {
            answer.expect("no panic");
        }
        let all = customer.get("/api/notices?limit=100").await.expect(200);
        let shown = all.items().iter().filter(|notice| notice["unread"] == true).count();
        assert_eq!(unread(&customer).await, shown as u64, "round {round}");
    }
}

// a notice is kept for 180 days, and is neither shown nor counted after its week
#[tokio::test]
async fn notices_expire() {
    let (app, firm, customer) = scene().await;
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    let old = notices(&customer).await.remove(0);
    app.advance(SignedDuration::from_hours(24 * 180));
    let customer = app.log_in(MOBILE, PASSWORD).await;
    assert_eq!([notices(&customer).await.len() as u64, unread(&customer).await], [1, 1]);
    app.advance(SignedDuration::from_hours(24 * 7));
    assert_eq!([notices(&customer).await.len() as u64, unread(&customer).await], [0, 0]);
    read(&customer, &old).await.refused(404, "not_found");
}

// no ceilings: however many agents serve one queue, they are told in parts, each far within its time; what comes again
// tells nobody twice
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_is_told_in_parts() {
    let (app, firm, customer) = scene().await;
    let agent = firm.agent("he.yu").await.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let deps = app.deps();
    let key = Key::staff(firm.tenant, agent.parse().expect("an id"));
    let one = deps.store.get::<StaffMember>(&key).await.expect("read").expect("it is there").value;
    let crowd: Vec<StaffMember> = (0..800).map(|_| StaffMember { identity_id: deps.new_id(), ..one.clone() }).collect();
    for part in crowd.chunks(50) {
        let enrolled = part.iter().fold(deps.commit(), |commit, member| commit.put_over(member).enrol(member, firm.queue));
        enrolled.run(&deps.store).await.expect("stored");
    }
    let ticket = firm.ticket(&customer, "打印机").await;
    app.drain().await;
    customer.post(&format!("/api/tickets/{ticket}/urge"), json!({})).await.expect(200);
    app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
    let queue = app.system.template().queue_of("keep-notices").expect("a queue").0.to_owned();
    let urged = app.system.queues().messages(&queue).expect("the queue opens").pop().expect("an event").body;
    for _ in 0..2 {
        let drained = app.try_drain().await;
        assert_eq!(drained.failures, [""; 0]);
        let parts: Vec<f64> =
            drained.invocations.iter().filter(|(name, _)| *name == "keep-notices").map(|(_, spent)| spent.write).collect();
        assert!(parts.len() > 2, "{parts:?}");
        // Five messages of a hundred notices, each a row and a count in a transaction.
        assert!(parts.iter().all(|written| *written <= 5.0 * 100.0 * 4.0), "{parts:?}");
        for member in &crowd {
            let inbox = deps.store.inbox(firm.tenant, member.identity_id, Freshness::Strong).await.expect("read");
            assert_eq!(inbox.unread(deps.now()), 1);
        }
        app.system.queues().put(&[(&queue, &urged)], deps.now()).expect("puts");
    }
}
