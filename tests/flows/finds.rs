//! Finding contacts, customers, organisations, staff and tickets as one types.

use foyer_domain::agents::Role;
use foyer_domain::directory::Contact;
use foyer_domain::id::TenantId;
use foyer_domain::time::SignedDuration;
use foyer_store::key::digest;
use foyer_store::{Key, Table};
use foyer_testkit::{Answer, Client, Enterprise, TestApp, authority};
use http::Method;
use serde_json::{Value, json};

/// As a path has it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn ask(by: &Client, typed: &str) -> Answer {
    by.get(&format!("/api/find?q={}", encoded(typed))).await.expect(200)
}

/// Kinds and names of all that is found, over all pages.
async fn found(by: &Client, typed: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut answer = ask(by, typed).await;
    loop {
        assert!(all.len() < 3_000, "{typed} has no last page");
        let text = |row: &Value, name: &str| row[name].as_str().expect("a text").to_owned();
        all.extend(answer.items().iter().map(|row| (text(row, "kind"), text(row, "name"))));
        assert!(answer.spent.read <= 8.0 && answer.spent.waves <= 3, "{typed}: {:?}", answer.spent);
        let Some(cursor) = answer.body["next_cursor"].as_str().map(str::to_owned) else { return all };
        answer = by.get(&format!("/api/find?q={}&cursor={cursor}", encoded(typed))).await.expect(200);
    }
}

/// Their names alone.
async fn names(by: &Client, typed: &str) -> Vec<String> {
    found(by, typed).await.into_iter().map(|(_, name)| name).collect()
}

/// A firm with one of every kind, and a few who are like them.
async fn furnished(app: &TestApp) -> (Enterprise, Client) {
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王小明", "13812345678").await;
    let mut other = firm.contact_body("Jean-Luc Müller", "13900000002");
    other["email"] = json!("jl.mueller@mail.example.com");
    firm.admin.post("/api/contacts", other).await.expect(201);
    firm.admin.post("/api/customers", json!({ "name": "王府电梯公司", "mobile": "13700000003" })).await.expect(201);
    firm.seed.organisation(firm.dimension, "王家港 Harbour").await.expect("made");
    firm.staff("wang.li", authority(Role::Member, &[], &[], &[])).await;
    firm.ticket(&customer, "王府井打印机 broken again").await;
    app.drain().await;
    (firm, customer)
}

fn pair(kind: &str, name: &str) -> (String, String) {
    (kind.to_owned(), name.to_owned())
}

