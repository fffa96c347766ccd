//! How an enterprise shows itself, and what it takes for granted of those whom it serves.

use std::io::Cursor;

use foyer_testkit::{Answer, Client, TestApp};
use http::Method;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

async fn edit(client: &Client, body: Value) -> Answer {
    client.send(Method::PATCH, "/api/enterprise", Some(body)).await
}

fn logo() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(300, 200, Rgb([20, 60, 200])).write_to(&mut file, ImageFormat::Png).expect("written");
    file.into_inner()
}

// the "The enterprise's face": what an administrator says is shown to everybody, signed in or not, and recorded
#[tokio::test]
async fn what_an_administrator_says_of_the_enterprise_is_shown() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let wang = firm.customer("王芳", "13900000001").await;
    let path = format!("/api/enterprises/{}", firm.tenant);
    let begins = app.client().get(&path).await.expect(200);
    assert_eq!(
        (begins.text("/name"), &begins.body["face"]["colour"], &begins.body["face"]["logo"]),
        ("yunfan".into(), &Value::Null, &Value::Null)
    );
    app.client().get(&format!("{path}/logo")).await.refused(404, "not_found");

    let face = json!({ "colour": "#0B6B3A", "help": "周一至周五 9:00–18:00", "contact": "400-000-0000" });
    let edited = edit(&firm.admin, face).await.expect(200);
    assert_eq!(edited.text("/colour"), "#0b6b3a");
    firm.admin.raw(Method::PUT, "/api/enterprise/logo", "image/png", logo()).await.expect(200);
    let shown = app.client().get(&path).await.expect(200);
    assert_eq!((shown.text("/face/contact"), shown.text("/face/help")), ("400-000-0000".into(), "周一至周五 9:00–18:00".into()));
    let seen = wang.get("/api/me").await.expect(200);
    assert_eq!(seen.body["enterprise"], shown.body["face"]);
    let picture = app.client().get(&format!("{path}/logo")).await.expect(200);
    assert_eq!(
        (picture.header("content-type"), picture.header("etag")),
        ("image/jpeg", format!("\"{}\"", shown.text("/face/logo")).as_str())
    );

    // what is left out stays; what is null goes; the other enterprise sees nothing of it
    let emptied = edit(&firm.admin, json!({ "help": null, "remove_logo": true })).await.expect(200);
    assert_eq!((emptied.text("/colour"), &emptied.body["help"], &emptied.body["logo"]), ("#0b6b3a".into(), &Value::Null, &Value::Null));
    app.client().get(&format!("{path}/logo")).await.refused(404, "not_found");
    assert_eq!(other.admin.get("/api/me").await.expect(200).body["enterprise"]["colour"], Value::Null);

    let acts = firm.admin.get("/api/audit").await.expect(200);
    let edits: Vec<&Value> = acts.items().iter().filter(|entry| entry["act"] == "enterprise.edited").collect();
    assert_eq!(edits.len(), 3);
    let fields =
        |entry: &Value| entry["changes"].as_array().map(|all| all.iter().map(|change| change["field"].clone()).collect::<Vec<_>>());
    // They are of one moment, and have no order.
    let first = Some(vec![json!("colour"), json!("help"), json!("contact")]);
    assert!(edits.iter().any(|entry| fields(entry) == first), "{edits:?}");
    assert_eq!(
        other.admin.get("/api/audit").await.expect(200).items().iter().filter(|entry| entry["act"] == "enterprise.edited").count(),
        0
    );
}

// the "The enterprise's face": nobody else says so, and a colour that nobody can read on is refused
#[tokio::test]
async fn what_an_enterprise_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, agent) = (firm.customer("王芳", "13900000001").await, firm.agent("he.yu").await);
    edit(&agent, json!({ "colour": "#0b6b3a" })).await.refused(403, "forbidden");
    edit(&wang, json!({ "colour": "#0b6b3a" })).await.refused(403, "staff_only");
    agent.raw(Method::PUT, "/api/enterprise/logo", "image/png", logo()).await.refused(403, "forbidden");
    for body in [
        json!({ "colour": "#f5c400" }),
        json!({ "colour": "blue" }),
        json!({ "language": "fr" }),
        json!({ "country": "China" }),
        json!({ "time_zone": "Mars/Olympus" }),
        json!({ "help": "x".repeat(501) }),
        json!({ "contact": "a\nb" }),
        json!({ "name": "another" }),
    ] {
        edit(&firm.admin, body.clone()).await.refused(422, "invalid");
    }
    firm.admin.raw(Method::PUT, "/api/enterprise/logo", "image/png", b"no picture".to_vec()).await.refused(422, "invalid");
    app.client().get("/api/enterprises/ten_01ke6jq30000000000000000zz").await.refused(404, "not_found");
    assert_eq!(firm.admin.get("/api/me").await.expect(200).body["enterprise"]["colour"], Value::Null, "nothing of it was kept");
}

// the "Languages by enterprise": who is new reads the enterprise's language and has a number of its country
#[tokio::test]
async fn somebody_new_is_as_his_enterprise_takes_for_granted() {
    let app = TestApp::start().await;
    let (firm, harbour) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    edit(&harbour.admin, json!({ "language": "en", "country": "gb", "time_zone": "Europe/London" })).await.expect(200);
    let contact = |organisation: &str, mobile: &str| json!({ "organisation_id": organisation, "name": "Wang Fang", "mobile": mobile });
    let theirs = harbour.admin.post("/api/contacts", contact(&harbour.organisation.to_string(), "07400 123456")).await.expect(201);
    assert_eq!((theirs.text("/mobile"), theirs.text("/language")), ("+447400123456".into(), "en".into()));
    let customer = harbour.admin.post("/api/customers", json!({ "name": "Reed Ltd", "mobile": "07400 123457" })).await.expect(201);
    assert_eq!((customer.text("/mobile"), customer.text("/language")), ("+447400123457".into(), "en".into()));
    let path = format!("/api/contacts/{}", theirs.text("/contact_id"));
    let moved = harbour.admin.send(Method::PATCH, &path, Some(json!({ "mobile": "07400 123458" }))).await.expect(200);
    assert_eq!(moved.text("/mobile"), "+447400123458");

    // what is said counts; another enterprise is as it was
    let chinese = json!({ "organisation_id": harbour.organisation, "name": "王芳", "mobile": "+86 138 0013 8000", "language": "zh-CN" });
    let chinese = harbour.admin.post("/api/contacts", chinese).await.expect(201);
    assert_eq!((chinese.text("/mobile"), chinese.text("/language")), ("+8613800138000".into(), "zh-CN".into()));
    let ours = firm.admin.post("/api/contacts", contact(&firm.organisation.to_string(), "138 0013 8001")).await.expect(201);
    assert_eq!((ours.text("/mobile"), ours.text("/language")), ("+8613800138001".into(), "zh-CN".into()));
    let refused = firm.admin.post("/api/contacts", contact(&firm.organisation.to_string(), "07400 123456")).await.refused(422, "invalid");
    assert_eq!(refused.body["errors"][0]["pointer"], "/mobile");
}

// an editor who saw another edition is told, as with every other form
#[tokio::test]
async fn two_who_edit_the_enterprise_do_not_overwrite_each_other() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let seen = app.client().get(&format!("/api/enterprises/{}", firm.tenant)).await.expect(200).header("etag").to_owned();
    edit(&firm.admin, json!({ "contact": "400-000-0001" })).await.expect(200);
    let late = firm.admin.header("if-match", &seen);
    edit(&late, json!({ "contact": "400-000-0002" })).await.refused(412, "changed_since");
}
