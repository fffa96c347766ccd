//! A walk through every operation that records what each call spent.

use std::collections::BTreeMap;
use std::io::Cursor;

use foyer_domain::address::Channel;
use foyer_domain::agents::{Role, StaffMember};
use foyer_domain::identity::{Account, AvatarTag};
use foyer_domain::limit::{DAY, Kind, Limit};
use foyer_domain::tickets::{Queue, Ticket, TicketState};
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_local::{Fault, Target};
use foyer_store::avatars::AccountAvatar;
use foyer_store::meter::Spent;
use foyer_store::{Key, Table};
use foyer_testkit::enterprise::{PASSWORD, WEAK_HASH};
use foyer_testkit::feedback::{bounced, failed_sms, message_id};
use foyer_testkit::files::{PNG, begin, fetch, finish, upload};
use foyer_testkit::{Answer, Client, Enterprise, TestApp, authority};
use http::Method;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

/// What was spent, by operation and case.
pub(crate) type Ledger = BTreeMap<(String, String), Spent>;

/// The walk under way: two contacts apply and open accounts, one of them submits tickets.
struct Walk {
    app: TestApp,
    firm: Enterprise,
    ledger: Ledger,
}

/// Does everything once, and once more what costs differently another time.
pub(crate) async fn walk() -> (TestApp, Ledger) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    app.drain().await;
    let mut walk = Walk { app, firm, ledger: Ledger::new() };
    walk.enterprises().await;
    walk.sessions().await;
    let contact = walk.contacts().await;
    walk.requests().await;
    let customer = walk.accounts(&contact).await;
    walk.identities().await;
    walk.tickets(&customer).await;
    walk.repeats(&customer).await;
    walk.notices(&customer).await;
    walk.home(&customer).await;
    walk.finds().await;
    walk.sweeps(&customer).await;
    walk.queues(&customer).await;
    walk.departures(&customer).await;
    walk.feedback(&customer).await;
    walk.targets(&customer).await;
    walk.recovery().await;
    walk.second_factor().await;
    walk.profile().await;
    walk.crowd().await;
    walk.diverted().await;
    (walk.app, walk.ledger)
}

impl Walk {
    fn note(&mut self, operation: &str, case: &str, spent: Spent) {
        let other = self.ledger.insert((operation.to_owned(), case.to_owned()), spent);
        assert_eq!(other, None, "{operation}: {case} twice");
    }

    /// Notes an answer, which must have this status.
    fn answered(&mut self, operation: &str, case: &str, status: u16, answer: Answer) -> Answer {
        let answer = answer.expect(status);
        self.note(operation, case, answer.spent.clone());
        answer
    }

    async fn invoked(&mut self, operation: &str, case: &str, event: Value) {
        let (_, spent) = self.app.system.invoke_metered(operation, event).await.expect("it runs");
        self.note(operation, case, spent);
    }

    /// Delivers what waits, and notes each function's only invocation.
    async fn delivered(&mut self, case: &str) {
        let drained = self.app.try_drain().await;
        assert_eq!(drained.failures, [""; 0]);
        for (operation, spent) in drained.invocations {
            // What it costs to keep a record depends on its name: it has cases of its own.
            if spent != Spent::default() && operation != "keep-finds" {
                self.note(operation, case, spent);
            }
        }
    }

    async fn enterprises(&mut self) {
        let event = json!({
            "key": "first",
            "tenant_name": "First",
            "administrator": { "name": "Ada", "login": "ada.first", "phone": "13911110000" },
            "dimension_name": "Customers",
            "organisation_name": "Acme",
            "queue_name": "Service",
        });
        self.invoked("bootstrap-tenant", "new", event.clone()).await;
        self.invoked("bootstrap-tenant", "again", event).await;
        self.delivered("administrator's password").await;
    }

    async fn sessions(&mut self) {
        let app = self.app.clone();
        self.answered("login", "unknown name", 401, app.try_log_in("nobody.here", "guess").await);
        self.answered("login", "wrong password", 401, app.try_log_in("admin.yunfan", "guess").await);
        self.answered("login", "right password", 201, app.try_log_in("admin.yunfan", PASSWORD).await);
        self.firm.seed.hash("admin.yunfan", WEAK_HASH.into()).await.expect("stored");
        let half = app.try_log_in("admin.yunfan", PASSWORD).await;
        let half = self.answered("login", "right password, outdated hash", 201, half);
        let half = app.client().with_token(&half.text("/token"));
        let code = app.code("admin.yunfan").await;
        let path = "/api/sessions/current/second-factor";
        self.answered("pass-second-factor", "wrong code", 422, half.post(path, json!({ "code": "000000" })).await);
        self.answered("pass-second-factor", "right code", 200, half.post(path, json!({ "code": code })).await);
        for _ in 0..5 {
            app.try_log_in("nobody.here", "guess").await.expect(401);
        }
        self.answered("login", "too soon", 429, app.try_log_in("nobody.here", "guess").await);
        let session = app.log_in("admin.yunfan", PASSWORD).await;
        self.answered("get-me", "plain", 200, session.get("/api/me").await);
        self.answered("get-me", "not signed in", 401, app.client().get("/api/me").await);
        self.answered("list-sessions", "3 sessions", 200, session.get("/api/sessions").await);
        let me = session.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let switched = session.put("/api/sessions/current/identity", json!({ "identity_id": me })).await;
        let switched = self.answered("switch-identity", "plain", 200, switched);
        let session = session.with_token(&switched.text("/token"));
        let third = app.log_in("admin.yunfan", PASSWORD).await.get("/api/sessions").await.expect(200);
        let current = third.items().iter().find(|row| row["current"] == json!(true)).expect("the asking one");
        let ended = session.delete(&format!("/api/sessions/{}", current["session_id"].as_str().expect("an id"))).await;
        self.answered("end-session", "of 4", 204, ended);
        self.answered("end-other-sessions", "plain", 204, session.delete("/api/sessions").await);
        self.firm.admin = app.log_in("admin.yunfan", PASSWORD).await;
        let member = self.firm.member("zhang.san").await;
        let other = member.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let path = format!("/api/identities/{other}");
        self.answered("list-identity-sessions", "1 session", 200, self.firm.admin.get(&format!("{path}/sessions")).await);
        let elsewhere = app.client().from("198.51.100.9").header("user-agent", "Elsewhere");
        let login = json!({ "login": "zhang.san", "password": PASSWORD });
        self.answered("login", "in two places at once", 201, elsewhere.post("/api/sessions", login).await);
        self.delivered("shared use").await;
        let keyed = self.firm.admin.header("idempotency-key", "a-kick-for-all");
        self.answered("sign-out-identity", "with a key", 204, keyed.post(&format!("{path}/sign-out"), json!({})).await);
        app.advance(SignedDuration::from_mins(1));
        self.answered("get-me", "after a minute, as staff", 200, session.get("/api/me").await);
        self.answered("logout", "plain", 204, session.delete("/api/sessions/current").await);
        self.answered("get-openapi", "plain", 200, app.client().get("/api/openapi.json").await);
        self.answered("get-page", "plain", 200, app.client().get("/tickets").await);
        self.answered("follow-link", "unknown", 303, app.client().get("/l/7hK3mQx9TzB").await);
    }

