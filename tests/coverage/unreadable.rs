//! Rows that cannot be read: beside every row there is one of its kind that is damaged, and then every row is
//! damaged itself. Whatever is asked then, one bad row takes down nothing but itself.

use std::collections::BTreeMap;

use foyer_local::template::{Function, Trigger};
use foyer_store::Table;
use http::Method;
use serde_json::{Value, json};

use crate::operations::{Case, World};

/// A row as the database has it, and its table.
type Row = (Table, Value);

impl World {
    /// Every row that says of what kind it is, by kind.
    fn by_kind(&self) -> BTreeMap<String, Vec<Row>> {
        let config = self.app.deps().config.clone();
        let mut kinds: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for table in Table::ALL {
            for row in self.app.system.database().rows(config.tables.name(table)).expect("the table is read") {
                if let Some(kind) = row["kind"]["S"].as_str().filter(|kind| *kind != "outbox") {
                    kinds.entry(kind.to_owned()).or_default().push((table, row));
                }
            }
        }
        kinds
    }

    fn put(&self, table: Table, row: &Value) {
        let name = self.app.deps().config.tables.name(table).to_owned();
        self.app.system.database().put(json!({ "TableName": name, "Item": row })).expect("the row is written");
    }

    fn reads(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.method == Method::GET)
    }

    /// Everything that goes on by itself.
    async fn tick(&self, after: &str) {
        let functions = &self.app.system.template().functions;
        let scheduled = |function: &&Function| function.triggers.iter().any(|trigger| matches!(trigger, Trigger::Schedule(_)));
        for function in functions.iter().filter(scheduled) {
            let outcome = self.app.system.invoke(&function.operation, json!({})).await;
            assert!(outcome.is_ok(), "{} after {after}: {:?}", function.operation, outcome.err());
        }
        let drained = self.app.try_drain().await;
        assert!(drained.failures.is_empty(), "{after}: {:?}", drained.failures);
    }
}

/// A row with nothing in it but what it stands under and says it is.
fn damaged(row: &Value) -> Value {
    let keeps = |name: &str| matches!(name, "pk" | "sk" | "kind" | "schema" | "version" | "expires") || name.starts_with("gsi");
    let members = row.as_object().expect("a row").iter().filter(|(name, _)| keeps(name));
    members.map(|(name, value)| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

/// The same under a key that nothing has: right behind the one that it stands beside.
fn beside(row: &Value) -> Value {
    let mut beside = damaged(row);
    let key = row["sk"]["S"].as_str().expect("a sort key");
    let (head, last) = key.split_at(key.len() - 1);
    let other = if last == "0" { "1" } else { "0" };
    beside["sk"] = json!({ "S": format!("{head}{other}") });
    beside
}

// a list leaves out what cannot be read, says how many, and goes on
#[tokio::test]
async fn a_damaged_row_beside_every_row_takes_down_nothing() {
    let world = World::new().await;
    let kinds = world.by_kind();
    // Rows whose key is a name of their own have no place for another beside them.
    let taken: Vec<String> = kinds.values().flatten().map(|(_, row)| format!("{} {}", row["pk"]["S"], row["sk"]["S"])).collect();
    for (table, row) in kinds.values().flatten() {
        let beside = beside(row);
        if !taken.contains(&format!("{} {}", beside["pk"]["S"], beside["sk"]["S"])) {
            world.put(*table, &beside);
        }
    }
    let mut missing: BTreeMap<&str, u64> = BTreeMap::new();
    for case in world.reads() {
        let answer = case.sent(&case.client(&world.app)).await;
        let expected = if case.operation == "follow-link" { 303 } else { 200 };
        assert_eq!(answer.status, expected, "{}: {}", case.operation, answer.body);
        if let Some(count) = answer.body["unreadable"].as_u64() {
            missing.insert(case.operation, count);
        }
    }
    for list in [
        "list-contacts",
        "list-customers",
        "list-organisations",
        "list-staff",
        "list-tickets",
        "list-queues",
        "list-audit",
        "list-notices",
        "list-drafts",
        "list-deliveries",
        "list-account-requests",
    ] {
        assert!(missing.get(list).is_some_and(|count| *count > 0), "{list} says nothing of what is missing: {missing:?}");
    }
    world.tick("rows beside rows").await;
}

// its own page says so in words; nothing answers that it went wrong on our side
#[tokio::test]
async fn a_damaged_row_of_every_kind_is_no_failure_of_anything() {
    let world = World::new().await;
    let frozen = world.freeze();
    for (kind, rows) in world.by_kind() {
        let (table, row) = rows.last().expect("one of the kind");
        world.put(*table, &damaged(row));
        for case in world.reads() {
            let answer = case.sent(&case.client(&world.app)).await;
            assert!(answer.status < 500, "{} with a damaged {kind}: {}", case.operation, answer.body);
        }
        world.tick(&kind).await;
        world.put_back(&frozen);
    }
}

// nor is what changes something: it is done, or refused in words. Each kind meets some of the operations here, and all of
// them in a long test.
#[tokio::test]
async fn a_damaged_row_of_every_kind_is_no_failure_of_a_change() {
    changes_are_no_failures(6).await;
}

#[tokio::test]
#[ignore = "takes minutes; docs/OPERATIONS.md has the command"]
async fn a_damaged_row_of_every_kind_is_no_failure_of_any_change() {
    changes_are_no_failures(1).await;
}

/// Each kind with one of so many operations, by turns.
async fn changes_are_no_failures(of: usize) {
    let world = World::new().await;
    let frozen = world.freeze();
    let mut failed = Vec::new();
    for (turn, (kind, rows)) in (0..).zip(world.by_kind()) {
        let (table, row) = rows.last().expect("one of the kind");
        world.put(*table, &damaged(row));
        let changes = (turn..).zip(world.cases.iter().filter(|case| case.method != Method::GET));
        for (_, case) in changes.filter(|(number, _)| number % of == 0) {
            let answer = case.sent(&case.client(&world.app)).await;
            if answer.status >= 500 {
                failed.push(format!("{} with a damaged {kind}: {} {}", case.operation, answer.status, answer.body));
            }
        }
        world.put_back(&frozen);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[tokio::test]
async fn the_page_of_a_damaged_row_says_so_in_words() {
    let world = World::new().await;
    let contact = world.firm.contact(&world.firm.admin, "李四", "13900000077").await;
    let path = format!("/api/contacts/{contact}");
    let (table, row) =
        world.by_kind()["contact"].iter().find(|(_, row)| row["sk"]["S"] == format!("CONTACT#{contact}")).cloned().expect("it");
    let mut wrong = row.clone();
    wrong["email"] = json!({ "S": "no address" });
    world.put(table, &wrong);
    let refused = world.firm.admin.get(&path).await.refused(409, "unreadable_row");
    assert!(!refused.body.to_string().contains("CONTACT#"), "{}", refused.body);
    let list = world.firm.admin.get("/api/contacts?limit=100").await.expect(200);
    assert_eq!(list.body["unreadable"], 1);
    assert!(list.items().iter().all(|one| one["contact_id"] != *contact));
    world.put(table, &row);
    world.firm.admin.get(&path).await.expect(200);
    assert!(world.firm.admin.get("/api/contacts?limit=100").await.body.get("unreadable").is_none());
}
