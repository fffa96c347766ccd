//! The life of a ticket, from its submission to its end, and what is refused on the way.

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use serde_json::{Value, json};

/// An enterprise with a customer and an agent.
pub(crate) struct Desk {
    pub(crate) app: TestApp,
    pub(crate) firm: Enterprise,
    pub(crate) customer: Client,
    pub(crate) agent: Client,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", "13900000001").await;
        let agent = firm.agent("he.yu").await;
        Self { app, firm, customer, agent }
    }

    /// A ticket that waits; gives its path.
    pub(crate) async fn waiting(&self, title: &str) -> String {
        format!("/api/tickets/{}", self.firm.ticket(&self.customer, title).await)
    }

    /// A ticket that the agent accepted; gives its path.
    pub(crate) async fn accepted(&self, title: &str) -> String {
        let ticket = self.waiting(title).await;
        self.agent.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
        ticket
    }

    /// A ticket that the agent completed; gives its path.
    pub(crate) async fn completed(&self, title: &str) -> String {
        let ticket = self.accepted(title).await;
        self.agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "已修好。" })).await.expect(200);
        ticket
    }

    /// The texts that the customer got since `before`.
    pub(crate) async fn told(&self, before: usize) -> Vec<String> {
        self.app.drain().await;
        self.app.messages_to("+8613900000001").into_iter().skip(before).map(|message| message.text).collect()
    }
}

pub(crate) fn text(text: &str) -> Value {
    json!({ "text": text })
}

/// What a timeline holds: what happened, and what was said.
pub(crate) async fn timeline(by: &Client, ticket: &str) -> Vec<(String, String)> {
    let answer = by.get(&format!("{ticket}/timeline?limit=100")).await.expect(200);
    answer.items().iter().map(|entry| (word(entry, "what"), word(entry, "text"))).collect()
}

fn word(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or("").to_owned()
}

fn pair(what: &str, text: &str) -> (String, String) {
    (what.to_owned(), text.to_owned())
}

// F9, S001-19, S001-20, decision 7: submitted, accepted, asked, answered, completed; the customer is told each
// time, reads all but the note, and finds handling reply and acceptance information
#[tokio::test]
async fn a_ticket_lives_from_submission_to_completion() {
    let desk = Desk::open().await;
    let before = desk.told(0).await.len();
    let ticket = desk.accepted("打印机").await;
    let id = ticket.rsplit('/').next().expect("an id").to_owned();
    let Desk { customer, agent, .. } = &desk;
    agent.post(&format!("{ticket}/notes"), text("先问车间")).await.expect(200);
    agent.post(&format!("{ticket}/replies"), text("我们在查")).await.expect(200);
    let asked = agent.post(&format!("{ticket}/questions"), text("什么型号?")).await.expect(200);
    assert_eq!(asked.text("/state"), "awaiting_customer");
    let answered = customer.post(&format!("{ticket}/answers"), text("P-200")).await.expect(200);
    assert_eq!(answered.text("/state"), "in_progress");
    let reply = json!({ "handling_reply": "已修好。", "acceptance_information": "何雨上门维修。" });
    desk.app.advance(SignedDuration::from_mins(20));
    let completed = agent.post(&format!("{ticket}/complete"), reply).await.expect(200);
    assert_eq!(completed.text("/state"), "completed");

    let seen = customer.get(&ticket).await.expect(200);
    assert_eq!(seen.text("/completion/handling_reply"), "已修好。");
    assert_eq!(seen.text("/completion/acceptance_information"), "何雨上门维修。");
    assert_eq!((seen.text("/completion/by/name"), seen.text("/completion/completed_at")), ("he.yu".into(), "2026-01-05T08:20:00Z".into()));
    assert_eq!(seen.text("/completion/reopen_until"), "2026-01-12T08:20:00Z");
    let public = [
        pair("submitted", ""),
        pair("accepted", ""),
        pair("replied", "我们在查"),
        pair("asked", "什么型号?"),
        pair("answered", "P-200"),
        pair("completed", "已修好。"),
    ];
    assert_eq!(timeline(customer, &ticket).await, public);
    let mut all = public.to_vec();
    all.insert(2, pair("noted", "先问车间"));
    assert_eq!(timeline(agent, &ticket).await, all);
    assert_eq!(timeline(&desk.firm.admin, &ticket).await, all);

    let told = desk.told(before).await;
    let expected = [
        "已收到您的工单“打印机”",
        "“打印机”已由he.yu受理",
        "he.yu回复了您的工单“打印机”",
        "需要您就工单“打印机”补充信息",
        "“打印机”已由he.yu处理完成",
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    // S001-10 and safe links: each opens the ticket under the identity that submitted it
    let me = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    for part in expected {
        let text = told.iter().find(|text| text.contains(part)).unwrap_or_else(|| panic!("{part} in {told:?}"));
        // F13: the one of the completion leads to the rating
        let place = if part.contains("处理完成") { "#rating" } else { "" };
        assert_eq!(desk.app.links(text).await, [format!("https://portal.test/tickets/{id}?as={me}{place}")], "{text}");
    }
}

// an internal note leaves the house by no route: not in a detail, a list, a timeline, an event or a message
#[tokio::test]
async fn a_note_is_never_seen_by_a_customer() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    let answer = desk.agent.post(&format!("{ticket}/notes"), text("机密内容")).await.expect(200);
    assert!(!answer.body.to_string().contains("机密内容"));
    desk.app.drain().await;
    for path in [ticket.clone(), format!("{ticket}/timeline"), "/api/tickets?view=submitted".into(), "/api/tickets?view=all".into()] {
        let answer = desk.customer.get(&path).await.expect(200);
        assert!(!answer.body.to_string().contains("机密内容"), "{path}");
    }
    assert!(desk.app.messages().iter().all(|message| !message.text.contains("机密内容")));
    desk.customer.post(&format!("{ticket}/notes"), text("x")).await.refused(403, "staff_only");
}

