//! Looking up what is found (table `finds`): a row for each beginning of a word, circle and record, the newest first.
//!
//! A row has the text that its record is found by, so that several words need no read of the record: rows are read by
//! the beginnings that few are expected to have, and held against the words. What is read stays within a limit however
//! many rows there are; whoever asks goes on where it ended.

use std::collections::BTreeMap;

use foyer_domain::agents::StaffMember;
use foyer_domain::directory::{Contact, Customer, Organisation};
use foyer_domain::find::{Circle, Found, Mark, Question, Sort};
use foyer_domain::id::TenantId;
use foyer_domain::tickets::Ticket;
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use crate::client::{Freshness, Item};
use crate::key::finds_pk;
use crate::page::Stretch;
use crate::{Entity, Key, Page, PageRequest, Store, StoreError, Table};

/// Rows that a search reads beyond those that a page shows: some may not fit all that is asked for.
const BEYOND: u32 = 20;
/// Circles that are looked in at the same time.
const CIRCLES_AT_ONCE: usize = 20;

/// That a record is found by a beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindRow {
    /// Its key says by what, and by whom: it is not kept twice.
    #[serde(skip, default = "Key::nothing")]
    pub(crate) key: Key,
    /// The record.
    pub(crate) found: Found,
    /// All that it is found by.
    pub(crate) text: String,
    /// Its name, where it need not be read to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// The circle besides its own in which the same person may find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) also: Option<String>,
}

impl Entity for FindRow {
    const KIND: &'static str = "find";
    const TABLE: Table = Table::Finds;

    fn key(&self) -> Key {
        self.key.clone()
    }
}

/// Where to look: records of a sort, as a circle finds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// The sort.
    pub sort: Sort,
    /// The circle.
    pub circle: Circle,
}

/// What a list looks for.
#[derive(Debug, Clone)]
pub struct Sought<'a> {
    /// Words that must all be found.
    pub question: Option<&'a Question>,
    /// The circles that are looked in, and the marks that records must have there.
    pub places: Vec<(Circle, Vec<Mark>)>,
    /// Only places from this one on.
    pub from: Option<String>,
    /// Only places before this one.
    pub before: Option<String>,
}

/// How to look.
#[derive(Debug, Clone)]
pub struct Look {
    /// Only what stands behind this place.
    pub after: Option<String>,
    /// Only places from this one on.
    pub from: Option<String>,
    /// Beginnings that are looked up at the same time. More than one helps where it is not known which of them few have.
    pub beginnings: usize,
    /// Rows that are read of each.
    pub rows: u32,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// It.
    pub found: Found,
    /// Its place among its sort.
    pub place: String,
    /// Its name, if it may be shown without being read.
    pub name: Option<String>,
    /// The circle besides their own in which its seers may find it.
    also: Option<String>,
}

impl Hit {
    /// Whether it is found in one of these circles too.
    pub fn is_also_in<'a>(&self, mut circles: impl Iterator<Item = &'a Circle>) -> bool {
        self.also.as_ref().is_some_and(|also| circles.any(|circle| circle.to_string() == *also))
    }
}

/// What was found in one place.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The newest first.
    pub rows: Vec<Hit>,
    /// Behind which place to go on, if there may be more.
    pub next: Option<String>,
}

/// A record that was found and read.
#[derive(Debug, Clone)]
pub enum Record {
    /// A contact.
    Contact(Box<Contact>),
    /// A customer.
    Customer(Box<Customer>),
    /// An organisation.
    Organisation(Box<Organisation>),
    /// Somebody who works here.
    Staff(Box<StaffMember>),
    /// A ticket.
    Ticket(Box<Ticket>),
}

impl Store {
    /// What of one place fits a question.
    pub async fn find(&self, tenant: TenantId, place: Where, question: &Question, look: &Look) -> Result<Hits, StoreError> {
        self.find_marked(tenant, place, Some(question), &[], look).await
    }

    /// What of one place fits a question, if there is one, and has all of these marks.
    async fn find_marked(
        &self,
        tenant: TenantId,
        place: Where,
        question: Option<&Question>,
        marks: &[Mark],
        look: &Look,
    ) -> Result<Hits, StoreError> {
        let words = question.map(|question| question.beginnings(place.sort, look.beginnings)).unwrap_or_default();
        if question.is_some() && words.is_empty() {
            return Ok(Hits::default());
        }
        let beginnings: Vec<&str> = marks.iter().map(Mark::as_str).chain(words.iter().map(String::as_str)).collect();
        let parts = try_join_all(beginnings.iter().map(|beginning| self.find_by(tenant, place, beginning, look))).await?;
        // Whatever fits stands under each of them: the one that came furthest, by reading the fewest others, has most.
        let further = |left: &Hits, right: &Hits| match (&left.next, &right.next) {
            (None, _) => true,
            (_, None) => false,
            (Some(left), Some(right)) => left < right,
        };
        let part = parts.into_iter().reduce(|best, other| if further(&other.1, &best.1) { other } else { best });
        let Some((texts, mut hits)) = part else { return Ok(Hits::default()) };
        let mut fits = texts.iter().map(|text| question.is_none_or(|question| question.fits(place.sort, text)));
        hits.rows.retain(|_| fits.next().unwrap_or(false));
        Ok(hits)
    }

