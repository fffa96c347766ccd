//! Accounts, the identities bound to them, passwords and login attempts.

pub mod account;
pub mod attempts;
pub mod login_name;
pub mod password;
pub mod reset;
pub mod second_factor;

pub use account::{Account, Authority, Binding, Device, Identity, IdentityState, IllegalMove, Landing, Move, Outstanding, Session};
pub use login_name::LoginName;
pub use password::{NewPassword, StoredPassword};
pub use second_factor::{Authenticator, SecondFactor};
