//! Customers beside contacts, searching and editing both.

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

async fn patch(by: &Client, path: &str, body: Value) -> foyer_testkit::Answer {
    by.send(Method::PATCH, path, Some(body)).await
}

async fn names(by: &Client, path: &str) -> Vec<String> {
    let page = by.get(path).await.expect(200);
    page.items().iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

// S000-1, S000-3, S000-4: a customer is created, found in the list with the state of its account, and gets one by its phone
#[tokio::test]
async fn a_customer_gets_an_account() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let body = json!({ "name": "海棠贸易", "mobile": "13900000001", "email": "office@haitang.example" });
    let customer = firm.admin.post("/api/customers", body).await.expect(201);
    let id = customer.text("/customer_id");
    assert_eq!((customer.text("/account/state"), customer.text("/account/suggested_login")), ("none".into(), "+8613900000001".into()));
    let opened = firm.admin.post(&format!("/api/customers/{id}/account"), json!({})).await.expect(201);
    assert_eq!(opened.header("location"), format!("/api/customers/{id}"));
    let row = firm.admin.get("/api/customers").await.expect(200);
    assert_eq!((row.text("/items/0/account/state"), row.text("/items/0/account/login")), ("open".into(), "+8613900000001".into()));
    firm.admin.post(&format!("/api/customers/{id}/account"), json!({})).await.refused(409, "account_open");
    app.drain().await;
    let initial = crate::accounts::password_in(&app.only_message_to("+8613900000001"));
    // decision 3: the password went to the phone; nobody has proved the email, so it is no login name
    app.try_log_in("office@haitang.example", &initial).await.refused(401, "login_failed");
    let session = app.log_in("+8613900000001", &initial).await;
    let session = session.change_password(&initial, "riverbank morning seven").await;
    let ticket = firm.ticket(&session, "打印机").await;
    assert_eq!(firm.admin.get(&format!("/api/tickets/{ticket}")).await.expect(200).text("/submitter/customer_id"), id);
    let offboarded = firm.admin.post(&format!("/api/identities/{}/offboard", opened.text("/identity_id")), json!({})).await.expect(200);
    assert_eq!(offboarded.text("/identities/0/kind"), "customer");
    assert_eq!(firm.admin.get(&format!("/api/customers/{id}")).await.expect(200).text("/account/state"), "offboarded");
}

// S002-4: ordinary staff sees the customers that it has to do with; others do not exist
#[tokio::test]
async fn ordinary_staff_sees_its_own_customers() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let (lin, stranger) = (firm.member("lin.yue").await, firm.member("stranger").await);
    let id = lin.post("/api/customers", json!({ "name": "海棠贸易" })).await.expect(201).text("/customer_id");
    assert_eq!(names(&lin, "/api/customers").await, ["海棠贸易"]);
    assert_eq!(names(&firm.admin, "/api/customers").await, ["海棠贸易"]);
    for blind in [&stranger, &other.admin] {
        assert!(names(blind, "/api/customers").await.is_empty());
        blind.get(&format!("/api/customers/{id}")).await.refused(404, "not_found");
        patch(blind, &format!("/api/customers/{id}"), json!({ "name": "x" })).await.refused(404, "not_found");
        blind.post(&format!("/api/customers/{id}/account"), json!({})).await.refused(404, "not_found");
    }
    lin.post(&format!("/api/customers/{id}/account"), json!({ "login": "haitang" })).await.refused(403, "forbidden");
    // whoever becomes responsible finds it
    let me = stranger.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    patch(&lin, &format!("/api/customers/{id}"), json!({ "owner": me })).await.refused(403, "forbidden");
    patch(&firm.admin, &format!("/api/customers/{id}"), json!({ "owner": me })).await.expect(200);
    assert_eq!(names(&stranger, "/api/customers").await, ["海棠贸易"]);
    patch(&firm.admin, &format!("/api/customers/{id}"), json!({ "owner": null })).await.expect(200);
    assert!(names(&stranger, "/api/customers").await.is_empty());
}

