//! Keeping what is found (table `finds`).
//!
//! Beside the rows of a record is its *card*: at which version of the record they were made, and under which keys they
//! may stand. A change writes what is new and removes what no longer holds in one transaction with the card. What is
//! too much for one is begun by writing into the card what is to come, and each transaction after it demands that
//! card: whoever is overtaken writes nothing any more, and whoever comes after him knows all that may be there. So an
//! event may come twice, late or out of order, and work may stop anywhere.

use std::collections::{BTreeMap, BTreeSet};

use foyer_domain::agents::StaffMember;
use foyer_domain::directory::{Contact, Customer, Organisation};
use foyer_domain::find::{Circle, Findable, Found, Sort};
use foyer_domain::id::{QueueId, TenantId};
use foyer_domain::tickets::Ticket;
use serde::{Deserialize, Serialize};

use crate::client::Freshness;
use crate::due::behind;
use crate::finds::{FindRow, record_key};
use crate::key::{cards_pk, digest, finds_pk};
use crate::page::Stretch;
use crate::{Clash, Commit, CommitError, Entity, Key, Store, StoreError, Table, Versioned, wait_turn};

/// Raised when another rule says what a record is found by: cards of another one are made anew when somebody looks.
const RULE: u32 = 2;
/// Shards of the cards of a tenant.
pub const CARD_SHARDS: u64 = 8;
/// How often it is tried to keep a record that others keep at the same time.
const ATTEMPTS: u32 = 8;
/// Actions that one transaction has beside the card's own; DynamoDB takes 100 in all.
const TOGETHER: usize = 99;

/// What is kept of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Card {
    tenant_id: TenantId,
    found: Found,
    /// The rule that made the rows.
    rule: u32,
    /// The version of the record that they are of; 0 for one that is gone.
    record_version: u64,
    /// Under which keys rows may stand. It is more than one while it is worked on.
    kept: Vec<Kept>,
}

/// Rows of one state of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    place: String,
    circles: BTreeSet<String>,
    beginnings: BTreeSet<String>,
    /// By what else, in which circle.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    marks: BTreeMap<String, BTreeSet<String>>,
    /// A digest of what the rows hold.
    content: String,
}

impl Entity for Card {
    const KIND: &'static str = "find_card";
    const TABLE: Table = Table::Finds;

    fn key(&self) -> Key {
        Key::find_card(self.tenant_id, self.found, CARD_SHARDS)
    }
}

/// How far the rebuilding of what a tenant finds is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindsHead {
    /// The tenant.
    pub tenant_id: TenantId,
    /// What is under way.
    pub work: Work,
    /// Records that were looked at since it began.
    pub records: u64,
    /// The rule by which all of its records are kept. Those of a tenant from before there was one for each, or before
    /// the latest one, are not, until they are made anew.
    #[serde(default)]
    pub rule: u32,
    /// The rule by which they are being made anew.
    #[serde(default)]
    pub building: u32,
}

impl FindsHead {
    /// That of a tenant that begins.
    pub fn new(tenant_id: TenantId) -> Self {
        Self { rule: RULE, ..Self::first(tenant_id) }
    }

    /// That of a tenant from before there was one for each.
    pub fn first(tenant_id: TenantId) -> Self {
        Self { tenant_id, work: Work::Rest, records: 0, rule: 0, building: 0 }
    }

    /// What begins to make all anew, if that is not under way already; what an earlier version began is begun again.
    pub fn begun(&self) -> Option<Self> {
        let is_under_way = self.work != Work::Rest && self.building == RULE;
        let work = Work::Keep { sort: Sort::Contact, after: None };
        (!is_under_way).then(|| Self { work, records: 0, building: RULE, ..self.clone() })
    }

    /// When all were made anew.
    #[must_use]
    pub fn done(&self) -> Self {
        Self { work: Work::Rest, rule: self.building, ..self.clone() }
    }
}

/// What is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Work {
    /// Nothing.
    Rest,
    /// Records of a sort are kept.
    Keep {
        /// The sort, other than tickets.
        sort: Sort,
        /// Behind which of them.
        after: Option<String>,
    },
    /// Tickets are kept.
    Tickets {
        /// The queue whose tickets are next; none before the first.
        queue: Option<QueueId>,
        /// Where in that queue.
        after: Option<String>,
    },
    /// Rows of what is no longer there are removed.
    Clear {
        /// The shard of the cards.
        shard: u64,
        /// Behind which of them.
        after: Option<String>,
    },
}

impl Entity for FindsHead {
    const KIND: &'static str = "finds_head";
    const TABLE: Table = Table::Finds;

    fn key(&self) -> Key {
        Key::finds_head(self.tenant_id)
    }
}

