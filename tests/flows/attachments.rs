//! Attachments of tickets and drafts (issue 4, F37): uploaded and downloaded by links, as a browser does it.

use std::time::Duration;

use foyer_domain::time::SignedDuration;
use foyer_files::{Files, Place};
use foyer_kit::platform::Platform;
use foyer_local::files::SECRET_KEY;
use foyer_local::intrinsics::REGION;
use foyer_testkit::enterprise::PASSWORD;
use foyer_testkit::files::{PNG, attach, attached, begin, fetch, finish, upload};
use http::Method;
use serde_json::json;

use crate::ticket_life::Desk;

/// A drafted form; gives the path of the draft, and the one by which files are attached to it.
async fn draft(desk: &Desk) -> (String, String) {
    let id = desk.customer.post("/api/drafts", desk.firm.ticket_body("打印机")).await.expect(201).text("/ticket_id");
    (format!("/api/drafts/{id}"), format!("/api/tickets/{id}"))
}

/// Removes what is left behind, once everything that may be uploaded has been.
async fn sweep(desk: &Desk) {
    desk.app.advance(SignedDuration::from_hours(24));
    let swept = desk.app.invoke("sweep-attachments", json!({})).await;
    assert_eq!(swept["failed"], 0, "{swept}");
}

/// The files as a function signs requests for them.
fn signing_as(desk: &Desk, function: &str) -> Files {
    let origin = desk.app.deps().config.attachments_origin.clone();
    let platform = Platform::from_lookup(|name| match name {
        "AWS_REGION" => Some(REGION.to_owned()),
        "AWS_ACCESS_KEY_ID" => Some(function.to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some(SECRET_KEY.to_owned()),
        "AWS_ENDPOINT_URL_S3" => Some(origin.clone()),
        _ => None,
    });
    Files::connect(&platform.expect("complete").service("S3"), desk.app.system.template().buckets[0].name.clone())
}

fn keys(desk: &Desk) -> Vec<String> {
    desk.app.system.files().keys().expect("the files are read")
}

// the whole way: begun, uploaded, finished, seen by both sides, downloaded as what it is
#[tokio::test]
async fn a_file_is_attached_to_a_ticket_and_downloaded() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    let begun = begin(&desk.customer, &ticket, "故障 1.png", PNG.len()).await.expect(201);
    assert_eq!(begun.text("/attachment/media_type"), "image/png");
    assert!(attached(&desk.customer, &ticket).await.is_empty(), "not there before it is finished");
    finish(&desk.customer, &ticket, &begun).await.refused(409, "not_uploaded");
    upload(&begun, PNG).await.expect(200);
    let done = finish(&desk.customer, &ticket, &begun).await.expect(200);
    assert_eq!((done.text("/author/name"), done.body["internal"].as_bool()), ("王芳".into(), Some(false)));
    // done again, it is done
    finish(&desk.customer, &ticket, &begun).await.expect(200);

    for by in [&desk.customer, &desk.agent] {
        assert_eq!(attached(by, &ticket).await, ["故障 1.png"]);
        let link = by.get(begun.header("location")).await.expect(200);
        let file = fetch(Method::GET, &link.text("/url"), &[], Vec::new()).await.expect(200);
        assert_eq!(file.bytes, PNG);
        assert_eq!(file.header("content-type"), "image/png");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"__ 1.png\"; filename*=UTF-8''%E6%95%85%E9%9A%9C%201.png");
    }
    // who has no business with the ticket has none with its files
    let other = desk.firm.customer("韩梅", "13900000002").await;
    other.get(begun.header("location")).await.refused(404, "not_found");
    begin(&other, &ticket, "a.png", 9).await.refused(404, "not_found");
    desk.app.client().get(begun.header("location")).await.refused(401, "not_signed_in");
}

