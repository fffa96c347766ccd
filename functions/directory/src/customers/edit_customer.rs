//! Edits a customer. For administrators, maintainers, who added it, its owner and its customer-service
//! owner; who is responsible changes only by who may say so. Its account keeps its login names and
//! addresses: those are its owner's. No events.

use foyer_domain::address::{Email, Language, Phone, TypedPhone};
use foyer_domain::audit::Act;
use foyer_domain::directory::Customer;
use foyer_domain::id::{CustomerId, IdentityId};
use foyer_domain::policy::Action;
use foyer_domain::text::{Line, Name, Remark};
use foyer_kit::{Deps, Hints, Operation, Patch, Problem, Reply, Staff};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::changes::Changes;
use crate::common::defaults::{self, patched_mobile as mobile};
use crate::common::responsible::{Named, RESPONSIBLE, may_assign};
use crate::common::views::{CustomerView, customer_edition};

/// What is changed: fields that are left out stay, fields that are null are emptied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The customer.
    #[schemars(with = "String")]
    pub customer_id: CustomerId,
    /// Name, 1 to 100 characters.
    #[schemars(with = "Option<String>")]
    pub name: Option<Name>,
    /// Mobile phone, with a country code unless it is of the country of the enterprise.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub mobile: Patch<TypedPhone>,
    /// Email address.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub email: Patch<Email>,
    /// Landline, as written.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub phone: Patch<Line<40>>,
    /// Remark, up to 1,000 characters.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub remark: Patch<Remark>,
    /// `zh-CN` or `en`.
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
    /// Identity of who is responsible 负责人.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub owner: Patch<IdentityId>,
    /// Identities that take part 参与人, at most 20.
    #[schemars(with = "Option<Vec<String>>")]
    pub participants: Option<Vec<IdentityId>>,
    /// Identity of the customer-service owner 客服负责人.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub service_owner: Patch<IdentityId>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead = |hints: &Hints, input: &Input| {
        vec![Ahead::of::<Customer>(Key::customer(hints.tenant_id, input.customer_id)), defaults::ahead(hints)]
    };
    Operation::http_ahead("edit-customer", "Edit a customer", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<CustomerView>, Problem> {
    let read = deps.store.customer(caller.tenant_id(), input.customer_id).await?.ok_or_else(Problem::not_found)?;
    let before = &read.value;
    caller.require(Action::Edit(before.into()))?;
    deps.unless_stale(&customer_edition(before)?, || CustomerView::of(&caller, before))?;
    let mobile = mobile(&deps, &caller, input.mobile.clone()).await?;
    let next = edited(before, &mobile, input);
    let changes = changes(before, &next);
    if changes.any(&RESPONSIBLE) {
        may_assign(&caller, None)?;
        Named::of(next.owner, &next.participants, next.service_owner).check(&deps, &caller, None).await?;
    }
    let commit = deps.commit().replace_customer(&read, &next);
    let commit = deps.audit(commit, &caller, Act::RecordEdited, next.customer_id.to_string(), changes.into_vec());
    let reply = Reply::ok(CustomerView::of(&caller, &next)).edition(&customer_edition(&next)?);
    let outcome = deps.finish(commit, reply).await;
    let now = async {
        let now = deps.store.customer(caller.tenant_id(), next.customer_id).await?.ok_or_else(Problem::not_found)?.value;
        Ok((customer_edition(&now)?, CustomerView::of(&caller, &now)))
    };
    deps.unless_overtaken(outcome, now).await
}

fn edited(before: &Customer, mobile: &Patch<Phone>, input: Input) -> Customer {
    Customer {
        name: input.name.unwrap_or_else(|| before.name.clone()),
        mobile: mobile.over(&before.mobile),
        email: input.email.over(&before.email),
        phone: input.phone.over(&before.phone),
        remark: input.remark.over(&before.remark),
        language: input.language.unwrap_or(before.language),
        owner: input.owner.over(&before.owner),
        participants: input.participants.unwrap_or_else(|| before.participants.clone()),
        service_owner: input.service_owner.over(&before.service_owner),
        ..before.clone()
    }
}

fn changes(before: &Customer, next: &Customer) -> Changes {
    Changes::default()
        .field("name", Some(&before.name), Some(&next.name))
        .field("mobile", before.mobile.as_ref(), next.mobile.as_ref())
        .field("email", before.email.as_ref(), next.email.as_ref())
        .field("phone", before.phone.as_ref(), next.phone.as_ref())
        .field("remark", before.remark.as_ref(), next.remark.as_ref())
        .field("language", Some(&before.language.tag()), Some(&next.language.tag()))
        .field("owner", before.owner.as_ref(), next.owner.as_ref())
        .list("participants", &before.participants, &next.participants)
        .field("service_owner", before.service_owner.as_ref(), next.service_owner.as_ref())
}
