//! What Lambda's event source mappings and the scheduler do: changes of tables, messages of queues and
//! the time invoke functions, with the batches, retries and partial answers that the template asks for.

use std::collections::BTreeMap;

use foyer_domain::time::{SignedDuration, Timestamp};
use foyer_kit::batch::BatchAnswer;
use foyer_store::meter::Spent;
use serde_json::{Value, json};

use crate::LocalError;
use crate::intrinsics::REGION;
use crate::queues::Message;
use crate::system::{System, Wired};
use crate::template::{QueueTrigger, Schedule, StreamTrigger, Trigger};

/// What one run through all triggers did.
#[derive(Debug, Default)]
pub struct Drained {
    /// The invocations, each with its operation and what it spent in the database.
    pub invocations: Vec<(&'static str, Spent)>,
    /// What failed, as the log says it.
    pub failures: Vec<String>,
}

/// Where a stream stands that had a failure.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    /// Failed attempts at the record that is next.
    attempts: usize,
    /// Records of the next batch: smaller after a failure, so that a bad record is found and the good
    /// ones pass.
    size: usize,
}

/// By stream reader.
pub(crate) type Troubles = BTreeMap<String, Trouble>;

impl System {
    /// Delivers everything that waits, and what comes of it, until nothing is left that may be delivered
    /// now. What failed waits for its visibility timeout.
    pub async fn drain(&self) -> Result<Drained, LocalError> {
        self.drain_to(|_| true).await
    }

    /// The same, for the operations that `wanted` names; what waits for the others goes on waiting.
    pub async fn drain_to(&self, wanted: impl Fn(&str) -> bool) -> Result<Drained, LocalError> {
        // One at a time: two readers of one stream would deliver everything twice.
        let mut troubles = self.troubles().lock().await;
        let mut drained = Drained::default();
        let mut moved = true;
        while moved {
            moved = false;
            for wired in self.wired().iter().filter(|wired| wanted(wired.operation.name)) {
                for trigger in &wired.triggers {
                    moved |= match trigger {
                        Trigger::Stream(stream) => self.pump_stream(wired, stream, &mut troubles, &mut drained).await?,
                        Trigger::Queue(queue) => self.pump_queue(wired, queue, &mut drained).await?,
                        Trigger::Route(_) | Trigger::Schedule(_) => false,
                    };
                }
            }
        }
        Ok(drained)
    }

    /// Runs the schedules whose time has come.
    pub async fn run_schedules(&self) -> Result<Drained, LocalError> {
        let mut drained = Drained::default();
        for wired in self.wired() {
            for trigger in &wired.triggers {
                if let Trigger::Schedule(schedule) = trigger {
                    self.run_schedule(wired, schedule, &mut drained).await?;
                }
            }
        }
        Ok(drained)
    }

    async fn run_schedule(&self, wired: &Wired, schedule: &Schedule, drained: &mut Drained) -> Result<(), LocalError> {
        let reader = format!("schedule/{}", wired.operation.name);
        let last = self.queues().position(&reader)?.and_then(|at| at.parse::<Timestamp>().ok());
        let now = self.now();
        if last.is_some_and(|last| now.duration_since(last) < schedule.every) {
            return Ok(());
        }
        self.queues().set_position(&reader, &now.to_string())?;
        let event = schedule.input.clone().unwrap_or_else(|| json!({ "source": "aws.scheduler", "time": now.to_string() }));
        self.call(wired, event, drained).await;
        Ok(())
    }

    async fn call(&self, wired: &Wired, event: Value, drained: &mut Drained) -> Option<Value> {
        let (outcome, spent) = self.invoke_wired(wired, event).await;
        drained.invocations.push((wired.operation.name, spent));
        match outcome {
            Ok(answer) => Some(answer),
            Err(error) => {
                let failure = format!("{}: {error}", wired.operation.name);
                tracing::warn!("{failure}");
                drained.failures.push(failure);
                None
            }
        }
    }