// size and type are enforced by S3 itself: the link holds for nothing else
#[tokio::test]
async fn a_link_holds_for_the_size_and_type_that_were_named() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let begun = begin(&desk.customer, &ticket, "a.png", PNG.len()).await.expect(201);
    let url = begun.text("/upload/url");
    upload(&begun, &[PNG, b"more"].concat()).await.expect(403);
    upload(&begun, &PNG[1..]).await.expect(403);
    fetch(Method::PUT, &url, &[("content-type", "text/html")], PNG.to_vec()).await.expect(403);
    fetch(Method::GET, &url, &[], Vec::new()).await.expect(403);
    let elsewhere = url.replacen("incoming/", "attachments/", 1);
    fetch(Method::PUT, &elsewhere, &[("content-type", "image/png")], PNG.to_vec()).await.expect(403);
    let unsigned = url.split('?').next().expect("a path");
    fetch(Method::PUT, unsigned, &[("content-type", "image/png")], PNG.to_vec()).await.expect(403);
    assert!(keys(&desk).is_empty(), "{:?}", keys(&desk));
    assert!(url.contains("X-Amz-Expires=900&"), "{url}");
}

// short-lived: a link is refused once its time is over, and so is one that was signed by nobody here
#[tokio::test]
async fn a_link_ends() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let file = attach(&desk.customer, &ticket, "a.png", PNG).await;
    let (tenant_id, mut ids) = (desk.firm.tenant, file.split('/').filter(|part| part.contains('_')));
    let ticket_id = ids.next().expect("a ticket").parse().expect("an id");
    let attachment_id = ids.next().expect("an attachment").parse().expect("an id");
    let place = Place { tenant_id, ticket_id, attachment_id };
    for (by, valid, status) in [
        ("get-attachment", Duration::from_mins(5), 200),
        ("get-attachment", Duration::ZERO, 403),
        ("begin-attachment", Duration::from_mins(5), 403),
        ("get-ticket", Duration::from_mins(5), 403),
    ] {
        let link = signing_as(&desk, by).download_link(place, valid).await.expect("a link");
        fetch(Method::GET, &link, &[], Vec::new()).await.expect(status);
    }
}

// a browser asks first whether a page may send this
#[tokio::test]
async fn the_portal_may_upload_and_other_sites_may_not() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let url = begin(&desk.customer, &ticket, "a.png", PNG.len()).await.expect(201).text("/upload/url");
    let asked = [("access-control-request-method", "PUT"), ("access-control-request-headers", "content-type")];
    for (origin, allowed) in [("https://portal.test", "https://portal.test"), ("https://other.test", "")] {
        let headers = [&asked[..], &[("origin", origin)]].concat();
        let answer = fetch(Method::OPTIONS, &url, &headers, Vec::new()).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        assert_eq!(answer.header("access-control-allow-methods"), "PUT");
        assert_eq!(answer.header("access-control-allow-headers"), "content-type");
    }
    let page = desk.app.client().get("/tickets").await.expect(200);
    let bucket = url.split("/foyer-local").next().expect("an origin").to_owned();
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("connect-src 'self' {bucket};")) && policy.contains(&format!("blob: {bucket};")), "{policy}");
}

// type checked by content: what is not what its name says is refused and removed
#[tokio::test]
async fn content_that_is_something_else_is_refused_and_removed() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    for name in ["a.png", "a.pdf", "a.txt", "a.docx"] {
        let begun = begin(&desk.customer, &ticket, name, page.len()).await.expect(201);
        upload(&begun, page).await.expect(200);
        finish(&desk.customer, &ticket, &begun).await.refused(422, "wrong_content");
        finish(&desk.customer, &ticket, &begun).await.refused(404, "not_found");
        desk.customer.get(begun.header("location")).await.refused(404, "not_found");
    }
    let swept = desk.app.invoke("sweep-attachments", json!({})).await;
    assert_eq!((swept["files"].as_u64(), swept["attachments"].as_u64()), (Some(4), Some(0)));
    assert!(keys(&desk).is_empty(), "{:?}", keys(&desk));
    for (name, size, pointer) in [
        ("a.html", json!(9), "/name"),
        ("a.exe", json!(9), "/name"),
        ("a", json!(9), "/name"),
        ("a/b.png", json!(9), "/name"),
        ("a.png", json!(0), "/size"),
        ("a.png", json!(20 * 1024 * 1024 + 1), "/size"),
    ] {
        let refused = desk.customer.post(&format!("{ticket}/attachments"), json!({ "name": name, "size": size })).await;
        assert_eq!(refused.refused(422, "invalid").text("/errors/0/pointer"), pointer, "{name}");
    }
}

