//! The refusals of an operation, for the API's description: those of the entry point, those of its
//! caller's type, and those that its code names.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::Reached;

/// Codes by status.
pub type Problems = BTreeMap<u16, BTreeSet<String>>;

/// What every request may meet, whatever the operation.
const EVERYWHERE: [(u16, &str); 8] = [
    (400, "unreadable"),
    (409, "unreadable_row"),
    (413, "too_large"),
    (415, "unsupported_media_type"),
    (422, "invalid"),
    (429, "too_many_requests"),
    (500, "internal"),
    (503, "unavailable"),
];

/// What is to be done first.
const CROSS_ORIGIN: (u16, &str) = (403, "cross_origin");
const SECOND_STEP: (u16, &str) = (403, "second_factor_required");
const PASSWORD: (u16, &str) = (403, "password_change_required");
const ENROLMENT: (u16, &str) = (403, "second_factor_enrolment_required");

/// What the callers' types refuse.
const CALLERS: [(&str, &[(u16, &str)]); 7] = [
    ("Anonymous", &[CROSS_ORIGIN]),
    ("HalfSignedIn", &[(401, "not_signed_in"), CROSS_ORIGIN]),
    ("SignedIn", &[(401, "not_signed_in"), CROSS_ORIGIN, SECOND_STEP]),
    ("Owner", &[(401, "not_signed_in"), CROSS_ORIGIN, SECOND_STEP, PASSWORD]),
    ("Member", &[(401, "not_signed_in"), CROSS_ORIGIN, SECOND_STEP, PASSWORD, ENROLMENT]),
    ("Staff", &[(401, "not_signed_in"), CROSS_ORIGIN, SECOND_STEP, PASSWORD, ENROLMENT, (403, "staff_only")]),
    ("External", &[(401, "not_signed_in"), CROSS_ORIGIN, SECOND_STEP, PASSWORD, ENROLMENT, (403, "customers_only")]),
];

/// What follows from calls into `foyer_kit` and `foyer_store`.
const CALLS: [(&str, &[(u16, &str)]); 13] = [
    (".unless_stale(", &[(412, "changed_since")]),
    (".require_app(", &[(403, "app_closed")]),
    (".require(", &[(403, "forbidden"), (404, "not_found")]),
    ("Problem::forbidden", &[(403, "forbidden")]),
    ("Problem::not_found", &[(404, "not_found")]),
    (".replace(", &[(409, "changed_meanwhile")]),
    (".replace_or_create(", &[(409, "changed_meanwhile")]),
    (".link(", &[(409, "changed_meanwhile")]),
    (".remove_read(", &[(409, "changed_meanwhile")]),
    (".end_live_session(", &[(409, "changed_meanwhile")]),
    (".open_account(", &[(409, "login_taken")]),
    (".open_waiting(", &[(409, "login_taken")]),
    (".move_login(", &[(409, "login_taken"), (409, "changed_meanwhile")]),
];

/// What a repeated `Idempotency-Key` may meet.
const REPEATED: [(u16, &str); 2] = [(409, "idempotency_key_in_use"), (422, "idempotency_key_reused")];

/// The callers that are known here.
pub fn callers() -> impl Iterator<Item = &'static str> {
    CALLERS.into_iter().map(|(name, _)| name)
}

/// Everything that an operation may answer instead of what was asked.
pub fn of(reached: &Reached, path_parameters: bool, repeatable: bool) -> Problems {
    let caller = CALLERS.iter().filter(|(name, _)| *name == reached.caller()).flat_map(|(_, refusals)| *refusals);
    // No page is ever closed to staff, also where an operation of theirs shares code with others.
    let closed = |code: &str| code == "app_closed" && reached.caller() == "Staff";
    let calls = CALLS.iter().filter(|(call, _)| reached.has(call)).flat_map(|(_, refusals)| *refusals).filter(|(_, code)| !closed(code));
    let repeated = REPEATED.iter().filter(|_| repeatable);
    // An id in the path that cannot be one names nothing.
    let unknown = [(404, "not_found")].into_iter().filter(|_| path_parameters);
    let known = EVERYWHERE.iter().chain(caller).chain(calls).chain(repeated).copied().chain(unknown);
    let known = known.map(|(status, code)| (status, code.to_owned())).chain(reached.refusals());
    let mut problems = Problems::new();
    for (status, code) in known {
        problems.entry(status).or_default().insert(code);
    }
    problems
}

/// What a status means, for people.
pub fn meaning(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be read.",
        401 => "Not signed in, or not any more.",
        403 => "The caller may know of it, but not do this.",
        404 => "There is no such thing, or the caller may not know of it.",
        409 => "It is not in the state for this.",
        412 => "Somebody changed it since the caller saw it: `current` is what it is now, and `etag` names that.",
        413 => "The body is too long: JSON has 64 KiB at most, a picture 1 MiB.",
        415 => "The body is not of a type that is taken here.",
        422 => "Something in the request breaks a rule; `errors` says what and where.",
        429 => "Too many requests; `Retry-After` says when to try again. The gateway's own limit answers without a problem document.",
        503 => "Busy for the moment; `Retry-After` says when to try again.",
        _ => "Something went wrong on our side.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Area;

    #[test]
    fn the_callers_type_and_the_calls_decide() {
        let area = Area::of(&[("x", "pub async fn handle(deps: Deps, caller: Staff) {\n    caller.require(1)?;\n}\n")]);
        let problems = of(&area.reached("x"), false, true);
        assert_eq!(
            problems[&403],
            [
                "cross_origin",
                "forbidden",
                "password_change_required",
                "second_factor_enrolment_required",
                "second_factor_required",
                "staff_only",
            ]
            .map(str::to_owned)
            .into()
        );
        assert_eq!(problems[&404], ["not_found"].map(str::to_owned).into());
        assert!(problems[&409].contains("idempotency_key_in_use") && problems[&422].contains("idempotency_key_reused"));
        let area = Area::of(&[("x", "pub async fn handle(deps: Deps, _caller: Anonymous) {\n}\n")]);
        let problems = of(&area.reached("x"), false, false);
        assert!(!problems.contains_key(&401) && !problems.contains_key(&404) && problems.contains_key(&503));
    }
}
