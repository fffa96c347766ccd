//! The table of `matrix.rs`.

/// What a person served may do wherever he is, even if no page of the portal is open to him: everything about his
/// own account. All else asks `require_app` (S000-8).
pub(crate) const OWN_ACCOUNT: &[&str] = &[
    "login",
    "logout",
    "get-me",
    "list-sessions",
    "end-other-sessions",
    "end-session",
    "switch-identity",
    "change-password",
    "request-password-reset",
    "confirm-password-reset",
    "get-openapi",
];

/// By operation: administrator, maintainer, owner, participant, opener, other staff, external self, external other,
/// administrator of another tenant, anonymous.
pub(crate) const MATRIX: &[(&str, &str)] = &[
    // the own account and its sessions
    ("login", "YYYYYYYYYY"),
    ("logout", "YYYYYYYYYU"),
    ("get-me", "YYYYYYYYYU"),
    ("list-sessions", "YYYYYYYYYU"),
    ("end-other-sessions", "YYYYYYYYYU"),
    ("end-session", "NNNNNNYNNU"),
    ("switch-identity", "VVVVVVYVVU"),
    ("change-password", "YYYYYYYYYU"),
    ("request-password-reset", "YYYYYYYYYY"),
    ("confirm-password-reset", "YVVVVVVVVV"),
    // what administrators do
    ("list-identity-sessions", "YFFFFFFFNU"),
    ("sign-out-identity", "YFFFFFFFNU"),
    ("get-open-apps", "YFFFFFFFYU"),
    ("open-apps", "YFFFFFFFYU"),
    ("open-identity-apps", "YFFFFFFFNU"),
    ("list-audit", "YFFFFFFFYU"),
    ("get-openapi", "YYYYYYYYYY"),
    // contacts and customers
    ("create-contact", "YYFFFFFFVU"),
    ("get-contact", "YYYYNNFFNU"),
    ("list-contacts", "YYYYYYFFYU"),
    ("edit-contact", "YYYFNNFFNU"),
    ("open-account", "YYYYNNFFNU"),
    ("request-account", "FFFFNNFFNU"),
    ("list-account-requests", "YYYYYYFFYU"),
    ("approve-request", "YYNNNNFFNU"),
    ("reject-request", "YYNNNNFFNU"),
    ("create-customer", "YYFFFFFFVU"),
    ("get-customer", "YYYYNNFFNU"),
    ("list-customers", "YYYYYYFFYU"),
    ("edit-customer", "YYYFNNFFNU"),
    ("open-customer-account", "YYYYNNFFNU"),
    // external identities (S000-2)
    ("preview-offboarding", "FFYYYNFFNU"),
    ("offboard-identity", "FFYYYNFFNU"),
    ("rehire-identity", "FFYYYNFFNU"),
    ("reset-password", "FFYYYNFFNU"),
    ("delete-identity", "FFVVVNFFNU"),
    // tickets
    ("submit-ticket", "FFFFFFYYFU"),
    ("get-ticket", "YNNNNNYNNU"),
    ("list-tickets", "VVVVVVYYVU"),
    ("queue-position", "FNNNNNYNNU"),
    ("accept-ticket", "YNNNNNFFNU"),
    ("list-queues", "YYYYYYYYYU"),
    // messages
    ("list-notices", "YYYYYYYYYU"),
    ("count-notices", "YYYYYYYYYU"),
    ("read-notice", "NNNNNNYNNU"),
    ("read-all-notices", "YYYYYYYYYU"),
    ("list-deliveries", "YYYYYNFFNU"),
    ("list-held-messages", "YFFFFFFFYU"),
    ("get-silence-report", "YFFFFFFFYU"),
];
