//! What an edit changes, field by field, for the audit.

use std::fmt::Display;

use foyer_domain::audit::Change;

/// The fields of a record that differ.
#[derive(Debug, Default)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// Notes a field, if it differs.
    #[must_use]
    pub fn field<T: Display>(self, name: &str, before: Option<&T>, after: Option<&T>) -> Self {
        self.texts(name, before.map(ToString::to_string), after.map(ToString::to_string))
    }

    /// Notes a field of several values, if they differ.
    #[must_use]
    pub fn list<T: Display>(self, name: &str, before: &[T], after: &[T]) -> Self {
        let joined = |values: &[T]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let given = |values: &[T]| Some(joined(values)).filter(|text| !text.is_empty());
        self.texts(name, given(before), given(after))
    }

    fn texts(mut self, name: &str, before: Option<String>, after: Option<String>) -> Self {
        if before != after {
            self.0.push(Change { field: name.to_owned(), before, after });
        }
        self
    }

    /// Whether one of these fields differs.
    pub fn any(&self, names: &[&str]) -> bool {
        self.0.iter().any(|change| names.contains(&change.field.as_str()))
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Change> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_noted() {
        let changes = Changes::default()
            .field("name", Some(&"a"), Some(&"a"))
            .field("email", None, Some(&"b"))
            .list("participants", &[1, 2], &[2])
            .list("shared_with", &[] as &[u8], &[]);
        assert!(changes.any(&["email"]) && !changes.any(&["name", "shared_with"]));
        let expected = vec![Change::set("email", "b"), Change::new("participants", Some("1 2"), Some("2"))];
        assert_eq!(changes.into_vec(), expected);
    }
}
