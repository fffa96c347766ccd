//! An adversary's walks. Somebody with an identity in each of two enterprises acts in the one, and an administrator of it
//! too. In the first walk both send every request that the other enterprise's people would send, with its ids, and read
//! whatever their own enterprise shows them. In the second every operation is done as it is accepted at home, and the
//! messages and the audit are read after each, and after what comes about by itself. Nothing of the other appears: no
//! name, no number, no id, no text.

use std::collections::BTreeSet;

use foyer_domain::agents::Role;
use foyer_domain::time::SignedDuration;
use foyer_store::Table;
use foyer_testkit::enterprise::{PASSWORD, authority};
use foyer_testkit::files::{PNG, attach};
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

use crate::operations::World;

/// What the owner of an account may know of his own whoever he acts as: his login, his sessions and what is offered to
/// him. And what is the same for everybody.
const HIS_OWN: [&str; 11] = [
    "login",
    "list-sessions",
    "switch-identity",
    "list-offers",
    "accept-offer",
    "decline-offer",
    "get-page",
    "get-openapi",
    "follow-link",
    "show-enterprise",
    "get-logo",
];

/// The texts of a row, and the ids in them.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::String(text) => {
            found.insert(text.clone());
            let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            found.extend(parts.filter(|part| part.len() == 30 && part.as_bytes()[3] == b'_').map(str::to_owned));
        }
        _ => {}
    }
}

/// What stands in the rows of one enterprise and in none of the other's, and is long enough to be known again; and what
/// is told besides.
fn secrets(world: &World, theirs: &Enterprise, ours: &Enterprise, account: &str, told: &[&str]) -> BTreeSet<String> {
    let config = world.app.deps().config.clone();
    // Pieces of words, by which records are found, are in every text.
    let tables = Table::ALL.iter().filter(|table| **table != Table::Finds).map(|table| config.tables.name(*table));
    let rows: Vec<Value> = tables.flat_map(|table| world.app.system.database().rows(table).expect("the table is read")).collect();
    let (theirs, ours) = (theirs.tenant.to_string(), ours.tenant.to_string());
    let (mut secret, mut known) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let text = row.to_string();
        // The account of who has an identity in both is his own; what each calls him is in the rows of the enterprise.
        if text.contains(&ours) {
            texts(&row, &mut known);
        } else if text.contains(&theirs) && !row["pk"].to_string().contains(account) {
            texts(&row, &mut secret);
        }
    }
    let words =
        |text: &String| text.len() >= 5 && !matches!(text.as_str(), "admin" | "active" | "waiting" | "portal" | "customer" | "contact");
    let secret = secret.into_iter().filter(|text| words(text) && !known.contains(text));
    // What rows are made of is no secret: kinds, states, types of events.
    let secret =
        secret.filter(|text| text.contains('_') && text.len() == 30 || !text.is_ascii() || text.contains('@') || text.starts_with('+'));
    secret.chain([theirs]).chain(told.iter().map(|text| (*text).to_owned())).collect()
}

/// What was found of the other enterprise, and where.
struct Found<'a> {
    secrets: &'a BTreeSet<String>,
    leaks: Vec<String>,
}

impl Found<'_> {
    /// Looks for secrets in `told`, but for those that `sent` has itself.
    fn look(&mut self, what: &str, told: &str, sent: &str) {
        let found: Vec<&String> =
            self.secrets.iter().filter(|secret| told.contains(secret.as_str()) && !sent.contains(secret.as_str())).collect();
        if !found.is_empty() {
            self.leaks.push(format!("{what} tells {found:?}: {told}"));
        }
    }

    fn look_at(&mut self, who: &str, what: &str, answer: &Answer, sent: &str) {
        self.look(&format!("{what} by {who} ({})", answer.status), &told(answer, who == PERSON), sent);
    }
}

/// Whose account it is, and who administers an enterprise that uses it.
const PERSON: &str = "the person";
const ADMINISTRATOR: &str = "the administrator";

/// An answer without what is its owner's to see wherever he is: his identities and the names that he logs in with.
fn told(answer: &Answer, by_owner: bool) -> String {
    fn without(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.remove("identities");
                members.remove("logins");
                members.values_mut().for_each(without);
            }
            Value::Array(items) => items.iter_mut().for_each(without),
            _ => {}
        }
    }
    let mut body = answer.body.clone();
    if by_owner {
        without(&mut body);
    }
    let headers = answer.headers.iter().filter(|(name, _)| *name != "set-cookie").filter_map(|(_, value)| value.to_str().ok());
    format!("{body} {}", headers.collect::<Vec<_>>().join(" "))
}