// pages of a timeline hold every entry once, whatever is hidden from whom, and however it was written
#[tokio::test]
async fn a_timeline_is_paged() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    for number in 0..7 {
        let kind = if number % 2 == 0 { "replies" } else { "notes" };
        desk.agent.post(&format!("{ticket}/{kind}"), text(&number.to_string())).await.expect(200);
    }
    for (by, expected) in [(&desk.agent, 9), (&desk.customer, 6)] {
        for limit in 1..=10 {
            let mut seen = Vec::new();
            let mut cursor = String::new();
            for _ in 0..20 {
                let page = by.get(&format!("{ticket}/timeline?limit={limit}{cursor}")).await.expect(200);
                assert!(page.items().len() <= limit, "{}", page.body);
                seen.extend(page.items().iter().map(|entry| entry["seq"].as_u64().expect("a number")));
                match page.body["next_cursor"].as_str() {
                    None => break,
                    Some(next) => cursor = format!("&cursor={next}"),
                }
            }
            assert!(seen.is_sorted_by(|one, next| one < next), "{seen:?}");
            assert_eq!(seen.len(), expected, "{limit}: {seen:?}");
        }
    }
}

// decision 7, ET-9: withdrawn while it waits, and its place is free at once
#[tokio::test]
async fn a_waiting_ticket_is_withdrawn() {
    let desk = Desk::open().await;
    let (first, second) = (desk.waiting("一").await, desk.waiting("二").await);
    let withdrawn = desk.customer.post(&format!("{first}/withdraw"), json!({})).await.expect(200);
    assert_eq!(withdrawn.text("/state"), "withdrawn");
    let place = desk.customer.get(&format!("{second}/queue-position")).await.expect(200);
    assert_eq!((place.body["position"].as_u64(), place.body["waiting"].as_u64()), (Some(1), Some(1)));
    let late = desk.customer.post(&format!("{first}/withdraw"), json!({})).await.refused(409, "wrong_state");
    assert_eq!(late.text("/state"), "withdrawn");
    desk.agent.post(&format!("{first}/accept"), json!({})).await.refused(409, "not_acceptable");
    let accepted = desk.accepted("三").await;
    let late = desk.customer.post(&format!("{accepted}/withdraw"), json!({})).await.refused(409, "wrong_state");
    assert_eq!((late.text("/state"), late.text("/accepted_by/name")), ("in_progress".into(), "he.yu".into()));
}

