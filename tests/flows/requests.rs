//! Applying for an account, and deciding.

use foyer_domain::agents::Role;
use foyer_testkit::{Client, Enterprise, TestApp, authority};
use serde_json::json;

use crate::accounts::password_in;

struct Office {
    app: TestApp,
    firm: Enterprise,
    lin: Client,
    contact: String,
}

impl Office {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let lin = firm.member("lin.yue").await;
        let contact = firm.contact(&lin, "李雷", "13900000002").await;
        Self { app, firm, lin, contact }
    }

    async fn apply(&self) -> String {
        let path = format!("/api/contacts/{}/account-requests", self.contact);
        self.lin.post(&path, json!({ "remark": "新联系人" })).await.expect(201).text("/request_id")
    }

    async fn state(&self) -> String {
        self.lin.get(&format!("/api/contacts/{}", self.contact)).await.expect(200).text("/account/state")
    }
}

fn approve(request: &str) -> String {
    format!("/api/account-requests/{request}/approve")
}

fn reject(request: &str) -> String {
    format!("/api/account-requests/{request}/reject")
}

// S002-6, S002-7, S002-8, S002-9, S002-11, S002-12, F18
#[tokio::test]
async fn a_front_office_user_applies_and_all_who_decide_are_told() {
    let office = Office::new().await;
    let Office { app, firm, lin, contact } = &office;
    let zhou = firm.maintainer("zhou.min").await;
    let wu = firm.staff("wu.hao", authority(Role::TeamLead, &[], &[firm.dimension], &[])).await;
    let elsewhere = firm.seed.dimension("Elsewhere").await.expect("made");
    firm.staff("else.where", authority(Role::TeamLead, &[], &[elsewhere], &[])).await;

    lin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.refused(403, "forbidden");
    let request = office.apply().await;
    assert_eq!(office.state().await, "pending");
    app.drain().await;
    for login in ["admin.yunfan", "zhou.min", "wu.hao"] {
        let mail = app.only_message_to(&format!("{login}@example.com"));
        assert!(mail.contains("李雷") && mail.contains("新联系人") && mail.contains("lin.yue"), "{mail}");
    }
    assert!(app.messages_to("else.where@example.com").is_empty());
    assert!(app.messages_to("lin.yue@example.com").is_empty());
    for who in [&firm.admin, &zhou, &wu, lin] {
        let list = who.get("/api/account-requests?state=pending").await.expect(200);
        assert_eq!((list.items().len(), list.text("/items/0/request_id")), (1, request.clone()));
        assert_eq!(list.text("/items/0/remark"), "新联系人");
    }
    assert!(firm.member("stranger").await.get("/api/account-requests").await.expect(200).items().is_empty());
}

// S002-10, S002-13, decision 3, decision 10
#[tokio::test]
async fn one_approves_and_the_second_is_told_who_was_first() {
    let office = Office::new().await;
    let Office { app, firm, .. } = &office;
    let (zhou, han) = (firm.maintainer("zhou.min").await, firm.maintainer("han.mei").await);
    let request = office.apply().await;
    assert_eq!(zhou.post(&approve(&request), json!({})).await.expect(200).text("/state"), "approved");
    let late = han.post(&approve(&request), json!({})).await.refused(409, "already_decided");
    assert_eq!((late.text("/decision"), late.text("/decided_by/name")), ("approved".into(), "zhou.min".into()));
    assert_eq!(late.text("/decided_at"), "2026-01-05T08:00:00Z");
    let late = han.post(&reject(&request), json!({ "reason": "no" })).await.refused(409, "already_decided");
    assert_eq!(late.text("/decided_by/name"), "zhou.min");
    app.drain().await;
    let message = app.only_message_to("+8613900000002");
    let login = message.split("账号：").nth(1).and_then(|rest| rest.split(' ').next()).expect("a login");
    assert!(login.starts_with('u') && login.len() == 11, "{login}");
    app.try_log_in(login, &password_in(&message)).await.expect(201);
    app.try_log_in("13900000002", &password_in(&message)).await.expect(201);
    assert!(app.only_message_to("lin.yue@example.com").contains("approved"));
    assert_eq!(office.state().await, "open");
    let list = firm.admin.get("/api/account-requests?state=approved").await.expect(200);
    assert_eq!(list.text("/items/0/decision/by/name"), "zhou.min");
}

