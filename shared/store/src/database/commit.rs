//! Transactions whose failures have names.
//!
//! Every action carries the clash that its condition's failure means; [`Commit::run`] reads DynamoDB's
//! cancellation reasons by index and answers with it. A transaction that failed for contention is tried
//! again with the same client token, so that one that did commit behind a lost answer is not made twice.

use std::time::Duration;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::builders::DeleteBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put, ReturnConsumedCapacity, TransactWriteItem, Update,
};

use crate::client::Item;
use crate::entity::write;
use crate::meter::{InWaves as _, Spend};
use crate::{Entity, Key, Store, StoreError, Table, Versioned};

/// What another write got in before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// The login name belongs to an account.
    LoginTaken,
    /// The row was changed since it was read.
    Stale,
    /// A row with this id exists: an id was made twice.
    Exists,
    /// The idempotency key was used meanwhile.
    KeyUsed,
    /// The number has a row already, most often of the sweep: the joiner was too slow and takes another.
    NumberVoided,
    /// The number has an owner: it is no hole.
    NumberOwned,
    /// The tenant was made already.
    Bootstrapped,
    /// The session is over, or was replaced by another one.
    SessionOver,
    /// The code was used, or replaced by a newer one; of a second factor, one was used meanwhile.
    CodeUsed,
    /// The queue was changed, or another ticket joined it, since it was read.
    QueueChanged,
    /// Another queue that was made at the same time has the code.
    CodeTaken,
    /// Another queue of the tenant has the name.
    NameTaken,
}

/// Why a commit did not happen. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A condition did not hold.
    #[error("{0:?}")]
    Clash(Clash),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an update does to numbers of a row.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// Added to what is there.
    pub(crate) add: Vec<(String, u128)>,
    /// Written over what is there.
    pub(crate) set: Vec<(String, u64)>,
    /// Texts beside them, written over what is there: places in an index.
    pub(crate) texts: Vec<(&'static str, String)>,
    /// Taken away.
    pub(crate) remove: Vec<&'static str>,
}

/// A transaction in the making.
#[derive(Debug)]
#[must_use]
pub struct Commit {
    token: String,
    actions: Vec<(TransactWriteItem, Table, &'static str, Clash)>,
    failed: Option<StoreError>,
}

/// How often a contended transaction is tried.
const ATTEMPTS: u32 = 8;

impl Commit {
    /// Begins a transaction. `token` is random, at most 36 characters, one per commit.
    pub fn new(token: String) -> Self {
        Self { token, actions: Vec::new(), failed: None }
    }

    /// Writes a row that must not exist yet.
    pub fn create<T: Entity>(self, value: &T, clash: Clash) -> Self {
        self.put(value, 1, Some(("attribute_not_exists(pk)", None)), clash)
    }

    /// Writes a row over the one that was read, if nobody wrote in between.
    pub fn replace<T: Entity>(self, read: &Versioned<T>, next: &T) -> Self {
        self.replace_or(read, next, Clash::Stale)
    }

    /// The same, where another write in between means `clash`.
    pub(crate) fn replace_or<T: Entity>(self, read: &Versioned<T>, next: &T, clash: Clash) -> Self {
        let expected = Some(("version = :expected", Some(read.version)));
        self.put(next, read.version + 1, expected, clash)
    }

    /// Writes a row over the one that was read, or anew where none was there; if somebody else wrote one in between, it is
    /// [`Clash::Stale`].
    pub fn replace_or_create<T: Entity>(self, read: Option<&Versioned<T>>, next: &T) -> Self {
        match read {
            Some(read) => self.replace(read, next),
            None => self.create(next, Clash::Stale),
        }
    }

    /// Writes a row that must not exist, or must have expired by `now` (seconds since 1970): DynamoDB
    /// removes expired rows days late.
    pub(crate) fn create_unless_alive<T: Entity>(self, value: &T, now: u64, clash: Clash) -> Self {
        self.put(value, 1, Some(("attribute_not_exists(pk) OR expires <= :expected", Some(now))), clash)
    }

    /// Writes a row, whatever is there.
    pub fn put_over<T: Entity>(self, value: &T) -> Self {
        self.put(value, 1, None, Clash::Stale)
    }

    /// Removes a row, if it is there.
    pub fn remove(self, table: Table, key: &Key) -> Self {
        let delete = Delete::builder().set_key(Some(key.item()));
        self.delete(table, Clash::Stale, delete)
    }

    /// Removes a row that must be there.
    pub(crate) fn remove_existing(self, table: Table, key: &Key, clash: Clash) -> Self {
        let delete = Delete::builder().set_key(Some(key.item())).condition_expression("attribute_exists(pk)");
        self.delete(table, clash, delete)
    }

    /// Removes a row that nobody wrote since it was read.
    pub fn remove_read<T: Entity>(self, read: &Versioned<T>, clash: Clash) -> Self {
        let delete = Delete::builder()
            .set_key(Some(read.value.key().item()))
            .condition_expression("version = :version")
            .expression_attribute_values(":version", AttributeValue::N(read.version.to_string()));
        self.delete(T::TABLE, clash, delete)
    }