#[tokio::test]
async fn one_types_and_finds_each_kind_in_each_way() {
    let app = TestApp::start().await;
    let (firm, _) = furnished(&app).await;
    let admin = &firm.admin;
    assert_eq!(
        found(admin, "王").await,
        [
            pair("contact", "王小明"),
            pair("customer", "王府电梯公司"),
            pair("organisation", "王家港 Harbour"),
            pair("ticket", "王府井打印机 broken again"),
        ]
    );
    for (typed, name) in [
        ("小明", "王小明"),
        ("wangxiaoming", "王小明"),
        ("xiaom", "王小明"),
        ("WXM", "王小明"),
        ("5678", "王小明"),
        ("+86 138 1234 5678", "王小明"),
        ("１３８１２３４５６７８", "王小明"),
        ("王 5678", "王小明"),
        ("xm 王", "王小明"),
        ("muller", "Jean-Luc Müller"),
        ("luc MÜL", "Jean-Luc Müller"),
        ("jl.mueller@mail", "Jean-Luc Müller"),
        ("@mail.example.com", "Jean-Luc Müller"),
        ("example.com jean", "Jean-Luc Müller"),
        ("dianti", "王府电梯公司"),
        ("wfdtgs", "王府电梯公司"),
        ("harb", "王家港 Harbour"),
        ("wang.li", "wang.li"),
        ("1-1", "王府井打印机 broken again"),
        ("1-0001", "王府井打印机 broken again"),
        ("打印 brok", "王府井打印机 broken again"),
    ] {
        assert_eq!(names(admin, typed).await, [name], "{typed}");
    }
    for nothing in ["王明", "678", "nobody", "王小明 1234", "1-2", "roken", "打机"] {
        assert!(names(admin, nothing).await.is_empty(), "{nothing}");
    }
    // what a row shows
    let ticket = ask(admin, "1-0001").await;
    assert_eq!((ticket.text("/items/0/number"), ticket.text("/items/0/state")), ("1-0001".into(), "waiting".into()));
    let contact = ask(admin, "小明").await;
    assert_eq!(contact.text("/items/0/mobile"), "+8613812345678");
    // one kind alone
    let one = admin.get(&format!("/api/find?kind=ticket&q={}", encoded("王"))).await.expect(200);
    assert_eq!((one.items().len(), one.text("/items/0/kind")), (1, "ticket".into()));
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_refused() {
    let app = TestApp::start().await;
    let (firm, customer) = furnished(&app).await;
    let admin = &firm.admin;
    for wrong in ["", "q=", "q=%20", "q=-", "q=x&kind=queue", "q=x&limit=5", "q=x&cursor=x"] {
        admin.get(&format!("/api/find?{wrong}")).await.refused(422, "invalid");
    }
    admin.get(&format!("/api/find?q={}", "a".repeat(101))).await.refused(422, "invalid");
    admin.get(&format!("/api/find?q={}", encoded(&"\u{fdfa}".repeat(99)))).await.refused(422, "invalid");
    customer.get("/api/find?q=x").await.refused(403, "staff_only");
    app.client().get("/api/find?q=x").await.expect(401);
}

// S004-1, S002-4: nobody finds what he may not see, nor can he count it
#[tokio::test]
async fn nobody_finds_what_he_may_not_see() {
    let app = TestApp::start().await;
    let (firm, _) = furnished(&app).await;
    let other = app.enterprise("harbour").await;
    let elsewhere = firm.seed.dimension("Suppliers").await.expect("made");
    let people = [
        ("member", firm.member("lin.yue").await, vec![]),
        ("agent", firm.agent("he.yu").await, vec!["ticket"]),
        ("maintainer", firm.maintainer("ma.li").await, vec!["contact", "customer"]),
        ("of the dimension", firm.staff("di.men", authority(Role::Member, &[], &[firm.dimension], &[])).await, vec!["contact"]),
        ("of another", firm.staff("su.pp", authority(Role::Member, &[], &[elsewhere], &[])).await, vec![]),
        ("administrator", firm.admin.clone(), vec!["contact", "customer", "ticket"]),
    ];
    app.drain().await;
    for (who, client, kinds) in &people {
        let expected: Vec<&str> = kinds.iter().copied().chain(["organisation"]).collect();
        let mut kinds: Vec<String> = found(client, "王").await.into_iter().map(|(kind, _)| kind).collect();
        kinds.sort_by_key(|kind| expected.iter().position(|other| other == kind));
        assert_eq!(kinds, expected, "{who}");
    }
    assert!(found(&other.admin, "王").await.is_empty());
    // Who becomes something to it finds it; who is nothing to it any more does not.
    let lin = &people[0].1;
    let me = lin.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let id = ask(&firm.admin, "小明").await.text("/items/0/id");
    let path = format!("/api/contacts/{id}");
    firm.admin.send(Method::PATCH, &path, Some(json!({ "participants": [me] }))).await.expect(200);
    app.drain().await;
    assert_eq!(names(lin, "小明").await, ["王小明"]);
    firm.admin.send(Method::PATCH, &path, Some(json!({ "participants": [] }))).await.expect(200);
    // Even before what is kept has heard of it.
    assert!(names(lin, "小明").await.is_empty());
    app.drain().await;
    assert!(names(lin, "小明").await.is_empty());
    // A ticket that goes to another queue leaves those who serve the first.
    let queue = firm.seed.queue("Billing").await.expect("made");
    let ticket = ask(&firm.admin, "1-0001").await.text("/items/0/id");
    let moved = json!({ "queue_id": queue.to_string(), "reason": "账单" });
    firm.admin.post(&format!("/api/tickets/{ticket}/transfer"), moved).await.expect(200);
    app.drain().await;
    assert!(names(&people[1].1, "打印").await.is_empty());
    assert_eq!(names(&firm.admin, "打印").await, ["王府井打印机 broken again"]);
}

// somebody who sees few among many finds them, and pays for no others
#[tokio::test]
async fn who_sees_few_finds_them_among_many() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let lin = firm.member("lin.yue").await;
    let his = firm.contact(&lin, "王小明", "13812345678").await;
    for number in 0..60 {
        firm.contact(&firm.admin, "王小明", &format!("139000000{number:02}")).await;
    }
    app.drain().await;
    let answer = ask(&lin, "王小明").await;
    assert_eq!((answer.items().len(), answer.text("/items/0/id")), (1, his));
    assert!(answer.body.get("next_cursor").is_none(), "what he may not see cannot be counted: {}", answer.body);
    assert_eq!(names(&firm.admin, "xiaoming").await.len(), 61);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let agent = firm.agent("he.yu").await;
    for number in 0..25 {
        app.advance(SignedDuration::from_secs(1));
        firm.contact(&agent, &format!("赵云{number:02}"), &format!("139000000{number:02}")).await;
        let mut ticket = firm.ticket_body(&format!("赵云的事 {number:02}"));
        ticket["reply_method"] = json!("email");
        agent.post("/api/tickets", ticket).await.expect(201);
    }
    app.drain().await;
    for by in [&firm.admin, &agent] {
        let mut all = found(by, "赵云").await;
        assert_eq!(all.len(), 50);
        let newest = all.iter().find(|(kind, _)| kind == "contact").expect("a contact");
        assert_eq!(newest.1, "赵云24");
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 50, "nothing twice, nothing left out");
        assert_eq!(names(by, "赵云 17").await.len(), 2, "both words");
    }
    // A cursor serves the question that it comes from, and its asker.
    let cursor = ask(&agent, "赵云").await.text("/next_cursor");
    agent.get(&format!("/api/find?q=x&cursor={cursor}")).await.refused(422, "invalid");
    firm.admin.get(&format!("/api/find?q={}&cursor={cursor}", encoded("赵云"))).await.refused(422, "invalid");
}

