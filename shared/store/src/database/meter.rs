//! What a request spent in the database, as DynamoDB itself counts it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::types::ConsumedCapacity;

use crate::Table;

/// Adds up the capacity of one request's calls. Clones share the sum.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Spent>>);

/// Capacity spent and calls made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spent {
    /// Read request units.
    pub read: f64,
    /// Write request units.
    pub write: f64,
    /// The calls made: what the function's role must allow, and no more.
    pub calls: BTreeSet<Call>,
}

/// A call, as IAM sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The IAM action.
    pub action: &'static str,
    /// The table.
    pub table: Table,
    /// The index, if the call goes to one: it is a resource of its own.
    pub index: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Spend {
    Read,
    Write,
}

impl Meter {
    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn call(&self, action: &'static str, table: Table) {
        self.note(Call { action, table, index: None });
    }

    pub(crate) fn note(&self, call: Call) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).calls.insert(call);
    }

    pub(crate) fn add<'a>(&self, spend: Spend, consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        let units: f64 = consumed.into_iter().filter_map(ConsumedCapacity::capacity_units).sum();
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match spend {
            Spend::Read => spent.read += units,
            Spend::Write => spent.write += units,
        }
    }
}
