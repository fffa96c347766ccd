//! The requests that would be accepted, by what they are about.

use std::io::Cursor;

use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::files::{PNG, attach, begin, upload};
use foyer_testkit::{Client, Enterprise, TestApp};
use http::Method;
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};

use crate::case::Case;

fn case(operation: &'static str, method: Method, path: impl Into<String>, body: Option<Value>, by: Option<&Client>) -> Case {
    let path = path.into();
    Case { operation, method, path, body, file: None, by: by.cloned(), required: &[], silent: &[], ids: &[] }
}

fn get(operation: &'static str, path: impl Into<String>, by: &Client) -> Case {
    case(operation, Method::GET, path, None, Some(by))
}

fn post(operation: &'static str, path: impl Into<String>, body: Value, by: &Client) -> Case {
    case(operation, Method::POST, path, Some(body), Some(by))
}

/// What everybody may do.
pub(crate) async fn open(firm: &Enterprise, customer: &Client) -> Vec<Case> {
    let session = customer.get("/api/sessions").await.expect(200).text("/items/0/session_id");
    let kicked = firm.member("to.be.kicked").await.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let identity = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    vec![
        case("logout", Method::DELETE, "/api/sessions/current", None, Some(customer)),
        get("get-me", "/api/me", customer),
        case("edit-profile", Method::PATCH, "/api/me", Some(json!({ "name": "新", "language": "en" })), Some(customer)),
        get("list-sessions", "/api/sessions", customer),
        case("end-session", Method::DELETE, format!("/api/sessions/{session}"), None, Some(customer)),
        case("end-other-sessions", Method::DELETE, "/api/sessions", None, Some(customer)),
        Case {
            required: &["identity_id"],
            ids: &["identity_id"],
            ..case(
                "switch-identity",
                Method::PUT,
                "/api/sessions/current/identity",
                Some(json!({ "identity_id": identity })),
                Some(customer),
            )
        },
        get("list-identity-sessions", format!("/api/identities/{identity}/sessions"), &firm.admin),
        post("sign-out-identity", format!("/api/identities/{kicked}/sign-out"), json!({}), &firm.admin),
        get("get-open-apps", "/api/apps", &firm.admin),
        Case {
            required: &["apps"],
            ..case("open-apps", Method::PUT, "/api/apps", Some(json!({ "apps": ["home", "tickets", "notices"] })), Some(&firm.admin))
        },
        case(
            "open-identity-apps",
            Method::PUT,
            format!("/api/identities/{identity}/apps"),
            Some(json!({ "apps": ["home", "tickets", "notices"] })),
            Some(&firm.admin),
        ),
        get("list-audit", "/api/audit", &firm.admin),
        case("get-openapi", Method::GET, "/api/openapi.json", None, None),
        case("get-page", Method::GET, "/tickets", None, None),
        case("follow-link", Method::GET, "/l/7hK3mQx9TzB", None, None),
    ]
}

/// How the enterprise shows itself, with a logo to look at.
pub(crate) async fn enterprise(firm: &Enterprise) -> Vec<Case> {
    let mut picture = Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut picture, ImageFormat::Png).expect("written");
    let picture = picture.into_inner();
    firm.admin.raw(Method::PUT, "/api/enterprise/logo", "image/png", picture.clone()).await.expect(200);
    let path = format!("/api/enterprises/{}", firm.tenant);
    let face = json!({ "colour": "#2b55c9", "help": "9:00–18:00", "contact": "010-5555 0000", "language": "zh-CN", "country": "CN", "time_zone": "Asia/Shanghai" });
    vec![
        case("show-enterprise", Method::GET, path.clone(), None, None),
        case("get-logo", Method::GET, format!("{path}/logo"), None, None),
        case("edit-enterprise", Method::PATCH, "/api/enterprise", Some(face), Some(&firm.admin)),
        Case { file: Some(("image/png", picture)), ..case("set-logo", Method::PUT, "/api/enterprise/logo", None, Some(&firm.admin)) },
    ]
}

/// A picture: looked at first, as long as it is there.
pub(crate) async fn avatars(customer: &Client) -> Vec<Case> {
    let identity = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let mut picture = Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut picture, ImageFormat::Png).expect("written");
    let picture = picture.into_inner();
    customer.raw(Method::PUT, "/api/me/avatar", "image/png", picture.clone()).await.expect(200);
    vec![
        get("get-avatar", format!("/api/identities/{identity}/avatar"), customer),
        Case { file: Some(("image/png", picture)), ..case("set-avatar", Method::PUT, "/api/me/avatar", None, Some(customer)) },
        case("remove-avatar", Method::DELETE, "/api/me/avatar", None, Some(customer)),
    ]
}