// what was looked at stays what it was: the link that is still good reaches another place
#[tokio::test]
async fn what_is_attached_cannot_be_changed() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let begun = begin(&desk.customer, &ticket, "a.txt", 5).await.expect(201);
    upload(&begun, b"first").await.expect(200);
    finish(&desk.customer, &ticket, &begun).await.expect(200);
    upload(&begun, b"<html").await.expect(200);
    finish(&desk.customer, &ticket, &begun).await.expect(200);
    let link = desk.agent.get(begun.header("location")).await.expect(200);
    assert_eq!(fetch(Method::GET, &link.text("/url"), &[], Vec::new()).await.expect(200).bytes, b"first");
    sweep(&desk).await;
    let left = keys(&desk);
    assert!(left.len() == 1 && left[0].starts_with("attachments/"), "{left:?}");
}

// at most ten, however many begin at once; what is given up makes room
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_ten_are_attached() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let mut tasks = Vec::new();
    for number in 0..20 {
        let (by, ticket) = (desk.customer.clone(), ticket.clone());
        tasks.push(tokio::spawn(async move {
            let begun = begin(&by, &ticket, &format!("{number}.png"), PNG.len()).await;
            if begun.status == 409 {
                return begun.refused(409, "too_many_attachments");
            }
            upload(&begun.clone().expect(201), PNG).await.expect(200);
            finish(&by, &ticket, &begun).await.expect(200)
        }));
    }
    let mut done = 0;
    for task in tasks {
        done += usize::from(task.await.expect("no panic").status == 200);
    }
    assert_eq!((done, attached(&desk.customer, &ticket).await.len()), (10, 10));
    begin(&desk.customer, &ticket, "a.png", 9).await.refused(409, "too_many_attachments");
    let found = desk.customer.get(&ticket).await.expect(200).text("/attachments/3/attachment_id");
    desk.customer.delete(&format!("{ticket}/attachments/{found}")).await.expect(204);
    desk.customer.delete(&format!("{ticket}/attachments/{found}")).await.refused(404, "not_found");
    begin(&desk.customer, &ticket, "a.png", 9).await.expect(201);
    begin(&desk.customer, &ticket, "a.png", 9).await.refused(409, "too_many_attachments");
    // an hour later nothing becomes of what was begun
    desk.app.advance(SignedDuration::from_hours(1));
    begin(&desk.customer, &ticket, "a.png", 9).await.expect(201);
}

