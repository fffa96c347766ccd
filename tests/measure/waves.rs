//! How often an operation waits for the database: calls that are under way together are one wave. What a case takes is
//! in `docs/DATA.md`, exactly; here is what it may take.

use std::collections::BTreeSet;

use foyer_local::template::{Function, Trigger};

use crate::walk::walk;

/// More waves than their kind may take, and why.
const EXCEPTIONS: &[(&str, &str, u32, &str)] = &[];

/// Waves that an operation may take at most. `None` for what nobody waits for: sweeps, which go on while there is
/// something to do, and what is invoked by hand.
fn most(function: &Function) -> Option<u32> {
    let most = match function.operation.as_str() {
        "get-me" | "count-notices" => 1,
        "login" | "queue-position" | "get-home" => 3,
        "open-account" | "open-customer-account" | "approve-request" => 5,
        "preview-offboarding" | "offboard-identity" | "delete-identity" => 5,
        name if name.starts_with("list-") => 3,
        _ => match function.triggers.first()? {
            Trigger::Route(route) if route.method == "GET" => 2,
            Trigger::Route(_) => 3,
            Trigger::Stream(_) | Trigger::Queue(_) => 4,
            Trigger::Schedule(_) => return None,
        },
    };
    Some(most)
}

// "Waves": what a person feels of an operation is how often it waits
#[tokio::test]
async fn operations_wait_as_often_as_they_may() {
    let (app, ledger) = walk().await;
    let excepted = |operation: &str, case: &str| EXCEPTIONS.iter().find(|(name, of, ..)| (*name, *of) == (operation, case));
    let mut wrong = Vec::new();
    for function in &app.system.template().functions {
        let Some(most) = most(function) else { continue };
        for ((operation, case), spent) in ledger.iter().filter(|((operation, _), _)| *operation == function.operation) {
            let allowed = excepted(operation, case).map_or(most, |(_, _, waves, _)| *waves);
            if spent.waves > allowed {
                wrong.push(format!("{operation}, {case}: {} waves, and {allowed} are allowed", spent.waves));
            }
            if excepted(operation, case).is_some() && spent.waves <= most {
                wrong.push(format!("{operation}, {case}: {} waves are no exception", spent.waves));
            }
        }
    }
    let walked: BTreeSet<(&str, &str)> = ledger.keys().map(|(operation, case)| (operation.as_str(), case.as_str())).collect();
    wrong.extend(
        EXCEPTIONS.iter().filter(|(operation, case, ..)| !walked.contains(&(operation, case))).map(|gone| format!("{gone:?} is gone")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
