//! What SES and SNS say of messages that came back.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use foyer_domain::address::Channel;
use foyer_domain::id::TenantId;
use foyer_store::PageRequest;
use foyer_store::deliveries::Progress;
use serde_json::{Value, json};

use crate::TestApp;

/// The id that the channel gave to the newest message that it took for an identity.
pub async fn message_id(app: &TestApp, tenant: TenantId, identity: &str, channel: Channel) -> String {
    let page = PageRequest { limit: 100, after: None };
    let to = app.deps().store.deliveries_to(tenant, identity.parse().expect("an id"), &page).await.expect("read");
    let newest = to.rows.into_iter().filter(|delivery| delivery.channel == channel).find_map(|delivery| match delivery.progress {
        Progress::Sent { message_id } => Some(message_id),
        _ => None,
    });
    newest.expect("a message that was sent")
}

/// What SES says of an email that came back: `Permanent` or `Transient`.
pub fn bounced(message_id: &str, address: &str, kind: &str) -> String {
    let bounce = json!({ "bounceType": kind, "bouncedRecipients": [{ "emailAddress": address, "status": "5.1.1" }] });
    json!({ "eventType": "Bounce", "bounce": bounce, "mail": { "messageId": message_id, "destination": [address] } }).to_string()
}

/// What SES says of an email whose recipient complained.
pub fn complained(message_id: &str, address: &str) -> String {
    let complaint = json!({ "complainedRecipients": [{ "emailAddress": address }], "complaintFeedbackType": "abuse" });
    json!({ "eventType": "Complaint", "complaint": complaint, "mail": { "messageId": message_id, "destination": [address] } }).to_string()
}

/// What CloudWatch gives `record-sms-failures` when SNS logs an SMS that failed.
pub fn failed_sms(message_id: &str, number: &str, response: &str) -> Value {
    let delivery = json!({ "destination": number, "providerResponse": response });
    let line = json!({ "notification": { "messageId": message_id }, "delivery": delivery, "status": "FAILURE" });
    let lines = json!({ "logEvents": [{ "message": line.to_string() }] }).to_string();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(lines.as_bytes()).expect("a buffer takes it");
    json!({ "awslogs": { "data": STANDARD.encode(packed.finish().expect("a buffer")) } })
}
