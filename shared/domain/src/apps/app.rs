//! The function pages of the portal.

use serde::{Deserialize, Serialize};

/// A function page of the portal 应用. The own account is none: it is open to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum App {
    /// Key figures 首页.
    Home,
    /// Tickets 工单.
    Tickets,
    /// Notices 通知.
    Notices,
}

impl App {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Home, Self::Tickets, Self::Notices];

    /// The key in requests and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Tickets => "tickets",
            Self::Notices => "notices",
        }
    }
}
