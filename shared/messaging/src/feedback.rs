//! What SES and SNS say about messages that they took and could not deliver.
//!
//! It says what became of a message, and what holds for its address: a full mailbox, a phone that is off and a
//! carrier's filter pass, and mark nobody.

use foyer_domain::address::{Email, Phone};
use foyer_domain::silence::Returned;
use serde::Deserialize;

/// That a message came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback<A> {
    /// The id that the channel gave the message when it took it.
    pub message_id: String,
    /// Why it came back.
    pub reason: Returned,
    /// The addresses that it came back from. One that is none of ours is left out.
    pub addresses: Vec<A>,
}

/// A message that SES publishes to the topic: an event about an email, or that it may publish there.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EmailEvent {
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    #[serde(default)]
    mail: Mail,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    #[serde(default)]
    message_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    bounced_recipients: Vec<EmailRecipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complaint_feedback_type: Option<String>,
    complained_recipients: Vec<EmailRecipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EmailRecipient {
    email_address: String,
}

/// A line of the log that SNS keeps of SMS.
#[derive(Debug, Deserialize)]
struct SmsStatus {
    status: String,
    delivery: SmsDelivery,
    #[serde(default)]
    notification: SmsNotification,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SmsNotification {
    #[serde(default)]
    message_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SmsDelivery {
    destination: String,
    #[serde(default)]
    provider_response: String,
}

/// What SES says once, when it may publish to the topic.
const VALIDATION: &str = "Successfully validated SNS topic";

/// What a message of SES says came back, if anything did.
pub fn of_email(body: &str) -> Result<Option<Feedback<Email>>, serde_json::Error> {
    if body.starts_with(VALIDATION) {
        return Ok(None);
    }
    let EmailEvent { bounce, complaint, mail } = serde_json::from_str(body)?;
    // Somebody who moves a message out of the junk mail is reported too, as `not-spam`.
    let complaint = complaint.filter(|complaint| complaint.complaint_feedback_type.as_deref() != Some("not-spam"));
    let (reason, recipients) = match (bounce, complaint) {
        (Some(bounce), _) if bounce.bounce_type == "Permanent" => (Returned::AddressUndeliverable, bounce.bounced_recipients),
        (Some(bounce), _) => (Returned::NotReached, bounce.bounced_recipients),
        (None, Some(complaint)) => (Returned::RecipientObjected, complaint.complained_recipients),
        (None, None) => return Ok(None),
    };
    let addresses = recipients.into_iter().filter_map(|one| Email::try_from(one.email_address).ok()).collect();
    Ok(Some(Feedback { message_id: mail.message_id, reason, addresses }))
}

/// What SNS holds against a number, in the words of its documentation.
const SMS_FAULTS: [(&str, Returned); 5] = [
    ("Invalid phone number", Returned::AddressUndeliverable),
    ("Destination is on a blocked list", Returned::AddressUndeliverable),
    ("Phone is on a blocked list", Returned::AddressUndeliverable),
    ("Phone has blocked SMS", Returned::RecipientObjected),
    ("Phone number is opted out", Returned::RecipientObjected),
];

/// What a line of the SMS log says came back, if anything did.
pub fn of_sms(line: &str) -> Result<Option<Feedback<Phone>>, serde_json::Error> {
    let SmsStatus { status, delivery, notification } = serde_json::from_str(line)?;
    if status != "FAILURE" {
        return Ok(None);
    }
    let known = SMS_FAULTS.iter().find(|(response, _)| delivery.provider_response.starts_with(response));
    let reason = known.map_or(Returned::NotReached, |(_, reason)| *reason);
    let addresses = Phone::try_from(delivery.destination).into_iter().collect();
    Ok(Some(Feedback { message_id: notification.message_id, reason, addresses }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Option<(Returned, Vec<String>)> {
        let said = of_email(body).unwrap()?;
        assert_eq!(said.message_id, if body.contains("messageId") { "0102-1" } else { "" });
        Some((said.reason, said.addresses.into_iter().map(String::from).collect()))
    }

    #[test]
    fn a_bounce_for_good_is_told_from_one_that_passes() {
        let bounce = |kind: &str| {
            format!(
                r#"{{"eventType":"Bounce","mail":{{"messageId":"0102-1"}},"bounce":{{"bounceType":"{kind}","bouncedRecipients":[{{"emailAddress":"Li@Example.com"}}]}}}}"#
            )
        };
        let li = || vec!["li@example.com".to_owned()];
        assert_eq!(of(&bounce("Permanent")), Some((Returned::AddressUndeliverable, li())));
        for passes in ["Transient", "Undetermined"] {
            assert_eq!(of(&bounce(passes)), Some((Returned::NotReached, li())));
        }
    }

    #[test]
    fn a_complaint_counts_unless_it_says_that_it_is_none() {
        let complaint = |kind: &str| {
            format!(r#"{{"complaint":{{{kind}"complainedRecipients":[{{"emailAddress":"li@example.com"}},{{"emailAddress":"?"}}]}}}}"#)
        };
        let objected = Some((Returned::RecipientObjected, vec!["li@example.com".to_owned()]));
        assert_eq!(of(&complaint("")), objected);
        assert_eq!(of(&complaint(r#""complaintFeedbackType":"abuse","#)), objected);
        assert_eq!(of(&complaint(r#""complaintFeedbackType":"not-spam","#)), None);
    }

    #[test]
    fn other_messages_of_ses_say_nothing() {
        assert_eq!(of(r#"{"eventType":"Delivery","delivery":{"recipients":["li@example.com"]}}"#), None);
        assert_eq!(of("Successfully validated SNS topic for Amazon SES event publishing."), None);
        assert!(of_email("no event").is_err());
    }

    #[test]
    fn an_sms_that_failed_says_whether_that_will_pass() {
        let line = |status: &str, response: &str| {
            let delivery = format!(r#"{{"destination":"+8613900000001","providerResponse":"{response}"}}"#);
            let said =
                of_sms(&format!(r#"{{"status":"{status}","delivery":{delivery},"notification":{{"messageId":"34d9"}}}}"#)).unwrap()?;
            assert_eq!((said.message_id.as_str(), said.addresses.len()), ("34d9", 1));
            Some(said.reason)
        };
        assert_eq!(line("FAILURE", "Invalid phone number"), Some(Returned::AddressUndeliverable));
        assert_eq!(line("FAILURE", "Phone number is opted out"), Some(Returned::RecipientObjected));
        assert_eq!(line("FAILURE", "Phone carrier is currently unreachable/unavailable"), Some(Returned::NotReached));
        assert_eq!(line("SUCCESS", "Invalid phone number"), None);
        assert!(of_sms("no line").is_err());
    }
}
