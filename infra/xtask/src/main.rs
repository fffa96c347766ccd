//! `cargo run -p foyer-xtask -- <task>`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use foyer_xtask::scaffold::{NewOperation, scaffold};
use foyer_xtask::tree::Tree;
use foyer_xtask::{Finding, check};

#[derive(Parser)]
#[command(about = "Keeps template, programs, registries, samples, schemas and documents together.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Finds what does not agree; exits with 1 if anything does not.
    Check,
    /// Writes functions/portal/openapi.json and events/domain/*/v1.schema.json from the types.
    Generate,
    /// Makes the files of a new operation behind a route.
    NewOperation {
        /// The area, like `tickets`.
        area: String,
        /// What it is about, a folder of the area, like `agents`.
        subject: String,
        /// The operation, verb and noun, like `close-ticket`.
        operation: String,
        /// The method, like `POST`.
        method: String,
        /// The path, like `/api/tickets/{ticket_id}/close`.
        path: String,
    },
}

fn main() -> ExitCode {
    let tree = Tree::repository();
    let (lines, agrees) = match Arguments::parse().task {
        Task::Check => findings(&tree),
        Task::Generate => report(check::generate(&tree), "written: "),
        Task::NewOperation { area, subject, operation, method, path } => {
            report(scaffold(&tree, &NewOperation { area, subject, operation, method, path }), "")
        }
    };
    let mut out = std::io::stdout().lock();
    let written = lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    if agrees && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn findings(tree: &Tree) -> (Vec<String>, bool) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return (vec![error.to_string()], false),
    };
    let found = runtime.block_on(check::all(tree));
    let mut lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    lines.push(if found.is_empty() { "Everything agrees.".to_owned() } else { format!("{} to correct.", found.len()) });
    (lines, found.is_empty())
}

fn report(outcome: Result<Vec<String>, Finding>, before: &str) -> (Vec<String>, bool) {
    match outcome {
        Ok(lines) if lines.is_empty() => (vec!["Nothing to do.".to_owned()], true),
        Ok(lines) => (lines.into_iter().map(|line| format!("{before}{line}")).collect(), true),
        Err(finding) => (vec![finding.to_string()], false),
    }
}
