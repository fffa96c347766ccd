//! What a queue promises: warned before, marked after, each once (F32).

use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

/// A queue that works day and night, and means to accept within 10 minutes and to complete within 20.
async fn promise(firm: &Enterprise) {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let week: Value = days.iter().map(|day| ((*day).to_owned(), json!(["00:00-24:00"]))).collect::<serde_json::Map<_, _>>().into();
    let service = json!({
        "calendar": { "time_zone": "Asia/Shanghai", "week": week }, "first_response_minutes": 10, "completion_minutes": 20,
    });
    set(firm, service).await;
}

async fn set(firm: &Enterprise, service: Value) {
    let path = format!("/api/queues/{}", firm.queue);
    firm.admin.send(Method::PATCH, &path, Some(json!({ "service": service }))).await.expect(200);
}

/// Minutes pass, and everything runs that runs by itself. Answers what the sweep told.
async fn pass(app: &TestApp, minutes: i64) -> Value {
    app.drain().await;
    app.advance(SignedDuration::from_mins(minutes));
    let swept = app.invoke("sweep-targets", json!({})).await;
    app.drain().await;
    swept["told"].clone()
}

/// What somebody was told of targets, the latest first.
async fn told(of: &Client) -> Vec<(String, String)> {
    let notices = of.get("/api/notices?limit=100").await.expect(200);
    let of_targets = notices.items().iter().filter(|notice| notice["parameters"]["target"].is_string());
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    of_targets.map(|notice| (text(&notice["kind"]), text(&notice["parameters"]["target"]))).collect()
}

fn one(kind: &str, target: &str) -> (String, String) {
    (format!("ticket.target_{kind}"), target.to_owned())
}

async fn missed(by: &Client, ticket: &str) -> Value {
    by.get(ticket).await.expect(200).body["missed_targets"].clone()
}

// F32: what waits says by when it is to be accepted, as long as its queue has such a target; its customer is not told
#[tokio::test]
async fn what_waits_says_by_when_it_is_to_be_accepted() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let he = firm.agent("he.yu").await;
    firm.ticket(&customer, "打印机").await;
    let list = format!("/api/tickets?view=queue&queue_id={}", firm.queue);
    let first = async || he.get(&list).await.expect(200).items()[0].clone();
    assert!(first().await["accept_by"].is_null());
    promise(&firm).await;
    let waiting = first().await;
    let moment = |name: &str| waiting[name].as_str().expect("a moment").parse::<Timestamp>().expect("a moment");
    assert_eq!(moment("accept_by"), moment("queued_at") + SignedDuration::from_mins(10));
    assert!(customer.get("/api/tickets?view=submitted").await.expect(200).items()[0]["accept_by"].is_null());
}

