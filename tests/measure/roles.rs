//! What every function's role allows on tables and files: what its operation does, and nothing else.

use std::collections::BTreeSet;

use foyer_local::roles::{Grants, needed};
use foyer_store::Table;
use foyer_store::meter::Call;

use crate::walk::walk;

/// What every function reads once when it starts, to open its connection.
const WARM_UP: Call = Call { action: "dynamodb:GetItem", table: Table::Sessions, index: None };

/// What finds the caller, and what every function that does so may do besides: note that the session is in
/// use, and keep an answer.
const FIND_CALLER: Call = Call { action: "dynamodb:BatchGetItem", table: Table::Sessions, index: None };
const KEEP_SESSION: Call = Call { action: "dynamodb:PutItem", table: Table::Sessions, index: None };

// That nothing is missing shows in every test: what a role does not allow is refused here too.
#[tokio::test]
async fn no_role_allows_more_than_its_operation_does() {
    let (app, ledger) = walk().await;
    let mut unused = Vec::new();
    for function in &app.system.template().functions {
        let config = app.system.deps(&function.operation).expect("it is wired").config;
        let of_function = ledger.iter().filter(|((operation, _), _)| *operation == function.operation);
        let mut calls: BTreeSet<Call> = of_function.flat_map(|(_, spent)| spent.calls.iter().copied()).chain([WARM_UP]).collect();
        if calls.contains(&FIND_CALLER) {
            calls.insert(KEEP_SESSION);
        }
        let mut used: Grants = calls.iter().map(|call| needed(call, &config)).collect();
        used.extend(app.system.files().used(&function.operation));
        // Reading a stream is done for the function, not by it.
        let granted = function.grants.iter().filter(|(_, resource)| !resource.contains("/stream/"));
        unused.extend(granted.filter(|grant| !used.contains(*grant)).map(|grant| format!("{}: {grant:?}", function.operation)));
    }
    assert_eq!(unused, [""; 0], "either the role allows too much, or the walk leaves out what needs it");
}
