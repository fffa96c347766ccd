//! Tickets that staff submit: the internal portal (ET-4).

use std::collections::BTreeSet;

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, TestApp};
use serde_json::{Value, json};

async fn titles(of: &Client, view: &str) -> Vec<Value> {
    of.get(&format!("/api/tickets?view={view}")).await.expect(200).items().iter().map(|ticket| ticket["title"].clone()).collect()
}

async fn total(of: &Client, view: &str) -> Value {
    of.get(&format!("/api/home?view={view}")).await.expect(200).body["total"]["count"].clone()
}

// ET-4: everybody on the staff submits tickets; his figures are those; customers' tickets are those of his queues
#[tokio::test]
async fn staff_submit_tickets_of_their_own() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let (lin, other, he) = (firm.member("lin.yue").await, firm.member("zhang.san").await, firm.agent("he.yu").await);
    firm.ticket(&customer, "客户的").await;
    app.advance(SignedDuration::from_secs(1));
    let mut body = firm.ticket_body("换一台显示器");
    body["reply_method"] = json!("email");
    let made = lin.post("/api/tickets", body).await.expect(201);
    let ticket = format!("/api/tickets/{}", made.text("/ticket_id"));
    assert_eq!((&made.body["submitter"]["contact_id"], &made.body["submitter"]["customer_id"]), (&Value::Null, &Value::Null));
    app.drain().await;
    assert_eq!((titles(&lin, "submitted").await, total(&lin, "submitted").await), (vec![json!("换一台显示器")], json!(1)));
    assert_eq!(titles(&he, "queues").await, [json!("换一台显示器"), json!("客户的")]);
    assert_eq!((titles(&he, "submitted").await, total(&he, "submitted").await), (Vec::new(), json!(0)));
    assert_eq!(lin.get(&format!("{ticket}/queue-position")).await.expect(200).body["position"], 2);
    for outsider in [&other, &customer] {
        outsider.get(&ticket).await.refused(404, "not_found");
        outsider.post(&format!("{ticket}/withdraw"), json!({})).await.refused(404, "not_found");
    }
    lin.post(&format!("{ticket}/accept"), json!({})).await.refused(403, "forbidden");

    // what a customer does with a ticket, he does with his
    lin.post(&format!("{ticket}/urge"), json!({})).await.expect(200);
    he.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    he.post(&format!("{ticket}/notes"), json!({ "text": "仓库还有一台" })).await.expect(200);
    he.post(&format!("{ticket}/questions"), json!({ "text": "多大的?" })).await.expect(200);
    assert_eq!(lin.post(&format!("{ticket}/answers"), json!({ "text": "27 寸" })).await.expect(200).text("/state"), "in_progress");
    he.post(&format!("{ticket}/complete"), json!({ "handling_reply": "已更换。" })).await.expect(200);
    lin.put(&format!("{ticket}/rating"), json!({ "stars": 5 })).await.expect(200);
    app.drain().await;
    let said = lin.get(&format!("{ticket}/timeline")).await.expect(200);
    let said: Vec<&Value> = said.items().iter().map(|entry| &entry["what"]).collect();
    assert_eq!(said, ["submitted", "urged", "accepted", "asked", "answered", "completed", "rated"], "notes are not for him");
    let notices = lin.get("/api/notices").await.expect(200);
    let kinds: BTreeSet<&str> = notices.items().iter().filter_map(|notice| notice["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["ticket.accepted", "ticket.asked", "ticket.completed", "ticket.submitted"]));
    assert!(app.messages_to("lin.yue@example.com").len() >= 4, "told as the ticket says (F10)");

    // it is nobody's customer's, so there is nobody to share it with; drafts are the portal's
    assert!(lin.get(&format!("{ticket}/share-candidates")).await.expect(200).items().is_empty());
    lin.post("/api/drafts", json!({ "title": "x" })).await.refused(403, "customers_only");
}
