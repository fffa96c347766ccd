//! Counters of login attempts (table `sessions`): counted first, compared after.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue};
use foyer_domain::identity::attempts::{Counted, MEMORY};
use foyer_domain::time::{SignedDuration, Timestamp};

use crate::entity::number;
use crate::meter::Spend;
use crate::{Commit, Key, Store, StoreError, Table};

/// Whether an attempt may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// It may.
    Go,
    /// Not before this long.
    Wait(SignedDuration),
}

fn key(counted: Counted, what: &str) -> Key {
    match counted {
        Counted::Name => Key::attempts("name", what),
        Counted::Source => Key::attempts("source", what),
    }
}

impl Store {
    /// Counts an attempt, and says whether it may go on.
    ///
    /// The count comes first, so fifty attempts at once count fifty. Past the free ones, whoever opens the
    /// next window (one conditional write) goes on, all others wait.
    pub async fn count_attempt(&self, counted: Counted, what: &str, now: Timestamp) -> Result<Attempt, StoreError> {
        let key = key(counted, what);
        self.meter.call("dynamodb:UpdateItem", Table::Sessions);
        let answer = self
            .client
            .update_item()
            .table_name(self.tables.name(Table::Sessions))
            .set_key(Some(key.item()))
            .update_expression("ADD attempts :one SET expires = :expires")
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":expires", AttributeValue::N((now + MEMORY).as_second().to_string()))
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await?;
        self.meter.add(Spend::Write, answer.consumed_capacity());
        let row = answer.attributes.unwrap_or_default();
        let not_before = number(&row, "not_before").and_then(|millis| i64::try_from(millis).ok()).unwrap_or(0);
        if not_before > now.as_millisecond() {
            return Ok(Attempt::Wait(SignedDuration::from_millis(not_before - now.as_millisecond())));
        }
        let attempts = number(&row, "attempts").and_then(|count| u32::try_from(count).ok()).unwrap_or(u32::MAX);
        match counted.delay(attempts) {
            None => Ok(Attempt::Go),
            Some(delay) => self.close_window(&key, now, delay).await,
        }
    }

    async fn close_window(&self, key: &Key, now: Timestamp, delay: SignedDuration) -> Result<Attempt, StoreError> {
        let outcome = self
            .client
            .update_item()
            .table_name(self.tables.name(Table::Sessions))
            .set_key(Some(key.item()))
            .update_expression("SET not_before = :until")
            .condition_expression("attribute_not_exists(not_before) OR not_before <= :now")
            .expression_attribute_values(":until", AttributeValue::N((now + delay).as_millisecond().to_string()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_millisecond().to_string()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                Ok(Attempt::Go)
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(Attempt::Wait(delay)),
            Err(error) => Err(error.into()),
        }
    }
}

impl Commit {
    /// Forgets a name's attempts after a success, and takes the one back that was counted for the source:
    /// an office behind one address must not lock itself out by working.
    pub fn forgive_attempts(self, name: &str, source: &str) -> Self {
        self.remove(Table::Sessions, &key(Counted::Name, name)).take_back(Table::Sessions, &key(Counted::Source, source), "attempts")
    }
}
