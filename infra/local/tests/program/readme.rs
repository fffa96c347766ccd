//! The walk of the README, as it is printed, against a fresh system.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use crate::Process;

/// The `sh` blocks of a document from the one that sets `foyer` up to the heading after the walk.
fn walk(document: &str) -> String {
    let from = document.find("```sh\nfoyer=").expect("a walk");
    let walk = document[from..].split("\n## ").next().expect("an end");
    let blocks = walk.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

/// Runs the walk line by line in one shell. After `# → text`, the lines before it must have printed the
/// text, as all lines since the last one without it.
fn run(document: &str) {
    let dir = tempfile::tempdir().expect("a directory");
    let process = Process::start(&dir.path().join("data"));
    let walk = walk(document).replace("http://127.0.0.1:3000", &process.url);
    let mut script = String::from("set -u\n");
    let mut expected: Vec<(usize, &str)> = Vec::new();
    let mut step = 0;
    let mut open = false;
    for line in walk.lines() {
        if let Some(text) = line.strip_prefix("# → ") {
            expected.push((step, text));
            open = false;
            continue;
        }
        if !open {
            step += 1;
            open = true;
            script.push_str(&format!("exec >{}/{step} 2>&1\n", dir.path().display()));
        }
        script.push_str(line);
        script.push('\n');
    }
    assert!(expected.len() > 15, "the walk shows too little: {expected:?}");
    let status = Command::new("bash").arg("-c").arg(&script).status().expect("bash runs");
    assert!(status.success(), "{status}");
    for (step, text) in expected {
        let printed = printed(dir.path(), step);
        assert!(printed.contains(text), "no {text} in {printed}");
    }
}

fn printed(dir: &Path, step: usize) -> String {
    std::fs::read_to_string(dir.join(step.to_string())).expect("the step ran")
}

#[test]
fn the_walk_in_english() {
    run(include_str!("../../../../README.md"));
}

#[test]
fn the_walk_in_chinese() {
    run(include_str!("../../../../README.zh-CN.md"));
}
