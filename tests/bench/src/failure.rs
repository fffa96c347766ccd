//! Why nothing can be measured.

/// Why nothing can be measured. The sentence is for whoever ran it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;
