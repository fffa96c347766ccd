//! Queues as administrators manage them.

use foyer_domain::agents::Role;
use foyer_domain::tickets::Queue;
use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, Enterprise, TestApp, authority};
use http::Method;
use serde_json::{Value, json};

async fn patch(client: &Client, path: &str, body: Value) -> foyer_testkit::Answer {
    client.send(Method::PATCH, path, Some(body)).await
}

async fn me(client: &Client) -> String {
    client.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

fn ticket_body(firm: &Enterprise, queue: &str) -> Value {
    let mut body = firm.ticket_body("x");
    body["queue_id"] = json!(queue);
    body
}

// the "Queues": create, rename, members, targets, counts for staff; an agent's rights change with his next request
#[tokio::test]
async fn an_administrator_makes_a_queue_and_says_who_serves_it() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let agent = firm.staff("he.yu", authority(Role::Agent, &[], &[], &[])).await;
    let later = || app.advance(SignedDuration::from_secs(1));
    let made = firm.admin.post("/api/queues", json!({ "name": "退货" })).await.expect(201);
    let path = format!("/api/queues/{}", made.text("/queue_id"));
    assert_eq!(made.header("location"), path);
    assert_eq!((made.text("/state"), &made.body["members"], &made.body["service"]), ("open".into(), &json!([]), &Value::Null));

    let ticket = customer.post("/api/tickets", ticket_body(&firm, &made.text("/queue_id"))).await.expect(201).text("/ticket_id");
    let accept = format!("/api/tickets/{ticket}/accept");
    agent.post(&accept, json!({})).await.refused(404, "not_found");
    agent.get(&path).await.refused(404, "not_found");
    let he = me(&agent).await;
    later();
    let changed = patch(&firm.admin, &format!("{path}/members"), json!({ "add": [he] })).await.expect(200);
    assert_eq!(changed.body["members"], json!([{ "identity_id": he, "name": "he.yu" }]));
    assert_eq!(agent.get(&path).await.expect(200).body["waiting"], json!({ "all": 1, "urgent": 0 }));
    let listed = agent.get("/api/queues").await.expect(200);
    let line = listed.items().iter().find(|line| line["name"] == "退货").expect("listed");
    assert_eq!((&line["state"], &line["waiting"]["all"], &line["mine"]), (&json!("open"), &json!(1), &json!(true)));
    let unserved = firm.admin.get("/api/queues").await.expect(200);
    assert!(unserved.items().iter().any(|line| line["name"] == "退货" && line["mine"] == false), "who serves it knows it");
    assert!(customer.get("/api/queues").await.expect(200).items().iter().all(|line| line.get("mine").is_none()), "for staff");
    agent.post(&accept, json!({})).await.expect(200);

    later();
    let removed = patch(&firm.admin, &format!("{path}/members"), json!({ "remove": [he] })).await.expect(200);
    assert_eq!(removed.body["members"], json!([]));
    agent.get(&path).await.refused(404, "not_found");

    later();
    let renamed = patch(&firm.admin, &path, json!({ "name": "退换货" })).await.expect(200);
    assert_eq!(renamed.text("/name"), "退换货");
    let acts = firm.admin.get(&format!("/api/audit?target={}", made.text("/queue_id"))).await.expect(200);
    let acts: Vec<&Value> = acts.items().iter().map(|entry| &entry["act"]).collect();
    assert_eq!(acts, ["queue.edited", "queue.members_changed", "queue.members_changed", "queue.created"], "newest first");
}