    /// One page of the records that fit in any of several circles, the newest first. It reads as much whatever there is;
    /// a page may be short, and its cursor goes on from there.
    pub async fn search(
        &self,
        tenant: TenantId,
        sort: Sort,
        sought: &Sought<'_>,
        request: &PageRequest,
    ) -> Result<Page<Record>, StoreError> {
        let after = request.after.clone().into_iter().chain(sought.before.clone()).min();
        // With marks, one beginning of the words is enough: there are others to compare it with.
        let beginnings = if sought.places.iter().any(|(_, marks)| marks.is_empty()) { 2 } else { 1 };
        let look = Look { after, from: sought.from.clone(), beginnings, rows: request.limit.saturating_add(BEYOND) };
        let hits = self.find_in_any(tenant, sort, sought, &look, request.limit).await?;
        let found: Vec<Found> = hits.rows.iter().map(|hit| hit.found).collect();
        Ok(Page { rows: self.found(tenant, &found).await?, next: hits.next })
    }

    /// What fits in any of several circles, at most `limit` of it. Places in all of them compare, so that one bound is
    /// the cursor of all.
    async fn find_in_any(&self, tenant: TenantId, sort: Sort, sought: &Sought<'_>, look: &Look, limit: u32) -> Result<Hits, StoreError> {
        let mut found = BTreeMap::new();
        // What stands behind it was not looked at in some circle.
        let mut looked_to: Option<String> = None;
        for some in sought.places.chunks(CIRCLES_AT_ONCE) {
            let place = |circle: Circle| Where { sort, circle };
            let parts = some.iter().map(|(circle, marks)| self.find_marked(tenant, place(*circle), sought.question, marks, look));
            for part in try_join_all(parts).await? {
                looked_to = looked_to.into_iter().chain(part.next).max();
                found.extend(part.rows.into_iter().map(|hit| (hit.place.clone(), hit)));
            }
        }
        let seen = found.into_values().rev().filter(|hit| looked_to.as_ref().is_none_or(|to| hit.place >= *to));
        let mut rows: Vec<Hit> = seen.collect();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let next = if rows.len() > limit { rows.get(limit.saturating_sub(1)).map(|last| last.place.clone()) } else { looked_to };
        rows.truncate(limit);
        Ok(Hits { rows, next })
    }

    /// The rows of one beginning, each with its text.
    async fn find_by(&self, tenant: TenantId, place: Where, beginning: &str, look: &Look) -> Result<(Vec<String>, Hits), StoreError> {
        let pk = finds_pk(tenant, place.sort, &place.circle.to_string(), beginning);
        // "0" is smaller and "~" greater than every place.
        let from = look.from.as_deref().unwrap_or("0");
        let to = look.after.as_deref().unwrap_or("~");
        if from >= to {
            return Ok((Vec::new(), Hits::default()));
        }
        // What the bound itself names is not wanted again.
        let limit = look.rows.saturating_add(u32::from(look.after.is_some()));
        let stretch = Stretch { index: None, pk: &pk, from, to, ascending: false, limit, strong: false };
        let (items, goes_on) = self.stretch(Table::Finds, stretch).await?;
        let next = items.last().filter(|_| goes_on).map(|last| Key::of(last).sk);
        let mut texts = Vec::new();
        let mut rows = Vec::new();
        for item in items {
            let place = Key::of(&item).sk;
            if look.after.as_ref().is_some_and(|after| place >= *after) {
                continue;
            }
            if let Some(row) = self.readable::<FindRow>([item]).pop() {
                let FindRow { found, text, name, also, .. } = row.value;
                texts.push(text);
                rows.push(Hit { found, place, name, also });
            }
        }
        Ok((texts, Hits { rows, next }))
    }

    /// The records that were found, in their order; what is not there, or cannot be read, is left out. One call.
    pub async fn found(&self, tenant: TenantId, found: &[Found]) -> Result<Vec<Record>, StoreError> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = found.iter().map(|found| record_key(tenant, *found)).collect();
        let mut rows = self.batch(wanted, |_| Freshness::Eventual).await?;
        let mut records = Vec::new();
        for found in found {
            let (table, key) = record_key(tenant, *found);
            let position = rows.iter().position(|(of, item)| *of == table && Key::of(item) == key);
            records.extend(position.and_then(|position| self.record_of(*found, rows.swap_remove(position).1)));
        }
        Ok(records)
    }

    fn record_of(&self, found: Found, item: Item) -> Option<Record> {
        Some(match found {
            Found::Contact(_) => Record::Contact(Box::new(self.readable([item]).pop()?.value)),
            Found::Customer(_) => Record::Customer(Box::new(self.readable([item]).pop()?.value)),
            Found::Organisation(_) => Record::Organisation(Box::new(self.readable([item]).pop()?.value)),
            Found::Staff(_) => Record::Staff(Box::new(self.readable([item]).pop()?.value)),
            Found::Ticket(_) => Record::Ticket(Box::new(self.readable([item]).pop()?.value)),
        })
    }
}

/// Where a record stands.
pub(crate) fn record_key(tenant: TenantId, found: Found) -> (Table, Key) {
    match found {
        Found::Contact(id) => (Table::Directory, Key::contact(tenant, id)),
        Found::Customer(id) => (Table::Directory, Key::customer(tenant, id)),
        Found::Organisation(id) => (Table::Directory, Key::organisation(tenant, id)),
        Found::Staff(id) => (Table::Agents, Key::staff(tenant, id)),
        Found::Ticket(id) => (Table::Tickets, Key::ticket(tenant, id)),
    }
}

/// The record of a row whose key a stream told; `None` for any other row.
pub fn record_of_key(keys: &serde_json::Value) -> Option<(TenantId, Found)> {
    let part = |name: &str| keys.get(name)?.get("S")?.as_str().map(str::to_owned);
    Key { pk: part("pk")?, sk: part("sk")? }.record_of()
}
