//! What the program says of a directory that is not as it should be, and when it goes on by itself.

use std::path::Path;

use crate::{Process, log_in, refused};

/// The files that a directory cannot be used without.
const NEEDED: [&str; 3] = ["queues.sqlite", "database.sqlite", "sealing-keys.json"];

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

// Nothing is made in the place of what is missing: with it the people are gone, or what was sealed cannot be opened.
#[test]
fn what_is_missing_or_empty_is_said_and_not_made_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut first = Process::start(dir.path());
    crate::interrupt(&first);
    assert!(first.ended().0);
    for name in NEEDED {
        let (file, aside) = (dir.path().join(name), dir.path().join("aside"));
        std::fs::rename(&file, &aside).expect("moved");
        let said = refused(dir.path(), 0);
        assert!(said.contains(name) && said.contains("missing or empty") && said.contains("put it back"), "{said}");
        assert!(!file.exists(), "{name}");
        std::fs::write(&file, "").expect("written");
        assert!(refused(dir.path(), 0).contains(name));
        assert_eq!(std::fs::read(&file).expect("read"), b"");
        std::fs::rename(&aside, &file).expect("moved");
    }
    let keys = dir.path().join("sealing-keys.json");
    let ring = std::fs::read(&keys).expect("read");
    std::fs::write(&keys, "{}").expect("written");
    let said = refused(dir.path(), 0);
    assert!(said.contains("sealing-keys.json") && said.contains("no key ring"), "{said}");
    std::fs::write(&keys, ring).expect("written");
    log_in(&Process::start(dir.path()).url, "wang.fang");
}

/// Starts for the first time and is killed as soon as this file is there.
fn killed_when(dir: &Path, file: &str) {
    let mut child = crate::command(dir, 0).spawn().expect("it starts");
    while !dir.join(file).exists() {
        assert!(child.try_wait().expect("asked").is_none(), "it ended before there was {file}");
    }
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
}

// Nobody has used what a first start did not finish: the next one begins anew, by itself.
#[test]
fn a_first_start_that_was_killed_is_begun_anew() {
    for file in ["state", "queues.sqlite", "messages.sqlite", "database.sqlite", "files", "sealing-keys.json"] {
        let dir = tempfile::tempdir().expect("a directory");
        killed_when(dir.path(), file);
        log_in(&Process::start(dir.path()).url, "wang.fang");
    }
}

// The same in the middle of the demo data, and what others put into the directory is left alone.
#[test]
fn half_of_the_demo_data_is_begun_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    Process::start(dir.path()).kill();
    let state = dir.path().join("state");
    assert_eq!(std::fs::read_to_string(&state).expect("read"), "made");
    std::fs::write(&state, "making").expect("written");
    std::fs::write(dir.path().join("note.txt"), "mine").expect("written");
    let mut again = Process::start(dir.path());
    log_in(&again.url, "wang.fang");
    crate::interrupt(&again);
    let (success, said) = again.ended();
    assert!(success && said.contains("was interrupted; it begins anew"), "{said}");
    assert_eq!(std::fs::read_to_string(dir.path().join("note.txt")).expect("read"), "mine");
    // What was used once is never begun anew.
    let mut third = Process::start(dir.path());
    crate::interrupt(&third);
    let (success, said) = third.ended();
    assert!(success && !said.contains("begins anew"), "{said}");
}

// Data that somebody used is never taken for half made, whatever became of the file that says so.
#[test]
fn what_says_that_data_is_whole_may_be_damaged_and_nothing_is_removed() {
    let dir = tempfile::tempdir().expect("a directory");
    Process::start(dir.path()).kill();
    let state = dir.path().join("state");
    for damaged in ["", "ma", "something else"] {
        std::fs::write(&state, damaged).expect("written");
        let said = refused(dir.path(), 0);
        assert!(said.contains("state") && said.contains("write made into the file"), "{said}");
        assert!(NEEDED.iter().all(|name| dir.path().join(name).exists()), "{damaged}");
    }
    std::fs::write(&state, "made").expect("written");
    log_in(&Process::start(dir.path()).url, "wang.fang");
}

/// Files that cannot grow: what a full disk is to a program.
#[cfg(target_os = "linux")]
mod full {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    use serde_json::{Value, json};

    use super::*;
    use crate::{first_queue, interrupt, post, refused_of};

