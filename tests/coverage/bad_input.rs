//! The matrix.

use foyer_domain::identity::IdentityState;
use foyer_domain::time::SignedDuration;
use foyer_testkit::Answer;
use http::Method;
use serde_json::{Value, json};

use crate::operations::{Case, World};

const JSON: &str = "application/json";

/// Sends what must be refused, and sees that it was, with a problem, and that nothing is stored.
struct Trial<'a> {
    world: &'a World,
    before: Vec<String>,
}

impl<'a> Trial<'a> {
    fn new(world: &'a World) -> Self {
        Self { world, before: world.stored() }
    }

    async fn answer(&self, case: &Case, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        if !case.silent.is_empty() {
            // Long enough for the count of attempts to begin anew.
            self.world.app.advance(SignedDuration::from_mins(61));
        }
        case.client(&self.world.app).raw(case.method.clone(), path, content_type, body).await
    }

    async fn send(&self, case: &Case, what: &str, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let answer = self.answer(case, path, content_type, body).await;
        assert!((400..500).contains(&answer.status), "{} with {what}: {} {}", case.operation, answer.status, answer.body);
        assert!(answer.body["code"].is_string(), "{} with {what}: {}", case.operation, answer.body);
        answer
    }

    async fn refused(&self, case: &Case, what: &str, body: &Value, status: u16) -> Answer {
        let answer = self.send(case, what, &case.path, JSON, body.to_string().into_bytes()).await;
        assert_eq!(answer.status, status, "{} with {what}: {}", case.operation, answer.body);
        answer
    }

    #[track_caller]
    fn nothing_is_stored(self) {
        unchanged(&self.before, &self.world.stored());
    }
}

#[track_caller]
fn unchanged(before: &[String], after: &[String]) {
    let new: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
    assert!(new.is_empty(), "stored: {new:?}");
    assert_eq!(before.len(), after.len(), "something was removed");
}

fn with(body: &Value, field: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[field] = value;
    body
}

fn names_the_field(answer: &Answer, case: &Case, field: &str) {
    let pointer = answer.text("/errors/0/pointer");
    let root = format!("/{field}");
    assert!(pointer == root || pointer.starts_with(&format!("{root}/")), "{} {field}: {}", case.operation, answer.body);
}

#[tokio::test]
async fn bodies_that_are_no_objects() {
    let world = World::new().await;
    let trial = Trial::new(&world);
    for case in world.cases.iter().filter(|case| case.body.is_some()) {
        let path = &case.path;
        for (what, bytes) in [
            ("broken JSON", &b"{\"a\": "[..]),
            ("words", b"hello"),
            ("half a surrogate", b"{\"title\": \"\\ud800\"}"),
            ("no UTF-8", b"{\"title\": \"\xff\xfe\"}"),
            ("a name twice and a tail", b"{} {}"),
            ("too deep", "[".repeat(1_000).as_bytes()),
        ] {
            assert_eq!(trial.send(case, what, path, JSON, bytes.to_vec()).await.status, 400, "{} {what}", case.operation);
        }
        for what in ["null", "[]", "7", "\"text\"", "true"] {
            assert_eq!(trial.send(case, what, path, JSON, what.into()).await.status, 422, "{} {what}", case.operation);
        }
        let good = case.body.clone().unwrap_or_default().to_string().into_bytes();
        for media in ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonish"] {
            trial.send(case, "another type", path, media, good.clone()).await.refused(415, "unsupported_media_type");
        }
        let megabyte = format!("{{\"title\": \"{}\"}}", "x".repeat(1024 * 1024));
        trial.send(case, "a megabyte", path, JSON, megabyte.into_bytes()).await.refused(413, "too_large");
    }
    trial.nothing_is_stored();
}

#[tokio::test]
async fn fields_that_are_missing_unknown_or_of_the_wrong_type() {
    let world = World::new().await;
    let trial = Trial::new(&world);
    for case in &world.cases {
        let Some(body) = &case.body else { continue };
        let answer = trial.refused(case, "an unknown field", &with(body, "colour", json!("red")), 422).await;
        names_the_field(&answer, case, "colour");
        for field in case.required {
            let mut without = body.clone();
            without.as_object_mut().expect("an object").remove(*field);
            trial.refused(case, "a missing field", &without, 422).await;
        }
        if !case.required.is_empty() {
            let answer = trial.send(case, "no body", &case.path, "", Vec::new()).await;
            assert_eq!(answer.status, 422, "{}", case.operation);
        }
        for (field, good) in body.as_object().expect("an object") {
            let others = [json!(7), json!(true), json!("\u{0}"), json!([{ "a": 1 }]), json!({ "a": 1 }), json!(1.5), json!(-1e300)];
            for wrong in others.iter().filter(|wrong| std::mem::discriminant(*wrong) != std::mem::discriminant(good)) {
                let answer = trial.refused(case, &format!("{field} = {wrong}"), &with(body, field, wrong.clone()), 422).await;
                names_the_field(&answer, case, field);
            }
        }
    }
    trial.nothing_is_stored();
}

