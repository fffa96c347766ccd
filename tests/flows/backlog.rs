//! What is due is worked off, however much it is, and whatever is wrong with one of it.

use std::time::Duration;

use foyer_domain::id::{AttachmentId, QueueId, TenantId, TicketId};
use foyer_domain::outgoing::OutgoingEvent;
use foyer_domain::tickets::Ticket;
use foyer_domain::tickets::targets::{Standing, Watch};
use foyer_domain::time::SignedDuration;
use foyer_kit::Deps;
use foyer_store::attachments::Leftover;
use foyer_store::{Entity, Table};
use foyer_testkit::TestApp;
use serde_json::{Value, json};

use crate::ticket_life::Desk;

/// Due rows of each kind that one tick has to do within a minute and a half.
const MANY: usize = 10_000;
const WITHIN: Duration = Duration::from_secs(90);

/// Rows that are done in the short form: they are several parts of each list, and at this pace [`MANY`] have to be done
/// in time. With 10,000 of each kind it takes ten minutes of a processor, since nothing is optimised here and the
/// database is in it too: the long form does them, `docs/OPERATIONS.md` has its command.
const SOME: usize = 1_000;

/// What a wave of the database takes on AWS, and a call of S3 or SNS, at most.
const WAVE: Duration = Duration::from_millis(6);
const CALL: Duration = Duration::from_millis(30);

/// Calls of S3 or SNS that a sweep makes at once.
const AT_ONCE: usize = 16;

/// Writes rows, many in a transaction.
async fn store<T: Entity>(deps: &Deps, rows: &[T]) {
    for part in rows.chunks(100) {
        let commit = part.iter().fold(deps.commit(), foyer_store::Commit::put_over);
        commit.run(&deps.store).await.expect("stored");
    }
}

/// Tickets like one that was completed.
async fn completed(desk: &Desk, count: usize) -> Vec<Ticket> {
    let path = desk.completed("一").await;
    let id: TicketId = path.rsplit('/').next().expect("an id").parse().expect("an id");
    let deps = desk.app.deps();
    let one = deps.store.ticket(desk.firm.tenant, id).await.expect("read").expect("it is there").value;
    let more: Vec<Ticket> = (1..count).map(|_| Ticket { ticket_id: deps.new_id(), ..one.clone() }).collect();
    store(&deps, &more).await;
    std::iter::once(one).chain(more).collect()
}

/// That a ticket is to be looked at since it was submitted.
fn watch(ticket: &Ticket) -> Watch {
    Watch {
        tenant_id: ticket.tenant_id,
        ticket_id: ticket.ticket_id,
        joined_at: ticket.submitted_at,
        first_response: Standing::default(),
        completion: Standing::default(),
        next_at: Some(ticket.submitted_at),
    }
}

/// One tick that does `rows` rows and makes so many calls of S3 or SNS. However busy this machine is, how often it
/// waits says how long it takes on AWS.
async fn tick(app: &TestApp, operation: &str, rows: usize, calls: usize) -> Value {
    let (done, spent) = app.system.invoke_metered(operation, json!({})).await.expect("it runs");
    let times = |time: Duration, count: usize| time * u32::try_from(count).expect("not as many");
    let takes = WAVE * spent.waves + times(CALL, calls / AT_ONCE);
    let many = times(takes, MANY / rows);
    assert!(many < WITHIN, "{operation}: {rows} rows took {} waves: {MANY} would take {many:?}", spent.waves);
    done
}

/// That nothing is left to do.
async fn rests(app: &TestApp, operation: &str, done: &str) {
    assert_eq!(app.invoke(operation, json!({})).await[done], 0);
}

async fn tickets_are_closed(rows: usize) {
    let desk = Desk::open().await;
    completed(&desk, rows).await;
    desk.app.advance(SignedDuration::from_hours(7 * 24));
    assert_eq!(tick(&desk.app, "close-tickets", rows, 0).await, json!({ "closed": rows, "failed": 0 }));
    rests(&desk.app, "close-tickets", "closed").await;
}

// no ceilings: all tickets that are due are closed by one tick
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tickets_are_closed() {
    tickets_are_closed(SOME).await;
}

async fn targets_are_looked_at(rows: usize) {
    let desk = Desk::open().await;
    let deps = desk.app.deps();
    let watches: Vec<Watch> = completed(&desk, rows).await.iter().map(watch).collect();
    store(&deps, &watches).await;
    let looked = tick(&desk.app, "sweep-targets", rows, 0).await;
    assert_eq!((&looked["tickets"], &looked["failed"]), (&json!(rows), &json!(0)));
    rests(&desk.app, "sweep-targets", "tickets").await;
}

