//! So many within a time (table `sessions`): codes, resets, messages.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure};
use foyer_domain::limit::Limit;
use foyer_domain::time::Timestamp;
use futures::future::try_join_all;

use crate::entity::number;
use crate::item::Item;
use crate::meter::{InWaves as _, Spend};
use crate::{Key, Store, StoreError, Table};

/// Whether all were taken that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// They were; so many each, with this one.
    All(Vec<u32>),
    /// One of this was too many, and nothing was taken.
    Over(Limit),
}

fn counted(row: &Item) -> u32 {
    number(row, "attempts").and_then(|count| u32::try_from(count).ok()).unwrap_or(u32::MAX)
}

fn took(row: &Item, by: &str) -> bool {
    matches!(row.get("taker"), Some(AttributeValue::S(taker)) if taker == by)
}

impl Store {
    /// Takes one of so many within a time; `false` if they are used up. `by` is who takes, another for each act: a call
    /// whose answer was lost is made again, and finds that it took already.
    pub async fn take(&self, limit: Limit, what: &str, by: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.take_one(limit, what, by, now).await?.is_some())
    }

    /// Takes one of each, or none: who is refused for the one uses up nothing of the others. `by` as in [`Store::take`].
    pub async fn take_all(&self, limits: &[(Limit, String)], by: &str, now: Timestamp) -> Result<Taken, StoreError> {
        let taken = try_join_all(limits.iter().map(|(limit, what)| self.take_one(*limit, what, by, now))).await?;
        let Some(over) = limits.iter().zip(&taken).find(|(_, taken)| taken.is_none()).map(|((limit, _), _)| *limit) else {
            return Ok(Taken::All(taken.into_iter().flatten().collect()));
        };
        let too_many = limits.iter().zip(&taken).filter(|(_, taken)| taken.is_some());
        try_join_all(too_many.map(|((limit, what), _)| self.untake(*limit, what))).await?;
        Ok(Taken::Over(over))
    }

    /// Takes one; says how many that makes, or nothing if they are used up.
    async fn take_one(&self, limit: Limit, what: &str, by: &str, now: Timestamp) -> Result<Option<u32>, StoreError> {
        self.meter.call("dynamodb:UpdateItem", Table::Sessions);
        let key = Key::attempts(&limit.counter(), what);
        let update = || {
            self.client
                .update_item()
                .table_name(self.tables.name(Table::Sessions))
                .set_key(Some(key.item()))
                .expression_attribute_values(":one", AttributeValue::N("1".into()))
                .expression_attribute_values(":until", AttributeValue::N((now + limit.within).as_second().to_string()))
                .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        };
        let outcome = update()
            .update_expression("ADD attempts :one SET expires = if_not_exists(expires, :until), taker = :by")
            .condition_expression(
                "attribute_not_exists(expires) OR (expires > :now AND attempts < :most AND (attribute_not_exists(taker) OR taker <> :by))",
            )
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .expression_attribute_values(":most", AttributeValue::N(limit.most.to_string()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .noted(&self.meter)
            .await;
        let error = match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                return Ok(Some(counted(&answer.attributes.unwrap_or_default())));
            }
            Err(error) => error,
        };
        let Some(UpdateItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
            return Err(error.into());
        };
        if let Some(taken) = failed.item().filter(|row| took(row, by)) {
            return Ok(Some(counted(taken)));
        }
        let expired = failed.item().and_then(|row| number(row, "expires")).unwrap_or(0);
        if i64::try_from(expired).is_ok_and(|expired| expired > now.as_second()) {
            return Ok(None);
        }
        // The time is over; of many that find it so, one begins anew, and the others wait for the next.
        let anew = update()
            .update_expression("SET attempts = :one, expires = :until, taker = :by")
            .condition_expression("expires = :expired")
            .expression_attribute_values(":expired", AttributeValue::N(expired.to_string()))
            .send()
            .noted(&self.meter)
            .await;
        let error = match anew {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                return Ok(Some(1));
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(failed)) => Ok(failed.item().filter(|row| took(row, by)).map(counted)),
            _ => Err(error.into()),
        }
    }

    /// Gives back what was taken and not used.
    async fn untake(&self, limit: Limit, what: &str) -> Result<(), StoreError> {
        self.meter.call("dynamodb:UpdateItem", Table::Sessions);
        let outcome = self
            .client
            .update_item()
            .table_name(self.tables.name(Table::Sessions))
            .set_key(Some(Key::attempts(&limit.counter(), what).item()))
            .update_expression("ADD attempts :back")
            .condition_expression("attempts > :none")
            .expression_attribute_values(":back", AttributeValue::N("-1".into()))
            .expression_attribute_values(":none", AttributeValue::N("0".into()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .noted(&self.meter)
            .await;
        match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                Ok(())
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
