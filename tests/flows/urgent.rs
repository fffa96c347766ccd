//! The urgent lane, what the place says about itself, and when a ticket will be accepted.

use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, TestApp};
use serde_json::{Value, json};

async fn place(customer: &Client, ticket: &str, since: Option<&str>) -> Answer {
    let query = since.map(|since| format!("?since={since}")).unwrap_or_default();
    customer.get(&format!("/api/tickets/{ticket}/queue-position{query}")).await.expect(200)
}

fn urgent(ticket: &str) -> String {
    format!("/api/tickets/{ticket}/urgent")
}

// S001-18, F11, "Honest ticket queue": an urgent ticket goes ahead and says so; who is overtaken is told why
#[tokio::test]
async fn an_urgent_ticket_goes_ahead_and_says_so() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let agent = firm.agent("he.yu").await;
    let mut tickets = Vec::new();
    for number in 0..6 {
        tickets.push(firm.ticket(&customer, &format!("第 {number} 号")).await);
    }
    let (second, third, last) = (&tickets[1], &tickets[2], &tickets[5]);
    let before = place(&customer, third, None).await;
    assert_eq!((&before.body["position"], &before.body["lane"], &before.body["changes"]), (&json!(3), &json!("normal"), &Value::Null));

    let marked = agent.put(&urgent(last), json!({ "reason": "产线停工" })).await.expect(200);
    assert_eq!(
        (marked.text("/lane"), marked.text("/reason"), marked.text("/marked_by/name")),
        ("urgent".into(), "产线停工".into(), "he.yu".into())
    );
    agent.put(&urgent(last), json!({ "reason": "x" })).await.refused(409, "not_in_lane");
    let ahead = place(&customer, last, None).await;
    assert_eq!((&ahead.body["position"], &ahead.body["lane"]), (&json!(1), &json!("urgent")));
    assert!(!ahead.body.to_string().contains("停工"), "the reason is for staff");
    // staff see the mark in the list, where it stands first, and in the ticket; the customer sees neither
    let list = agent.get(&format!("/api/tickets?view=queue&queue_id={}", firm.queue)).await.expect(200);
    assert_eq!((&list.items()[0]["ticket_id"], &list.items()[0]["urgent"]["reason"]), (&json!(last), &json!("产线停工")));
    assert_eq!(list.items()[1]["urgent"], Value::Null);
    assert_eq!(agent.get(&format!("/api/tickets/{last}")).await.expect(200).text("/urgent/by/name"), "he.yu");
    assert_eq!(customer.get(&format!("/api/tickets/{last}")).await.expect(200).body["urgent"], Value::Null);

    // two accepted and one urgent: 3 - 2 + 1; and one behind was none of its business
    for ticket in [&tickets[0], second] {
        agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    }
    agent.post(&format!("/api/tickets/{}/accept", tickets[4]), json!({})).await.expect(200);
    let seen = before.text("/seen");
    let after = place(&customer, third, Some(&seen)).await;
    assert_eq!((&after.body["position"], &after.body["waiting"]), (&json!(2), &json!(3)));
    let changes = &after.body["changes"];
    assert_eq!(
        (&changes["position"], &changes["accepted"], &changes["urgent"], &changes["left_ahead"]),
        (&json!(3), &json!(3), &json!(1), &json!(2))
    );
    assert_eq!((&changes["withdrawn"], &changes["moved"], &changes["another_queue"]), (&json!(0), &json!(0), &json!(false)));

    // not urgent after all: at the end
    agent.delete(&urgent(last)).await.expect(200);
    agent.delete(&urgent(last)).await.refused(409, "not_in_lane");
    let back = place(&customer, last, Some(&ahead.text("/seen"))).await;
    assert_eq!(
        (&back.body["position"], &back.body["lane"], &back.body["changes"]["lane"]),
        (&json!(3), &json!("normal"), &json!("urgent"))
    );
    assert_eq!(place(&customer, third, None).await.body["position"], 1);
    agent.post(&format!("/api/tickets/{third}/accept"), json!({})).await.expect(200);
    agent.put(&urgent(third), json!({ "reason": "x" })).await.refused(409, "not_waiting");
    customer.get(&format!("/api/tickets/{third}/queue-position")).await.refused(409, "not_waiting");

    // what was seen is of one session and one ticket
    for forged in ["x", &seen] {
        let path = format!("/api/tickets/{}/queue-position?since={forged}", tickets[3]);
        let refused = customer.get(&path).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/since");
    }
}

