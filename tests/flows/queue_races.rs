//! Twenty at once in one queue: what may be answered, and that places are true right after (S001-17, S001-18, F11).

use std::collections::BTreeSet;
use std::sync::Arc;

use foyer_domain::agents::Role;
use foyer_testkit::enterprise::Enterprise;
use foyer_testkit::{Answer, Client, TestApp, authority};
use http::Method;
use serde_json::{Value, json};

/// What somebody does in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Accept,
    Withdraw,
    MoveOut,
    MoveIn,
    Urgent,
    Normal,
    Submit,
    Reopen,
    Stop,
}

/// A queue, another one, and who does things there.
struct Desk {
    app: TestApp,
    firm: Enterprise,
    customer: Client,
    agent: Client,
    queue: String,
    other: String,
}

/// Runs tasks at once, each on a thread that is free, and gives what they answer in their order.
async fn all<T: Send + 'static>(tasks: impl Iterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let tasks: Vec<_> = tasks.map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("no panic"));
    }
    answers
}

impl Desk {
    async fn open() -> Arc<Self> {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let billing = firm.seed.queue("Billing").await.expect("made");
        let agent = firm.staff("he.yu", authority(Role::Agent, &[], &[], &[firm.queue, billing])).await;
        let customer = firm.customer("王芳", "13900000001").await;
        Arc::new(Self { customer, agent, queue: firm.queue.to_string(), other: billing.to_string(), app, firm })
    }

    fn form(queue: &str) -> Value {
        json!({ "title": "打印机", "description": "坏了", "queue_id": queue, "reply_method": "portal" })
    }

    async fn submit(&self, queue: &str) -> String {
        self.customer.post("/api/tickets", Self::form(queue)).await.expect(201).text("/ticket_id")
    }

    async fn completed(&self) -> String {
        let ticket = self.submit(&self.queue).await;
        self.agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        let done = json!({ "handling_reply": "好了", "acceptance_information": null });
        self.agent.post(&format!("/api/tickets/{ticket}/complete"), done).await.expect(200);
        ticket
    }

    async fn act(&self, act: Act, ticket: &str) -> Answer {
        let path = |what: &str| format!("/api/tickets/{ticket}/{what}");
        let moved = |to: &str| json!({ "queue_id": to, "reason": "x" });
        match act {
            Act::Accept => self.agent.post(&path("accept"), json!({})).await,
            Act::Withdraw => self.customer.post(&path("withdraw"), json!({})).await,
            Act::MoveOut => self.agent.post(&path("transfer"), moved(&self.other)).await,
            Act::MoveIn => self.agent.post(&path("transfer"), moved(&self.queue)).await,
            Act::Urgent => self.agent.put(&path("urgent"), json!({ "reason": "x" })).await,
            Act::Normal => self.agent.delete(&path("urgent")).await,
            Act::Submit => self.customer.post("/api/tickets", Self::form(&self.queue)).await,
            Act::Reopen => self.customer.post(&path("reopen"), json!({ "reason": "x" })).await,
            Act::Stop => {
                let path = format!("/api/queues/{}/stop", self.queue);
                self.firm.admin.post(&path, json!({ "move_to": self.other })).await
            }
        }
    }

    /// All of them at once; whether each was done. What is not done is refused, or to be tried again.
    async fn at_once(self: &Arc<Self>, acts: &[(Act, String)]) -> Vec<Option<Answer>> {
        let answers = all(acts.iter().cloned().map(|(act, ticket)| {
            let desk = Arc::clone(self);
            async move { desk.act(act, &ticket).await }
        }))
        .await;
        let done = |((act, _), answer): (&(Act, String), Answer)| match answer.status {
            200 | 201 => Some(answer),
            409 => None,
            // Whoever names a queue that takes no tickets any more is told at the field.
            422 if *act == Act::Submit => None,
            status => {
                let later = status == 503 && !answer.header("retry-after").is_empty();
                assert!(later, "{act:?} was answered {status}: {}", answer.body);
                None
            }
        };
        acts.iter().zip(answers).map(done).collect()
    }

    async fn place(&self, ticket: &str) -> (u64, u64) {
        let answer = self.customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
        let number = |name: &str| answer.body[name].as_u64().expect("a number");
        (number("position"), number("waiting"))
    }

    /// The places of these tickets, of all that wait.
    async fn places(self: &Arc<Self>, tickets: &[String]) -> Vec<(u64, u64)> {
        all(tickets.iter().cloned().map(|ticket| {
            let desk = Arc::clone(self);
            async move { desk.place(&ticket).await }
        }))
        .await
    }

    /// Holds the places of all that wait against the plain list.
    async fn hold(self: &Arc<Self>, line: &Line) {
        let waiting = [line.urgent.as_slice(), line.normal.as_slice()].concat();
        let places = self.places(&waiting).await;
        let total = waiting.len() as u64;
        let wanted: Vec<(u64, u64)> = (1..=total).map(|position| (position, total)).collect();
        assert_eq!(places, wanted, "{line:?}");
    }
}

/// The plain list: what waits, in its order.
#[derive(Debug, Default)]
struct Line {
    urgent: Vec<String>,
    normal: Vec<String>,
}

