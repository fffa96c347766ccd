//! What Lambda's event source mappings and the scheduler do: changes of tables, messages of queues and
//! the time invoke functions, with the batches, retries and partial answers that the template asks for.
//!
//! Each stream, each queue and each schedule goes on by itself, so that none waits for another: neither for one that
//! is slow, nor for one that always has something.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use foyer_domain::time::{Clock, SignedDuration, Timestamp};
use foyer_kit::batch::BatchAnswer;
use foyer_store::meter::Spent;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::bell::Bell;
use crate::intrinsics::REGION;
use crate::queues::{Message, Queues};
use crate::template::{Queue, QueueTrigger, Schedule, StreamTrigger, Template, Trigger};
use crate::wired::Wired;
use crate::{Database, LocalError};

/// How long at most until somebody who was not called looks by himself: messages become visible with time.
const POLL: Duration = Duration::from_millis(500);
/// Batches of one queue that are handled at once, as in the template.
const AT_ONCE: usize = 5;
/// How often delivered records are removed.
const FORGETS_EVERY: Duration = Duration::from_secs(5);
/// How long it waits when it cannot go on, and how long before it says the same again.
const PATIENCE: Duration = Duration::from_secs(2);
const SAYS_AGAIN: SignedDuration = SignedDuration::from_secs(60);

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
struct Trouble {
    /// Failed attempts at the record that is next.
    attempts: usize,
    /// Records of the next batch: smaller after a failure, so that a bad record is found and the good
    /// ones pass.
    size: usize,
}

/// A function, by its place, that is invoked by what lies in a source.
struct Reader {
    function: usize,
    source: Source,
}

enum Source {
    /// Read by one at a time: two would deliver everything twice.
    Stream(StreamTrigger, Mutex<Option<Trouble>>),
    Queue(QueueTrigger, Queue),
}

/// The functions that are invoked by events, with where those come from.
pub(crate) struct Engine {
    functions: Vec<Wired>,
    readers: Vec<Reader>,
    database: Database,
    queues: Arc<Queues>,
    clock: Arc<dyn Clock>,
    bell: Bell,
    /// What was said last, and when.
    said: std::sync::Mutex<Option<(String, Timestamp)>>,
}

impl Engine {
    pub(crate) fn new(
        template: &Template,
        functions: Vec<Wired>,
        database: Database,
        queues: Arc<Queues>,
        clock: Arc<dyn Clock>,
        bell: Bell,
    ) -> Result<Self, LocalError> {
        let mut readers = Vec::new();
        for (function, wired) in functions.iter().enumerate() {
            for trigger in &wired.triggers {
                let source = match trigger {
                    Trigger::Stream(stream) => Source::Stream(stream.clone(), Mutex::default()),
                    Trigger::Queue(trigger) => Source::Queue(trigger.clone(), queue_of(template, trigger)?),
                    Trigger::Route(_) | Trigger::Schedule(_) => continue,
                };
                readers.push(Reader { function, source });
            }
        }
        Ok(Self { functions, readers, database, queues, clock, bell, said: std::sync::Mutex::default() })
    }

