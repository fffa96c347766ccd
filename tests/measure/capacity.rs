//! What every operation costs in the database, and how often it waits for it.

use std::fmt::Write;

use crate::walk::{Ledger, walk};

const DATA: &str = include_str!("../../docs/DATA.md");

/// The ledger as the document has it.
fn table(ledger: &Ledger) -> String {
    let mut table = String::from("| operation | case | RRU | WRU | waves |\n|---|---|--:|--:|--:|\n");
    for ((operation, case), spent) in ledger {
        writeln!(table, "| `{operation}` | {case} | {} | {} | {} |", spent.read, spent.write, spent.waves).expect("a string takes it");
    }
    table
}

// Every operation is in the walk, and the document says what it costs, exactly.
#[tokio::test]
async fn operations_cost_what_the_document_says() {
    let (app, ledger) = walk().await;
    for function in &app.system.template().functions {
        let walked = ledger.keys().any(|(operation, _)| *operation == function.operation);
        assert!(walked, "tests/measure/walk.rs does not call {}", function.operation);
    }
    let table = table(&ledger);
    assert!(DATA.contains(&table), "docs/DATA.md has another table than:\n\n{table}");
}

// "Speed and cost"; what a place costs is in large_queues
#[tokio::test]
async fn the_queue_stays_within_its_targets() {
    let (_, ledger) = walk().await;
    let spent = |operation: &str, case: &str| &ledger[&(operation.to_owned(), case.to_owned())];
    assert!(spent("submit-ticket", "plain").write <= 9.0);
    assert!(spent("accept-ticket", "plain").write <= 9.0);
    assert!(spent("complete-ticket", "plain").write <= 9.0);
}
