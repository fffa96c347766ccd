//! Initial passwords and verification codes are nowhere in the clear but in the message to their owner.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{TestApp, TestClock};
use serde_json::json;
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::accounts::password_in;

/// Everything that is logged, at the most talkative level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How a secret is looked for.
type Search = fn(&[u8], &str) -> bool;

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

/// Whether a code stands in it by itself: six digits are part of many an id and number.
fn holds_code(bytes: &[u8], code: &str) -> bool {
    let apart = |neighbour: Option<&u8>| neighbour.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"._-".contains(byte));
    let begins = (0..bytes.len()).filter(|begin| bytes[*begin..].starts_with(code.as_bytes()));
    begins.into_iter().any(|begin| apart(begin.checked_sub(1).and_then(|before| bytes.get(before))) && apart(bytes.get(begin + code.len())))
}

/// The files that hold a secret: not the message page's, which stands for everybody's phone.
fn files_with(dir: &Path, secret: &str, holds: Search) -> Vec<String> {
    let entries = std::fs::read_dir(dir).expect("the directory").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let found = files.iter().filter(|path| holds(&std::fs::read(path).expect("a file"), secret));
    let found = found.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned());
    found.chain(folders.iter().flat_map(|folder| files_with(folder, secret, holds))).collect()
}

// decision 6 of the house: sealed in the event, the outbox, the stream, the topic and the queue
#[tokio::test]
async fn no_password_or_code_is_written_anywhere_in_the_clear() {
    let log = Log::default();
    let writer = log.clone();
    // of the whole process: what other tests log at the same time may hold no password either
    let subscriber = tracing_subscriber::fmt().without_time();
    subscriber.with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(move || writer.clone()).init();
    let dir = tempfile::tempdir().expect("a directory");
    let app = TestApp::on_disk(dir.path(), Arc::new(TestClock::default()), 1).await;
    let firm = app.enterprise("yunfan").await;

    let typed = "typed by the staff";
    let first = firm.contact(&firm.admin, "王芳", "13900000001").await;
    let opened = firm.admin.post(&format!("/api/contacts/{first}/account"), json!({ "initial_password": typed })).await.expect(201);
    let second = firm.contact(&firm.admin, "李雷", "13900000002").await;
    firm.admin.post(&format!("/api/contacts/{second}/account"), json!({})).await.expect(201);
    let lin = firm.member("lin.yue").await;
    let third = firm.contact(&lin, "韩梅梅", "13900000003").await;
    let request = lin.post(&format!("/api/contacts/{third}/account-requests"), json!({ "remark": "x" })).await.expect(201);
    firm.admin.post(&format!("/api/account-requests/{}/approve", request.text("/request_id")), json!({})).await.expect(200);
    app.system.drain_to(|operation| operation == "relay-outbox").await.expect("relayed");
    // in every queue now; looked at below, because deleted rows stay in the files
    let queued = std::fs::read(dir.path().join("queues.sqlite-wal")).expect("the queues' log");
    assert!(holds(&queued, "account.opened"), "the search finds what is there");
    app.drain().await;

    let generated = [password_in(&app.only_message_to("+8613900000002")), password_in(&app.only_message_to("+8613900000003"))];
    assert!(app.only_message_to("+8613900000001").contains(typed));
    // another phone number: the code goes there (S004-15)
    let customer = app.log_in(&opened.text("/login"), typed).await;
    customer.post("/api/me/address-proofs", json!({})).await.expect(202);
    app.drain().await;
    let proof = app.newest_code_to("+8613900000001");
    let change = json!({ "current_password": typed, "new_password": PASSWORD, "code": proof });
    let changed = customer.put("/api/me/password", change).await.expect(200);
    let customer = customer.with_token(&changed.text("/token"));
    let ask = json!({ "address": "13800000002", "password": PASSWORD });
    customer.post("/api/me/address-changes", ask).await.expect(202);
    app.system.drain_to(|operation| operation == "relay-outbox").await.expect("relayed");
    let queued_code = std::fs::read(dir.path().join("queues.sqlite-wal")).expect("the queues' log");
    assert!(holds(&queued_code, "address_change.requested"), "the search finds what is there");
    app.drain().await;
    let code = app.newest_code_to("+8613800000002");
    customer.post("/api/me/address-changes/confirm", json!({ "code": code })).await.expect(200);

    let secrets: [(&str, Search); 5] =
        [(&proof, holds_code), (typed, holds), (&generated[0], holds), (&generated[1], holds), (&code, holds_code)];
    for (secret, holds) in secrets {
        assert!(!holds(&queued, secret) && !holds(&queued_code, secret));
        let files = files_with(dir.path(), secret, holds);
        assert!(files.iter().all(|name| name.starts_with("messages.sqlite")), "{files:?}");
        assert!(!files.is_empty(), "the search finds what is there");
        assert!(!holds(&log.0.lock().expect("the log"), secret), "in the log");
    }
    assert!(holds(&log.0.lock().expect("the log"), "open-account"), "the search finds what is there");
}

// a password in the field of the login name: the log holds none of it, at any level that LOG_LEVEL can ask for
#[tokio::test]
async fn a_password_in_the_wrong_field_is_in_no_log() {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
    let lines = lines.with_filter(foyer_kit::logging::filter("trace", tracing::Level::INFO));
    tracing_subscriber::registry().with(lines).init();
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let secret = "correct-horse-battery";
    app.try_log_in(secret, "x").await.refused(401, "login_failed");
    app.client().post("/api/password-resets", json!({ "login": secret })).await.expect(202);
    let confirm = json!({ "login": secret, "code": "000000", "new_password": PASSWORD });
    app.client().post("/api/password-resets/confirm", confirm).await.refused(422, "invalid");
    app.drain().await;
    let log = log.0.lock().expect("the log");
    assert!(!holds(&log, secret));
    assert!(holds(&log, "served") && holds(&log, "login"), "the search finds what is there");
}
