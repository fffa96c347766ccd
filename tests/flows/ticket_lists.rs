//! The views of tickets: who finds which, by what.

use foyer_domain::agents::Role;
use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, authority};
use serde_json::json;

use crate::ticket_life::Desk;

/// The titles of all pages of a list.
async fn titles(by: &Client, query: &str, limit: usize) -> Vec<String> {
    let mut titles = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = by.get(&format!("/api/tickets?{query}&limit={limit}{cursor}")).await.expect(200);
        assert!(page.items().len() <= limit);
        titles.extend(page.items().iter().map(|ticket| ticket["title"].as_str().expect("a title").to_owned()));
        match page.body["next_cursor"].as_str() {
            None => return titles,
            Some(next) => cursor = format!("&cursor={next}"),
        }
        assert!(titles.len() < 200, "the list has no end");
    }
}

/// Nine tickets, one each minute, in two queues by turns: "0" to "8"; every third is accepted.
async fn nine(desk: &Desk) -> String {
    let billing = desk.firm.seed.queue("Billing").await.expect("made").to_string();
    for number in 0..9 {
        let mut body = desk.firm.ticket_body(&format!("{number} 号"));
        if number % 2 == 1 {
            body["queue_id"] = json!(billing);
        }
        let ticket = desk.customer.post("/api/tickets", body).await.expect(201).text("/ticket_id");
        if number % 6 == 0 {
            desk.agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        }
        desk.app.advance(SignedDuration::from_mins(1));
    }
    // Lists by state follow the tickets as the figures do, and what is found by its title is kept by then.
    desk.app.drain().await;
    billing
}

fn numbered(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|number| format!("{number} 号")).collect()
}

// S001-11, S001-12, S001-15: the latest first, whatever the size of the pages, and by state, queue, time, title
#[tokio::test]
async fn a_customer_finds_his_tickets() {
    let desk = Desk::open().await;
    let billing = nine(&desk).await;
    for limit in [1, 2, 4, 9, 100] {
        for view in ["submitted", "all"] {
            assert_eq!(titles(&desk.customer, &format!("view={view}"), limit).await, numbered(&[8, 7, 6, 5, 4, 3, 2, 1, 0]));
        }
        for (query, expected) in [
            ("state=in_progress".to_owned(), numbered(&[6, 0])),
            ("state=completed".to_owned(), numbered(&[])),
            (format!("queue_id={billing}"), numbered(&[7, 5, 3, 1])),
            ("from=2026-01-05T08:03:00Z&until=2026-01-05T08:06:00Z".to_owned(), numbered(&[5, 4, 3])),
            ("until=2026-01-05T08:00:00Z".to_owned(), numbered(&[])),
            ("from=2026-01-05T09:00:00Z&until=2026-01-05T08:00:00Z".to_owned(), numbered(&[])),
            ("q=7%20%E5%8F%B7".to_owned(), numbered(&[7])),
            ("q=%E5%8F%B7&state=waiting&from=2026-01-05T08:05:00Z".to_owned(), numbered(&[8, 7, 5])),
            ("q=1-0002".to_owned(), numbered(&[2])),
        ] {
            assert_eq!(titles(&desk.customer, &format!("view=submitted&{query}"), limit).await, expected, "{query} {limit}");
        }
        assert_eq!(titles(&desk.customer, "view=shared", limit).await, numbered(&[]));
    }
}

// ET-2, ET-3: mine, my queues, all of the tenant; what waits in a queue, the oldest first
#[tokio::test]
async fn staff_find_theirs() {
    let desk = Desk::open().await;
    let billing = nine(&desk).await;
    let queue = desk.firm.queue.to_string();
    let clerk = desk.firm.staff("clerk", authority(Role::Agent, &[], &[], &[billing.parse().expect("an id")])).await;
    let outsider = desk.firm.member("lin.yue").await;
    for limit in [1, 2, 5, 100] {
        assert_eq!(titles(&desk.agent, "view=mine", limit).await, numbered(&[6, 0]));
        assert_eq!(titles(&desk.agent, "view=mine&state=in_progress&q=6", limit).await, numbered(&[6]));
        assert_eq!(titles(&desk.agent, "view=queues", limit).await, numbered(&[8, 6, 4, 2, 0]));
        assert_eq!(titles(&desk.agent, &format!("view=queue&queue_id={queue}"), limit).await, numbered(&[2, 4, 8]));
        assert_eq!(titles(&desk.agent, &format!("view=queue&queue_id={queue}&q=4"), limit).await, numbered(&[4]));
        assert_eq!(titles(&clerk, "view=queues", limit).await, numbered(&[7, 5, 3, 1]));
        assert_eq!(titles(&clerk, &format!("view=queues&queue_id={queue}"), limit).await, numbered(&[]));
        assert_eq!(titles(&desk.firm.admin, "view=all", limit).await, numbered(&[8, 7, 6, 5, 4, 3, 2, 1, 0]));
        assert_eq!(titles(&desk.firm.admin, &format!("view=all&queue_id={billing}&state=waiting"), limit).await, numbered(&[7, 5, 3, 1]));
        for view in ["mine", "queues"] {
            assert_eq!(titles(&outsider, &format!("view={view}"), limit).await, numbered(&[]));
        }
    }
}

