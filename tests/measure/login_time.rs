//! How long a refused login takes, and a question for a code.

use std::time::{Duration, Instant};

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;

/// Samples of each kind.
const SAMPLES: usize = 60;

#[expect(clippy::disallowed_methods, reason = "the time that an answer takes is what is measured, and no test clock moves with it")]
fn now() -> Instant {
    Instant::now()
}

async fn timed(app: &TestApp, login: &str) -> Duration {
    let from = now();
    app.try_log_in(login, "not the password").await.refused(401, "login_failed");
    from.elapsed()
}

/// The first quartile: what else the machine does makes samples longer, never shorter.
fn quartile(mut samples: Vec<Duration>) -> f64 {
    samples.sort_unstable();
    samples[samples.len() / 4].as_secs_f64()
}

async fn asked(app: &TestApp, login: &str) -> Duration {
    let body = serde_json::json!({ "login": login });
    let client = app.client();
    let from = now();
    client.post("/api/password-resets", body).await.expect(202);
    from.elapsed()
}

// F7: neither does a forgotten password tell who has an account
#[tokio::test]
async fn a_forgotten_password_of_an_unknown_name_takes_as_long() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let (mut unknown, mut known) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        if sample % 2 == 0 {
            known.push(asked(&app, "admin.yunfan").await);
        }
        unknown.push(asked(&app, "nobody.here").await);
        if sample % 2 == 1 {
            known.push(asked(&app, "admin.yunfan").await);
        }
        app.advance(SignedDuration::from_hours(25));
    }
    let ratio = quartile(unknown) / quartile(known);
    assert!((0.85..1.18).contains(&ratio), "an unknown name takes {ratio:.3} times as long");
}

// F7: the time tells as little as the words. The kinds take turns, so that whatever else the machine does
// falls on each alike.
#[tokio::test]
async fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        // each is as often the first
        if sample % 2 == 0 {
            wrong.push(timed(&app, "admin.yunfan").await);
        }
        unknown.push(timed(&app, "nobody.here").await);
        if sample % 2 == 1 {
            wrong.push(timed(&app, "admin.yunfan").await);
        }
        // nobody is slowed down for these
        app.advance(SignedDuration::from_mins(61));
    }
    let ratio = quartile(unknown) / quartile(wrong);
    assert!((0.85..1.18).contains(&ratio), "an unknown name takes {ratio:.3} times as long");
}