    pub(crate) fn functions(&self) -> &[Wired] {
        &self.functions
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn queues(&self) -> &Queues {
        &self.queues
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Delivers everything that waits for the operations that `wanted` names, and what comes of it.
    pub(crate) async fn drain_to(&self, wanted: impl Fn(&str) -> bool) -> Result<Drained, LocalError> {
        let mut drained = Drained::default();
        let mut moved = true;
        while moved {
            moved = false;
            for reader in self.readers.iter().filter(|reader| wanted(self.functions[reader.function].operation.name)) {
                moved |= match &reader.source {
                    Source::Stream(stream, trouble) => self.pump_stream(reader, stream, trouble, &mut drained).await?,
                    Source::Queue(trigger, queue) => self.pump_queue(reader, trigger, queue, &mut drained).await?,
                };
            }
        }
        Ok(drained)
    }

    /// Delivers what waits and runs what is due, for as long as it is polled. What keeps one from going on is said, and
    /// tried again.
    pub(crate) async fn deliver(self: Arc<Self>) {
        let mut going = JoinSet::new();
        for (at, reader) in self.readers.iter().enumerate() {
            match reader.source {
                Source::Stream(..) => going.spawn(self.clone().follow(at)),
                Source::Queue(..) => going.spawn(self.clone().work_off(at)),
            };
        }
        for (function, wired) in self.functions.iter().enumerate() {
            for trigger in &wired.triggers {
                if let Trigger::Schedule(schedule) = trigger {
                    going.spawn(self.clone().keep_time(function, schedule.clone()));
                }
            }
        }
        going.spawn(self.clone().forget());
        while let Some(ended) = going.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "something is not delivered any more: start again");
            }
        }
    }

    /// Delivers a stream.
    async fn follow(self: Arc<Self>, at: usize) {
        let reader = &self.readers[at];
        let Source::Stream(stream, trouble) = &reader.source else { return };
        let mut bell = self.bell.listener();
        loop {
            match self.pump_stream(reader, stream, trouble, &mut Drained::default()).await {
                Ok(true) => {}
                Ok(false) => bell.heard(POLL).await,
                Err(error) => self.wait_out(&error).await,
            }
        }
    }

    /// Delivers a queue, several batches at once.
    async fn work_off(self: Arc<Self>, at: usize) {
        let Source::Queue(trigger, queue) = &self.readers[at].source else { return };
        let mut bell = self.bell.listener();
        let mut running = JoinSet::new();
        loop {
            // What ended has said itself how.
            while running.try_join_next().is_some() {}
            if running.len() == AT_ONCE {
                running.join_next().await;
                continue;
            }
            match self.queues.receive(queue, trigger.batch, self.clock.now()) {
                Ok(messages) if messages.is_empty() => bell.heard(POLL).await,
                Ok(messages) => drop(running.spawn(self.clone().handle(at, messages))),
                Err(error) => self.wait_out(&error).await,
            }
        }
    }

    async fn handle(self: Arc<Self>, at: usize, messages: Vec<Message>) {
        let reader = &self.readers[at];
        let Source::Queue(trigger, _) = &reader.source else { return };
        if let Err(error) = self.hand_over(reader, trigger, &messages, &mut Drained::default()).await {
            self.wait_out(&error).await;
        }
    }

    /// Runs a schedule whenever its time has come.
    async fn keep_time(self: Arc<Self>, function: usize, schedule: Schedule) {
        loop {
            match self.run_schedule(&self.functions[function], &schedule, &mut Drained::default()).await {
                Ok(()) => tokio::time::sleep(POLL).await,
                Err(error) => self.wait_out(&error).await,
            }
        }
    }

    /// Removes what was delivered, now and then.
    async fn forget(self: Arc<Self>) {
        loop {
            if let Err(error) = self.forget_delivered() {
                self.wait_out(&error).await;
            }
            tokio::time::sleep(FORGETS_EVERY).await;
        }
    }

    /// Removes the records of streams that everybody who reads them has passed.
    pub(crate) fn forget_delivered(&self) -> Result<(), LocalError> {
        let mut passed: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for reader in &self.readers {
            let Source::Stream(stream, _) = &reader.source else { continue };
            // Positions have as many digits each, so that they compare as text; who has none has passed nothing.
            let position = self.queues.position(&self.name(reader, stream))?;
            let least = passed.entry(&stream.table).or_insert_with(|| position.clone());
            *least = least.take().min(position);
        }
        let mut passed = passed.into_iter().filter_map(|(table, position)| Some((table, position?)));
        passed.try_for_each(|(table, position)| self.database.forget(table, &position))
    }

    /// Says what keeps it from going on, once a minute, and waits.
    async fn wait_out(&self, error: &LocalError) {
        let (text, now) = (error.to_string(), self.clock.now());
        {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            let is_new = said.as_ref().is_none_or(|(last, at)| *last != text || now.duration_since(*at).abs() > SAYS_AGAIN);
            if is_new {
                tracing::error!("nothing is delivered: {text}; it is tried again until it works, and nothing is lost");
                *said = Some((text, now));
            }
        }
        tokio::time::sleep(PATIENCE).await;
    }

    async fn run_schedule(&self, wired: &Wired, schedule: &Schedule, drained: &mut Drained) -> Result<(), LocalError> {
        let reader = format!("schedule/{}", wired.operation.name);
        let last = self.queues.position(&reader)?.and_then(|at| at.parse::<Timestamp>().ok());
        let now = self.clock.now();
        // A last time that is to come is one before the clock was put back.
        if last.is_some_and(|last| last <= now && now.duration_since(last) < schedule.every) {
            return Ok(());
        }
        self.queues.set_position(&reader, &now.to_string())?;
        let event = schedule.input.clone().unwrap_or_else(|| json!({ "source": "aws.scheduler", "time": now.to_string() }));
        self.call(wired, event, drained).await;
        Ok(())
    }

    async fn call(&self, wired: &Wired, event: Value, drained: &mut Drained) -> Option<Value> {
        let (outcome, spent) = wired.invoke(event).await;
        self.bell.ring();
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

    /// The name under which is kept how far a stream was read.
    fn name(&self, reader: &Reader, stream: &StreamTrigger) -> String {
        format!("{}/{}", self.functions[reader.function].operation.name, stream.table)
    }

    async fn pump_stream(
        &self,
        reader: &Reader,
        stream: &StreamTrigger,
        trouble: &Mutex<Option<Trouble>>,
        drained: &mut Drained,
    ) -> Result<bool, LocalError> {
        let mut trouble = trouble.lock().await;
        let name = self.name(reader, stream);
        let size = trouble.as_ref().map_or(stream.batch, |trouble| trouble.size);
        let after = self.queues.position(&name)?;
        let records = self.database.changes(&stream.table, after.as_deref(), size)?;
        let Some(last) = records.last().map(sequence) else {
            return Ok(false);
        };
        let wanted: Vec<Value> = records.iter().filter(|record| stream.wants(record)).cloned().collect();
        if wanted.is_empty() {
            self.queues.set_position(&name, &last)?;
            return Ok(true);
        }
        let answer = self.call(&self.functions[reader.function], json!({ "Records": wanted }), drained).await;
        let failed = failed(answer, stream.partial, drained);
        let first_failed = match &failed {
            None => wanted.first(),
            Some(ids) => wanted.iter().find(|record| ids.contains(&sequence(record))),
        };
        let Some(first_failed) = first_failed else {
            *trouble = None;
            self.queues.set_position(&name, &last)?;
            return Ok(true);
        };
        let mut next = trouble.take().unwrap_or_default();
        let before = records.iter().take_while(|record| sequence(record) != sequence(first_failed)).last().map(sequence);
        if let Some(before) = before {
            self.queues.set_position(&name, &before)?;
            next.attempts = 0;
        }
        next.attempts += 1;
        next.size = if failed.is_none() && wanted.len() > 1 { size.div_ceil(2) } else { 1 };
        if next.attempts > stream.retries {
            self.give_up(stream, first_failed)?;
            self.queues.set_position(&name, &sequence(first_failed))?;
        } else {
            *trouble = Some(next);
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
        self.queues.put(&[(queue, &told.to_string())], self.clock.now())
    }

    async fn pump_queue(&self, reader: &Reader, trigger: &QueueTrigger, queue: &Queue, drained: &mut Drained) -> Result<bool, LocalError> {
        let messages = self.queues.receive(queue, trigger.batch, self.clock.now())?;
        if messages.is_empty() {
            return Ok(false);
        }
        self.hand_over(reader, trigger, &messages, drained).await?;
        Ok(true)
    }

    /// Invokes with messages, and removes those that were handled.
    async fn hand_over(
        &self,
        reader: &Reader,
        trigger: &QueueTrigger,
        messages: &[Message],
        drained: &mut Drained,
    ) -> Result<(), LocalError> {
        let records: Vec<Value> = messages.iter().map(|message| queue_record(&trigger.queue, message)).collect();
        let answer = self.call(&self.functions[reader.function], json!({ "Records": records }), drained).await;
        let Some(failed) = failed(answer, trigger.partial, drained) else {
            return Ok(());
        };
        let done = messages.iter().filter(|message| !failed.contains(&message.id.to_string()));
        self.queues.delete(&done.map(|message| message.id).collect::<Vec<_>>())
    }
}

fn queue_of(template: &Template, trigger: &QueueTrigger) -> Result<Queue, LocalError> {
    let queue = template.queues.get(&trigger.queue).cloned();
    queue.ok_or_else(|| LocalError::Template(format!("{} is not a queue of this template", trigger.queue)))
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use foyer_domain::time::SignedDuration;
    use foyer_kit::passwords::Cost;
    use foyer_kit::system::OsEntropy;
    use foyer_messaging::Event;
    use foyer_messaging::event::TicketsHandedOver;
    use foyer_store::Table;
    use tokio::net::TcpListener;

    use super::*;
    use crate::{Data, Options, System, demo};

    const REQUESTERS: usize = 32;

    #[derive(Debug)]
    struct Set(std::sync::Mutex<Timestamp>);

    impl Set {
        fn move_by(&self, by: SignedDuration) -> Timestamp {
            let mut now = self.0.lock().unwrap();
            *now += by;
            *now
        }
    }

    impl Clock for Set {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    /// A system that is served, and its clock.
    async fn served(data: Data) -> (System, Arc<Set>, tokio::task::JoinHandle<()>) {
        let clock = Arc::new(Set(std::sync::Mutex::new("2026-01-05T08:00:00Z".parse().unwrap())));
        let options = Options {
            data,
            clock: clock.clone(),
            entropy: Arc::new(OsEntropy),
            portal_url: "https://portal.test".into(),
            hashing: Cost::DEPLOYED,
        };
        let system = System::start(options).await.unwrap();
        demo::make(&system).await.unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let serving = system.clone();
        let serving = tokio::spawn(async move { serving.serve(listener, std::future::pending()).await.unwrap() });
        (system, clock, serving)
    }

    /// Waits until a schedule ran at `now`.
    async fn ran(system: &System, operation: &str, now: Timestamp) {
        let reader = format!("schedule/{operation}");
        while system.queues().position(&reader).unwrap() != Some(now.to_string()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    // Whoever puts his clock back does not wait until it has caught up.
    #[tokio::test]
    async fn schedules_run_after_the_clock_was_put_back() {
        let (system, clock, serving) = served(Data::Memory).await;
        ran(&system, "sweep-queues", clock.now()).await;
        let earlier = clock.move_by(SignedDuration::from_hours(-3));
        ran(&system, "sweep-queues", earlier).await;
        let later = clock.move_by(SignedDuration::from_mins(2));
        ran(&system, "sweep-queues", later).await;
        serving.abort();
    }

    async fn send(system: &System, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let request = http::Request::builder().method(method).uri(path).header("content-type", "application/json");
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = request.header("authorization", format!("Bearer {token}")).body(body).unwrap();
        let response = system.answer(request, "127.0.0.1").await;
        (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
    }

    // Requests that never end hold up neither the schedules nor the delivery of events: while the clients ask on, the
    // schedules run and every SMS goes out.
    #[tokio::test(flavor = "multi_thread")]
    async fn everything_goes_on_while_many_ask() {
        // Fewer than SMS may go to one person in a day.
        const TICKETS: usize = 12;
        let dir = tempfile::tempdir().unwrap();
        let (system, clock, serving) = served(Data::Dir(dir.path().to_owned())).await;
        let token = log_in(&system).await;
        let (_, queues) = send(&system, "GET", "/api/queues", &token, &Value::Null).await;
        let asking = Asking::begin(&system, &token);
        let before = system.messages(1_000).unwrap().len();
        let mut submitted = 0;
        let began = asking.answers();
        while submitted < TICKETS {
            let ticket = json!({ "title": format!("{submitted}"), "description": "x", "queue_id": queues["items"][0]["queue_id"], "reply_method": "sms" });
            assert_eq!(send(&system, "POST", "/api/tickets", &token, &ticket).await.0, 201);
            submitted += 1;
        }
        let later = clock.move_by(SignedDuration::from_mins(2));
        ran(&system, "sweep-queues", later).await;
        ran(&system, "sweep-outbox", later).await;
        while system.messages(1_000).unwrap().len() < before + TICKETS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // They did ask: it was not quiet while all of this was delivered.
        let answered = asking.end().await - began;
        assert!(answered > REQUESTERS, "{answered}");
        serving.abort();
    }

    // 100 events a second for half a minute, each the whole way from the table to its consumer, while many ask: what waits
    // does not grow. It tells of the machine too, so it is one of the long tests of OPERATIONS.
    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "takes half a minute, and is about the machine"]
    async fn a_hundred_events_a_second_are_delivered_while_many_ask() {
        const A_SECOND: usize = 100;
        const SECONDS: usize = 30;
        let dir = tempfile::tempdir().unwrap();
        let (system, _, serving) = served(Data::Dir(dir.path().to_owned())).await;
        let token = log_in(&system).await;
        let (_, queues) = send(&system, "GET", "/api/queues", &token, &Value::Null).await;
        let ticket = json!({ "title": "x", "description": "x", "queue_id": queues["items"][0]["queue_id"], "reply_method": "portal" });
        let (_, ticket) = send(&system, "POST", "/api/tickets", &token, &ticket).await;
        let named: Vec<&str> = token.split('.').collect();
        let (tenant, identity) = (named[1].parse().unwrap(), named[2].parse().unwrap());
        let event = Event::TicketsHandedOver(TicketsHandedOver {
            ticket_ids: vec![ticket["ticket_id"].as_str().unwrap().parse().unwrap()],
            to: identity,
        });
        let asking = Asking::begin(&system, &token);
        let mut tick = tokio::time::interval(Duration::from_secs(1) / u32::try_from(A_SECOND).unwrap());
        for _ in 0..A_SECOND * SECONDS {
            tick.tick().await;
            let deps = system.deps("submit-ticket").unwrap();
            let envelope = deps.event(deps.new_id(), tenant, None, event.clone());
            deps.emit(deps.commit(), &envelope).unwrap().run(&deps.store).await.unwrap();
        }
        let began = tokio::time::Instant::now();
        let outbox = |table: &str| system.database().rows(table).unwrap().iter().filter(|row| row["kind"]["S"] == "outbox").count();
        let deps = system.deps("submit-ticket").unwrap();
        let table = deps.config.tables.name(Table::Tickets).to_owned();
        let queue = system.template().queue_of("count-tickets").unwrap().0.to_owned();
        while outbox(&table) + system.queues().messages(&queue).unwrap().len() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let behind = began.elapsed();
        assert!(asking.end().await > REQUESTERS);
        assert!(behind < Duration::from_secs(3), "{behind:?} behind after {SECONDS} s");
        serving.abort();
    }

    async fn log_in(system: &System) -> String {
        let login = json!({ "login": "wang.fang", "password": demo::PASSWORD });
        let (_, session) = send(system, "POST", "/api/sessions", "", &login).await;
        session["token"].as_str().unwrap().to_owned()
    }

    /// Clients that ask without end.
    struct Asking {
        clients: Vec<tokio::task::JoinHandle<()>>,
        goes_on: Arc<AtomicBool>,
        answers: Arc<AtomicUsize>,
    }

    impl Asking {
        fn begin(system: &System, token: &str) -> Self {
            let (goes_on, answers) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
            let client = |_| {
                let (system, token, goes_on, answers) = (system.clone(), token.to_owned(), goes_on.clone(), answers.clone());
                tokio::spawn(async move {
                    while goes_on.load(Ordering::Relaxed) {
                        assert_eq!(send(&system, "GET", "/api/me", &token, &Value::Null).await.0, 200);
                        answers.fetch_add(1, Ordering::Relaxed);
                    }
                })
            };
            Self { clients: (0..REQUESTERS).map(client).collect(), goes_on, answers }
        }

        fn answers(&self) -> usize {
            self.answers.load(Ordering::Relaxed)
        }

        /// Lets them end; gives how many answers there were.
        async fn end(self) -> usize {
            self.goes_on.store(false, Ordering::Relaxed);
            for client in self.clients {
                client.await.unwrap();
            }
            self.answers.load(Ordering::Relaxed)
        }
    }
}