// A search in what waits finds all of it, and nothing else; a page of it is in the order in which it is served.
#[tokio::test]
async fn what_waits_is_searched() {
    let desk = Desk::open().await;
    nine(&desk).await;
    let search = format!("view=queue&queue_id={}&q=%E5%8F%B7", desk.firm.queue);
    assert_eq!(titles(&desk.agent, &search, 100).await, numbered(&[2, 4, 8]));
    for limit in [1, 2] {
        let mut found = titles(&desk.agent, &search, limit).await;
        found.sort();
        assert_eq!(found, numbered(&[2, 4, 8]));
    }
    let urgent = desk.customer.get("/api/tickets?view=submitted&q=8").await.expect(200).text("/items/0/ticket_id");
    desk.agent.put(&format!("/api/tickets/{urgent}/urgent"), json!({ "reason": "x" })).await.expect(200);
    desk.app.drain().await;
    assert_eq!(titles(&desk.agent, &search, 100).await, numbered(&[8, 2, 4]));
    desk.agent.post(&format!("/api/tickets/{urgent}/accept"), json!({})).await.expect(200);
    // Even before what is kept has heard of it.
    assert_eq!(titles(&desk.agent, &search, 100).await, numbered(&[2, 4]));
}

// The places of a page are true, and read once for each queue.
#[tokio::test]
async fn places_of_a_page_are_read_once_for_each_queue() {
    let desk = Desk::open().await;
    nine(&desk).await;
    let plain = desk.customer.get("/api/tickets?view=submitted").await.expect(200);
    let placed = desk.customer.get("/api/tickets?view=submitted&with=places").await.expect(200);
    // Of two queues, each: the heads, a block, the queue; three units more than without them.
    assert!(placed.spent.read <= plain.spent.read + 6.0, "{:?} {:?}", placed.spent, plain.spent);
    let mut seen = 0;
    for ticket in placed.items() {
        let path = format!("/api/tickets/{}/queue-position", ticket["ticket_id"].as_str().expect("an id"));
        let place = desk.customer.get(&path).await;
        if ticket["state"] == "waiting" {
            seen += 1;
            let place = place.expect(200);
            assert_eq!((&ticket["place"]["position"], &ticket["place"]["waiting"]), (&place.body["position"], &place.body["waiting"]));
        } else {
            place.refused(409, "not_waiting");
            assert!(ticket["place"].is_null());
        }
    }
    assert_eq!(seen, 7);
}

#[tokio::test]
async fn views_are_for_whom_they_are() {
    let desk = Desk::open().await;
    let other = desk.app.enterprise("harbour").await;
    let queue = desk.firm.queue.to_string();
    for view in ["mine".to_owned(), "queues".to_owned(), format!("queue&queue_id={queue}"), "none".to_owned()] {
        desk.customer.get(&format!("/api/tickets?view={view}")).await.refused(422, "invalid");
    }
    for view in ["shared", "queue"] {
        desk.agent.get(&format!("/api/tickets?view={view}")).await.refused(422, "invalid");
    }
    let refused = desk.agent.get("/api/tickets?view=all").await.refused(403, "forbidden");
    assert_eq!(refused.body["missing_relation"], json!(["administrator"]));
    for by in [&desk.firm.member("lin.yue").await, &other.admin, &other.agent("grace").await] {
        by.get(&format!("/api/tickets?view=queue&queue_id={queue}")).await.refused(404, "not_found");
    }
    desk.waiting("打印机").await;
    assert!(titles(&other.admin, "view=all", 10).await.is_empty());
    assert!(titles(&other.admin, "view=all&q=1-0001", 10).await.is_empty());
    for (query, pointer) in
        [("view=queue&state=waiting", "/state"), ("view=all&from=yesterday", "/from"), ("view=all&state=odd", "/state"), ("q=x", "")]
    {
        let refused = desk.firm.admin.get(&format!("/api/tickets?{query}&queue_id={queue}")).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), pointer, "{query}");
    }
    let long = "x".repeat(101);
    desk.customer.get(&format!("/api/tickets?view=all&q={long}")).await.refused(422, "invalid");
    desk.app.client().get("/api/tickets?view=all").await.refused(401, "not_signed_in");
}

