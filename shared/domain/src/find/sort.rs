//! Sorts of records that are found.

use serde::{Deserialize, Serialize};

/// What sort of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A contact 外部联系人.
    Contact,
    /// A customer 客户.
    Customer,
    /// An organisation 外部组织.
    Organisation,
    /// Somebody who works here.
    Staff,
    /// A ticket 工单.
    Ticket,
}

impl Sort {
    /// Every sort, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Contact, Self::Customer, Self::Organisation, Self::Staff, Self::Ticket];

    /// The name in answers and keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Customer => "customer",
            Self::Organisation => "organisation",
            Self::Staff => "staff",
            Self::Ticket => "ticket",
        }
    }
}
