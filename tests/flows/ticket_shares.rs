//! Sharing tickets within a customer.

use foyer_testkit::{Answer, Client};
use http::Method;
use serde_json::{Value, json};

use crate::ticket_life::{Desk, text, timeline};

async fn me(by: &Client) -> String {
    by.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

async fn share(by: &Client, ticket: &str, with: &str, may_comment: bool) -> Answer {
    by.put(&format!("{ticket}/shares/{with}"), json!({ "may_comment": may_comment })).await
}

async fn ids(by: &Client, view: &str) -> Vec<String> {
    let list = by.get(&format!("/api/tickets?view={view}")).await.expect(200);
    list.items().iter().map(|ticket| format!("/api/tickets/{}", ticket["ticket_id"].as_str().expect("an id"))).collect()
}

/// A customer of an organisation of its own.
async fn of_another_organisation(desk: &Desk, mobile: &str) -> Client {
    let organisation = desk.firm.seed.organisation(desk.firm.dimension, "Other").await.expect("made");
    let body = json!({ "organisation_id": organisation.to_string(), "name": "别家", "mobile": mobile });
    let contact = desk.firm.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    signed_in(desk, &format!("/api/contacts/{contact}/account"), mobile).await
}

/// Opens the account at `path` and signs in to it.
async fn signed_in(desk: &Desk, path: &str, login: &str) -> Client {
    let initial = "the first password";
    desk.firm.admin.post(path, json!({})).await.expect(201);
    desk.firm.seed.initial_password(login, initial).await.expect("the account is there");
    desk.app.log_in(login, initial).await.change_password(initial, foyer_testkit::enterprise::PASSWORD).await
}

// S001-12, S001-14, F12, decision 8: shared to read, then to comment, then taken back
#[tokio::test]
async fn a_ticket_is_shared_with_a_colleague() {
    let desk = Desk::open().await;
    let colleague = desk.firm.customer("韩梅", "13900000002").await;
    let with = me(&colleague).await;
    let (own, ticket) = (format!("/api/tickets/{}", desk.firm.ticket(&colleague, "自己的").await), desk.accepted("打印机").await);
    let hidden = desk.waiting("不分享").await;
    colleague.get(&ticket).await.refused(404, "not_found");

    let shared = share(&desk.customer, &ticket, &with, false).await.expect(200);
    assert_eq!((shared.text("/name"), shared.body["may_comment"].as_bool()), ("韩梅".into(), Some(false)));
    colleague.get(&ticket).await.expect(200);
    assert_eq!(timeline(&colleague, &ticket).await.len(), 3);
    assert_eq!(ids(&colleague, "shared").await, [ticket.as_str()]);
    assert_eq!(ids(&colleague, "submitted").await, [own.as_str()]);
    let mut all = ids(&colleague, "all").await;
    all.sort();
    let mut expected = vec![own, ticket.clone()];
    expected.sort();
    assert_eq!(all, expected);
    colleague.get(&hidden).await.refused(404, "not_found");
    // to read is to read
    for (method, path, body) in [
        (Method::POST, "answers", text("x")),
        (Method::POST, "withdraw", json!({})),
        (Method::POST, "urge", json!({})),
        (Method::POST, "reopen", json!({ "reason": "x" })),
        (Method::PUT, "rating", json!({ "stars": 5 })),
        (Method::PUT, "reply-method", json!({ "reply_method": "portal" })),
        (Method::GET, "shares", Value::Null),
        (Method::GET, "share-candidates", Value::Null),
    ] {
        let body = Some(body).filter(|body| !body.is_null());
        colleague.send(method, &format!("{ticket}/{path}"), body).await.refused(403, "forbidden");
    }
    // S001-17, S001-18: he sees the place of one that waits, as its submitter does
    colleague.get(&format!("{ticket}/queue-position")).await.refused(409, "not_waiting");
    let waits = desk.waiting("还在排队").await;
    share(&desk.customer, &waits, &with, false).await.expect(200);
    let place = format!("{waits}/queue-position");
    let (his, own_place) = (colleague.get(&place).await.expect(200), desk.customer.get(&place).await.expect(200));
    assert_eq!((&his.body["position"], &his.body["waiting"]), (&own_place.body["position"], &own_place.body["waiting"]));
    desk.customer.delete(&format!("{waits}/shares/{with}")).await.expect(204);
    colleague.get(&place).await.refused(404, "not_found");
    share(&colleague, &ticket, &with, true).await.refused(403, "forbidden");

    share(&desk.customer, &ticket, &with, true).await.expect(200);
    desk.agent.post(&format!("{ticket}/questions"), text("型号?")).await.expect(200);
    let answered = colleague.post(&format!("{ticket}/answers"), text("P-200")).await.expect(200);
    assert_eq!(answered.text("/state"), "in_progress");
    let list = desk.customer.get(&format!("{ticket}/shares")).await.expect(200);
    assert_eq!((list.items().len(), list.body["items"][0]["may_comment"].as_bool()), (1, Some(true)));

    let path = format!("{ticket}/shares/{with}");
    desk.customer.delete(&path).await.expect(204);
    desk.customer.delete(&path).await.refused(404, "not_found");
    colleague.get(&ticket).await.refused(404, "not_found");
    colleague.post(&format!("{ticket}/answers"), text("x")).await.refused(404, "not_found");
    assert!(ids(&colleague, "shared").await.is_empty());
}

// decision 8: by staff who see it too, and by nobody else
#[tokio::test]
async fn staff_who_see_a_ticket_share_it() {
    let desk = Desk::open().await;
    let colleague = desk.firm.customer("韩梅", "13900000002").await;
    let with = me(&colleague).await;
    let ticket = desk.waiting("打印机").await;
    let outsider = desk.firm.member("lin.yue").await;
    for by in [&outsider, &colleague, &desk.app.enterprise("harbour").await.admin] {
        share(by, &ticket, &with, false).await.refused(404, "not_found");
        by.delete(&format!("{ticket}/shares/{with}")).await.refused(404, "not_found");
        for list in ["shares", "share-candidates"] {
            by.get(&format!("{ticket}/{list}")).await.refused(404, "not_found");
        }
    }
    share(&desk.app.client(), &ticket, &with, false).await.refused(401, "not_signed_in");
    share(&desk.agent, &ticket, &with, false).await.expect(200);
    colleague.get(&ticket).await.expect(200);
    desk.firm.admin.delete(&format!("{ticket}/shares/{with}")).await.expect(204);
    colleague.get(&ticket).await.refused(404, "not_found");
}

// decision 8: with the same customer or organisation and no other, of this tenant, active, and not with oneself
#[tokio::test]
async fn a_ticket_stays_within_its_customer() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let elsewhere = me(&of_another_organisation(&desk, "13900000003").await).await;
    let foreign = me(&desk.app.enterprise("harbour").await.customer("Tom", "13900000004").await).await;
    let gone = me(&desk.firm.customer("走了", "13900000005").await).await;
    desk.firm.admin.post(&format!("/api/identities/{gone}/offboard"), json!({})).await.expect(200);
    let staff = me(&desk.agent).await;
    for with in [&elsewhere, &foreign, &gone, &staff, "idn_01ke6jq30000000000000001d1"] {
        share(&desk.customer, &ticket, with, false).await.refused(404, "not_found");
    }
    share(&desk.customer, &ticket, &me(&desk.customer).await, false).await.refused(409, "own_ticket");
    let candidates = desk.customer.get(&format!("{ticket}/share-candidates")).await.expect(200);
    assert!(candidates.items().is_empty(), "{}", candidates.body);
}