// ET-9, decision 7: urged at most once in half an hour, while it waits, and marked for the agents
#[tokio::test]
async fn a_waiting_ticket_is_urged() {
    let desk = Desk::open().await;
    let (first, second) = (desk.waiting("一").await, desk.waiting("二").await);
    let urge = format!("{second}/urge");
    desk.customer.post(&urge, json!({})).await.expect(200);
    desk.app.advance(SignedDuration::from_mins(20));
    let again = desk.customer.post(&urge, json!({})).await.refused(429, "urged_already");
    assert_eq!((again.text("/again_at"), again.header("retry-after")), ("2026-01-05T08:30:00Z".into(), "600"));
    let queue = format!("/api/tickets?view=queue&queue_id={}", desk.firm.queue);
    let list = desk.agent.get(&queue).await.expect(200);
    let ids: Vec<String> = list.items().iter().map(|ticket| format!("/api/tickets/{}", word(ticket, "ticket_id"))).collect();
    assert_eq!(ids, [first, second.clone()], "the oldest first");
    assert_eq!((&list.body["items"][0]["urged"], list.text("/items/1/urged/at")), (&Value::Null, "2026-01-05T08:00:00Z".into()));
    desk.app.advance(SignedDuration::from_mins(10));
    let twice = desk.customer.post(&urge, json!({})).await.expect(200);
    assert_eq!(twice.body["urged"]["times"], 2);
    desk.agent.post(&format!("{second}/accept"), json!({})).await.expect(200);
    desk.customer.post(&urge, json!({})).await.refused(409, "wrong_state");
}

/// One operation on a ticket.
struct Deed {
    path: &'static str,
    body: Value,
    by_staff: bool,
}

fn deeds() -> Vec<Deed> {
    let deed = |path, body, by_staff| Deed { path, body, by_staff };
    vec![
        deed("accept", json!({}), true),
        deed("replies", text("x"), true),
        deed("notes", text("x"), true),
        deed("questions", text("x"), true),
        deed("complete", json!({ "handling_reply": "x" }), true),
        deed("withdraw", json!({}), false),
        deed("urge", json!({}), false),
        deed("answers", text("x"), false),
    ]
}

// F9, S001-15: each operation by somebody of another tenant, by a stranger of the same, and by nobody
#[tokio::test]
async fn strangers_learn_nothing_of_a_ticket() {
    let desk = Desk::open().await;
    let other = desk.app.enterprise("harbour").await;
    let (foreign_customer, foreign_agent) = (other.customer("Tom", "13900000021").await, other.agent("grace").await);
    let stranger = desk.firm.customer("李雷", "13900000002").await;
    let outsider = desk.firm.member("lin.yue").await;
    let ticket = desk.accepted("打印机").await;
    for deed in deeds() {
        let path = format!("{ticket}/{}", deed.path);
        let (hidden, wrong_side, refusal) = if deed.by_staff {
            ([&outsider, &foreign_agent], &stranger, "staff_only")
        } else {
            outsider.post(&path, deed.body.clone()).await.refused(404, "not_found");
            ([&stranger, &foreign_customer], &desk.agent, "forbidden")
        };
        for by in hidden {
            by.post(&path, deed.body.clone()).await.refused(404, "not_found");
        }
        wrong_side.post(&path, deed.body.clone()).await.refused(403, refusal);
        desk.app.client().post(&path, deed.body.clone()).await.refused(401, "not_signed_in");
    }
    for by in [&stranger, &outsider, &foreign_customer, &foreign_agent] {
        by.get(&format!("{ticket}/timeline")).await.refused(404, "not_found");
    }
    desk.app.client().get(&format!("{ticket}/timeline")).await.refused(401, "not_signed_in");
}

// the work is the acceptor's: others of the queue see it and are told what they lack
#[tokio::test]
async fn only_the_acceptor_works_on_a_ticket() {
    let desk = Desk::open().await;
    let colleague = desk.firm.agent("li.na").await;
    let ticket = desk.accepted("打印机").await;
    for by in [&colleague, &desk.firm.admin] {
        for (path, body) in [("replies", text("x")), ("questions", text("x")), ("complete", json!({ "handling_reply": "x" }))] {
            let refused = by.post(&format!("{ticket}/{path}"), body).await.refused(403, "forbidden");
            assert_eq!(refused.body["missing_relation"], json!(["acceptor"]));
        }
        by.post(&format!("{ticket}/notes"), text("x")).await.expect(200);
    }
}

