//! What a ticket says that one may do with it is what the operations take, and nothing else.

use foyer_testkit::{Answer, Client};
use http::Method;
use serde_json::{Value, json};

use crate::ticket_life::{Desk, text};

/// Everybody who may see a ticket, and a colleague with whom it is not shared yet.
struct Around {
    desk: Desk,
    reader: Client,
    commenter: Client,
    second_agent: Client,
    submitting_staff: Client,
    /// The identities of the reader and the commenter.
    shared_with: [String; 2],
    requests: Vec<(&'static str, Method, String, Value)>,
}

async fn me(by: &Client) -> String {
    by.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

impl Around {
    async fn open() -> Self {
        let desk = Desk::open().await;
        let reader = desk.firm.customer("韩梅", "13900000002").await;
        let commenter = desk.firm.customer("李雷", "13900000003").await;
        let third = me(&desk.firm.customer("林涛", "13900000004").await).await;
        let (second_agent, submitting_staff) = (desk.firm.agent("li.na").await, desk.firm.member("lin.yue").await);
        let billing = desk.firm.seed.queue("Billing").await.expect("made").to_string();
        let file = |internal| json!({ "name": "a.txt", "size": 3, "internal": internal });
        let requests = vec![
            ("answer", Method::POST, "answers".into(), text("x")),
            ("attach", Method::POST, "attachments".into(), file(false)),
            ("attach_internal", Method::POST, "attachments".into(), file(true)),
            ("urge", Method::POST, "urge".into(), json!({})),
            ("withdraw", Method::POST, "withdraw".into(), json!({})),
            ("rate", Method::PUT, "rating".into(), json!({ "stars": 5 })),
            ("set_reply_method", Method::PUT, "reply-method".into(), json!({ "reply_method": "portal" })),
            ("reopen", Method::POST, "reopen".into(), json!({ "reason": "x" })),
            ("share", Method::PUT, format!("shares/{third}"), json!({ "may_comment": false })),
            ("accept", Method::POST, "accept".into(), json!({})),
            ("mark_urgent", Method::PUT, "urgent".into(), json!({ "reason": "x" })),
            ("unmark_urgent", Method::DELETE, "urgent".into(), Value::Null),
            ("reply", Method::POST, "replies".into(), text("x")),
            ("ask", Method::POST, "questions".into(), text("x")),
            ("complete", Method::POST, "complete".into(), json!({ "handling_reply": "x" })),
            ("view_customer", Method::GET, "customer".into(), Value::Null),
            ("note", Method::POST, "notes".into(), text("x")),
            ("transfer", Method::POST, "transfer".into(), json!({ "queue_id": billing, "reason": "x" })),
        ];
        let shared_with = [me(&reader).await, me(&commenter).await];
        Self { desk, reader, commenter, second_agent, submitting_staff, shared_with, requests }
    }

    /// A customer's ticket that is shared with both, after `steps`.
    async fn ticket(&self, steps: &[(&Client, &str)]) -> String {
        let ticket = self.desk.waiting("打印机").await;
        for (with, may_comment) in self.shared_with.iter().zip([false, true]) {
            let path = format!("{ticket}/shares/{with}");
            self.desk.customer.put(&path, json!({ "may_comment": may_comment })).await.expect(200);
        }
        self.after(&ticket, steps).await;
        ticket
    }

    /// One of staff, after `steps`.
    async fn of_staff(&self, steps: &[(&Client, &str)]) -> String {
        let mut body = self.desk.firm.ticket_body("显示器");
        body["reply_method"] = json!("email");
        let made = self.submitting_staff.post("/api/tickets", body).await.expect(201);
        let ticket = format!("/api/tickets/{}", made.text("/ticket_id"));
        self.after(&ticket, steps).await;
        ticket
    }

    async fn after(&self, ticket: &str, steps: &[(&Client, &str)]) {
        for (by, step) in steps {
            self.attempt(by, ticket, step).await.expect(200);
        }
    }

    async fn attempt(&self, by: &Client, ticket: &str, name: &str) -> Answer {
        let (_, method, path, body) = self.requests.iter().find(|(of, ..)| *of == name).expect("a name of the table");
        by.send(method.clone(), &format!("{ticket}/{path}"), Some(body.clone()).filter(|body| !body.is_null())).await
    }

    fn everybody(&self) -> [(&'static str, &Client); 6] {
        let Desk { customer, agent, firm, .. } = &self.desk;
        [
            ("submitter", customer),
            ("reader", &self.reader),
            ("commenter", &self.commenter),
            ("acceptor", agent),
            ("agent", &self.second_agent),
            ("administrator", &firm.admin),
        ]
    }

    /// Tries everything: what is not named is refused and changes nothing, what is named is taken, each by a ticket
    /// of its own.
    async fn try_all(&self, who: &str, by: &Client, steps: &[(&Client, &str)], staff_submit: bool) -> Vec<String> {
        let fresh = async || if staff_submit { self.of_staff(steps).await } else { self.ticket(steps).await };
        let ticket = fresh().await;
        let offered = by.get(&ticket).await.expect(200).body["actions"].clone();
        let offered: Vec<String> = serde_json::from_value(offered).expect("a list of names");
        let done: Vec<&str> = steps.iter().map(|(_, step)| *step).collect();
        for (name, ..) in &self.requests {
            let is_offered = offered.iter().any(|one| one == name);
            let status =
                if is_offered { self.attempt(by, &fresh().await, name).await.status } else { self.attempt(by, &ticket, name).await.status };
            let fits = if is_offered { matches!(status, 200 | 201) } else { matches!(status, 403 | 404 | 409 | 422) };
            assert!(fits, "{who} after {done:?}: {name} is offered: {is_offered}, and answers {status}");
        }
        offered
    }
}

// S001-14, F12, decision 8: who may only read is offered nothing; who may comment answers and attaches
#[tokio::test]
async fn while_it_waits_all_that_is_offered_is_taken() {
    let around = Around::open().await;
    for (who, by) in around.everybody() {
        let offered = around.try_all(who, by, &[], false).await;
        let expected: &[&str] = match who {
            "submitter" => &["answer", "attach", "urge", "withdraw", "set_reply_method", "share"],
            "reader" => &[],
            "commenter" => &["answer", "attach"],
            // The first administrator serves the first queue.
            "administrator" => &["attach_internal", "share", "accept", "mark_urgent", "view_customer", "note", "transfer"],
            _ => &["attach_internal", "share", "accept", "mark_urgent", "note", "transfer"],
        };
        assert_eq!(offered, expected, "{who}");
    }
    let urgent = [(&around.second_agent, "mark_urgent")];
    let offered = around.try_all("agent", &around.desk.agent, &urgent, false).await;
    assert!(offered.contains(&"unmark_urgent".to_owned()), "{offered:?}");
}

// F9, decision 7: in hands, over, and taken back
#[tokio::test]
async fn in_each_state_all_that_is_offered_is_taken() {
    let around = Around::open().await;
    let (customer, agent) = (&around.desk.customer, &around.desk.agent);
    let states: [(&str, &[(&Client, &str)]); 4] = [
        ("in_progress", &[(agent, "accept")]),
        ("awaiting_customer", &[(agent, "accept"), (agent, "ask")]),
        ("completed", &[(agent, "accept"), (agent, "complete")]),
        ("withdrawn", &[(customer, "withdraw")]),
    ];
    for (state, steps) in states {
        for (who, by) in around.everybody() {
            let offered = around.try_all(who, by, steps, false).await;
            match (who, state) {
                ("reader", _) | ("commenter", "withdrawn") => assert!(offered.is_empty(), "{who}, {state}: {offered:?}"),
                ("acceptor", "in_progress") => {
                    assert_eq!(
                        offered,
                        ["attach", "attach_internal", "share", "reply", "ask", "complete", "view_customer", "note", "transfer"]
                    );
                }
                ("submitter", "completed") => {
                    assert_eq!(offered, ["attach", "rate", "set_reply_method", "reopen", "share"]);
                }
                _ => {}
            }
        }
    }
}

// ET-4: staff are the customers of what they submit: they answer and attach, and there is nobody to share it with
#[tokio::test]
async fn staff_who_submitted_are_offered_what_a_customer_is() {
    let around = Around::open().await;
    let steps: [(&Client, &str); 2] = [(&around.desk.agent, "accept"), (&around.desk.agent, "ask")];
    let lin = &around.submitting_staff;
    assert_eq!(around.try_all("staff", lin, &[], true).await, ["answer", "attach", "urge", "withdraw", "set_reply_method"]);
    assert_eq!(around.try_all("staff", lin, &steps, true).await, ["answer", "attach", "set_reply_method"]);
}