#[tokio::test]
async fn texts_that_are_too_long_empty_or_odd() {
    let world = World::new().await;
    let trial = Trial::new(&world);
    for case in &world.cases {
        let Some(body) = &case.body else { continue };
        let texts = body.as_object().expect("an object").iter().filter(|(_, value)| value.is_string());
        for (field, _) in texts {
            for (what, odd) in [
                ("20,000 letters", "字".repeat(20_000)),
                ("nothing", String::new()),
                ("blanks", " \t\u{3000} ".to_owned()),
                ("NUL", "a\u{0}b".to_owned()),
                ("a control", "a\u{7}\u{1b}[31mb".to_owned()),
                ("an override of direction", "abc\u{202e}def".to_owned()),
                ("a noncharacter", "ab\u{fffe}\u{ffff}".to_owned()),
                ("only invisible letters", "\u{200b}\u{200d}\u{feff}".to_owned()),
            ] {
                // Marks that leave no ink are dropped from what somebody pastes as his login name.
                if field == "login" && what == "an override of direction" {
                    continue;
                }
                let what = format!("{field}: {what}");
                let body = with(body, field, json!(odd));
                if case.silent.contains(&field.as_str()) {
                    // Refused, or taken like every name (202); that nothing is stored is seen to below.
                    let answer = trial.answer(case, &case.path, JSON, body.to_string().into_bytes()).await;
                    assert!(answer.status == 202 || (400..500).contains(&answer.status), "{} with {what}: {}", case.operation, answer.body);
                } else if field == "new_password" || field == "initial_password" {
                    // Any letters make a password, if there are enough and not too many.
                    if odd.chars().count() < 12 || odd.len() > 512 {
                        names_the_field(&trial.refused(case, &what, &body, 422).await, case, field);
                    }
                } else {
                    names_the_field(&trial.refused(case, &what, &body, 422).await, case, field);
                }
            }
        }
    }
    trial.nothing_is_stored();
}

#[tokio::test]
async fn addresses_that_are_none() {
    let world = World::new().await;
    let trial = Trial::new(&world);
    let create = world.cases.iter().find(|case| case.operation == "create-contact").expect("it is there");
    let body = create.body.clone().expect("it has a body");
    for mobile in ["1", "139000000011", "010-55550000", "+86 13", "电话", "+8613900000001;ext=5", "+861390000000¹¹"] {
        names_the_field(&trial.refused(create, mobile, &with(&body, "mobile", json!(mobile)), 422).await, create, "mobile");
    }
    let quoted = "\"li lei\"@example.com";
    for email in [
        "a",
        "a@b",
        "@example.com",
        "a b@example.com",
        "a@exa mple.com",
        "<a@example.com>",
        "a@[127.0.0.1]",
        "王@example.com",
        quoted,
        "a@example.c",
        "a@10.0.0.1",
        "a%b@example.com@example.org",
        "a@exаmple.com",
    ] {
        names_the_field(&trial.refused(create, email, &with(&body, "email", json!(email)), 422).await, create, "email");
    }
    let long = format!("{}@example.com", "a".repeat(300));
    names_the_field(&trial.refused(create, "long", &with(&body, "email", json!(long)), 422).await, create, "email");
    trial.nothing_is_stored();
}