    async fn pump_stream(
        &self,
        wired: &Wired,
        stream: &StreamTrigger,
        troubles: &mut Troubles,
        drained: &mut Drained,
    ) -> Result<bool, LocalError> {
        let reader = format!("{}/{}", wired.operation.name, stream.table);
        let size = troubles.get(&reader).map_or(stream.batch, |trouble| trouble.size);
        let after = self.queues().position(&reader)?;
        let records = self.database().changes(&stream.table, after.as_deref(), size)?;
        let Some(last) = records.last().map(sequence) else {
            return Ok(false);
        };
        let wanted: Vec<Value> = records.iter().filter(|record| stream.wants(record)).cloned().collect();
        if wanted.is_empty() {
            self.queues().set_position(&reader, &last)?;
            return Ok(true);
        }
        let answer = self.call(wired, json!({ "Records": wanted }), drained).await;
        let failed = failed(answer, stream.partial, drained);
        let first_failed = match &failed {
            None => wanted.first(),
            Some(ids) => wanted.iter().find(|record| ids.contains(&sequence(record))),
        };
        let Some(first_failed) = first_failed else {
            troubles.remove(&reader);
            self.queues().set_position(&reader, &last)?;
            return Ok(true);
        };
        let mut trouble = troubles.remove(&reader).unwrap_or_default();
        let before = records.iter().take_while(|record| sequence(record) != sequence(first_failed)).last().map(sequence);
        if let Some(before) = before {
            self.queues().set_position(&reader, &before)?;
            trouble.attempts = 0;
        }
        trouble.attempts += 1;
        trouble.size = if failed.is_none() && wanted.len() > 1 { size.div_ceil(2) } else { 1 };
        if trouble.attempts > stream.retries {
            self.give_up(stream, first_failed)?;
            self.queues().set_position(&reader, &sequence(first_failed))?;
        } else {
            troubles.insert(reader, trouble);
        }
        Ok(true)
    }

    /// A record that failed too often is passed over; where it stood goes to the failure destination.
    fn give_up(&self, stream: &StreamTrigger, record: &Value) -> Result<(), LocalError> {
        let sequence = sequence(record);
        tracing::error!(table = stream.table, sequence, "a stream record failed too often and is passed over");
        let Some(queue) = &stream.on_failure else {
            return Ok(());
        };
        let info = json!({ "startSequenceNumber": sequence, "endSequenceNumber": sequence, "batchSize": 1, "streamArn": record["eventSourceARN"] });
        let told = json!({ "requestContext": { "condition": "RetryAttemptsExhausted" }, "DDBStreamBatchInfo": info });
        self.queues().put(&[(queue, &told.to_string())], self.now())
    }

    async fn pump_queue(&self, wired: &Wired, trigger: &QueueTrigger, drained: &mut Drained) -> Result<bool, LocalError> {
        let Some(queue) = self.template().queues.get(&trigger.queue) else {
            return Err(LocalError::Template(format!("{} is not a queue of this template", trigger.queue)));
        };
        let messages = self.queues().receive(queue, trigger.batch, self.now())?;
        if messages.is_empty() {
            return Ok(false);
        }
        let records: Vec<Value> = messages.iter().map(|message| queue_record(&trigger.queue, message)).collect();
        let answer = self.call(wired, json!({ "Records": records }), drained).await;
        if let Some(failed) = failed(answer, trigger.partial, drained) {
            let done = messages.iter().filter(|message| !failed.contains(&message.id.to_string()));
            self.queues().delete(&done.map(|message| message.id).collect::<Vec<_>>())?;
        }
        Ok(true)
    }

    /// Waits until something may have to be delivered: a change, a message, or time that went by.
    pub(crate) async fn wait(&self) {
        const POLL: SignedDuration = SignedDuration::from_millis(500);
        let rung = self.bell().notified();
        // Elapsed is as good as rung.
        drop(tokio::time::timeout(POLL.unsigned_abs(), rung).await);
    }
}

impl StreamTrigger {
    fn wants(&self, record: &Value) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern.matches(record))
    }
}

/// Which records failed; `None` is all of them.
fn failed(answer: Option<Value>, partial: bool, drained: &mut Drained) -> Option<Vec<String>> {
    let answer = answer?;
    if !partial {
        return Some(Vec::new());
    }
    match serde_json::from_value::<BatchAnswer>(answer) {
        Ok(answer) => {
            let failed: Vec<String> = answer.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect();
            drained.failures.extend(failed.iter().map(|id| format!("record {id}")));
            Some(failed)
        }
        // Lambda takes an answer that it cannot read for a failure of everything.
        Err(error) => {
            drained.failures.push(format!("the partial answer cannot be read: {error}"));
            None
        }
    }
}

fn sequence(record: &Value) -> String {
    record["dynamodb"]["SequenceNumber"].as_str().unwrap_or("").to_owned()
}

fn queue_record(queue: &str, message: &Message) -> Value {
    json!({
        "messageId": message.id.to_string(),
        "receiptHandle": format!("{}-{}", message.id, message.receives),
        "body": message.body,
        "attributes": { "ApproximateReceiveCount": message.receives.to_string() },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": REGION,
    })
}
