//! The walk of the README, as it is printed, against a fresh system.

#![cfg(unix)]

use std::process::Command;

use crate::Process;

/// The `sh` blocks of a document from the one that sets `foyer` up to the heading after the walk.
fn walk(document: &str) -> String {
    let from = document.find("```sh\nfoyer=").expect("a walk");
    let walk = document[from..].split("\n## ").next().expect("an end");
    let blocks = walk.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

/// Lines to run, and after `# → ` what they must have printed.
#[derive(Default)]
struct Step<'a> {
    lines: Vec<&'a str>,
    shown: Vec<&'a str>,
}

fn steps(walk: &str) -> Vec<Step<'_>> {
    let mut steps = vec![Step::default()];
    for line in walk.lines() {
        let shown = line.strip_prefix("# → ");
        if shown.is_none() && steps.last().is_some_and(|step| !step.shown.is_empty()) {
            steps.push(Step::default());
        }
        if let Some(step) = steps.last_mut() {
            step.shown.extend(shown);
            step.lines.push(line);
        }
    }
    steps
}

/// Runs the walk in one shell and looks at what each step printed.
fn run(document: &str) {
    let dir = tempfile::tempdir().expect("a directory");
    let process = Process::start(&dir.path().join("data"));
    let walk = walk(document).replace("http://127.0.0.1:3000", &process.url);
    let steps = steps(&walk);
    assert!(steps.len() > 12, "the walk shows too little");
    let printed = |number: usize| dir.path().join(number.to_string());
    let script = |(number, step): (usize, &Step<'_>)| format!("exec >{} 2>&1\n{}\n", printed(number).display(), step.lines.join("\n"));
    let script: String = steps.iter().enumerate().map(script).collect();
    let status = Command::new("bash").args(["-u", "-c", &script]).status().expect("bash runs");
    assert!(status.success(), "{status}");
    for (number, step) in steps.iter().enumerate() {
        let printed = std::fs::read_to_string(printed(number)).expect("the step ran");
        for text in &step.shown {
            assert!(printed.contains(text), "no {text} in {printed}");
        }
    }
}

#[test]
fn the_walk_in_english() {
    run(include_str!("../../../../README.md"));
}

#[test]
fn the_walk_in_chinese() {
    run(include_str!("../../../../README.zh-CN.md"));
}
