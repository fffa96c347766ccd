//! `make bench`: the release binaries as Lambda runs them, the same in other languages, and the local server.
//!
//! Prints a table and writes it to `target/bench`, in Markdown and JSON. `--smoke` takes few samples, so that the
//! gate sees that it works; its numbers say nothing.

#[path = "../../coverage/case.rs"]
#[expect(dead_code, reason = "it is made for tests, and what refusals are made from is not needed here")]
mod case;
#[path = "../../coverage/cases.rs"]
#[expect(clippy::expect_used, reason = "what is made for a test stops at what it did not expect")]
mod cases;
mod clock;
mod failure;
mod far;
mod function;
mod load;
#[path = "../../coverage/operations.rs"]
#[expect(dead_code, clippy::expect_used, reason = "it is made for tests, and what refusals are made from is not needed here")]
mod operations;
mod outside;
mod peers;
mod report;
mod wire;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use foyer_domain::secret::Secret;
use foyer_xtask::deployed::Deployed;
use foyer_xtask::tree::Tree;

use crate::clock::{Samples, millis};
use crate::failure::Failure;
use crate::function::{Function, accepted, program, zipped};
use crate::report::{Report, Row, megabytes, usd};
use crate::world::{Bench, Subject};

/// Measures the functions in target/lambda.
#[derive(Debug, Parser)]
#[command(name = "foyer-bench")]
struct Arguments {
    /// Takes few samples and no peers.
    #[arg(long)]
    smoke: bool,
    /// Measures only this operation, and no server.
    #[arg(long)]
    only: Option<String>,
}

/// How much is measured.
struct Size {
    processes: usize,
    invocations: usize,
    load: Duration,
    sms: usize,
}

