//! Many customers and agents at once on a database that fails: transactions conflict, calls are throttled,
//! answers are lost. Everybody repeats what was not answered, and in the end everything is whole.
//!
//! The short form runs always; `docs/OPERATIONS.md` has the command for the long one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use foyer_domain::id::TicketId;
use foyer_domain::tickets::{Lane, TicketState};
use foyer_domain::time::SignedDuration;
use foyer_store::{Key, StoreError, limits::Taken, queues::NumberRow};
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

/// How much of it.
struct Size {
    customers: usize,
    agents: usize,
    percent: u64,
}

/// More than this many answers of 503 in a row are no answer.
const PATIENCE: usize = 60;

/// Sends a request until it is answered. A POST is repeated with its key, as a client must.
async fn insist(client: &Client, method: Method, path: &str, body: Option<Value>) -> Answer {
    let mut answer = client.send(method.clone(), path, body.clone()).await;
    for _ in 1..PATIENCE {
        if answer.status != 503 {
            break;
        }
        assert_eq!(answer.header("retry-after"), "1");
        answer = client.send(method.clone(), path, body.clone()).await;
    }
    assert!(answer.status < 500, "{method} {path}: {}", answer.body);
    answer
}

type Tickets = Arc<Mutex<Vec<String>>>;

fn listed(tickets: &Tickets) -> Vec<String> {
    tickets.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Submits two tickets and watches the second move; asks for one code.
async fn customer(client: Client, number: usize, body: Value, tickets: Tickets) {
    let mut mine = Vec::new();
    for which in 0..2 {
        let keyed = client.header("idempotency-key", &format!("ticket-{number}-{which}"));
        let mut body = body.clone();
        body["title"] = json!(format!("工单 {number}-{which}"));
        let answer = insist(&keyed, Method::POST, "/api/tickets", Some(body)).await.expect(201);
        mine.push(answer.text("/ticket_id"));
        tickets.lock().unwrap_or_else(PoisonError::into_inner).push(answer.text("/ticket_id"));
    }
    let path = format!("/api/tickets/{}/queue-position", mine[1]);
    let mut before: Option<Answer> = None;
    for _ in 0..6 {
        let since = before.as_ref().map(|before| format!("?since={}", before.text("/seen"))).unwrap_or_default();
        let now = insist(&client, Method::GET, &format!("{path}{since}"), None).await;
        if now.status == 409 {
            break;
        }
        let now = now.expect(200);
        let read = |pointer: &str| now.body.pointer(pointer).and_then(Value::as_u64);
        assert!(read("/position").expect("a place") <= read("/waiting").expect("a number"), "{}", now.body);
        if now.body["changes"].is_object() && now.body["lane"] == now.body["changes"]["lane"] {
            let risen = read("/position").expect("a place").saturating_sub(read("/changes/position").expect("a place"));
            assert!(risen <= read("/changes/urgent").expect("a count"), "a place rose without a reason: {}", now.body);
        }
        before = Some(now);
    }
}

/// Accepts what there is, and makes one ticket urgent now and then.
async fn agent(client: Client, number: usize, acts: usize, tickets: Tickets) {
    for act in 0..acts {
        let there = listed(&tickets);
        let Some(ticket) = there.get((number * 7 + act * 3) % there.len().max(1)) else {
            tokio::task::yield_now().await;
            continue;
        };
        let answer = if act % 5 == 4 {
            insist(&client, Method::PUT, &format!("/api/tickets/{ticket}/urgent"), Some(json!({ "reason": "x" }))).await
        } else {
            let keyed = client.header("idempotency-key", &format!("accept-{number}-{act}"));
            insist(&keyed, Method::POST, &format!("/api/tickets/{ticket}/accept"), Some(json!({}))).await
        };
        assert!([200, 409].contains(&answer.status), "{}", answer.body);
    }
}

/// The events go out, while the database fails or after; what fails comes again.
async fn deliver(app: &TestApp) {
    for _ in 0..6 {
        app.try_drain().await;
        app.advance(SignedDuration::from_mins(2));
        app.system.invoke("sweep-outbox", json!({})).await.ok();
        app.system.invoke("sweep-queues", json!({})).await.ok();
    }
}

async fn run(size: Size) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let mut customers = Vec::new();
    for number in 0..size.customers {
        customers.push(firm.customer(&format!("客户 {number}"), &mobile(number)).await);
    }
    let mut agents = Vec::new();
    for number in 0..size.agents {
        agents.push(firm.agent(&format!("agent{number}")).await);
    }
    app.drain().await;
    app.system.database_faults().set(size.percent);
    let tickets = Tickets::default();
    let mut tasks = Vec::new();
    for (number, client) in customers.iter().cloned().enumerate() {
        tasks.push(tokio::spawn(customer(client, number, firm.ticket_body("x"), tickets.clone())));
    }
    let acts = 2 * size.customers / size.agents + 4;
    for (number, client) in agents.into_iter().enumerate() {
        tasks.push(tokio::spawn(agent(client, number, acts, tickets.clone())));
    }
    for number in 0..size.customers {
        let client = app.client().from(&format!("203.0.113.{}", number % 250 + 1));
        tasks.push(tokio::spawn(async move {
            insist(&client, Method::POST, "/api/password-resets", Some(json!({ "login": mobile(number) }))).await.expect(202);
        }));
    }
    for task in tasks {
        task.await.expect("no panic");
    }
    deliver(&app).await;
    app.system.database_faults().set(0);
    deliver(&app).await;
    assert!(app.system.database_faults().injected() > 0);
    whole(&app, &firm, &listed(&tickets)).await;
    messages(&app, size.customers);
}

