//! Lists cost the same whatever there is: each at 100 rows and at many more.

use foyer_domain::agents::Role;
use foyer_domain::id::{ContactId, CustomerId, TicketId};
use foyer_store::Table;
use foyer_store::key::digest;
use foyer_testkit::{Client, Enterprise, TestApp, authority};
use serde_json::{Value, json};

/// Rows of a table that speak of a record, but for events on their way and what was said about it.
fn rows_about(app: &TestApp, table: Table, id: &str) -> Vec<Value> {
    let name = app.deps().config.tables.name(table).to_owned();
    let rows = app.system.database().rows(&name).expect("the table is read");
    let about = rows.into_iter().filter(|row| row.to_string().contains(id));
    about.filter(|row| matches!(row["kind"]["S"].as_str(), Some("contact" | "customer" | "ticket" | "sees" | "find"))).collect()
}

/// A record that there are to be many of.
struct Pattern {
    id: String,
    /// Its place among tickets.
    place: Option<String>,
    rows: Vec<(Table, Value)>,
}

impl Pattern {
    /// A record, and of what it is found by these beginnings alone: writing all of them would take hours.
    fn of(app: &TestApp, id: &str, place: Option<String>, beginnings: &[&str]) -> Self {
        let ends: Vec<String> = beginnings.iter().map(|beginning| digest(beginning)[..12].to_owned()).collect();
        let wanted =
            |row: &Value| row["kind"]["S"] != "find" || ends.iter().any(|end| row["pk"]["S"].as_str().is_some_and(|pk| pk.ends_with(end)));
        let mut rows = Vec::new();
        for table in [Table::Directory, Table::Tickets, Table::Finds] {
            rows.extend(rows_about(app, table, id).into_iter().filter(&wanted).map(|row| (table, row)));
        }
        Self { id: id.to_owned(), place, rows }
    }

    /// One more like it, under an id and at a place of its own.
    fn more(&self, app: &TestApp, id: &str, place: &str) {
        let config = app.deps().config;
        for (table, row) in &self.rows {
            let mut text = row.to_string().replace(&self.id, id);
            if let Some(own) = &self.place {
                text = text.replace(own, place);
            }
            let item: Value = serde_json::from_str(&text).expect("JSON");
            app.system.database().put(json!({ "TableName": config.tables.name(*table), "Item": item })).expect("written");
        }
    }
}

/// What each list costs, which must show something.
async fn costs(firm: &Enterprise, [agent, keeper, customer]: [&Client; 3]) -> Vec<(String, String, u32)> {
    let mut costs = Vec::new();
    let queue = firm.queue;
    for by in [&firm.admin, agent, keeper, customer] {
        // That somebody was there is noted once in a while, before he is answered.
        by.get("/api/me").await.expect(200);
    }
    for (by, path) in [
        (&firm.admin, "/api/contacts".to_owned()),
        (&firm.admin, "/api/contacts?q=5678".to_owned()),
        (&firm.admin, "/api/contacts?q=wxm".to_owned()),
        (&firm.admin, "/api/contacts?q=wxm%205678".to_owned()),
        (&firm.admin, "/api/customers".to_owned()),
        (&firm.admin, "/api/customers?q=haitang".to_owned()),
        (&firm.admin, "/api/contacts?account_state=none".to_owned()),
        (&firm.admin, "/api/contacts?account_state=open".to_owned()),
        (&firm.admin, "/api/contacts?account_state=open&q=wxm".to_owned()),
        (&firm.admin, format!("/api/contacts?account_state=open&organisation_id={}", firm.organisation)),
        (keeper, format!("/api/contacts?organisation_id={}", firm.organisation)),
        (keeper, "/api/contacts?account_state=open".to_owned()),
        (keeper, "/api/contacts".to_owned()),
        (&firm.admin, "/api/customers?account_state=none".to_owned()),
        (&firm.admin, "/api/customers?account_state=open".to_owned()),
        (customer, "/api/tickets?view=submitted&stars=5".to_owned()),
        (customer, format!("/api/tickets?view=all&state=completed&queue_id={queue}")),
        (agent, "/api/tickets?view=mine&stars=5".to_owned()),
        (agent, format!("/api/tickets?view=mine&queue_id={queue}")),
        (agent, "/api/tickets?view=queues&stars=5&state=completed".to_owned()),
        (&firm.admin, "/api/tickets?view=all&stars=5".to_owned()),
        (&firm.admin, "/api/tickets?view=all&state=completed&q=broken".to_owned()),
        (agent, format!("/api/tickets?view=queue&queue_id={queue}&q=broken")),
        (agent, format!("/api/tickets?view=queue&queue_id={queue}&q=rare")),
        (&firm.admin, "/api/tickets?view=all".to_owned()),
        (&firm.admin, "/api/tickets?view=all&q=broken".to_owned()),
        (&firm.admin, "/api/tickets?view=all&q=broken%20rare".to_owned()),
        (agent, "/api/tickets?view=queues".to_owned()),
        (agent, "/api/tickets?view=queues&q=broken".to_owned()),
        (agent, "/api/tickets?view=queues&q=rare".to_owned()),
        (agent, format!("/api/tickets?view=queue&queue_id={queue}")),
        (&firm.admin, "/api/find?q=wxm".to_owned()),
        (agent, "/api/find?q=broken".to_owned()),
    ] {
        let answer = by.get(&path).await.expect(200);
        assert!(!answer.items().is_empty(), "{path}: what there is stands on the first page");
        costs.push((path, answer.spent.read.to_string(), answer.spent.waves));
    }
    costs
}