// "search": part of the name, the phone or the address
#[tokio::test]
async fn contacts_and_customers_are_found_by_what_is_known() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    for (number, name) in ["王芳", "Wang Fang", "李雷", "韩梅"].into_iter().enumerate() {
        let mut contact = firm.contact_body(name, &format!("1390000000{number}"));
        contact["email"] = json!(format!("person{number}@Haitang.example"));
        // in an order that can be told
        app.advance(SignedDuration::from_secs(1));
        firm.admin.post("/api/contacts", contact).await.expect(201);
        firm.admin.post("/api/customers", json!({ "name": format!("{name}公司") })).await.expect(201);
    }
    app.drain().await;
    assert_eq!(names(&firm.admin, "/api/contacts?q=wang").await, ["Wang Fang", "王芳"]);
    assert_eq!(names(&firm.admin, "/api/contacts?q=00000002").await, ["李雷"]);
    assert_eq!(names(&firm.admin, "/api/contacts?q=person3@hai").await, ["韩梅"]);
    assert_eq!(names(&firm.admin, "/api/customers?q=%E7%8E%8B").await, ["王芳公司"]);
    assert!(names(&firm.admin, "/api/contacts?q=nobody").await.is_empty());
    let first = firm.admin.get("/api/contacts?q=haitang&limit=3").await.expect(200);
    assert_eq!(first.items().len(), 3);
    let rest = firm.admin.get(&format!("/api/contacts?q=haitang&limit=3&cursor={}", first.text("/next_cursor"))).await.expect(200);
    assert_eq!((rest.items().len(), rest.text("/items/0/name")), (1, "王芳".into()));
    firm.admin.get(&format!("/api/contacts?q=other&cursor={}", first.text("/next_cursor"))).await.refused(422, "invalid");
    firm.admin.get(&format!("/api/contacts?q={}", "a".repeat(101))).await.refused(422, "invalid");
}

// S000-20, S002-8, S004-11: by the state of the account, pages full as long as there is more; not for who may not
// see the account tab
#[tokio::test]
async fn contacts_and_customers_are_found_by_the_state_of_their_account() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (lin, colleague) = (firm.member("lin.yue").await, firm.member("colleague").await);
    let mut contacts = Vec::new();
    for (number, name) in ["无", "待审", "甲", "离开", "乙", "丙"].into_iter().enumerate() {
        app.advance(SignedDuration::from_secs(1));
        contacts.push(format!("/api/contacts/{}", firm.contact(&lin, name, &format!("1390000000{number}")).await));
    }
    lin.post(&format!("{}/account-requests", contacts[1]), json!({ "remark": "x" })).await.expect(201);
    for contact in &contacts[2..] {
        firm.admin.post(&format!("{contact}/account"), json!({})).await.expect(201);
    }
    let left = firm.admin.get(&contacts[3]).await.expect(200).text("/account/identity_id");
    firm.admin.post(&format!("/api/identities/{left}/offboard"), json!({})).await.expect(200);
    app.drain().await;
    let of = |state: &str| format!("/api/contacts?account_state={state}");
    for by in [&firm.admin, &lin] {
        assert_eq!(names(by, &of("none")).await, ["无"]);
        assert_eq!(names(by, &of("pending")).await, ["待审"]);
        assert_eq!(names(by, &of("open")).await, ["丙", "乙", "甲"]);
        assert_eq!(names(by, &of("offboarded")).await, ["离开"]);
        assert_eq!(names(by, &format!("{}&q=00000002", of("open"))).await, ["甲"]);
    }
    let first = lin.get(&format!("{}&limit=2", of("open"))).await.expect(200);
    assert_eq!((first.items().len(), first.text("/items/1/name")), (2, "乙".into()));
    let cursor = first.text("/next_cursor");
    let rest = lin.get(&format!("{}&limit=2&cursor={cursor}", of("open"))).await.expect(200);
    assert_eq!((rest.items().len(), rest.text("/items/0/name"), &rest.body["next_cursor"]), (1, "甲".into(), &Value::Null));
    lin.get(&format!("{}&limit=2&cursor={cursor}", of("none"))).await.refused(422, "invalid");
    lin.get(&of("deleted")).await.refused(422, "invalid");

    let me = colleague.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    patch(&lin, &contacts[2], json!({ "shared_with": [me] })).await.expect(200);
    assert_eq!(names(&colleague, "/api/contacts").await, ["甲"]);
    for state in ["none", "pending", "open", "offboarded"] {
        assert!(names(&colleague, &of(state)).await.is_empty(), "{state}");
    }

    // S004-1: by organisation, for who sees all and for who sees his own
    let organisation = firm.seed.organisation(firm.dimension, "海棠贸易").await.expect("made");
    let mut body = firm.contact_body("丁", "13900000007");
    body["organisation_id"] = json!(organisation.to_string());
    for mobile in ["13900000007", "13900000008"] {
        app.advance(SignedDuration::from_secs(1));
        body["mobile"] = json!(mobile);
        lin.post("/api/contacts", body.clone()).await.expect(201);
    }
    app.drain().await;
    let within = format!("/api/contacts?organisation_id={organisation}");
    for by in [&firm.admin, &lin] {
        assert_eq!(names(by, &within).await, ["丁", "丁"]);
        assert!(names(by, &format!("{within}&account_state=open")).await.is_empty());
        assert_eq!(names(by, &format!("/api/contacts?organisation_id={}&account_state=open", firm.organisation)).await.len(), 3);
        let first = by.get(&format!("{within}&limit=1")).await.expect(200);
        let rest = by.get(&format!("{within}&limit=1&cursor={}", first.text("/next_cursor"))).await.expect(200);
        assert_eq!((first.text("/items/0/mobile"), rest.text("/items/0/mobile")), ("+8613900000008".into(), "+8613900000007".into()));
    }
    assert!(names(&colleague, &within).await.is_empty());
    firm.admin.get("/api/contacts?organisation_id=x").await.refused(422, "invalid");

    let customer = firm.admin.post("/api/customers", json!({ "name": "海棠", "mobile": "13900000009" })).await.expect(201);
    app.drain().await;
    assert_eq!(names(&firm.admin, "/api/customers?account_state=none").await, ["海棠"]);
    firm.admin.post(&format!("/api/customers/{}/account", customer.text("/customer_id")), json!({})).await.expect(201);
    // a moment before it stands there, it stands nowhere
    for state in ["none", "open"] {
        assert!(names(&firm.admin, &format!("/api/customers?account_state={state}")).await.is_empty(), "{state}");
    }
    app.drain().await;
    assert!(names(&firm.admin, "/api/customers?account_state=none").await.is_empty());
    assert_eq!(names(&firm.admin, "/api/customers?account_state=open").await, ["海棠"]);
    firm.admin.get("/api/customers?account_state=gone").await.refused(422, "invalid");
}

