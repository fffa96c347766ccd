//! The program itself, as it is run.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod data;
mod readme;
mod stopping;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use foyer_local::demo::PASSWORD;
use serde_json::{Value, json};

/// A running `foyer-local`.
struct Process {
    child: Child,
    url: String,
}

fn command(data: &Path, port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foyer-local"));
    command.args(["--port", &port.to_string(), "--data"]).arg(data).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Process {
    fn start(data: &Path) -> Self {
        Self::of(&mut command(data, 0))
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.as_mut().expect("piped")).lines();
        let first = lines.next().expect("it says where it is").expect("a line");
        let url = first.strip_prefix("Foyer is at ").expect("it says where it is").to_owned();
        Self { child, url }
    }

    fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ends");
    }

    /// Waits for the end; says whether it was a good one, and what was said.
    fn ended(&mut self) -> (bool, String) {
        let mut said = String::new();
        // The end of the output is the end of the process.
        self.child.stdout.take().expect("piped").read_to_string(&mut said).expect("text");
        self.child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
        (self.child.wait().expect("it ends").success(), said)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        self.child.kill().unwrap_or_default();
    }
}

/// A start that must fail; gives what is said.
fn refused(data: &Path, port: u16) -> String {
    refused_of(&mut command(data, port))
}

fn refused_of(command: &mut Command) -> String {
    let mut child = command.spawn().expect("it starts");
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

fn first_queue(url: &str, token: &str) -> String {
    let mut queues = ureq::get(format!("{url}/api/queues")).header("authorization", format!("Bearer {token}")).call().expect("an answer");
    let queues: Value = queues.body_mut().read_json().expect("JSON");
    queues["items"][0]["queue_id"].as_str().expect("a queue").to_owned()
}

/// Ctrl-C.
#[cfg(unix)]
fn interrupt(process: &Process) {
    let sent = Command::new("kill").args(["-INT", &process.child.id().to_string()]).status().expect("sent");
    assert!(sent.success());
}
