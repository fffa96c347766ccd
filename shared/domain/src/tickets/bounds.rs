//! How many tickets and drafts one identity may have under way.

/// Tickets that are open: more than anybody has who waits for help, and few enough that a queue stays others' too.
pub const MOST_OPEN: u64 = 100;
/// Drafts.
pub const MOST_DRAFTS: u32 = 50;
