//! Short links in SMS: at most 40 characters, each its recipient's, and never a way in or out.

use foyer_domain::address::Channel;
use foyer_domain::time::SignedDuration;
use foyer_local::{Fault, Target};
use foyer_testkit::TestApp;
use foyer_testkit::app::links_in;
use foyer_testkit::enterprise::PASSWORD;
use serde_json::json;

/// The links of the SMS to an address, oldest message first.
fn in_sms(app: &TestApp, to: &str) -> Vec<String> {
    let messages = app.messages_to(to).into_iter().filter(|message| message.channel == Channel::Sms);
    messages.flat_map(|message| links_in(&message.text).into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

// S001-10, S001-20: the link opens the ticket under the identity that submitted it
#[tokio::test]
async fn an_sms_has_a_short_link_that_leads_to_its_page() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    app.drain().await;
    let before = in_sms(&app, "+8613900000001").len();
    let (first, second) = (firm.ticket(&customer, "打印机").await, firm.ticket(&customer, "发票").await);
    app.drain().await;
    let links = in_sms(&app, "+8613900000001").split_off(before);
    assert!(links.len() >= 2 && links.iter().all(|link| link.len() <= 40), "{links:?}");
    let me = customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    let mut led = Vec::new();
    for link in &links {
        let path = link.strip_prefix("https://portal.test").expect("ours");
        assert!(path.starts_with("/l/") && !link.contains("tkt_") && !link.contains("idn_"), "{link}");
        // By whomever it is followed, with a session or without, and with what an app put behind it.
        for asked in [path.to_owned(), format!("{path}?utm_source=sms&a=1")] {
            let answer = app.client().get(&asked).await.expect(303);
            led.push(answer.header("location").to_owned());
            assert!(answer.header("set-cookie").is_empty() && answer.bytes.is_empty(), "it lets nobody in");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    for ticket in [first, second] {
        let there = format!("https://portal.test/tickets/{ticket}?as={me}");
        assert!(led.iter().filter(|link| **link == there).count() >= 2, "{there} in {led:?}");
    }
    customer.get("/api/me").await.expect(200);
    app.client().get("/api/me").await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_link_that_leads_nowhere_says_so_on_a_page() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    firm.ticket(&customer, "打印机").await;
    app.drain().await;
    let link = in_sms(&app, "+8613900000001").into_iter().find(|link| link.contains("/l/")).expect("a short one");
    let path = link.strip_prefix("https://portal.test").expect("ours").to_owned();
    let over = "https://portal.test/link-over";
    let long = format!("/l/{}", "x".repeat(2_000));
    let other_case = path.to_lowercase();
    for unknown in ["/l/7hK3mQx9TzB", "/l/%2F%2Fevil.example", "/l/%00", "/l/..", "/l/%E5%B7%A5%E5%8D%95", "/l/%ff", &long, &other_case] {
        if *unknown == path {
            continue;
        }
        let answer = app.client().get(unknown).await.expect(303);
        assert_eq!(answer.header("location"), over, "{unknown}");
    }
    app.advance(SignedDuration::from_hours(90 * 24 - 1));
    assert_ne!(app.client().get(&path).await.expect(303).header("location"), over);
    // The row may still be there: nothing is believed past its time.
    app.advance(SignedDuration::from_hours(2));
    assert_eq!(app.client().get(&path).await.expect(303).header("location"), over);
}

#[tokio::test]
async fn a_message_that_is_sent_again_has_the_same_link() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    app.drain().await;
    let before = app.messages_to("+8613900000001").len();
    firm.ticket(&customer, "打印机").await;
    app.system.fault(Target::Sms, Fault::LoseAnswer);
    app.try_drain().await;
    app.advance(SignedDuration::from_mins(15));
    app.drain().await;
    let texts: Vec<String> = app.messages_to("+8613900000001").into_iter().skip(before).map(|message| message.text).collect();
    let same: Vec<&String> = texts.iter().filter(|text| text.contains("已收到您的工单")).collect();
    assert!(same.len() >= 2, "it was sent, and nobody heard so: {texts:?}");
    assert!(same.iter().all(|text| links_in(text) == links_in(same[0])), "{texts:?}");
}

// what is short enough stays as people know it, and an email has room
#[tokio::test]
async fn emails_and_the_portal_itself_keep_whole_links() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let mut contact = firm.contact_body("李雷", "13900000002");
    contact["email"] = json!("li.lei@example.com");
    let contact = firm.admin.post("/api/contacts", contact).await.expect(201).text("/contact_id");
    let body = json!({ "initial_password": PASSWORD });
    firm.admin.post(&format!("/api/contacts/{contact}/account"), body).await.expect(201);
    app.drain().await;
    assert_eq!(in_sms(&app, "+8613900000002"), ["https://portal.test/"]);
    let emails: Vec<_> = app.messages().into_iter().filter(|message| message.channel == Channel::Email).collect();
    assert!(emails.iter().all(|message| !message.text.contains("/l/")), "{emails:?}");
}
