//! What the time of an answer tells about whether there is an account: nothing (F7).
//!
//! The two kinds take turns, each as often the first, so that whatever else the machine does falls on both alike.

use std::time::{Duration, Instant};

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;
use serde_json::json;

/// Samples, half of them of each kind.
const SAMPLES: usize = 1_000;
/// How often a guess from two times may be right. Of pairs that differ in nothing it is half of them, give or take
/// 0.018 for so many samples.
const GUESSES: std::ops::Range<f64> = 0.42..0.58;

const KNOWN: &str = "admin.yunfan";
const UNKNOWN: &str = "nobody.here";

#[expect(clippy::disallowed_methods, reason = "the time that an answer takes is what is measured, and no test clock moves with it")]
fn now() -> Instant {
    Instant::now()
}

/// How often the larger of two times, one of each kind, is the unknown name's (the area under the ROC curve).
fn guessed(unknown: &[Duration], known: &[Duration]) -> f64 {
    let larger = unknown.iter().map(|time| known.iter().filter(|other| time > *other).count()).sum::<usize>();
    let pairs = u32::try_from(unknown.len() * known.len()).expect("a million");
    f64::from(u32::try_from(larger).expect("less than a million")) / f64::from(pairs)
}

/// Takes the samples with `ask`; time passes in between, so that nobody is slowed down for these.
async fn sampled(app: &TestApp, pause: SignedDuration, ask: impl AsyncFn(&str)) -> f64 {
    let timed = async |login: &str| {
        let from = now();
        ask(login).await;
        from.elapsed()
    };
    let (mut unknown, mut known) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES / 2 {
        if sample % 2 == 0 {
            known.push(timed(KNOWN).await);
        }
        unknown.push(timed(UNKNOWN).await);
        if sample % 2 == 1 {
            known.push(timed(KNOWN).await);
        }
        app.advance(pause);
    }
    guessed(&unknown, &known)
}

// F7: an unknown name takes as long as a wrong password
#[tokio::test]
async fn the_time_of_a_login_does_not_tell_who_has_an_account() {
    let app = TestApp::hashing_as_deployed().await;
    app.enterprise("yunfan").await;
    let login = async |login: &str| {
        app.try_log_in(login, "not the password").await.refused(401, "login_failed");
    };
    let guessed = sampled(&app, SignedDuration::from_mins(61), login).await;
    assert!(GUESSES.contains(&guessed), "{guessed:.3} of the guesses are right");
}

// F7: neither does a forgotten password
#[tokio::test]
async fn the_time_of_a_forgotten_password_does_not_tell_who_has_an_account() {
    let app = TestApp::hashing_as_deployed().await;
    app.enterprise("yunfan").await;
    let ask = async |login: &str| {
        app.client().post("/api/password-resets", json!({ "login": login })).await.expect(202);
    };
    let guessed = sampled(&app, SignedDuration::from_hours(25), ask).await;
    assert!(GUESSES.contains(&guessed), "{guessed:.3} of the guesses are right");
}
