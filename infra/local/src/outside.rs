//! SNS and SES as the functions call them: `Publish` of an SMS, `PublishBatch` to the topic and
//! `SendEmail`, in the AWS Query protocol. Nothing else of them is here
//! (`docs/decisions/0003-local-queues.md`).
//!
//! What the topic takes is in the queues before the call returns; what is sent is on the messages page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use foyer_domain::address::Channel;
use foyer_domain::time::Clock;
use tokio::sync::Notify;

use crate::LocalError;
use crate::bell::Bell;
use crate::mailbox::Mailbox;
use crate::queues::Queues;
use crate::template::Subscription;

/// What a call is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The topic of events.
    Topic,
    /// Phones.
    Sms,
    /// Mailboxes.
    Email,
}

/// How a service fails. For tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It refuses and does nothing.
    Refuse,
    /// It does what is asked and answers that it failed.
    LoseAnswer,
    /// Of a batch it takes all but the first.
    Partly,
    /// It never answers, and does nothing.
    Hang,
}

/// The services.
pub(crate) struct Outside {
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) queues: Arc<Queues>,
    pub(crate) mailbox: Arc<Mailbox>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Rung when a queue got something.
    pub(crate) bell: Bell,
    pub(crate) faults: Mutex<Vec<(Target, Fault)>>,
    /// Rung when a call hangs, as a test asked.
    pub(crate) hanging: Notify,
}

/// A call's parameters.
type Form = BTreeMap<String, String>;

/// Why a call is refused.
#[derive(Debug)]
struct Refused(String);

impl From<LocalError> for Refused {
    fn from(error: LocalError) -> Self {
        Self(error.to_string())
    }
}

impl Outside {
    /// The services behind one address; the call's `Action` says which is meant.
    pub(crate) fn router(self: Arc<Self>) -> Router {
        Router::new().route("/", post(call)).with_state(self)
    }

    /// Lets the next call fail.
    pub(crate) fn fault(&self, target: Target, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push((target, fault));
    }

    fn next_fault(&self, target: Target) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let next = faults.iter().position(|(of, _)| *of == target)?;
        Some(faults.remove(next).1)
    }

    fn run(&self, action: &str, form: &Form, fault: Option<Fault>) -> Result<String, Refused> {
        let body = match action {
            "Publish" => self.send_sms(form),
            "PublishBatch" => self.publish(form, fault == Some(Fault::Partly)),
            _ => self.send_email(form),
        }?;
        if fault == Some(Fault::LoseAnswer) {
            return Err(Refused("the answer was lost, as a test asked".into()));
        }
        Ok(format!(
            "<{action}Response><{action}Result>{body}</{action}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></{action}Response>"
        ))
    }

    fn send_sms(&self, form: &Form) -> Result<String, Refused> {
        let (to, text) = (need(form, "PhoneNumber")?, need(form, "Message")?);
        let id = self.mailbox.keep(Channel::Sms, to, None, text, self.clock.now())?;
        Ok(format!("<MessageId>{id}</MessageId>"))
    }

    fn send_email(&self, form: &Form) -> Result<String, Refused> {
        need(form, "Source")?;
        let to = need(form, "Destination.ToAddresses.member.1")?;
        let (subject, text) = (need(form, "Message.Subject.Data")?, need(form, "Message.Body.Text.Data")?);
        let id = self.mailbox.keep(Channel::Email, to, Some(subject), text, self.clock.now())?;
        Ok(format!("<MessageId>{id}</MessageId>"))
    }

    fn publish(&self, form: &Form, partly: bool) -> Result<String, Refused> {
        let topic = need(form, "TopicArn")?;
        if !self.subscriptions.iter().any(|subscription| subscription.topic == topic) {
            return Err(Refused(format!("there is no topic {topic}")));
        }
        let (mut taken, mut failed, mut messages) = (String::new(), String::new(), Vec::new());
        let entries = (1..=10).map(|number| format!("PublishBatchRequestEntries.member.{number}"));
        for (number, entry) in entries.take_while(|entry| form.contains_key(&format!("{entry}.Id"))).enumerate() {
            let (id, body) = (need(form, &format!("{entry}.Id"))?, need(form, &format!("{entry}.Message"))?);
            if partly && number == 0 {
                let reason = "<Code>InternalError</Code><SenderFault>false</SenderFault>";
                write!(failed, "<member><Id>{id}</Id>{reason}</member>").map_err(|error| Refused(error.to_string()))?;
                continue;
            }
            let attributes = attributes(form, &entry);
            let wanting = self.subscriptions.iter().filter(|to| to.topic == topic && to.filter.passes(&attributes));
            messages.extend(wanting.map(|subscription| (subscription.queue.as_str(), body)));
            write!(taken, "<member><Id>{id}</Id><MessageId>{id}</MessageId></member>").map_err(|error| Refused(error.to_string()))?;
        }
        self.queues.put(&messages, self.clock.now())?;
        self.bell.ring();
        Ok(format!("<Successful>{taken}</Successful><Failed>{failed}</Failed>"))
    }
}

fn attributes(form: &Form, entry: &str) -> BTreeMap<String, String> {
    let names = (1..=10).map_while(|number| {
        let at = format!("{entry}.MessageAttributes.entry.{number}");
        Some((form.get(&format!("{at}.Name"))?.clone(), form.get(&format!("{at}.Value.StringValue"))?.clone()))
    });
    names.collect()
}

fn need<'a>(form: &'a Form, name: &str) -> Result<&'a str, Refused> {
    form.get(name).map(String::as_str).ok_or_else(|| Refused(format!("{name} is missing")))
}

async fn call(State(outside): State<Arc<Outside>>, body: String) -> Response {
    let form: Form = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let action = form.get("Action").map_or("", String::as_str);
    let target = match action {
        "Publish" => Target::Sms,
        "PublishBatch" => Target::Topic,
        "SendEmail" => Target::Email,
        other => return refusal("InvalidAction", &format!("{other:?} is not understood on a laptop")),
    };
    let fault = outside.next_fault(target);
    match fault {
        Some(Fault::Hang) => {
            outside.hanging.notify_one();
            std::future::pending::<()>().await;
        }
        Some(Fault::Refuse) => return refusal("InvalidParameter", "refused, as a test asked"),
        _ => {}
    }
    match outside.run(action, &form, fault) {
        Ok(xml) => ([(CONTENT_TYPE, "text/xml")], xml).into_response(),
        Err(Refused(reason)) => refusal("InvalidParameter", &reason),
    }
}

/// A 400: the SDK does not try again by itself.
fn refusal(code: &str, message: &str) -> Response {
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    let xml = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>"
    );
    (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "text/xml")], xml).into_response()
}
