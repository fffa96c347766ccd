//! Counters of login attempts (table `sessions`): counted first, compared after.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use foyer_domain::identity::attempts::{Counted, MEMORY};
use foyer_domain::time::{SignedDuration, Timestamp};

use crate::client::Item;
use crate::conditional::{Written, is_marked};
use crate::entity::number;
use crate::{Commit, Key, Store, StoreError, Table};

/// Whether an attempt may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// It may; it is the so manieth that is remembered.
    Go(u32),
    /// Not before this long.
    Wait(SignedDuration),
}

/// How a count went.
enum Count {
    /// It stands at this.
    Is(u32),
    /// It was not counted: one has to wait.
    Closed(SignedDuration),
    /// It was not counted: the row expired at this second.
    Old(i64),
}

fn attempts(row: &Item) -> u32 {
    number(row, "attempts").and_then(|count| u32::try_from(count).ok()).unwrap_or(u32::MAX)
}

fn whole(row: &Item, name: &str) -> i64 {
    number(row, name).and_then(|value| i64::try_from(value).ok()).unwrap_or(0)
}

fn key(counted: Counted, what: &str) -> Key {
    Key::attempts(counted.as_str(), what)
}

impl Store {
    /// Counts an attempt, and says whether it may go on.
    ///
    /// The count comes first, so fifty attempts at once count fifty. Past the free ones, whoever opens the
    /// next window (one conditional write) goes on, all others wait. What comes while one has to wait is
    /// not counted: impatience must not make the wait longer. `by` is who tries, another for each attempt: a call whose
    /// answer was lost is made again, and finds that it counted, or opened the window, already.
    pub async fn count_attempt(&self, counted: Counted, what: &str, by: &str, now: Timestamp) -> Result<Attempt, StoreError> {
        let key = key(counted, what);
        let attempts = match self.count(&key, by, now).await? {
            Count::Is(attempts) => attempts,
            Count::Closed(wait) => return Ok(Attempt::Wait(wait)),
            Count::Old(expires) => self.count_anew(&key, by, expires, now).await?,
        };
        match counted.delay(attempts) {
            None => Ok(Attempt::Go(attempts)),
            Some(delay) if self.close_window(&key, by, now, delay).await? => Ok(Attempt::Go(attempts)),
            Some(delay) => Ok(Attempt::Wait(delay)),
        }
    }

    /// Forgets the attempts after a right one.
    pub async fn forget_attempts(&self, counted: Counted, what: &str) -> Result<(), StoreError> {
        self.delete(Table::Sessions, &key(counted, what)).await
    }

    /// Adds one, unless one has to wait or the row should be gone: expired rows are removed when the
    /// database finds the time, which may be days later.
    async fn count(&self, key: &Key, by: &str, now: Timestamp) -> Result<Count, StoreError> {
        let counting = self
            .update_of(Table::Sessions, key)
            .update_expression("ADD attempts :one SET expires = :until, taker = :by")
            .condition_expression(
                "(attribute_not_exists(not_before) OR not_before <= :millis) AND (attribute_not_exists(expires) OR expires > :now) \
                 AND (attribute_not_exists(taker) OR taker <> :by)",
            )
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":millis", AttributeValue::N(now.as_millisecond().to_string()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .expression_attribute_values(":until", AttributeValue::N((now + MEMORY).as_second().to_string()))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
            .return_values(ReturnValue::UpdatedNew);
        let row = match self.write_if(Table::Sessions, counting).await? {
            Written::Done(row) => return Ok(Count::Is(attempts(&row))),
            Written::Not(row) => row,
        };
        let (expires, not_before) = (whole(&row, "expires"), whole(&row, "not_before"));
        if expires <= now.as_second() {
            return Ok(Count::Old(expires));
        }
        if is_marked(&row, "taker", by) {
            return Ok(Count::Is(attempts(&row)));
        }
        Ok(Count::Closed(SignedDuration::from_millis((not_before - now.as_millisecond()).max(1))))
    }

    /// Begins again at one; if somebody else did meanwhile, adds one to that.
    async fn count_anew(&self, key: &Key, by: &str, expired: i64, now: Timestamp) -> Result<u32, StoreError> {
        let anew = self
            .update_of(Table::Sessions, key)
            .update_expression("SET attempts = :one, expires = :until, taker = :by REMOVE not_before")
            .condition_expression("expires = :expired")
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":until", AttributeValue::N((now + MEMORY).as_second().to_string()))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
            .expression_attribute_values(":expired", AttributeValue::N(expired.to_string()));
        match self.write_if(Table::Sessions, anew).await? {
            Written::Done(_) => Ok(1),
            Written::Not(_) => match self.count(key, by, now).await? {
                Count::Is(attempts) => Ok(attempts),
                // So many came meanwhile that the window is closed: wait with them.
                Count::Closed(_) | Count::Old(_) => Ok(u32::MAX),
            },
        }
    }

    /// Closes the window for everybody else; `false` if somebody else did.
    async fn close_window(&self, key: &Key, by: &str, now: Timestamp, delay: SignedDuration) -> Result<bool, StoreError> {
        let closing = self
            .update_of(Table::Sessions, key)
            .update_expression("SET not_before = :until, closer = :by")
            .condition_expression("attribute_not_exists(not_before) OR not_before <= :now")
            .expression_attribute_values(":until", AttributeValue::N((now + delay).as_millisecond().to_string()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_millisecond().to_string()))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()));
        Ok(match self.write_if(Table::Sessions, closing).await? {
            Written::Done(_) => true,
            Written::Not(row) => is_marked(&row, "closer", by),
        })
    }
}

impl Commit {
    /// Forgets an account's wrong codes after a right one.
    pub fn forgive_codes(self, account: &str) -> Self {
        self.remove(Table::Sessions, &key(Counted::Code, account))
    }

    /// Forgets attempts after a success.
    pub fn forgive(self, counted: Counted, what: &str) -> Self {
        self.remove(Table::Sessions, &key(counted, what))
    }

    /// Takes an attempt back that was counted for a source: an office behind one address must not lock itself out by
    /// working.
    pub fn take_back_attempt(self, source: &str) -> Self {
        self.take_back(Table::Sessions, &key(Counted::Source, source), "attempts")
    }
}
