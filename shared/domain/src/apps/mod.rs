//! The function pages of the portal, and which of them an external person may use (S000-8, decision 9).

pub mod app;
pub mod open_apps;

pub use app::App;
pub use open_apps::OpenApps;
