//! How long a refused login takes.

use std::time::{Duration, Instant};

use foyer_domain::time::SignedDuration;
use foyer_testkit::TestApp;

/// Samples of each kind.
const SAMPLES: usize = 60;

#[expect(clippy::disallowed_methods, reason = "the time that a login takes is what is measured, and no test clock moves with it")]
async fn timed(app: &TestApp, login: &str) -> Duration {
    let from = Instant::now();
    app.try_log_in(login, "not the password").await.refused(401, "login_failed");
    from.elapsed()
}

/// The first quartile: what else the machine does makes samples longer, never shorter.
fn quartile(mut samples: Vec<Duration>) -> f64 {
    samples.sort_unstable();
    samples[samples.len() / 4].as_secs_f64()
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
