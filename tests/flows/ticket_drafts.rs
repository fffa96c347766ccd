//! Drafts.

use foyer_testkit::Client;
use http::Method;
use serde_json::{Value, json};

use crate::ticket_life::Desk;

async fn saved(by: &Client, form: Value) -> String {
    by.post("/api/drafts", form).await.expect(201).text("/ticket_id")
}

// S001-12, S001-13, decision 7: saved as far as it goes, edited, submitted under its own id
#[tokio::test]
async fn a_draft_becomes_a_ticket() {
    let desk = Desk::open().await;
    let draft = saved(&desk.customer, json!({ "title": "打印机" })).await;
    let path = format!("/api/drafts/{draft}");
    let refused = desk.customer.post(&format!("{path}/submit"), json!({})).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/description");
    let edit = json!({ "description": "无法联网", "queue_id": desk.firm.queue.to_string(), "reply_method": "email", "title": null });
    let edited = desk.customer.send(Method::PATCH, &path, Some(edit)).await.expect(200);
    assert!(edited.body["title"].is_null());
    let refused = desk.customer.post(&format!("{path}/submit"), json!({})).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/title");
    desk.customer.send(Method::PATCH, &path, Some(json!({ "title": "新打印机" }))).await.expect(200);
    let refused = desk.customer.post(&format!("{path}/submit"), json!({})).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/reply_method", "an address that the account does not have");
    desk.customer.send(Method::PATCH, &path, Some(json!({ "reply_method": "sms" }))).await.expect(200);
    assert_eq!(desk.customer.get("/api/drafts").await.expect(200).items().len(), 1);
    assert!(desk.customer.get("/api/tickets?view=all").await.expect(200).items().is_empty());

    let submitted = desk.customer.post(&format!("{path}/submit"), json!({})).await.expect(201);
    assert_eq!((submitted.text("/ticket_id"), submitted.text("/state")), (draft.clone(), "waiting".into()));
    assert_eq!((submitted.text("/number"), submitted.header("location")), ("1-0001".into(), format!("/api/tickets/{draft}").as_str()));
    desk.customer.get(&path).await.refused(404, "not_found");
    assert!(desk.customer.get("/api/drafts").await.expect(200).items().is_empty());
    assert_eq!(desk.customer.get("/api/tickets?view=submitted").await.expect(200).items().len(), 1);
    let place = desk.customer.get(&format!("/api/tickets/{draft}/queue-position")).await.expect(200);
    assert_eq!(place.body["position"], 1);
    let told = desk.told(0).await;
    assert!(told.iter().any(|text| text.contains("已收到您的工单“新打印机”")), "{told:?}");
}

// S001-5, S001-13: a draft is of one identity; neither its other identity nor staff find it
#[tokio::test]
async fn a_draft_is_seen_by_its_identity_only() {
    let desk = Desk::open().await;
    let draft = format!("/api/drafts/{}", saved(&desk.customer, json!({ "title": "打印机" })).await);
    let second = desk.firm.contact(&desk.firm.admin, "王芳(二)", "13900000001").await;
    let second = desk.firm.admin.post(&format!("/api/contacts/{second}/account"), json!({})).await.expect(201).text("/identity_id");
    let other = desk.app.log_in("13900000001", foyer_testkit::enterprise::PASSWORD).await;
    other.accept(&second).await;
    let switched = other.put("/api/sessions/current/identity", json!({ "identity_id": second })).await.expect(200);
    let other = other.with_token(&switched.text("/token"));
    let colleague = desk.firm.customer("韩梅", "13900000002").await;
    for (by, status, code) in [
        (&other, 404, "not_found"),
        (&colleague, 404, "not_found"),
        (&desk.agent, 403, "customers_only"),
        (&desk.firm.admin, 403, "customers_only"),
        (&desk.app.client(), 401, "not_signed_in"),
    ] {
        by.get(&draft).await.refused(status, code);
        by.send(Method::PATCH, &draft, Some(json!({ "title": "x" }))).await.refused(status, code);
        by.post(&format!("{draft}/submit"), json!({})).await.refused(status, code);
        by.delete(&draft).await.refused(status, code);
        if status == 404 {
            assert!(by.get("/api/drafts").await.expect(200).items().is_empty());
        } else {
            by.get("/api/drafts").await.refused(status, code);
            by.post("/api/drafts", json!({})).await.refused(status, code);
        }
    }
    desk.firm.admin.get(&draft.replace("drafts", "tickets")).await.refused(404, "not_found");
    assert_eq!(desk.customer.get(&draft).await.expect(200).text("/title"), "打印机");
}

#[tokio::test]
async fn drafts_are_listed_checked_and_deleted() {
    let desk = Desk::open().await;
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(saved(&desk.customer, json!({ "title": format!("{number}") })).await);
    }
    let foreign = desk.app.enterprise("harbour").await.queue.to_string();
    for queue in [foreign.as_str(), "que_01ke6jq3000000000000000091"] {
        let refused = desk.customer.post("/api/drafts", json!({ "queue_id": queue })).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/queue_id");
        let path = format!("/api/drafts/{}", made[0]);
        desk.customer.send(Method::PATCH, &path, Some(json!({ "queue_id": queue }))).await.refused(422, "invalid");
    }
    desk.customer.delete(&format!("/api/drafts/{}", made[2])).await.expect(204);
    desk.customer.delete(&format!("/api/drafts/{}", made[2])).await.refused(404, "not_found");
    let first = desk.customer.get("/api/drafts?limit=3").await.expect(200);
    let rest = desk.customer.get(&format!("/api/drafts?limit=3&cursor={}", first.text("/next_cursor"))).await.expect(200);
    let titles: Vec<&str> = first.items().iter().chain(rest.items()).filter_map(|draft| draft["title"].as_str()).collect();
    let mut sorted = titles.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["0", "1", "3", "4"]);
}

// submitted twice at once: one ticket, and the number that the other took is given to nobody
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_is_submitted_once() {
    let desk = Desk::open().await;
    let draft = saved(&desk.customer, desk.firm.ticket_body("打印机")).await;
    let racers: Vec<_> = (0..4)
        .map(|_| {
            let (customer, path) = (desk.customer.clone(), format!("/api/drafts/{draft}/submit"));
            tokio::spawn(async move { customer.post(&path, json!({})).await })
        })
        .collect();
    let mut submitted = 0;
    for racer in racers {
        let answer = racer.await.expect("no panic");
        match answer.status {
            201 => submitted += 1,
            404 => assert_eq!(answer.text("/code"), "not_found"),
            _ => {
                answer.refused(409, "changed_meanwhile");
            }
        }
    }
    assert_eq!(submitted, 1);
    assert_eq!(desk.customer.get("/api/tickets?view=submitted").await.expect(200).items().len(), 1);
}