/// A code for another address, asked for from where nothing is counted that matters here.
async fn address_code(app: &TestApp, customer: &Client) -> String {
    let wanted = json!({ "address": "wang.new@example.com", "password": PASSWORD });
    customer.from("198.51.100.77").post("/api/me/address-changes", wanted).await.expect(202);
    app.drain().await;
    app.newest_code_to("wang.new@example.com")
}

/// A code for a forgotten password.
async fn recovery_code(app: &TestApp) -> String {
    app.client().post("/api/password-resets", json!({ "login": "lin.yue" })).await.expect(202);
    app.drain().await;
    app.newest_code_to("lin.yue@example.com")
}

/// Logging in and changing the password.
pub(crate) async fn passwords(app: &TestApp, customer: &Client) -> Vec<Case> {
    let login = json!({ "login": "admin.yunfan", "password": PASSWORD });
    let change = json!({ "current_password": PASSWORD, "new_password": "another horse entirely" });
    let address = json!({ "address": "wang@example.com", "password": PASSWORD });
    let address_code = json!({ "code": address_code(app, customer).await });
    let recovery = json!({ "login": "lin.yue", "code": recovery_code(app).await, "new_password": "another horse entirely" });
    vec![
        Case {
            required: &["login", "password"],
            silent: &["login", "password"],
            ..case("login", Method::POST, "/api/sessions", Some(login), None)
        },
        Case {
            required: &["code"],
            silent: &["code"],
            ..case("confirm-address-change", Method::POST, "/api/me/address-changes/confirm", Some(address_code), Some(customer))
        },
        Case {
            required: &["address", "password"],
            silent: &["password"],
            ..case("request-address-change", Method::POST, "/api/me/address-changes", Some(address), Some(customer))
        },
        Case {
            required: &["login", "code", "new_password"],
            silent: &["login", "code", "new_password"],
            ..case("confirm-password-reset", Method::POST, "/api/password-resets/confirm", Some(recovery), None)
        },
        Case {
            required: &["login"],
            silent: &["login"],
            ..case("request-password-reset", Method::POST, "/api/password-resets", Some(json!({ "login": "lin.yue" })), None)
        },
        Case {
            required: &["current_password", "new_password"],
            silent: &["current_password"],
            ..case("change-password", Method::PUT, "/api/me/password", Some(change), Some(customer))
        },
    ]
}

/// Every field of a form, with the administrator responsible.
async fn full(firm: &Enterprise) -> Value {
    let owner = firm.admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    json!({
        "name": "新", "mobile": "13900000009", "email": "new@example.com", "phone": "010-5555 0000", "remark": "x", "language": "en",
        "owner": owner, "participants": [], "service_owner": owner,
    })
}

fn edits() -> Value {
    json!({ "name": "新", "email": "new@example.com", "phone": "010-5555 0000", "remark": "x", "language": "en" })
}

