//! Submitting tickets, waiting, being accepted.

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;
use serde_json::json;

async fn position(customer: &foyer_testkit::Client, ticket: &str) -> (u64, u64) {
    let place = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
    (place.body["position"].as_u64().expect("a number"), place.body["waiting"].as_u64().expect("a number"))
}

// S001-9, S001-10, S001-11, S001-16, S001-17, S001-18, S001-19, F9, F10, F11
#[tokio::test]
async fn a_customer_sees_its_place_move() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let first = firm.ticket(&customer, "打印机").await;
    app.advance(SignedDuration::from_secs(1));
    let second = firm.ticket(&customer, "发票").await;
    assert_eq!(position(&customer, &first).await, (1, 2));
    assert_eq!(position(&customer, &second).await, (2, 2));
    let place = customer.get(&format!("/api/tickets/{second}/queue-position")).await;
    assert_eq!((place.text("/queue/name"), place.text("/as_of")), ("Service".into(), "2026-01-05T08:00:01Z".into()));

    let agent = firm.agent("he.yu").await;
    let waiting = agent.get(&format!("/api/tickets?view=queue&queue_id={}", firm.queue)).await.expect(200);
    assert_eq!(waiting.items().len(), 2);
    let accepted = agent.post(&format!("/api/tickets/{first}/accept"), json!({})).await.expect(200);
    assert_eq!((accepted.text("/state"), accepted.text("/acceptor/name")), ("in_progress".into(), "he.yu".into()));
    assert_eq!(position(&customer, &second).await, (1, 1));
    customer.get(&format!("/api/tickets/{first}/queue-position")).await.refused(409, "not_waiting");
    let detail = customer.get(&format!("/api/tickets/{first}")).await.expect(200);
    assert_eq!((detail.text("/state"), detail.text("/acceptor/name")), ("in_progress".into(), "he.yu".into()));
    let mine = customer.get("/api/tickets?view=submitted").await.expect(200);
    assert_eq!((mine.text("/items/0/ticket_id"), mine.text("/items/1/ticket_id")), (second, first));

    app.drain().await;
    let told: Vec<String> = app.messages_to("+8613900000001").into_iter().map(|message| message.text).collect();
    assert!(told.iter().any(|text| text.contains("已收到您的工单“打印机”")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("“打印机”已由he.yu受理")), "{told:?}");
    let mut links = 0;
    for text in &told {
        links += app.links(text).await.iter().filter(|link| link.starts_with("https://portal.test/tickets/tkt_")).count();
    }
    assert_eq!(links, 3);
}

// S001-10, F10: where progress is told
#[tokio::test]
async fn progress_comes_by_the_reply_method() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    app.drain().await;
    let before = app.messages().len();
    let mut ticket = firm.ticket_body("静默");
    ticket["reply_method"] = json!("portal");
    customer.post("/api/tickets", ticket.clone()).await.expect(201);
    app.drain().await;
    assert_eq!(app.messages().len(), before);
    ticket["reply_method"] = json!("email");
    let refused = customer.post("/api/tickets", ticket).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/reply_method");
}

// S001-15, S001-17, F11
#[tokio::test]
async fn a_ticket_is_there_for_its_submitter_and_its_queue() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, li) = (firm.customer("王芳", "13900000001").await, firm.customer("李雷", "13900000002").await);
    let ticket = firm.ticket(&wang, "打印机").await;
    let (detail, place, accept) =
        (format!("/api/tickets/{ticket}"), format!("/api/tickets/{ticket}/queue-position"), format!("/api/tickets/{ticket}/accept"));
    li.get(&detail).await.refused(404, "not_found");
    li.get(&place).await.refused(404, "not_found");
    assert!(li.get("/api/tickets?view=submitted").await.expect(200).items().is_empty());
    for customer in [&wang, &li] {
        customer.post(&accept, json!({})).await.refused(403, "staff_only");
    }
    let outsider = firm.member("lin.yue").await;
    outsider.get(&detail).await.refused(404, "not_found");
    outsider.post(&accept, json!({})).await.refused(404, "not_found");
    outsider.get(&format!("/api/tickets?view=queue&queue_id={}", firm.queue)).await.refused(404, "not_found");
    firm.agent("he.yu").await.get(&place).await.refused(403, "forbidden");
    wang.get(&format!("/api/tickets?view=queue&queue_id={}", firm.queue)).await.refused(422, "invalid");
    for path in [&detail, &place] {
        app.client().get(path).await.refused(401, "not_signed_in");
    }
    app.client().post(&accept, json!({})).await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn queues_are_listed() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    firm.seed.queue("Billing").await.expect("made");
    let customer = firm.customer("王芳", "13900000001").await;
    assert_eq!(customer.get("/api/queues").await.expect(200).items().len(), 2);
    assert_eq!(firm.agent("he.yu").await.get("/api/queues").await.expect(200).items().len(), 2);
    app.client().get("/api/queues").await.refused(401, "not_signed_in");
    // what waits is for staff
    assert!(customer.get("/api/queues").await.body["items"][0]["waiting"].is_null());
}

// F9: accepted once, however many try
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_agents_at_once_one_accepts() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let mut agents = Vec::new();
    for number in 0..4 {
        agents.push(firm.agent(&format!("agent{number}")).await);
    }
    let ticket = firm.ticket(&customer, "打印机").await;
    let behind = firm.ticket(&customer, "发票").await;
    let racers: Vec<_> = agents
        .iter()
        .cycle()
        .take(12)
        .map(|agent| {
            let (agent, path) = (agent.clone(), format!("/api/tickets/{ticket}/accept"));
            tokio::spawn(async move { agent.post(&path, json!({})).await })
        })
        .collect();
    let mut winners = Vec::new();
    let mut losers = Vec::new();
    for racer in racers {
        let answer = racer.await.expect("no panic");
        if answer.status == 200 { winners.push(answer) } else { losers.push(answer.refused(409, "not_acceptable")) }
    }
    assert_eq!(winners.len(), 1);
    let winner = winners[0].text("/acceptor/name");
    assert!(losers.iter().all(|late| late.text("/accepted_by/name") == winner), "the late are told who was first");
    assert_eq!(position(&customer, &behind).await, (1, 1), "the departure is counted once");
}
