//! Customers, and what contacts and customers have in common.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AccountLink, Contact, Party};
use crate::address::{Email, Language, Phone};
use crate::id::{CustomerId, DimensionId, IdentityId, TenantId};
use crate::identity::LoginName;
use crate::text::{Line, Name, Remark};

/// A customer 客户: a company that is served (S000-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its id.
    pub customer_id: CustomerId,
    /// Name 客户名称.
    pub name: Name,
    /// Mobile phone 手机: where SMS goes, and a login name.
    #[serde(default, deserialize_with = "crate::address::kept::phone")]
    pub mobile: Option<Phone>,
    /// Email 邮箱: a login name too.
    #[serde(default, deserialize_with = "crate::address::kept::email")]
    pub email: Option<Email>,
    /// Landline 电话, as it was typed.
    pub phone: Option<Line<40>>,
    /// Remark 备注.
    pub remark: Option<Remark>,
    /// What it reads.
    pub language: Language,
    /// Who added it.
    pub adder: IdentityId,
    /// Who is responsible 负责人.
    pub owner: Option<IdentityId>,
    /// Who takes part 参与人.
    pub participants: Vec<IdentityId>,
    /// The owner for customer service 客服负责人.
    pub service_owner: Option<IdentityId>,
    /// The state of its account.
    pub account: AccountLink,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A contact or a customer, as what an account is opened for: what both have.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Whom its identity stands for.
    pub party: Party,
    /// The dimension that it stands in; customers stand in none.
    pub dimension_id: Option<DimensionId>,
    /// The name.
    pub name: &'a Name,
    /// The mobile phone.
    pub mobile: Option<&'a Phone>,
    /// The email address.
    pub email: Option<&'a Email>,
    /// What it reads.
    pub language: Language,
    /// Who added it.
    pub adder: IdentityId,
    /// Who is responsible.
    pub owner: Option<IdentityId>,
    /// Who takes part.
    pub participants: &'a [IdentityId],
    /// The owner for customer service.
    pub service_owner: Option<IdentityId>,
    /// With whom it is shared; customers are not shared.
    pub shared_with: &'a [IdentityId],
    /// The state of its account.
    pub account: &'a AccountLink,
}

impl<'a> From<&'a Contact> for Subject<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            tenant_id: contact.tenant_id,
            party: Party::Contact { contact_id: contact.contact_id, organisation_id: contact.organisation_id },
            dimension_id: Some(contact.dimension_id),
            name: &contact.name,
            mobile: contact.mobile.as_ref(),
            email: contact.email.as_ref(),
            language: contact.language,
            adder: contact.adder,
            owner: contact.owner,
            participants: &contact.participants,
            service_owner: contact.service_owner,
            shared_with: &contact.shared_with,
            account: &contact.account,
        }
    }
}

impl<'a> From<&'a Customer> for Subject<'a> {
    fn from(customer: &'a Customer) -> Self {
        Self {
            tenant_id: customer.tenant_id,
            party: Party::Customer { customer_id: customer.customer_id },
            dimension_id: None,
            name: &customer.name,
            mobile: customer.mobile.as_ref(),
            email: customer.email.as_ref(),
            language: customer.language,
            adder: customer.adder,
            owner: customer.owner,
            participants: &customer.participants,
            service_owner: customer.service_owner,
            shared_with: &[],
            account: &customer.account,
        }
    }
}

impl Subject<'_> {
    /// The names by which it would log in: mobile, then email (decision 3).
    pub fn addresses(&self) -> Vec<LoginName> {
        let (mobile, email) = (self.mobile.cloned().map(LoginName::from), self.email.cloned().map(LoginName::from));
        mobile.into_iter().chain(email).collect()
    }

    /// The login name that the form offers: mobile, else email (S000-4).
    pub fn suggested_login(&self) -> Option<LoginName> {
        self.addresses().into_iter().next()
    }

    /// Whether anything can be sent to it.
    pub fn reachable(&self) -> bool {
        self.mobile.is_some() || self.email.is_some()
    }

    /// Everybody who finds it in his list because of who he is to it.
    pub fn seers(&self) -> Vec<IdentityId> {
        let mut seers = self.account_seers();
        seers.extend(self.shared_with);
        seers.sort_unstable();
        seers.dedup();
        seers
    }

    /// Those of them who see its account tab, too (S004-11).
    pub fn account_seers(&self) -> Vec<IdentityId> {
        let mut seers = vec![self.adder];
        seers.extend(self.owner);
        seers.extend(self.service_owner);
        seers.extend(self.participants);
        if let AccountLink::Open { opener, .. } = self.account {
            seers.push(*opener);
        }
        seers.sort_unstable();
        seers.dedup();
        seers
    }
}
