//! The figures of the portal home: each is the length of the list that it opens.

use foyer_domain::tickets::figures::Scope;
use foyer_domain::time::{Clock, SignedDuration, below};
use foyer_store::home::{HomeHead, Work};
use foyer_store::{Key, Table};
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::{Client, Enterprise, SeededEntropy, TestApp};
use serde_json::{Value, json};

const MOBILE: &str = "13900000001";

async fn home(of: &Client, view: &str) -> Value {
    of.get(&format!("/api/home{view}")).await.expect(200).body
}

/// How long a list is, page by page.
async fn length(of: &Client, list: &str) -> u64 {
    let (mut rows, mut cursor) = (0, String::new());
    loop {
        let page = of.get(&format!("{list}&limit=100{cursor}")).await.expect(200);
        rows += page.items().len() as u64;
        match page.body["next_cursor"].as_str() {
            None => return rows,
            Some(next) => cursor = format!("&cursor={next}"),
        }
    }
}

/// Opens every list of a home and compares.
async fn agrees(of: &Client, view: &str) {
    let home = home(of, view).await;
    let figures = ["states", "weeks", "months", "satisfaction"].iter().flat_map(|group| home[*group].as_array().expect("figures"));
    for figure in figures.chain([&home["total"]]) {
        let list = figure["list"].as_str().expect("a list");
        assert_eq!(length(of, list).await, figure["count"].as_u64().expect("a count"), "{figure}");
    }
}

/// The figures without the moment.
async fn figures(of: &Client, view: &str) -> Value {
    let mut home = home(of, view).await;
    home["as_of"] = Value::Null;
    home
}

async fn rebuild(app: &TestApp, firm: &Enterprise) {
    let mut invocations = 0;
    while app.invoke("rebuild-home", json!({ "tenant_id": firm.tenant.to_string() })).await["done"] != true {
        invocations += 1;
        assert!(invocations < 100, "the rebuild does not end");
    }
}

/// What is done to tickets, as dice have it. What a ticket is not in the state for is refused, and that is
/// fine.
struct Walk<'a> {
    firm: &'a Enterprise,
    customers: [&'a Client; 2],
    agents: [&'a Client; 2],
    dice: SeededEntropy,
    tickets: Vec<(usize, String)>,
}

impl Walk<'_> {
    fn roll(&self, sides: usize) -> usize {
        below(&self.dice, u32::try_from(sides).expect("few sides")) as usize
    }

    async fn step(&mut self) {
        if self.tickets.is_empty() || self.roll(5) == 0 {
            let who = self.roll(2);
            let ticket = self.firm.ticket(self.customers[who], "打印机").await;
            self.tickets.push((who, format!("/api/tickets/{ticket}")));
            return;
        }
        let (who, ticket) = self.tickets[self.roll(self.tickets.len())].clone();
        let (customer, agent) = (self.customers[who], self.agents[self.roll(2)]);
        let (text, stars) = (json!({ "text": "x" }), self.roll(5) + 1);
        let other = self.agents[self.roll(2)].get("/api/me").await.expect(200).text("/active_identity/identity_id");
        let answer = match self.roll(12) {
            0 | 1 => agent.post(&format!("{ticket}/accept"), json!({})).await,
            2 => customer.post(&format!("{ticket}/withdraw"), json!({})).await,
            3 => agent.post(&format!("{ticket}/questions"), text).await,
            4 => customer.post(&format!("{ticket}/answers"), text).await,
            5 | 6 => agent.post(&format!("{ticket}/complete"), json!({ "handling_reply": "x" })).await,
            7 | 8 => customer.put(&format!("{ticket}/rating"), json!({ "stars": stars })).await,
            9 => customer.post(&format!("{ticket}/reopen"), json!({ "reason": "x" })).await,
            10 => agent.post(&format!("{ticket}/transfer"), json!({ "agent": other, "reason": "x" })).await,
            _ => customer.post(&format!("{ticket}/urge"), json!({})).await,
        };
        assert!(matches!(answer.status, 200..300 | 403 | 409 | 422), "{} {}", answer.status, answer.body);
    }
}

