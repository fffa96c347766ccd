//! Tickets that change hands, come back, are rated and end.

use foyer_domain::agents::Role;
use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, authority};
use http::Method;
use serde_json::json;

use crate::ticket_life::{Desk, text, timeline};

async fn me(by: &Client) -> String {
    by.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

async fn rate(by: &Client, ticket: &str, stars: u8) -> foyer_testkit::Answer {
    by.put(&format!("{ticket}/rating"), json!({ "stars": stars, "comment": "很快" })).await
}

// to another agent: in the state that it was in, with a reason that the customer does not read
#[tokio::test]
async fn a_ticket_is_given_to_another_agent() {
    let desk = Desk::open().await;
    let colleague = desk.firm.agent("li.na").await;
    let ticket = desk.accepted("打印机").await;
    desk.agent.post(&format!("{ticket}/questions"), text("型号?")).await.expect(200);
    let body = json!({ "agent": me(&colleague).await, "reason": "内部原因" });
    let given = desk.agent.post(&format!("{ticket}/transfer"), body.clone()).await.expect(200);
    assert_eq!((given.text("/state"), given.text("/acceptor/name")), ("awaiting_customer".into(), "li.na".into()));
    desk.agent.post(&format!("{ticket}/replies"), text("x")).await.refused(403, "forbidden");
    colleague.post(&format!("{ticket}/transfer"), body).await.refused(409, "already_there");
    colleague.post(&format!("{ticket}/complete"), json!({ "handling_reply": "好了" })).await.expect(200);
    // ET-2: it is in the list of who has it
    assert_eq!(colleague.get("/api/tickets?view=mine").await.expect(200).items().len(), 1);
    assert!(desk.agent.get("/api/tickets?view=mine").await.expect(200).items().is_empty());
    let seen = desk.customer.get(&format!("{ticket}/timeline")).await.expect(200);
    assert!(!seen.body.to_string().contains("内部原因"));
    assert_eq!((seen.text("/items/3/what"), seen.text("/items/3/whom/name")), ("assigned".into(), "li.na".into()));
    let staff = desk.agent.get(&format!("{ticket}/timeline")).await.expect(200);
    assert_eq!(staff.text("/items/3/reason"), "内部原因");
}

// one that waits is given to an agent, and leaves the queue; the customer hears that it was accepted
#[tokio::test]
async fn a_waiting_ticket_is_given_to_an_agent() {
    let desk = Desk::open().await;
    let (first, second) = (desk.waiting("一").await, desk.waiting("二").await);
    let before = desk.told(0).await.len();
    let body = json!({ "agent": me(&desk.agent).await, "reason": "指派" });
    let given = desk.firm.admin.post(&format!("{first}/transfer"), body).await.expect(200);
    assert_eq!((given.text("/state"), given.text("/acceptor/name")), ("in_progress".into(), "he.yu".into()));
    let place = desk.customer.get(&format!("{second}/queue-position")).await.expect(200);
    assert_eq!(place.body["position"], 1);
    let told = desk.told(before).await;
    assert!(told.len() == 1 && told[0].contains("已由he.yu受理"), "{told:?}");
}

// to another queue: it leaves the one and waits at the end of the other, under its old number
#[tokio::test]
async fn a_ticket_moves_to_another_queue() {
    let desk = Desk::open().await;
    let billing = desk.firm.seed.queue("Billing").await.expect("made");
    let clerk = desk.firm.staff("clerk", authority(Role::Agent, &[], &[], &[billing])).await;
    let mut ahead = desk.firm.ticket_body("先来的");
    ahead["queue_id"] = json!(billing.to_string());
    desk.customer.post("/api/tickets", ahead).await.expect(201);
    let (moved, behind) = (desk.waiting("发票").await, desk.waiting("二").await);
    desk.customer.post(&format!("{moved}/urge"), json!({})).await.expect(200);
    let before = desk.told(0).await.len();
    clerk.get(&moved).await.refused(404, "not_found");
    let body = json!({ "queue_id": billing.to_string(), "reason": "是发票问题" });
    let answer = desk.agent.post(&format!("{moved}/transfer"), body.clone()).await.expect(200);
    assert_eq!(
        (answer.text("/state"), answer.text("/queue/name"), answer.text("/number")),
        ("waiting".into(), "Billing".into(), "1-0001".into())
    );
    assert!(answer.body["urged"].is_null());
    let place = async |ticket: &str| {
        let place = desk.customer.get(&format!("{ticket}/queue-position")).await.expect(200);
        (place.text("/queue/name"), place.body["position"].as_u64(), place.body["waiting"].as_u64())
    };
    assert_eq!(place(&moved).await, ("Billing".into(), Some(2), Some(2)));
    assert_eq!(place(&behind).await, ("Service".into(), Some(1), Some(1)));
    desk.agent.post(&format!("{moved}/accept"), json!({})).await.refused(404, "not_found");
    clerk.post(&format!("{moved}/transfer"), body).await.refused(409, "already_there");
    clerk.post(&format!("{moved}/accept"), json!({})).await.expect(200);
    let told = desk.told(before).await;
    assert!(told.iter().any(|text| text.contains("“发票”已转到“Billing”排队")), "{told:?}");

    // one in work goes back to waiting, and nobody has it
    let body = json!({ "queue_id": desk.firm.queue.to_string(), "reason": "还是维修" });
    let back = clerk.post(&format!("{moved}/transfer"), body).await.expect(200);
    assert_eq!((back.text("/state"), back.body["acceptor"].is_null()), ("waiting".into(), true));
    assert_eq!(place(&moved).await, ("Service".into(), Some(2), Some(2)));
    let names: Vec<String> = timeline(&desk.agent, &moved).await.into_iter().map(|(what, _)| what).collect();
    assert_eq!(names, ["submitted", "urged", "requeued", "accepted", "requeued"]);
}

#[tokio::test]
async fn transfers_that_lead_nowhere_are_refused() {
    let desk = Desk::open().await;
    let stranger = desk.firm.member("lin.yue").await;
    let ticket = desk.accepted("打印机").await;
    let path = format!("{ticket}/transfer");
    let other = desk.app.enterprise("harbour").await;
    let foreign = me(&other.agent("grace").await).await;
    let queue = desk.firm.queue.to_string();
    for (body, pointer) in [
        (json!({ "reason": "x" }), "/agent"),
        (json!({ "agent": me(&desk.firm.admin).await, "queue_id": queue, "reason": "x" }), "/agent"),
        (json!({ "agent": me(&stranger).await, "reason": "x" }), "/agent"),
        (json!({ "agent": me(&desk.customer).await, "reason": "x" }), "/agent"),
        (json!({ "agent": foreign, "reason": "x" }), "/agent"),
        (json!({ "queue_id": other.queue.to_string(), "reason": "x" }), "/queue_id"),
        (json!({ "queue_id": queue }), ""),
    ] {
        let refused = desk.agent.post(&path, body.clone()).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), pointer, "{body}");
    }
    let body = json!({ "agent": me(&desk.firm.admin).await, "reason": "x" });
    stranger.post(&path, body.clone()).await.refused(404, "not_found");
    other.admin.post(&path, body.clone()).await.refused(404, "not_found");
    desk.customer.post(&path, body.clone()).await.refused(403, "staff_only");
    desk.app.client().post(&path, body.clone()).await.refused(401, "not_signed_in");
    desk.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "x" })).await.expect(200);
    desk.agent.post(&path, body).await.refused(409, "wrong_state");
}

