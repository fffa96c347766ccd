//! What a list costs does not depend on how long it is, nor on how much of it is in another state.

use foyer_domain::id::TicketId;
use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_store::Table;
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::{Value, json};

/// The kinds of rows by which a ticket stands in lists.
const KINDS: [&str; 4] = ["ticket", "counted_ticket", "shared_ticket", "shared_in_state"];

/// A list, and who asks for it.
struct Asked<'a> {
    by: &'a Client,
    view: &'static str,
}

/// Tickets of one customer, accepted by one agent and shared with a colleague.
struct Lists {
    app: TestApp,
    firm: Enterprise,
    customer: Client,
    colleague: Client,
    agent: Client,
}

impl Lists {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", "13900000001").await;
        let colleague = firm.customer("韩梅", "13900000002").await;
        let agent = firm.agent("he.yu").await;
        Self { app, firm, customer, colleague, agent }
    }

    /// A ticket in work that is shared.
    async fn ticket(&self, title: &str) -> String {
        let ticket = self.firm.ticket(&self.customer, title).await;
        let with = self.colleague.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        self.customer.put(&format!("/api/tickets/{ticket}/shares/{with}"), json!({ "may_comment": true })).await.expect(200);
        self.agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        self.app.drain().await;
        self.app.advance(SignedDuration::from_mins(1));
        ticket
    }

    fn table(&self) -> String {
        self.app.deps().config.tables.name(Table::Tickets).to_owned()
    }

    /// So many more tickets like this one.
    fn copies(&self, of: &str, count: usize) {
        let rows = self.app.system.database().rows(&self.table()).expect("read");
        let stands = |row: &&Value| row["kind"]["S"].as_str().is_some_and(|kind| KINDS.contains(&kind)) && row.to_string().contains(of);
        let rows: Vec<String> = rows.iter().filter(stands).map(Value::to_string).collect();
        assert_eq!(rows.len(), KINDS.len(), "{rows:?}");
        let ticket: Value =
            rows.iter().map(|row| serde_json::from_str::<Value>(row).expect("a row")).find(|row| row["kind"]["S"] == "ticket").expect("it");
        let at: Timestamp = ticket["submitted_at"]["S"].as_str().expect("a time").parse().expect("a time");
        let old: TicketId = of.parse().expect("an id");
        let deps = self.app.deps();
        let copy = |_| {
            let new: TicketId = deps.new_id();
            let like = |row: &String| row.replace(of, &new.to_string()).replace(&old.sorted_by(at), &new.sorted_by(at));
            rows.iter().map(|row| serde_json::from_str(&like(row)).expect("a row")).collect::<Vec<Value>>()
        };
        self.app.system.database().import(&self.table(), (0..count).flat_map(copy).collect()).expect("written");
    }

    fn asked(&self) -> [Asked<'_>; 7] {
        [
            Asked { by: &self.customer, view: "submitted" },
            Asked { by: &self.customer, view: "all" },
            Asked { by: &self.colleague, view: "shared" },
            Asked { by: &self.colleague, view: "all" },
            Asked { by: &self.agent, view: "mine" },
            Asked { by: &self.agent, view: "queues" },
            Asked { by: &self.firm.admin, view: "all" },
        ]
    }

    /// What every list costs: its first page, and all that is in one state.
    async fn costs(&self, found: &[&str]) -> Vec<(String, f64, u32)> {
        let mut costs = Vec::new();
        for Asked { by, view } in self.asked() {
            // That staff were there is noted once a minute, before they are answered.
            by.get("/api/me").await.expect(200);
            let first = by.get(&format!("/api/tickets?view={view}&limit=20")).await.expect(200);
            costs.push((format!("{view} of {}", by.token().len()), first.spent.read, first.spent.waves));
            let few = by.get(&format!("/api/tickets?view={view}&limit=20&state=awaiting_customer")).await.expect(200);
            let ids: Vec<&str> = few.items().iter().map(|ticket| ticket["ticket_id"].as_str().expect("an id")).collect();
            assert_eq!(ids, found, "{view}");
            assert!(few.body["next_cursor"].is_null(), "{view} is read to its end at once");
            costs.push((format!("{view} in a state"), few.spent.read, few.spent.waves));
            let none = by.get(&format!("/api/tickets?view={view}&state=withdrawn")).await.expect(200);
            assert!(none.items().is_empty() && none.body["next_cursor"].is_null());
            costs.push((format!("{view} in a state in which none is"), none.spent.read, none.spent.waves));
            let full = by.get(&format!("/api/tickets?view={view}&limit=20&state=in_progress")).await.expect(200);
            assert_eq!(full.items().len(), 20);
            costs.push((format!("{view} in the state in which most are"), full.spent.read, full.spent.waves));
        }
        costs
    }
}

// Issue 3 and "Speed and cost": the first page, and what is in one state, at 100 and at 20,000 tickets
#[tokio::test]
async fn a_list_costs_the_same_at_a_hundred_and_at_twenty_thousand() {
    let lists = Lists::open().await;
    let asked = lists.ticket("等客户答复").await;
    lists.agent.post(&format!("/api/tickets/{asked}/questions"), json!({ "text": "型号？" })).await.expect(200);
    let model = lists.ticket("处理中").await;
    lists.copies(&model, 100);
    let hundred = lists.costs(&[&asked]).await;
    lists.copies(&model, 19_900);
    let many = lists.costs(&[&asked]).await;
    assert_eq!(hundred, many);
}