// F32, no ceilings: all tickets whose targets are due are looked at by one tick
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_targets_are_looked_at() {
    targets_are_looked_at(SOME).await;
}

async fn leftovers_are_removed(rows: usize) {
    let app = TestApp::start().await;
    let deps = app.deps();
    let leftover = |_| {
        let first: AttachmentId = deps.new_id();
        Leftover { tenant_id: deps.new_id(), ticket_id: deps.new_id(), first, others: Vec::new(), due: deps.now() }
    };
    let leftovers: Vec<Leftover> = (0..rows).map(leftover).collect();
    store(&deps, &leftovers).await;
    let swept = tick(&app, "sweep-attachments", rows, 2 * rows).await;
    assert_eq!((&swept["files"], &swept["failed"]), (&json!(rows), &json!(0)));
    rests(&app, "sweep-attachments", "files").await;
}

// no ceilings: the files of all rows that are due are removed by one tick
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_leftovers_are_removed() {
    leftovers_are_removed(SOME).await;
}

async fn events_are_published(rows: usize) {
    let app = TestApp::start().await;
    let deps = app.deps();
    let tenant = deps.new_id::<foyer_domain::id::kind::Tenant>().to_string();
    for _ in 0..rows.div_euclid(100) {
        let commit = (0..100).fold(deps.commit(), |commit, _| {
            let event = OutgoingEvent {
                event_id: deps.new_id(),
                event_type: "nobody.hears".into(),
                event_version: 1,
                tenant: tenant.clone(),
                body: "{}".into(),
            };
            commit.emit(Table::Directory, &event)
        });
        commit.run(&deps.store).await.expect("stored");
    }
    app.advance(SignedDuration::from_mins(2));
    let swept = tick(&app, "sweep-outbox", rows, rows / 10).await;
    assert_eq!(swept, json!({ "found": rows, "published": rows, "failed": 0 }));
    rests(&app, "sweep-outbox", "found").await;
}

// no ceilings: all events that the relay left are published by one tick
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_events_are_published() {
    events_are_published(SOME).await;
}

/// The head of a queue that gave out numbers which nobody owns, and was seen to have given out so many long ago.
fn head(table: &str, (tenant, queue): (TenantId, QueueId), given_out: usize, seen: usize) -> Value {
    let text = |text: String| json!({ "S": text });
    let number = |number: usize| json!({ "N": number.to_string() });
    json!({ "TableName": table, "Item": {
        "pk": text(format!("TEN#{tenant}#QUE#{queue}")),
        "sk": text("HEAD".into()),
        "next_number": number(given_out),
        "settled": number(0),
        "seen": number(seen),
        "seen_at": number(1_000),
        "gsi4pk": text(format!("QUEUES#{}", queue.spread() % 4)),
        "gsi4sk": text(format!("0000000061000#{queue}")),
    }})
}

async fn queues_are_settled(rows: usize) {
    let app = TestApp::start().await;
    let deps = app.deps();
    let table = deps.config.tables.name(Table::Tickets).to_owned();
    for _ in 0..rows {
        app.system.database().put(head(&table, (deps.new_id(), deps.new_id()), 2, 2)).expect("stored");
    }
    let swept = tick(&app, "sweep-queues", rows, 0).await;
    assert_eq!(swept, json!({ "queues": rows, "voided": 2 * rows, "moved": 0, "failed": 0 }));
    rests(&app, "sweep-queues", "queues").await;
}

// no ceilings: all queues that are due are looked at by one tick, which voids what nobody owns
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_queues_are_settled() {
    queues_are_settled(SOME).await;
}

// no ceilings: ten thousand of each kind
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes ten minutes; docs/OPERATIONS.md has the command"]
async fn ten_thousand_of_each_kind_are_done_in_time() {
    tickets_are_closed(MANY).await;
    targets_are_looked_at(MANY).await;
    leftovers_are_removed(MANY).await;
    events_are_published(MANY).await;
    queues_are_settled(MANY).await;
}

// no ceilings: 10,000 numbers of one queue whose takers died are voided by one tick
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_numbers_are_voided() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let deps = app.deps();
    let table = deps.config.tables.name(Table::Tickets).to_owned();
    app.system.database().put(head(&table, (firm.tenant, firm.queue), MANY, 0)).expect("stored");
    let customer = firm.customer("王芳", "13900000001").await;
    let ticket = firm.ticket(&customer, "一").await;
    rests(&app, "sweep-queues", "voided").await;
    app.advance(SignedDuration::from_mins(1));
    assert_eq!(tick(&app, "sweep-queues", MANY, 0).await["voided"], MANY);
    let place = customer.get(&format!("/api/tickets/{ticket}/queue-position")).await.expect(200);
    assert_eq!((&place.body["position"], &place.body["waiting"]), (&json!(1), &json!(1)));
}