// F32: agents are warned and told of the miss, the list and the ticket show it to staff, and the time that the
// customer takes does not count
#[tokio::test]
async fn a_ticket_is_warned_of_and_marked_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let (he, yu, outsider) = (firm.agent("he.yu").await, firm.agent("yu.han").await, firm.member("lin.yue").await);
    promise(&firm).await;
    let ticket = format!("/api/tickets/{}", firm.ticket(&customer, "打印机").await);
    assert_eq!(pass(&app, 7).await, 0);
    assert_eq!(pass(&app, 1).await, 1);
    let near = one("near", "first_response");
    for agent in [&he, &yu] {
        assert_eq!(told(agent).await, std::slice::from_ref(&near));
    }
    assert_eq!(missed(&he, &ticket).await, Value::Null);
    assert_eq!(pass(&app, 1).await, 0, "once");
    assert_eq!(pass(&app, 1).await, 1);
    let late = one("missed", "first_response");
    for agent in [&yu, &firm.admin] {
        assert_eq!(told(agent).await, [late.clone(), near.clone()]);
    }
    assert_eq!(told(&outsider).await, []);
    assert_eq!(missed(&he, &ticket).await, json!(["first_response"]));
    let list = he.get(&format!("/api/tickets?view=queue&queue_id={}", firm.queue)).await.expect(200);
    assert_eq!(list.items()[0]["missed_targets"], json!(["first_response"]));
    assert_eq!(missed(&customer, &ticket).await, Value::Null, "it is for staff");

    // 10 of 20 minutes are gone when the customer is asked; what he takes is his
    he.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    he.post(&format!("{ticket}/questions"), json!({ "text": "什么型号?" })).await.expect(200);
    assert_eq!(pass(&app, 12).await, 0);
    customer.post(&format!("{ticket}/answers"), json!({ "text": "P-200" })).await.expect(200);
    assert_eq!(pass(&app, 5).await, 0);
    assert_eq!(pass(&app, 1).await, 1);
    assert_eq!(told(&he).await[0], one("near", "completion"));
    assert_eq!(told(&yu).await.len(), 2, "another has it");
    assert_eq!(pass(&app, 4).await, 1);
    assert_eq!(missed(&he, &ticket).await, json!(["first_response", "completion"]));
    // administrators hear of every miss, whoever has the ticket
    let admin = told(&firm.admin).await;
    assert_eq!(admin, [one("missed", "completion"), late, near]);

    he.post(&format!("{ticket}/complete"), json!({ "handling_reply": "已修好。" })).await.expect(200);
    assert_eq!(pass(&app, 20).await, 0);
    assert_eq!(app.invoke("sweep-targets", json!({})).await["tickets"], 0, "nobody looks at it any more");
    assert_eq!(told(&customer).await, []);
}

// F32: what is done in time is not told of, and what is done late is marked even if no sweep saw it
#[tokio::test]
async fn what_is_done_in_time_is_not_told_of() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let he = firm.agent("he.yu").await;
    promise(&firm).await;
    let (quick, slow) = (firm.ticket(&customer, "打印机").await, firm.ticket(&customer, "扫描仪").await);
    let path = |ticket: &str| format!("/api/tickets/{ticket}");
    assert_eq!(pass(&app, 7).await, 0);
    he.post(&format!("{}/accept", path(&quick)), json!({})).await.expect(200);
    he.post(&format!("{}/complete", path(&quick)), json!({ "handling_reply": "好了。" })).await.expect(200);
    app.drain().await;
    app.advance(SignedDuration::from_mins(4));
    he.post(&format!("{}/accept", path(&slow)), json!({})).await.expect(200);
    app.drain().await;
    assert_eq!(told(&he).await, [one("missed", "first_response")]);
    assert_eq!((missed(&he, &path(&quick)).await, missed(&he, &path(&slow)).await), (Value::Null, json!(["first_response"])));
    // it comes back: another wait, another promise
    he.post(&format!("{}/complete", path(&slow)), json!({ "handling_reply": "好了。" })).await.expect(200);
    he.post(&format!("{}/reopen", path(&slow)), json!({ "reason": "又坏了" })).await.expect(200);
    assert_eq!(missed(&he, &path(&slow)).await, Value::Null);
    assert_eq!(pass(&app, 8).await, 1);
}

// F32: sweeps at the same time tell once; a queue that promises nothing any more is not looked at
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sweeps_at_once_tell_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let he = firm.agent("he.yu").await;
    promise(&firm).await;
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    app.advance(SignedDuration::from_mins(9));
    let sweeps: Vec<_> = (0..4)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { app.invoke("sweep-targets", json!({})).await })
        })
        .collect();
    let mut sum = 0;
    for sweep in sweeps {
        sum += sweep.await.expect("no panic")["told"].as_u64().expect("a number");
    }
    app.drain().await;
    assert_eq!((sum, told(&he).await), (1, vec![one("near", "first_response")]));
    set(&firm, Value::Null).await;
    assert_eq!(pass(&app, 2).await, 0);
    assert_eq!(app.invoke("sweep-targets", json!({})).await["tickets"], 0);
}
