//! Who may come in: accounts, sessions, and what is counted of those who try.

pub mod accounts;
pub mod apps;
pub mod attempts;
pub mod avatars;
pub mod limits;
pub mod resets;
pub mod second_factors;
pub mod sessions;