// S004-8, S004-12, S004-13: the adder edits and shares; the account's login stays its owner's; the edit is recorded
#[tokio::test]
async fn a_contact_is_edited_and_shared() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (lin, colleague) = (firm.member("lin.yue").await, firm.member("colleague").await);
    let contact = firm.contact(&lin, "王芳", "13900000001").await;
    let path = format!("/api/contacts/{contact}");
    firm.admin.post(&format!("{path}/account"), json!({})).await.expect(201);
    let edited = patch(&lin, &path, json!({ "name": "王芳芳", "mobile": "13900000009", "remark": "x" })).await.expect(200);
    assert_eq!(
        (edited.text("/name"), edited.text("/mobile"), edited.text("/account/login")),
        ("王芳芳".into(), "+8613900000009".into(), "+8613900000001".into())
    );
    app.advance(SignedDuration::from_secs(1));
    assert_eq!(patch(&lin, &path, json!({ "remark": null })).await.expect(200).body["remark"], Value::Null);
    let me = colleague.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    colleague.get(&path).await.refused(404, "not_found");
    let shared = patch(&lin, &path, json!({ "shared_with": [me] })).await.expect(200);
    assert_eq!((&shared.body["shared_with"], &shared.body["may_edit"]), (&json!([me]), &json!(true)));
    let seen = colleague.get(&path).await.expect(200);
    assert_eq!(seen.body["may_edit"], false);
    assert!(seen.body.get("account").is_none(), "S004-11");
    patch(&colleague, &path, json!({ "name": "x" })).await.refused(403, "forbidden");
    patch(&lin, &path, json!({ "shared_with": [] })).await.expect(200);
    colleague.get(&path).await.refused(404, "not_found");
    patch(&lin, &path, json!({ "shared_with": ["idn_01ke6jq3000000000000000zz9"] })).await.refused(422, "invalid");
    patch(&lin, &path, json!({ "customer_id": "cus_01ke6jq3000000000000000zz9" })).await.refused(422, "invalid");
    let customer = lin.post("/api/customers", json!({ "name": "海棠" })).await.expect(201).text("/customer_id");
    assert_eq!(patch(&lin, &path, json!({ "customer_id": customer })).await.expect(200).text("/customer_id"), customer);
    let acts = firm.admin.get(&format!("/api/audit?target={contact}")).await.expect(200);
    assert_eq!(acts.items().len(), 5);
    let first = acts.items()[4]["changes"].clone();
    assert_eq!(first[0], json!({ "field": "name", "before": "王芳", "after": "王芳芳" }));
}

// S000-2, S002-6: whoever creates a contact finds the organisation that it belongs to and the people who may be responsible
#[tokio::test]
async fn staff_finds_organisations_and_colleagues() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let lin = firm.member("lin.yue").await;
    let me = lin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let staff = lin.get("/api/staff").await.expect(200);
    assert_eq!(staff.items().len(), 2);
    assert!(staff.items().iter().any(|row| row["identity_id"] == me.as_str() && row["state"] == "active"));
    assert!(staff.items().iter().all(|row| row.as_object().expect("a row").len() == 3), "no address is in it");
    let organisations = lin.get("/api/organisations").await.expect(200);
    let body = json!({ "name": "李雷", "organisation_id": organisations.text("/items/0/organisation_id") });
    lin.post("/api/contacts", body).await.expect(201);
    // neither leaves the enterprise
    assert!(other.admin.get("/api/staff").await.expect(200).items().iter().all(|row| row["identity_id"] != me.as_str()));
    let theirs = other.admin.get("/api/organisations").await.expect(200);
    assert_ne!(theirs.text("/items/0/organisation_id"), organisations.text("/items/0/organisation_id"));
    let customer = firm.customer("王芳", "13900000001").await;
    customer.get("/api/staff").await.refused(403, "staff_only");
    customer.get("/api/organisations").await.refused(403, "staff_only");
}
