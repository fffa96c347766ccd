//! What the program says when it cannot start or is stopped, and what a kill −9 leaves.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use foyer_domain::time::{Clock, SignedDuration};
use foyer_kit::system::SystemClock;
use foyer_local::demo::PASSWORD;
use foyer_store::Table;
use foyer_testkit::{TestApp, TestClock};
use serde_json::{Value, json};

use crate::{Process, first_queue, interrupt, log_in, post, refused};

/// How many tickets the process lives for in each round: it is killed when so many are accepted, whatever it does then.
const LIVES: [usize; 5] = [1, 3, 6, 10, 15];
/// Customers' clients that submit at once.
const CLIENTS: usize = 3;

/// Submits tickets until the process is gone; tells of each that it accepted. Gives their ids.
fn submit(url: &str, token: &str, queue: &str, name: &str, tell: &Sender<()>) -> Vec<String> {
    let mut accepted = Vec::new();
    for number in 0.. {
        let title = format!("{name}-{number}");
        let body = json!({ "title": title, "description": "x", "queue_id": queue, "reply_method": "sms" });
        match post(&format!("{url}/api/tickets"), Some(token), &body) {
            None => break,
            Some((status, ticket)) => {
                assert_eq!(status, 201, "{ticket}");
                accepted.push(ticket["ticket_id"].as_str().expect("an id").to_owned());
            }
        }
        // Nobody listens any more when the process is about to be killed.
        tell.send(()).unwrap_or_default();
    }
    accepted
}

// A kill −9 at any point loses no accepted event: every ticket that was answered with 201 has its SMS, or is
// one more than goes to a number in a day, and a number whose taker was killed does not wait for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_nothing_that_it_accepted() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut accepted = Vec::new();
    let mut queue = String::new();
    for (round, life) in LIVES.into_iter().enumerate() {
        let (tell, told) = mpsc::channel();
        let process = Process::start(dir.path());
        let token = log_in(&process.url, "wang.fang");
        if queue.is_empty() {
            queue = first_queue(&process.url, &token);
        }
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (url, token, queue, tell) = (process.url.clone(), token.clone(), queue.clone(), tell.clone());
                std::thread::spawn(move || submit(&url, &token, &queue, &format!("round{round}-client{client}"), &tell))
            })
            .collect();
        for _ in 0..life {
            told.recv().expect("a ticket is accepted");
        }
        process.kill();
        accepted.extend(clients.into_iter().flat_map(|client| client.join().expect("no panic")));
    }
    assert!(accepted.len() >= LIVES.iter().sum());

    // the same data later, when no claim and no hidden message of a dead process holds anything up
    let clock = Arc::new(TestClock::default());
    clock.advance(SystemClock.now().duration_since(clock.now()) + SignedDuration::from_hours(1));
    let app = TestApp::on_disk(dir.path(), clock, 9).await;
    app.drain().await;
    let tables = &app.deps().config.tables;
    let sent = app.system.database().rows(tables.name(Table::Notifications)).expect("read");
    let settled = |row: &Value| row["kind"]["S"] == "delivery" && row["channel"]["S"] == "sms" && outcome(row).is_some();
    let told: Vec<&str> = sent.iter().filter(|row| settled(row)).filter_map(|row| row["ticket_id"]["S"].as_str()).collect();
    let silent: Vec<&String> = accepted.iter().filter(|ticket| !told.contains(&ticket.as_str())).collect();
    assert_eq!(silent, [""; 0], "of {} tickets", accepted.len());

    for _ in 0..3 {
        app.advance(SignedDuration::from_mins(2));
        app.invoke("sweep-queues", json!({})).await;
    }
    let customer = app.log_in("wang.fang", PASSWORD).await;
    let body = json!({ "title": "last", "description": "x", "queue_id": queue, "reply_method": "portal" });
    let last = customer.post("/api/tickets", body).await.expect(201).text("/ticket_id");
    let place = customer.get(&format!("/api/tickets/{last}/queue-position")).await.expect(200);
    let rows = app.system.database().rows(tables.name(Table::Tickets)).expect("read");
    let waiting = rows.iter().filter(|row| row["kind"]["S"] == "ticket" && row.to_string().contains(&queue)).count();
    assert_eq!(place.body["waiting"], waiting);
}

/// What became of a delivery; `None` while a sender is at it, and where it failed.
fn outcome(delivery: &Value) -> Option<&str> {
    let state = delivery["progress"]["M"]["state"]["S"].as_str()?;
    ["sent", "suppressed"].contains(&state).then_some(state)
}

#[test]
fn a_taken_port_and_data_in_use_are_said() {
    let dir = tempfile::tempdir().expect("a directory");
    let first = Process::start(dir.path());
    let port = first.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let said = refused(dir.path(), port);
    assert!(said.contains(&port.to_string()) && said.contains("--port"), "{said}");
    assert!(refused(dir.path(), 0).contains("another process uses it"));
    first.kill();
}

#[cfg(unix)]
#[test]
fn a_stopped_process_says_so_and_starts_again() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut process = Process::start(dir.path());
    interrupt(&process);
    let (success, said) = process.ended();
    assert!(success && said.contains("Foyer has stopped."), "{said}");
    log_in(&Process::start(dir.path()).url, "wang.fang");
}

// Whoever stopped in the middle of sending a request does not keep the end from coming.
#[cfg(unix)]
#[test]
fn a_half_sent_request_does_not_hold_up_the_end() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut process = Process::start(dir.path());
    let mut half = TcpStream::connect(process.url.trim_start_matches("http://")).expect("connected");
    half.write_all(b"POST /api/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
        .expect("sent");
    // What comes after it on another connection is answered, so the half one has been taken.
    log_in(&process.url, "wang.fang");
    interrupt(&process);
    let (success, said) = process.ended();
    assert!(success && said.contains("Foyer has stopped."), "{said}");
    drop(half);
}
