//! What who works on a ticket sees of its customer, for as long as he works on it.

use foyer_domain::agents::Role;
use foyer_testkit::enterprise::authority;
use foyer_testkit::{Answer, Client};
use http::Method;
use serde_json::{Value, json};

use crate::ticket_life::{Desk, text};

/// The fields of the answer, in order.
fn fields(answer: &Answer) -> Vec<String> {
    let mut names: Vec<String> = answer.body.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    names
}

fn titles(answer: &Answer) -> Vec<String> {
    let tickets = answer.body["tickets"].as_array().expect("a list");
    tickets.iter().map(|ticket| ticket["title"].as_str().expect("a title").to_owned()).collect()
}

/// The only contact of the enterprise.
async fn contact(desk: &Desk) -> String {
    let list = desk.firm.admin.get("/api/contacts").await.expect(200);
    format!("/api/contacts/{}", list.items()[0]["contact_id"].as_str().expect("an id"))
}

fn missing(answer: &Answer) -> Value {
    answer.body["missing_relation"].clone()
}

// S001-16, S004-10: who accepted it sees what he needs, field by field, and not the contact itself
#[tokio::test]
async fn who_has_a_ticket_sees_who_its_customer_is() {
    let desk = Desk::open().await;
    let contact = contact(&desk).await;
    let more = json!({ "email": "wang.fang@example.com", "phone": "+862112345678", "remark": "只在上午", "security_level": -5 });
    desk.firm.admin.send(Method::PATCH, &contact, Some(more)).await.expect(200);
    let (first, ticket) = (desk.waiting("空调").await, desk.accepted("打印机").await);
    let seen = desk.agent.get(&format!("{ticket}/customer")).await.expect(200);
    assert_eq!(
        fields(&seen),
        ["email", "language", "may_view", "mobile", "name", "organisation", "phone", "remark", "security_level", "tickets"]
    );
    for (field, value) in [("name", "王芳"), ("organisation", "Acme"), ("mobile", "+8613900000001"), ("email", "wang.fang@example.com")] {
        assert_eq!(seen.text(&format!("/{field}")), value);
    }
    assert_eq!((seen.text("/remark").as_str(), seen.body["security_level"].as_i64()), ("只在上午", Some(-5)));
    assert_eq!(titles(&seen), ["空调"]);
    assert!(first.ends_with(seen.body["tickets"][0]["ticket_id"].as_str().expect("an id")));
    // what is not known of him is left out
    desk.firm.admin.send(Method::PATCH, &contact, Some(json!({ "email": null, "remark": null }))).await.expect(200);
    let seen = desk.agent.get(&format!("{ticket}/customer")).await.expect(200);
    assert_eq!(fields(&seen), ["language", "may_view", "mobile", "name", "organisation", "phone", "security_level", "tickets"]);
    assert_eq!(seen.body["may_view"], false);
    desk.agent.get(&contact).await.refused(404, "not_found");
    assert_eq!(desk.firm.admin.get(&format!("{ticket}/customer")).await.expect(200).body["may_view"], true);
}

// S001-15, S001-16: of his other tickets those that the agent may see anyway
#[tokio::test]
async fn tickets_of_other_queues_are_not_told_of() {
    let desk = Desk::open().await;
    let billing = desk.firm.seed.queue("Billing").await.expect("made");
    let clerk = desk.firm.staff("fang", authority(Role::Agent, &[], &[], &[billing])).await;
    let mut body = desk.firm.ticket_body("发票抬头");
    body["queue_id"] = json!(billing.to_string());
    let bill = format!("/api/tickets/{}", desk.customer.post("/api/tickets", body).await.expect(201).text("/ticket_id"));
    let ticket = desk.accepted("打印机").await;
    clerk.post(&format!("{bill}/accept"), json!({})).await.expect(200);
    assert!(titles(&desk.agent.get(&format!("{ticket}/customer")).await.expect(200)).is_empty());
    assert!(titles(&clerk.get(&format!("{bill}/customer")).await.expect(200)).is_empty());
    assert_eq!(titles(&desk.firm.admin.get(&format!("{bill}/customer")).await.expect(200)), ["打印机"]);
}

// F2: nobody else, and he no longer than he has it
#[tokio::test]
async fn it_ends_with_the_work() {
    let desk = Desk::open().await;
    let second = desk.firm.agent("li.na").await;
    let waiting = format!("{}/customer", desk.waiting("空调").await);
    assert_eq!(missing(&desk.agent.get(&waiting).await.refused(403, "forbidden")), json!(["acceptor_of", "administrator"]));

    let ticket = desk.accepted("打印机").await;
    let customer = format!("{ticket}/customer");
    second.get(&customer).await.refused(403, "forbidden");
    desk.customer.get(&customer).await.refused(403, "staff_only");
    desk.app.client().get(&customer).await.refused(401, "not_signed_in");
    for by in [&desk.firm.member("lin.yue").await, &desk.app.enterprise("harbour").await.admin] {
        by.get(&customer).await.refused(404, "not_found");
    }
    // while the customer is awaited he still has it
    desk.agent.post(&format!("{ticket}/questions"), text("型号?")).await.expect(200);
    desk.agent.get(&customer).await.expect(200);
    desk.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "已修好。" })).await.expect(200);
    desk.agent.get(&customer).await.refused(403, "forbidden");

    // given to a colleague, it is his
    let given = desk.accepted("投影仪").await;
    let to = me(&second).await;
    desk.agent.post(&format!("{given}/transfer"), json!({ "agent": to, "reason": "x" })).await.expect(200);
    desk.agent.get(&format!("{given}/customer")).await.refused(403, "forbidden");
    second.get(&format!("{given}/customer")).await.expect(200);
}

async fn me(by: &Client) -> String {
    by.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

// ET-4: who works here and submits is nobody's customer
#[tokio::test]
async fn staff_who_submit_are_no_customers() {
    let desk = Desk::open().await;
    let lin = desk.firm.member("lin.yue").await;
    let mut body = desk.firm.ticket_body("显示器");
    body["reply_method"] = json!("email");
    let ticket = format!("/api/tickets/{}", lin.post("/api/tickets", body).await.expect(201).text("/ticket_id"));
    desk.agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    desk.agent.get(&format!("{ticket}/customer")).await.refused(404, "not_found");
}