impl Line {
    /// Takes in what was done, and gives who joined the urgent and the normal lane: they stand behind those who
    /// stayed, in an order that nobody but the queue knows.
    fn take(&mut self, acts: &[(Act, String)], done: &[Option<Answer>]) -> (Vec<String>, Vec<String>) {
        let (mut gone, mut urgent, mut normal) = (BTreeSet::new(), Vec::new(), Vec::new());
        for ((act, ticket), answer) in acts.iter().zip(done).filter_map(|(act, done)| Some((act, done.as_ref()?))) {
            match act {
                Act::Accept | Act::Withdraw | Act::MoveOut => {
                    gone.insert(ticket.clone());
                }
                Act::Urgent => urgent.push(ticket.clone()),
                Act::Normal | Act::MoveIn | Act::Reopen => normal.push(ticket.clone()),
                Act::Submit => normal.push(answer.text("/ticket_id")),
                Act::Stop => {}
            }
        }
        self.urgent.retain(|ticket| !gone.contains(ticket) && !normal.contains(ticket));
        self.normal.retain(|ticket| !gone.contains(ticket) && !urgent.contains(ticket));
        urgent.retain(|ticket| !gone.contains(ticket));
        normal.retain(|ticket| !gone.contains(ticket));
        (urgent, normal)
    }
}

/// Does all of it at once, and holds every place right after against the list.
async fn round(desk: &Arc<Desk>, line: &mut Line, acts: &[(Act, String)]) -> Vec<Option<Answer>> {
    let done = desk.at_once(acts).await;
    let joined = line.take(acts, &done);
    for (lane, joined) in [(&mut line.urgent, joined.0), (&mut line.normal, joined.1)] {
        let mut joined: Vec<_> = desk.places(&joined).await.into_iter().zip(joined).collect();
        joined.sort();
        lane.extend(joined.into_iter().map(|(_, ticket)| ticket));
    }
    desk.hold(line).await;
    done
}

// every two operations that meet in one queue, twenty at once: done, refused or to be tried again, and all places are
// true in the next moment, with nothing swept
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn places_are_true_right_after_twenty_at_once() {
    let desk = Desk::open().await;
    let mut line = Line::default();
    for _ in 0..14 {
        line.normal.push(desk.submit(&desk.queue).await);
    }
    for _ in 0..4 {
        let (mut completed, mut elsewhere) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            completed.push(desk.completed().await);
            elsewhere.push(desk.submit(&desk.other).await);
        }
        let waits = |number: usize| line.normal[number % line.normal.len()].clone();
        let mut acts = vec![
            (Act::Accept, waits(0)),
            (Act::Withdraw, waits(0)),
            (Act::Urgent, waits(1)),
            (Act::Accept, waits(1)),
            (Act::MoveOut, waits(2)),
            (Act::Withdraw, waits(2)),
            (Act::Urgent, waits(3)),
            (Act::Urgent, waits(4)),
            (Act::Urgent, waits(5)),
            (Act::MoveOut, waits(6)),
            (Act::MoveOut, waits(6)),
        ];
        for (completed, elsewhere) in completed.iter().zip(&elsewhere) {
            acts.extend([(Act::Reopen, completed.clone()), (Act::Reopen, completed.clone()), (Act::MoveIn, elsewhere.clone())]);
        }
        match line.urgent.first() {
            Some(first) => acts.extend([(Act::Normal, first.clone()), (Act::Normal, first.clone())]),
            None => acts.extend([(Act::Submit, String::new()), (Act::Submit, String::new())]),
        }
        acts.push((Act::Submit, String::new()));
        assert_eq!(acts.len(), 20);
        round(&desk, &mut line, &acts).await;
    }
    // and the end of the queue among them
    let waits: Vec<String> = line.normal.iter().take(5).cloned().collect();
    let leave = [Act::Accept, Act::Withdraw, Act::Urgent, Act::Urgent, Act::MoveOut];
    let mut acts: Vec<(Act, String)> = leave.into_iter().zip(waits).collect();
    acts.extend((0..6).map(|_| (Act::Submit, String::new())));
    acts.extend((0..3).map(|_| (Act::Stop, String::new())));
    acts.extend(line.urgent.iter().take(2).map(|ticket| (Act::Normal, ticket.clone())));
    let completed = desk.completed().await;
    acts.extend([(Act::Reopen, completed.clone()), (Act::Reopen, completed)]);
    round(&desk, &mut line, &acts).await;
}

// two agents mark two tickets of one queue urgent at once, and twenty do: each takes its turn
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_become_urgent_at_once() {
    let desk = Desk::open().await;
    let mut line = Line::default();
    for _ in 0..20 {
        line.normal.push(desk.submit(&desk.queue).await);
    }
    let acts: Vec<(Act, String)> = line.normal.iter().map(|ticket| (Act::Urgent, ticket.clone())).collect();
    let done = round(&desk, &mut line, &acts).await;
    assert!(done.iter().flatten().count() >= 10, "most have their turn");
    let acts: Vec<(Act, String)> = line.urgent.iter().map(|ticket| (Act::Normal, ticket.clone())).collect();
    let done = round(&desk, &mut line, &acts).await;
    assert_eq!(done.iter().flatten().count(), acts.len(), "they do not meet");
}