/// Rows of the table that are not of cards and heads.
fn rows(app: &TestApp) -> Vec<Value> {
    let name = app.deps().config.tables.name(Table::Finds).to_owned();
    let rows = app.system.database().rows(&name).expect("the table is read");
    rows.into_iter().filter(|row| row["kind"]["S"] == "find").collect()
}

/// What a batch of a stream says that these rows changed.
fn changed(keys: &[&Key]) -> Value {
    let record = |key: &&Key| {
        let keys = json!({ "pk": { "S": key.pk }, "sk": { "S": key.sk } });
        json!({ "eventSourceARN": "arn:aws:dynamodb:x:0:table/t/stream/s", "dynamodb": { "SequenceNumber": "1", "Keys": keys } })
    };
    json!({ "Records": keys.iter().map(record).collect::<Vec<_>>() })
}

// what no longer holds is found no more, and leaves no row
#[tokio::test]
async fn what_is_kept_follows_the_record() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    app.drain().await;
    let before = rows(&app).len();
    let id = firm.contact(&firm.admin, "李雷", "13812345678").await;
    app.drain().await;
    let path = format!("/api/contacts/{id}");
    firm.admin.send(Method::PATCH, &path, Some(json!({ "name": "韩梅梅", "mobile": "13900001111" }))).await.expect(200);
    app.drain().await;
    for gone in ["李", "lilei", "ll", "5678"] {
        assert!(names(&firm.admin, gone).await.is_empty(), "{gone}");
    }
    for kept in ["梅梅", "hmm", "1111"] {
        assert_eq!(names(&firm.admin, kept).await, ["韩梅梅"]);
    }
    let kept = rows(&app);
    assert!(kept.iter().all(|row| !row.to_string().contains("李雷")));
    // The same again, as often as it likes to come, and late: nothing changes.
    let key = Key::contact(firm.tenant, id.parse().expect("an id"));
    for _ in 0..3 {
        app.invoke("keep-finds", changed(&[&key, &key])).await;
    }
    assert_eq!(rows(&app), kept);
    // A record that is gone leaves nothing.
    let deps = app.deps();
    deps.commit().remove(Table::Directory, &key).run(&deps.store).await.expect("removed");
    app.drain().await;
    assert_eq!(rows(&app).len(), before);
    assert!(names(&firm.admin, "梅梅").await.is_empty());
}

