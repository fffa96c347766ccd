//! So many within a time (table `sessions`): codes, resets, messages.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use foyer_domain::limit::Limit;
use foyer_domain::time::Timestamp;
use futures::future::try_join_all;

use crate::conditional::{Written, is_marked};
use crate::entity::number;
use crate::item::Item;
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
        try_join_all(too_many.map(|((limit, what), _)| self.untake(*limit, what, by))).await?;
        Ok(Taken::Over(over))
    }

    /// Takes one; says how many that makes, or nothing if they are used up.
    async fn take_one(&self, limit: Limit, what: &str, by: &str, now: Timestamp) -> Result<Option<u32>, StoreError> {
        let key = Key::attempts(&limit.counter(), what);
        let update = || {
            self.update_of(Table::Sessions, &key)
                .expression_attribute_values(":one", AttributeValue::N("1".into()))
                .expression_attribute_values(":until", AttributeValue::N((now + limit.within).as_second().to_string()))
                .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
        };
        let taking = update()
            .update_expression("ADD attempts :one SET expires = if_not_exists(expires, :until), taker = :by")
            .condition_expression(
                "attribute_not_exists(expires) OR (expires > :now AND attempts < :most AND (attribute_not_exists(taker) OR taker <> :by))",
            )
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .expression_attribute_values(":most", AttributeValue::N(limit.most.to_string()))
            .return_values(ReturnValue::UpdatedNew);
        let row = match self.write_if(Table::Sessions, taking).await? {
            Written::Done(row) => return Ok(Some(counted(&row))),
            Written::Not(row) => row,
        };
        if is_marked(&row, "taker", by) {
            return Ok(Some(counted(&row)));
        }
        let expired = number(&row, "expires").unwrap_or(0);
        if i64::try_from(expired).is_ok_and(|expired| expired > now.as_second()) {
            return Ok(None);
        }
        // The time is over; of many that find it so, one begins anew, and the others wait for the next.
        let anew = update()
            .update_expression("SET attempts = :one, expires = :until, taker = :by")
            .condition_expression("expires = :expired")
            .expression_attribute_values(":expired", AttributeValue::N(expired.to_string()));
        Ok(match self.write_if(Table::Sessions, anew).await? {
            Written::Done(_) => Some(1),
            Written::Not(row) => is_marked(&row, "taker", by).then(|| counted(&row)),
        })
    }

    /// Gives back what was taken and not used.
    async fn untake(&self, limit: Limit, what: &str, by: &str) -> Result<(), StoreError> {
        let giving = self
            .update_of(Table::Sessions, &Key::attempts(&limit.counter(), what))
            .update_expression("ADD attempts :back SET giver = :by")
            .condition_expression("attempts > :none AND (attribute_not_exists(giver) OR giver <> :by)")
            .expression_attribute_values(":back", AttributeValue::N("-1".into()))
            .expression_attribute_values(":none", AttributeValue::N("0".into()))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()));
        self.write_if(Table::Sessions, giving).await.map(|_| ())
    }
}