/// Lets the events that wait to be counted come in another order, and some of them twice.
async fn shuffled(app: &TestApp, dice: &SeededEntropy) {
    let relayed = app.system.drain_to(|operation| operation == "relay-outbox").await.expect("the engine runs");
    assert!(relayed.failures.is_empty(), "{:?}", relayed.failures);
    let queue = app.system.template().queue_of("count-tickets").expect("it has a queue").0.to_owned();
    let queues = app.system.queues();
    let waiting = queues.messages(&queue).expect("the queue opens");
    queues.delete(&waiting.iter().map(|message| message.id).collect::<Vec<_>>()).expect("deleted");
    let mut bodies: Vec<String> = Vec::new();
    for message in waiting {
        let times = 1 + below(dice, 2);
        bodies.extend((0..times).map(|_| message.body.clone()));
    }
    for place in (1..bodies.len()).rev() {
        bodies.swap(place, below(dice, u32::try_from(place + 1).expect("few")) as usize);
    }
    let messages: Vec<(&str, &str)> = bodies.iter().map(|body| (queue.as_str(), body.as_str())).collect();
    queues.put(&messages, Clock::now(&*app.clock)).expect("put");
    app.drain().await;
}

// F14, S001-7, S001-8, ET-2 to ET-5: whatever happens to tickets, in whatever order it is told and however often,
// each number is the length of the list that it opens, and counting anew gives the same
#[tokio::test]
async fn each_number_is_the_length_of_its_list() {
    for seed in 1..=2 {
        let app = TestApp::start().await;
        let firm = app.enterprise("yunfan").await;
        let (wang, li) = (firm.customer("王芳", MOBILE).await, firm.customer("李雷", "13900000002").await);
        let (he, yu) = (firm.agent("he.yu").await, firm.agent("yu.han").await);
        let dice = SeededEntropy::new(seed);
        let mut walk =
            Walk { firm: &firm, customers: [&wang, &li], agents: [&he, &yu], dice: SeededEntropy::new(seed + 100), tickets: Vec::new() };
        for _ in 0..4 {
            for _ in 0..15 {
                walk.step().await;
                app.advance(SignedDuration::from_secs(7));
            }
            app.advance(SignedDuration::from_mins(3));
            shuffled(&app, &dice).await;
        }
        // one that is rated for certain, and rated otherwise then
        let rated = format!("/api/tickets/{}", firm.ticket(&wang, "扫描仪").await);
        he.post(&format!("{rated}/accept"), json!({})).await.expect(200);
        he.post(&format!("{rated}/complete"), json!({ "handling_reply": "x" })).await.expect(200);
        for stars in [2, 4] {
            wang.put(&format!("{rated}/rating"), json!({ "stars": stars })).await.expect(200);
        }
        shuffled(&app, &dice).await;
        let admin = app.log_in("admin.yunfan", PASSWORD).await;
        let views = [(&wang, ""), (&li, "?view=submitted"), (&he, "?view=mine"), (&yu, "?view=queues"), (&admin, "?view=all")];
        let mut kept = Vec::new();
        for (of, view) in views {
            agrees(of, view).await;
            kept.push(figures(of, view).await);
        }
        let all = &kept[4];
        let rated: u64 = all["satisfaction"].as_array().expect("stars").iter().filter_map(|stars| stars["count"].as_u64()).sum();
        assert!(all["total"]["count"].as_u64() > Some(3) && rated > 0, "the walk submits and rates tickets: {all}");
        rebuild(&app, &firm).await;
        for ((of, view), kept) in views.iter().zip(kept) {
            assert_eq!(figures(of, view).await, kept, "seed {seed} {view}");
        }
    }
}

// figures that were damaged are right after a rebuild, and stay right
#[tokio::test]
async fn a_rebuild_repairs() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    for title in ["一", "二"] {
        firm.ticket(&customer, title).await;
    }
    app.drain().await;
    let me = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let key = Key::figures(firm.tenant, 0, Scope::SubmittedBy(me.parse().expect("an id")));
    let table = app.deps().config.tables.name(Table::Tickets).to_owned();
    let damaged = json!({ "pk": { "S": key.pk }, "sk": { "S": key.sk }, "state0": { "N": "17" } });
    app.system.database().put(json!({ "TableName": table, "Item": damaged })).expect("damaged");
    assert_eq!(home(&customer, "").await["total"]["count"], 17);
    rebuild(&app, &firm).await;
    assert_eq!(home(&customer, "").await["total"]["count"], 2);
    firm.ticket(&customer, "三").await;
    app.drain().await;
    agrees(&customer, "").await;
    rebuild(&app, &firm).await;
    agrees(&customer, "").await;
    // nothing is left of what was shown before
    let rows = app.system.database().rows(&table).expect("the table is read");
    let of = |generation: &str| {
        let pk = format!("TEN#{}#HOME#{generation}", firm.tenant);
        rows.iter().filter(|row| row["pk"]["S"] == pk.as_str()).count()
    };
    assert_eq!([of("0"), of("1")], [0, 0]);
    assert!(of("2") > 3);
}