    /// The program, which is told of files that cannot grow by an error and not by a signal; `first` is run before.
    fn told(data: &Path, first: &str) -> Command {
        let mut command = Command::new("bash");
        let script = format!("trap '' XFSZ; {first} exec \"$0\" --port 0 --data \"$1\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_foyer-local")]).arg(data).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// No file of the process grows beyond this.
    fn limit(process: &Process, bytes: &str) {
        let arguments = [format!("--pid={}", process.child.id()), format!("--fsize={bytes}:unlimited")];
        assert!(Command::new("prlimit").args(arguments).status().expect("prlimit runs").success());
    }

    fn get(process: &Process, token: &str, path: &str) -> u16 {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let asked = agent.get(format!("{}{path}", process.url)).header("authorization", format!("Bearer {token}")).call();
        asked.expect("an answer").status().as_u16()
    }

    fn submit(process: &Process, token: &str, queue: &str, title: &str) -> (u16, Value) {
        let body = json!({ "title": title, "description": "x", "queue_id": queue, "reply_method": "sms" });
        post(&format!("{}/api/tickets", process.url), Some(token), &body).expect("an answer")
    }

    #[expect(clippy::disallowed_methods, reason = "what is waited for is another process")]
    fn pause(milliseconds: u64) {
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    }

    /// Waits until an SMS says this.
    fn told_by_sms(process: &Process, text: &str) {
        let messages = format!("{}/_local/messages", process.url);
        while !ureq::get(&messages).call().expect("an answer").body_mut().read_to_string().expect("text").contains(text) {
            pause(50);
        }
    }

    // Reading goes on, writing is refused, and when there is room it goes on by itself: what was accepted is delivered.
    #[test]
    fn a_full_disk_ends_nothing_and_loses_nothing() {
        let dir = tempfile::tempdir().expect("a directory");
        let mut process = Process::of(&mut told(dir.path(), ""));
        let token = log_in(&process.url, "wang.fang");
        let queue = first_queue(&process.url, &token);
        assert_eq!(submit(&process, &token, &queue, "before").0, 201);
        limit(&process, "0");
        let (status, problem) = submit(&process, &token, &queue, "meanwhile");
        assert!((500..600).contains(&status), "{status} {problem}");
        for path in ["/api/me", "/api/tickets?view=submitted", "/api/queues"] {
            assert_eq!(get(&process, &token, path), 200, "{path}");
        }
        // Longer than anything waits before it tries again.
        pause(3_000);
        assert!(process.child.try_wait().expect("asked").is_none(), "it ended");
        limit(&process, "unlimited");
        assert_eq!(submit(&process, &token, &queue, "after").0, 201);
        for title in ["before”", "after”"] {
            told_by_sms(&process, title);
        }
        interrupt(&process);
        let (success, said) = process.ended();
        assert!(success && said.contains("nothing is lost"), "{said}");
    }

    // Whatever a start on a full disk comes to, the next one has everything.
    #[test]
    fn a_start_on_a_full_disk_loses_nothing() {
        let dir = tempfile::tempdir().expect("a directory");
        let mut process = Process::start(dir.path());
        let token = log_in(&process.url, "wang.fang");
        let queue = first_queue(&process.url, &token);
        assert_eq!(submit(&process, &token, &queue, "kept").0, 201);
        interrupt(&process);
        assert!(process.ended().0);
        for kilobytes in [0, 4] {
            let mut child = told(dir.path(), &format!("ulimit -S -f {kilobytes};")).spawn().expect("it starts");
            // It says where it is, or that it cannot run: both are good.
            BufReader::new(child.stdout.as_mut().expect("piped")).lines().next();
            child.kill().expect("it is killed");
            child.wait().expect("it ends");
        }
        let mut again = Process::start(dir.path());
        let token = log_in(&again.url, "wang.fang");
        let list = ureq::get(format!("{}/api/tickets?view=submitted", again.url)).header("authorization", format!("Bearer {token}"));
        let list = list.call().expect("an answer").body_mut().read_to_string().expect("text");
        assert!(list.contains("kept"), "{list}");
        interrupt(&again);
        assert!(again.ended().0);
    }

    #[test]
    fn a_first_start_on_a_full_disk_says_so_and_the_next_one_works() {
        for kilobytes in [0, 4, 16, 64, 256] {
            let dir = tempfile::tempdir().expect("a directory");
            let said = refused_of(&mut told(dir.path(), &format!("ulimit -S -f {kilobytes};")));
            assert!(said.contains("cannot be used") && !said.contains("version"), "{kilobytes} KB: {said}");
            log_in(&Process::start(dir.path()).url, "wang.fang");
        }
    }
}