// the "Queues": a name is one queue's, in whatever case; of two who take it at once, one gets it
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_queues_never_have_one_name() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let other = app.enterprise("harbour").await;
    let create = async |name: &str| firm.admin.post("/api/queues", json!({ "name": name })).await;
    let path = format!("/api/queues/{}", create("Billing").await.expect(201).text("/queue_id"));
    for taken in ["Billing", "BILLING", "Service"] {
        create(taken).await.refused(409, "queue_name_taken");
    }
    other.admin.post("/api/queues", json!({ "name": "Billing" })).await.expect(201);
    patch(&firm.admin, &path, json!({ "name": "service" })).await.refused(409, "queue_name_taken");
    assert_eq!(firm.admin.get(&path).await.expect(200).text("/name"), "Billing", "nothing of it was written");
    patch(&firm.admin, &path, json!({ "name": "billing" })).await.expect(200);
    patch(&firm.admin, &path, json!({ "name": "Invoices" })).await.expect(200);
    create("Billing").await.expect(201);
    let takers: Vec<_> = (0..4)
        .map(|_| {
            let admin = firm.admin.clone();
            tokio::spawn(async move { admin.post("/api/queues", json!({ "name": "退货" })).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for taker in takers {
        statuses.push(taker.await.expect("no panic"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
}

// F32: targets in a calendar with holidays, extra days and a time zone; what is none is refused with its field
#[tokio::test]
async fn a_queue_has_targets_in_a_calendar() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let path = format!("/api/queues/{}", firm.queue);
    let service = json!({
        "calendar": {
            "time_zone": "Asia/Shanghai",
            "week": {
                "monday": ["09:00-12:00", "13:30-18:00"], "tuesday": ["09:00-18:00"], "wednesday": [], "thursday": [], "friday": [],
                "saturday": [], "sunday": [],
            },
            "holidays": ["2026-10-01"],
            "extra_days": { "2026-10-10": ["09:00-18:00"] },
        },
        "first_response_minutes": 60,
        "completion_minutes": null,
    });
    let set = patch(&firm.admin, &path, json!({ "service": service })).await.expect(200);
    assert_eq!(set.body["service"], service);
    assert_eq!(firm.admin.get(&path).await.expect(200).body["service"], service);
    for (pointer, wrong) in [
        ("/calendar/time_zone", json!("Asia/Peking")),
        ("/calendar/week/monday", json!(["18:00-09:00"])),
        ("/calendar/week", json!({})),
        ("/calendar/holidays", json!(["2026-10-10"])),
        ("/calendar/holidays", json!(["2026-02-30"])),
        ("/first_response_minutes", json!(0)),
        ("/completion_minutes", json!(43_201)),
    ] {
        let mut wrongly = service.clone();
        *wrongly.pointer_mut(pointer).expect("a member") = wrong;
        let refused = patch(&firm.admin, &path, json!({ "service": wrongly })).await.refused(422, "invalid");
        assert!(refused.text("/errors/0/pointer").starts_with("/service"), "{}", refused.body);
    }
    let cleared = patch(&firm.admin, &path, json!({ "service": null })).await.expect(200);
    assert_eq!(cleared.body["service"], Value::Null);
}

// the "Queues": stopped only when nothing waits; then no customer sees it or joins it
#[tokio::test]
async fn a_queue_with_waiting_tickets_is_not_stopped() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let stop = format!("/api/queues/{}/stop", firm.queue);
    let ticket = firm.ticket(&customer, "打印机").await;
    let refused = firm.admin.post(&stop, json!({})).await.refused(409, "queue_not_empty");
    assert_eq!(refused.body["waiting"], 1);
    firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    assert_eq!(firm.admin.post(&stop, json!({})).await.expect(200).text("/state"), "stopped");
    firm.admin.post(&stop, json!({})).await.refused(409, "queue_stopped");
    let refused = customer.post("/api/tickets", firm.ticket_body("x")).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/queue_id");
    assert!(customer.get("/api/queues").await.expect(200).items().is_empty());
    assert_eq!(firm.admin.get("/api/queues").await.expect(200).items()[0]["state"], "stopped");
    assert_eq!(app.invoke("sweep-queues", json!({})).await["queues"], 0, "nobody looks at it any more");
}

// the "Queues": what waits is moved in its order, in steps that go on where they were; meanwhile agents accept
#[tokio::test]
async fn waiting_tickets_are_moved_to_another_queue() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let made = firm.admin.post("/api/queues", json!({ "name": "退货" })).await.expect(201).text("/queue_id");
    let server = firm.staff("wang.wu", authority(Role::Agent, &[], &[], &[made.parse().expect("an id")])).await;
    let there = customer.post("/api/tickets", ticket_body(&firm, &made)).await.expect(201).text("/ticket_id");
    let mut tickets = Vec::new();
    for number in 0..5 {
        tickets.push(firm.ticket(&customer, &format!("第 {number} 号")).await);
    }
    let stop = format!("/api/queues/{}/stop", firm.queue);
    for nowhere in [firm.queue.to_string(), "que_01jaaaaaaaaaaaaaaaaaaaaaaa".to_owned()] {
        firm.admin.post(&stop, json!({ "move_to": nowhere })).await.refused(422, "invalid");
    }
    let stopping = firm.admin.post(&stop, json!({ "move_to": made })).await.expect(200);
    assert_eq!((stopping.text("/state"), stopping.text("/moving_to")), ("stopping".into(), made.clone()));
    customer.post("/api/tickets", firm.ticket_body("x")).await.refused(422, "invalid");
    firm.admin.post(&format!("/api/tickets/{}/accept", tickets[1]), json!({})).await.expect(200);
    assert_eq!(app.invoke("sweep-queues", json!({})).await["moved"], 4);
    assert_eq!(firm.admin.get(&format!("/api/queues/{}", firm.queue)).await.expect(200).text("/state"), "stopped");
    for (position, ticket) in [(1, &there), (2, &tickets[0]), (3, &tickets[2]), (5, &tickets[4])] {
        let place = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
        assert_eq!((&place.body["position"], &place.body["waiting"]), (&json!(position), &json!(5)));
        assert_eq!(place.text("/queue/queue_id"), made);
    }
    assert_eq!(app.invoke("sweep-queues", json!({})).await["moved"], 0);

    // S001-10, F34: the customer is told by SMS and by a notice, who serves the other queue by a notice
    app.drain().await;
    let told =
        app.messages_to("+8613900000001").into_iter().filter(|message| message.text.contains("退货") && message.text.contains("第 0 号"));
    assert_eq!(told.count(), 1);
    for who in [&customer, &server] {
        let notices = who.get("/api/notices?limit=100").await.expect(200);
        let moved = notices.items().iter().filter(|notice| notice["kind"] == "ticket.transferred");
        assert_eq!(moved.count(), 4, "{}", notices.body);
    }
}

// a joiner and the stop at once: either the ticket waits and the stop says so, or the queue is stopped and the ticket refused
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_waits_in_a_stopped_queue() {
    for _ in 0..6 {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", "13900000001").await;
        let joiner = {
            let (customer, body) = (customer.clone(), firm.ticket_body("x"));
            tokio::spawn(async move { customer.post("/api/tickets", body).await })
        };
        let stop = firm.admin.post(&format!("/api/queues/{}/stop", firm.queue), json!({})).await;
        let joined = joiner.await.expect("no panic");
        if stop.status == 200 {
            joined.refused(422, "invalid");
        } else {
            stop.refused(409, "queue_not_empty");
            joined.expect(201);
        }
    }
}

#[tokio::test]
async fn others_do_not_manage_queues() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let other = app.enterprise("harbour").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let path = format!("/api/queues/{}", firm.queue);
    let acts = [
        (Method::POST, "/api/queues".to_owned(), json!({ "name": "x" })),
        (Method::PATCH, path.clone(), json!({ "name": "x" })),
        (Method::PATCH, format!("{path}/members"), json!({})),
        (Method::POST, format!("{path}/stop"), json!({})),
    ];
    let (agent, outsider) = (firm.agent("he.yu").await, firm.member("lin.yue").await);
    for (method, path, body) in acts {
        let send = async |client: &Client| client.send(method.clone(), &path, Some(body.clone())).await;
        send(&app.client()).await.refused(401, "not_signed_in");
        send(&customer).await.refused(403, "staff_only");
        send(&agent).await.refused(403, "forbidden");
        send(&outsider).await.refused(403, "forbidden");
        if path != "/api/queues" {
            send(&other.admin).await.refused(404, "not_found");
        }
    }
    app.client().get(&path).await.refused(401, "not_signed_in");
    customer.get(&path).await.refused(403, "staff_only");
    outsider.get(&path).await.refused(404, "not_found");
    other.admin.get(&path).await.refused(404, "not_found");
    agent.get(&path).await.expect(200);

    // only staff of the enterprise serves its queues
    let members = format!("{path}/members");
    for nobody in [me(&customer).await, me(&other.admin).await] {
        let refused = patch(&firm.admin, &members, json!({ "add": [me(&agent).await, nobody] })).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/add/1");
    }
}

// no ceilings: a queue from before there were rosters shows who serves it, and has one after the first change
#[tokio::test]
async fn a_queue_without_a_roster_gets_one() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, li) = (firm.agent("wang.wu").await, firm.member("li.na").await);
    let id = |me: foyer_testkit::Answer| me.expect(200).text("/active_identity/identity_id");
    let (wang, li) = (id(wang.get("/api/me").await), id(li.get("/api/me").await));
    let deps = app.deps();
    let queue = deps.store.queue(firm.tenant, firm.queue).await.expect("read").expect("it is there").value;
    assert!(queue.roster);
    deps.commit().put_over(&Queue { roster: false, ..queue }).run(&deps.store).await.expect("stored");
    let path = format!("/api/queues/{}", firm.queue);
    let names = |answer: foyer_testkit::Answer| {
        let members = answer.expect(200).body["members"].as_array().expect("members").clone();
        let mut names: Vec<String> = members.iter().map(|member| member["name"].as_str().expect("a name").to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(firm.admin.get(&path).await), ["Ada", "wang.wu"]);
    let changed = firm.admin.send(Method::PATCH, &format!("{path}/members"), Some(json!({ "add": [li], "remove": [wang] }))).await;
    assert_eq!(names(changed), ["Ada", "li.na"]);
    assert!(deps.store.queue(firm.tenant, firm.queue).await.expect("read").expect("it is there").value.roster);
    assert_eq!(names(firm.admin.get(&path).await), ["Ada", "li.na"]);
}
