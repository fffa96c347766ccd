//! An adversary's walk: somebody with an identity in each of two enterprises acts in the one, and an administrator of it
//! too; both send every request that the other enterprise's people would send, with its ids, and read whatever their own
//! enterprise shows them. Nothing of the other appears in any answer: no name, no number, no id, no text.

use std::collections::BTreeSet;

use foyer_store::Table;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client};
use http::Method;
use serde_json::{Value, json};

use crate::operations::World;

/// What the owner of an account may know of his own whoever he acts as: his login, his sessions and what is offered to
/// him. And what is the same for everybody.
const HIS_OWN: [&str; 8] =
    ["login", "list-sessions", "switch-identity", "list-offers", "accept-offer", "decline-offer", "get-page", "get-openapi", "follow-link"];

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

/// What stands in the rows of one enterprise and in none of the other's, and is long enough to be known again.
fn secrets(world: &World, account: &str) -> BTreeSet<String> {
    let config = world.app.deps().config.clone();
    let tables = Table::ALL.iter().map(|table| config.tables.name(*table));
    let rows: Vec<Value> = tables.flat_map(|table| world.app.system.database().rows(table).expect("the table is read")).collect();
    let (theirs, ours) = (world.firm.tenant.to_string(), world.other.tenant.to_string());
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
    known.remove(&theirs);
    known.remove("yunfan");
    known.remove("王芳");
    let words =
        |text: &String| text.len() >= 5 && !matches!(text.as_str(), "admin" | "active" | "waiting" | "portal" | "customer" | "contact");
    let secret = secret.into_iter().chain([theirs, "yunfan".into(), "王芳".into()]).filter(|text| words(text) && !known.contains(text));
    // What rows are made of is no secret: kinds, states, types of events.
    secret
        .filter(|text| {
            text.contains('_') && text.len() == 30 || !text.is_ascii() || text.contains('@') || text.starts_with('+') || text == "yunfan"
        })
        .collect()
}

/// An answer without the list of one's own identities, which is its owner's to see.
fn told(answer: &Answer) -> String {
    let mut body = answer.body.clone();
    if let Some(members) = body.as_object_mut() {
        members.remove("identities");
        if let Some(session) = members.get_mut("session").and_then(Value::as_object_mut) {
            session.remove("identities");
        }
    }
    let headers = answer.headers.iter().filter(|(name, _)| *name != "set-cookie").filter_map(|(_, value)| value.to_str().ok());
    format!("{body} {}", headers.collect::<Vec<_>>().join(" "))
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
    let secrets = secrets(&world, &account);
    assert!(secrets.len() > 50 && secrets.contains("王芳") && secrets.contains("yunfan"), "{secrets:?}");

    let mut leaks = Vec::new();
    let mut look = |who: &str, what: &str, answer: &Answer, sent: &str| {
        let told = told(answer);
        let found: Vec<&String> =
            secrets.iter().filter(|secret| told.contains(secret.as_str()) && !sent.contains(secret.as_str())).collect();
        if !found.is_empty() {
            leaks.push(format!("{what} by {who} ({}) tells {found:?}: {told}", answer.status));
        }
    };
    let own = [
        "/api/me".into(),
        "/api/contacts".into(),
        "/api/customers".into(),
        "/api/organisations".into(),
        "/api/staff".into(),
        "/api/queues".into(),
        "/api/audit?limit=100".into(),
        "/api/notices".into(),
        "/api/home".into(),
        "/api/held-messages".into(),
        "/api/silence-report".into(),
        "/api/account-requests?state=pending".into(),
        "/api/tickets?view=all".into(),
        "/api/tickets?view=submitted".into(),
        "/api/drafts".into(),
        format!("/api/contacts/{contact}"),
        format!("/api/tickets/{ticket}"),
        format!("/api/tickets/{ticket}/timeline"),
        format!("/api/tickets/{ticket}/share-candidates"),
        format!("/api/deliveries?contact_id={contact}"),
        format!("/api/deliveries?ticket_id={ticket}"),
        format!("/api/identities/{identity}/sessions"),
        format!("/api/identities/{identity}/offboarding-preview"),
        format!("/api/identities/{identity}/avatar"),
    ];
    for path in &own {
        for (who, client) in [("the person", &person), ("the administrator", &admin)] {
            look(who, path, &client.send(Method::GET, path, None).await, "");
        }
    }
    let avatar = admin.get(&format!("/api/identities/{identity}/avatar")).await;
    avatar.refused(404, "not_found");

    let directory = tempfile::tempdir().expect("a directory");
    let frozen = directory.path().join("frozen.sqlite");
    let frozen = frozen.to_str().expect("a path that is text");
    let engine = world.app.system.database().engine();
    engine.vacuum_into(frozen).expect("kept");
    for case in &world.cases {
        for (who, client) in [("the person", &person), ("the administrator", &admin)] {
            if who == "the person" && HIS_OWN.contains(&case.operation) {
                continue;
            }
            let client = if case.by.is_some() { client.clone() } else { world.app.client() };
            if case.by.is_none() && HIS_OWN.contains(&case.operation) {
                continue;
            }
            let sent = format!("{} {}", case.path, case.body.as_ref().map(Value::to_string).unwrap_or_default());
            look(who, case.operation, &case.sent(&client).await, &sent);
            if case.method != Method::GET {
                engine.restore_from(frozen).expect("put back");
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}