    /// Removes a row that has this text in this attribute.
    pub(crate) fn remove_if(self, table: Table, key: &Key, (attribute, value): (&str, &str), clash: Clash) -> Self {
        let delete = Delete::builder()
            .set_key(Some(key.item()))
            .condition_expression("#attribute = :value")
            .expression_attribute_names("#attribute", attribute)
            .expression_attribute_values(":value", AttributeValue::S(value.to_owned()));
        self.delete(table, clash, delete)
    }

    fn delete(self, table: Table, clash: Clash, delete: DeleteBuilder) -> Self {
        self.push(table, "dynamodb:DeleteItem", clash, |name| {
            delete.table_name(name).build().map(|delete| TransactWriteItem::builder().delete(delete).build())
        })
    }

    /// Demands that a row was not written since it was read, without writing it.
    pub fn unchanged<T: Entity>(self, read: &Versioned<T>) -> Self {
        let check = ConditionCheck::builder()
            .set_key(Some(read.value.key().item()))
            .condition_expression("version = :version")
            .expression_attribute_values(":version", AttributeValue::N(read.version.to_string()));
        self.push(T::TABLE, "dynamodb:ConditionCheckItem", Clash::Stale, |name| {
            check.table_name(name).build().map(|check| TransactWriteItem::builder().condition_check(check).build())
        })
    }

    /// Demands that there is no row of this key.
    pub(crate) fn absent<T: Entity>(self, key: &Key, clash: Clash) -> Self {
        let check = ConditionCheck::builder().set_key(Some(key.item())).condition_expression("attribute_not_exists(pk)");
        self.push(T::TABLE, "dynamodb:ConditionCheckItem", clash, |name| {
            check.table_name(name).build().map(|check| TransactWriteItem::builder().condition_check(check).build())
        })
    }

    /// Adds to numbers of a row, and sets others; missing ones count from 0, and a missing row is made. With a
    /// condition, `(attribute, value)`, that number of the row must be this one.
    pub(crate) fn count(self, table: Table, key: &Key, numbers: &Numbers, condition: Option<(&str, u64)>, clash: Clash) -> Self {
        let mut update = Update::builder().set_key(Some(key.item()));
        let (mut adds, mut sets) = (Vec::new(), Vec::new());
        for (index, (attribute, value)) in numbers.add.iter().enumerate() {
            adds.push(format!("#a{index} :a{index}"));
            update = update
                .expression_attribute_names(format!("#a{index}"), attribute)
                .expression_attribute_values(format!(":a{index}"), AttributeValue::N(value.to_string()));
        }
        for (index, (attribute, value)) in numbers.set.iter().enumerate() {
            sets.push(format!("#s{index} = :s{index}"));
            update = update
                .expression_attribute_names(format!("#s{index}"), attribute)
                .expression_attribute_values(format!(":s{index}"), AttributeValue::N(value.to_string()));
        }
        for (index, (attribute, text)) in numbers.texts.iter().enumerate() {
            sets.push(format!("#t{index} = :t{index}"));
            update = update
                .expression_attribute_names(format!("#t{index}"), *attribute)
                .expression_attribute_values(format!(":t{index}"), AttributeValue::S(text.clone()));
        }
        let removed: Vec<String> = numbers.remove.iter().map(|attribute| (*attribute).to_owned()).collect();
        let clause = |word: &str, parts: &[String]| if parts.is_empty() { String::new() } else { format!("{word} {} ", parts.join(", ")) };
        let expression = [clause("ADD", &adds), clause("SET", &sets), clause("REMOVE", &removed)].concat();
        update = update.update_expression(expression.trim_end());
        if let Some((attribute, value)) = condition {
            update = update
                .condition_expression("#condition = :condition")
                .expression_attribute_names("#condition", attribute)
                .expression_attribute_values(":condition", AttributeValue::N(value.to_string()));
        }
        self.push(table, "dynamodb:UpdateItem", clash, |name| {
            update.table_name(name).build().map(|update| TransactWriteItem::builder().update(update).build())
        })
    }

    /// Takes back one attempt from a counter, if it is still there.
    pub(crate) fn take_back(self, table: Table, key: &Key, attribute: &'static str) -> Self {
        let update = Update::builder()
            .set_key(Some(key.item()))
            .update_expression("ADD #attribute :value")
            .expression_attribute_names("#attribute", attribute)
            .expression_attribute_values(":value", AttributeValue::N("-1".into()));
        self.push(table, "dynamodb:UpdateItem", Clash::Stale, |name| {
            update.table_name(name).build().map(|update| TransactWriteItem::builder().update(update).build())
        })
    }

    fn put<T: Entity>(mut self, value: &T, version: u64, condition: Option<(&str, Option<u64>)>, clash: Clash) -> Self {
        let item = match write(value, version) {
            Ok(item) => item,
            Err(error) => {
                self.failed.get_or_insert(error);
                return self;
            }
        };
        let mut put = Put::builder().set_item(Some(item));
        if let Some((expression, expected)) = condition {
            put = put.condition_expression(expression);
            if let Some(expected) = expected {
                put = put.expression_attribute_values(":expected", AttributeValue::N(expected.to_string()));
            }
        }
        self.push(T::TABLE, "dynamodb:PutItem", clash, |name| {
            put.table_name(name).build().map(|put| TransactWriteItem::builder().put(put).build())
        })
    }