fn mobile(number: usize) -> String {
    format!("139{number:08}")
}

/// Every ticket has one number, every number that waits has a ticket, and the places are 1, 2, 3, …
async fn whole(app: &TestApp, firm: &Enterprise, tickets: &[String]) {
    let deps = app.deps();
    let mut numbers = BTreeSet::new();
    let mut waiting: BTreeMap<u64, String> = BTreeMap::new();
    for id in tickets {
        let id: TicketId = id.parse().expect("an id");
        let ticket = deps.store.ticket(firm.tenant, id).await.expect("read").expect("every accepted ticket is there").value;
        assert!(numbers.insert((ticket.lane == Lane::Urgent, ticket.number)), "a number twice");
        let key = Key::queue_number(firm.tenant, firm.queue, ticket.lane, ticket.number);
        let owner = deps.store.get::<NumberRow>(&key).await.expect("read").expect("owned").value;
        assert_eq!(owner.ticket_id, Some(id));
        assert_eq!(ticket.acceptor.is_some(), ticket.state == TicketState::InProgress);
        if ticket.state == TicketState::Waiting {
            let standing = deps.store.standing(&ticket).await.expect("read").expect("it waits");
            assert_eq!(waiting.insert(standing.place.position, id.to_string()), None, "a place twice");
        }
    }
    let lanes = deps.store.lanes(firm.tenant, firm.queue).await.expect("read");
    assert_eq!(lanes.waiting(), waiting.len() as u64, "numbers that nobody owns were voided");
    assert!(waiting.keys().copied().eq(1..=waiting.len() as u64), "{waiting:?}");
    let distinct: BTreeSet<&String> = tickets.iter().collect();
    assert_eq!(distinct.len(), tickets.len());
}

/// Each notice at least once; each code at most once.
fn messages(app: &TestApp, customers: usize) {
    for number in 0..customers {
        let told: Vec<String> = app.messages_to(&format!("+86{}", mobile(number))).into_iter().map(|message| message.text).collect();
        for which in 0..2 {
            let title = format!("已收到您的工单“工单 {number}-{which}”");
            assert!(told.iter().any(|text| text.contains(&title)), "{title}: {told:?}");
        }
        let codes: Vec<&String> = told.iter().filter(|text| text.contains("验证码")).collect();
        let distinct: BTreeSet<&&String> = codes.iter().collect();
        assert_eq!(codes.len(), distinct.len(), "a code was sent twice");
    }
}

// "Speed and cost": conflicts, throttling and lost answers in 15 of 100 calls of the database
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_is_whole_after_a_database_that_fails() {
    run(Size { customers: 12, agents: 4, percent: 15 }).await;
}