// many at once keep the same records: nothing is left of what is old, however they meet
#[tokio::test]
async fn many_keep_one_record_at_once() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let id = firm.contact(&firm.admin, "甲", "13812345678").await;
    let path = format!("/api/contacts/{id}");
    let key = Key::contact(firm.tenant, id.parse().expect("an id"));
    for round in 0..3 {
        // Long names, so that one transaction does not hold the change.
        let name = ["王小明李雷韩梅梅张伟李娜刘洋陈静杨帆", "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"][round % 2];
        firm.admin.send(Method::PATCH, &path, Some(json!({ "name": name }))).await.expect(200);
        let keep = || app.system.invoke("keep-finds", changed(&[&key]));
        let (one, two, three) = tokio::join!(keep(), keep(), keep());
        assert!([one, two, three].iter().all(Result::is_ok));
    }
    app.drain().await;
    app.invoke("keep-finds", changed(&[&key])).await;
    assert_eq!(names(&firm.admin, "王小明").await.len(), 1);
    assert!(names(&firm.admin, "赵钱孙").await.is_empty());
    assert!(rows(&app).iter().all(|row| !row.to_string().contains("赵钱孙")));
}

/// Takes away all that is kept, as if the records were from before it.
async fn forget(app: &TestApp) {
    let deps = app.deps();
    let table = deps.config.tables.name(Table::Finds).to_owned();
    let part = |row: &Value, name: &str| row[name]["S"].as_str().expect("a key").to_owned();
    for some in app.system.database().rows(&table).expect("the table is read").chunks(100) {
        let keys = some.iter().map(|row| Key { pk: part(row, "pk"), sk: part(row, "sk") });
        keys.fold(deps.commit(), |commit, key| commit.remove(Table::Finds, &key)).run(&deps.store).await.expect("removed");
    }
}

async fn rebuild(app: &TestApp, tenant: TenantId) -> u32 {
    let mut invocations = 0;
    loop {
        invocations += 1;
        assert!(invocations < 100, "it never ends");
        let done = app.invoke("rebuild-finds", json!({ "tenant_id": tenant.to_string() })).await;
        if done["done"] == true {
            return invocations;
        }
    }
}

#[tokio::test]
async fn all_that_is_found_is_made_anew() {
    let app = TestApp::start().await;
    let (firm, _) = furnished(&app).await;
    let kept = rows(&app);
    let everything = found(&firm.admin, "王").await;
    forget(&app).await;
    assert!(found(&firm.admin, "王").await.is_empty());
    assert_eq!(rebuild(&app, firm.tenant).await, 1);
    assert_eq!(rows(&app), kept);
    assert_eq!(found(&firm.admin, "王").await, everything);
    // Once more: it is the same. Damaged rows and what is gone are mended.
    let table = app.deps().config.tables.name(Table::Finds).to_owned();
    let mut damaged = kept[0].clone();
    damaged.as_object_mut().expect("a row").remove("text");
    app.system.database().put(json!({ "TableName": table, "Item": damaged })).expect("written");
    rebuild(&app, firm.tenant).await;
    assert_eq!(rows(&app), kept);
}