// accepted, withdrawn, given away and moved at once: one of them, and everybody else learns what it is now
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_moves_at_once_the_ticket_makes_a_path() {
    let desk = Desk::open().await;
    let billing = desk.firm.seed.queue("Billing").await.expect("made");
    let behind = desk.waiting("后面").await;
    desk.customer.post(&format!("{behind}/withdraw"), json!({})).await.expect(200);
    for round in 0..3 {
        let ticket = desk.waiting(&format!("{round}")).await;
        let give = json!({ "agent": me(&desk.firm.admin).await, "reason": "x" });
        let requeue = json!({ "queue_id": billing.to_string(), "reason": "x" });
        let racers: Vec<_> = [
            (&desk.agent, "accept", json!({})),
            (&desk.customer, "withdraw", json!({})),
            (&desk.firm.admin, "transfer", give),
            (&desk.firm.admin, "transfer", requeue),
        ]
        .into_iter()
        .map(|(by, what, body)| {
            let (by, path) = (by.clone(), format!("{ticket}/{what}"));
            tokio::spawn(async move { by.post(&path, body).await })
        })
        .collect();
        let mut done = 0;
        for racer in racers {
            let answer = racer.await.expect("no panic");
            match answer.status {
                200 => done += 1,
                // Moved to the other queue, it is not the agent's any more.
                404 => assert_eq!(answer.text("/code"), "not_found"),
                _ => assert!(answer.expect(409).body["state"].is_string()),
            }
        }
        let seen = desk.customer.get(&ticket).await.expect(200);
        let steps = timeline(&desk.customer, &ticket).await;
        assert_eq!(steps.len(), 1 + done, "{} {steps:?}", seen.body);
    }
    // every departure was counted once: nobody waits here any more but those who do
    let last = desk.waiting("最后").await;
    let place = desk.customer.get(&format!("{last}/queue-position")).await.expect(200);
    let list = desk.agent.get(&format!("/api/tickets?view=queue&queue_id={}", desk.firm.queue)).await.expect(200);
    assert_eq!(place.body["waiting"].as_u64(), Some(list.items().len() as u64));
    assert_eq!(place.body["position"], place.body["waiting"]);
}

