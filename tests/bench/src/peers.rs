//! Functions beside the same in other languages, in turn, so that whatever else the machine does falls on all alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use foyer_xtask::deployed::Deployed;

use crate::clock::{Samples, millis};
use crate::failure::Failure;
use crate::function::{Function, accepted, program};
use crate::report::{Peer, megabytes};
use crate::world::{Bench, Subject};

/// The operations that there are peers of.
pub(crate) const OPERATIONS: [&str; 3] = ["login", "submit-ticket", "queue-position"];

/// A language, and how a function in it is started.
struct Language {
    name: &'static str,
    command: Vec<String>,
}

fn languages(program: PathBuf, root: &Path, operation: &str) -> Vec<Language> {
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let peers = root.join("tests/measure/peers");
    vec![
        Language { name: "rust", command: vec![text(program)] },
        Language {
            name: "python",
            command: vec![text(root.join("target/bench/python/bin/python")), text(peers.join("python/peer.py")), operation.into()],
        },
        // Node looks for packages beside the program.
        Language {
            name: "node",
            command: vec![
                "/usr/bin/env".into(),
                "NODE_NO_WARNINGS=1".into(),
                "node".into(),
                text(root.join("target/bench/node/peer.mjs")),
                operation.into(),
            ],
        },
    ]
}

/// What was measured of one of them.
#[derive(Default)]
struct Measured {
    starts: Vec<Duration>,
    firsts: Vec<Duration>,
    warm: Vec<Duration>,
    /// With the database some milliseconds away.
    far: Vec<Duration>,
    cpu: Duration,
    memory: u64,
}

/// Measures all three operations in all three languages: so many processes of each, with so many invocations.
pub(crate) fn measure(
    bench: &Bench,
    deployed: &Deployed,
    root: &Path,
    subjects: &[Subject],
    processes: usize,
    invocations: usize,
) -> Result<Vec<Peer>, Failure> {
    let mut peers = Vec::new();
    for subject in subjects.iter().filter(|subject| OPERATIONS.contains(&subject.operation.as_str())) {
        let languages = languages(program(deployed, root, &subject.operation)?, root, &subject.operation);
        let mut measured: Vec<Measured> = languages.iter().map(|_| Measured::default()).collect();
        for _ in 0..processes {
            for (language, measured) in languages.iter().zip(&mut measured) {
                run(bench, subject, language, invocations, measured)?;
            }
        }
        for (language, measured) in languages.iter().zip(&mut measured) {
            let mut away = Measured::default();
            called(bench, subject, language, bench.far_variables(&subject.operation), invocations, &mut away)?;
            measured.far = away.warm;
        }
        peers.extend(languages.iter().zip(measured).map(|(language, measured)| peer(subject, language.name, measured)));
    }
    Ok(peers)
}

fn run(bench: &Bench, subject: &Subject, language: &Language, invocations: usize, measured: &mut Measured) -> Result<(), Failure> {
    called(bench, subject, language, bench.variables(&subject.operation), invocations, measured)
}

fn called(
    bench: &Bench,
    subject: &Subject,
    language: &Language,
    mut variables: BTreeMap<String, String>,
    invocations: usize,
    measured: &mut Measured,
) -> Result<(), Failure> {
    let command: Vec<&str> = language.command.iter().map(String::as_str).collect();
    // To find node by, which is nowhere in particular.
    variables.extend(foyer_kit::config::environment("PATH").map(|path| ("PATH".to_owned(), path)));
    let of = |error: Failure| Failure::from(format!("{} in {}: {error}", subject.operation, language.name));
    let mut function = Function::start(&command, &variables).map_err(of)?;
    measured.starts.push(function.started);
    let mut before = Duration::ZERO;
    for number in 0..=invocations {
        if subject.writes {
            bench.put_back()?;
        }
        let invocation = function.invoke(&subject.event).map_err(of)?;
        if !accepted(&invocation.answer) {
            return Err(of(format!("it refuses: {}", String::from_utf8_lossy(&invocation.answer)).into()));
        }
        if number == 0 {
            measured.firsts.push(invocation.took);
            before = function.cpu()?;
        } else {
            measured.warm.push(invocation.took);
        }
    }
    measured.cpu += function.cpu()?.saturating_sub(before);
    measured.memory = measured.memory.max(function.peak_memory()?);
    Ok(())
}

fn peer(subject: &Subject, language: &str, measured: Measured) -> Peer {
    let calls = u32::try_from(measured.warm.len()).unwrap_or(u32::MAX).max(1);
    let (starts, firsts, warm) = (Samples::new(measured.starts), Samples::new(measured.firsts), Samples::new(measured.warm));
    let far = Samples::new(measured.far);
    Peer {
        operation: subject.operation.clone(),
        language: language.to_owned(),
        start_ms: millis(starts.percentile(50)),
        first_ms: millis(firsts.percentile(50)),
        p50_ms: millis(warm.percentile(50)),
        p99_ms: millis(warm.percentile(99)),
        far_ms: millis(far.percentile(50)),
        memory_mb: megabytes(measured.memory * 1024),
        cpu_s: (measured.cpu / calls).as_secs_f64() * 1_000.0,
    }
}
