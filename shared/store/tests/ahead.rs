//! Rows that were read ahead: taken once, and read as they are by then a second time.

#![expect(clippy::unwrap_used, reason = "tests stop on what they did not expect")]

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use foyer_domain::id::{Id, TenantId};
use foyer_domain::time::{Entropy, Timestamp};
use foyer_store::directory::Bootstrapped;
use foyer_store::{Ahead, Key, Meter, Store, StoreError, Tables};

struct Zero;

impl Entropy for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn tenant() -> TenantId {
    Id::new(Timestamp::UNIX_EPOCH, &Zero)
}

fn store(rules: &[&Rule]) -> Store {
    let tables = Tables::from_lookup(|variable| Some(variable.to_lowercase())).unwrap();
    Store::with_client(mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, rules), tables)
}

/// The row of a bootstrap key, under this name.
fn row(name: &str) -> HashMap<String, AttributeValue> {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let zero = &tenant().to_string()[4..];
    let row = [
        ("pk", text("BOOTSTRAP#x")),
        ("sk", text("BOOTSTRAP")),
        ("kind", text("bootstrap")),
        ("version", AttributeValue::N("1".into())),
        ("key", text(name)),
        ("tenant_id", text(&format!("ten_{zero}"))),
        ("administrator", text(&format!("idn_{zero}"))),
        ("dimension_id", text(&format!("dim_{zero}"))),
        ("organisation_id", text(&format!("org_{zero}"))),
        ("queue_id", text(&format!("que_{zero}"))),
    ];
    row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn batch(names: &[&str]) -> BatchGetItemOutput {
    let rows: Vec<_> = names.iter().map(|name| row(name)).collect();
    BatchGetItemOutput::builder().responses("table_directory", rows).build()
}

fn wanted() -> [Ahead; 2] {
    [Ahead::of::<Bootstrapped>(Key::bootstrap("x")), Ahead::of::<Bootstrapped>(Key::bootstrap("missing"))]
}

#[tokio::test]
async fn a_row_is_taken_once_and_then_read_as_it_is() {
    let batches = mock!(Client::batch_get_item).sequence().output(|| batch(&["first"])).output(|| batch(&["second"])).build();
    let store = store(&[&batches]);
    store.load(&wanted()).await.unwrap();
    assert_eq!(store.bootstrapped("x").await.unwrap().unwrap().value.key, "first");
    assert!(store.bootstrapped("missing").await.unwrap().is_none(), "it is known not to be there");
    assert_eq!((batches.num_calls(), store.meter().spent().waves), (1, 1));
    assert_eq!(store.bootstrapped("x").await.unwrap().unwrap().value.key, "second");
    assert_eq!((batches.num_calls(), store.meter().spent().waves), (2, 2));
}

#[tokio::test]
async fn a_row_that_nobody_named_is_read_by_itself() {
    let batches = mock!(Client::batch_get_item).then_output(|| batch(&[]));
    let single = mock!(Client::get_item).then_output(|| GetItemOutput::builder().set_item(Some(row("alone"))).build());
    let store = store(&[&batches, &single]);
    store.load(&[Ahead::of::<Bootstrapped>(Key::bootstrap("missing"))]).await.unwrap();
    assert_eq!(store.bootstrapped("x").await.unwrap().unwrap().value.key, "alone");
    assert_eq!((batches.num_calls(), single.num_calls()), (1, 1));
}

#[tokio::test]
async fn another_request_takes_nothing_of_this_one() {
    let batches = mock!(Client::batch_get_item).then_output(|| batch(&["first"]));
    let single = mock!(Client::get_item).then_output(|| GetItemOutput::builder().build());
    let store = store(&[&batches, &single]);
    store.load(&wanted()).await.unwrap();
    let other = store.metered(Meter::default());
    assert!(other.bootstrapped("x").await.unwrap().is_none());
    assert_eq!(single.num_calls(), 1);
}

/// A key that is named twice is asked for once: `DynamoDB` refuses a batch with duplicates.
#[tokio::test]
async fn a_row_that_is_named_twice_is_asked_for_once() {
    let batches = mock!(Client::batch_get_item)
        .match_requests(|request| {
            let asked = request.request_items().and_then(|tables| tables.get("table_directory"));
            asked.is_some_and(|asked| asked.keys().len() == 2 && asked.consistent_read() == Some(true))
        })
        .then_output(|| batch(&["first"]));
    let store = store(&[&batches]);
    let lately = Ahead::lately::<Bootstrapped>(Key::bootstrap("x"));
    store.load(&[wanted().to_vec(), vec![lately]].concat()).await.unwrap();
    assert_eq!(batches.num_calls(), 1);
}

/// What is wrong with a row is told to whoever asks for it, and to nobody else.
#[tokio::test]
async fn a_wrong_row_is_corrupt_when_it_is_taken() {
    let wrong = || {
        let mut row = row("first");
        row.insert("tenant_id".into(), AttributeValue::S("nobody".into()));
        BatchGetItemOutput::builder().responses("table_directory", vec![row]).build()
    };
    let batches = mock!(Client::batch_get_item).then_output(wrong);
    let store = store(&[&batches]);
    store.load(&wanted()).await.unwrap();
    assert!(matches!(store.bootstrapped("x").await, Err(StoreError::Corrupt { field, .. }) if field == "tenant_id"));
}
