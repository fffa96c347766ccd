//! What a session's token says beside the account: believed when the session says the same, and only then.

use foyer_testkit::{Client, TestApp};
use serde_json::json;

/// The token with the parts at these places taken from another.
fn with_parts_of(own: &Client, other: &Client, places: &[usize]) -> Client {
    let other: Vec<&str> = other.token().split('.').collect();
    let mut parts: Vec<&str> = own.token().split('.').collect();
    for place in places {
        parts[*place] = other[*place];
    }
    own.with_token(&parts.join("."))
}

// F27: the token is opaque, and nobody becomes somebody else by writing another into it
#[tokio::test]
async fn a_forged_hint_is_no_session() {
    let app = TestApp::start().await;
    let (firm, elsewhere) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let (own, neighbour) = (firm.customer("王芳", "13900000001").await, firm.customer("李强", "13900000002").await);
    let stranger = elsewhere.customer("Wang", "13900000003").await;
    let ticket = firm.ticket(&neighbour, "空调").await;
    assert_eq!(own.token().split('.').count(), 5);
    let forged = [
        with_parts_of(&own, &neighbour, &[2]),
        with_parts_of(&own, &stranger, &[1]),
        with_parts_of(&own, &stranger, &[1, 2]),
        with_parts_of(&own, &firm.admin, &[3]),
        with_parts_of(&own, &firm.admin, &[2, 3]),
        with_parts_of(&own, &neighbour, &[0]),
        with_parts_of(&own, &neighbour, &[0, 1, 2, 3]),
    ];
    for forged in forged {
        forged.get("/api/me").await.refused(401, "not_signed_in");
        forged.get(&format!("/api/tickets/{ticket}")).await.refused(401, "not_signed_in");
        let keyed = forged.header("idempotency-key", "forged-hints");
        keyed.post("/api/tickets", firm.ticket_body("x")).await.refused(401, "not_signed_in");
    }
    own.get("/api/me").await.expect(200);
    own.get(&format!("/api/tickets/{ticket}")).await.refused(404, "not_found");
}

// Nobody is logged out because his token is from before there were hints
#[tokio::test]
async fn a_token_without_hints_is_as_good() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let parts: Vec<&str> = customer.token().split('.').collect();
    let old = customer.with_token(&format!("{}.{}", parts[0], parts[4]));
    let me = old.get("/api/me").await.expect(200);
    assert_eq!(me.body, customer.get("/api/me").await.expect(200).body);
    let keyed = old.header("idempotency-key", "once-and-again");
    let first = keyed.post("/api/tickets", firm.ticket_body("灯")).await.expect(201);
    let again = customer.header("idempotency-key", "once-and-again").post("/api/tickets", firm.ticket_body("灯")).await.expect(201);
    assert_eq!(first.text("/ticket_id"), again.text("/ticket_id"));
}

// Before the second step is done, the token does not say as whom the session will act
#[tokio::test]
async fn half_a_session_has_no_hints() {
    let app = TestApp::start().await;
    app.enterprise("yunfan").await;
    let half = app.try_log_in("admin.yunfan", foyer_testkit::enterprise::PASSWORD).await.expect(201);
    assert_eq!(half.body["next_step"], json!("second_factor"));
    assert_eq!(half.text("/token").split('.').count(), 2);
}
