//! Places in large queues.

use std::collections::BTreeMap;

use foyer_domain::tickets::Lane;
use foyer_domain::tickets::departures::Slot;
use foyer_store::{Key, Table};
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::{Map, Value, json};

/// The tickets of one queue as a plain list: whether each has left.
struct Plain(Vec<bool>);

impl Plain {
    /// Everybody among the first 2 % has left, and three of ten of the others.
    fn new(size: usize) -> Self {
        let left = |number: usize| number < size / 50 || number.wrapping_mul(2_654_435_761) % 10 < 3;
        Self((0..size).map(left).collect())
    }

    /// A number near `wanted` that waits.
    fn waiting_near(&self, wanted: usize) -> usize {
        (wanted..self.0.len()).chain((0..wanted).rev()).find(|number| !self.0[*number]).expect("somebody waits")
    }

    /// Position and total.
    fn place(&self, number: usize) -> (usize, usize) {
        let waiting = |numbers: &[bool]| numbers.iter().filter(|left| !**left).count();
        (waiting(&self.0[..=number]), waiting(&self.0))
    }
}

/// Rows of the tickets table, written around the operations.
struct Rows<'a> {
    app: &'a TestApp,
    firm: &'a Enterprise,
}

impl Rows<'_> {
    fn put(&self, key: &Key, numbers: impl IntoIterator<Item = (String, u128)>) {
        let config = self.app.deps().config;
        let table = config.tables.name(Table::Tickets);
        let mut item: Map<String, Value> = Map::new();
        item.insert("pk".into(), json!({ "S": key.pk }));
        item.insert("sk".into(), json!({ "S": key.sk }));
        item.extend(numbers.into_iter().map(|(name, number)| (name, json!({ "N": number.to_string() }))));
        self.app.system.database().put(json!({ "TableName": table, "Item": item })).expect("it is put");
    }

    /// So many numbers were given out.
    fn given_out(&self, numbers: usize) {
        let key = Key::queue_head(self.firm.tenant, self.firm.queue, Lane::Normal);
        self.put(&key, [("next_number".into(), numbers as u128)]);
    }

    /// The tree of departures as it is when these have left.
    fn departures(&self, plain: &Plain) {
        let mut supers: BTreeMap<u64, BTreeMap<String, u128>> = BTreeMap::new();
        let mut blocks: BTreeMap<u64, BTreeMap<String, u128>> = BTreeMap::new();
        for (number, _) in (0..).zip(&plain.0).filter(|(_, left)| **left) {
            let slot = Slot::of(number);
            *supers.entry(slot.super_row).or_default().entry(format!("c{}", slot.count)).or_default() += 1;
            *blocks.entry(slot.block).or_default().entry(format!("w{}", slot.mask)).or_default() += slot.value();
        }
        for (row, counts) in supers {
            self.put(&Key::queue_super(self.firm.tenant, self.firm.queue, Lane::Normal, row), counts);
        }
        for (block, masks) in blocks {
            self.put(&Key::queue_block(self.firm.tenant, self.firm.queue, Lane::Normal, block), masks);
        }
    }
}

/// Asks for the place, which must be that of the plain list, and gives what it cost.
async fn asked(customer: &Client, ticket: &str, plain: &Plain, number: usize) -> f64 {
    let answer = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
    let (position, waiting) = plain.place(number);
    assert_eq!((&answer.body["position"], &answer.body["waiting"]), (&json!(position), &json!(waiting)), "of number {number}");
    answer.spent.read
}

/// What reading the caller's session and account costs, in every operation, and which pages are open to him.
const CALLER: f64 = 3.0;

// F11 and "Speed and cost": at most 4 RRU beside the caller's session and account, and the same at every
// size of the queue and every place in it: the ticket, the heads with their counts, the block, the queue
#[tokio::test]
#[expect(clippy::float_cmp, reason = "request units are halves, which a float holds exactly")]
async fn a_place_costs_the_same_in_every_queue() {
    for size in [1_000, 100_000, 1_000_000] {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let customer = firm.customer("王芳", "13900000001").await;
        let mut plain = Plain::new(size);
        let rows = Rows { app: &app, firm: &firm };
        let mut tickets = Vec::new();
        for wanted in [0, size / 3, size / 2, size - 1] {
            let number = plain.waiting_near(wanted);
            rows.given_out(number);
            tickets.push((number, firm.ticket(&customer, &format!("第 {number} 号")).await));
        }
        rows.given_out(size);
        rows.departures(&plain);
        for (number, ticket) in &tickets {
            let read = asked(&customer, ticket, &plain, *number).await;
            assert_eq!(read - CALLER, 4.0, "for number {number} of {size}");
        }
        // one in the middle leaves; who is behind moves up, for no more
        let (left, ticket) = &tickets[1];
        let accepted = firm.admin.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        assert!(accepted.spent.write <= 9.0, "{} WRU to accept", accepted.spent.write);
        plain.0[*left] = true;
        for (number, ticket) in tickets.iter().filter(|(number, _)| number != left) {
            assert_eq!(asked(&customer, ticket, &plain, *number).await - CALLER, 4.0);
        }
    }
}
