//! The queue under way: many at once, and joiners that die.

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

async fn place(customer: &Client, ticket: &str) -> Option<(u64, u64)> {
    let answer = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await;
    if answer.status == 409 {
        answer.refused(409, "not_waiting");
        return None;
    }
    let answer = answer.expect(200);
    Some((answer.body["position"].as_u64().expect("a number"), answer.body["waiting"].as_u64().expect("a number")))
}

// F11: joiners, leavers and readers at once. A place never rises, is never larger than the total, and in
// the end the places of those who wait are 1, 2, 3, …
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn places_are_right_while_many_come_and_go() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let agents = [firm.agent("he.yu").await, firm.agent("li.na").await];
    let mut early = Vec::new();
    for number in 0..12 {
        early.push(firm.ticket(&customer, &format!("早 {number}")).await);
    }
    let joiners: Vec<_> = (0..3)
        .map(|joiner| {
            let (customer, body) = (customer.clone(), firm.ticket_body(&format!("晚 {joiner}")));
            tokio::spawn(async move {
                let mut joined = Vec::new();
                for _ in 0..8 {
                    joined.push(customer.post("/api/tickets", body.clone()).await.expect(201).text("/ticket_id"));
                }
                joined
            })
        })
        .collect();
    // every other of the early ones leaves, from both ends
    let leavers: Vec<_> = agents
        .iter()
        .enumerate()
        .map(|(number, agent)| {
            let (agent, mut mine) = (agent.clone(), early.iter().skip(number * 2).step_by(4).cloned().collect::<Vec<_>>());
            if number == 1 {
                mine.reverse();
            }
            tokio::spawn(async move {
                for ticket in mine {
                    agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
                }
            })
        })
        .collect();
    let readers: Vec<_> = [1, 5, 9, 11]
        .map(|number| {
            let (customer, ticket) = (customer.clone(), early[number].clone());
            tokio::spawn(async move {
                let mut last = u64::MAX;
                for _ in 0..15 {
                    let (position, waiting) = place(&customer, &ticket).await.expect("it waits");
                    assert!((1..=waiting).contains(&position) && position <= last, "{position} of {waiting} after {last}");
                    last = position;
                }
            })
        })
        .into();
    for task in leavers.into_iter().chain(readers) {
        task.await.expect("no panic");
    }
    let mut waiting: Vec<String> = early.iter().skip(1).step_by(2).cloned().collect();
    for joiner in joiners {
        waiting.extend(joiner.await.expect("no panic"));
    }
    let mut places = Vec::new();
    for ticket in &waiting {
        let (position, total) = place(&customer, ticket).await.expect("it waits");
        assert_eq!(total, 30);
        places.push(position);
    }
    assert!(places[..6].is_sorted(), "the early ones keep their order");
    places.sort_unstable();
    assert_eq!(places, (1..=30).collect::<Vec<_>>());
}

// the hole sweep: a number whose taker died does not count as waiting for ever
#[tokio::test]
async fn a_number_that_no_ticket_owns_is_voided() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    firm.ticket(&customer, "一").await;
    let deps = app.deps();
    let lost = deps.store.take_number(firm.tenant, firm.queue, &deps.commit_token()).await.expect("a number").expect("it is open");
    assert_eq!(lost, 1);
    let behind = firm.ticket(&customer, "二").await;
    assert_eq!(place(&customer, &behind).await, Some((3, 3)));
    // the first sweep notes how far the queue is, one a minute later voids what has no owner by then
    assert_eq!(app.invoke("sweep-queues", json!({})).await["voided"], 0);
    app.advance(SignedDuration::from_secs(59));
    assert_eq!(app.invoke("sweep-queues", json!({})).await["voided"], 0);
    app.advance(SignedDuration::from_secs(1));
    assert_eq!(app.invoke("sweep-queues", json!({})).await["voided"], 1);
    assert_eq!(place(&customer, &behind).await, Some((2, 2)));
    app.advance(SignedDuration::from_mins(5));
    assert_eq!(app.invoke("sweep-queues", json!({})).await["voided"], 0, "once");
    assert_eq!(place(&customer, &behind).await, Some((2, 2)));
}