/// What an enterprise shows of itself: lists, and what there is about one contact, one ticket and one identity.
fn shown(contact: &str, ticket: &str, identity: &str) -> Vec<String> {
    let lists = [
        "me",
        "contacts",
        "customers",
        "organisations",
        "staff",
        "queues",
        "audit?limit=100",
        "notices",
        "home",
        "held-messages",
        "silence-report",
        "account-requests?state=pending",
        "tickets?view=all",
        "tickets?view=submitted",
        "drafts",
    ];
    let about = [
        format!("contacts/{contact}"),
        format!("tickets/{ticket}"),
        format!("tickets/{ticket}/timeline"),
        format!("tickets/{ticket}/share-candidates"),
        format!("deliveries?contact_id={contact}"),
        format!("deliveries?ticket_id={ticket}"),
        format!("identities/{identity}/sessions"),
        format!("identities/{identity}/offboarding-preview"),
        format!("identities/{identity}/avatar"),
    ];
    lists.iter().map(|list| (*list).to_owned()).chain(about).map(|path| format!("/api/{path}")).collect()
}

/// Somebody who has an identity in both, signed in as the one in the other enterprise; the contact and the identity there.
async fn in_both(world: &World) -> (Client, String, String) {
    let other = &world.other;
    let contact = other.contact(&other.admin, "Fang of Harbour", "13900000001").await;
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    let person = world.app.log_in("13900000001", PASSWORD).await;
    person.accept(&offered).await;
    let switched = person.put("/api/sessions/current/identity", json!({ "identity_id": offered })).await.expect(200);
    (person.with_token(&switched.text("/token")), contact, offered)
}

// decision 14, F9: what one enterprise knows, calls somebody, or was shown is not another's
#[tokio::test]
async fn nothing_of_one_enterprise_is_in_any_answer_of_another() {
    let world = World::new().await;
    let (person, contact, identity) = in_both(&world).await;
    let admin = world.other.admin.clone();
    let ticket = world.other.ticket(&person, "a ticket of harbour").await;
    world.app.drain().await;
    let account = person.get("/api/me").await.expect(200).text("/account/account_id");
    let secrets = secrets(&world, &world.firm, &world.other, &account, &["王芳", "yunfan"]);
    assert!(secrets.len() > 50, "{secrets:?}");
    let mut found = Found { secrets: &secrets, leaks: Vec::new() };
    for path in &shown(&contact, &ticket, &identity) {
        for (who, client) in [(PERSON, &person), (ADMINISTRATOR, &admin)] {
            found.look_at(who, path, &client.send(Method::GET, path, None).await, "");
        }
    }
    let avatar = admin.get(&format!("/api/identities/{identity}/avatar")).await;
    avatar.refused(404, "not_found");

    let frozen = world.freeze();
    for case in &world.cases {
        for (who, client) in [(PERSON, &person), (ADMINISTRATOR, &admin)] {
            if who == PERSON && HIS_OWN.contains(&case.operation) {
                continue;
            }
            let client = if case.by.is_some() { client.clone() } else { world.app.client() };
            if case.by.is_none() && HIS_OWN.contains(&case.operation) {
                continue;
            }
            let sent = format!("{} {}", case.path, case.body.as_ref().map(Value::to_string).unwrap_or_default());
            found.look_at(who, case.operation, &case.sent(&client).await, &sent);
            if case.method != Method::GET {
                world.put_back(&frozen);
            }
        }
    }
    assert!(found.leaks.is_empty(), "{}", found.leaks.join("\n"));
}

/// What only the other enterprise was told, by its staff and by the person himself.
const TOLD: [&str; 7] = ["港湾芳", "方小姐", "只有港湾知道", "fang@harbour.example", "港湾的工单", "港湾的回复", "harbour"];

/// A world whose customer has an identity in the other enterprise too, where much is known of him. He acts in the first.
async fn at_home() -> (World, Client) {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let customer = firm.customer("王芳", "13900000001").await;
    let home = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let switch = async |client: &Client, identity: &str| {
        let switched = client.put("/api/sessions/current/identity", json!({ "identity_id": identity })).await.expect(200);
        client.with_token(&switched.text("/token"))
    };
    let mut body = other.contact_body(TOLD[0], "13900000001");
    body["remark"] = json!(TOLD[2]);
    let contact = other.admin.post("/api/contacts", body).await.expect(201).text("/contact_id");
    let offered = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    customer.accept(&offered).await;
    let there = switch(&customer, &offered).await;
    there.post("/api/me/address-changes", json!({ "address": TOLD[3], "password": PASSWORD })).await.expect(202);
    app.drain().await;
    let code = json!({ "code": app.newest_code_to(TOLD[3]) });
    let changed = there.post("/api/me/address-changes/confirm", code).await.expect(200);
    let there = there.with_token(&changed.text("/token"));
    let muted = json!({ "ratings": { "email": false } });
    there.send(Method::PATCH, "/api/me", Some(json!({ "name": TOLD[1], "language": "en", "notifications": muted }))).await.expect(200);
    let mut form = other.ticket_body(TOLD[4]);
    form["reply_method"] = json!("email");
    there.post("/api/drafts", form.clone()).await.expect(201);
    let ticket = format!("/api/tickets/{}", there.post("/api/tickets", form).await.expect(201).text("/ticket_id"));
    attach(&there, &ticket, "harbour.png", PNG).await;
    other.admin.post(&format!("{ticket}/accept"), json!({})).await.expect(200);
    other.admin.post(&format!("{ticket}/replies"), json!({ "text": TOLD[5] })).await.expect(200);
    app.drain().await;
    let customer = switch(&there, &home).await;
    (World::of(app, firm, other, customer.clone()).await, customer)
}

