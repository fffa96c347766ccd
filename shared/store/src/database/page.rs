//! Pages by keyset: a cursor names the last row seen, under a seal that binds it to one session and list.

use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle_eq::equal;

use crate::client::Item;
use crate::entity::text;
use crate::meter::{Call, InWaves as _, Spend};
use crate::{Entity, Key, Store, StoreError, Table};

/// What seals a caller's cursors. Made from the session, so a cursor works for the caller it was made for
/// and ends with his session. It only picks a starting point inside a list that is checked anyway.
#[derive(Debug, Clone)]
pub struct CursorKey([u8; 32]);

/// A cursor that was not made for this caller and list, or was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor does not belong to this list; start again without it")]
pub struct InvalidCursor;

/// Which page is wanted.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Rows at most, 1 to 100.
    pub limit: u32,
    /// The position after which it begins.
    pub after: Option<String>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// The position of the last row, if there may be more.
    pub next: Option<String>,
}

const SEAL: usize = 16;

impl CursorKey {
    /// Derives the key from a session's digest.
    pub fn of_session(session_digest: &str) -> Self {
        Self(Sha256::digest(format!("cursor key of {session_digest}")).into())
    }

    /// Seals a position in `list`.
    pub fn seal(&self, list: &str, position: &str) -> String {
        let mut bytes = self.tag(list, position).to_vec();
        bytes.extend_from_slice(position.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Opens a cursor of `list`.
    pub fn open(&self, list: &str, cursor: &str) -> Result<String, InvalidCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| InvalidCursor)?;
        let (seal, position) = bytes.split_at_checked(SEAL).ok_or(InvalidCursor)?;
        let position = std::str::from_utf8(position).map_err(|_| InvalidCursor)?;
        if equal(seal, &self.tag(list, position)) { Ok(position.to_owned()) } else { Err(InvalidCursor) }
    }

    /// The key goes in front and the list's length is fixed by its own digest, so that no text can be
    /// moved from one part to the other; the output is cut, so it cannot be extended.
    fn tag(&self, list: &str, position: &str) -> [u8; SEAL] {
        let digest = Sha256::new().chain_update(self.0).chain_update(Sha256::digest(list)).chain_update(position).finalize();
        let mut tag = [0; SEAL];
        tag.copy_from_slice(&digest[..SEAL]);
        tag
    }
}

/// The parts of a position in an index: the index's sort key and the row's key.
const PART: char = '\n';

/// A partition of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexOf<'a> {
    /// The table.
    pub(crate) table: Table,
    /// The index's name.
    pub(crate) name: &'static str,
    /// The prefix of its attributes: `gsi1` for `gsi1pk` and `gsi1sk`.
    pub(crate) attributes: &'a str,
    /// The partition.
    pub(crate) pk: &'a str,
}

impl IndexOf<'_> {
    /// The key after which a page begins, from its position.
    fn start(&self, position: &str) -> Option<Item> {
        let mut parts = position.split(PART);
        let (sort, own_pk, own_sk) = (parts.next()?, parts.next()?, parts.next()?);
        let mut item = Key { pk: own_pk.into(), sk: own_sk.into() }.item();
        item.insert(format!("{}pk", self.attributes), AttributeValue::S(self.pk.to_owned()));
        item.insert(format!("{}sk", self.attributes), AttributeValue::S(sort.to_owned()));
        Some(item)
    }

    /// The position of a row.
    fn position(&self, last: &Item) -> String {
        index_position(text(last, &format!("{}sk", self.attributes)).unwrap_or(""), &Key::of(last))
    }
}

/// The position of a row in an index that has it under `sort`.
pub(crate) fn index_position(sort: &str, key: &Key) -> String {
    format!("{sort}{PART}{}{PART}{}", key.pk, key.sk)
}

/// Bounds of a sort key, both included.
#[derive(Debug, Clone)]
pub(crate) struct Between {
    /// The smallest.
    pub(crate) from: String,
    /// The greatest.
    pub(crate) until: String,
}

impl Store {
    /// One page of the rows under `pk` whose sort key begins with `prefix`, newest first.
    pub(crate) async fn query(&self, table: Table, pk: &str, prefix: &str, page: &PageRequest) -> Result<Page<Item>, StoreError> {
        debug_assert!(!prefix.is_empty(), "DynamoDB refuses an empty prefix; the embedded database does not");
        let start = page.after.as_ref().map(|after| Key { pk: pk.to_owned(), sk: after.clone() }.item());
        let query = self
            .client
            .query()
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", AttributeValue::S(pk.to_owned()))
            .expression_attribute_values(":prefix", AttributeValue::S(prefix.to_owned()))
            .set_exclusive_start_key(start)
            .scan_index_forward(false)
            .limit(i32::try_from(page.limit).unwrap_or(i32::MAX));
        let answer = self.ask(table, None, query).await?;
        let next = answer.last_evaluated_key.as_ref().map(|key| Key::of(key).sk);
        Ok(Page { rows: answer.items.unwrap_or_default(), next })
    }

