//! Random histories of three enterprises, two people and one attacker: nobody ever acts as an identity that was opened for
//! an address which he never proved, and nobody loses one that he did prove (decisions 3 and 14).

use std::collections::{BTreeMap, BTreeSet};

use foyer_domain::time::SignedDuration;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, TestApp};
use serde_json::json;

const TYPED: &str = "known to those who typed it";
const STEPS: usize = 14;
const HISTORIES: u64 = 6;

/// Somebody with telephones of his own. The last of them is the attacker: staff of all three tell him what they type.
struct Agent {
    numbers: Vec<&'static str>,
    /// Login names and passwords that he knows.
    knows: BTreeSet<(String, String)>,
    /// Identities that he has acted as.
    was: BTreeSet<String>,
    chosen: u32,
}

struct History {
    app: TestApp,
    firms: Vec<Enterprise>,
    agents: Vec<Agent>,
    /// The number that each identity was opened for, and by which enterprise.
    opened: BTreeMap<String, (&'static str, usize)>,
    dice: u64,
    requests: u8,
}

const FIRMS: [&str; 3] = ["yunfan", "harbour", "haitang"];
const NUMBERS: [&str; 4] = ["+8613900000001", "+8613800000002", "+8613700000003", "+8613600000004"];

impl History {
    async fn begin(seed: u64) -> Self {
        let app = TestApp::start().await;
        let mut firms = Vec::new();
        for name in FIRMS {
            firms.push(app.enterprise(name).await);
        }
        let agent = |numbers: &[&'static str]| Agent { numbers: numbers.to_vec(), knows: BTreeSet::new(), was: BTreeSet::new(), chosen: 0 };
        let agents = vec![agent(&NUMBERS[..2]), agent(&NUMBERS[2..3]), agent(&NUMBERS[3..])];
        Self { app, firms, agents, opened: BTreeMap::new(), dice: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, requests: 0 }
    }

    /// A number below `sides`: xorshift, so that a failure comes again.
    fn roll(&mut self, sides: usize) -> usize {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        usize::try_from(self.dice % (sides as u64)).expect("small")
    }

    /// A client from where nothing was counted, at a time when waits are over.
    fn client(&mut self) -> Client {
        self.app.advance(SignedDuration::from_mins(61));
        self.requests = self.requests.wrapping_add(1);
        self.app.client().from(&format!("198.51.100.{}", self.requests))
    }

    /// The administrator of an enterprise, who logs in anew: hours have passed.
    async fn admin(&mut self, firm: usize) -> Client {
        self.app.advance(SignedDuration::from_mins(61));
        self.app.log_in(&format!("admin.{}", FIRMS[firm]), PASSWORD).await
    }

    /// Everybody reads what came to his telephones.
    async fn read_messages(&mut self) {
        self.app.drain().await;
        for agent in &mut self.agents {
            for number in &agent.numbers {
                for message in self.app.messages_to(number) {
                    let after =
                        |mark: &str| message.text.split(mark).nth(1).and_then(|rest| rest.split([' ', '，']).next().map(str::to_owned));
                    if let (Some(login), Some(password)) = (after("登录名："), after("初始密码：")) {
                        agent.knows.insert((login, password));
                    }
                }
            }
        }
    }

    async fn open(&mut self) {
        let (firm, number, typed) = (self.roll(3), NUMBERS[self.roll(4)], self.roll(2) == 0);
        let admin = self.admin(firm).await;
        let contact = self.firms[firm].contact(&admin, &format!("C{}", self.opened.len()), number).await;
        let body = if typed { json!({ "initial_password": TYPED }) } else { json!({}) };
        let answer = admin.post(&format!("/api/contacts/{contact}/account"), body).await.expect(201);
        self.opened.insert(answer.text("/identity_id"), (number, firm));
        if typed {
            self.agents[2].knows.insert((answer.text("/login"), TYPED.to_owned()));
            // The attacker tries the number too: it must not be a login name of this.
            self.agents[2].knows.insert((number.to_owned(), TYPED.to_owned()));
        }
        self.read_messages().await;
    }

    async fn reset(&mut self) {
        if self.opened.is_empty() {
            return;
        }
        let which = self.roll(self.opened.len());
        let (identity, (number, firm)) = self.opened.iter().nth(which).map(|(id, at)| (id.clone(), *at)).expect("one of them");
        let admin = self.admin(firm).await;
        let path = format!("/api/identities/{identity}/password-reset");
        let answer = admin.post(&path, json!({ "initial_password": TYPED })).await;
        if answer.status == 200 {
            self.agents[2].knows.extend([(answer.text("/login"), TYPED.to_owned()), (number.to_owned(), TYPED.to_owned())]);
        } else {
            assert!(matches!(answer.status, 409 | 429 | 401), "{} {}", answer.status, answer.body);
        }
        self.read_messages().await;
    }

    /// Logs in with something that `who` knows, and goes on as far as he gets.
    async fn come_in(&mut self, who: usize, login: &str, password: &str) -> Option<Client> {
        let session = self.client().post("/api/sessions", json!({ "login": login, "password": password })).await;
        if session.status != 201 {
            return None;
        }
        let half = self.client().with_token(&session.text("/token"));
        if session.body["next_step"].is_null() {
            return Some(half);
        }
        let mut code = None;
        if session.body["proof_address"].is_string() {
            let asked = half.post("/api/me/address-proofs", json!({})).await.status == 202;
            self.app.drain().await;
            let masked = session.text("/proof_address");
            let own = self.agents[who].numbers.iter().filter(|_| asked).find(|number| number.ends_with(&masked[masked.len() - 4..]));
            code = own.map(|number| self.app.newest_code_to(number)).or_else(|| Some("123456".to_owned()));
        }
        self.agents[who].chosen += 1;
        let new = format!("riverbank morning {who} {}", self.agents[who].chosen);
        let changed = half.put("/api/me/password", json!({ "current_password": password, "new_password": new, "code": code })).await;
        if changed.status != 200 {
            return None;
        }
        let me = half.with_token(&changed.text("/token"));
        for own in me.get("/api/me").await.expect(200).body["account"]["logins"].as_array().expect("a list") {
            self.agents[who].knows.insert((own.as_str().expect("a name").to_owned(), new.clone()));
        }
        Some(me)
    }

    async fn recover(&mut self, who: usize) {
        let number = self.agents[who].numbers[0];
        self.app.advance(SignedDuration::from_hours(25));
        let client = self.client();
        client.post("/api/password-resets", json!({ "login": number })).await.expect(202);
        let before = self.app.messages_to(number).len();
        self.app.drain().await;
        if self.app.messages_to(number).len() == before {
            return;
        }
        self.agents[who].chosen += 1;
        let new = format!("riverbank morning {who} {}", self.agents[who].chosen);
        let choice = json!({ "login": number, "code": self.app.newest_code_to(number), "new_password": new });
        if client.post("/api/password-resets/confirm", choice).await.status == 204 {
            self.agents[who].knows.insert((number.to_owned(), new));
        }
    }

    /// Everybody tries everything that he knows, accepts what he is offered, and acts as whatever he is.
    async fn look(&mut self, seed: u64) {
        for who in 0..self.agents.len() {
            let mut reached = BTreeSet::new();
            for (login, password) in self.agents[who].knows.clone() {
                let Some(me) = self.come_in(who, &login, &password).await else { continue };
                for offer in me.get("/api/me/offers").await.expect(200).items() {
                    me.accept(offer["identity_id"].as_str().expect("an id")).await;
                }
                let seen = me.get("/api/me").await.expect(200);
                for identity in seen.body["identities"].as_array().expect("a list") {
                    reached.insert(identity["identity_id"].as_str().expect("an id").to_owned());
                }
            }
            for identity in &reached {
                let number = self.opened.get(identity).expect("it was opened here").0;
                assert!(self.agents[who].numbers.contains(&number), "history {seed}: {who} acts as what was opened for {number}");
            }
            self.agents[who].was.extend(reached.iter().cloned());
        }
    }
}

// decisions 3 and 14
#[tokio::test]
async fn nobody_acts_where_he_proved_nothing() {
    for seed in 1..=HISTORIES {
        let mut history = History::begin(seed).await;
        for _ in 0..STEPS {
            match history.roll(6) {
                0..=2 => history.open().await,
                3 => history.reset().await,
                4 => {
                    let who = history.roll(3);
                    history.recover(who).await;
                }
                _ => history.look(seed).await,
            }
        }
        history.look(seed).await;
        // What somebody was he is still, or is again with a code to his telephone.
        for who in 0..3 {
            let was = history.agents[who].was.clone();
            for number in history.agents[who].numbers.clone() {
                history.agents[who].numbers.retain(|own| *own != number);
                history.agents[who].numbers.insert(0, number);
                history.recover(who).await;
            }
            history.agents[who].was.clear();
            history.look(seed).await;
            let lost: Vec<_> = was.difference(&history.agents[who].was).collect();
            assert!(lost.is_empty(), "history {seed}: {who} lost {lost:?}");
        }
    }
}
