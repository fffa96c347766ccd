//! What the program says when it cannot start or is stopped, and what a kill −9 leaves.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use foyer_domain::time::{Clock, SignedDuration};
use foyer_kit::system::SystemClock;
use foyer_local::demo::PASSWORD;
use foyer_testkit::{TestApp, TestClock};
use serde_json::{Value, json};

use crate::{Process, command};

/// How long the process lives in each round, in milliseconds from the first request.
const LIVES: [u64; 5] = [30, 80, 150, 240, 400];
/// Customers' clients that submit at once.
const CLIENTS: usize = 3;

/// A start that must fail; gives what is said.
fn refused(data: &Path, port: u16) -> String {
    let mut child = command(data, port).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.as_mut().expect("piped")).lines();
    if lines.next().is_some() {
        child.kill().expect("it is killed");
        panic!("it started");
    }
    let (success, said) = Process { child, url: String::new() }.ended();
    assert!(!success && said.starts_with("Foyer cannot run: "), "{said}");
    said
}

/// Sends a request; `None` if the process was gone before it answered.
fn post(url: &str, token: Option<&str>, body: &Value) -> Option<(u16, Value)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = agent.post(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut answer = request.send_json(body).ok()?;
    let body = answer.body_mut().read_json().ok()?;
    Some((answer.status().as_u16(), body))
}

fn log_in(url: &str, login: &str) -> String {
    let body = json!({ "login": login, "password": PASSWORD });
    let (status, session) = post(&format!("{url}/api/sessions"), None, &body).expect("an answer");
    assert_eq!(status, 201, "{session}");
    session["token"].as_str().expect("a token").to_owned()
}

/// Submits tickets until the process is gone. Gives the titles of those that it accepted.
fn submit(url: &str, token: &str, queue: &str, name: &str) -> Vec<String> {
    let mut accepted = Vec::new();
    for number in 0.. {
        let title = format!("{name}-{number}");
        let body = json!({ "title": title, "description": "x", "queue_id": queue, "reply_method": "sms" });
        match post(&format!("{url}/api/tickets"), Some(token), &body) {
            None => break,
            Some((status, ticket)) => assert_eq!(status, 201, "{ticket}"),
        }
        accepted.push(title);
    }
    accepted
}

// A kill −9 at any point loses no accepted event: every ticket that was answered with 201 has its SMS, and
// a number whose taker was killed does not wait for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_nothing_that_it_accepted() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut accepted = Vec::new();
    let mut queue = String::new();
    for (round, life) in LIVES.into_iter().enumerate() {
        let process = Process::start(dir.path());
        let token = log_in(&process.url, "wang.fang");
        if queue.is_empty() {
            queue = first_queue(&process.url, &token);
        }
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (url, token, queue) = (process.url.clone(), token.clone(), queue.clone());
                std::thread::spawn(move || submit(&url, &token, &queue, &format!("round{round}-client{client}")))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(life)).await;
        process.kill();
        accepted.extend(clients.into_iter().flat_map(|client| client.join().expect("no panic")));
    }
    assert!(accepted.len() > LIVES.len(), "too few tickets to mean anything: {accepted:?}");

    // the same data later, when no claim and no hidden message of a dead process holds anything up
    let clock = Arc::new(TestClock::default());
    clock.advance(SystemClock.now().duration_since(clock.now()) + SignedDuration::from_hours(1));
    let app = TestApp::on_disk(dir.path(), clock, 9).await;
    app.drain().await;
    let told: Vec<String> = app.messages_to("+8613900000001").into_iter().map(|message| message.text).collect();
    let silent: Vec<&String> = accepted.iter().filter(|title| !told.iter().any(|text| text.contains(&format!("{title}”")))).collect();
    assert_eq!(silent, [""; 0], "of {} tickets; the last SMS: {:?}", accepted.len(), told.first());

    for _ in 0..3 {
        app.advance(SignedDuration::from_mins(2));
        app.invoke("sweep-queues", json!({})).await;
    }
    let customer = app.log_in("wang.fang", PASSWORD).await;
    let body = json!({ "title": "last", "description": "x", "queue_id": queue, "reply_method": "portal" });
    let last = customer.post("/api/tickets", body).await.expect(201).text("/ticket_id");
    let place = customer.get(&format!("/api/tickets/{last}/queue-position")).await.expect(200);
    let rows = app.system.database().rows(app.deps().config.tables.name(foyer_store::Table::Tickets)).expect("read");
    let waiting = rows.iter().filter(|row| row["kind"]["S"] == "ticket" && row.to_string().contains(&queue)).count();
    assert_eq!(place.body["waiting"], waiting);
}

fn first_queue(url: &str, token: &str) -> String {
    let mut queues = ureq::get(format!("{url}/api/queues")).header("authorization", format!("Bearer {token}")).call().expect("an answer");
    let queues: Value = queues.body_mut().read_json().expect("JSON");
    queues["items"][0]["queue_id"].as_str().expect("a queue").to_owned()
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

#[test]
fn data_that_cannot_be_read_is_said_and_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    Process::start(dir.path()).kill();
    let files = std::fs::read_dir(dir.path()).expect("read").map(|entry| entry.expect("an entry").path());
    let databases: Vec<_> = files.filter(|file| file.extension().is_some_and(|kind| kind == "sqlite")).collect();
    assert_eq!(databases.len(), 3, "{databases:?}");
    for file in databases {
        let sound = std::fs::read(&file).expect("read");
        // without its log, from which SQLite would restore it
        let (log, aside) = (file.with_extension("sqlite-wal"), dir.path().join("aside"));
        if log.exists() {
            std::fs::rename(&log, &aside).expect("moved");
        }
        std::fs::write(&file, "no database at all").expect("written");
        assert!(refused(dir.path(), 0).contains(&*file.to_string_lossy()));
        assert_eq!(std::fs::read(&file).expect("read"), b"no database at all");
        std::fs::write(&file, sound).expect("written");
        if aside.exists() {
            std::fs::rename(&aside, &log).expect("moved");
        }
    }
    log_in(&Process::start(dir.path()).url, "wang.fang");
}

#[cfg(unix)]
#[test]
fn a_stopped_process_says_so_and_starts_again() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut process = Process::start(dir.path());
    let killed = Command::new("kill").args(["-INT", &process.child.id().to_string()]).status().expect("sent");
    assert!(killed.success());
    let (success, said) = process.ended();
    assert!(success && said.contains("Foyer has stopped."), "{said}");
    log_in(&Process::start(dir.path()).url, "wang.fang");
}
