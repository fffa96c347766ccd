//! Creates a customer (S000-1). For staff; who names responsible people must have the right to. No events.

use foyer_domain::address::{Email, Language, TypedPhone};
use foyer_domain::directory::{AccountLink, Customer};
use foyer_domain::id::IdentityId;
use foyer_domain::text::{Line, Name, Remark};
use foyer_kit::{Deps, Hints, Operation, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::defaults;
use crate::common::responsible::Named;
use crate::common::views::CustomerView;

/// The form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
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
    let ahead = |hints: &Hints, _: &Input| vec![defaults::ahead(hints)];
    Operation::http_ahead("create-customer", "Create a customer", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<CustomerView>, Problem> {
    Named::of(input.owner, &input.participants, input.service_owner).check(&deps, &caller, None).await?;
    let enterprise = deps.store.enterprise_or_initial(caller.tenant_id()).await?;
    let mobile = input.mobile.map(|typed| defaults::mobile(&enterprise, &typed)).transpose()?;
    let customer = Customer {
        tenant_id: caller.tenant_id(),
        customer_id: deps.new_id(),
        name: input.name,
        mobile,
        email: input.email,
        phone: input.phone,
        remark: input.remark,
        language: input.language.unwrap_or(enterprise.language),
        adder: caller.identity_id(),
        owner: input.owner,
        participants: input.participants,
        service_owner: input.service_owner,
        account: AccountLink::None { rejection: None },
        created_at: deps.now(),
    };
    let reply = Reply::created(format!("/api/customers/{}", customer.customer_id), CustomerView::of(&caller, &customer));
    Ok(deps.finish(deps.commit().create_customer(&customer), reply).await?)
}