// S001-13: what is attached to a draft goes with it to the ticket, or away with it
#[tokio::test]
async fn a_submitted_draft_keeps_its_files_and_a_deleted_one_leaves_none() {
    let desk = Desk::open().await;
    let (kept, files) = draft(&desk).await;
    attach(&desk.customer, &files, "a.png", PNG).await;
    let begun = begin(&desk.customer, &files, "b.png", PNG.len()).await.expect(201);
    upload(&begun, PNG).await.expect(200);
    assert_eq!(attached(&desk.customer, &kept).await, ["a.png"]);
    // neither colleagues nor staff find what is in a draft
    for by in [&desk.agent, &desk.firm.admin, &desk.firm.customer("韩梅", "13900000002").await] {
        by.get(begun.header("location")).await.refused(404, "not_found");
        begin(by, &files, "c.png", 9).await.refused(404, "not_found");
    }
    desk.customer.post(&format!("{kept}/submit"), json!({})).await.expect(201);
    // an upload goes on while the draft becomes a ticket
    finish(&desk.customer, &files, &begun).await.expect(200);
    assert_eq!(attached(&desk.agent, &files).await, ["a.png", "b.png"]);

    let (deleted, files) = draft(&desk).await;
    let one = attach(&desk.customer, &files, "c.png", PNG).await;
    let begun = begin(&desk.customer, &files, "d.png", PNG.len()).await.expect(201);
    upload(&begun, PNG).await.expect(200);
    desk.customer.delete(&deleted).await.expect(204);
    desk.customer.get(&one).await.refused(404, "not_found");
    finish(&desk.customer, &files, &begun).await.refused(404, "not_found");
    let swept = desk.app.invoke("sweep-attachments", json!({})).await;
    assert_eq!((swept["files"].as_u64(), swept["attachments"].as_u64()), (Some(2), Some(0)));
    // the link is still good for a while; what comes by it goes, too
    upload(&begun, PNG).await.expect(200);
    sweep(&desk).await;
    assert_eq!(keys(&desk).len(), 2, "those of the ticket: {:?}", keys(&desk));
    assert!(keys(&desk).iter().all(|key| key.starts_with("attachments/")));
    assert!(desk.app.deps().store.leftovers(desk.app.deps().now(), None).await.expect("read").rows.is_empty());
}

// a draft that is deleted while a file is begun: either the file is refused, or it goes with the draft
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_that_is_deleted_meanwhile_leaves_no_file() {
    let desk = Desk::open().await;
    for _ in 0..8 {
        let (path, files) = draft(&desk).await;
        let begun = begin(&desk.customer, &files, "a.png", PNG.len());
        let (begun, deleted) = tokio::join!(begun, desk.customer.delete(&path));
        match (begun.status, deleted.status) {
            (404, 204) => {}
            // The file came first, and the draft with it is deleted by who looks again.
            (201, 409) => {
                upload(&begun, PNG).await.expect(200);
                desk.customer.delete(&path).await.expect(204);
            }
            (201, 204) => {
                upload(&begun, PNG).await.expect(200);
                finish(&desk.customer, &files, &begun).await.refused(404, "not_found");
            }
            other => panic!("{other:?}: {} {}", begun.body, deleted.body),
        }
    }
    sweep(&desk).await;
    assert!(keys(&desk).is_empty(), "{:?}", keys(&desk));
}

// notes are for staff, and so is what is attached to them
#[tokio::test]
async fn what_is_attached_for_staff_is_seen_by_staff_alone() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    let note = json!({ "name": "internal.txt", "size": 4, "internal": true });
    let begun = desk.agent.post(&format!("{ticket}/attachments"), note.clone()).await.expect(201);
    upload(&begun, b"note").await.expect(200);
    finish(&desk.agent, &ticket, &begun).await.expect(200);
    attach(&desk.agent, &ticket, "manual.txt", b"manual").await;
    assert_eq!(attached(&desk.agent, &ticket).await, ["internal.txt", "manual.txt"]);
    assert_eq!(attached(&desk.customer, &ticket).await, ["manual.txt"]);
    let whole = desk.customer.get(&ticket).await.expect(200).body.to_string();
    assert!(!whole.contains("internal.txt"), "{whole}");
    desk.customer.get(begun.header("location")).await.refused(404, "not_found");
    desk.customer.delete(begun.header("location")).await.refused(404, "not_found");
    let refused = desk.customer.post(&format!("{ticket}/attachments"), note.clone()).await.refused(422, "invalid");
    assert_eq!(refused.text("/errors/0/pointer"), "/internal");
    // an agent of the queue who does not have the ticket notes, and does not write to the customer
    let second = desk.firm.agent("ma.li").await;
    second.post(&format!("{ticket}/attachments"), note).await.expect(201);
    begin(&second, &ticket, "a.png", 9).await.refused(403, "forbidden");
}