// F7: an act whose answer was lost is made again, and counts once: news of which one is allowed is sent
#[tokio::test]
async fn a_limit_counts_an_act_once_whose_answer_was_lost() {
    use foyer_domain::limit::{DAY, Kind, Limit};
    let app = TestApp::start().await;
    let (deps, now) = (app.deps(), foyer_domain::time::Clock::now(&*app.clock));
    let limit = |most| Limit { by: Kind::NewsTogether, most, within: DAY };
    app.system.database_faults().set(40);
    for number in 0..60 {
        let (one, two, by) = (format!("one {number}"), format!("two {number}"), deps.commit_token());
        loop {
            match deps.store.take_all(&[(limit(1), one.clone()), (limit(3), two.clone())], &by, now).await {
                Ok(taken) => break assert_eq!(taken, Taken::All(vec![1, 1])),
                Err(StoreError::Busy(_) | StoreError::Unavailable(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
    app.system.database_faults().set(0);
    assert!(app.system.database_faults().injected() > 60);
    for number in 0..60 {
        let again = deps.store.take(limit(1), &format!("one {number}"), &deps.commit_token(), now).await.expect("counted");
        assert!(!again, "another act is one too many");
    }
    // the same when the time is over
    app.advance(DAY);
    app.system.database_faults().set(40);
    let later = foyer_domain::time::Clock::now(&*app.clock);
    for number in 0..60 {
        let (one, by) = (format!("one {number}"), deps.commit_token());
        loop {
            match deps.store.take(limit(1), &one, &by, later).await {
                Ok(taken) => break assert!(taken, "its own act was taken for another's"),
                Err(StoreError::Busy(_) | StoreError::Unavailable(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
}

// F7, F8: what a call did whose answer was lost is its own when the SDK makes it again, and counts once
#[tokio::test]
async fn what_was_done_unheard_is_not_taken_for_somebody_elses() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (phone, number) = (mobile(1), format!("+86{}", mobile(1)));
    let customer = firm.customer("王芳", &phone).await;
    app.drain().await;
    let faults = app.system.database_faults();
    faults.lose_first_answers(true);

    // a number is taken once: nobody stands before who is alone
    let ticket = firm.ticket(&customer, "打印机").await;
    let place = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
    assert_eq!((place.body["position"].as_u64(), place.body["waiting"].as_u64()), (Some(1), Some(1)));

    // a message is claimed by who claimed it, also a code, which nobody claims a second time
    let told = app.messages_to(&number).len();
    app.client().post("/api/password-resets", json!({ "login": phone })).await.expect(202);
    app.drain().await;
    let news: Vec<String> = app.messages_to(&number).into_iter().skip(told).map(|message| message.text).collect();
    for part in ["已收到您的工单“打印机”", "验证码"] {
        assert_eq!(news.iter().filter(|text| text.contains(part)).count(), 1, "{part}: {news:?}");
    }

    // each try of a code takes one try of the five
    let confirm = |code: &str| json!({ "login": phone, "code": code, "new_password": "another horse entirely" });
    let code = app.newest_code_to(&number);
    let wrong = if code == "123456" { "654321" } else { "123456" };
    for _ in 0..4 {
        app.client().post("/api/password-resets/confirm", confirm(wrong)).await.refused(422, "invalid");
    }
    app.client().post("/api/password-resets/confirm", confirm(&code)).await.expect(204);

    // each attempt to log in counts once, and whoever opens the next window goes on
    for _ in 0..5 {
        app.try_log_in(&phone, "a wrong password").await.refused(401, "login_failed");
    }
    app.advance(SignedDuration::from_secs(2));
    app.try_log_in(&phone, "another horse entirely").await.expect(201);
    assert!(faults.injected() > 20);
}

// the long form: 200 customers and 20 agents at 1, 10 and 30 of 100
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes minutes; docs/OPERATIONS.md has the command"]
async fn everything_is_whole_after_long_days_with_a_database_that_fails() {
    for percent in [1, 10, 30] {
        run(Size { customers: 200, agents: 20, percent }).await;
    }
}
