//! Accounts, the identities bound to them, passwords and login attempts.

pub mod account;
pub mod attempts;
pub mod login_name;
pub mod password;
pub mod reset;

pub use account::{Account, Authority, Binding, Device, Identity, IdentityState, IllegalMove, Landing, Move, Session};
pub use login_name::LoginName;
pub use password::{NewPassword, StoredPassword};
