//! How often an operation waits for the database: calls that are under way together are one. What a case takes is
//! in `docs/DATA.md`, exactly; here is what it may take.

use std::collections::BTreeSet;

use foyer_local::template::{Function, Trigger};

use crate::walk::walk;

/// Cases that take more waves than their kind may, and why.
struct Excepted {
    because: &'static str,
    /// Operation, case, and waves.
    cases: &'static [(&'static str, &'static str, u32)],
}

const EXCEPTIONS: &[Excepted] = &[
    Excepted {
        because: "that its session was used is noted before it is answered, once a minute",
        cases: &[("get-me", "after a minute, as staff", 2)],
    },
    Excepted {
        because: "what waits is found by the tree of departures: heads, blocks, numbers, tickets, each of which leads to the next",
        cases: &[("list-tickets", "2 that wait", 5), ("watch-queues", "1 of 4 tickets came near", 5)],
    },
    Excepted {
        because: "whose tickets are looked for is in the ticket, and an index names them",
        cases: &[("get-ticket-customer", "a contact with 2 more tickets", 3)],
    },
    Excepted {
        because: "what failed is claimed again: it is tried as new, read, and taken over",
        cases: &[("send-email", "second attempt", 6), ("send-sms", "second attempt", 6)],
    },
    Excepted {
        because: "a record has more beginnings than one transaction takes: they are written one after the other, and its card last",
        cases: &[
            ("keep-finds", "1 contact with another name, too much for one transaction", 7),
            ("keep-finds", "1 new contact, with a number", 5),
        ],
    },
    Excepted {
        because: "what it asks for next is named by what it was answered",
        cases: &[
            ("accept-offer", "with a key", 5),
            ("begin-second-factor", "plain", 4),
            ("change-password", "plain", 6),
            ("change-password", "with a code", 7),
            ("change-queue-members", "1 person less", 4),
            ("change-queue-members", "1 person more, the first since there are rosters", 5),
            ("confirm-address-change", "right code", 4),
            ("confirm-password-reset", "of an account that was never used", 5),
            ("confirm-password-reset", "right code", 5),
            ("create-contact", "plain", 4),
            ("decline-offer", "plain", 4),
            ("disable-second-factor", "with a key", 5),
            ("edit-queue", "1 person serves it", 4),
            ("end-session", "of 4", 4),
            ("get-avatar", "of a contact, as staff", 3),
            ("get-hand-over", "plain", 3),
            ("get-me", "with 2 identities", 2),
            ("get-queue", "1 person serves it", 3),
            ("list-audit", "1 entry of 1 target", 4),
            ("list-audit", "5 entries", 4),
            ("list-audit", "5 entries of 1 actor", 4),
            ("list-share-candidates", "the latest 2 of an organisation", 4),
            ("list-tickets", "2 submitted, with their places", 4),
            ("login", "in two places at once", 5),
            ("login", "right password, outdated hash", 4),
            ("offboard-identity", "151 tickets to look through", 8),
            ("offboard-identity", "with a key, 1 ticket handed over", 7),
            ("pass-second-factor", "right code", 4),
            ("preview-offboarding", "2 identities, 1 ticket, 1 application", 6),
            ("renew-recovery-codes", "plain", 5),
            ("request-address-change", "with a key", 7),
            ("request-address-proof", "with a key", 5),
            ("request-password-reset", "by email", 4),
            ("request-password-reset", "by phone", 6),
            ("reset-password", "with a key", 6),
            ("send-email", "application, 1 recipient", 5),
            ("send-email", "rejection", 5),
            ("send-email", "reset code by email", 5),
            ("send-email", "shared use", 5),
            ("send-email", "ticket rated", 5),
            ("send-sms", "account opened", 6),
            ("send-sms", "administrator's password", 6),
            ("send-sms", "password reset", 6),
            ("send-sms", "reset code", 6),
            ("send-sms", "ticket submitted", 5),
            ("send-sms", "too many for a day, goes by email", 6),
            ("share-ticket", "plain", 4),
            ("stop-queue", "with a key, 1 ticket to move", 4),
        ],
    },
];

/// Waves that an operation may take at most. `None` for what nobody waits for: sweeps, which go on while there is
/// something to do, and what is invoked by hand.
fn most(function: &Function) -> Option<u32> {
    let most = match function.operation.as_str() {
        "get-me" | "count-notices" => 1,
        "login" | "queue-position" | "find" => 3,
        "open-account"
        | "open-customer-account"
        | "approve-request"
        | "preview-offboarding"
        | "offboard-identity"
        | "rehire-identity"
        | "delete-identity" => 5,
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
    let excepted: Vec<_> = EXCEPTIONS.iter().flat_map(|of| of.cases.iter().map(|case| (case, of.because))).collect();
    let mut wrong = Vec::new();
    for function in &app.system.template().functions {
        let Some(most) = most(function) else { continue };
        for ((operation, case), spent) in ledger.iter().filter(|((operation, _), _)| *operation == function.operation) {
            let exception = excepted.iter().find(|((name, of, _), _)| name == operation && of == case);
            let (allowed, because) = exception.map_or((most, "its kind"), |((_, _, waves), because)| (*waves, because));
            if spent.waves > allowed {
                wrong.push(format!("{operation}, {case}: {} waves, and {allowed} are allowed ({because})", spent.waves));
            }
            if exception.is_some() && spent.waves < allowed {
                wrong.push(format!("{operation}, {case}: {} waves, and an exception for {allowed}", spent.waves));
            }
        }
    }
    let walked: BTreeSet<(&str, &str)> = ledger.keys().map(|(operation, case)| (operation.as_str(), case.as_str())).collect();
    let gone = excepted.iter().filter(|((operation, case, _), _)| !walked.contains(&(operation, case)));
    wrong.extend(gone.map(|((operation, case, _), _)| format!("{operation}, {case}: is excepted and not walked")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