    /// Gives a contact without an account.
    async fn contacts(&mut self) -> String {
        let admin = self.firm.admin.clone();
        let body = self.firm.contact_body("王芳", "13900000001");
        let contact = self.answered("create-contact", "plain", 201, admin.post("/api/contacts", body.clone()).await).text("/contact_id");
        let keyed = admin.header("idempotency-key", "contact-of-mine");
        self.answered("create-contact", "with a key", 201, keyed.post("/api/contacts", body.clone()).await);
        self.answered("create-contact", "with the key again", 201, keyed.post("/api/contacts", body).await);
        let mut owned = self.firm.contact_body("韩梅", "13900000003");
        owned["owner"] = admin.get("/api/me").await.expect(200).body["active_identity"]["identity_id"].clone();
        self.answered("create-contact", "with 1 person responsible", 201, admin.post("/api/contacts", owned).await);
        let edit = json!({ "name": "韩梅梅" });
        let path = format!("/api/contacts/{contact}");
        self.answered("edit-contact", "plain", 200, admin.send(Method::PATCH, &path, Some(edit.clone())).await);
        let mut owned = json!({ "name": "海棠", "mobile": "13900000021" });
        owned["owner"] = admin.get("/api/me").await.expect(200).body["active_identity"]["identity_id"].clone();
        let keyed = admin.header("idempotency-key", "a-customer");
        let made =
            self.answered("create-customer", "with a key, 1 person responsible", 201, keyed.post("/api/customers", owned.clone()).await);
        let customer = format!("/api/customers/{}", made.text("/customer_id"));
        self.answered("get-customer", "plain", 200, admin.get(&customer).await);
        let lin = self.firm.member("han.mei").await;
        lin.post("/api/customers", json!({ "name": "青山" })).await.expect(201);
        let mut edit = edit;
        edit["participants"] = json!([lin.get("/api/me").await.expect(200).text("/active_identity/identity_id")]);
        self.answered("edit-customer", "with 1 person more", 200, admin.send(Method::PATCH, &customer, Some(edit.clone())).await);
        self.answered("edit-contact", "with 1 person more", 200, admin.send(Method::PATCH, &path, Some(edit)).await);
        self.answered("list-organisations", "1 organisation", 200, lin.get("/api/organisations").await);
        self.answered("list-staff", "2 members", 200, lin.get("/api/staff").await);
        self.answered("list-customers", "all 2 customers, as administrator", 200, admin.get("/api/customers").await);
        self.answered("list-customers", "2 customers, as member", 200, lin.get("/api/customers").await);
        let keyed = admin.header("idempotency-key", "an-account-of-a-customer");
        let opened = keyed.post(&format!("{customer}/account"), json!({ "login": "haitang" })).await;
        self.answered("open-customer-account", "with a key", 201, opened);
        self.app.drain().await;
        self.answered("get-contact", "plain", 200, admin.get(&format!("/api/contacts/{contact}")).await);
        self.answered("list-contacts", "all 3 contacts, as administrator", 200, admin.get("/api/contacts").await);
        self.answered("list-contacts", "3 contacts without an account", 200, admin.get("/api/contacts?account_state=none").await);
        let within = format!("/api/contacts?organisation_id={}", self.firm.organisation);
        self.answered("list-contacts", "3 contacts of an organisation", 200, admin.get(&within).await);
        contact
    }

