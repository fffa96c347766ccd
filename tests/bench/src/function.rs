//! A function as Lambda runs it: a process that asks the Runtime API for events.
//!
//! One write for each answer and `TCP_NODELAY`: an answer in two writes would wait 40 ms for an acknowledgement,
//! and that would be what is measured.

use std::collections::BTreeMap;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use foyer_xtask::deployed::Deployed;

use crate::clock::now;
use crate::failure::Failure;
use crate::wire::Wire;

/// What the Runtime API noticed.
enum Notice {
    /// The function asked for an event on this connection.
    Next(Wire, Instant),
    /// The function answered, or failed.
    Answer(Vec<u8>, Instant, bool),
}

/// The program that an operation's function runs, as it was built: its zip lies beside the directory that has it.
pub(crate) fn program(deployed: &Deployed, root: &Path, operation: &str) -> Result<PathBuf, Failure> {
    let function = deployed.function(operation).ok_or_else(|| format!("{operation} has no function"))?;
    Ok(root.join("infra/areas").join(function.code.trim_end_matches(".zip")).join("bootstrap"))
}

/// A running function.
pub(crate) struct Function {
    process: Child,
    notices: Receiver<Notice>,
    waiting: Option<Wire>,
    returned: Sender<Wire>,
    /// From the start of the process to its first question.
    pub(crate) started: Duration,
}

/// An invocation.
#[derive(Debug)]
pub(crate) struct Invocation {
    /// What the function answered.
    pub(crate) answer: Vec<u8>,
    /// From sending the event to having the answer.
    pub(crate) took: Duration,
}

/// Longer than any invocation takes here.
const LIMIT: Duration = Duration::from_secs(30);

impl Function {
    /// Starts `command` with these variables and no others, and waits until it asks for an event.
    pub(crate) fn start(command: &[&str], variables: &BTreeMap<String, String>) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (notify, notices) = channel();
        let (returned, returning) = channel();
        thread::spawn(move || serve(&listener, &notify, returning));
        let (program, arguments) = command.split_first().ok_or("no command")?;
        let began = now();
        let process = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(variables)
            .envs([("AWS_LAMBDA_RUNTIME_API", address.as_str()), ("AWS_LAMBDA_FUNCTION_NAME", "bench")])
            .envs([("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"), ("AWS_LAMBDA_FUNCTION_VERSION", "1")])
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()?;
        let mut function = Self { process, notices, waiting: None, returned, started: Duration::ZERO };
        function.started = function.ready()? - began;
        Ok(function)
    }

    /// Waits until the function asks for an event; gives when it did.
    fn ready(&mut self) -> Result<Instant, Failure> {
        match self.notice()? {
            Notice::Next(wire, at) => {
                self.waiting = Some(wire);
                Ok(at)
            }
            Notice::Answer(answer, ..) => Err(format!("it failed before an event: {}", String::from_utf8_lossy(&answer)).into()),
        }
    }

    /// Invokes the function. Only one at a time, as in Lambda.
    pub(crate) fn invoke(&mut self, event: &[u8]) -> Result<Invocation, Failure> {
        let mut wire = self.waiting.take().ok_or("the function does not wait for an event")?;
        let sent = now();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nlambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
             lambda-runtime-deadline-ms: 4102444800000\r\n\
             lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-central-1:000000000000:function:bench";
        wire.write(head, event)?;
        self.returned.send(wire).map_err(|error| error.to_string())?;
        let Notice::Answer(answer, at, failed) = self.notice()? else {
            return Err("it asked for another event instead of answering".into());
        };
        if failed {
            return Err(format!("it failed: {}", String::from_utf8_lossy(&answer)).into());
        }
        self.ready()?;
        Ok(Invocation { answer, took: at - sent })
    }

    fn notice(&mut self) -> Result<Notice, Failure> {
        self.notices.recv_timeout(LIMIT).map_err(|error| match error {
            RecvTimeoutError::Timeout => "it does not answer".into(),
            RecvTimeoutError::Disconnected => "it ended".into(),
        })
    }

    /// The CPU time that the process has used.
    pub(crate) fn cpu(&self) -> Result<Duration, Failure> {
        let mut nanoseconds = 0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let spent = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds += spent.split(' ').next().unwrap_or("").parse::<u64>().map_err(|error| error.to_string())?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// The most memory that the process has held, in KiB.
    pub(crate) fn peak_memory(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kibibytes.ok_or_else(|| "the process says nothing of its memory".into())
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves each connection of the function by a thread of its own: one may bring answers while another waits.
fn serve(listener: &TcpListener, notify: &Sender<Notice>, returning: Receiver<Wire>) {
    // The connection that an event was sent on goes on being served here.
    let again = notify.clone();
    thread::spawn(move || {
        for wire in returning {
            let again = again.clone();
            thread::spawn(move || connection(wire, &again));
        }
    });
    for stream in listener.incoming() {
        let notify = notify.clone();
        thread::spawn(move || stream.and_then(|stream: TcpStream| Wire::new(stream)).map(|wire| connection(wire, &notify)));
    }
}

/// Reads what the function says on one connection, until it asks for an event or closes it.
fn connection(mut wire: Wire, notify: &Sender<Notice>) -> io::Result<()> {
    while let Some(message) = wire.read()? {
        let at = now();
        if message.start.contains("/invocation/next") {
            // Nobody listens any more when the function was given up.
            return notify.send(Notice::Next(wire, at)).map_err(io::Error::other);
        }
        let failed = message.start.contains("/error");
        wire.write("HTTP/1.1 202 Accepted\r\ncontent-type: application/json", b"{}")?;
        notify.send(Notice::Answer(message.body, at, failed)).map_err(io::Error::other)?;
    }
    Ok(())
}

/// The size of the zip that a function is uploaded as, in bytes: it lies beside the directory of its program.
pub(crate) fn zipped(program: &Path) -> Result<u64, Failure> {
    let directory = program.parent().ok_or("a program that lies nowhere")?;
    Ok(std::fs::metadata(directory.with_extension("zip"))?.len())
}

/// Whether an answer is what was asked for: a success, or a batch of which nothing failed.
pub(crate) fn accepted(answer: &[u8]) -> bool {
    let answer: serde_json::Value = serde_json::from_slice(answer).unwrap_or_default();
    let failures = answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty);
    answer["statusCode"].as_u64().map_or(failures, |status| (200..304).contains(&status))
}