/// What an administrator does about one whom another enterprise knows too, and what becomes of it.
fn about(identity: &str, contact: &str, second: &str) -> Vec<(Method, String, Option<Value>, u16)> {
    let at = |what: &str| format!("/api/identities/{identity}/{what}");
    let typed = |password: &str| Some(json!({ "initial_password": password }));
    let empty = || Some(json!({}));
    vec![
        (Method::POST, at("password-reset"), empty(), 409),
        (Method::POST, at("password-reset"), typed("harbour is where he is"), 409),
        (Method::POST, at("password-reset"), typed("fang@harbour.example"), 409),
        (Method::POST, at("second-factor-reset"), empty(), 409),
        (Method::POST, at("sign-out"), empty(), 204),
        (Method::PUT, at("apps"), Some(json!({ "apps": ["home", "tickets"] })), 204),
        (Method::POST, at("offboard"), empty(), 200),
        (Method::POST, at("offboard"), Some(json!({ "scope": "all" })), 200),
        (Method::POST, format!("/api/contacts/{contact}/account"), empty(), 409),
        (Method::POST, format!("/api/contacts/{second}/account"), empty(), 201),
        (Method::PATCH, format!("/api/contacts/{contact}"), Some(json!({ "email": "fang@harbour.example" })), 200),
    ]
}

/// What no single request brings about, a day later: the person's turn comes near, a ticket of his is opened again, an
/// agent is in two places at once, and more is to be told than SMS are sent, before and after the enterprise knows an
/// email of his.
async fn go_on(world: &World) {
    let (app, firm) = (&world.app, &world.firm);
    let early = firm.customer("早", "13900000061").await;
    app.advance(SignedDuration::from_hours(24));
    let person = app.log_in("13900000001", PASSWORD).await;
    let queue = firm.seed.queue("排队").await.expect("made");
    let agent = firm.staff("gu.yi", authority(Role::Agent, &[], &[], &[queue])).await;
    let submit = async |by: &Client, title: &str| {
        let mut form = firm.ticket_body(title);
        form["queue_id"] = json!(queue.to_string());
        by.post("/api/tickets", form).await.expect(201).text("/ticket_id")
    };
    let mut before = Vec::new();
    for number in 0..5 {
        before.push(submit(&early, &format!("前面 {number}")).await);
    }
    let last = format!("/api/tickets/{}", submit(&person, "最后").await);
    app.drain().await;
    for ticket in before {
        agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
        app.drain().await;
    }
    agent.post(&format!("{last}/accept"), json!({})).await.expect(200);
    agent.post(&format!("{last}/complete"), json!({ "handling_reply": "好了" })).await.expect(200);
    app.drain().await;
    agent.post(&format!("{last}/reopen"), json!({ "reason": "还没有" })).await.expect(200);
    app.drain().await;
    for (device, address) in [("Desk", "203.0.113.7"), ("Other desk", "198.51.100.9")] {
        app.log_in_as(&app.client().from(address).header("user-agent", device), "gu.yi", PASSWORD).await;
    }
    app.drain().await;
    for number in 0..25 {
        submit(&person, &format!("很多 {number}")).await;
    }
    app.drain().await;
    person.post("/api/me/address-changes", json!({ "address": "fang@yunfan.example", "password": PASSWORD })).await.expect(202);
    app.drain().await;
    let code = json!({ "code": app.newest_code_to("fang@yunfan.example") });
    let changed = person.post("/api/me/address-changes/confirm", code).await.expect(200);
    app.drain().await;
    let told = app.messages_to("fang@yunfan.example").len();
    submit(&person.with_token(&changed.text("/token")), "还有一个").await;
    app.drain().await;
    assert_eq!(app.messages_to("fang@yunfan.example").len(), told + 1, "what no SMS says goes there");
}

