//! The system under test.

use std::path::Path;
use std::sync::Arc;

use foyer_domain::identity::{Authenticator, SecondFactor};
use foyer_domain::secret::Secret;
use foyer_domain::time::{Clock as _, SignedDuration};
use foyer_kit::Deps;
use foyer_kit::passwords::Cost;
use foyer_local::engine::Drained;
use foyer_local::mailbox::Message;
use foyer_local::{Data, Options, System};
use serde_json::{Value, json};

use crate::{Answer, Client, SeededEntropy, TestClock};

/// What a hash costs here: a thousandth of what it does elsewhere, as most tests log in and few are about it.
pub const HASHING: Cost = Cost { memory: 16, passes: 1 };

/// The whole system, on data of its own.
#[derive(Clone)]
pub struct TestApp {
    /// The system.
    pub system: System,
    /// Its clock.
    pub clock: Arc<TestClock>,
}

impl TestApp {
    /// Starts one in memory.
    pub async fn start() -> Self {
        Self::on(Data::Memory, Arc::new(TestClock::default()), 1, HASHING).await
    }

    /// The same, where hashes cost what they do when it is deployed.
    pub async fn hashing_as_deployed() -> Self {
        Self::on(Data::Memory, Arc::new(TestClock::default()), 1, Cost::DEPLOYED).await
    }

    /// Starts one on files, to stop and start again. Another start needs another seed: dice never fall
    /// twice alike.
    pub async fn on_disk(dir: &Path, clock: Arc<TestClock>, seed: u64) -> Self {
        Self::on(Data::Dir(dir.to_owned()), clock, seed, HASHING).await
    }

    async fn on(data: Data, clock: Arc<TestClock>, seed: u64, hashing: Cost) -> Self {
        let entropy = Arc::new(SeededEntropy::new(seed));
        let options = Options { data, clock: clock.clone(), entropy, portal_url: "https://portal.test".into(), hashing };
        Self { system: System::start(options).await.expect("the system starts"), clock }
    }

    /// A client that is not signed in.
    pub fn client(&self) -> Client {
        Client::new(&self.system)
    }

    /// Tries to log in.
    pub async fn try_log_in(&self, login: &str, password: &str) -> Answer {
        self.client().post("/api/sessions", json!({ "login": login, "password": password })).await
    }

    /// Logs in; where a second factor is asked for, with a code of it.
    pub async fn log_in(&self, login: &str, password: &str) -> Client {
        self.log_in_as(&self.client(), login, password).await
    }

    /// The same, from a device of one's own.
    pub async fn log_in_as(&self, device: &Client, login: &str, password: &str) -> Client {
        device.with_token(&self.session(device, login, password).await.text("/token"))
    }

    /// The answer to the last step of a login.
    pub async fn session(&self, device: &Client, login: &str, password: &str) -> Answer {
        let session = device.post("/api/sessions", json!({ "login": login, "password": password })).await.expect(201);
        if session.body["next_step"] != "second_factor" {
            return session;
        }
        let half = device.with_token(&session.text("/token"));
        half.post("/api/sessions/current/second-factor", json!({ "code": self.code(login).await })).await.expect(200)
    }

    /// The code that an authenticator with this secret shows now.
    pub fn code_of(&self, secret: &str) -> String {
        let authenticator = Authenticator::of(&Secret::new(secret.to_owned())).expect("a secret");
        authenticator.code(Authenticator::step(self.clock.now()))
    }

    /// Enrols a second factor; gives the client with the session's new token.
    pub async fn enrol(&self, client: &Client, password: &str) -> Client {
        let begun = client.post("/api/me/second-factor", json!({ "password": password })).await.expect(200);
        let code = self.code_of(&begun.text("/secret"));
        let enrolled = client.post("/api/me/second-factor/confirm", json!({ "code": code })).await.expect(200);
        client.with_token(&enrolled.text("/session/token"))
    }

    /// A code that the authenticator of `login` shows now. The clock stands still and a code is good once, so
    /// those that were used are forgotten.
    pub async fn code(&self, login: &str) -> String {
        let deps = self.deps();
        let account = deps.store.account_by_login(&login.to_owned().try_into().expect("a login name")).await.expect("read");
        let factor = deps.store.second_factor(account.expect("an account").value.account_id).await.expect("read");
        let fresh = SecondFactor { last_step: 0, ..factor.expect("a second factor").value };
        deps.commit().put_over(&fresh).run(&deps.store).await.expect("stored");
        self.system.next_code(login).await.expect("computed").expect("a second factor").code
    }

    /// Delivers all events; nothing may fail.
    pub async fn drain(&self) {
        let drained = self.try_drain().await;
        assert!(drained.failures.is_empty(), "{:?}", drained.failures);
    }

    /// Delivers all events that can be delivered.
    pub async fn try_drain(&self) -> Drained {
        self.system.drain().await.expect("the engine runs")
    }

    /// Lets time pass.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// Invokes an operation that takes events.
    pub async fn invoke(&self, operation: &str, event: Value) -> Value {
        self.system.invoke(operation, event).await.expect("the invocation succeeds")
    }

    /// What a function works with, to reach the database behind the operations.
    pub fn deps(&self) -> Deps {
        self.system.deps("bootstrap-tenant").expect("it is an operation")
    }

    /// Every message that was sent, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let mut messages = self.system.messages(10_000).expect("the mailbox opens");
        messages.reverse();
        messages
    }

    /// The messages to one address, oldest first.
    pub fn messages_to(&self, to: &str) -> Vec<Message> {
        self.messages().into_iter().filter(|message| message.to == to).collect()
    }

    /// The text of the only message to an address.
    #[track_caller]
    pub fn only_message_to(&self, to: &str) -> String {
        let messages = self.messages_to(to);
        assert_eq!(messages.len(), 1, "{messages:?}");
        messages[0].text.clone()
    }

    /// Where the links of a text lead, the short ones followed as a browser does.
    pub async fn links(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for link in links_in(text) {
            let path = link.strip_prefix("https://portal.test").expect("a link of ours");
            if path.starts_with("/l/") {
                found.push(self.client().get(path).await.expect(303).header("location").to_owned());
            } else {
                found.push(link.to_owned());
            }
        }
        found
    }

    /// The code of six digits in the newest message to an address that has one.
    #[track_caller]
    pub fn newest_code_to(&self, to: &str) -> String {
        let digits = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 6).map(str::to_owned);
        self.messages_to(to).iter().rev().find_map(|message| digits(&message.text)).expect("a message with a code")
    }
}

/// The links that a text has, as they stand there.
pub fn links_in(text: &str) -> Vec<&str> {
    let ends = |c: char| !c.is_ascii_graphic();
    text.match_indices("https://").filter_map(|(at, _)| text[at..].split(ends).next()).collect()
}
