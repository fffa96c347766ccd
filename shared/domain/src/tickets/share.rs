//! Sharing a ticket 分享 (S001-14, F12, decision 8).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::directory::Party;
use crate::id::{CustomerId, IdentityId, OrganisationId};
use crate::text::Name;

/// With how many identities a ticket can be shared.
pub const MOST_SHARES: usize = 20;

/// That an identity may see a ticket that it did not submit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who may.
    pub identity_id: IdentityId,
    /// His name.
    pub name: Name,
    /// Whether he may comment too.
    pub may_comment: bool,
    /// Who shared it.
    pub by: IdentityId,
    /// When.
    pub at: Timestamp,
}

/// What decides with whom somebody may share: his organisation and his customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Company {
    /// The external organisation of a contact.
    pub organisation_id: Option<OrganisationId>,
    /// The customer that he is, or that he speaks for.
    pub customer_id: Option<CustomerId>,
}

impl Company {
    /// The company of whom an identity stands for. `customer_id` is the one that a contact speaks for.
    pub fn of(party: Party, customer_id: Option<CustomerId>) -> Self {
        match party {
            Party::Contact { organisation_id, .. } => Self { organisation_id: Some(organisation_id), customer_id },
            Party::Customer { customer_id } => Self { organisation_id: None, customer_id: Some(customer_id) },
        }
    }

    /// Of the same organisation, or of the same customer.
    pub fn is_with(self, other: Self) -> bool {
        let same_organisation = self.organisation_id.is_some() && self.organisation_id == other.organisation_id;
        same_organisation || (self.customer_id.is_some() && self.customer_id == other.customer_id)
    }
}
