//! Query parameters that lists share.

use foyer_store::{CursorKey, Page, PageRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Deps, Problem};

/// How many rows a page has: 1 to 100, 20 by default.
#[derive(Debug, Clone, Copy, JsonSchema)]
#[schemars(with = "u32", extend("minimum" = 1, "maximum" = 100, "default" = 20))]
pub struct Limit(u32);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    /// A query parameter is text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text.parse().ok().filter(|number| (1..=100).contains(number));
        number.map(Self).ok_or_else(|| serde::de::Error::custom("must be a number from 1 to 100"))
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct ListOutput<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give it back as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many rows are missing here because what is kept of them is damaged; absent if none is.
    #[serde(skip_serializing_if = "none")]
    pub unreadable: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn none(rows: &usize) -> bool {
    *rows == 0
}

/// Reads `limit` and `cursor` for the list `list` of this caller.
pub fn page_request(key: &CursorKey, list: &str, limit: Limit, cursor: Option<&str>) -> Result<PageRequest, Problem> {
    let after = cursor.map(|cursor| key.open(list, cursor)).transpose();
    let after = after.map_err(|error| Problem::invalid("/cursor", error.to_string()))?;
    Ok(PageRequest { limit: limit.0, after })
}

/// Makes the answer of a page. Rows that this request could not read are missing in it, and counted.
pub fn list_output<T, U>(deps: &Deps, key: &CursorKey, list: &str, page: Page<T>, row: impl FnMut(T) -> U) -> ListOutput<U> {
    let next_cursor = page.next.map(|position| key.seal(list, &position));
    ListOutput { items: page.rows.into_iter().map(row).collect(), next_cursor, unreadable: deps.store.meter().left_out() }
}