    /// Every row under `pk`, strongly consistent: for partitions that are small by construction.
    pub(crate) async fn query_all(&self, table: Table, pk: &str) -> Result<Vec<Item>, StoreError> {
        let mut rows = Vec::new();
        let mut start = None;
        loop {
            let query = self
                .client
                .query()
                .key_condition_expression("pk = :pk")
                .expression_attribute_values(":pk", AttributeValue::S(pk.to_owned()))
                .set_exclusive_start_key(start)
                .consistent_read(true);
            let answer = self.ask(table, None, query).await?;
            rows.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(rows);
            }
        }
    }

    /// One page of the keys that an index lists under `pk`, the greatest first. `attributes` is the
    /// index's prefix: `gsi1` for `gsi1pk` and `gsi1sk`.
    pub(crate) async fn query_index(
        &self,
        table: Table,
        index: &'static str,
        attributes: &str,
        pk: &str,
        page: &PageRequest,
    ) -> Result<Page<Key>, StoreError> {
        self.query_index_in_order(table, index, attributes, pk, page, false).await
    }

    /// The same, in the order asked for.
    pub(crate) async fn query_index_in_order(
        &self,
        table: Table,
        index: &'static str,
        attributes: &str,
        pk: &str,
        page: &PageRequest,
        ascending: bool,
    ) -> Result<Page<Key>, StoreError> {
        let of = IndexOf { table, name: index, attributes, pk };
        let page = self.index_page(&of, None, page, ascending).await?;
        Ok(Page { rows: page.rows.iter().map(Key::of).collect(), next: page.next })
    }

    /// One page of the rows that an index holds between two sort keys, the greatest first.
    pub(crate) async fn query_index_between(
        &self,
        index: &IndexOf<'_>,
        between: &Between,
        page: &PageRequest,
    ) -> Result<Page<Item>, StoreError> {
        self.index_page(index, Some(between), page, false).await
    }

    async fn index_page(
        &self,
        index: &IndexOf<'_>,
        between: Option<&Between>,
        page: &PageRequest,
        ascending: bool,
    ) -> Result<Page<Item>, StoreError> {
        let mut query = self
            .client
            .query()
            .key_condition_expression(if between.is_some() { "#pk = :pk AND #sk BETWEEN :from AND :until" } else { "#pk = :pk" })
            .expression_attribute_names("#pk", format!("{}pk", index.attributes))
            .expression_attribute_values(":pk", AttributeValue::S(index.pk.to_owned()))
            .set_exclusive_start_key(page.after.as_ref().and_then(|after| index.start(after)))
            .scan_index_forward(ascending)
            .limit(i32::try_from(page.limit).unwrap_or(i32::MAX));
        if let Some(between) = between {
            query = query
                .expression_attribute_names("#sk", format!("{}sk", index.attributes))
                .expression_attribute_values(":from", AttributeValue::S(between.from.clone()))
                .expression_attribute_values(":until", AttributeValue::S(between.until.clone()));
        }
        let answer = self.ask(index.table, Some(index.name), query).await?;
        let next = answer.last_evaluated_key.as_ref().map(|last| index.position(last));
        Ok(Page { rows: answer.items.unwrap_or_default(), next })
    }

    /// Sends a query to a table, or to an index of it, and notes what it took.
    async fn ask(&self, table: Table, index: Option<&'static str>, query: QueryFluentBuilder) -> Result<QueryOutput, StoreError> {
        self.meter.note(Call { action: "dynamodb:Query", table, index });
        let query = query
            .table_name(self.tables.name(table))
            .set_index_name(index.map(str::to_owned))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = query.send().noted(&self.meter).await?;
        self.meter.add(Spend::Read, answer.consumed_capacity());
        Ok(answer)
    }
}

/// Part of a partition, in one order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    /// The index, with the prefix of its attributes; none for the table itself.
    pub(crate) index: Option<(&'static str, &'static str)>,
    /// The partition.
    pub(crate) pk: &'a str,
    /// Sort keys from this one on.
    pub(crate) from: &'a str,
    /// Sort keys below this one, or up to it.
    pub(crate) to: &'a str,
    /// The smallest first.
    pub(crate) ascending: bool,
    /// Rows at most.
    pub(crate) limit: u32,
    /// As fresh as this; an index has no choice.
    pub(crate) strong: bool,
}

impl Store {
    /// The rows of a stretch, and whether there may be more.
    pub(crate) async fn stretch(&self, table: Table, of: Stretch<'_>) -> Result<(Vec<Item>, bool), StoreError> {
        let prefix = of.index.map_or("", |(_, attributes)| attributes);
        let query = self
            .client
            .query()
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
            .expression_attribute_names("#pk", format!("{prefix}pk"))
            .expression_attribute_names("#sk", format!("{prefix}sk"))
            .expression_attribute_values(":pk", AttributeValue::S(of.pk.to_owned()))
            .expression_attribute_values(":from", AttributeValue::S(of.from.to_owned()))
            .expression_attribute_values(":to", AttributeValue::S(of.to.to_owned()))
            .consistent_read(of.strong && of.index.is_none())
            .scan_index_forward(of.ascending)
            .limit(i32::try_from(of.limit).unwrap_or(i32::MAX));
        let answer = self.ask(table, of.index.map(|(name, _)| name), query).await?;
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key.is_some()))
    }
}

impl Page<Item> {
    /// Reads the rows as values; those that cannot be read are left out.
    pub(crate) fn read<T: Entity>(self, store: &Store) -> Page<T> {
        let rows = store.readable::<T>(self.rows);
        Page { rows: rows.into_iter().map(|row| row.value).collect(), next: self.next }
    }
}

mod subtle_eq {
    /// Compares without stopping at the first difference.
    pub(super) fn equal(left: &[u8], right: &[u8]) -> bool {
        left.len() == right.len() && left.iter().zip(right).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_for_its_caller_and_list_only() {
        let key = CursorKey::of_session("a");
        let cursor = key.seal("contacts", "CONTACT#ctc_1");
        assert_eq!(key.open("contacts", &cursor).as_deref(), Ok("CONTACT#ctc_1"));
        assert_eq!(key.open("tickets", &cursor), Err(InvalidCursor));
        assert_eq!(CursorKey::of_session("b").open("contacts", &cursor), Err(InvalidCursor));
        for broken in ["", "x", "é", &cursor[1..], &format!("{cursor}AAAA")] {
            assert_eq!(key.open("contacts", broken), Err(InvalidCursor), "{broken}");
        }
    }
}
