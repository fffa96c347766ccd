//! The authorisation matrix: who gets what from each operation, as data.
//!
//! Everybody sends the request of `cases.rs` that somebody would be allowed. Refusals come first, so that no
//! answer depends on what another one did.

use std::collections::BTreeSet;

use foyer_domain::directory::{AccountLink, Contact, Customer};
use foyer_domain::id::IdentityId;
use foyer_store::PageRequest;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, TestApp};
use http::Method;
use serde_json::json;

use crate::operations::{Case, World};
use crate::permissions::{MATRIX, OWN_ACCOUNT};

/// Who asks, in the order of the columns. Owner, participant and opener are that to every contact and customer,
/// and nothing else (the opener of those that have an account); the person served is the one who submitted the ticket.
const WHO: [&str; 10] = [
    "administrator",
    "maintainer",
    "owner",
    "participant",
    "opener",
    "other staff",
    "external self",
    "external other",
    "other tenant",
    "anonymous",
];

/// Somebody of the matrix.
struct Person {
    login: &'static str,
    client: Client,
}

impl Person {
    /// Signed in, again if the last answer ended the session.
    async fn signed_in(&mut self, app: &TestApp) -> &Client {
        if self.login.is_empty() || self.client.get("/api/me").await.status == 200 {
            return &self.client;
        }
        for password in [PASSWORD, "another horse entirely"] {
            if app.try_log_in(self.login, password).await.status == 201 {
                self.client = app.log_in(self.login, password).await;
                break;
            }
        }
        &self.client
    }
}

async fn identity(client: &Client) -> IdentityId {
    let me = client.get("/api/me").await.expect(200);
    me.text("/active_identity/identity_id").parse().expect("an id")
}

async fn people(world: &World) -> Vec<Person> {
    let firm = &world.firm;
    let person = |login, client| Person { login, client };
    let owner = firm.member("matrix.owner").await;
    let participant = firm.member("matrix.participant").await;
    let opener = firm.member("matrix.opener").await;
    entrust(world, identity(&owner).await, identity(&participant).await, identity(&opener).await).await;
    vec![
        person("admin.yunfan", firm.admin.clone()),
        person("matrix.maintainer", firm.maintainer("matrix.maintainer").await),
        person("matrix.owner", owner),
        person("matrix.participant", participant),
        person("matrix.opener", opener),
        person("matrix.other", firm.member("matrix.other").await),
        person("13900000001", world.app.log_in("13900000001", PASSWORD).await),
        person("13900000077", firm.customer("客", "13900000077").await),
        person("admin.harbour", world.other.admin.clone()),
        person("", world.app.client()),
    ]
}

/// Makes three people responsible for every contact and customer.
async fn entrust(world: &World, owner: IdentityId, participant: IdentityId, opener: IdentityId) {
    let deps = world.app.deps();
    let page = PageRequest { limit: 100, after: None };
    let opened_by = |account: &AccountLink| match account.clone() {
        AccountLink::Open { account_id, identity_id, login, identity_state, waiting, .. } => {
            AccountLink::Open { account_id, identity_id, login, opener, identity_state, waiting }
        }
        other => other,
    };
    for contact in deps.store.contacts(world.firm.tenant, &page).await.expect("read").rows {
        let read = deps.store.get::<Contact>(&foyer_store::Key::contact(contact.tenant_id, contact.contact_id)).await;
        let read = read.expect("read").expect("there");
        let account = opened_by(&contact.account);
        let next = Contact { owner: Some(owner), participants: vec![participant], account, ..contact };
        deps.commit().replace(&read, &next).run(&deps.store).await.expect("entrusted");
    }
    for customer in deps.store.customers(world.firm.tenant, &page).await.expect("read").rows {
        let read = deps.store.get::<Customer>(&foyer_store::Key::customer(customer.tenant_id, customer.customer_id)).await;
        let read = read.expect("read").expect("there");
        let account = opened_by(&customer.account);
        let next = Customer { owner: Some(owner), participants: vec![participant], account, ..customer };
        deps.commit().replace(&read, &next).run(&deps.store).await.expect("entrusted");
    }
}

/// Y for done, or in the way of what another did; V for a request that names what is not there for this one; F for
/// forbidden; N for what one may not know of (and G where it is gone because another one did the same before); U for who is not signed in; ! for what should not happen.
fn letter(status: u16) -> char {
    match status {
        200..=299 | 303 | 409 => 'Y',
        401 => 'U',
        403 => 'F',
        404 => 'N',
        422 => 'V',
        _ => '!',
    }
}

async fn ask(world: &World, case: &Case, person: &mut Person) -> char {
    let client = person.signed_in(&world.app).await;
    let answer = case.sent(client).await;
    letter(answer.status)
}

