//! Pictures of people.

use std::io::Cursor;

use foyer_domain::time::SignedDuration;
use foyer_testkit::{Answer, Client, TestApp};
use http::Method;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::{Value, json};

/// A picture of one colour.
fn picture(colour: [u8; 3], format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(300, 200, image::Rgb(colour))).write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

async fn set(client: &Client, kind: &str, bytes: Vec<u8>) -> Answer {
    client.raw(Method::PUT, "/api/me/avatar", kind, bytes).await
}

async fn identity(client: &Client) -> String {
    client.get("/api/me").await.expect(200).text("/active_identity/identity_id")
}

async fn see(client: &Client, whose: &str) -> Answer {
    client.get(&format!("/api/identities/{whose}/avatar")).await
}

// S001-25: set, seen, asked for again, replaced, removed
#[tokio::test]
async fn a_customer_has_a_picture() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let id = identity(&customer).await;
    see(&customer, &id).await.refused(404, "not_found");
    assert_eq!(customer.get("/api/me").await.expect(200).body["account"]["avatar"], Value::Null);
    let mut tags = Vec::new();
    for (format, kind) in [(ImageFormat::Png, "image/png"), (ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::WebP, "image/webp")] {
        let colour = [u8::try_from(tags.len()).expect("few") * 90, 20, 20];
        let account = set(&customer, kind, picture(colour, format)).await.expect(200);
        let seen = see(&customer, &id).await.expect(200);
        assert_eq!((seen.header("content-type"), seen.header("x-content-type-options")), ("image/jpeg", "nosniff"));
        assert_eq!(
            (seen.header("etag"), seen.header("cache-control")),
            (&*format!("\"{}\"", account.text("/avatar")), "private, no-cache")
        );
        let shown = image::load_from_memory_with_format(&seen.bytes, ImageFormat::Jpeg).expect("a JPEG").to_rgb8();
        assert_eq!(shown.dimensions(), (256, 256));
        assert!(shown.get_pixel(100, 100).0.iter().zip(colour).all(|(found, sent)| found.abs_diff(sent) < 12), "{format:?}");
        tags.push(seen.header("etag").to_owned());
    }
    let again = customer.header("if-none-match", &tags[2]);
    let unchanged = see(&again, &id).await;
    assert_eq!((unchanged.status, unchanged.bytes.len()), (304, 0));
    assert_eq!(see(&customer.header("if-none-match", &tags[1]), &id).await.status, 200);

    // nothing changed, nothing recorded
    let account = customer.get("/api/me").await.expect(200).text("/account/account_id");
    let entries = async || firm.admin.get(&format!("/api/audit?target={account}")).await.expect(200);
    let before = entries().await.items().len();
    set(&customer, "image/webp", picture([180, 20, 20], ImageFormat::WebP)).await.expect(200);
    assert_eq!(entries().await.items().len(), before);

    app.advance(SignedDuration::from_secs(1));
    customer.delete("/api/me/avatar").await.expect(204);
    customer.delete("/api/me/avatar").await.expect(204);
    see(&customer, &id).await.refused(404, "not_found");
    let entry = entries().await;
    assert_eq!((entry.text("/items/0/act"), entry.text("/items/0/changes/0/field")), ("profile.edited".into(), "avatar".into()));
}

// S001-25: what is no picture, too large, or of another type
#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let good = picture([9, 9, 9], ImageFormat::Png);
    for kind in ["", "image/svg+xml", "image/gif", "application/json", "text/html"] {
        set(&customer, kind, good.clone()).await.refused(415, "unsupported_media_type");
    }
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec();
    for bytes in [Vec::new(), svg, b"GIF89a".to_vec(), good[..good.len() - 20].to_vec(), vec![0xff; 4096]] {
        set(&customer, "image/png", bytes).await.refused(422, "invalid");
    }
    let mut large = good.clone();
    large.resize(1024 * 1024, 0);
    set(&customer, "image/png", large.clone()).await.expect(200);
    large.push(0);
    set(&customer, "image/png", large).await.refused(413, "too_large");
    customer.raw(Method::PUT, "/api/me/avatar?size=1", "image/png", good).await.refused(422, "invalid");
    app.client().raw(Method::PUT, "/api/me/avatar", "image/png", Vec::new()).await.refused(401, "not_signed_in");
}

