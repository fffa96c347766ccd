//! What was done to accounts, and who may read it.

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use serde_json::{Value, json};

async fn open(by: &Client, firm: &Enterprise, name: &str, mobile: &str) -> String {
    let contact = firm.contact(by, name, mobile).await;
    by.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/account_id")
}

/// What was done, but for the logins of administrators.
async fn entries(by: &Client, query: &str) -> Vec<Value> {
    let found = by.get(&format!("/api/audit{query}")).await.expect(200);
    found.items().iter().filter(|entry| entry["act"] != "second_factor.passed").cloned().collect()
}

// F33
#[tokio::test]
async fn an_opened_account_leaves_one_entry() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let account = open(&firm.admin, &firm, "王芳", "13900000001").await;
    let all = entries(&firm.admin, "").await;
    assert_eq!(all.len(), 1);
    let me = firm.admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    assert_eq!((&all[0]["act"], &all[0]["target"], &all[0]["actor"]), (&json!("account.opened"), &json!(account), &json!(me)));
    assert_eq!((&all[0]["source"], &all[0]["on_behalf_of"]), (&json!("203.0.113.7"), &Value::Null));
    assert_eq!(all[0]["changes"][2], json!({ "field": "login", "before": null, "after": "+8613900000001" }));
    assert!(all[0]["request_id"].as_str().is_some_and(|id| id.starts_with("req-")));
    // a refused one leaves none
    firm.admin.post("/api/contacts/ctc_01ke6jq30000000000000000c1/account", json!({})).await.refused(404, "not_found");
    assert_eq!(entries(&firm.admin, "").await.len(), 1);
}

// F33: by target, actor and time, in pages
#[tokio::test]
async fn entries_are_found_by_target_actor_and_time() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let zhou = firm.maintainer("zhou.min").await;
    // What is done in one moment has no order.
    app.advance(SignedDuration::from_secs(1));
    let first = open(&firm.admin, &firm, "一", "13900000001").await;
    app.advance(SignedDuration::from_mins(1));
    let second = open(&zhou, &firm, "二", "13900000002").await;
    app.advance(SignedDuration::from_mins(1));
    let third = open(&firm.admin, &firm, "三", "13900000003").await;
    let targets = |entries: Vec<Value>| entries.into_iter().map(|entry| entry["target"].clone()).collect::<Vec<_>>();
    assert_eq!(targets(entries(&firm.admin, "").await), [json!(third), json!(second), json!(first)]);
    assert_eq!(targets(entries(&firm.admin, &format!("?target={second}")).await), [json!(second)]);
    let zhou_id = zhou.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    assert_eq!(targets(entries(&firm.admin, &format!("?actor={zhou_id}")).await), [json!(second)]);
    let middle = "?from=2026-01-05T08:00:30Z&until=2026-01-05T08:01:30Z";
    assert_eq!(targets(entries(&firm.admin, middle).await), [json!(second)]);
    for filter in [String::new(), format!("&actor={}", firm.admin.get("/api/me").await.text("/active_identity/identity_id"))] {
        let page = firm.admin.get(&format!("/api/audit?limit=1{filter}")).await.expect(200);
        assert_eq!(page.text("/items/0/target"), third);
        let next = page.text("/next_cursor");
        let page = firm.admin.get(&format!("/api/audit?limit=1{filter}&cursor={next}")).await.expect(200);
        assert_eq!(page.text("/items/0/target"), if filter.is_empty() { second.clone() } else { first.clone() });
        firm.admin.get(&format!("/api/audit?cursor={next}&target=x")).await.refused(422, "invalid");
    }
    firm.admin.get(&format!("/api/audit?target={first}&actor={zhou_id}")).await.refused(422, "invalid");
    firm.admin.get("/api/audit?from=2026-01-05T09:00:00Z&until=2026-01-05T08:00:00Z").await.refused(422, "invalid");
}

// F33: entries name those concerned, staff or not, as they are called now; an id of nobody's stays an id
#[tokio::test]
async fn entries_name_those_concerned() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let me = customer.get("/api/me").await.expect(200);
    let (identity, contact) = (me.text("/active_identity/identity_id"), me.text("/active_identity/bound_to/id"));
    customer.send(Method::PATCH, "/api/me", Some(json!({ "name": "王芳芳" }))).await.expect(200);
    firm.admin.send(Method::PATCH, &format!("/api/contacts/{contact}"), Some(json!({ "name": "王女士" }))).await.expect(200);
    firm.admin.put("/api/apps", json!({ "apps": ["home"] })).await.expect(200);
    firm.admin.post(&format!("/api/identities/{identity}/offboard"), json!({})).await.expect(200);
    let company = firm.admin.post("/api/customers", json!({ "name": "海棠" })).await.expect(201).text("/customer_id");
    firm.admin.send(Method::PATCH, &format!("/api/customers/{company}"), Some(json!({ "remark": "x" }))).await.expect(200);
    let found = entries(&firm.admin, "").await;
    let named = |act: &str, target: &str| {
        let entry = found.iter().find(|entry| entry["act"] == act && entry["target"] == target);
        let entry = entry.unwrap_or_else(|| panic!("{act} of {target} in {found:?}"));
        (entry["target_name"].as_str().unwrap_or(""), entry["actor_name"].as_str().unwrap_or(""))
    };
    let account = me.text("/account/account_id");
    let admin = firm.admin.get("/api/me").await.expect(200).text("/account/name");
    assert_eq!(named("account.opened", &account), ("王芳芳", admin.as_str()));
    assert_eq!(named("profile.edited", &account), ("王芳芳", "王芳芳"));
    assert_eq!(named("record.edited", &contact), ("王女士", admin.as_str()));
    assert_eq!(named("record.edited", &company), ("海棠", admin.as_str()));
    assert_eq!(named("identity.offboarded", &identity), ("王芳芳", admin.as_str()));
    assert_eq!(named("apps.opened", &firm.tenant.to_string()), ("", admin.as_str()));
}

// F33: administrators of the tenant, nobody else
#[tokio::test]
async fn only_administrators_of_the_tenant_read_it() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let account = open(&firm.admin, &firm, "王芳", "13900000001").await;
    assert!(entries(&other.admin, "").await.is_empty());
    assert!(entries(&other.admin, &format!("?target={account}")).await.is_empty());
    firm.maintainer("zhou.min").await.get("/api/audit").await.refused(403, "forbidden");
    firm.customer("李雷", "13900000002").await.get("/api/audit").await.refused(403, "staff_only");
    app.client().get("/api/audit").await.refused(401, "not_signed_in");
}

// F33: nobody changes or deletes an entry: no role may
#[tokio::test]
async fn no_role_may_change_or_delete_an_entry() {
    let app = TestApp::start().await;
    let grants = app.system.template().functions.iter().flat_map(|function| &function.grants);
    let of_audit: Vec<&str> = grants.filter(|(_, table)| table.contains("-audit")).map(|(action, _)| action.as_str()).collect();
    assert!(of_audit.contains(&"dynamodb:PutItem"));
    assert!(of_audit.iter().all(|action| matches!(*action, "dynamodb:PutItem" | "dynamodb:Query")), "{of_audit:?}");
}