    /// Adds a row that is no [`Entity`] (the outbox stands in several tables).
    pub(crate) fn put_item(self, table: Table, item: Item) -> Self {
        self.push(table, "dynamodb:PutItem", Clash::Exists, |name| {
            let put = Put::builder().set_item(Some(item)).condition_expression("attribute_not_exists(pk)").table_name(name);
            put.build().map(|put| TransactWriteItem::builder().put(put).build())
        })
    }

    /// The table's name is known only when the commit runs; until then its variable stands for it.
    pub(crate) fn push(
        mut self,
        table: Table,
        action: &'static str,
        clash: Clash,
        build: impl FnOnce(&str) -> Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError>,
    ) -> Self {
        match build(table.variable()) {
            Ok(item) => self.actions.push((item, table, action, clash)),
            Err(error) => {
                self.failed.get_or_insert(StoreError::Refused(error.to_string()));
            }
        }
        self
    }

    /// Commits all of it or nothing.
    pub async fn run(self, store: &Store) -> Result<(), CommitError> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        let mut items = Vec::with_capacity(self.actions.len());
        let mut clashes = Vec::with_capacity(self.actions.len());
        for (item, table, action, clash) in self.actions {
            store.meter.call(action, table);
            items.push(named(item, store.tables.name(table)));
            clashes.push(clash);
        }
        let mut attempt = 0;
        loop {
            let outcome = store
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()))
                .client_request_token(&self.token)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .noted(&store.meter)
                .await;
            let error = match outcome {
                Ok(answer) => {
                    store.meter.add(Spend::Write, answer.consumed_capacity());
                    return Ok(());
                }
                Err(error) => error,
            };
            let error = match cancelled(&error) {
                Some(reasons) => match first_clash(reasons, &clashes) {
                    Some(clash) => return Err(CommitError::Clash(clash)),
                    None if contended(reasons) => StoreError::Busy("a transaction met contention".into()),
                    None => return Err(StoreError::from(error).into()),
                },
                None => StoreError::from(error),
            };
            attempt += 1;
            if attempt == ATTEMPTS || !matches!(error, StoreError::Busy(_)) {
                return Err(error.into());
            }
            wait_turn(&self.token, attempt).await;
        }
    }
}

fn named(mut item: TransactWriteItem, table: &str) -> TransactWriteItem {
    if let Some(put) = &mut item.put {
        table.clone_into(&mut put.table_name);
    }
    if let Some(update) = &mut item.update {
        table.clone_into(&mut update.table_name);
    }
    if let Some(delete) = &mut item.delete {
        table.clone_into(&mut delete.table_name);
    }
    if let Some(check) = &mut item.condition_check {
        table.clone_into(&mut check.table_name);
    }
    item
}

fn cancelled(error: &SdkError<TransactWriteItemsError>) -> Option<&[CancellationReason]> {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => Some(cancelled.cancellation_reasons()),
        _ => None,
    }
}

fn first_clash(reasons: &[CancellationReason], clashes: &[Clash]) -> Option<Clash> {
    let failed = |(reason, _): &(&CancellationReason, &Clash)| reason.code() == Some("ConditionalCheckFailed");
    reasons.iter().zip(clashes).find(failed).map(|(_, clash)| *clash)
}

fn contended(reasons: &[CancellationReason]) -> bool {
    let retryable = ["None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    reasons.iter().all(|reason| reason.code().is_none_or(|code| retryable.contains(&code)))
}

/// Waits a moment before the next of several attempts, so that those who met do not meet again. `dice` is random;
/// `attempt` counts from 1.
pub async fn wait_turn(dice: &str, attempt: u32) {
    tokio::time::sleep(pause(dice, attempt)).await;
}

/// Full jitter over a doubling bound, 10 ms to 640 ms. The token is random, so its digest is the dice.
fn pause(token: &str, attempt: u32) -> Duration {
    let bound = 10_u64 << attempt.min(6);
    let dice = crate::key::digest(&format!("{token}{attempt}"));
    let dice = u64::from_str_radix(&dice[..8], 16).unwrap_or(0);
    Duration::from_millis(dice % bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(code: &str) -> CancellationReason {
        CancellationReason::builder().code(code).build()
    }

    #[test]
    fn the_clash_is_the_one_of_the_failed_action() {
        let clashes = [Clash::Stale, Clash::LoginTaken, Clash::KeyUsed];
        let reasons = [reason("None"), reason("ConditionalCheckFailed"), reason("None")];
        assert_eq!(first_clash(&reasons, &clashes), Some(Clash::LoginTaken));
        assert!(!contended(&reasons));
        assert!(contended(&[reason("None"), reason("TransactionConflict")]));
        assert!(!contended(&[reason("ValidationError")]));
    }
}