// "Honest ticket queue": the place in the confirmation, and a word at "3 before you", once
#[tokio::test]
async fn who_comes_near_is_told_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let early = firm.customer("王芳", "13900000001").await;
    let late = firm.customer("李雷", "13900000002").await;
    let mut tickets = Vec::new();
    for number in 0..5 {
        tickets.push(firm.ticket(&early, &format!("第 {number} 号")).await);
    }
    let last = firm.ticket(&late, "打印机").await;
    let mut silent = firm.ticket_body("静默");
    silent["reply_method"] = json!("portal");
    late.post("/api/tickets", silent).await.expect(201);
    app.drain().await;
    let told = || app.messages_to("+8613900000002").into_iter().map(|message| message.text).collect::<Vec<_>>();
    assert!(told().iter().any(|text| text.contains("“打印机”") && text.contains("第 6 位，共 7 个")), "{:?}", told());
    let near = || told().iter().filter(|text| text.contains("即将受理")).count();
    let accept = async |ticket: &str| {
        firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        app.drain().await;
    };
    accept(&tickets[0]).await;
    assert_eq!(near(), 0, "4 before it");
    accept(&tickets[3]).await;
    assert_eq!(near(), 1);
    assert!(told().iter().any(|text| text.contains("前面还有 3 个")), "{:?}", told());
    for ticket in [&tickets[1], &tickets[2]] {
        accept(ticket).await;
    }
    assert_eq!(near(), 1, "once");
    // who never stood further back is not told, and who wants no message has a notice
    assert!(app.messages_to("+8613900000001").iter().all(|message| !message.text.contains("“第 1 号”即将受理")));
    let notices = late.get("/api/notices").await.expect(200);
    let came_near = notices.items().iter().filter(|notice| notice["kind"] == "ticket.came_near").count();
    assert_eq!(came_near, 2, "{}", notices.body);
    accept(&last).await;
}

#[tokio::test]
async fn others_do_not_make_tickets_urgent() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let other = app.enterprise("harbour").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let path = urgent(&firm.ticket(&customer, "打印机").await);
    let supervisor = firm.staff("zhou.min", foyer_testkit::authority(foyer_domain::agents::Role::Administrator, &[], &[], &[])).await;
    let supervisor = app.enrol(&supervisor, PASSWORD).await;
    let outsider = firm.member("lin.yue").await;
    let body = json!({ "reason": "x" });
    for (who, status, code) in [
        (&app.client(), 401, "not_signed_in"),
        (&customer, 403, "staff_only"),
        (&supervisor, 403, "forbidden"),
        (&outsider, 404, "not_found"),
        (&other.admin, 404, "not_found"),
    ] {
        who.put(&path, body.clone()).await.refused(status, code);
        who.delete(&path).await.refused(status, code);
    }
}

// F11: many become urgent at once, others leave, and every place that is read is explained
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn places_are_explained_while_tickets_become_urgent() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let (he, li) = (firm.agent("he.yu").await, firm.agent("li.na").await);
    let mut tickets = Vec::new();
    for number in 0..16 {
        tickets.push(firm.ticket(&customer, &format!("第 {number} 号")).await);
    }
    let watched = tickets[8].clone();
    let becoming = tickets[10..15].to_vec();
    let marker = tokio::spawn(async move {
        for ticket in becoming {
            he.put(&urgent(&ticket), json!({ "reason": "x" })).await.expect(200);
        }
    });
    let leaving = tickets[..6].to_vec();
    let leaver = tokio::spawn(async move {
        for ticket in leaving {
            li.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        }
    });
    let (mut left_ahead, mut accepted) = (0, 0);
    let mut before = place(&customer, &watched, None).await;
    while !(marker.is_finished() && leaver.is_finished()) {
        let now = place(&customer, &watched, Some(&before.text("/seen"))).await;
        let number = |pointer: &str| now.body.pointer(pointer).and_then(Value::as_i64).expect("a number");
        assert_eq!(number("/position"), number("/changes/position") - number("/changes/left_ahead") + number("/changes/urgent"));
        // the counts are read before the place, so who left in between is counted by the next read
        accepted += number("/changes/accepted");
        assert!(left_ahead <= accepted, "{}", now.body);
        left_ahead += number("/changes/left_ahead");
        assert!(number("/position") >= 3 && number("/position") <= number("/waiting"));
        before = now;
    }
    marker.await.expect("no panic");
    leaver.await.expect("no panic");
    // 2 left before it, and 5 urgent ones
    assert_eq!(place(&customer, &watched, None).await.body["position"], 8);
}

// "a time range from the recent rate of the queue (none is shown while too little is known)", in its working time
#[tokio::test]
async fn a_time_is_expected_once_enough_is_known() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let mut tickets = Vec::new();
    for number in 0..12 {
        tickets.push(firm.ticket(&customer, &format!("第 {number} 号")).await);
    }
    for (accepted, ticket) in tickets[..6].iter().enumerate() {
        let known = place(&customer, &tickets[11], None).await;
        assert_eq!(known.body["expected"], Value::Null, "after {accepted}");
        app.advance(SignedDuration::from_mins(10));
        firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
    }
    let moment = |answer: &Answer, pointer: &str| answer.text(pointer).parse::<Timestamp>().expect("a time");
    let known = place(&customer, &tickets[11], None).await;
    let wait = |pointer: &str| moment(&known, pointer).duration_since(moment(&known, "/as_of")).as_mins();
    // the sixth of one in ten minutes
    assert!((20..60).contains(&wait("/expected/earliest")) && (60..240).contains(&wait("/expected/latest")), "{}", known.body);
    let next = place(&customer, &tickets[6], None).await;
    assert!(moment(&next, "/expected/latest") < moment(&known, "/expected/latest"));
    // it is Monday 09:00 in London; from ten o'clock on nobody works until Tuesday
    let service =
        json!({ "calendar": { "time_zone": "Europe/London", "week": { "monday": ["08:00-09:10"], "tuesday": ["08:00-18:00"] } } });
    firm.admin.send(http::Method::PATCH, &format!("/api/queues/{}", firm.queue), Some(json!({ "service": service }))).await.expect(200);
    let closed = place(&customer, &tickets[11], None).await;
    assert!(closed.text("/expected/earliest").starts_with("2026-01-06T08:"), "{}", closed.body);
}