// decision 7: by the customer and by staff, for 7 days, under a new place and the old number
#[tokio::test]
async fn a_completed_ticket_is_re_opened() {
    let desk = Desk::open().await;
    let ticket = desk.completed("打印机").await;
    let ahead = desk.waiting("前面").await;
    let before = desk.told(0).await.len();
    let path = format!("{ticket}/reopen");
    let reopened = desk.customer.post(&path, json!({ "reason": "又坏了" })).await.expect(200);
    assert_eq!(
        (reopened.text("/state"), reopened.text("/number"), reopened.body["acceptor"].is_null()),
        ("waiting".into(), "1-0001".into(), true)
    );
    let place = desk.customer.get(&format!("{ticket}/queue-position")).await.expect(200);
    assert_eq!(place.body["position"], 2);
    assert!(desk.told(before).await.is_empty(), "who re-opens it need not be told");
    desk.customer.post(&path, json!({ "reason": "x" })).await.refused(409, "wrong_state");
    desk.agent.post(&format!("{ahead}/accept"), json!({})).await.expect(200);
    desk.agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    desk.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "这次好了" })).await.expect(200);
    desk.app.advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
    let agent = desk.app.log_in("he.yu", foyer_testkit::enterprise::PASSWORD).await;
    agent.post(&path, json!({ "reason": "漏了一处" })).await.expect(200);
    let told = desk.told(before).await;
    assert!(told.iter().any(|text| text.contains("“打印机”已重新打开")), "{told:?}");
}

// decision 7: after 7 days it is closed, by a schedule that does so once, and it can be re-opened no more
#[tokio::test]
async fn a_completed_ticket_is_closed_after_a_week() {
    let desk = Desk::open().await;
    let (first, second) = (desk.completed("一").await, desk.completed("二").await);
    desk.app.advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
    assert_eq!(desk.app.invoke("close-tickets", json!({})).await["closed"], 0);
    desk.customer.post(&format!("{second}/reopen"), json!({ "reason": "x" })).await.expect(200);
    desk.app.advance(SignedDuration::from_secs(1));
    // the time is over whether or not the schedule has come round
    let late = desk.customer.post(&format!("{first}/reopen"), json!({ "reason": "x" })).await.refused(409, "reopen_over");
    assert_eq!(late.text("/since"), "2026-01-12T08:00:00Z");
    let ticks: Vec<_> = (0..3)
        .map(|_| {
            let app = desk.app.clone();
            tokio::spawn(async move { app.invoke("close-tickets", json!({})).await["closed"].as_u64() })
        })
        .collect();
    let mut closed = 0;
    for tick in ticks {
        closed += tick.await.expect("no panic").expect("a number");
    }
    assert_eq!(closed, 1, "once, and not the one that was re-opened");
    assert_eq!(desk.app.invoke("close-tickets", json!({})).await["closed"], 0);
    let seen = desk.customer.get(&first).await.expect(200);
    assert_eq!((seen.text("/state"), seen.body["completion"]["reopen_until"].is_null()), ("closed".into(), true));
    desk.customer.post(&format!("{first}/reopen"), json!({ "reason": "x" })).await.refused(409, "wrong_state");
    // ET-9: closed takes no answer
    desk.customer.post(&format!("{first}/answers"), text("x")).await.refused(409, "wrong_state");
    let entries = timeline(&desk.customer, &first).await;
    assert_eq!(entries.last().map(|(what, _)| what.as_str()), Some("closed"));
}