impl Kept {
    fn of(findable: &Findable) -> Self {
        let content = format!("{}|{:?}|{:?}", findable.terms.text(), findable.name, findable.also);
        Self {
            place: findable.place.clone(),
            circles: findable.circles.iter().map(ToString::to_string).collect(),
            beginnings: findable.terms.beginnings().clone(),
            marks: findable.marks.iter().fold(BTreeMap::new(), |mut marks: BTreeMap<String, BTreeSet<String>>, (circle, mark)| {
                marks.entry(circle.to_string()).or_default().insert(mark.as_str().to_owned());
                marks
            }),
            content: digest(&content)[..12].to_owned(),
        }
    }

    fn keys(&self, tenant: TenantId, sort: Sort) -> impl Iterator<Item = Key> {
        let words = self.circles.iter().flat_map(|circle| self.beginnings.iter().map(move |beginning| (circle, beginning)));
        let marks = self.marks.iter().flat_map(|(circle, marks)| marks.iter().map(move |mark| (circle, mark)));
        words.chain(marks).map(move |(circle, beginning)| Key { pk: finds_pk(tenant, sort, circle, beginning), sk: self.place.clone() })
    }
}

/// What is to be written.
struct Change {
    next: Card,
    put: Vec<FindRow>,
    remove: Vec<Key>,
}

impl Change {
    /// From what the card says to what the record is now. `anew`: whatever the card says.
    fn of(tenant: TenantId, found: Found, before: Option<&Card>, now: Option<(&Findable, u64)>, anew: bool) -> Self {
        let kept = before.map_or(&[][..], |card| &card.kept);
        let may_stand: BTreeSet<Key> = kept.iter().flat_map(|kept| kept.keys(tenant, found.sort())).collect();
        let after = now.map(|(findable, _)| Kept::of(findable));
        // Rows that hold the same and are all there need not be written again.
        let same = match (kept, &after) {
            ([only], Some(after)) => !anew && only.content == after.content && only.place == after.place,
            _ => false,
        };
        let text = now.map(|(findable, _)| findable.terms.text()).unwrap_or_default();
        // Of who has a relation of his own it must be known where else he finds it.
        let own = now.map(|(findable, _)| findable.circles.iter().filter(|circle| matches!(circle, Circle::Own(_))));
        let own: Vec<String> = own.into_iter().flatten().map(|circle| format!("#{circle}#")).collect();
        let row = |key: Key| {
            let also = now.and_then(|(findable, _)| findable.also).filter(|_| own.iter().any(|own| key.pk.contains(own)));
            let name = now.and_then(|(findable, _)| findable.name.clone());
            FindRow { key, found, text: text.clone(), name, also: also.map(|circle| circle.to_string()) }
        };
        let wanted: BTreeSet<Key> = after.iter().flat_map(|after| after.keys(tenant, found.sort())).collect();
        let put = wanted.iter().filter(|key| !(same && may_stand.contains(*key))).cloned().map(row).collect();
        let remove = may_stand.difference(&wanted).cloned().collect();
        let record_version = now.map_or(0, |(_, version)| version);
        let next = Card { tenant_id: tenant, found, rule: RULE, record_version, kept: after.into_iter().collect() };
        Self { next, put, remove }
    }
}