/// The ids that a list shows, page by page.
async fn listed(by: &Client, path: &str, id: &str) -> Vec<String> {
    let (mut ids, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = by.get(&format!("{path}&limit=2{cursor}").replace("?&", "?")).await.expect(200);
        ids.extend(page.items().iter().map(|row| row[id].as_str().expect("an id").to_owned()));
        let Some(next) = page.body["next_cursor"].as_str() else { return ids };
        cursor = format!("&cursor={next}");
        pages += 1;
        assert!(pages < 100, "{path} has no last page");
    }
}

// an enterprise from before there were marks has its whole lists looked through, until what it finds is made anew; a
// cursor of the one way is none of the other
#[tokio::test]
async fn lists_by_marks_come_with_a_rebuild() {
    let app = TestApp::start().await;
    let (firm, customer) = furnished(&app).await;
    let agent = firm.agent("he.yu").await;
    let keeper = firm.staff("di.men", authority(Role::Member, &[], &[firm.dimension], &[])).await;
    let other = firm.seed.queue("Billing").await.expect("made");
    for number in 0..5 {
        app.advance(SignedDuration::from_secs(1));
        let ticket = firm.ticket(&customer, &format!("{number} 号")).await;
        if number != 2 {
            agent.post(&format!("/api/tickets/{ticket}/accept"), json!({})).await.expect(200);
            agent.post(&format!("/api/tickets/{ticket}/complete"), json!({ "handling_reply": "x" })).await.expect(200);
            customer.put(&format!("/api/tickets/{ticket}/rating"), json!({ "stars": number + 1 })).await.expect(200);
        }
        firm.contact(&firm.admin, "x", &format!("1390000001{number}")).await;
    }
    let mut elsewhere = firm.ticket_body("另一个队列");
    elsewhere["queue_id"] = json!(other.to_string());
    customer.post("/api/tickets", elsewhere).await.expect(201);
    app.drain().await;
    let queue = firm.queue;
    let asked = [
        (&firm.admin, "/api/contacts?account_state=open".to_owned(), "contact_id", 1),
        (&firm.admin, "/api/contacts?account_state=none&q=x".to_owned(), "contact_id", 5),
        (&keeper, format!("/api/contacts?organisation_id={}", firm.organisation), "contact_id", 7),
        (&keeper, "/api/contacts?".to_owned(), "contact_id", 7),
        (&firm.admin, "/api/customers?account_state=none".to_owned(), "customer_id", 1),
        (&customer, "/api/tickets?view=submitted&stars=2".to_owned(), "ticket_id", 1),
        (&customer, "/api/tickets?view=all&stars=3".to_owned(), "ticket_id", 0),
        (&customer, format!("/api/tickets?view=all&queue_id={queue}"), "ticket_id", 6),
        (&customer, format!("/api/tickets?view=submitted&queue_id={queue}&state=completed"), "ticket_id", 4),
        (&agent, "/api/tickets?view=mine&stars=1".to_owned(), "ticket_id", 1),
        (&agent, "/api/tickets?view=queues&stars=1&state=completed".to_owned(), "ticket_id", 1),
        (&firm.admin, "/api/tickets?view=all&stars=5".to_owned(), "ticket_id", 1),
        (&firm.admin, format!("/api/tickets?view=all&state=waiting&q={}", encoded("号")), "ticket_id", 1),
        (&agent, format!("/api/tickets?view=queue&queue_id={queue}&q={}", encoded("号")), "ticket_id", 1),
    ];
    let mut by_marks = Vec::new();
    for (by, path, id, count) in &asked {
        let ids = listed(by, path, id).await;
        assert_eq!(ids.len(), *count, "{path}");
        by_marks.push(ids);
    }
    let first = "/api/contacts?account_state=none&limit=2";
    let cursor = firm.admin.get(first).await.expect(200).text("/next_cursor");
    forget(&app).await;
    firm.admin.get(&format!("{first}&cursor={cursor}")).await.refused(422, "invalid");
    for ((by, path, id, _), ids) in asked.iter().zip(&by_marks) {
        // What is typed is found nowhere else.
        let expected = if path.contains("q=") { Vec::new() } else { ids.clone() };
        assert_eq!(listed(by, path, id).await, expected, "{path} without marks");
    }
    rebuild(&app, firm.tenant).await;
    for ((by, path, id, _), ids) in asked.iter().zip(&by_marks) {
        assert_eq!(listed(by, path, id).await, *ids, "{path} made anew");
    }
    // What is too new to be found stands in the list of a dimension already.
    app.advance(SignedDuration::from_secs(1));
    let new = firm.contact(&firm.admin, "新", "13900000077").await;
    let before = listed(&keeper, &asked[3].1, "contact_id").await;
    assert_eq!((before.len(), before.first()), (8, Some(&new)));
    app.drain().await;
    assert_eq!(listed(&keeper, &asked[3].1, "contact_id").await, before);
}