// S001-21, S001-22, F13: only when it is over, once to each completion, to be changed for 7 days; the agent hears
#[tokio::test]
async fn a_ticket_is_rated() {
    let desk = Desk::open().await;
    let waiting = desk.waiting("一").await;
    rate(&desk.customer, &waiting, 5).await.refused(409, "wrong_state");
    let ticket = desk.accepted("二").await;
    rate(&desk.customer, &ticket, 5).await.refused(409, "wrong_state");
    desk.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "好了" })).await.expect(200);
    for stars in [json!(0), json!(6), json!("5"), json!(4.5)] {
        desk.customer.put(&format!("{ticket}/rating"), json!({ "stars": stars })).await.refused(422, "invalid");
    }
    let stranger = desk.firm.customer("李雷", "13900000002").await;
    rate(&stranger, &ticket, 1).await.refused(404, "not_found");
    rate(&desk.firm.admin, &ticket, 1).await.refused(403, "forbidden");
    rate(&desk.app.client(), &ticket, 1).await.refused(401, "not_signed_in");
    let rated = rate(&desk.customer, &ticket, 5).await.expect(200);
    assert_eq!((rated.body["completion"]["rating"]["stars"].as_u64(), rated.text("/completion/rating/comment")), (Some(5), "很快".into()));
    assert_eq!(rated.text("/completion/rating/editable_until"), "2026-01-12T08:00:00Z");
    desk.app.drain().await;
    let mail = desk.app.messages_to("he.yu@example.com");
    assert_eq!(mail.len(), 1);
    assert!(mail[0].text.contains("gave 5 of 5 stars") && mail[0].text.contains("1-0002"), "{}", mail[0].text);

    // closed meanwhile, the rating can still be changed
    desk.app.advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(1));
    let changed = desk.customer.put(&format!("{ticket}/rating"), json!({ "stars": 2 })).await.expect(200);
    assert_eq!(changed.body["completion"]["rating"]["stars"], 2);
    assert!(changed.body["completion"]["rating"]["comment"].is_null());
    desk.app.advance(SignedDuration::from_secs(1));
    desk.app.invoke("close-tickets", json!({})).await;
    let fixed = rate(&desk.customer, &ticket, 1).await.refused(409, "rating_fixed");
    assert_eq!(fixed.text("/since"), "2026-01-12T08:00:00Z");
    desk.app.drain().await;
    assert_eq!(desk.app.messages_to("he.yu@example.com").len(), 2);
}

// F13: another completion, another rating; the old one stays in the timeline
#[tokio::test]
async fn each_completion_has_a_rating_of_its_own() {
    let desk = Desk::open().await;
    let ticket = desk.completed("打印机").await;
    rate(&desk.customer, &ticket, 1).await.expect(200);
    desk.customer.post(&format!("{ticket}/reopen"), json!({ "reason": "又坏了" })).await.expect(200);
    rate(&desk.customer, &ticket, 2).await.refused(409, "wrong_state");
    desk.agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    desk.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "好了" })).await.expect(200);
    assert!(desk.customer.get(&ticket).await.expect(200).body["completion"]["rating"].is_null());
    rate(&desk.customer, &ticket, 5).await.expect(200);
    let entries = desk.customer.get(&format!("{ticket}/timeline?limit=100")).await.expect(200);
    let stars: Vec<u64> = entries.items().iter().filter_map(|entry| entry["stars"].as_u64()).collect();
    assert_eq!(stars, [1, 5]);
}

// S001-10, F10: progress is told where the customer says, from then on, and only to an address that he has
#[tokio::test]
async fn the_reply_method_can_be_changed() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let before = desk.told(0).await.len();
    let path = format!("{ticket}/reply-method");
    let refused = desk.customer.put(&path, json!({ "reply_method": "email" })).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/reply_method");
    desk.customer.put(&path, json!({ "reply_method": "portal" })).await.expect(200);
    desk.agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    assert!(desk.told(before).await.is_empty());
    desk.customer.put(&path, json!({ "reply_method": "sms" })).await.expect(200);
    desk.agent.post(&format!("{ticket}/replies"), text("好")).await.expect(200);
    assert_eq!(desk.told(before).await.len(), 1);
    for (by, status, code) in [(&desk.agent, 403, "forbidden"), (&desk.app.client(), 401, "not_signed_in")] {
        by.send(Method::PUT, &path, Some(json!({ "reply_method": "sms" }))).await.refused(status, code);
    }
    let stranger = desk.firm.customer("李雷", "13900000002").await;
    stranger.put(&path, json!({ "reply_method": "sms" })).await.refused(404, "not_found");
    let over = desk.waiting("二").await;
    desk.customer.post(&format!("{over}/withdraw"), json!({})).await.expect(200);
    desk.customer.put(&format!("{over}/reply-method"), json!({ "reply_method": "portal" })).await.refused(409, "wrong_state");
}
