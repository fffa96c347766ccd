//! What SES and SNS say about messages that they took and could not deliver.
//!
//! Only what holds for the address is read. A full mailbox, a phone that is off and a carrier's filter pass, and
//! mark nobody.

use foyer_domain::address::{Email, Phone};
use foyer_domain::silence::AddressFault;
use serde::Deserialize;

/// A message that SES publishes to the topic: an event about an email, or that it may publish there.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EmailEvent {
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
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

/// The addresses that a message of SES is about, with what it holds against each. An address that is none of
/// ours is left out.
pub fn of_email(body: &str) -> Result<Vec<(Email, AddressFault)>, serde_json::Error> {
    if body.starts_with(VALIDATION) {
        return Ok(Vec::new());
    }
    let event: EmailEvent = serde_json::from_str(body)?;
    let bounced = event.bounce.filter(|bounce| bounce.bounce_type == "Permanent").map(|bounce| bounce.bounced_recipients);
    // Somebody who moves a message out of the junk mail is reported too, as `not-spam`.
    let complained = event.complaint.filter(|complaint| complaint.complaint_feedback_type.as_deref() != Some("not-spam"));
    let complained = complained.map(|complaint| complaint.complained_recipients);
    let of = |recipients: Option<Vec<EmailRecipient>>, fault| {
        let addresses = recipients.unwrap_or_default().into_iter().filter_map(|one| Email::try_from(one.email_address).ok());
        addresses.map(move |email| (email, fault)).collect::<Vec<_>>()
    };
    Ok([of(bounced, AddressFault::Undeliverable), of(complained, AddressFault::Objected)].concat())
}

/// What SNS holds against a number, in the words of its documentation.
const SMS_FAULTS: [(&str, AddressFault); 5] = [
    ("Invalid phone number", AddressFault::Undeliverable),
    ("Destination is on a blocked list", AddressFault::Undeliverable),
    ("Phone is on a blocked list", AddressFault::Undeliverable),
    ("Phone has blocked SMS", AddressFault::Objected),
    ("Phone number is opted out", AddressFault::Objected),
];

/// The number that a line of the SMS log is about, if something is to be held against it.
pub fn of_sms(line: &str) -> Result<Option<(Phone, AddressFault)>, serde_json::Error> {
    let SmsStatus { status, delivery } = serde_json::from_str(line)?;
    if status != "FAILURE" {
        return Ok(None);
    }
    let known = SMS_FAULTS.iter().find(|(response, _)| delivery.provider_response.starts_with(response));
    Ok(known.and_then(|(_, fault)| Some((Phone::try_from(delivery.destination).ok()?, *fault))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<(String, AddressFault)> {
        of_email(body).unwrap().into_iter().map(|(email, fault)| (email.into(), fault)).collect()
    }

    #[test]
    fn a_bounce_for_good_marks_and_one_that_passes_does_not() {
        let bounce = |kind: &str| {
            format!(
                r#"{{"eventType":"Bounce","bounce":{{"bounceType":"{kind}","bouncedRecipients":[{{"emailAddress":"Li@Example.com"}}]}}}}"#
            )
        };
        assert_eq!(of(&bounce("Permanent")), [("li@example.com".to_owned(), AddressFault::Undeliverable)]);
        assert_eq!(of(&bounce("Transient")), []);
        assert_eq!(of(&bounce("Undetermined")), []);
    }

    #[test]
    fn a_complaint_marks_unless_it_says_that_it_is_none() {
        let complaint = |kind: &str| {
            format!(r#"{{"complaint":{{{kind}"complainedRecipients":[{{"emailAddress":"li@example.com"}},{{"emailAddress":"?"}}]}}}}"#)
        };
        let marked = [("li@example.com".to_owned(), AddressFault::Objected)];
        assert_eq!(of(&complaint("")), marked);
        assert_eq!(of(&complaint(r#""complaintFeedbackType":"abuse","#)), marked);
        assert_eq!(of(&complaint(r#""complaintFeedbackType":"not-spam","#)), []);
    }

    #[test]
    fn other_messages_of_ses_mark_nobody() {
        assert_eq!(of(r#"{"eventType":"Delivery","delivery":{"recipients":["li@example.com"]}}"#), []);
        assert_eq!(of("Successfully validated SNS topic for Amazon SES event publishing."), []);
        assert!(of_email("no event").is_err());
    }

    #[test]
    fn a_number_is_marked_for_what_will_not_pass() {
        let line = |status: &str, response: &str| {
            let delivery = format!(r#"{{"destination":"+8613900000001","providerResponse":"{response}"}}"#);
            of_sms(&format!(r#"{{"status":"{status}","delivery":{delivery}}}"#)).unwrap().map(|(_, fault)| fault)
        };
        assert_eq!(line("FAILURE", "Invalid phone number"), Some(AddressFault::Undeliverable));
        assert_eq!(line("FAILURE", "Phone number is opted out"), Some(AddressFault::Objected));
        assert_eq!(line("FAILURE", "Phone carrier is currently unreachable/unavailable"), None);
        assert_eq!(line("SUCCESS", "Invalid phone number"), None);
        assert!(of_sms("no line").is_err());
    }
}