// S001-5, S002-4, F3: staff see colleagues and whom they may see; customers see themselves, in each of their identities
#[tokio::test]
async fn who_sees_whose_picture() {
    let app = TestApp::start().await;
    let (firm, other) = (app.enterprise("yunfan").await, app.enterprise("harbour").await);
    let customer = firm.customer("王芳", "13900000001").await;
    let (agent, colleague) = (firm.agent("he.yu").await, firm.member("lin.yue").await);
    let (customers, agents) = (identity(&customer).await, identity(&agent).await);
    for client in [&customer, &agent] {
        set(client, "image/png", picture([1, 2, 3], ImageFormat::Png)).await.expect(200);
    }
    see(&firm.admin, &customers).await.expect(200);
    see(&colleague, &agents).await.expect(200);
    see(&colleague, &customers).await.refused(404, "not_found");
    see(&customer, &agents).await.refused(404, "not_found");
    see(&firm.customer("李雷", "13900000002").await, &customers).await.refused(404, "not_found");
    see(&other.admin, &customers).await.refused(404, "not_found");
    see(&other.admin, &agents).await.refused(404, "not_found");

    let contact = other.contact(&other.admin, "Wang Fang", "+8613900000001").await;
    let opened = other.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
    customer.accept(&opened.text("/identity_id")).await;
    // what one enterprise was shown is not the other's, until its owner shows it there
    see(&other.admin, &opened.text("/identity_id")).await.refused(404, "not_found");
    let switched = customer.put("/api/sessions/current/identity", json!({ "identity_id": opened.text("/identity_id") })).await.expect(200);
    let there = customer.with_token(&switched.text("/token"));
    assert!(there.get("/api/me").await.expect(200).body["account"]["avatar"].is_null());
    set(&there, "image/png", picture([4, 5, 6], ImageFormat::Png)).await.expect(200);
    see(&other.admin, &opened.text("/identity_id")).await.expect(200);
    let (here, elsewhere) =
        (see(&firm.admin, &customers).await.expect(200), see(&other.admin, &opened.text("/identity_id")).await.expect(200));
    assert_ne!(here.bytes, elsewhere.bytes, "each has its own");
    let identity = customers.clone();
    firm.admin.post(&format!("/api/identities/{identity}/offboard"), json!({})).await.expect(200);
    see(&other.admin, &opened.text("/identity_id")).await.expect(200);
    there.delete("/api/me/avatar").await.expect(204);
    see(&other.admin, &opened.text("/identity_id")).await.refused(404, "not_found");
}

// S001-25, decision 14: a picture from before each identity had its own is shown where it was set, until it is replaced
#[tokio::test]
async fn a_picture_from_before_is_shown_where_it_was_set() {
    use foyer_domain::identity::{Account, AvatarTag, Face};
    use foyer_store::avatars::AccountAvatar;
    let app = TestApp::start().await;
    let firm = app.enterprise("yunfan").await;
    let customer = firm.customer("王芳", "13900000001").await;
    let (deps, id) = (app.deps(), identity(&customer).await);
    let account_id = customer.get("/api/me").await.expect(200).text("/account/account_id").parse().expect("an id");
    let read = deps.store.account(account_id).await.expect("read").expect("it is there");
    let tag = AvatarTag("before".into());
    let mut before = Account { avatar: Some(tag.clone()), avatar_in: Some(firm.tenant), ..read.value.clone() };
    before.identities[0].face = Face::default();
    let row = AccountAvatar { account_id, tag, jpeg: vec![1, 2, 3] };
    deps.commit().replace(&read, &before).put_over(&row).run(&deps.store).await.expect("stored");
    assert_eq!(see(&firm.admin, &id).await.expect(200).bytes, [1, 2, 3]);
    set(&customer, "image/png", picture([1, 2, 3], ImageFormat::Png)).await.expect(200);
    assert!(see(&firm.admin, &id).await.expect(200).bytes.len() > 3);
    let left = deps.store.get::<AccountAvatar>(&foyer_store::Key::account_avatar(account_id)).await.expect("read");
    assert!(left.is_none(), "nobody is shown it any more");
    customer.delete("/api/me/avatar").await.expect(204);
    see(&firm.admin, &id).await.refused(404, "not_found");
}