// two sweeps at once void once
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sweeps_at_once_void_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let deps = app.deps();
    for _ in 0..3 {
        deps.store.take_number(firm.tenant, firm.queue, &deps.commit_token()).await.expect("a number").expect("it is open");
    }
    let ticket = firm.ticket(&customer, "一").await;
    app.invoke("sweep-queues", json!({})).await;
    app.advance(SignedDuration::from_mins(2));
    let sweeps: Vec<_> = (0..4)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { app.invoke("sweep-queues", json!({})).await["voided"].as_u64().expect("a number") })
        })
        .collect();
    let mut voided = 0;
    for sweep in sweeps {
        voided += sweep.await.expect("no panic");
    }
    assert_eq!(voided, 3);
    assert_eq!(place(&customer, &ticket).await, Some((1, 1)));
}

// the "The portal": a list says where each ticket waits, to whom its place is shown, and how long it takes now
#[tokio::test]
async fn a_list_has_the_places_of_those_that_wait() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, li) = (firm.customer("王芳", "13900000001").await, firm.customer("李雷", "13900000002").await);
    // Six that were accepted, ten minutes apart, say how fast the queue is.
    for round in 0..6 {
        let ticket = firm.ticket(&li, &format!("已受理 {round}")).await;
        app.advance(SignedDuration::from_mins(10));
        firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    }
    let (first, second) = (firm.ticket(&li, "第一个").await, firm.ticket(&wang, "第二个").await);
    let listed = wang.get("/api/tickets?view=submitted&with=places").await.expect(200);
    let [row] = listed.items() else { panic!("{}", listed.body) };
    assert_eq!(
        (row["ticket_id"].as_str(), &row["place"]["position"], &row["place"]["waiting"]),
        (Some(second.as_str()), &json!(2), &json!(2))
    );
    let alone = wang.get(&format!("/api/tickets/{second}/queue-position")).await.expect(200);
    assert_eq!(row["place"]["expected"], alone.body["expected"]);
    assert_eq!(alone.body["joined_at"], json!(2), "it joined behind one");

    // those that do not wait have none, nor has a list that was not asked; a place of another's ticket is not staff's to see
    firm.admin.post(&format!("/api/tickets/{first}/accept"), json!({})).await.expect(200);
    let theirs = li.get("/api/tickets?view=submitted&with=places").await.expect(200);
    assert!(theirs.items().iter().all(|row| row.get("place").is_none()), "{}", theirs.body);
    assert!(wang.get("/api/tickets?view=submitted").await.expect(200).items()[0].get("place").is_none());
    let staff = firm.admin.get("/api/tickets?view=queues&with=places").await.expect(200);
    assert!(staff.items().iter().all(|row| row.get("place").is_none()), "{}", staff.body);
    wang.get("/api/tickets?view=submitted&with=everything").await.refused(422, "invalid");
}

// the "The portal": who chooses a topic is told what it is for, and how long it takes there now
#[tokio::test]
async fn a_queue_says_what_it_is_for_and_how_long_it_takes() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let wang = firm.customer("王芳", "13900000001").await;
    let path = format!("/api/queues/{}", firm.queue);
    let edit = async |body: Value| firm.admin.send(Method::PATCH, &path, Some(body)).await;
    assert_eq!(edit(json!({ "about": "设备故障、维修和配件" })).await.expect(200).text("/about"), "设备故障、维修和配件");
    for bad in [json!({ "about": "两\n行" }), json!({ "about": "长".repeat(201) }), json!({ "about": "" })] {
        edit(bad).await.refused(422, "invalid");
    }
    let line = wang.get("/api/queues").await.expect(200).items()[0].clone();
    assert_eq!((line["about"].as_str(), line.get("expected")), (Some("设备故障、维修和配件"), None), "too little is known yet");
    for round in 0..6 {
        let ticket = firm.ticket(&wang, &format!("工单 {round}")).await;
        app.advance(SignedDuration::from_mins(10));
        firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    }
    let line = wang.get("/api/queues").await.expect(200).items()[0].clone();
    assert!(line["expected"]["earliest"].is_string() && line["expected"]["latest"].is_string(), "{line}");
    // What is said of it stays when something else is changed, and goes when it is emptied; it is recorded.
    assert_eq!(edit(json!({ "name": "维修" })).await.expect(200).text("/about"), "设备故障、维修和配件");
    app.advance(SignedDuration::from_secs(1));
    assert!(edit(json!({ "about": null })).await.expect(200).body.get("about").is_none());
    let acts = firm.admin.get(&format!("/api/audit?target={}", firm.queue)).await.expect(200);
    assert_eq!(acts.items()[0]["changes"][0]["before"], "设备故障、维修和配件");
}
