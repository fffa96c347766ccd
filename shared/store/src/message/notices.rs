//! In-app notices 站内通知 and how many of them are unread (table `notifications`).
//!
//! A notice belongs to one identity. Beside the notices of an identity stands its head: an epoch, and the
//! unread notices of that epoch counted by the week in which they came. Reading all at once begins another
//! epoch, whatever their number: a notice is unread if it is of the head's epoch and was not read by itself.
//! All notices of a week expire together, so that the count of the week may be forgotten with them.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use foyer_domain::id::{EventId, IdentityId, TenantId};
use foyer_domain::time::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::entity::number;
use crate::key::inbox_pk;
use crate::{Ahead, Clash, Commit, CommitError, Entity, Key, Page, PageRequest, Store, StoreError, Table, Versioned};

/// How long a notice is kept at least; it goes with its week.
pub const LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);
const WEEK: i64 = 7 * 24 * 60 * 60;
/// How often a write is tried that met another of the same inbox.
const ATTEMPTS: u32 = 5;

/// One notice to one identity about one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Whose it is.
    pub identity_id: IdentityId,
    /// The event told of; it names the notice, too.
    pub event_id: EventId,
    /// What it says: the event's type. The pages have the text.
    pub event_type: String,
    /// What the text needs.
    pub parameters: BTreeMap<String, String>,
    /// The page that it opens.
    pub link: String,
    /// When the event happened.
    pub at: Timestamp,
    /// When it was read by itself.
    pub read_at: Option<Timestamp>,
    /// The week in which it came, counted from 1970.
    week: i64,
    /// The epoch of the head when it came.
    epoch: u64,
}

/// What a notice says, to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Whose it will be.
    pub identity_id: IdentityId,
    /// The event told of.
    pub event_id: EventId,
    /// The event's type.
    pub event_type: String,
    /// What the text needs.
    pub parameters: BTreeMap<String, String>,
    /// The page that it opens.
    pub link: String,
    /// When the event happened.
    pub at: Timestamp,
}

impl Entity for Notice {
    const KIND: &'static str = "notice";
    const TABLE: Table = Table::Notifications;

    fn key(&self) -> Key {
        Key::notice(self.tenant_id, self.identity_id, self.event_id)
    }

    fn expires(&self) -> Option<i64> {
        Some(end_of(self.week).as_second())
    }
}

impl Notice {
    /// Whether it is still unread, beside the head of its inbox.
    pub fn is_unread(&self, head: &Head) -> bool {
        self.read_at.is_none() && self.epoch == head.epoch
    }

    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        end_of(self.week) <= now
    }
}

/// The week of a moment.
fn week_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(WEEK)
}

/// When the notices of a week expire.
fn end_of(week: i64) -> Timestamp {
    Timestamp::from_second(week.saturating_add(1).saturating_mul(WEEK)).map_or(Timestamp::MAX, |end| end + LIFE)
}

fn counter(week: i64) -> String {
    format!("week{week}")
}

/// The head of an inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    epoch: u64,
    unread: BTreeMap<i64, u64>,
}

impl Head {
    /// How many notices are unread at `now`.
    pub fn unread(&self, now: Timestamp) -> u64 {
        self.unread.iter().filter(|(week, _)| end_of(**week) > now).map(|(_, count)| count).sum()
    }

    fn of(item: &Item) -> Self {
        let weeks = item.keys().filter_map(|name| Some((name.strip_prefix("week")?.parse().ok()?, number(item, name)?)));
        Self { epoch: number(item, "epoch").unwrap_or(0), unread: weeks.collect() }
    }
}

impl Ahead {
    /// The head of an identity's inbox, as [`Store::inbox`] reads it.
    pub fn inbox(tenant: TenantId, identity: IdentityId, freshness: Freshness) -> Self {
        Self { table: Table::Notifications, key: Key::inbox(tenant, identity), strong: freshness == Freshness::Strong }
    }
}

impl Store {
    /// The head of an identity's inbox.
    pub async fn inbox(&self, tenant: TenantId, identity: IdentityId, freshness: Freshness) -> Result<Head, StoreError> {
        let head = self.item(Table::Notifications, &Key::inbox(tenant, identity), freshness).await?;
        Ok(head.as_ref().map(Head::of).unwrap_or_default())
    }

    /// The notices of an identity, the newest event first. What has expired may be among them.
    pub async fn notices(&self, tenant: TenantId, identity: IdentityId, page: &PageRequest) -> Result<Page<Notice>, StoreError> {
        Ok(self.query(Table::Notifications, &inbox_pk(tenant, identity), "NOTICE#", page).await?.read(self))
    }