// no ceilings: one row that cannot be read stops neither its sweep nor the rows behind it
#[tokio::test]
async fn an_unreadable_row_stops_no_sweep() {
    let desk = Desk::open().await;
    let tickets = completed(&desk, 3).await;
    let deps = desk.app.deps();
    let table = deps.config.tables.name(Table::Tickets).to_owned();
    let index = |list: &str, sort: &str| json!({ "list": { "S": list }, "sort": { "S": sort } });
    // It stands first in its list: its sweep looks at it before all others.
    for shard in 0..4 {
        for (kind, sk) in [("CLOSING", "TICKET"), ("TARGETS", "TARGETS")] {
            let place = index(&format!("{kind}#{shard}"), "0000000000000#broken");
            let ticket = deps.new_id::<foyer_domain::id::kind::Ticket>();
            app_put(&desk, &table, &format!("TEN#{}#TKT#{ticket}", desk.firm.tenant), sk, &place);
            app_put(&desk, &table, &format!("TEN#nobody#TKT#{shard}"), sk, &place);
        }
        app_put(&desk, &table, &format!("TEN#nobody#QUE#{shard}"), "HEAD", &index(&format!("QUEUES#{shard}"), "0000000000000#broken"));
        app_put(&desk, &table, &format!("OUTBOX#{shard}"), "evt_00000000000000000000000000", &Value::Null);
    }
    app_put(&desk, &table, "LEFTOVERS", "0000000000000#broken", &Value::Null);
    let leftover =
        Leftover { tenant_id: desk.firm.tenant, ticket_id: deps.new_id(), first: deps.new_id(), others: Vec::new(), due: deps.now() };
    store(&deps, &[leftover]).await;
    store(&deps, &[watch(&tickets[0])]).await;
    deps.store.take_number(desk.firm.tenant, desk.firm.queue, &deps.commit_token()).await.expect("a number").expect("it is open");
    desk.app.advance(SignedDuration::from_hours(7 * 24));
    let looked = desk.app.invoke("sweep-targets", json!({})).await;
    assert_eq!((&looked["tickets"], &looked["failed"]), (&json!(9), &json!(8)));
    let closed = desk.app.invoke("close-tickets", json!({})).await;
    assert_eq!((&closed["closed"], &closed["failed"]), (&json!(tickets.len()), &json!(8)));
    let queues = desk.app.invoke("sweep-queues", json!({})).await;
    assert_eq!((&queues["queues"], &queues["failed"]), (&json!(5), &json!(4)));
    let files = desk.app.invoke("sweep-attachments", json!({})).await;
    assert_eq!((&files["files"], &files["failed"]), (&json!(1), &json!(1)));
    let events = desk.app.invoke("sweep-outbox", json!({})).await;
    assert_eq!(events["failed"], 4);
    assert_eq!(events["published"].as_u64().map(|published| published + 4), events["found"].as_u64());
}

/// A row of which nothing can be read but its key and its place in the index by moments.
fn app_put(desk: &Desk, table: &str, pk: &str, sk: &str, place: &Value) {
    let mut item = json!({ "pk": { "S": pk }, "sk": { "S": sk }, "kind": { "S": "?" } });
    if !place.is_null() {
        item["gsi4pk"] = place["list"].clone();
        item["gsi4sk"] = place["sort"].clone();
    }
    desk.app.system.database().put(json!({ "TableName": table, "Item": item })).expect("stored");
}

// no ceilings: a tick ends before it is killed, and the next ones go on where it was
#[tokio::test]
async fn a_tick_ends_in_time_and_the_next_one_goes_on() {
    let desk = Desk::open().await;
    let many = completed(&desk, 300).await.len();
    desk.app.advance(SignedDuration::from_hours(7 * 24));
    desk.app.clock.pass_with_each_look(SignedDuration::from_millis(100));
    let (mut closed, mut ticks) = (0, 0);
    while closed < many {
        let tick = desk.app.invoke("close-tickets", json!({})).await;
        assert_eq!(tick["failed"], 0);
        let more = tick["closed"].as_u64().and_then(|more| usize::try_from(more).ok()).expect("a number");
        assert!(more > 0, "each tick does something");
        closed += more;
        ticks += 1;
    }
    assert_eq!(closed, many);
    assert!(ticks > 1, "a tick that takes all the time that it has does not do everything");
}