/// Contacts and the requests for their accounts.
pub(crate) async fn contacts(firm: &Enterprise) -> Vec<Case> {
    let admin = &firm.admin;
    let lin = &firm.member("lin.yue").await;
    let contact = firm.contact(lin, "李雷", "13900000002").await;
    let asked = firm.contact(lin, "韩梅梅", "13900000003").await;
    let request = lin.post(&format!("/api/contacts/{asked}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    let request = format!("/api/account-requests/{}", request.text("/request_id"));
    let path = format!("/api/contacts/{contact}");
    let mut form = full(firm).await;
    form["organisation_id"] = json!(firm.organisation.to_string());
    form["security_level"] = json!(-5);
    let account = json!({ "login": "li.lei", "initial_password": "handed over in person" });
    vec![
        Case {
            required: &["organisation_id", "name"],
            ids: &["organisation_id", "owner", "service_owner"],
            ..post("create-contact", "/api/contacts", form, admin)
        },
        get("get-contact", &path, lin),
        get("list-contacts", "/api/contacts", lin),
        get("list-organisations", "/api/organisations", lin),
        get("list-staff", "/api/staff", lin),
        case("edit-contact", Method::PATCH, &path, Some(edits()), Some(admin)),
        post("open-account", format!("{path}/account"), account, admin),
        Case { required: &["remark"], ..post("request-account", format!("{path}/account-requests"), json!({ "remark": "x" }), lin) },
        get("list-account-requests", "/api/account-requests", admin),
        post("approve-request", format!("{request}/approve"), json!({}), admin),
        Case { required: &["reason"], ..post("reject-request", format!("{request}/reject"), json!({ "reason": "x" }), admin) },
    ]
}

/// Customers.
pub(crate) async fn customers(firm: &Enterprise) -> Vec<Case> {
    let admin = &firm.admin;
    let made = admin.post("/api/customers", json!({ "name": "海棠" })).await.expect(201);
    let path = format!("/api/customers/{}", made.text("/customer_id"));
    let mut edit = edits();
    edit["email"] = json!("haitang@example.com");
    let account = json!({ "login": "haitang", "initial_password": "handed over in person" });
    vec![
        Case {
            required: &["name"],
            ids: &["owner", "service_owner"],
            ..post("create-customer", "/api/customers", full(firm).await, admin)
        },
        get("get-customer", &path, admin),
        get("list-customers", "/api/customers", admin),
        case("edit-customer", Method::PATCH, &path, Some(edit), Some(admin)),
        post("open-customer-account", format!("{path}/account"), account, admin),
    ]
}

/// External identities: one that is active, one that is offboarded, and a successor.
pub(crate) async fn identities(firm: &Enterprise) -> Vec<Case> {
    let admin = &firm.admin;
    let mut opened = Vec::new();
    for (name, mobile) in [("赵", "13900000004"), ("钱", "13900000005"), ("孙", "13900000006")] {
        let contact = firm.contact(admin, name, mobile).await;
        let account = admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        opened.push(account.text("/identity_id"));
    }
    let (active, offboarded) = (format!("/api/identities/{}", opened[0]), format!("/api/identities/{}", opened[1]));
    admin.post(&format!("{offboarded}/offboard"), json!({})).await.expect(200);
    let confirmation = admin.get(&format!("{offboarded}/offboarding-preview")).await.expect(200).text("/delete_this");
    let reset = json!({ "initial_password": "handed over in person" });
    let offboard = json!({ "scope": "this", "successor": opened[2] });
    vec![
        get("preview-offboarding", format!("{active}/offboarding-preview"), admin),
        get("get-hand-over", format!("{offboarded}/hand-over"), admin),
        post("rehire-identity", format!("{offboarded}/rehire"), json!({}), admin),
        post("reset-password", format!("{active}/password-reset"), reset, admin),
        Case { ids: &["successor"], ..post("offboard-identity", format!("{active}/offboard"), offboard, admin) },
        case("delete-identity", Method::DELETE, format!("{offboarded}?confirmation={confirmation}"), None, Some(admin)),
    ]
}

/// Two identities that are offered to the customer, and the proof of an address by somebody whose password was typed.
pub(crate) async fn offers(app: &TestApp, firm: &Enterprise, customer: &Client) -> Vec<Case> {
    let mut offered = Vec::new();
    for name in ["王芳(二)", "王芳(三)"] {
        let contact = firm.contact(&firm.admin, name, "13900000001").await;
        offered.push(firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id"));
    }
    let typed = "typed by the staff";
    let contact = firm.contact(&firm.admin, "何雨", "13900000043").await;
    let account = json!({ "login": "newcomer", "initial_password": typed });
    firm.admin.post(&format!("/api/contacts/{contact}/account"), account).await.expect(201);
    let newcomer = app.log_in("newcomer", typed).await;
    vec![
        get("list-offers", "/api/me/offers", customer),
        post("accept-offer", format!("/api/me/offers/{}/accept", offered[0]), json!({}), customer),
        post("decline-offer", format!("/api/me/offers/{}/decline", offered[1]), json!({}), customer),
        post("request-address-proof", "/api/me/address-proofs", json!({}), &newcomer),
    ]
}

/// Tickets and queues.
pub(crate) async fn tickets(firm: &Enterprise, customer: &Client) -> Vec<Case> {
    let ticket = format!("/api/tickets/{}", firm.ticket(customer, "打印机").await);
    let accepted = format!("/api/tickets/{}", firm.ticket(customer, "发票").await);
    let agent = &firm.admin;
    agent.post(&format!("{accepted}/accept"), json!({})).await.expect(200);
    let text = || json!({ "text": "x" });
    let reply = json!({ "handling_reply": "x", "acceptance_information": "y" });
    let completed = format!("/api/tickets/{}", firm.ticket(customer, "空调").await);
    agent.post(&format!("{completed}/accept"), json!({})).await.expect(200);
    agent.post(&format!("{completed}/complete"), json!({ "handling_reply": "x" })).await.expect(200);
    let billing = firm.seed.queue("Billing").await.expect("made").to_string();
    let colleague = firm.customer("韩梅", "13900000061").await.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let shared = firm.customer("李强", "13900000062").await.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    customer.put(&format!("{ticket}/shares/{shared}"), json!({ "may_comment": false })).await.expect(200);
    let form = firm.ticket_body("x");
    let mut drafts = Vec::new();
    for _ in 0..2 {
        drafts.push(format!("/api/drafts/{}", customer.post("/api/drafts", form.clone()).await.expect(201).text("/ticket_id")));
    }
    let draft = &drafts[0];
    let file = attach(customer, &ticket, "a.png", PNG).await;
    let begun = begin(customer, &ticket, "b.png", PNG.len()).await.expect(201);
    upload(&begun, PNG).await.expect(200);
    let moving = format!("/api/tickets/{}", firm.ticket(customer, "窗户").await);
    agent.post(&format!("{moving}/accept"), json!({})).await.expect(200);
    let share = json!({ "may_comment": true });
    let put = |operation, path: String, body| case(operation, Method::PUT, path, Some(body), Some(customer));
    vec![
        Case {
            required: &["reason"],
            ids: &["queue_id"],
            ..post("transfer-ticket", format!("{moving}/transfer"), json!({ "queue_id": billing, "reason": "x" }), agent)
        },
        Case { required: &["reason"], ..post("reopen-ticket", format!("{completed}/reopen"), json!({ "reason": "x" }), customer) },
        Case { required: &["stars"], ..put("rate-ticket", format!("{completed}/rating"), json!({ "stars": 4, "comment": "x" })) },
        Case {
            required: &["reply_method"],
            ..put("set-reply-method", format!("{ticket}/reply-method"), json!({ "reply_method": "portal" }))
        },
        Case { required: &["may_comment"], ..put("share-ticket", format!("{ticket}/shares/{colleague}"), share) },
        case("unshare-ticket", Method::DELETE, format!("{ticket}/shares/{shared}"), None, Some(customer)),
        get("list-shares", format!("{ticket}/shares"), customer),
        get("list-share-candidates", format!("{ticket}/share-candidates"), customer),
        Case { ids: &["queue_id"], ..post("save-draft", "/api/drafts", form.clone(), customer) },
        get("get-draft", draft, customer),
        get("list-drafts", "/api/drafts", customer),
        Case { ids: &["queue_id"], ..case("edit-draft", Method::PATCH, draft, Some(form), Some(customer)) },
        post("submit-draft", format!("{}/submit", drafts[1]), json!({}), customer),
        case("delete-draft", Method::DELETE, draft, None, Some(customer)),
        Case {
            required: &["name", "size"],
            ..post("begin-attachment", format!("{ticket}/attachments"), json!({ "name": "c.png", "size": 9 }), customer)
        },
        post("finish-attachment", format!("{}/finish", begun.header("location")), json!({}), customer),
        get("get-attachment", &file, customer),
        case("remove-attachment", Method::DELETE, &file, None, Some(customer)),
        post("withdraw-ticket", format!("{ticket}/withdraw"), json!({}), customer),
        post("urge-ticket", format!("{ticket}/urge"), json!({}), customer),
        Case { required: &["text"], ..post("reply-ticket", format!("{accepted}/replies"), text(), agent) },
        Case { required: &["text"], ..post("note-ticket", format!("{accepted}/notes"), text(), agent) },
        Case { required: &["text"], ..post("ask-customer", format!("{accepted}/questions"), text(), agent) },
        Case { required: &["text"], ..post("answer-ticket", format!("{accepted}/answers"), text(), customer) },
        Case { required: &["handling_reply"], ..post("complete-ticket", format!("{accepted}/complete"), reply, agent) },
        get("list-timeline", format!("{accepted}/timeline"), customer),
        Case {
            required: &["title", "description", "queue_id", "reply_method"],
            ids: &["queue_id"],
            ..post("submit-ticket", "/api/tickets", firm.ticket_body("x"), customer)
        },
        get("get-ticket", &ticket, customer),
        get("get-ticket-customer", format!("{accepted}/customer"), agent),
        get("list-tickets", "/api/tickets?view=submitted", customer),
        get("queue-position", format!("{ticket}/queue-position"), customer),
        post("accept-ticket", format!("{ticket}/accept"), json!({}), &firm.admin),
        get("list-queues", "/api/queues", customer),
    ]
}

/// Notices, and what became of messages.
pub(crate) async fn notices(app: &TestApp, firm: &Enterprise, customer: &Client) -> Vec<Case> {
    app.drain().await;
    let notice = customer.get("/api/notices").await.expect(200).text("/items/0/notice_id");
    let contacts = firm.admin.get("/api/contacts").await.expect(200);
    let with_account = contacts.items().iter().find(|row| row["account"]["state"] == "open").expect("one is open");
    let contact = with_account["contact_id"].as_str().expect("an id").to_owned();
    vec![
        get("get-home", "/api/home", customer),
        get("find", "/api/find?q=%E7%8E%8B%E8%8A%B3", &firm.admin),
        get("list-notices", "/api/notices", customer),
        get("count-notices", "/api/notices/unread", customer),
        post("read-notice", format!("/api/notices/{notice}/read"), json!({}), customer),
        post("read-all-notices", "/api/notices/read", json!({}), customer),
        get("list-deliveries", format!("/api/deliveries?contact_id={contact}"), &firm.admin),
        get("list-held-messages", "/api/held-messages", &firm.admin),
        get("get-silence-report", "/api/silence-report", &firm.admin),
    ]
}

/// Working hours from Monday to Friday.
fn service() -> Value {
    let day = json!(["09:00-12:00", "13:30-18:00"]);
    let week = json!({ "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day });
    json!({ "calendar": { "time_zone": "Asia/Shanghai", "week": week }, "first_response_minutes": 60, "completion_minutes": 960 })
}

/// Tickets that become urgent, and are it no more.
pub(crate) async fn urgent(firm: &Enterprise, customer: &Client) -> Vec<Case> {
    let normal = format!("/api/tickets/{}/urgent", firm.ticket(customer, "停工").await);
    let urgent = format!("/api/tickets/{}/urgent", firm.ticket(customer, "误标").await);
    firm.admin.put(&urgent, json!({ "reason": "x" })).await.expect(200);
    vec![
        Case { required: &["reason"], ..case("mark-urgent", Method::PUT, normal, Some(json!({ "reason": "x" })), Some(&firm.admin)) },
        case("unmark-urgent", Method::DELETE, urgent, None, Some(&firm.admin)),
    ]
}

/// Queues as administrators manage them.
pub(crate) async fn queues(firm: &Enterprise) -> Vec<Case> {
    let admin = &firm.admin;
    let other = firm.seed.queue("Orders").await.expect("made");
    let path = format!("/api/queues/{}", firm.queue);
    let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    vec![
        Case { required: &["name"], ..post("create-queue", "/api/queues", json!({ "name": "新", "service": service() }), admin) },
        get("get-queue", &path, admin),
        case("edit-queue", Method::PATCH, &path, Some(json!({ "name": "另", "service": service() })), Some(admin)),
        case("change-queue-members", Method::PATCH, format!("{path}/members"), Some(json!({ "add": [], "remove": [me] })), Some(admin)),
        Case { ids: &["move_to"], ..post("stop-queue", format!("{path}/stop"), json!({ "move_to": other.to_string() }), admin) },
    ]
}

/// The second factor, as far as no password is asked for: one customer has begun to enrol, the other is enrolled.
pub(crate) async fn second_factors(app: &TestApp, firm: &Enterprise, without: &Client, with: &Client) -> Vec<Case> {
    let begun = without.post("/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200);
    let half = app.try_log_in("13900000042", PASSWORD).await.expect(201);
    let half = app.client().with_token(&half.text("/token"));
    let identity = with.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let code = |code: String| json!({ "code": code });
    let (confirm, pass) = (code(app.code_of(&begun.text("/secret"))), code(app.code("13900000042").await));
    vec![
        get("get-second-factor", "/api/me/second-factor", without),
        Case { required: &["code"], ..post("confirm-second-factor", "/api/me/second-factor/confirm", confirm, without) },
        Case { required: &["code"], ..post("pass-second-factor", "/api/sessions/current/second-factor", pass, &half) },
        post("reset-second-factor", format!("/api/identities/{identity}/second-factor-reset"), json!({}), &firm.admin),
    ]
}

/// The second factor, where the password is given again.
pub(crate) async fn second_factors_with_password(app: &TestApp, without: &Client, with: &Client) -> Vec<Case> {
    let both = json!({ "password": PASSWORD, "code": app.code("13900000042").await });
    let case = |operation, path: &str, body, by| Case { silent: &["password"], ..post(operation, path, body, by) };
    vec![
        Case { required: &["password"], ..case("begin-second-factor", "/api/me/second-factor", json!({ "password": PASSWORD }), without) },
        Case {
            required: &["password", "code"],
            ..case("renew-recovery-codes", "/api/me/second-factor/recovery-codes", both.clone(), with)
        },
        Case { required: &["password", "code"], ..case("disable-second-factor", "/api/me/second-factor/disable", both, with) },
    ]
}