// tickets move while their figures are rebuilt
#[tokio::test]
async fn tickets_may_move_during_a_rebuild() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let tickets = [firm.ticket(&customer, "一").await, firm.ticket(&customer, "二").await];
    app.drain().await;
    let tenant = firm.tenant;
    let deps = app.deps();
    // as far as a rebuild comes before it looks at the first ticket
    let head = deps.store.get::<HomeHead>(&Key::home_head(tenant)).await.expect("read").expect("each tenant has one");
    let work = Work::Build { generation: head.value.shown + 1, queue: None, after: None };
    assert!(deps.store.update(&head, &HomeHead { work, ..head.value.clone() }).await.expect("begun"));
    firm.admin.post(&format!("/api/tickets/{}/accept", tickets[0]), json!({})).await.expect(200);
    firm.ticket(&customer, "三").await;
    app.drain().await;
    agrees(&customer, "").await;
    rebuild(&app, &firm).await;
    agrees(&customer, "").await;
    agrees(&firm.admin, "?view=all").await;
}

// S001-7: weeks and months are those in which tickets were submitted
#[tokio::test]
async fn the_trend_shows_when_tickets_were_submitted() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    firm.ticket(&customer, "一").await;
    app.advance(SignedDuration::from_hours(7 * 24));
    for title in ["二", "三"] {
        firm.ticket(&customer, title).await;
    }
    app.drain().await;
    let home = home(&customer, "").await;
    let counts = |group: &str| -> Vec<u64> {
        home[group].as_array().expect("periods").iter().map(|period| period["count"].as_u64().expect("a count")).collect()
    };
    assert_eq!(counts("weeks"), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(counts("months"), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    assert_eq!([&home["weeks"][11]["day"], &home["months"][11]["day"]], ["2026-01-12", "2026-01-01"]);
}

// tickets that are handed over count for who has them now
#[tokio::test]
async fn tickets_that_are_handed_over_change_sides() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let (wang, li) = (firm.customer("王芳", MOBILE).await, firm.customer("李雷", "13900000002").await);
    firm.ticket(&wang, "一").await;
    app.drain().await;
    let id = async |of: &Client| of.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let (leaving, successor) = (id(&wang).await, id(&li).await);
    let path = format!("/api/identities/{leaving}/offboard");
    firm.admin.post(&path, json!({ "successor": successor })).await.expect(200);
    app.drain().await;
    assert_eq!(home(&li, "").await["total"]["count"], 1);
    agrees(&li, "").await;
    firm.admin.post(&format!("/api/identities/{leaving}/rehire"), json!({})).await.expect(200);
    let wang = app.log_in(MOBILE, PASSWORD).await;
    assert_eq!(home(&wang, "").await["total"]["count"], 0);
}

// ET-3, ET-4, F3: nobody sees the figures of what he may not list
#[tokio::test]
async fn figures_are_of_what_the_caller_may_list() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", MOBILE).await;
    let contact = firm.contact(&firm.admin, "王芳(二)", MOBILE).await;
    let second = firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    firm.ticket(&customer, "一").await;
    app.drain().await;
    let total = async |of: &Client, view: &str| home(of, view).await["total"]["count"].as_u64().expect("a count");
    assert_eq!(total(&customer, "").await, 1);
    // another identity of the same account
    customer.accept(&second).await;
    let switched = app.log_in(MOBILE, PASSWORD).await.put("/api/sessions/current/identity", json!({ "identity_id": second })).await;
    assert_eq!(total(&app.client().with_token(&switched.expect(200).text("/token")), "").await, 0);
    // another enterprise
    let other = app.enterprise("harbour").await;
    assert_eq!([total(&other.admin, "?view=all").await, total(&other.admin, "?view=queues").await], [0, 0]);
    // staff without the queue, and without the role
    let (member, agent) = (firm.member("lin.yue").await, firm.agent("he.yu").await);
    assert_eq!([total(&member, "?view=queues").await, total(&member, "").await], [0, 0]);
    assert_eq!([total(&agent, "?view=queues").await, total(&agent, "?view=mine").await], [1, 0]);
    for staff in [&member, &agent] {
        let refused = staff.get("/api/home?view=all").await.refused(403, "forbidden");
        assert_eq!(refused.body["missing_relation"], json!(["administrator"]));
        assert_eq!(total(staff, "?view=submitted").await, 0);
    }
    assert_eq!(total(&firm.admin, "?view=all").await, 1);
    for view in ["all", "mine", "queues", "everything"] {
        customer.get(&format!("/api/home?view={view}")).await.refused(422, "invalid");
    }
    app.client().get("/api/home").await.refused(401, "not_signed_in");
}
