//! The same request with the same `Idempotency-Key`, several at once: one effect, and one answer for all.

use http::Method;
use serde_json::{Map, Value};

use crate::operations::{Case, World};

/// How many at once.
const MANY: usize = 4;

/// What answers with a token or a secret, which must not be kept: a key means nothing to these.
const NOT_KEPT: [&str; 6] = [
    "begin-second-factor",
    "confirm-address-change",
    "confirm-second-factor",
    "disable-second-factor",
    "pass-second-factor",
    "renew-recovery-codes",
];

/// The same members the other way round.
fn turned(body: &Value) -> Value {
    match body {
        Value::Object(members) => members.iter().rev().map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_at_once_gets_the_first_answer_everywhere() {
    let world = World::new().await;
    let frozen = world.freeze();
    let takes_key = |case: &&Case| case.method == Method::POST && case.by.is_some() && !NOT_KEPT.contains(&case.operation);
    for case in world.cases.iter().filter(takes_key) {
        let keyed = case.client(&world.app).header("idempotency-key", "several-at-once");
        let repeats: Vec<_> = (0..MANY)
            .map(|number| {
                let (client, path) = (keyed.clone(), case.path.clone());
                let body = case.body.as_ref().map(|body| if number % 2 == 0 { body.clone() } else { turned(body) });
                tokio::spawn(async move { client.send(Method::POST, &path, body).await })
            })
            .collect();
        let mut answers = Vec::new();
        for repeat in repeats {
            answers.push(repeat.await.expect("no panic"));
        }
        for answer in &answers {
            assert!((200..300).contains(&answer.status), "{}: {} {}", case.operation, answer.status, answer.body);
            assert_eq!((answer.status, &answer.body), (answers[0].status, &answers[0].body), "{}", case.operation);
        }
        world.put_back(&frozen);
    }
}