// it goes on where it stopped
#[tokio::test]
async fn rebuilding_many_goes_on_where_it_stopped() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let id = firm.contact(&firm.admin, "x", "13812345678").await;
    let deps = app.deps();
    let one = deps.store.contact(firm.tenant, id.parse().expect("an id")).await.expect("read").expect("there").value;
    for _ in 0..45 {
        // Of few letters, so that each has few rows.
        let more = (0..50).map(|_| Contact { contact_id: deps.new_id(), mobile: None, ..one.clone() });
        more.fold(deps.commit(), |commit, contact| commit.put_over(&contact)).run(&deps.store).await.expect("stored");
    }
    let first = app.invoke("rebuild-finds", json!({ "tenant_id": firm.tenant.to_string() })).await;
    assert_eq!((first["done"].as_bool(), first["records"].as_u64()), (Some(false), Some(2_000)));
    assert!(rebuild(&app, firm.tenant).await > 0);
    let end = format!("#contact#ALL#{}", &digest("x")[..12]);
    assert_eq!(rows(&app).iter().filter(|row| row["pk"]["S"].as_str().is_some_and(|pk| pk.ends_with(&end))).count(), 2_251);
}

/// Rows of the index, written directly: this many under each of these beginnings, all older than what is there.
fn crowd(app: &TestApp, beginnings: &[&str], written: &mut u32, size: u32) {
    let table = app.deps().config.tables.name(Table::Finds).to_owned();
    let ends: Vec<String> = beginnings.iter().map(|beginning| format!("#ALL#{}", &digest(beginning)[..12])).collect();
    let of_all = |row: &Value| row["pk"]["S"].as_str().is_some_and(|pk| ends.iter().any(|end| pk.ends_with(end)));
    let first = |row: &Value| !row["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("00"));
    let pattern: Vec<Value> = rows(app).into_iter().filter(|row| of_all(row) && first(row)).collect();
    assert!(pattern.len() >= beginnings.len());
    for number in *written..size {
        for row in &pattern {
            let mut more = row.clone();
            more["sk"] = json!({ "S": format!("0{number:09}") });
            app.system.database().put(json!({ "TableName": table, "Item": more })).expect("written");
        }
    }
    *written = size;
}

// what finding costs does not depend on how much there is
#[tokio::test]
async fn finding_costs_the_same_among_few_and_among_many() {
    let app = TestApp::start().await;
    let (firm, _) = furnished(&app).await;
    let mut spent = Vec::new();
    let mut written = 0;
    for size in [100, 5_000] {
        crowd(&app, &["小明", "xiao", "5678", "打印"], &mut written, size);
        let mut each = Vec::new();
        for typed in ["小明", "xiaoming", "5678", "打印", "小明 5678", "xiaom 5678 wang", "wf", "1-0001"] {
            let answer = ask(&firm.admin, typed).await;
            assert!(!answer.items().is_empty(), "{typed}");
            assert!(answer.spent.read <= 8.0 && answer.spent.waves <= 3, "{typed}: {:?}", answer.spent);
            each.push((typed, answer.spent.read.to_string(), answer.spent.waves));
        }
        spent.push(each);
    }
    assert_eq!(spent[0], spent[1]);
}