// S002-14: rejected means one may apply again, and the reason is kept
#[tokio::test]
async fn a_rejected_application_can_be_made_again() {
    let office = Office::new().await;
    let Office { app, firm, lin, contact } = &office;
    let first = office.apply().await;
    let rejected = firm.admin.post(&reject(&first), json!({ "reason": "请补充部门" })).await.expect(200);
    assert_eq!(rejected.text("/decision/reason"), "请补充部门");
    app.drain().await;
    let told = app.messages_to("lin.yue@example.com");
    assert!(told.iter().any(|mail| mail.text.contains("请补充部门")), "{told:?}");
    let tab = lin.get(&format!("/api/contacts/{contact}")).await.expect(200);
    assert_eq!((tab.text("/account/state"), tab.text("/account/rejection/reason")), ("none".into(), "请补充部门".into()));
    assert_eq!(tab.body["account"]["may_request"], true);
    let second = office.apply().await;
    assert_ne!(first, second);
    firm.admin.post(&approve(&second), json!({})).await.expect(200);
    let list = lin.get("/api/account-requests?state=rejected").await.expect(200);
    assert_eq!(list.text("/items/0/decision/reason"), "请补充部门");
}

// S002-6 to S002-9: everybody else
#[tokio::test]
async fn others_neither_apply_nor_decide() {
    let office = Office::new().await;
    let Office { app, firm, lin, contact } = &office;
    let stranger = firm.member("stranger").await;
    let path = format!("/api/contacts/{contact}/account-requests");
    stranger.post(&path, json!({ "remark": "x" })).await.refused(404, "not_found");
    firm.admin.post(&path, json!({ "remark": "x" })).await.refused(403, "forbidden");
    app.client().post(&path, json!({ "remark": "x" })).await.refused(401, "not_signed_in");
    let request = office.apply().await;
    lin.post(&path, json!({ "remark": "again" })).await.refused(409, "account_request_pending");
    firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.refused(409, "account_request_pending");
    for path in [approve(&request), reject(&request)] {
        let body = if path.ends_with("reject") { json!({ "reason": "x" }) } else { json!({}) };
        lin.post(&path, body.clone()).await.refused(403, "forbidden");
        stranger.post(&path, body.clone()).await.refused(404, "not_found");
        app.client().post(&path, body).await.refused(401, "not_signed_in");
    }
    firm.admin.post(&reject(&request), json!({ "reason": " " })).await.refused(422, "invalid");
    firm.admin.post(&reject(&request), json!({})).await.refused(422, "invalid");
    assert_eq!(office.state().await, "pending");
}

// decision 10: ten approvers at once, one account, one message
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_approvers_at_once_one_wins() {
    let office = Office::new().await;
    let Office { app, firm, .. } = &office;
    let mut approvers = vec![firm.admin.clone()];
    for number in 0..4 {
        approvers.push(firm.maintainer(&format!("approver{number}")).await);
    }
    for round in 0..3 {
        let contact = firm.contact(&office.lin, "李雷", &format!("1391111000{round}")).await;
        let path = format!("/api/contacts/{contact}/account-requests");
        let request = office.lin.post(&path, json!({ "remark": "x" })).await.expect(201).text("/request_id");
        let racers = approvers.iter().chain(&approvers).enumerate().map(|(number, who)| {
            let (who, approving) = (who.clone(), number % 3 != 0);
            let path = if approving { approve(&request) } else { reject(&request) };
            let body = if approving { json!({}) } else { json!({ "reason": "no" }) };
            tokio::spawn(async move { who.post(&path, body).await })
        });
        let racers: Vec<_> = racers.collect();
        let mut won = Vec::new();
        let mut lost = Vec::new();
        for racer in racers {
            let answer = racer.await.expect("no panic");
            if answer.status == 200 { won.push(answer) } else { lost.push(answer.refused(409, "already_decided")) }
        }
        assert_eq!(won.len(), 1);
        let winner = won[0].text("/decision/by/name");
        assert!(lost.iter().all(|late| late.text("/decided_by/name") == winner && late.text("/decision") == won[0].text("/state")));
        app.drain().await;
        let accounts = usize::from(won[0].text("/state") == "approved");
        assert_eq!(app.messages_to(&format!("+861391111000{round}")).len(), accounts);
    }
}
