//! What is paid while nothing happens.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use foyer_domain::agents::{Role, StaffMember};
use foyer_domain::directory::Contact;
use foyer_domain::id::TenantId;
use foyer_domain::id::kind::Event;
use foyer_domain::text::Name;
use foyer_domain::tickets::{Queue, QueueCode, Ticket};
use foyer_kit::Deps;
use foyer_store::{Entity, Key, Spent, Table};
use foyer_testkit::{Client, TestApp, TestClock, authority};
use serde_json::json;

const SWEEPS: [&str; 5] = ["sweep-queues", "sweep-targets", "close-tickets", "sweep-attachments", "sweep-outbox"];

const IDLE: usize = 1_000;

async fn tick(app: &TestApp, operation: &str) -> Spent {
    app.system.invoke_metered(operation, json!({})).await.expect("it runs").1
}

// no ceilings: a thousand idle tenants cost the same as none
#[tokio::test]
async fn a_thousand_idle_tenants_cost_the_same_as_none() {
    let app = TestApp::start().await;
    let mut none = Vec::new();
    for operation in SWEEPS {
        none.push(tick(&app, operation).await);
    }
    let deps = app.deps();
    for _ in 0..IDLE {
        let tenant: TenantId = deps.new_id();
        let name: Name = "Service".to_owned().try_into().expect("a name");
        let queue = Queue::new(tenant, deps.new_id(), QueueCode(1), name);
        deps.commit().create_queue(&queue).run(&deps.store).await.expect("stored");
    }
    for (operation, none) in SWEEPS.into_iter().zip(none) {
        let idle = tick(&app, operation).await;
        assert_eq!((idle.read, idle.write), (none.read, none.write), "{operation}");
    }
    // and the list that the sweep reads is not empty for want of looking
    let (tenant, queue) = (deps.new_id(), deps.new_id());
    let one = Queue::new(tenant, queue, QueueCode(1), "Service".to_owned().try_into().expect("a name"));
    deps.commit().create_queue(&one).run(&deps.store).await.expect("stored");
    deps.store.take_number(tenant, queue, &deps.commit_token()).await.expect("a number").expect("it is open");
    assert_eq!(app.invoke("sweep-queues", json!({})).await["queues"], 1);
}

// no ceilings: who serves a queue costs the same, however large the staff is
#[tokio::test]
async fn a_queue_costs_the_same_with_a_large_staff() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let path = format!("/api/queues/{}", firm.queue);
    let few = firm.admin.get(&path).await.expect(200);
    let deps = app.deps();
    let me = firm.admin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let one =
        deps.store.get::<StaffMember>(&Key::staff(firm.tenant, me.parse().expect("an id"))).await.expect("read").expect("there").value;
    for _ in 0..20 {
        let others =
            (0..100).map(|_| StaffMember { identity_id: deps.new_id(), authority: authority(Role::Agent, &[], &[], &[]), ..one.clone() });
        others.fold(deps.commit(), |commit, other| commit.put_over(&other)).run(&deps.store).await.expect("stored");
    }
    let many = firm.admin.get(&path).await.expect(200);
    assert_eq!(few.body, many.body);
    assert_eq!((few.spent.read, few.spent.waves), (many.spent.read, many.spent.waves));
}

/// Writes rows, a hundred in a transaction.
async fn store<T: Entity>(deps: &Deps, rows: &[T]) {
    for part in rows.chunks(100) {
        let commit = part.iter().fold(deps.commit(), foyer_store::Commit::put_over);
        commit.run(&deps.store).await.expect("stored");
    }
}

/// What the first page of each list costs and how often it waits.
async fn first_pages(lists: &[(&Client, String)]) -> Vec<(String, f64, u32, usize)> {
    let mut costs = Vec::new();
    for (client, list) in lists {
        let page = client.get(list).await.expect(200);
        costs.push((list.clone(), page.spent.read, page.spent.waves, page.items().len()));
    }
    costs
}