// who may take it away: who added it while the ticket lives, an administrator at any time, nobody else
#[tokio::test]
async fn who_added_a_file_takes_it_away_again() {
    let desk = Desk::open().await;
    let ticket = desk.accepted("打印机").await;
    let (first, second) = (attach(&desk.customer, &ticket, "a.png", PNG).await, attach(&desk.customer, &ticket, "b.png", PNG).await);
    desk.agent.delete(&first).await.refused(403, "forbidden");
    let shown = desk.customer.get(&ticket).await.expect(200);
    assert_eq!(shown.body["attachments"][0]["may_remove"], true);
    assert_eq!(desk.agent.get(&ticket).await.expect(200).body["attachments"][0]["may_remove"], false);
    desk.customer.delete(&first).await.expect(204);
    assert_eq!(attached(&desk.agent, &ticket).await, ["b.png"]);
    assert_eq!(keys(&desk).iter().filter(|key| key.starts_with("attachments/")).count(), 2);
    desk.app.invoke("sweep-attachments", json!({})).await;
    assert_eq!(keys(&desk).iter().filter(|key| key.starts_with("attachments/")).count(), 1);
    // a ticket that is over keeps what it has
    let withdrawn = desk.waiting("取消").await;
    let third = attach(&desk.customer, &withdrawn, "c.png", PNG).await;
    desk.customer.post(&format!("{withdrawn}/withdraw"), json!({})).await.expect(200);
    begin(&desk.customer, &withdrawn, "d.png", 9).await.refused(409, "wrong_state");
    desk.customer.delete(&third).await.refused(409, "wrong_state");
    desk.firm.admin.delete(&third).await.expect(204);
    desk.firm.admin.delete(&second).await.expect(204);
}

// S001-5, F6: another identity of the account, and who was offboarded, reach nothing; a link ends by itself
#[tokio::test]
async fn files_are_of_the_identity_that_may_see_the_ticket() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let file = attach(&desk.customer, &ticket, "a.png", PNG).await;
    let contact = desk.firm.contact(&desk.firm.admin, "王芳(二)", "13900000001").await;
    let second = desk.firm.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201).text("/identity_id");
    let other = desk.app.log_in("13900000001", PASSWORD).await;
    other.accept(&second).await;
    let switched = other.put("/api/sessions/current/identity", json!({ "identity_id": second })).await.expect(200);
    let other = other.with_token(&switched.text("/token"));
    other.get(&file).await.refused(404, "not_found");
    other.delete(&file).await.refused(404, "not_found");
    begin(&other, &ticket, "b.png", 9).await.refused(404, "not_found");

    let first = desk.customer.get("/api/me").await.expect(200).text("/active_identity/identity_id");
    desk.firm.admin.post(&format!("/api/identities/{first}/offboard"), json!({})).await.expect(200);
    desk.customer.get(&file).await.refused(401, "not_signed_in");
    let link = desk.firm.admin.get(&file).await.expect(200).text("/url");
    assert!(link.contains("X-Amz-Expires=300&"), "{link}");
}

// a key on the request: the same answer, and one file
#[tokio::test]
async fn a_beginning_that_is_repeated_begins_once() {
    let desk = Desk::open().await;
    let ticket = desk.waiting("打印机").await;
    let keyed = desk.customer.header("idempotency-key", "one-file-of-mine");
    let (first, again) = (begin(&keyed, &ticket, "a.png", PNG.len()).await.expect(201), begin(&keyed, &ticket, "a.png", PNG.len()).await);
    assert_eq!(first.body, again.expect(201).body);
    upload(&first, PNG).await.expect(200);
    finish(&desk.customer, &ticket, &first).await.expect(200);
    assert_eq!(attached(&desk.customer, &ticket).await.len(), 1);
}
