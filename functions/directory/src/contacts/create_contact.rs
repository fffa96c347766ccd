//! Creates a contact. For staff; who names responsible people must maintain the dimension, because those
//! may then open accounts (S002-2, S002-6, S000-2). No events.

use foyer_domain::address::{Email, Language, TypedPhone};
use foyer_domain::directory::{AccountLink, Contact, Customer, Organisation, SecurityLevel};
use foyer_domain::id::{CustomerId, IdentityId, OrganisationId};
use foyer_domain::policy::{Action, Verdict};
use foyer_domain::text::{Line, Name, Remark};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use foyer_store::{Ahead, Freshness, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::defaults;
use crate::common::responsible::Named;
use crate::common::views::ContactView;
use crate::problems;

/// The form 新建联系人 (ET-6).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The organisation it belongs to.
    #[schemars(with = "String")]
    pub organisation_id: OrganisationId,
    /// The customer that it speaks for.
    #[schemars(with = "Option<String>")]
    pub customer_id: Option<CustomerId>,
    /// Name, 1 to 100 characters.
    #[schemars(with = "String")]
    pub name: Name,
    /// Mobile phone, with a country code unless it is of the country of the enterprise.
    #[schemars(with = "Option<String>")]
    pub mobile: Option<TypedPhone>,
    /// Email address.
    #[schemars(with = "Option<String>")]
    pub email: Option<Email>,
    /// Landline, as written.
    #[schemars(with = "Option<String>")]
    pub phone: Option<Line<40>>,
    /// Remark, up to 1,000 characters.
    #[schemars(with = "Option<String>")]
    pub remark: Option<Remark>,
    /// `zh-CN` or `en`; what the enterprise says otherwise.
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
    /// -999 to 0; the tenant's default otherwise (S004-10).
    #[schemars(with = "Option<i32>")]
    pub security_level: Option<SecurityLevel>,
    /// Identity of who is responsible 负责人.
    #[schemars(with = "Option<String>")]
    pub owner: Option<IdentityId>,
    /// Identities that take part 参与人, at most 20.
    #[schemars(with = "Option<Vec<String>>")]
    #[serde(default)]
    pub participants: Vec<IdentityId>,
    /// Identity of the customer-service owner 客服负责人.
    #[schemars(with = "Option<String>")]
    pub service_owner: Option<IdentityId>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| {
        vec![Ahead::of::<Organisation>(Key::organisation(hints.tenant_id, input.organisation_id)), defaults::ahead(hints)]
    };
    Operation::http_ahead("create-contact", "Create a contact in an organisation", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ContactView>, Problem> {
    let organisation = deps.store.organisation(caller.tenant_id(), input.organisation_id).await?;
    let organisation = organisation.ok_or_else(problems::unknown_organisation)?.value;
    let named = Named::of(input.owner, &input.participants, input.service_owner);
    let level = async {
        match input.security_level {
            Some(level) => Ok(level),
            None => default_level(&deps, &caller).await,
        }
    };
    let named = named.check(&deps, &caller, Some(organisation.dimension_id));
    let (named, speaks, level) = futures::join!(named, check_customer(&deps, &caller, input.customer_id), level);
    let security_level = named.and(speaks).and(level)?;
    let enterprise = deps.store.enterprise_or_initial(caller.tenant_id()).await?;
    let mobile = input.mobile.map(|typed| defaults::mobile(&enterprise, &typed)).transpose()?;
    let contact = Contact {
        tenant_id: caller.tenant_id(),
        contact_id: deps.new_id(),
        organisation_id: organisation.organisation_id,
        dimension_id: organisation.dimension_id,
        customer_id: input.customer_id,
        name: input.name,
        mobile,
        email: input.email,
        phone: input.phone,
        remark: input.remark,
        language: input.language.unwrap_or(enterprise.language),
        security_level,
        adder: caller.identity_id(),
        owner: input.owner,
        participants: input.participants,
        service_owner: input.service_owner,
        shared_with: Vec::new(),
        account: AccountLink::None { rejection: None },
        created_at: deps.now(),
    };
    let reply = Reply::created(format!("/api/contacts/{}", contact.contact_id), ContactView::of(&caller, &contact));
    Ok(deps.finish(deps.commit().create_contact(&contact), reply).await?)
}

/// A contact speaks for a customer that the caller knows. A batch of one: that is how the contact is read too.
pub(crate) async fn check_customer(deps: &Deps, caller: &Staff, customer: Option<CustomerId>) -> Result<(), Problem> {
    let Some(customer) = customer else { return Ok(()) };
    let found = deps.store.get_many::<Customer>(&[Key::customer(caller.tenant_id(), customer)], Freshness::Strong).await?.pop();
    let found = found.ok_or_else(problems::unknown_customer)?;
    match caller.may(Action::View((&found.value).into())) {
        Verdict::Allowed(_) => Ok(()),
        _ => Err(problems::unknown_customer()),
    }
}

async fn default_level(deps: &Deps, caller: &Staff) -> Result<SecurityLevel, Problem> {
    let tenant = deps.store.tenant(caller.tenant_id()).await?;
    let tenant = tenant.ok_or_else(|| Problem::internal("the caller's tenant does not exist"))?;
    Ok(tenant.value.default_security_level)
}