#[tokio::test]
async fn ids_that_are_malformed_unknown_or_of_another_tenant() {
    let world = World::new().await;
    let (foreign_contact, foreign_ticket) = {
        let customer = world.other.customer("Tom", "+12015550101").await;
        let ticket = world.other.ticket(&customer, "x").await;
        (world.other.contact(&world.other.admin, "Ann", "+12015550102").await, ticket)
    };
    let foreign = |field: &str| match field {
        "organisation_id" => world.other.organisation.to_string(),
        "queue_id" => world.other.queue.to_string(),
        _ => foreign_contact.clone(),
    };
    let trial = Trial::new(&world);
    for case in &world.cases {
        let body = case.body.clone().unwrap_or(Value::Null);
        let sent = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let (path, query) = case.path.split_once('?').unwrap_or((&case.path, ""));
        for (position, part) in path.split('/').enumerate().filter(|(_, part)| part.contains('_')) {
            let unknown = format!("{}_01jaaaaaaaaaaaaaaaaaaaaaaa", part.split('_').next().expect("a prefix"));
            let oddities = [
                "x",
                "%00",
                "%ff",
                "..%2f..",
                "ten_01jaaaaaaaaaaaaaaaaaaaaaaa",
                "%F0%9F%99%82",
                &unknown,
                &foreign_contact,
                &foreign_ticket,
            ];
            for odd in oddities {
                let mut parts: Vec<&str> = path.split('/').collect();
                parts[position] = odd;
                let odd_path = format!("{}?{query}", parts.join("/"));
                let answer = trial.send(case, odd, &odd_path, JSON, sent.clone()).await;
                assert_eq!(answer.status, 404, "{} with {odd}: {}", case.operation, answer.body);
            }
        }
        for field in case.ids {
            for odd in ["x".to_owned(), "que_".to_owned(), format!("{}x", body[*field].as_str().expect("an id")), foreign(field)] {
                names_the_field(&trial.refused(case, &odd, &with(&body, field, json!(odd)), 422).await, case, field);
            }
        }
    }
    trial.nothing_is_stored();
}

#[tokio::test]
async fn queries_that_are_unknown_twice_or_wrong() {
    let world = World::new().await;
    let trial = Trial::new(&world);
    // A page reads its query itself; what telephones add to a link is nobody's mistake.
    let reads_it = |case: &&Case| !["get-page", "follow-link"].contains(&case.operation);
    for case in world.cases.iter().filter(|case| case.method == Method::GET).filter(reads_it) {
        let joint = if case.path.contains('?') { '&' } else { '?' };
        for query in ["colour=red", "a=1&a=2", "%ff=%00"] {
            let path = format!("{}{joint}{query}", case.path);
            let answer = trial.send(case, query, &path, "", Vec::new()).await;
            assert_eq!(answer.status, 422, "{} with {query}: {}", case.operation, answer.body);
        }
        if case.operation.starts_with("list-") {
            for query in [
                "limit=0",
                "limit=-1",
                "limit=1e3",
                "limit=x",
                "limit=101",
                "limit=1&limit=2",
                "cursor=x",
                "cursor=",
                "cursor=%F0%9F%99%82",
            ] {
                let path = format!("{}{joint}{query}", case.path);
                let answer = trial.send(case, query, &path, "", Vec::new()).await;
                assert_eq!(answer.status, 422, "{} with {query}: {}", case.operation, answer.body);
            }
        }
    }
    trial.nothing_is_stored();
}

/// Every operation but those for anybody, by somebody whose session is no good.
async fn nobody_gets_in(world: &World, why: &str) {
    for case in &world.cases {
        let Some(by) = &case.by else { continue };
        let answer = case.sent(by).await;
        assert_eq!(answer.status, 401, "{} {why}: {}", case.operation, answer.body);
        answer.refused(401, "not_signed_in");
    }
}

#[tokio::test]
async fn sessions_that_have_expired() {
    let world = World::new().await;
    world.app.advance(SignedDuration::from_hours(30 * 24));
    let before = world.stored();
    nobody_gets_in(&world, "after the session's time").await;
    unchanged(&before, &world.stored());
}

#[tokio::test]
async fn sessions_that_were_ended() {
    let world = World::new().await;
    for by in world.cases.iter().filter_map(|case| case.by.clone()) {
        by.delete("/api/sessions/current").await;
    }
    let before = world.stored();
    nobody_gets_in(&world, "after logging out").await;
    unchanged(&before, &world.stored());
}

// F5: effective on the next request
#[tokio::test]
async fn sessions_of_people_who_have_left() {
    let world = World::new().await;
    let deps = world.app.deps();
    for login in ["admin.yunfan", "lin.yue", "newcomer", "13900000001", "13900000041", "13900000042"] {
        let login = login.to_owned().try_into().expect("a login name");
        let account = deps.store.account_by_login(&login).await.expect("read").expect("there");
        let mut gone = account.value.clone();
        gone.identities[0].state = IdentityState::Offboarded;
        deps.commit().replace(&account, &gone).run(&deps.store).await.expect("offboarded");
    }
    let before = world.stored();
    nobody_gets_in(&world, "after leaving").await;
    unchanged(&before, &world.stored());
    world.app.try_log_in("lin.yue", foyer_testkit::enterprise::PASSWORD).await.refused(401, "login_failed");
    drop(world.firm);
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there() {
    let world = World::new().await;
    let client = world.app.client();
    for path in ["/api", "/api/", "/api/nothing", "/api/contacts/", "/api//contacts", "/../etc/passwd"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    assert_eq!(client.delete("/api/contacts").await.status, 404);
}