    async fn requests(&mut self) {
        let (admin, lin) = (self.firm.admin.clone(), self.firm.member("lin.yue").await);
        let contact = self.firm.contact(&lin, "李雷", "13900000002").await;
        self.answered("list-contacts", "1 contact, as member", 200, lin.get("/api/contacts").await);
        let (path, remark) = (format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "新联系人" }));
        let first = self.answered("request-account", "plain", 201, lin.post(&path, remark.clone()).await).text("/request_id");
        self.delivered("application, 1 recipient").await;
        self.answered("list-account-requests", "1 pending", 200, admin.get("/api/account-requests?state=pending").await);
        let (reject, reason) = (format!("/api/account-requests/{first}/reject"), json!({ "reason": "电话不对" }));
        let keyed = admin.header("idempotency-key", "a-rejection");
        self.answered("reject-request", "with a key", 200, keyed.post(&reject, reason.clone()).await);
        self.delivered("rejection").await;
        self.answered("reject-request", "decided already", 409, admin.post(&reject, reason).await);
        let keyed = lin.header("idempotency-key", "an-application");
        let second = self.answered("request-account", "with a key", 201, keyed.post(&path, remark).await).text("/request_id");
        self.app.drain().await;
        let approve = format!("/api/account-requests/{second}/approve");
        let keyed = admin.header("idempotency-key", "an-approval");
        self.answered("approve-request", "with a key", 200, keyed.post(&approve, json!({})).await);
        self.app.drain().await;
        self.answered("approve-request", "decided already", 409, admin.post(&approve, json!({})).await);
    }

    /// Opens the contact's account and signs in with it.
    async fn accounts(&mut self, contact: &str) -> Client {
        let initial = "the first password";
        let path = format!("/api/contacts/{contact}/account");
        let keyed = self.firm.admin.header("idempotency-key", "an-account");
        let open = keyed.post(&path, json!({ "login": "wang.fang" })).await;
        let opened = self.answered("open-account", "with a key", 201, open);
        self.delivered("account opened").await;
        self.firm.seed.initial_password("13900000001", initial).await.expect("the account is there");
        let admin = self.firm.admin.clone();
        self.answered("get-open-apps", "plain", 200, admin.get("/api/apps").await);
        let apps = json!({ "apps": ["home", "tickets", "notices"] });
        self.answered("open-apps", "plain", 200, admin.put("/api/apps", apps.clone()).await);
        let face = json!({ "colour": "#2b55c9", "help": "9:00–18:00", "country": "CN" });
        self.answered("edit-enterprise", "plain", 200, admin.send(Method::PATCH, "/api/enterprise", Some(face)).await);
        let mut logo = Cursor::new(Vec::new());
        RgbImage::new(64, 64).write_to(&mut logo, ImageFormat::Png).expect("written");
        self.answered("set-logo", "plain", 200, admin.raw(Method::PUT, "/api/enterprise/logo", "image/png", logo.into_inner()).await);
        let path = format!("/api/enterprises/{}", self.firm.tenant);
        self.answered("show-enterprise", "plain", 200, self.app.client().get(&path).await);
        self.answered("get-logo", "plain", 200, self.app.client().get(&format!("{path}/logo")).await);
        let none = json!({ "remove_logo": true });
        self.answered("edit-enterprise", "without its logo", 200, admin.send(Method::PATCH, "/api/enterprise", Some(none)).await);
        let path = format!("/api/identities/{}/apps", opened.text("/identity_id"));
        self.answered("open-identity-apps", "plain", 204, admin.put(&path, apps).await);
        admin.put(&path, json!({})).await.expect(204);
        self.answered("list-audit", "5 entries", 200, admin.get("/api/audit").await);
        self.answered(
            "list-audit",
            "1 entry of 1 target",
            200,
            admin.get(&format!("/api/audit?target={}", opened.text("/account_id"))).await,
        );
        let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        self.answered("list-audit", "5 entries of 1 actor", 200, admin.get(&format!("/api/audit?actor={me}")).await);
        let customer = self.app.log_in("13900000001", initial).await;
        let change = json!({ "current_password": initial, "new_password": PASSWORD });
        let changed = self.answered("change-password", "plain", 200, customer.put("/api/me/password", change.clone()).await);
        let customer = customer.with_token(&changed.text("/token"));
        self.answered("change-password", "wrong password", 422, customer.put("/api/me/password", change).await);
        customer
    }

    /// An identity of its own, with a ticket, is reset, offboarded, rehired and deleted; one more is bound.
    async fn identities(&mut self) {
        let admin = self.firm.admin.clone();
        let contact = self.firm.contact(&admin, "周", "13900000031").await;
        let initial = "the first password";
        let opened = admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        self.firm.seed.initial_password("13900000031", initial).await.expect("the account is there");
        let session = self.app.log_in("13900000031", initial).await.change_password(initial, PASSWORD).await;
        self.firm.ticket(&session, "门锁").await;
        let second = self.firm.contact(&admin, "周(二)", "13900000031").await;
        let bound = admin.post(&format!("/api/contacts/{second}/account"), json!({})).await;
        let bound = self.answered("open-account", "for an account that exists", 201, bound);
        self.offers(&session, &bound.text("/identity_id")).await;
        self.answered("get-me", "with 2 identities", 200, session.get("/api/me").await);
        let member = self.firm.member("wu.min").await;
        let third = self.firm.contact(&member, "周(三)", "13900000031").await;
        member.post(&format!("/api/contacts/{third}/account-requests"), json!({ "remark": "x" })).await.expect(201);
        self.app.drain().await;
        let path = |opened: &Answer, what: &str| format!("/api/identities/{}{what}", opened.text("/identity_id"));
        let preview = admin.get(&path(&opened, "/offboarding-preview")).await;
        self.answered("preview-offboarding", "2 identities, 1 ticket, 1 application", 200, preview);
        let keyed = |key| admin.header("idempotency-key", key);
        let successor = json!({ "successor": bound.text("/identity_id") });
        let offboarded = keyed("an-offboarding").post(&path(&opened, "/offboard"), successor).await;
        self.answered("offboard-identity", "with a key, 1 ticket handed over", 200, offboarded);
        self.delivered("1 ticket handed over").await;
        let rehired = keyed("a-return").post(&path(&opened, "/rehire"), json!({})).await;
        self.answered("rehire-identity", "with a key", 200, rehired);
        let reset = keyed("a-password-reset").post(&path(&opened, "/password-reset"), json!({})).await;
        self.answered("reset-password", "with a key", 200, reset);
        self.delivered("password reset").await;
        let confirmation = admin.get(&path(&opened, "/offboarding-preview")).await.expect(200).text("/delete_this");
        let deleted = admin.delete(&path(&opened, &format!("?confirmation={confirmation}"))).await;
        self.answered("delete-identity", "plain", 200, deleted);
        self.app.drain().await;
    }

    /// One offer is accepted, one is declined, and a password that staff typed takes a code.
    async fn offers(&mut self, session: &Client, offered: &str) {
        let admin = self.firm.admin.clone();
        self.app.drain().await;
        self.answered("list-offers", "1 offer", 200, session.get("/api/me/offers").await);
        let keyed = session.header("idempotency-key", "an-acceptance");
        self.answered("accept-offer", "with a key", 200, keyed.post(&format!("/api/me/offers/{offered}/accept"), json!({})).await);
        self.delivered("identity bound").await;
        let contact = self.firm.contact(&admin, "周(四)", "13900000031").await;
        let declined = admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
        let declined = session.post(&format!("/api/me/offers/{declined}/decline"), json!({})).await;
        self.answered("decline-offer", "plain", 204, declined);
        let contact = self.firm.contact(&admin, "吴", "13900000032").await;
        let typed = "handed over in person";
        let opened = admin.post(&format!("/api/contacts/{contact}/account"), json!({ "initial_password": typed })).await.expect(201);
        let wu = self.app.log_in(&opened.text("/login"), typed).await;
        let keyed = wu.header("idempotency-key", "an-address-proof");
        self.answered("request-address-proof", "with a key", 202, keyed.post("/api/me/address-proofs", json!({})).await);
        self.app.drain().await;
        let code = self.app.newest_code_to("+8613900000032");
        let change = json!({ "current_password": typed, "new_password": PASSWORD, "code": code });
        self.answered("change-password", "with a code", 200, wu.put("/api/me/password", change).await);
    }

    async fn tickets(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        let body = self.firm.ticket_body("电梯故障");
        let first =
            self.answered("submit-ticket", "to a queue at rest", 201, customer.post("/api/tickets", body.clone()).await).text("/ticket_id");
        self.delivered("ticket submitted").await;
        let keyed = customer.header("idempotency-key", "a-ticket");
        self.answered("submit-ticket", "with a key", 201, keyed.post("/api/tickets", body.clone()).await);
        self.answered("submit-ticket", "with the key again", 201, keyed.post("/api/tickets", body).await);
        self.app.drain().await;
        let ticket = format!("/api/tickets/{first}");
        self.answered("get-ticket", "own", 200, customer.get(&ticket).await);
        self.answered("get-ticket", "as staff", 200, admin.get(&ticket).await);
        self.answered("list-tickets", "2 submitted", 200, customer.get("/api/tickets?view=submitted").await);
        self.answered("list-tickets", "2 submitted, with their places", 200, customer.get("/api/tickets?view=submitted&with=places").await);
        let queue = format!("/api/tickets?view=queue&queue_id={}", self.firm.queue);
        self.answered("list-tickets", "2 that wait", 200, admin.get(&queue).await);
        self.answered("list-tickets", "4 in the queues of an agent", 200, admin.get("/api/tickets?view=queues").await);
        self.answered("list-tickets", "none shared", 200, customer.get("/api/tickets?view=shared").await);
        self.answered("list-queues", "1 queue, as customer", 200, customer.get("/api/queues").await);
        self.answered("list-queues", "1 queue, as staff", 200, admin.get("/api/queues").await);
        self.answered("queue-position", "plain", 200, customer.get(&format!("{ticket}/queue-position")).await);
        let urgent = format!("{ticket}/urgent");
        self.answered("mark-urgent", "plain", 200, admin.put(&urgent, json!({ "reason": "停工" })).await);
        self.answered("queue-position", "urgent", 200, customer.get(&format!("{ticket}/queue-position")).await);
        self.answered("mark-urgent", "urgent already", 409, admin.put(&urgent, json!({ "reason": "停工" })).await);
        self.answered("unmark-urgent", "plain", 200, admin.delete(&urgent).await);
        let accept = format!("{ticket}/accept");
        let keyed = admin.header("idempotency-key", "an-acceptance");
        self.answered("accept-ticket", "with a key", 200, keyed.post(&accept, json!({})).await);
        self.delivered("ticket accepted").await;
        self.answered("accept-ticket", "accepted already", 409, admin.post(&accept, json!({})).await);
        self.answered("queue-position", "accepted already", 409, customer.get(&format!("{ticket}/queue-position")).await);
        let next = self.answered("submit-ticket", "plain", 201, customer.post("/api/tickets", self.firm.ticket_body("空调")).await);
        let next = next.text("/ticket_id");
        self.answered("accept-ticket", "plain", 200, admin.post(&format!("/api/tickets/{next}/accept"), json!({})).await);
        self.app.drain().await;
        self.life(customer, &format!("/api/tickets/{next}")).await;
    }

    /// An accepted ticket goes to its end.
    async fn life(&mut self, customer: &Client, ticket: &str) {
        let admin = self.firm.admin.clone();
        let text = json!({ "text": "已寄出新零件。" });
        let keyed = |by: &Client, key| by.header("idempotency-key", key);
        self.answered("get-ticket-customer", "a contact with 2 more tickets", 200, admin.get(&format!("{ticket}/customer")).await);
        self.answered("reply-ticket", "plain", 200, admin.post(&format!("{ticket}/replies"), text.clone()).await);
        self.delivered("ticket replied").await;
        self.answered("reply-ticket", "with a key", 200, keyed(&admin, "one-reply").post(&format!("{ticket}/replies"), text.clone()).await);
        self.answered("note-ticket", "with a key", 200, keyed(&admin, "one-note").post(&format!("{ticket}/notes"), text.clone()).await);
        self.answered(
            "ask-customer",
            "with a key",
            200,
            keyed(&admin, "a-question").post(&format!("{ticket}/questions"), text.clone()).await,
        );
        self.answered(
            "answer-ticket",
            "with a key",
            200,
            keyed(customer, "an-answer").post(&format!("{ticket}/answers"), text.clone()).await,
        );
        let reply = json!({ "handling_reply": "已修好。", "acceptance_information": "上门维修。" });
        let completed = keyed(&admin, "a-completion").post(&format!("{ticket}/complete"), reply.clone()).await;
        self.answered("complete-ticket", "with a key", 200, completed);
        self.answered("list-timeline", "7 entries", 200, customer.get(&format!("{ticket}/timeline")).await);
        self.answered("list-tickets", "2 accepted", 200, admin.get("/api/tickets?view=mine").await);
        let waiting = self.firm.ticket(customer, "水管").await;
        let waiting = format!("/api/tickets/{waiting}");
        self.answered("urge-ticket", "with a key", 200, keyed(customer, "one-urge").post(&format!("{waiting}/urge"), json!({})).await);
        self.answered(
            "withdraw-ticket",
            "with a key",
            200,
            keyed(customer, "a-withdrawal").post(&format!("{waiting}/withdraw"), json!({})).await,
        );
        let third = self.firm.ticket(customer, "水龙头").await;
        admin.post(&format!("/api/tickets/{third}/accept"), json!({})).await.expect(200);
        self.answered("complete-ticket", "plain", 200, admin.post(&format!("/api/tickets/{third}/complete"), reply).await);
        self.afterwards(customer, &format!("/api/tickets/{third}")).await;
        let number = customer.get(&format!("/api/tickets/{third}")).await.expect(200).text("/number");
        self.answered("list-tickets", "1 by number", 200, customer.get(&format!("/api/tickets?view=submitted&q={number}")).await);
        self.app.drain().await;
    }

    /// Completed tickets are rated, shared, re-opened, transferred and closed.
    async fn afterwards(&mut self, customer: &Client, completed: &str) {
        let admin = self.firm.admin.clone();
        self.app.drain().await;
        let rating = json!({ "stars": 5, "comment": "很快" });
        self.answered("rate-ticket", "plain", 200, customer.put(&format!("{completed}/rating"), rating).await);
        self.delivered("ticket rated").await;
        let portal = json!({ "reply_method": "portal" });
        self.answered("set-reply-method", "plain", 200, customer.put(&format!("{completed}/reply-method"), portal).await);
        let colleague = self.firm.customer("韩梅", "13900000051").await;
        let identity = colleague.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let candidates = customer.get(&format!("{completed}/share-candidates?limit=2")).await;
        self.answered("list-share-candidates", "the latest 2 of an organisation", 200, candidates);
        let company = admin.post("/api/customers", json!({ "name": "云", "mobile": "13900000052" })).await.expect(201);
        let account = format!("/api/customers/{}/account", company.text("/customer_id"));
        admin.post(&account, json!({})).await.expect(201);
        self.firm.seed.initial_password("13900000052", "the first password").await.expect("the account is there");
        let company = self.app.log_in("13900000052", "the first password").await;
        let company = company.change_password("the first password", PASSWORD).await;
        let theirs = format!("/api/tickets/{}", self.firm.ticket(&company, "云").await);
        let candidates = company.get(&format!("{theirs}/share-candidates")).await;
        self.answered("list-share-candidates", "of a customer without contacts", 200, candidates);
        let share = format!("{completed}/shares/{identity}");
        self.answered("share-ticket", "plain", 200, customer.put(&share, json!({ "may_comment": true })).await);
        self.answered("list-shares", "1 share", 200, customer.get(&format!("{completed}/shares")).await);
        self.answered("list-tickets", "1 shared", 200, colleague.get("/api/tickets?view=shared").await);
        self.answered("get-ticket", "shared", 200, colleague.get(completed).await);
        self.app.drain().await;
        let keyed = |by: &Client, key| by.header("idempotency-key", key);
        let reopened = keyed(customer, "a-reopening").post(&format!("{completed}/reopen"), json!({ "reason": "又坏了" })).await;
        self.answered("reopen-ticket", "with a key", 200, reopened);
        self.delivered("a shared ticket reopened").await;
        self.answered("unshare-ticket", "plain", 204, customer.delete(&share).await);
        let agent = self.firm.agent("ma.li").await.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let assigned = json!({ "agent": agent, "reason": "换班" });
        let assigned = keyed(&admin, "an-assignment").post(&format!("{completed}/transfer"), assigned).await;
        self.answered("transfer-ticket", "with a key, one that waits, to an agent", 200, assigned);
        let billing = self.firm.seed.queue("Billing").await.expect("made").to_string();
        let moved = json!({ "queue_id": billing, "reason": "账单" });
        let moved = keyed(&admin, "one-move").post(&format!("{completed}/transfer"), moved).await;
        self.answered("transfer-ticket", "with a key, one in work, to a queue", 200, moved);
        self.drafts(customer).await;
        self.attachments(customer).await;
        self.app.drain().await;
    }

    async fn drafts(&mut self, customer: &Client) {
        let form = self.firm.ticket_body("草稿");
        let keyed = |key| customer.header("idempotency-key", key);
        let saved = self.answered("save-draft", "with a key", 201, keyed("one-draft").post("/api/drafts", form.clone()).await);
        let draft = format!("/api/drafts/{}", saved.text("/ticket_id"));
        self.answered("get-draft", "plain", 200, customer.get(&draft).await);
        self.answered("list-drafts", "1 draft", 200, customer.get("/api/drafts").await);
        let edited = customer.send(Method::PATCH, &draft, Some(json!({ "title": "草稿二" }))).await;
        self.answered("edit-draft", "plain", 200, edited);
        self.answered("submit-draft", "with a key", 201, keyed("a-submission").post(&format!("{draft}/submit"), json!({})).await);
        let other = customer.post("/api/drafts", form).await.expect(201).text("/ticket_id");
        self.answered("delete-draft", "without attachments", 204, customer.delete(&format!("/api/drafts/{other}")).await);
    }

    /// Files of a ticket that waits and of a draft; what is left of them is swept.
    async fn attachments(&mut self, customer: &Client) {
        let ticket = format!("/api/tickets/{}", self.firm.ticket(customer, "照片").await);
        let keyed = |key| customer.header("idempotency-key", key);
        let begun = begin(&keyed("one-file"), &ticket, "a.png", PNG.len()).await;
        let begun = self.answered("begin-attachment", "first of a ticket, with a key", 201, begun);
        self.answered("finish-attachment", "not uploaded", 409, finish(customer, &ticket, &begun).await);
        upload(&begun, PNG).await.expect(200);
        self.answered("finish-attachment", "plain", 200, finish(customer, &ticket, &begun).await);
        self.answered("finish-attachment", "finished already", 200, finish(customer, &ticket, &begun).await);
        let wrong = begin(customer, &ticket, "b.pdf", PNG.len()).await;
        let wrong = self.answered("begin-attachment", "second of a ticket", 201, wrong);
        upload(&wrong, PNG).await.expect(200);
        self.answered("finish-attachment", "wrong content", 422, finish(customer, &ticket, &wrong).await);
        let path = begun.header("location").to_owned();
        let link = self.answered("get-attachment", "plain", 200, customer.get(&path).await);
        fetch(Method::GET, &link.text("/url"), &[], Vec::new()).await.expect(200);
        let file = self.answered("get-attachment", "as staff", 200, self.firm.admin.get(&path).await);
        fetch(Method::GET, &file.text("/url"), &[], Vec::new()).await.expect(200);
        self.answered("get-ticket", "with 1 attachment", 200, customer.get(&ticket).await);
        self.invoked("sweep-attachments", "1 row", json!({})).await;
        self.answered("remove-attachment", "plain", 204, customer.delete(&path).await);
        let draft = customer.post("/api/drafts", json!({ "title": "照片" })).await.expect(201).text("/ticket_id");
        let files = format!("/api/tickets/{draft}");
        let begun = begin(customer, &files, "c.png", PNG.len()).await;
        self.answered("begin-attachment", "first of a draft", 201, begun);
        self.answered("delete-draft", "with 1 attachment", 204, customer.delete(&format!("/api/drafts/{draft}")).await);
        self.invoked("sweep-attachments", "2 rows", json!({})).await;
        self.invoked("sweep-attachments", "none is due", json!({})).await;
    }

    /// A queue of its own: made, renamed, served, emptied into the first one and stopped.
    async fn queues(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        let keyed = |key| admin.header("idempotency-key", key);
        let made = keyed("a-new-queue").post("/api/queues", json!({ "name": "临时" })).await;
        let made = self.answered("create-queue", "with a key", 201, made);
        let path = format!("/api/queues/{}", made.text("/queue_id"));
        let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let members = format!("{path}/members");
        let added = admin.send(Method::PATCH, &members, Some(json!({ "add": [me] }))).await;
        self.answered("change-queue-members", "1 person more", 200, added);
        let renamed = admin.send(Method::PATCH, &path, Some(json!({ "name": "临时窗口" }))).await;
        self.answered("edit-queue", "1 person serves it", 200, renamed);
        self.answered("get-queue", "1 person serves it", 200, admin.get(&path).await);
        let removed = admin.send(Method::PATCH, &members, Some(json!({ "remove": [me] }))).await;
        self.answered("change-queue-members", "1 person less", 200, removed);
        let deps = self.app.deps();
        let queue = made.text("/queue_id").parse().expect("an id");
        let queue = deps.store.queue(self.firm.tenant, queue).await.expect("read").expect("it is there").value;
        deps.commit().put_over(&Queue { roster: false, ..queue }).run(&deps.store).await.expect("stored");
        let added = admin.send(Method::PATCH, &members, Some(json!({ "add": [me] }))).await;
        self.answered("change-queue-members", "1 person more, the first since there are rosters", 200, added);
        let mut body = self.firm.ticket_body("临时的");
        body["queue_id"] = made.body["queue_id"].clone();
        customer.post("/api/tickets", body).await.expect(201);
        let stop = format!("{path}/stop");
        self.answered("stop-queue", "1 ticket waits", 409, admin.post(&stop, json!({})).await);
        let move_to = json!({ "move_to": self.firm.queue.to_string() });
        self.answered("stop-queue", "with a key, 1 ticket to move", 200, keyed("a-queue-stopped").post(&stop, move_to).await);
        let empty = admin.post("/api/queues", json!({ "name": "空" })).await.expect(201).text("/queue_id");
        self.answered("stop-queue", "nothing waits", 200, admin.post(&format!("/api/queues/{empty}/stop"), json!({})).await);
        self.invoked("sweep-queues", "1 ticket moved, 1 queue stopped", json!({})).await;
        self.app.drain().await;
    }

    /// The first of five leaves a queue, so that the last one has three before it.
    async fn departures(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        let made = admin.post("/api/queues", json!({ "name": "前台" })).await.expect(201);
        let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let members = format!("/api/queues/{}/members", made.text("/queue_id"));
        admin.send(Method::PATCH, &members, Some(json!({ "add": [me] }))).await.expect(200);
        let mut body = self.firm.ticket_body("来访");
        body["queue_id"] = made.body["queue_id"].clone();
        let (mut first, mut last) = (None, String::new());
        for _ in 0..5 {
            last = customer.post("/api/tickets", body.clone()).await.expect(201).text("/ticket_id");
            first.get_or_insert_with(|| last.clone());
        }
        self.app.drain().await;
        let first = first.expect("five were submitted");
        let accepted = admin.post(&format!("/api/tickets/{first}/accept"), json!({})).await.expect(200);
        let me = customer.get("/api/me").await.expect(200);
        let tenant = self.firm.tenant.to_string();
        let event = |kind: &str, method: &str| {
            json!({
                "id": "evt_01ke6jq30000000000000000e5", "version": 1, "tenant_id": tenant, "occurred_at": "2026-01-05T08:00:00Z",
                "actor": null, "request_id": "sample", "type": kind,
                "data": {
                    "ticket_id": first, "ticket_number": accepted.text("/number"), "title": "来访",
                    "queue_id": made.text("/queue_id"), "queue_name": "前台", "queue_before": made.text("/queue_id"),
                    "submitter": me.text("/active_identity/identity_id"), "submitter_account": me.text("/account/account_id"),
                    "submitter_name": "王芳", "reply_method": method, "acceptor": null, "acceptor_name": null,
                    "acceptor_before": null, "state_before": "waiting", "state": "in_progress", "actor_name": null,
                    "by_customer": false, "shared_with": [], "submitted_at": "2026-01-05T08:00:00Z",
                    "queued_at": "2026-01-05T08:00:00Z", "accepted_at": null, "completed_at": null,
                },
            })
        };
        let batch = |event: Value| json!({ "Records": [{ "messageId": "1", "body": event.to_string() }] });
        let left = batch(event("ticket.accepted", "sms"));
        self.invoked("watch-queues", "1 of 4 tickets came near", left.clone()).await;
        self.invoked("watch-queues", "4 tickets, all told", left).await;
        let mut waiting = event("ticket.submitted", "email");
        waiting["data"]["ticket_id"] = json!(last);
        self.invoked("send-email", "ticket submitted", batch(waiting)).await;
        self.app.drain().await;
    }

    /// A queue with targets: they come near and are missed, and the queue has none any more.
    async fn targets(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        let service = json!({
            "calendar": { "time_zone": "UTC", "week": { "monday": ["00:00-24:00"], "tuesday": ["00:00-24:00"], "wednesday": ["00:00-24:00"],
                "thursday": ["00:00-24:00"], "friday": ["00:00-24:00"], "saturday": ["00:00-24:00"], "sunday": ["00:00-24:00"] } },
            "first_response_minutes": 10, "completion_minutes": null,
        });
        let made = admin.post("/api/queues", json!({ "name": "时限", "service": service })).await.expect(201);
        let path = format!("/api/queues/{}", made.text("/queue_id"));
        let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        admin.send(Method::PATCH, &format!("{path}/members"), Some(json!({ "add": [me] }))).await.expect(200);
        let mut body = self.firm.ticket_body("加急维修");
        body["queue_id"] = made.body["queue_id"].clone();
        let first = customer.post("/api/tickets", body.clone()).await.expect(201).text("/ticket_id");
        let second = customer.post("/api/tickets", body.clone()).await.expect(201).text("/ticket_id");
        let tenant = self.firm.tenant.to_string();
        let about = |ticket: &str| {
            let event = json!({
                "id": "evt_01ke6jq30000000000000000e5", "version": 1, "tenant_id": tenant,
                "occurred_at": "2026-01-05T08:00:00Z", "actor": null, "request_id": "sample", "type": "ticket.submitted",
                "data": {
                    "ticket_id": ticket, "ticket_number": "9-0001", "title": "加急维修", "queue_id": made.text("/queue_id"),
                    "queue_name": "时限", "submitter": me, "submitter_account": "acc_01ke6jq30000000000000000a1",
                    "submitter_name": "王芳", "reply_method": "portal", "state_before": "draft", "state": "waiting",
                    "by_customer": true, "submitted_at": "2026-01-05T08:00:00Z",
                },
            });
            json!({ "Records": [{ "messageId": "1", "body": event.to_string() }] })
        };
        let (first_event, second_event) = (about(&first), about(&second));
        self.invoked("track-targets", "1 ticket that waits", first_event.clone()).await;
        self.invoked("track-targets", "the same again", first_event.clone()).await;
        self.invoked("sweep-targets", "nothing is due", json!({})).await;
        self.app.advance(SignedDuration::from_mins(8));
        self.invoked("sweep-targets", "1 ticket is near a target", json!({})).await;
        self.app.advance(SignedDuration::from_mins(2));
        self.invoked("sweep-targets", "1 ticket missed a target", json!({})).await;
        admin.post(&format!("/api/tickets/{first}/accept"), json!({})).await.expect(200);
        admin.post(&format!("/api/tickets/{first}/complete"), json!({ "handling_reply": "好了。" })).await.expect(200);
        self.invoked("track-targets", "1 ticket that is over", first_event).await;
        self.invoked("track-targets", "1 ticket that missed a target", second_event).await;
        let third = customer.post("/api/tickets", body).await.expect(201).text("/ticket_id");
        self.app.invoke("track-targets", about(&third)).await;
        admin.send(Method::PATCH, &path, Some(json!({ "service": null }))).await.expect(200);
        self.invoked("track-targets", "1 ticket without targets", about(&second)).await;
        self.app.advance(SignedDuration::from_mins(8));
        self.invoked("sweep-targets", "1 ticket without targets any more", json!({})).await;
        self.app.drain().await;
    }

    /// A forgotten password.
    async fn recovery(&mut self) {
        let (app, login) = (self.app.clone(), "13900000001");
        app.drain().await;
        let ask = async |login: &str| app.client().post("/api/password-resets", json!({ "login": login })).await;
        self.answered("request-password-reset", "by phone", 202, ask(login).await);
        self.delivered("reset code").await;
        let code = app.newest_code_to("+8613900000001");
        let body = |code: &str| json!({ "login": login, "code": code, "new_password": "another horse entirely" });
        let path = "/api/password-resets/confirm";
        self.answered("confirm-password-reset", "wrong code", 422, app.client().post(path, body("x")).await);
        self.answered("confirm-password-reset", "right code", 204, app.client().post(path, body(&code)).await);
        self.delivered("password changed").await;
        // by email, so that it is the other sender's
        let mut contact = self.firm.contact_body("吴", "13800000041");
        contact["email"] = json!("wu@example.com");
        let contact = self.firm.admin.post("/api/contacts", contact).await.expect(201).text("/contact_id");
        self.firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({ "login": "wu@example.com" })).await.expect(201);
        app.drain().await;
        self.answered("request-password-reset", "by email", 202, ask("wu@example.com").await);
        self.delivered("reset code by email").await;
        // nobody has used that account: the code proves its address
        let code = app.newest_code_to("wu@example.com");
        let confirmed = json!({ "login": "wu@example.com", "code": code, "new_password": "another horse entirely" });
        self.answered("confirm-password-reset", "of an account that was never used", 204, app.client().post(path, confirmed).await);
        app.drain().await;
    }

    /// Notices are read; messages are looked at, one of them held back.
    async fn notices(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        admin.get("/api/me").await.expect(200);
        self.answered("count-notices", "plain", 200, customer.get("/api/notices/unread").await);
        let found = self.answered("list-notices", "2 notices", 200, customer.get("/api/notices?limit=2").await);
        let path = format!("/api/notices/{}/read", found.text("/items/0/notice_id"));
        self.answered("read-notice", "plain", 204, customer.post(&path, json!({})).await);
        self.answered("read-notice", "read already", 204, customer.post(&path, json!({})).await);
        self.answered("read-all-notices", "plain", 204, customer.post("/api/notices/read", json!({})).await);
        self.answered("read-all-notices", "read already", 204, customer.post("/api/notices/read", json!({})).await);
        // 空调, which was submitted, accepted, replied to twice, asked about and completed
        let row = customer.get("/api/tickets?view=submitted&q=%E7%A9%BA%E8%B0%83").await.expect(200);
        let about = format!("/api/deliveries?ticket_id={}", row.text("/items/0/ticket_id"));
        self.answered("list-deliveries", "6 about a ticket", 200, admin.get(&about).await);
        let to = format!("/api/deliveries?limit=2&contact_id={}", row.text("/items/0/submitter/contact_id"));
        self.answered("list-deliveries", "2 to a contact", 200, admin.get(&to).await);
        let contact = self.firm.contact(&admin, "郑", "13900000051").await;
        let opened = admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        admin.post(&format!("/api/identities/{}/offboard", opened.text("/identity_id")), json!({})).await.expect(200);
        self.delivered("offboarded meanwhile").await;
        self.answered("list-held-messages", "1 message", 200, admin.get("/api/held-messages").await);
        self.answered("get-silence-report", "1 held back", 200, admin.get("/api/silence-report").await);
    }

    /// A customer enrols a second factor, renews the recovery codes, uses one, and ends it; another's is reset.
    async fn second_factor(&mut self) {
        let (app, login) = (self.app.clone(), "13900000061");
        let customer = self.firm.customer("郑", login).await;
        app.drain().await;
        let begun = customer.post("/api/me/second-factor", json!({ "password": PASSWORD })).await;
        let begun = self.answered("begin-second-factor", "plain", 200, begun);
        let code = app.code_of(&begun.text("/secret"));
        let enrolled = customer.post("/api/me/second-factor/confirm", json!({ "code": code })).await;
        let enrolled = self.answered("confirm-second-factor", "plain", 200, enrolled);
        self.delivered("second factor").await;
        let customer = customer.with_token(&enrolled.text("/session/token"));
        self.answered("get-second-factor", "plain", 200, customer.get("/api/me/second-factor").await);
        let again = json!({ "password": PASSWORD, "code": app.code(login).await });
        let renewed = customer.post("/api/me/second-factor/recovery-codes", again).await;
        let renewed = self.answered("renew-recovery-codes", "plain", 200, renewed);
        let half = app.client().with_token(&app.try_log_in(login, PASSWORD).await.expect(201).text("/token"));
        let recovery = json!({ "code": renewed.text("/recovery_codes/3") });
        let passed = half.post("/api/sessions/current/second-factor", recovery).await;
        self.answered("pass-second-factor", "recovery code", 200, passed);
        let again = json!({ "password": PASSWORD, "code": app.code(login).await });
        let keyed = customer.header("idempotency-key", "an-end-of-it");
        self.answered("disable-second-factor", "with a key", 204, keyed.post("/api/me/second-factor/disable", again).await);
        let customer = app.enrol(&customer, PASSWORD).await;
        let id = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let keyed = self.firm.admin.header("idempotency-key", "a-reset-of-it");
        let reset = keyed.post(&format!("/api/identities/{id}/second-factor-reset"), json!({})).await;
        self.answered("reset-second-factor", "with a key", 204, reset);
        let edited = self.firm.admin.send(Method::PATCH, "/api/me", Some(json!({ "name": "Ada Lin" }))).await;
        self.answered("edit-profile", "as staff", 200, edited);
        app.drain().await;
    }

    /// A customer has another number, a picture, and peace.
    async fn profile(&mut self) {
        let app = self.app.clone();
        let customer = self.firm.customer("吕", "13900000071").await;
        app.drain().await;
        let path = "/api/me/address-changes";
        let wanted = json!({ "address": "13800000071", "password": PASSWORD });
        let keyed = customer.header("idempotency-key", "another-number");
        self.answered("request-address-change", "with a key", 202, keyed.post(path, wanted).await);
        self.delivered("address code").await;
        let confirm = format!("{path}/confirm");
        let code = json!({ "code": app.newest_code_to("+8613800000071") });
        self.answered("confirm-address-change", "wrong code", 422, customer.post(&confirm, json!({ "code": "x" })).await);
        let changed = self.answered("confirm-address-change", "right code", 200, customer.post(&confirm, code).await);
        self.delivered("address changed").await;

        let customer = customer.with_token(&changed.text("/token"));
        let picture = RgbImage::from_fn(400, 300, |x, y| Rgb([x, y, x ^ y].map(|part| u8::try_from(part % 256).unwrap_or(0))));
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png).expect("written");
        let mut plain = Cursor::new(Vec::new());
        RgbImage::new(64, 64).write_to(&mut plain, ImageFormat::Png).expect("written");
        self.picture_from_before(&changed.text("/account/account_id")).await;
        let over = customer.raw(Method::PUT, "/api/me/avatar", "image/png", plain.into_inner()).await;
        self.answered("set-avatar", "over one from before", 200, over);
        let set = customer.raw(Method::PUT, "/api/me/avatar", "image/png", file.into_inner()).await;
        self.answered("set-avatar", "a busy pattern", 200, set);
        let identity = changed.text("/active_identity/identity_id");
        let path = format!("/api/identities/{identity}/avatar");
        self.answered("get-avatar", "the own one", 200, customer.get(&path).await);
        self.answered("get-avatar", "of a contact, as staff", 200, self.firm.admin.get(&path).await);
        self.answered("remove-avatar", "plain", 204, customer.delete("/api/me/avatar").await);
        let quiet = json!({ "notifications": { "tickets": { "sms": false } } });
        self.answered("edit-profile", "as customer", 200, customer.send(Method::PATCH, "/api/me", Some(quiet)).await);
        self.firm.ticket(&customer, "灯").await;
        self.delivered("turned off").await;
    }

    /// The figures of the portal home, kept and rebuilt.
    async fn home(&mut self, customer: &Client) {
        let admin = self.firm.admin.clone();
        self.answered("get-home", "as customer", 200, customer.get("/api/home").await);
        self.answered("get-home", "of 1 queue", 200, admin.get("/api/home?view=queues").await);
        self.answered("get-home", "of all", 200, admin.get("/api/home?view=all").await);
        let event = json!({ "tenant_id": self.firm.tenant.to_string() });
        self.invoked("rebuild-home", "all tickets of this walk", event).await;
    }

    /// What is found: kept when records change, looked for, made anew.
    async fn finds(&mut self) {
        let admin = self.firm.admin.clone();
        self.app.drain().await;
        let contact = self.firm.contact(&admin, "王小明", "13912345678").await;
        let key = Key::contact(self.firm.tenant, contact.parse().expect("an id"));
        let changed = |key: &Key| {
            let keys = json!({ "pk": { "S": key.pk }, "sk": { "S": key.sk } });
            let change = json!({ "SequenceNumber": "1", "Keys": keys });
            json!({ "Records": [{ "eventSourceARN": "arn:aws:dynamodb:x:0:table/t/stream/s", "dynamodb": change }] })
        };
        self.invoked("keep-finds", "1 new contact, with a number", changed(&key)).await;
        self.invoked("keep-finds", "kept already", changed(&key)).await;
        let path = format!("/api/contacts/{contact}");
        admin.send(Method::PATCH, &path, Some(json!({ "name": "赵钱孙李周吴郑王" }))).await.expect(200);
        self.invoked("keep-finds", "1 contact with another name, too much for one transaction", changed(&key)).await;
        let me = admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let staff = Key::staff(self.firm.tenant, me.parse().expect("an id"));
        self.invoked("keep-finds", "1 member of staff, kept already", changed(&staff)).await;
        let ticket = admin.get("/api/tickets?view=all&limit=1").await.expect(200).text("/items/0/ticket_id");
        let ticket = Key::ticket(self.firm.tenant, ticket.parse().expect("an id"));
        self.invoked("keep-finds", "1 ticket, kept already", changed(&ticket)).await;
        let find = async |by: &Client, typed: &str| by.get(&format!("/api/find?q={typed}")).await;
        self.answered("find", "1 contact, by the end of its number", 200, find(&admin, "5678").await);
        self.answered("find", "1 ticket, by its number", 200, find(&admin, "1-0002").await);
        self.answered("find", "1 contact, by two words", 200, find(&admin, "wang%20fang").await);
        self.answered("find", "nothing, in all places", 200, find(&admin, "nothing").await);
        self.answered("list-contacts", "1 found by its number", 200, admin.get("/api/contacts?q=5678").await);
        self.answered("list-customers", "none found", 200, admin.get("/api/customers?q=nothing").await);
        self.answered("list-tickets", "none found by words", 200, admin.get("/api/tickets?view=all&q=nothing").await);
        self.answered("list-customers", "those with an account", 200, admin.get("/api/customers?account_state=open").await);
        self.answered("list-tickets", "those with 5 stars", 200, admin.get("/api/tickets?view=all&stars=5").await);
        let waiting = format!("/api/tickets?view=queue&queue_id={}&q=nothing", self.firm.queue);
        self.answered("list-tickets", "none found in what waits", 200, admin.get(&waiting).await);
        let agent = self.firm.agent("feng.wu").await;
        self.answered("find", "1 ticket, as an agent of 1 queue", 200, find(&agent, "1-0002").await);
        let deps = self.app.deps();
        deps.commit().remove(Table::Directory, &key).run(&deps.store).await.expect("removed");
        let event = json!({ "tenant_id": self.firm.tenant.to_string() });
        self.invoked("rebuild-finds", "all records of this walk, 1 of them gone", event).await;
        self.app.drain().await;
    }

    /// Messages that come again, because an answer was lost.
    async fn repeats(&mut self, customer: &Client) {
        let lin = self.firm.member("li.na").await;
        let contact = self.firm.contact(&lin, "李强", "13900000004").await;
        lin.post(&format!("/api/contacts/{contact}/account-requests"), json!({ "remark": "x" })).await.expect(201);
        self.firm.ticket(customer, "门").await;
        self.app.system.fault(Target::Sms, Fault::Refuse);
        self.app.system.fault(Target::Email, Fault::Refuse);
        assert_eq!(self.app.try_drain().await.failures.len(), 2);
        self.app.advance(SignedDuration::from_mins(15));
        self.delivered("second attempt").await;
    }

    /// An email comes back and an SMS fails; the next ones are held back, until that is forgotten.
    async fn feedback(&mut self, customer: &Client) {
        let sample = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let event = sample(include_str!("../../events/samples/record-feedback/good.json"));
        self.invoked("record-feedback", "2 addresses", event).await;
        let event = sample(include_str!("../../events/samples/record-sms-failures/good.json"));
        self.invoked("record-sms-failures", "1 number", event).await;
        let identity = async |of: &Client| of.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let (told, admin) = (identity(customer).await, identity(&self.firm.admin).await);
        let email = message_id(&self.app, self.firm.tenant, &admin, Channel::Email).await;
        let records = json!({ "Records": [{ "messageId": "m", "body": bounced(&email, "nobody@example.com", "Transient") }] });
        self.invoked("record-feedback", "1 email that came back, for a reason that passes", records).await;
        let sms = message_id(&self.app, self.firm.tenant, &told, Channel::Sms).await;
        let event = failed_sms(&sms, "+8613900000001", "Unknown error attempting to reach phone");
        self.invoked("record-sms-failures", "1 SMS that failed, for a reason that passes", event).await;
        let returned = self.firm.admin.get("/api/held-messages?state=returned").await;
        self.answered("list-held-messages", "2 that came back", 200, returned);
        self.firm.ticket(customer, "号码无效").await;
        self.delivered("to a marked address").await;
        self.invoked("forget-feedback", "plain", json!({ "phone": "+8613900000001" })).await;
        self.app.drain().await;
    }

    /// An event that concerns more than are told at once.
    async fn crowd(&mut self) {
        let customer = self.firm.customer("卫", "13900000083").await;
        let deps = self.app.deps();
        let me = self.firm.admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let key = Key::staff(self.firm.tenant, me.parse().expect("an id"));
        let one = deps.store.get::<StaffMember>(&key).await.expect("read").expect("it is there").value;
        let agent = || authority(Role::Agent, &[], &[], &[self.firm.queue]);
        for _ in 0..2 {
            let agents = (0..50).map(|_| StaffMember { identity_id: deps.new_id(), authority: agent(), ..one.clone() });
            agents
                .fold(deps.commit(), |commit, agent| commit.put_over(&agent).enrol(&agent, self.firm.queue))
                .run(&deps.store)
                .await
                .expect("stored");
        }
        let ticket = self.firm.ticket(&customer, "门铃").await;
        self.app.drain().await;
        customer.post(&format!("/api/tickets/{ticket}/urge"), json!({})).await.expect(200);
        self.app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
        let queue = self.app.system.template().queue_of("keep-notices").expect("a queue").0.to_owned();
        let urged = self.app.system.queues().messages(&queue).expect("the queue opens").pop().expect("an event").body;
        let batch = json!({ "Records": [{ "messageId": "1", "body": urged }] });
        self.invoked("keep-notices", "over 100 people, told in parts", batch).await;
        self.app.drain().await;
    }

    /// A picture as it was kept before each identity had its own.
    async fn picture_from_before(&self, account: &str) {
        let (store, account_id) = (self.app.deps().store, account.parse().expect("an id"));
        let read = store.account(account_id).await.expect("read").expect("it is there");
        let tag = AvatarTag("before".into());
        let mut before = Account { avatar: Some(tag.clone()), avatar_in: Some(self.firm.tenant), ..read.value.clone() };
        before.identities[0].face.shown = None;
        let row = AccountAvatar { account_id, tag, jpeg: vec![0; 1_000] };
        self.app.deps().commit().replace(&read, &before).put_over(&row).run(&store).await.expect("stored");
    }

    /// News of a ticket to somebody whose phone had all that one day has.
    async fn diverted(&mut self) {
        const MOBILE: &str = "+8613900000091";
        const EMAIL: &str = "zheng@example.com";
        let (app, deps) = (self.app.clone(), self.app.deps());
        let customer = self.firm.customer("郑", MOBILE).await;
        customer.post("/api/me/address-changes", json!({ "address": EMAIL, "password": PASSWORD })).await.expect(202);
        app.drain().await;
        let code = json!({ "code": app.newest_code_to(EMAIL) });
        let changed = customer.post("/api/me/address-changes/confirm", code).await.expect(200);
        let customer = customer.with_token(&changed.text("/token"));
        app.drain().await;
        let limit = Limit { by: Kind::NewsBySms, most: 20, within: DAY };
        let counted = format!("{} {MOBILE}", self.firm.tenant);
        while deps.store.take(limit, &counted, &deps.commit_token(), app.clock.now()).await.expect("counted") {}
        self.firm.ticket(&customer, "传真").await;
        app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
        let queue = app.system.template().queue_of("send-sms").expect("a queue").0.to_owned();
        let submitted = app.system.queues().messages(&queue).expect("the queue opens").pop().expect("an event").body;
        let batch = json!({ "Records": [{ "messageId": "1", "body": submitted }] });
        self.invoked("send-sms", "too many for a day, goes by email", batch).await;
        app.drain().await;
        assert_eq!(app.messages_to(EMAIL).len(), 2, "the code, and the news");
    }

    /// Somebody leaves with more tickets than one transaction looks through; two of them are open.
    async fn hand_over(&mut self) {
        let (admin, deps) = (self.firm.admin.clone(), self.app.deps());
        self.invoked("hand-over-tickets", "nothing to do", json!({})).await;
        let leaving = self.firm.customer("冯", "13900000081").await;
        let successor = self.firm.customer("陈", "13900000082").await;
        let id = |me: Answer| me.expect(200).text("/active_identity/identity_id");
        let (leaving_id, successor) = (id(leaving.get("/api/me").await), id(successor.get("/api/me").await));
        let one = self.firm.ticket(&leaving, "门禁").await;
        admin.post(&format!("/api/tickets/{one}/accept"), json!({})).await.expect(200);
        let ticket = deps.store.ticket(self.firm.tenant, one.parse().expect("an id")).await.expect("read").expect("it is there").value;
        let accepted = |closed| Ticket {
            ticket_id: deps.new_id(),
            state: if closed { TicketState::Closed } else { TicketState::InProgress },
            ..ticket.clone()
        };
        for part in 0..3 {
            let rows = (0..50).map(|row| accepted(part + row > 0));
            rows.fold(deps.commit(), |commit, row| commit.put_over(&row)).run(&deps.store).await.expect("stored");
        }
        let path = format!("/api/identities/{leaving_id}");
        let offboarded = admin.post(&format!("{path}/offboard"), json!({ "successor": successor })).await;
        self.answered("offboard-identity", "151 tickets to look through", 200, offboarded);
        self.invoked("hand-over-tickets", "151 tickets, 2 of them open", json!({})).await;
        self.answered("get-hand-over", "plain", 200, admin.get(&format!("{path}/hand-over")).await);
        self.app.drain().await;
    }

    async fn sweeps(&mut self, customer: &Client) {
        self.invoked("sweep-outbox", "nothing left", json!({})).await;
        self.hand_over().await;
        let firm = &self.firm;
        let (contact, other) = (firm.contact(&firm.admin, "赵", "13900000005").await, firm.contact(&firm.admin, "钱", "13900000006").await);
        firm.ticket(customer, "灯").await;
        firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        firm.admin.post(&format!("/api/contacts/{other}/account-requests"), json!({ "remark": "x" })).await.expect(201);
        self.app.advance(SignedDuration::from_mins(5));
        self.invoked("sweep-outbox", "1 event left in each of 3 tables", json!({})).await;
        self.invoked("sweep-queues", "2 queues grew", json!({})).await;
        self.app
            .deps()
            .store
            .take_number(self.firm.tenant, self.firm.queue, &self.app.deps().commit_token())
            .await
            .expect("a number")
            .expect("it is open");
        self.app.advance(SignedDuration::from_mins(5));
        self.invoked("sweep-queues", "2 queues, some new numbers", json!({})).await;
        self.app.advance(SignedDuration::from_mins(5));
        self.invoked("sweep-queues", "1 queue, 1 hole", json!({})).await;
        self.invoked("sweep-queues", "nothing is due", json!({})).await;
        self.invoked("close-tickets", "none is due", json!({})).await;
        self.app.advance(SignedDuration::from_hours(7 * 24));
        self.invoked("close-tickets", "1 is due", json!({})).await;
        self.firm.admin = self.app.log_in("admin.yunfan", PASSWORD).await;
        self.app.drain().await;
    }
}
