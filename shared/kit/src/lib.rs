//! What every function shares. A handler sees [`Deps`], its caller and its input, and answers with a
//! [`Reply`] or a [`Problem`]; everything about HTTP, Lambda and configuration stays in here.

pub mod batch;
pub mod caller;
pub mod config;
pub mod content;
pub mod deps;
pub mod device;
pub mod edition;
mod front_door;
pub mod http;
pub mod intake;
pub mod lambda;
pub mod logging;
mod metrics;
pub mod operation;
pub mod pace;
pub mod passwords;
pub mod patch;
pub mod platform;
pub mod problem;
pub mod query;
mod rehearsal;
pub mod reply;
pub mod sealing;
mod stale;
pub mod sweep;
pub mod system;
pub mod token;
pub mod wiring;

pub use caller::{Anonymous, Caller, External, HalfSignedIn, Member, Owner, SignedIn, Staff};
pub use config::Config;
pub use content::{Cache, Raw};
pub use deps::Deps;
pub use edition::Edition;
pub use intake::Picture;
pub use operation::{Contract, Operation, Run};
pub use passwords::Passwords;
pub use patch::Patch;
pub use problem::Problem;
pub use reply::Reply;
pub use token::Hints;
pub use wiring::Wiring;