// an enterprise from before there were lists by state has its whole lists looked through, until its figures are rebuilt
#[tokio::test]
async fn lists_by_state_come_with_a_rebuild() {
    let desk = Desk::open().await;
    nine(&desk).await;
    let deps = desk.app.deps();
    let head = deps.store.home_head(desk.firm.tenant).await.expect("read").expect("there");
    let before = foyer_store::home::HomeHead::first(desk.firm.tenant);
    deps.commit().replace(&head, &before).run(&deps.store).await.expect("stored");
    let queries = ["view=submitted&state=in_progress", "view=submitted&state=completed", "view=submitted&state=waiting"];
    let expected = [numbered(&[6, 0]), numbered(&[]), numbered(&[8, 7, 5, 4, 3, 2, 1])];
    for (query, expected) in queries.iter().zip(&expected) {
        assert_eq!(titles(&desk.customer, query, 4).await, *expected, "{query}");
    }
    while desk.app.invoke("rebuild-home", json!({ "tenant_id": desk.firm.tenant.to_string() })).await["done"] != true {}
    let rebuilt = deps.store.lists_by_state(desk.firm.tenant).await.expect("read");
    assert_eq!(rebuilt, Some(1));
    for (query, expected) in queries.iter().zip(&expected) {
        assert_eq!(titles(&desk.customer, query, 4).await, *expected, "{query}");
    }
}

// a list by state is a moment behind, and never shows what is in another state by now
#[tokio::test]
async fn a_list_by_state_shows_nothing_that_is_in_another() {
    let desk = Desk::open().await;
    nine(&desk).await;
    let waiting = desk.customer.get("/api/tickets?view=submitted&state=waiting").await.expect(200).text("/items/0/ticket_id");
    desk.agent.post(&format!("/api/tickets/{waiting}/accept"), json!({})).await.expect(200);
    let at_once = titles(&desk.customer, "view=submitted&state=waiting", 100).await;
    assert_eq!(at_once, numbered(&[7, 5, 4, 3, 2, 1]));
    desk.app.drain().await;
    assert_eq!(titles(&desk.customer, "view=submitted&state=in_progress", 100).await, numbered(&[8, 6, 0]));
}

// a cursor serves the question that it was given for
#[tokio::test]
async fn a_cursor_fits_its_list_only() {
    let desk = Desk::open().await;
    nine(&desk).await;
    let cursor = desk.customer.get("/api/tickets?view=submitted&limit=2").await.expect(200).text("/next_cursor");
    for query in ["view=all", "view=submitted&state=waiting", "view=submitted&q=1", "view=submitted&from=2026-01-05T08:00:00Z"] {
        let refused = desk.customer.get(&format!("/api/tickets?{query}&cursor={cursor}")).await.refused(422, "invalid");
        assert_eq!(refused.text("/errors/0/pointer"), "/cursor", "{query}");
    }
    desk.agent.get(&format!("/api/tickets?view=mine&cursor={cursor}")).await.refused(422, "invalid");
}

// what a queue has seen does not make its list longer to read: only what waits is
#[tokio::test]
async fn what_has_left_a_queue_is_not_read_again() {
    let desk = Desk::open().await;
    for number in 0..30 {
        let ticket = desk.waiting(&format!("{number}")).await;
        if number < 28 {
            desk.customer.post(&format!("{ticket}/withdraw"), json!({})).await.expect(200);
        }
    }
    let list = desk.agent.get(&format!("/api/tickets?view=queue&queue_id={}&limit=10", desk.firm.queue)).await.expect(200);
    assert_eq!(list.items().len(), 2);
    assert!(list.body["next_cursor"].is_null());
    assert!(list.spent.read <= 9.0, "{:?}", list.spent);
}