/// What the table says for an operation; nothing where it has no row.
fn expected(operation: &str) -> Option<&'static str> {
    MATRIX.iter().find(|(name, _)| *name == operation).map(|(_, cells)| *cells)
}

// F2, F19 and every row's "who may": each operation, each kind of caller
#[tokio::test]
async fn everybody_gets_what_the_matrix_says() {
    let world = World::new().await;
    let mut people = people(&world).await;
    let mut wrong = Vec::new();
    // Who is refused is refused in a world that nobody has changed.
    for refused in [true, false] {
        for case in &world.cases {
            let cells = expected(case.operation).unwrap_or("??????????");
            for ((who, cell), person) in WHO.iter().zip(cells.chars()).zip(&mut people) {
                if matches!(cell, 'Y' | 'V' | 'G') == refused {
                    continue;
                }
                let got = ask(&world, case, person).await;
                if got != cell && (got, cell) != ('N', 'G') {
                    wrong.push(format!("{} by {who}: {got} and not {cell}", case.operation));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

// a row of an operation that is not there any more is a mistake too
#[tokio::test]
async fn every_row_is_an_operation() {
    let world = World::new().await;
    let unknown: Vec<_> = MATRIX.iter().filter(|(name, _)| !world.cases.iter().any(|case| case.operation == *name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Whether the person served may do it.
fn is_served(case: &Case) -> bool {
    expected(case.operation).is_some_and(|cells| cells.chars().nth(6).is_some_and(|cell| matches!(cell, 'Y' | 'V' | 'G')))
}

// S000-8: where no page is open, nothing but the own account is left
#[tokio::test]
async fn without_an_open_page_only_the_own_account_is_left() {
    let world = World::new().await;
    let wang = world.app.log_in("13900000001", PASSWORD).await;
    world.firm.admin.put("/api/apps", json!({ "apps": [] })).await.expect(200);
    for case in world.cases.iter().filter(|case| is_served(case) && !OWN_ACCOUNT.contains(&case.operation)) {
        let answer = case.sent(&wang).await;
        assert_eq!((answer.status, answer.body["code"].as_str()), (403, Some("app_closed")), "{}: {}", case.operation, answer.body);
    }
}

/// Ids in an answer of what belongs to one identity. The account's own ids, and those of what a whole enterprise
/// sees, are left out.
fn private_ids(answer: &Answer) -> BTreeSet<String> {
    let text = answer.body.to_string();
    let ids = text.split('"').filter(|part| part.split_once('_').is_some_and(|(prefix, rest)| prefix.len() == 3 && rest.len() == 26));
    ids.filter(|id| !SHARED_KINDS.contains(&&id[..3])).map(str::to_owned).collect()
}

/// Account, identities, sessions, tenants, queues.
const SHARED_KINDS: [&str; 5] = ["acc", "idn", "ses", "ten", "que"];

/// The other identities of the account of 13900000001: one in the same enterprise, one in another.
async fn other_selves(world: &World) -> Vec<Client> {
    let mut selves = Vec::new();
    for firm in [&world.firm, &world.other] {
        let contact = firm.contact(&firm.admin, "王芳", "13900000001").await;
        let opened = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        let client = world.app.log_in("13900000001", PASSWORD).await;
        client.accept(&opened.text("/identity_id")).await;
        let switch = json!({ "identity_id": opened.text("/identity_id") });
        let switched = client.put("/api/sessions/current/identity", switch).await.expect(200);
        selves.push(client.with_token(&switched.text("/token")));
    }
    selves
}

// S001-5, F3: what one identity has, another of the same account neither reads nor changes, by whatever route
#[tokio::test]
async fn an_identity_never_reads_what_another_of_the_account_has() {
    let world = World::new().await;
    let wang = world.app.log_in("13900000001", PASSWORD).await;
    let served: Vec<&Case> = world.cases.iter().filter(|case| is_served(case) && !OWN_ACCOUNT.contains(&case.operation)).collect();
    let mut private = BTreeSet::new();
    for case in served.iter().filter(|case| case.method == Method::GET) {
        private.extend(private_ids(&wang.get(&case.path).await.expect(200)));
    }
    assert!(private.iter().any(|id| id.starts_with("tkt_")), "{private:?}");
    for other in other_selves(&world).await {
        for case in &served {
            let names_something = private.iter().any(|id| case.path.contains(id.as_str()));
            let answer = case.sent(&other).await;
            assert!(!names_something || answer.status == 404, "{} {}: {}", case.operation, answer.status, answer.body);
            let leaked: Vec<_> = private.iter().filter(|id| answer.body.to_string().contains(id.as_str())).collect();
            assert!(leaked.is_empty(), "{}: {leaked:?}", case.operation);
        }
    }
}
