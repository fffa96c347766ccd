//! What the embedded database never does: contention, throttling, lost answers, and rows that are wrong.

#![expect(clippy::unwrap_used, reason = "tests stop on what they did not expect")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ErrorMetadata;
use aws_sdk_dynamodb::operation::get_item::{GetItemError, GetItemOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsError, TransactWriteItemsOutput};
use aws_sdk_dynamodb::types::error::{ProvisionedThroughputExceededException, TransactionCanceledException};
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason};
use aws_smithy_mocks::{RuleMode, mock, mock_client};
use foyer_domain::id::Id;
use foyer_domain::outgoing::OutgoingEvent;
use foyer_domain::time::{Entropy, Timestamp};
use foyer_store::{Commit, CommitError, Store, StoreError, Table, Tables};

struct Zero;

impl Entropy for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn id<K: foyer_domain::id::Kind>() -> Id<K> {
    Id::new(Timestamp::UNIX_EPOCH, &Zero)
}

fn store(client: Client) -> Store {
    let tables = Tables::from_lookup(|variable| Some(variable.to_lowercase())).unwrap();
    Store::with_client(client, tables)
}

fn commit() -> Commit {
    let event = OutgoingEvent {
        event_id: id(),
        event_type: "ticket.submitted".into(),
        event_version: 1,
        tenant: "ten_1".into(),
        body: "{}".into(),
    };
    Commit::new("one-token".into()).emit(Table::Tickets, &event)
}

fn cancelled(codes: &[&str]) -> TransactWriteItemsError {
    let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build());
    let exception = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons.collect())).build();
    TransactWriteItemsError::TransactionCanceledException(exception)
}

/// A transaction that met another one is made again, under the same token: if the first did commit behind
/// a lost answer, DynamoDB answers the second with the first's outcome.
#[tokio::test(start_paused = true)]
async fn contention_is_tried_again_with_the_same_token() {
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&tokens);
    let rule = mock!(Client::transact_write_items)
        .match_requests(move |request| {
            seen.lock().unwrap().push(request.client_request_token().map(str::to_owned));
            true
        })
        .sequence()
        .error(|| cancelled(&["TransactionConflict"]))
        .error(|| cancelled(&["ThrottlingError"]))
        .output(|| TransactWriteItemsOutput::builder().build())
        .build();
    let client = mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, [&rule]);
    commit().run(&store(client)).await.unwrap();
    assert_eq!(rule.num_calls(), 3);
    assert!(tokens.lock().unwrap().iter().all(|token| token.as_deref() == Some("one-token")));
}

/// Contention that does not end becomes "busy", which the client may retry; it is never swallowed.
#[tokio::test(start_paused = true)]
async fn endless_contention_is_busy() {
    let rule = mock!(Client::transact_write_items).sequence().error(|| cancelled(&["TransactionConflict"])).times(100).build();
    let client = mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, [&rule]);
    let outcome = commit().run(&store(client)).await;
    assert!(matches!(outcome, Err(CommitError::Store(StoreError::Busy(_)))), "{outcome:?}");
    assert_eq!(rule.num_calls(), 8);
}

/// A defect is not retried and not taken for a clash.
#[tokio::test(start_paused = true)]
async fn a_refused_transaction_is_neither_retried_nor_a_clash() {
    let rule = mock!(Client::transact_write_items).sequence().error(|| cancelled(&["ValidationError"])).times(10).build();
    let client = mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, [&rule]);
    let outcome = commit().run(&store(client)).await;
    assert!(matches!(outcome, Err(CommitError::Store(StoreError::Refused(_)))), "{outcome:?}");
    assert_eq!(rule.num_calls(), 1);
}

fn throttled() -> ProvisionedThroughputExceededException {
    let meta = ErrorMetadata::builder().code("ProvisionedThroughputExceededException").build();
    ProvisionedThroughputExceededException::builder().meta(meta).build()
}

#[tokio::test(start_paused = true)]
async fn a_throttled_read_is_busy() {
    let rule =
        mock!(Client::get_item).sequence().error(|| GetItemError::ProvisionedThroughputExceededException(throttled())).times(10).build();
    let client = mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, [&rule]);
    let outcome = store(client).account(id()).await;
    assert!(matches!(outcome, Err(StoreError::Busy(_))), "{outcome:?}");
}

/// A row that cannot be read is corrupt, with its key and field: never a panic, never "not found".
#[tokio::test]
async fn a_wrong_row_is_corrupt() {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let complete = HashMap::from([
        ("pk", text("ACC#x")),
        ("sk", text("ACCOUNT")),
        ("kind", text("account")),
        ("version", AttributeValue::N("1".into())),
        ("account_id", text("not an id")),
    ]);
    for (field, row) in [
        ("account_id", complete.clone()),
        ("kind", [complete.clone(), HashMap::from([("kind", text("ticket"))])].into_iter().flatten().collect()),
        ("version", [complete, HashMap::from([("version", text("one"))])].into_iter().flatten().collect()),
    ] {
        let row: HashMap<String, AttributeValue> = row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let rule = mock!(Client::get_item).then_output(move || GetItemOutput::builder().set_item(Some(row.clone())).build());
        let client = mock_client!(aws_sdk_dynamodb, RuleMode::MatchAny, [&rule]);
        match store(client).account(id()).await {
            Err(StoreError::Corrupt { key, field: found, .. }) => {
                assert_eq!(key.to_string(), "ACC#x | ACCOUNT");
                assert_eq!(found, field);
            }
            other => panic!("{other:?}"),
        }
    }
}
