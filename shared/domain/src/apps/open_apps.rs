//! Which function pages of the portal an external person may use (S000-8).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::App;
use crate::id::TenantId;
use crate::identity::{Binding, Identity};

/// The pages that an enterprise has opened to the people it serves 可见范围. Whatever is not in it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenApps {
    /// The enterprise.
    pub tenant_id: TenantId,
    /// What is open.
    pub apps: BTreeSet<App>,
}

impl OpenApps {
    /// What is open in an enterprise where nobody decided yet: all pages that there are today.
    pub fn initial(tenant_id: TenantId) -> Self {
        Self { tenant_id, apps: App::ALL.into() }
    }

    /// What `identity` may use: what was opened to it alone, or else what is open to everybody. `None` for
    /// staff, who do not use the portal.
    pub fn of<'a>(&'a self, identity: &'a Identity) -> Option<&'a BTreeSet<App>> {
        match identity.binding {
            Binding::Internal { .. } => None,
            Binding::External { .. } => Some(identity.apps.as_ref().unwrap_or(&self.apps)),
        }
    }
}