impl Store {
    /// Keeps a record as it is found now: its rows are those of the newest version that anybody saw. `anew`: they are
    /// written again even if they should be there. Whether anything was written.
    pub async fn keep_found(&self, tenant: TenantId, found: Found, anew: bool, token: impl Fn() -> String) -> Result<bool, StoreError> {
        for attempt in 1..=ATTEMPTS {
            // In this order: the record is as new as what was kept of it, or newer.
            let card = self.get::<Card>(&Key::find_card(tenant, found, CARD_SHARDS)).await?;
            let now = self.findable(tenant, found).await?;
            let now = now.as_ref().map(|(findable, version)| (findable, *version));
            if card.as_ref().is_some_and(|card| is_kept(&card.value, now)) && !anew || card.is_none() && now.is_none() {
                return Ok(false);
            }
            let change = Change::of(tenant, found, card.as_ref().map(|card| &card.value), now, anew);
            match self.keep(card, change, &token).await {
                Ok(()) => return Ok(true),
                // Somebody else keeps it at the same time.
                Err(CommitError::Clash(_)) => wait_turn(&token(), attempt).await,
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Busy("what is found is kept over and over".into()))
    }

    async fn keep(&self, card: Option<Versioned<Card>>, change: Change, token: &impl Fn() -> String) -> Result<(), CommitError> {
        let Change { next, put, remove } = change;
        let actions = put.len() + remove.len();
        if actions <= TOGETHER {
            let commit = settle(Commit::new(token()), card.as_ref(), &next);
            return actions_of(commit, &put, &remove).run(self).await;
        }
        let begun = self.begin_keeping(card, &next, token).await?;
        let (mut put, mut remove) = (&put[..], &remove[..]);
        loop {
            let (some, more) = put.split_at(put.len().min(TOGETHER));
            let (gone, left) = remove.split_at(remove.len().min(TOGETHER - some.len()));
            (put, remove) = (more, left);
            let is_last = put.is_empty() && remove.is_empty();
            let commit = Commit::new(token());
            let commit = if is_last { settle(commit, Some(&begun), &next) } else { commit.unchanged(&begun) };
            actions_of(commit, some, gone).run(self).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// Writes into the card what is to come.
    async fn begin_keeping(
        &self,
        card: Option<Versioned<Card>>,
        next: &Card,
        token: &impl Fn() -> String,
    ) -> Result<Versioned<Card>, CommitError> {
        // What was never settled and stands there twice is no news.
        let mut kept = card.as_ref().map(|card| card.value.kept.clone()).unwrap_or_default();
        kept.extend(next.kept.iter().cloned());
        kept.dedup();
        // More than one of them is what says that work is under way.
        if kept.len() == 1 {
            kept.push(Kept { circles: BTreeSet::new(), marks: BTreeMap::new(), ..kept[0].clone() });
        }
        let begun = Card { kept, ..next.clone() };
        let version = card.as_ref().map_or(1, |card| card.version + 1);
        Commit::new(token()).replace_or_create(card.as_ref(), &begun).run(self).await?;
        Ok(Versioned { value: begun, version })
    }

    /// What a record is found by now, and the version that it has; `None` if it is not there.
    async fn findable(&self, tenant: TenantId, found: Found) -> Result<Option<(Findable, u64)>, StoreError> {
        let (_, key) = record_key(tenant, found);
        Ok(match found {
            Found::Contact(_) => self.get::<Contact>(&key).await?.map(|row| (Findable::from(&row.value), row.version)),
            Found::Customer(_) => self.get::<Customer>(&key).await?.map(|row| (Findable::from(&row.value), row.version)),
            Found::Organisation(_) => self.get::<Organisation>(&key).await?.map(|row| (Findable::from(&row.value), row.version)),
            Found::Staff(_) => self.get::<StaffMember>(&key).await?.map(|row| (Findable::from(&row.value), row.version)),
            Found::Ticket(_) => self.get::<Ticket>(&key).await?.map(|row| (Findable::from(&row.value), row.version)),
        })
    }

    /// Whether all that the tenant has stands under its marks, so that lists can be read by them.
    pub async fn keeps_marks(&self, tenant: TenantId) -> Result<bool, StoreError> {
        let head = self.get_in_batch::<FindsHead>(&Key::finds_head(tenant), Freshness::Eventual).await?;
        Ok(head.is_some_and(|head| head.value.rule == RULE))
    }

    /// How far rebuilding is.
    pub async fn finds_head(&self, tenant: TenantId) -> Result<Option<Versioned<FindsHead>>, StoreError> {
        self.get(&Key::finds_head(tenant)).await
    }

    /// Records of which something is kept: a part of one shard, and behind which one to go on.
    pub async fn kept_records(
        &self,
        tenant: TenantId,
        shard: u64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<(Vec<Found>, Option<String>), StoreError> {
        let pk = cards_pk(tenant, shard);
        let from = behind(after);
        let stretch = Stretch { index: None, pk: &pk, from: &from, to: "~", ascending: true, limit, strong: true };
        let (items, goes_on) = self.stretch(Table::Finds, stretch).await?;
        let next = items.last().filter(|_| goes_on).map(|last| Key::of(last).sk);
        Ok((self.readable::<Card>(items).into_iter().map(|card| card.value.found).collect(), next))
    }
}

/// Whether rows of what a record is now, or of a later state, are all there and no others.
fn is_kept(card: &Card, now: Option<(&Findable, u64)>) -> bool {
    let settled = card.kept.len() <= 1 && card.rule == RULE;
    settled && now.is_some_and(|(_, version)| card.record_version >= version)
}

/// Writes what the card says in the end.
fn settle(commit: Commit, card: Option<&Versioned<Card>>, next: &Card) -> Commit {
    match card {
        Some(card) if next.kept.is_empty() => commit.remove_read(card, Clash::Stale),
        _ => commit.replace_or_create(card, next),
    }
}

fn actions_of(commit: Commit, put: &[FindRow], remove: &[Key]) -> Commit {
    let commit = put.iter().fold(commit, Commit::put_over);
    remove.iter().fold(commit, |commit, key| commit.remove(Table::Finds, key))
}
