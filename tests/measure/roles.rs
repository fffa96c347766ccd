//! What every function's role allows on tables and files: what its operation does, and nothing else.
//!
//! What operations do is written to `target/tmp/calls.json` too: the deployment holds the roles as they are
//! deployed against it (`tests/deploy/rights.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foyer_local::roles::{Grants, needed};
use foyer_store::Table;
use foyer_store::meter::Call;
use serde_json::{Value, json};

use crate::walk::{Ledger, walk};

/// What every function reads once when it starts, to open its connection.
const WARM_UP: Call = Call { action: "dynamodb:GetItem", table: Table::Sessions, index: None };

/// What finds the caller, and what every function that does so may do besides: note that the session is in
/// use, and keep an answer.
const FIND_CALLER: Call = Call { action: "dynamodb:BatchGetItem", table: Table::Sessions, index: None };
const KEEP_SESSION: Call = Call { action: "dynamodb:PutItem", table: Table::Sessions, index: None };

/// What a function with this operation does with the tables.
fn calls(ledger: &Ledger, operation: &str) -> BTreeSet<Call> {
    let of_function = ledger.iter().filter(|((name, _), _)| name == operation);
    let mut calls: BTreeSet<Call> = of_function.flat_map(|(_, spent)| spent.calls.iter().copied()).chain([WARM_UP]).collect();
    if calls.contains(&FIND_CALLER) {
        calls.insert(KEEP_SESSION);
    }
    calls
}

/// Action, table and index, as the deployment reads them.
fn written(call: &Call) -> Value {
    let table = call.table.variable().trim_start_matches("TABLE_").to_lowercase();
    json!([call.action, table, call.index])
}

// That nothing is missing shows in every test: what a role does not allow is refused here too.
#[tokio::test]
async fn no_role_allows_more_than_its_operation_does() {
    let (app, ledger) = walk().await;
    let mut unused = Vec::new();
    let mut found = BTreeMap::new();
    for function in &app.system.template().functions {
        let config = app.system.deps(&function.operation).expect("it is wired").config;
        let calls = calls(&ledger, &function.operation);
        found.insert(&function.operation, calls.iter().map(written).collect::<Vec<_>>());
        let mut used: Grants = calls.iter().map(|call| needed(call, &config)).collect();
        used.extend(app.system.files().used(&function.operation));
        // Reading a stream is done for the function, not by it.
        let granted = function.grants.iter().filter(|(_, resource)| !resource.contains("/stream/"));
        unused.extend(granted.filter(|grant| !used.contains(*grant)).map(|grant| format!("{}: {grant:?}", function.operation)));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls.json");
    std::fs::write(file, json!(found).to_string()).expect("it is written");
    assert_eq!(unused, [""; 0], "either the role allows too much, or the walk leaves out what needs it");
}
