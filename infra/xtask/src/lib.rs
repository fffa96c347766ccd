//! Checks that template, programs, registries, samples, schemas and documents agree, writes what is made
//! from the types, and makes new operations.
//!
//! Every check is a function over plain data that answers with [`Finding`]s; [`check::all`] gathers the
//! data from the repository and runs them.

pub mod check;
pub mod circles;
pub mod deployed;
pub mod docs;
pub mod events;
pub mod openapi;
pub mod problems;
pub mod registry;
pub mod samples;
pub mod scaffold;
pub mod sources;
pub mod tree;

use std::fmt;

/// Something that does not agree with the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub file: String,
    /// What.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    /// A finding.
    pub fn new(file: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.into(), what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.file, self.what, self.remedy)
    }
}

/// `open-account` as a module: `open_account`.
pub(crate) fn snake(operation: &str) -> String {
    operation.replace('-', "_")
}

/// `open-account` as a type or a resource: `OpenAccount`.
pub(crate) fn camel(operation: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    operation.split('-').map(capital).collect()
}
