//! Accounts, the identities bound to them, passwords and login attempts.

pub mod account;
pub mod attempts;
pub mod choices;
pub mod face;
pub mod login_name;
pub mod password;
pub mod reset;
pub mod second_factor;

pub use account::{Account, Authority, Binding, Device, Identity, IdentityState, IllegalMove, Landing, Move, Moved, Outstanding, Session};
pub use choices::{Muted, Topic};
pub use face::{AvatarTag, Face, Reach, Shown};
pub use login_name::LoginName;
pub use password::{NewPassword, StoredPassword};
pub use second_factor::{Authenticator, SecondFactor};
