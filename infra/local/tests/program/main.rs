//! The program itself, as it is run.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod readme;
mod stopping;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

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
        let mut child = command(data, 0).spawn().expect("it starts");
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