// a number whose taker lost does not count as one that waits
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_loses_gives_his_number_back() {
    let desk = Desk::open().await;
    let mut line = Line::default();
    // one form, sent twenty times at once with one key
    let keyed = desk.customer.header("idempotency-key", "one form");
    let sent = all((0..20).map(|_| {
        let (keyed, form) = (keyed.clone(), Desk::form(&desk.queue));
        async move { keyed.post("/api/tickets", form).await }
    }))
    .await;
    let made: BTreeSet<String> = sent.iter().filter(|answer| answer.status == 201).map(|answer| answer.text("/ticket_id")).collect();
    assert_eq!(made.len(), 1);
    assert!(sent.iter().all(|answer| matches!(answer.status, 201 | 409)));
    line.normal.extend(made);
    // the next customer is told his place as it is, in the answer and in the message
    let late = desk.firm.customer("李雷", "13900000002").await;
    let ticket = late.post("/api/tickets", desk.firm.ticket_body("发票")).await.expect(201).text("/ticket_id");
    let place = late.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
    assert_eq!((&place.body["position"], &place.body["waiting"]), (&json!(2), &json!(2)));
    desk.app.drain().await;
    let told = desk.app.messages_to("+8613900000002").into_iter().map(|message| message.text).collect::<Vec<_>>();
    assert!(told.iter().any(|text| text.contains("第 2 位，共 2 个")), "{told:?}");
    desk.agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);

    // twenty move one ticket, re-open one, and say of one that it is not urgent after all
    let (elsewhere, completed) = (desk.submit(&desk.other).await, desk.completed().await);
    for (act, ticket) in [(Act::MoveIn, elsewhere), (Act::Reopen, completed)] {
        let done = round_once(&desk, &mut line, act, &ticket).await;
        assert_eq!(done, 1, "{act:?}");
    }
    let urgent = line.normal[0].clone();
    assert_eq!(round_once(&desk, &mut line, Act::Urgent, &urgent).await, 1);
    assert_eq!(round_once(&desk, &mut line, Act::Normal, &urgent).await, 1);
    // nothing is left to the sweep
    desk.app.invoke("sweep-queues", json!({})).await;
    desk.app.advance(foyer_domain::time::SignedDuration::from_mins(2));
    assert_eq!(desk.app.invoke("sweep-queues", json!({})).await["voided"], 0);
}

/// The same twenty times at once; how many were done.
async fn round_once(desk: &Arc<Desk>, line: &mut Line, act: Act, ticket: &str) -> usize {
    let acts: Vec<(Act, String)> = (0..20).map(|_| (act, ticket.to_owned())).collect();
    round(desk, line, &acts).await.iter().flatten().count()
}

// a ticket that left its place itself and came back says so: others explain nothing of it
#[tokio::test]
async fn a_ticket_that_comes_back_says_that_it_joined_anew() {
    let desk = Desk::open().await;
    let (first, second) = (desk.submit(&desk.queue).await, desk.submit(&desk.queue).await);
    let look = async |since: Option<&str>| {
        let query = since.map(|since| format!("?since={since}")).unwrap_or_default();
        desk.customer.get(&format!("/api/tickets/{first}/queue-position{query}")).await.expect(200)
    };
    let post = async |who: &Client, what: &str, body: Value| {
        who.send(Method::POST, &format!("/api/tickets/{first}/{what}"), Some(body)).await.expect(200);
    };
    let mut before = look(None).await;
    assert_eq!(before.body["position"], 1);
    for come_back in 0..3 {
        match come_back {
            0 => {
                desk.act(Act::Urgent, &first).await.expect(200);
                desk.act(Act::Normal, &first).await.expect(200);
            }
            1 => {
                desk.act(Act::MoveOut, &first).await.expect(200);
                desk.act(Act::MoveIn, &first).await.expect(200);
            }
            _ => {
                post(&desk.agent, "accept", json!({})).await;
                post(&desk.agent, "complete", json!({ "handling_reply": "好了", "acceptance_information": null })).await;
                post(&desk.customer, "reopen", json!({ "reason": "x" })).await;
            }
        }
        let now = look(Some(&before.text("/seen"))).await;
        let changes = &now.body["changes"];
        assert_eq!((&now.body["position"], &changes["joined_anew"], &changes["left_ahead"]), (&json!(2), &json!(true), &Value::Null));
        assert_eq!((&changes["accepted"], &changes["moved"], &changes["urgent"]), (&json!(0), &json!(0), &json!(0)));
        before = now;
    }
    // and once it waits on, what happens is what others do
    desk.act(Act::Accept, &second).await.expect(200);
    let now = look(Some(&before.text("/seen"))).await;
    assert_eq!((&now.body["position"], &now.body["changes"]["joined_anew"]), (&json!(1), &json!(false)));
    assert_eq!((&now.body["changes"]["accepted"], &now.body["changes"]["left_ahead"]), (&json!(1), &json!(1)));
}