// no ceilings: the first page of a list costs the same of 100 rows and of 20,000
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_costs_the_same_of_a_hundred_rows_and_of_twenty_thousand() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let agent = firm.agent("he.yu").await;
    let one = firm.ticket(&customer, "打印机").await;
    agent.post(&format!("/api/tickets/{one}/accept"), json!({})).await.expect(200);
    let deps = app.deps();
    let ticket = deps.store.ticket(firm.tenant, one.parse().expect("an id")).await.expect("read").expect("it is there").value;
    let contact = firm.contact(&firm.admin, "李雷", "13900000002").await;
    let contact = deps.store.contact(firm.tenant, contact.parse().expect("an id")).await.expect("read").expect("it is there").value;
    let me = agent.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let member = deps.store.get::<StaffMember>(&Key::staff(firm.tenant, me.parse().expect("an id"))).await;
    let member = member.expect("read").expect("it is there").value;
    let within = format!("/api/contacts?organisation_id={}", firm.organisation);
    let lists = [
        (&customer, "/api/tickets?view=submitted".to_owned()),
        (&customer, "/api/tickets?view=all".to_owned()),
        (&agent, "/api/tickets?view=mine".to_owned()),
        (&agent, "/api/tickets?view=queues".to_owned()),
        (&firm.admin, "/api/tickets?view=all".to_owned()),
        (&firm.admin, "/api/contacts".to_owned()),
        (&firm.admin, within),
        (&firm.admin, "/api/staff".to_owned()),
    ];
    let more = async |count: usize| {
        let tickets: Vec<Ticket> = (0..count).map(|_| Ticket { ticket_id: deps.new_id(), ..ticket.clone() }).collect();
        store(&deps, &tickets).await;
        // Of these the enterprise has fewer.
        let contacts: Vec<Contact> = (0..count / 4).map(|_| Contact { contact_id: deps.new_id(), ..contact.clone() }).collect();
        store(&deps, &contacts).await;
        let staff: Vec<StaffMember> = (0..count / 10).map(|_| StaffMember { identity_id: deps.new_id(), ..member.clone() }).collect();
        store(&deps, &staff).await;
    };
    more(400).await;
    let few = first_pages(&lists).await;
    more(20_000).await;
    assert_eq!(first_pages(&lists).await, few);
}

#[expect(clippy::disallowed_methods, reason = "what is measured is time itself")]
fn wall_clock() -> Instant {
    Instant::now()
}

/// A directory with so many notices to one person.
async fn with_notices(dir: &Path, clock: &Arc<TestClock>, count: usize) {
    let app = TestApp::on_disk(dir, clock.clone(), 1).await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    let deps = app.deps();
    let table = deps.config.tables.name(Table::Notifications);
    let notice = app.system.database().rows(table).expect("read").into_iter().find(|row| row["kind"]["S"] == "notice").expect("one");
    let (text, event) = (notice.to_string(), notice["event_id"]["S"].as_str().expect("an id"));
    let copies = (0..count).map(|_| serde_json::from_str(&text.replace(event, &deps.new_id::<Event>().to_string())).expect("a row"));
    app.system.database().import(table, copies.collect()).expect("written");
    app.system.kill().expect("it stops");
}

// a laptop that was used for months starts as quickly as a new one
#[tokio::test]
async fn a_start_takes_no_longer_with_twenty_thousand_notices() {
    let clock = Arc::new(TestClock::default());
    let directories = [tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory")];
    with_notices(directories[0].path(), &clock, 10).await;
    with_notices(directories[1].path(), &clock, 20_000).await;
    let mut took = [Vec::new(), Vec::new()];
    for seed in 2..9 {
        for (directory, took) in directories.iter().zip(&mut took) {
            let began = wall_clock();
            let app = TestApp::on_disk(directory.path(), clock.clone(), seed).await;
            took.push(began.elapsed());
            app.system.kill().expect("it stops");
        }
    }
    let [few, many] = took.map(|mut took| {
        took.sort_unstable();
        took[took.len() / 2]
    });
    assert!(many < few * 2, "{many:?} with 20,000 notices, {few:?} with 10");
}
