//! What ends or replaces a session, twenty at once: nothing survives that was ended (decision 5).

use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Answer, Client, Enterprise, TestApp};
use serde_json::json;

const MOBILE: &str = "+8613900000001";
const AT_ONCE: usize = 20;

/// A customer with two identities of one enterprise.
async fn scene() -> (TestApp, Enterprise, Client, [String; 2]) {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let first = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let contact = firm.contact(&firm.admin, "王芳(二)", MOBILE).await;
    let second = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    customer.accept(&second).await;
    (app, firm, customer, [first, second])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Login,
    Switch,
    Logout,
    Change,
    OffboardAndRehire,
    SignOut,
}

async fn done(app: TestApp, admin: Client, client: Client, ids: [String; 2], what: Does) -> Vec<Answer> {
    let offboarding = |step: &str| format!("/api/identities/{}/{step}", ids[0]);
    match what {
        Does::Login => vec![app.try_log_in(MOBILE, PASSWORD).await],
        Does::Switch => vec![client.put("/api/sessions/current/identity", json!({ "identity_id": ids[1] })).await],
        Does::Logout => vec![client.delete("/api/sessions/current").await],
        Does::Change => {
            let change = json!({ "current_password": PASSWORD, "new_password": "another horse entirely" });
            vec![client.put("/api/me/password", change).await]
        }
        Does::OffboardAndRehire => {
            let off = admin.post(&offboarding("offboard"), json!({})).await;
            vec![off, admin.post(&offboarding("rehire"), json!({})).await]
        }
        Does::SignOut => vec![admin.post(&offboarding("sign-out"), json!({})).await],
    }
}

/// Ten of the one and ten of the other at once; gives the tokens that were handed out, by what handed them out.
async fn both(scene: &(TestApp, Enterprise, Client, [String; 2]), one: Does, other: Does) -> Vec<(Does, Answer)> {
    let (app, firm, client, ids) = scene;
    let running: Vec<_> = (0..AT_ONCE)
        .map(|number| {
            let what = if number % 2 == 0 { one } else { other };
            let doing = done(app.clone(), firm.admin.clone(), client.clone(), ids.clone(), what);
            tokio::spawn(async move { (what, doing.await) })
        })
        .collect();
    let mut answers = Vec::new();
    for one in running {
        let (what, all) = one.await.expect("no panic");
        for answer in all {
            assert!(matches!(answer.status, 200 | 201 | 204 | 401 | 409 | 422 | 429 | 503), "{what:?}: {} {}", answer.status, answer.body);
            answers.push((what, answer));
        }
    }
    answers
}

/// Of the sessions that were handed out, those that are alive.
async fn alive(client: &Client, answers: &[(Does, Answer)], by: Does) -> usize {
    let mut alive = 0;
    for (_, answer) in answers.iter().filter(|(what, answer)| *what == by && matches!(answer.status, 200 | 201)) {
        alive += usize::from(client.with_token(&answer.text("/token")).get("/api/me").await.status == 200);
    }
    alive
}

// F3, decision 5: twenty switches of one session leave one
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_switches_one_session_is_left() {
    let scene = scene().await;
    let answers = both(&scene, Does::Switch, Does::Switch).await;
    assert_eq!(answers.iter().filter(|(_, answer)| answer.status == 200).count(), 1);
    assert_eq!(alive(&scene.2, &answers, Does::Switch).await, 1);
    scene.2.get("/api/me").await.refused(401, "not_signed_in");
}

// decision 5: whoever logs out is out, whatever replaces his session at that moment
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_survives_a_logout() {
    for replaces in [Does::Switch, Does::Change] {
        let scene = scene().await;
        let answers = both(&scene, replaces, Does::Logout).await;
        let out = answers.iter().any(|(what, answer)| *what == Does::Logout && answer.status == 204);
        assert!(!out || alive(&scene.2, &answers, replaces).await == 0, "{replaces:?}");
        scene.2.get("/api/me").await.refused(401, "not_signed_in");
    }
}

// decision 5: what began before a new password, an offboarding or a sign-out is over, also after a return
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_survives_the_end_of_an_identity() {
    for ends in [Does::OffboardAndRehire, Does::SignOut, Does::Change] {
        for begins in [Does::Switch, Does::Login] {
            let scene = scene().await;
            let answers = both(&scene, begins, ends).await;
            let ended = answers.iter().any(|(what, answer)| *what == ends && matches!(answer.status, 200 | 204));
            assert!(ended || ends == Does::Change, "{begins:?} {ends:?}: {answers:?}");
            let old = scene.2.get("/api/me").await;
            let replaced = begins == Does::Switch;
            assert!(old.status == 401 || !(ended || replaced), "{begins:?} {ends:?}");
        }
    }
}

// decision 5, S000-23: sessions from before offboarding do not live again after rehiring
#[tokio::test]
async fn a_return_brings_no_session_back() {
    let (app, firm, customer, ids) = scene().await;
    firm.admin.post(&format!("/api/identities/{}/offboard", ids[0]), json!({})).await.expect(200);
    firm.admin.post(&format!("/api/identities/{}/rehire", ids[0]), json!({})).await.expect(200);
    customer.get("/api/me").await.refused(401, "not_signed_in");
    app.log_in(MOBILE, PASSWORD).await.get("/api/me").await.expect(200);
}