    /// Adds a notice and counts it, once for its event and identity.
    pub async fn notify(&self, new: NewNotice, now: Timestamp, token: impl Fn() -> String) -> Result<(), StoreError> {
        let NewNotice { tenant_id, identity_id, event_id, event_type, parameters, link, at } = new;
        let week = week_of(now);
        let mut notice = Notice { tenant_id, identity_id, event_id, event_type, parameters, link, at, read_at: None, week, epoch: 0 };
        for _ in 0..ATTEMPTS {
            let head = self.inbox(tenant_id, identity_id, Freshness::Strong).await?;
            notice.epoch = head.epoch;
            let commit = Commit::new(token()).create(&notice, Clash::Exists).count_unread(&notice, 1);
            match commit.run(self).await {
                Ok(()) | Err(CommitError::Clash(Clash::Exists)) => return Ok(()),
                // Everything was read meanwhile; this one was not among it.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Busy("an inbox is read over and over".into()))
    }

    /// Marks a notice as read; `false` if the identity has none for this event.
    pub async fn read_notice(&self, key: &Key, now: Timestamp, token: impl Fn() -> String) -> Result<bool, StoreError> {
        for _ in 0..ATTEMPTS {
            let Some(notice) = self.get::<Notice>(key).await?.filter(|notice| !notice.value.is_over(now)) else {
                return Ok(false);
            };
            let Versioned { value, .. } = &notice;
            let head = self.inbox(value.tenant_id, value.identity_id, Freshness::Strong).await?;
            if !value.is_unread(&head) {
                return Ok(true);
            }
            let read = Notice { read_at: Some(now), ..value.clone() };
            match Commit::new(token()).replace(&notice, &read).count_unread(&read, -1).run(self).await {
                Ok(()) => return Ok(true),
                // It was read elsewhere meanwhile, by itself or with all others.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Busy("a notice is read over and over".into()))
    }

    /// Marks everything in an inbox as read.
    pub async fn read_all_notices(
        &self,
        tenant: TenantId,
        identity: IdentityId,
        now: Timestamp,
        token: impl Fn() -> String,
    ) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            let head = self.inbox(tenant, identity, Freshness::Strong).await?;
            if head.unread(now) == 0 {
                return Ok(());
            }
            match Commit::new(token()).begin_epoch(&Key::inbox(tenant, identity), head.epoch).run(self).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Busy("an inbox is read over and over".into()))
    }
}

/// The condition that a head is of this epoch. There is none before the first notice.
fn of_epoch(epoch: u64) -> &'static str {
    if epoch == 0 { "attribute_not_exists(epoch) OR epoch = :epoch" } else { "epoch = :epoch" }
}

impl Commit {
    fn count_unread(self, notice: &Notice, by: i64) -> Self {
        let number = |number: String| AttributeValue::N(number);
        let update = Update::builder()
            .set_key(Some(Key::inbox(notice.tenant_id, notice.identity_id).item()))
            .update_expression("SET epoch = :epoch ADD #week :by")
            .condition_expression(of_epoch(notice.epoch))
            .expression_attribute_names("#week", counter(notice.week))
            .expression_attribute_values(":epoch", number(notice.epoch.to_string()))
            .expression_attribute_values(":by", number(by.to_string()));
        self.push(Table::Notifications, "dynamodb:UpdateItem", Clash::Stale, |name| {
            update.table_name(name).build().map(|update| TransactWriteItem::builder().update(update).build())
        })
    }

    /// Puts a head without counts over the one of `epoch`.
    fn begin_epoch(self, head: &Key, epoch: u64) -> Self {
        let mut item = head.item();
        item.insert("epoch".into(), AttributeValue::N((epoch + 1).to_string()));
        let put = Put::builder()
            .set_item(Some(item))
            .condition_expression(of_epoch(epoch))
            .expression_attribute_values(":epoch", AttributeValue::N(epoch.to_string()));
        self.push(Table::Notifications, "dynamodb:PutItem", Clash::Stale, |name| {
            put.table_name(name).build().map(|put| TransactWriteItem::builder().put(put).build())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_counted_until_its_notices_expire() {
        let monday: Timestamp = "2026-01-05T08:00:00Z".parse().unwrap();
        let week = week_of(monday);
        assert_eq!(week_of(end_of(week) - LIFE), week + 1);
        assert!(end_of(week) >= monday + LIFE);
        assert!(end_of(week) <= monday + LIFE + SignedDuration::from_secs(WEEK));
        let head = Head { epoch: 0, unread: BTreeMap::from([(week, 2), (week + 1, 3)]) };
        assert_eq!(head.unread(end_of(week) - SignedDuration::from_secs(1)), 5);
        assert_eq!(head.unread(end_of(week)), 3);
    }
}