// F9: what the table does not name is refused with the state, and changes nothing
#[tokio::test]
async fn what_the_state_does_not_allow_is_refused() {
    let desk = Desk::open().await;
    let withdrawn = desk.waiting("撤").await;
    desk.customer.post(&format!("{withdrawn}/withdraw"), json!({})).await.expect(200);
    let completed = desk.completed("完").await;
    let accepted = desk.accepted("办").await;
    let refused = async |ticket: &str, by: &Client, path: &str, state: &str| -> Answer {
        let body = deeds().into_iter().find(|deed| deed.path == path).expect("it is one").body;
        let code = if path == "accept" { "not_acceptable" } else { "wrong_state" };
        let answer = by.post(&format!("{ticket}/{path}"), body).await.refused(409, code);
        assert_eq!(answer.text("/state"), state, "{path}");
        answer
    };
    for path in ["withdraw", "urge", "answers"] {
        refused(&withdrawn, &desk.customer, path, "withdrawn").await;
        refused(&completed, &desk.customer, path, "completed").await;
    }
    for path in ["accept", "replies", "questions", "complete"] {
        refused(&completed, &desk.agent, path, "completed").await;
    }
    for path in ["withdraw", "urge"] {
        refused(&accepted, &desk.customer, path, "in_progress").await;
    }
    refused(&accepted, &desk.agent, "accept", "in_progress").await;
    desk.agent.post(&format!("{accepted}/questions"), text("?")).await.expect(200);
    refused(&accepted, &desk.agent, "questions", "awaiting_customer").await;
    assert_eq!(timeline(&desk.agent, &accepted).await.len(), 3);
}

// F9: accepted or withdrawn, but not both; the late ones learn what happened
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_acceptance_and_withdrawal_at_once_one_wins() {
    let desk = Desk::open().await;
    for round in 0..4 {
        let ticket = desk.waiting(&format!("{round}")).await;
        let racers: Vec<_> = [(&desk.agent, "accept"), (&desk.customer, "withdraw")]
            .into_iter()
            .cycle()
            .take(8)
            .map(|(by, what)| {
                let (by, path) = (by.clone(), format!("{ticket}/{what}"));
                tokio::spawn(async move { by.post(&path, json!({})).await })
            })
            .collect();
        let mut won = Vec::new();
        let mut late = Vec::new();
        for racer in racers {
            let answer = racer.await.expect("no panic");
            if answer.status == 200 { won.push(answer.text("/state")) } else { late.push(answer.expect(409).text("/state")) }
        }
        assert_eq!(won.len(), 1, "{won:?}");
        assert!(late.iter().all(|state| *state == won[0]), "{won:?} {late:?}");
        assert_eq!(timeline(&desk.customer, &ticket).await.len(), 2);
    }
}

// many at once write to one ticket: nothing is lost, and nobody is refused because others were faster
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_many_say_at_once_is_all_kept() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    let speakers: Vec<_> = (0..3)
        .flat_map(|number| [(desk.customer.clone(), "answers", number), (desk.agent.clone(), "notes", number)])
        .map(|(by, what, number)| {
            let path = format!("{ticket}/{what}");
            tokio::spawn(async move { by.post(&path, text(&format!("{what} {number}"))).await.status })
        })
        .collect();
    let mut taken = 0;
    for speaker in speakers {
        match speaker.await.expect("no panic") {
            200 => taken += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert!(taken >= 5, "{taken}");
    assert_eq!(timeline(&desk.agent, &ticket).await.len(), 2 + taken);
}

// numbers that people read out: one to each ticket of a tenant, found by it, whatever its queue
#[tokio::test]
async fn tickets_have_numbers() {
    let desk = Desk::open().await;
    let billing = desk.firm.seed.queue("Billing").await.expect("made");
    let first = desk.customer.get(&desk.waiting("一").await).await.expect(200).text("/number");
    let second = desk.customer.get(&desk.waiting("二").await).await.expect(200).text("/number");
    let mut body = desk.firm.ticket_body("三");
    body["queue_id"] = json!(billing.to_string());
    let third = desk.customer.post("/api/tickets", body).await.expect(201).text("/number");
    assert_eq!([first.as_str(), &second, &third], ["1-0001", "1-0002", "2-0001"]);
    for typed in ["2-0001", "2-1", "2%EF%BC%8D1"] {
        let found = desk.customer.get(&format!("/api/tickets?view=submitted&q={typed}")).await.expect(200);
        assert_eq!((found.items().len(), found.text("/items/0/title")), (1, "三".into()), "{typed}");
    }
    let found = desk.firm.admin.get("/api/tickets?view=all&q=1-0002").await.expect(200);
    assert_eq!((found.items().len(), found.text("/items/0/title")), (1, "二".into()));
    let stranger = desk.firm.customer("李雷", "13900000002").await;
    assert!(stranger.get("/api/tickets?view=all&q=1-0002").await.expect(200).items().is_empty());
    for nothing in ["1-0003", "7-0001"] {
        assert!(desk.customer.get(&format!("/api/tickets?view=all&q={nothing}")).await.expect(200).items().is_empty());
    }
}