// decision 8: the same customer counts across organisations; candidates are named, each once, and no others
#[tokio::test]
async fn candidates_are_those_of_the_customer_and_the_organisation() {
    let desk = Desk::open().await;
    let admin = &desk.firm.admin;
    let customer_id =
        admin.post("/api/customers", json!({ "name": "海棠", "mobile": "13900000010" })).await.expect(201).text("/customer_id");
    let contact_id = desk.customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let ticket = desk.waiting("打印机").await;
    let own = desk.customer.get(&ticket).await.expect(200).text("/submitter/contact_id");
    let speaks = json!({ "customer_id": customer_id });
    admin.send(Method::PATCH, &format!("/api/contacts/{own}"), Some(speaks.clone())).await.expect(200);
    for (name, mobile) in [("甲", "13900000011"), ("乙", "13900000012"), ("丙", "13900000013")] {
        desk.firm.customer(name, mobile).await;
    }
    let organisation = desk.firm.seed.organisation(desk.firm.dimension, "Branch").await.expect("made");
    let branch =
        json!({ "organisation_id": organisation.to_string(), "name": "分公司", "mobile": "13900000014", "customer_id": customer_id });
    let branch = admin.post("/api/contacts", branch).await.expect(201).text("/contact_id");
    let branch = signed_in(&desk, &format!("/api/contacts/{branch}/account"), "13900000014").await;
    signed_in(&desk, &format!("/api/customers/{customer_id}/account"), "13900000010").await;
    desk.firm.contact(admin, "没有账号", "13900000015").await;
    of_another_organisation(&desk, "13900000016").await;
    for limit in [1, 2, 100] {
        let mut names = Vec::new();
        let mut cursor = String::new();
        for _ in 0..20 {
            let page = desk.customer.get(&format!("{ticket}/share-candidates?limit={limit}{cursor}")).await.expect(200);
            for one in page.items() {
                assert_eq!(one.as_object().expect("an object").len(), 2, "names only: {one}");
                assert_ne!(one["identity_id"], json!(contact_id));
                names.push(one["name"].as_str().expect("a name").to_owned());
            }
            match page.body["next_cursor"].as_str() {
                None => break,
                Some(next) => cursor = format!("&cursor={next}"),
            }
        }
        names.sort();
        let mut expected = ["甲", "乙", "丙", "分公司", "海棠"].map(str::to_owned);
        expected.sort();
        assert_eq!(names, expected, "{limit}");
    }
    share(&desk.customer, &ticket, &me(&branch).await, true).await.expect(200);
    branch.post(&format!("{ticket}/answers"), text("分公司也是")).await.expect(200);
}

// as many as twenty; changing one of them is not one more
#[tokio::test]
async fn a_ticket_is_shared_with_twenty_at_most() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let mut with = Vec::new();
    for number in 0..21 {
        let contact = desk.firm.contact(&desk.firm.admin, &format!("同事{number}"), &format!("139000001{number:02}")).await;
        let opened = desk.firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        with.push(opened.text("/identity_id"));
    }
    for identity in &with[..20] {
        share(&desk.customer, &ticket, identity, false).await.expect(200);
    }
    share(&desk.customer, &ticket, &with[20], false).await.refused(409, "too_many_shares");
    share(&desk.customer, &ticket, &with[3], true).await.expect(200);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = desk.customer.get(&format!("{ticket}/shares?limit=7{cursor}")).await.expect(200);
        seen.extend(page.items().iter().map(|share| share["identity_id"].as_str().expect("an id").to_owned()));
        match page.body["next_cursor"].as_str() {
            None => break,
            Some(next) => cursor = format!("&cursor={next}"),
        }
    }
    seen.sort();
    let mut expected = with[..20].to_vec();
    expected.sort();
    assert_eq!(seen, expected);
}