/// The types of events that somebody was sent a message of.
fn sent_of(world: &World) -> BTreeSet<String> {
    let table = world.app.deps().config.tables.name(Table::Notifications).to_owned();
    let rows = world.app.system.database().rows(&table).expect("the table is read");
    let sent = rows.iter().filter(|row| row.to_string().contains(r#""sent""#));
    sent.filter_map(|row| row.pointer("/event_type/S").and_then(Value::as_str).map(str::to_owned)).collect()
}

// decision 14: the same at home, where everything is allowed; and no message says anything of the other, or goes to where
// only the other reaches him
#[tokio::test]
async fn nothing_of_another_enterprise_is_told_at_home() {
    let (world, person) = at_home().await;
    let admin = world.firm.admin.clone();
    let me = person.get("/api/me").await.expect(200);
    let (account, identity) = (me.text("/account/account_id"), me.text("/active_identity/identity_id"));
    let contact = me.text("/identities/0/bound_to/id");
    let second = world.firm.contact(&admin, "王芳(四)", "13900000001").await;
    let secrets = secrets(&world, &world.other, &world.firm, &account, &TOLD);
    assert!(secrets.len() > 30, "{secrets:?}");
    let mut found = Found { secrets: &secrets, leaks: Vec::new() };
    let ticket = world.firm.ticket(&person, "at home").await;
    world.app.drain().await;
    let shown = shown(&contact, &ticket, &identity);
    for path in &shown {
        for (who, client) in [(PERSON, &person), (ADMINISTRATOR, &admin)] {
            found.look_at(who, path, &client.send(Method::GET, path, None).await, "");
        }
    }

    let frozen = world.freeze();
    let mut sent = BTreeSet::new();
    let mut told = world.app.messages().len();
    for case in &world.cases {
        let client = case.client(&world.app);
        let answer = case.sent(&client).await;
        assert!((200..400).contains(&answer.status), "{}: {} {}", case.operation, answer.status, answer.body);
        let who = if client.token() == person.token() || case.operation == "login" { PERSON } else { ADMINISTRATOR };
        // What is offered to him is his to see wherever he is.
        if !(who == PERSON && HIS_OWN.contains(&case.operation)) {
            found.look_at(who, case.operation, &answer, "");
        }
        if case.method == Method::GET {
            continue;
        }
        world.app.drain().await;
        for message in world.app.messages().split_off(told) {
            // Who takes another address of the account is told at the one that it replaces, whoever knew that: it is his.
            let owners = if case.operation == "confirm-address-change" { TOLD[3] } else { "" };
            found.look(&format!("the message after {}", case.operation), &format!("{message:?}"), owners);
        }
        told = world.app.messages().len();
        sent.extend(sent_of(&world));
        for path in ["/api/audit?limit=100", "/api/notices", "/api/held-messages"] {
            found.look_at(ADMINISTRATOR, &format!("{path} after {}", case.operation), &admin.get(path).await, "");
        }
        world.put_back(&frozen);
    }
    for (method, path, body, status) in about(&identity, &contact, &second) {
        let sent = body.as_ref().map(Value::to_string).unwrap_or_default();
        let answer = admin.send(method, &path, body).await;
        assert_eq!(answer.status, status, "{path} {sent}: {}", answer.body);
        found.look_at(ADMINISTRATOR, &path, &answer, &sent);
        world.app.drain().await;
        for message in world.app.messages().split_off(told) {
            found.look(&format!("the message after {path}"), &format!("{message:?}"), "");
        }
        told = world.app.messages().len();
        for path in &shown {
            found.look_at(ADMINISTRATOR, path, &admin.send(Method::GET, path, None).await, &sent);
        }
        world.put_back(&frozen);
    }
    go_on(&world).await;
    for message in world.app.messages().split_off(told) {
        // He is told there that it was replaced, and nothing else.
        let owners = if message.to == TOLD[3] && message.text.contains("f***@yunfan.example") { TOLD[3] } else { "" };
        found.look("a message of what goes on", &format!("{message:?}"), owners);
    }
    sent.extend(sent_of(&world));
    let admin = world.app.log_in("admin.yunfan", PASSWORD).await;
    for path in &shown {
        found.look_at(ADMINISTRATOR, &format!("{path} after what goes on"), &admin.get(path).await, "");
    }
    assert!(found.leaks.is_empty(), "{}", found.leaks.join("\n"));
    let messages = [
        "account.opened",
        "account_request.approved",
        "account_request.rejected",
        "account_request.submitted",
        "address.changed",
        "address_change.requested",
        "identity.bound",
        "password.changed",
        "password.reset",
        "password_reset.requested",
        "second_factor.changed",
        "shared_use.suspected",
        "ticket.accepted",
        "ticket.asked",
        "ticket.came_near",
        "ticket.completed",
        "ticket.rated",
        "ticket.reopened",
        "ticket.replied",
        "ticket.submitted",
        "ticket.transferred",
    ];
    let missed: Vec<&str> = messages.into_iter().filter(|kind| !sent.contains(*kind)).collect();
    assert!(missed.is_empty(), "no message of {missed:?} was read");
}