/// Lists at 100 rows of each sort and at `many` of each.
async fn lists_are_flat(many: usize) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let agent = firm.agent("he.yu").await;
    let keeper = firm.staff("di.men", authority(Role::Member, &[], &[firm.dimension], &[])).await;
    let customer = firm.customer("王小明", "13912345678").await;
    let few = firm.contact(&firm.admin, "王小明", "13900000001").await;
    let company = firm.admin.post("/api/customers", json!({ "name": "Haitang" })).await.expect(201).text("/customer_id");
    let ticket = firm.ticket(&customer, "broken").await;
    for _ in 0..4 {
        firm.ticket(&customer, "broken and rare").await;
    }
    let rated = firm.ticket(&customer, "broken, mended").await;
    agent.post(&format!("/api/tickets/{rated}/accept"), json!({})).await.expect(200);
    agent.post(&format!("/api/tickets/{rated}/complete"), json!({ "handling_reply": "x" })).await.expect(200);
    customer.put(&format!("/api/tickets/{rated}/rating"), json!({ "stars": 5 })).await.expect(200);
    let served = firm.admin.post("/api/customers", json!({ "name": "Served", "mobile": "13900000009" })).await.expect(201);
    firm.admin.post(&format!("/api/customers/{}/account", served.text("/customer_id")), json!({})).await.expect(201);
    app.drain().await;
    let deps = app.deps();
    let kept = deps.store.ticket(firm.tenant, ticket.parse().expect("an id")).await.expect("read").expect("there").value;
    let place = |id: TicketId| id.sorted_by(kept.submitted_at);
    let within = format!("=organisation {}", firm.organisation);
    let contacts = Pattern::of(&app, &few, None, &["王小", "wxm", "wx", "=account none", "=contact", &within]);
    let customers = Pattern::of(&app, &company, None, &["hait", "haitan", "=account none"]);
    let own_queue = format!("=submitted queue {}", firm.queue);
    let marks = ["broken", "=in state waiting", "=submitted state waiting", &own_queue];
    let tickets = Pattern::of(&app, &ticket, Some(place(kept.ticket_id)), &marks);
    let mut spent = Vec::new();
    let mut written = 0;
    for size in [100, many] {
        while written < size {
            let (contact, company): (ContactId, CustomerId) = (deps.new_id(), deps.new_id());
            contacts.more(&app, &contact.to_string(), "");
            customers.more(&app, &company.to_string(), "");
            let id: TicketId = deps.new_id();
            tickets.more(&app, &id.to_string(), &place(id));
            written += 1;
        }
        spent.push(costs(&firm, [&agent, &keeper, &customer]).await);
    }
    assert_eq!(spent[0], spent[1]);
}

// "Each list at 100 and at 20,000 rows costs the same RRU and waves"
#[tokio::test]
async fn lists_cost_the_same_at_100_rows_and_at_1000() {
    lists_are_flat(1_000).await;
}

#[tokio::test]
#[ignore = "takes minutes"]
async fn lists_cost_the_same_at_100_rows_and_at_20000() {
    lists_are_flat(20_000).await;
}