impl Size {
    fn of(arguments: &Arguments) -> Self {
        if arguments.smoke {
            Self { processes: 1, invocations: 2, load: Duration::from_millis(300), sms: 3 }
        } else {
            Self { processes: 7, invocations: 30, load: Duration::from_secs(5), sms: 100 }
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(std::io::stderr(), &format!("Nothing was measured: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (root, size) = (root(), Size::of(arguments));
    let directory = root.join("target/bench");
    std::fs::create_dir_all(&directory)?;
    let data = tempfile::tempdir_in(&directory)?;
    let bench = Bench::start(data.path()).await?;
    let mut subjects = bench.subjects().await?;
    let deployed = Deployed::read(&Tree::repository()).map_err(|finding| finding.to_string())?;
    subjects.retain(|subject| arguments.only.as_ref().is_none_or(|only| *only == subject.operation));
    bench.keep()?;
    // What is measured here blocks; the database goes on on the runtime's other threads.
    let mut report = tokio::task::block_in_place(|| functions(&bench, &deployed, &root, &subjects, &size))?;
    report.hash_ms = hash(&bench).await?;
    if arguments.only.is_none() {
        let server = load::Server::start(data.path()).await?;
        tokio::task::block_in_place(|| -> Result<(), Failure> {
            for connections in [1, 16, 64] {
                report.load.push(server.load(connections, size.load)?);
            }
            report.sms = Some(server.sms(size.sms)?);
            Ok(())
        })?;
    }
    if !arguments.smoke {
        report.peers =
            tokio::task::block_in_place(|| peers::measure(&bench, &deployed, &root, &subjects, size.processes, size.invocations))?;
    }
    std::fs::write(directory.join("report.json"), serde_json::to_string_pretty(&report)?)?;
    std::fs::write(directory.join("report.md"), report.markdown())?;
    say(std::io::stdout(), &report.markdown());
    Ok(())
}

fn functions(bench: &Bench, deployed: &Deployed, root: &Path, subjects: &[Subject], size: &Size) -> Result<Report, Failure> {
    let units = units(&std::fs::read_to_string(root.join("docs/DATA.md"))?);
    let mut rows = Vec::new();
    for subject in subjects {
        let memory = deployed.function(&subject.operation).and_then(|function| function.memory).ok_or("a function without memory")?;
        let program = program(deployed, root, &subject.operation)?;
        let row = row(bench, &program, subject, size, memory, &units).map_err(|error| format!("{}: {error}", subject.operation))?;
        rows.push(row);
    }
    rows.sort_by(|one, other| one.operation.cmp(&other.operation));
    let cores = std::thread::available_parallelism()?.get();
    Ok(Report { cores, hash_ms: 0.0, functions: rows, peers: Vec::new(), load: Vec::new(), sms: None })
}

fn row(bench: &Bench, program: &Path, subject: &Subject, size: &Size, memory: u64, units: &Units) -> Result<Row, Failure> {
    let command = program.to_str().ok_or("a path that is no text")?;
    let variables = bench.variables(&subject.operation);
    let (mut starts, mut firsts, mut warm) = (Vec::new(), Vec::new(), Vec::new());
    let (mut cpu, mut peak, mut refused) = (Duration::ZERO, 0, 0);
    // The operation before may have ended the session.
    bench.put_back()?;
    for _ in 0..size.processes {
        let mut function = Function::start(&[command], &variables)?;
        starts.push(function.started);
        let mut before = Duration::ZERO;
        for number in 0..=size.invocations {
            if subject.writes {
                bench.put_back()?;
            }
            let invocation = function.invoke(&subject.event)?;
            refused += usize::from(!accepted(&invocation.answer));
            if number == 0 {
                firsts.push(invocation.took);
                before = function.cpu()?;
            } else {
                warm.push(invocation.took);
            }
        }
        cpu += function.cpu()?.saturating_sub(before);
        peak = peak.max(function.peak_memory()?);
    }
    let calls = u32::try_from(warm.len())?.max(1);
    let warm = Samples::new(warm);
    let (read, written) = units.get(&subject.operation).copied().unwrap_or_default();
    Ok(Row {
        operation: subject.operation.clone(),
        start_ms: millis(Samples::new(starts).percentile(50)),
        first_ms: millis(Samples::new(firsts).percentile(50)),
        p50_ms: millis(warm.percentile(50)),
        p90_ms: millis(warm.percentile(90)),
        p99_ms: millis(warm.percentile(99)),
        far_ms: millis(far(bench, command, subject, size)?.percentile(50)),
        memory_mb: megabytes(peak * 1024),
        cpu_s: (cpu / calls).as_secs_f64() * 1_000.0,
        zip_mb: megabytes(zipped(program)?),
        read,
        written,
        usd: usd(subject.routed, memory, millis(warm.percentile(50)), read, written),
        refused,
    })
}

/// Warm invocations of one process, with the database some milliseconds away.
fn far(bench: &Bench, command: &str, subject: &Subject, size: &Size) -> Result<Samples, Failure> {
    let mut function = Function::start(&[command], &bench.far_variables(&subject.operation))?;
    let mut warm = Vec::new();
    for number in 0..=size.invocations {
        if subject.writes {
            bench.put_back()?;
        }
        let took = function.invoke(&subject.event)?.took;
        if number > 0 {
            warm.push(took);
        }
    }
    Ok(Samples::new(warm))
}

/// Request units read and written, by operation.
type Units = BTreeMap<String, (f64, f64)>;

/// Of each operation in the table of `docs/DATA.md` the case that is called plain, or else the dearest.
fn units(data: &str) -> Units {
    let mut units: BTreeMap<String, (bool, f64, f64)> = BTreeMap::new();
    for line in data.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [operation, case, read, written, _waves] = cells[..]
            && let (Ok(read), Ok(written)) = (read.parse::<f64>(), written.parse::<f64>())
        {
            let plain = case == "plain";
            let kept = units.entry(operation.trim_matches('`').to_owned()).or_insert((plain, read, written));
            if !kept.0 && (plain || (written, read) > (kept.2, kept.1)) {
                *kept = (plain, read, written);
            }
        }
    }
    units.into_iter().map(|(operation, (_, read, written))| (operation, (read, written))).collect()
}

/// What hashing a password takes, the median of nine.
async fn hash(bench: &Bench) -> Result<f64, Failure> {
    let (deps, password) = (bench.world.app.deps(), Secret::new("correct horse battery".to_owned()));
    let mut times = Vec::new();
    for _ in 0..9 {
        let began = clock::now();
        deps.passwords.hash(&password, deps.entropy()).await.map_err(|problem| format!("{problem:?}"))?;
        times.push(began.elapsed());
    }
    Ok(millis(Samples::new(times).percentile(50)))
}

/// Prints. Whoever closed the other end does not want to read it.
fn say(mut to: impl std::io::Write, text: &str) {
    to.write_all(text.as_bytes()).unwrap_or_default();
}
