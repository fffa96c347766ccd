//! Whom an external identity stands for.

use serde::{Deserialize, Serialize};

use crate::id::{ContactId, CustomerId, OrganisationId};

/// Whom an external identity stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "party", rename_all = "snake_case")]
pub enum Party {
    /// A contact of an external organisation.
    Contact {
        /// The contact.
        contact_id: ContactId,
        /// Its organisation.
        organisation_id: OrganisationId,
    },
    /// A customer.
    Customer {
        /// The customer.
        customer_id: CustomerId,
    },
}

impl Party {
    /// The id of the contact or the customer, with its prefix.
    pub fn id(&self) -> String {
        match self {
            Self::Contact { contact_id, .. } => contact_id.to_string(),
            Self::Customer { customer_id } => customer_id.to_string(),
        }
    }
}
