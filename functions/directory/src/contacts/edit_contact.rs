//! Edits a contact (S004-8) and with whom it is shared (S004-12, S004-13). For administrators, maintainers,
//! who added it, its owner and its customer-service owner; who is responsible changes only by who may say
//! so. Its account keeps its login names and addresses: those are its owner's. No events.

use foyer_domain::address::{Email, Language, Phone, TypedPhone};
use foyer_domain::audit::Act;
use foyer_domain::directory::{Contact, SecurityLevel};
use foyer_domain::id::{ContactId, CustomerId, IdentityId};
use foyer_domain::policy::Action;
use foyer_domain::text::{Line, Name, Remark};
use foyer_kit::{Deps, Hints, Operation, Patch, Problem, Reply, Staff};
use foyer_store::{Ahead, Key};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::changes::Changes;
use crate::common::defaults::{self, patched_mobile as mobile};
use crate::common::responsible::{Named, RESPONSIBLE, check_shared, may_assign};
use crate::common::views::{ContactView, contact_edition};
use crate::contacts::create_contact::check_customer;

/// What is changed: fields that are left out stay, fields that are null are emptied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The contact.
    #[schemars(with = "String")]
    pub contact_id: ContactId,
    /// The customer that it speaks for.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub customer_id: Patch<CustomerId>,
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
    /// -999 to 0 (S004-10).
    #[schemars(with = "Option<i32>")]
    pub security_level: Option<SecurityLevel>,
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
    /// Identities of internal people that it is shared with 共享, at most 20.
    #[schemars(with = "Option<Vec<String>>")]
    pub shared_with: Option<Vec<IdentityId>>,
}

/// The operation.
pub fn operation() -> Operation {
    let ahead =
        |hints: &Hints, input: &Input| vec![Ahead::of::<Contact>(Key::contact(hints.tenant_id, input.contact_id)), defaults::ahead(hints)];
    Operation::http_ahead("edit-contact", "Edit a contact", ahead, handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<ContactView>, Problem> {
    let read = deps.store.contact(caller.tenant_id(), input.contact_id).await?.ok_or_else(Problem::not_found)?;
    let before = &read.value;
    caller.require(Action::Edit(before.into()))?;
    deps.unless_stale(&contact_edition(before)?, || ContactView::of(&caller, before))?;
    let mobile = mobile(&deps, &caller, input.mobile.clone()).await?;
    let next = edited(before, &mobile, input);
    let changes = changes(before, &next);
    if changes.any(&RESPONSIBLE) {
        may_assign(&caller, Some(next.dimension_id))?;
    }
    let named = Named::of(next.owner, &next.participants, next.service_owner);
    let responsible = async { if changes.any(&RESPONSIBLE) { named.check(&deps, &caller, Some(next.dimension_id)).await } else { Ok(()) } };
    let shared = async { if changes.any(&["shared_with"]) { check_shared(&deps, &caller, &next.shared_with).await } else { Ok(()) } };
    let speaks = async { if changes.any(&["customer_id"]) { check_customer(&deps, &caller, next.customer_id).await } else { Ok(()) } };
    let (responsible, shared, speaks) = futures::join!(responsible, shared, speaks);
    responsible.and(shared).and(speaks)?;
    let commit = deps.commit().replace_contact(&read, &next);
    let commit = deps.audit(commit, &caller, Act::RecordEdited, next.contact_id.to_string(), changes.into_vec());
    let reply = Reply::ok(ContactView::of(&caller, &next)).edition(&contact_edition(&next)?);
    let outcome = deps.finish(commit, reply).await;
    let now = async {
        let now = deps.store.contact(caller.tenant_id(), next.contact_id).await?.ok_or_else(Problem::not_found)?.value;
        Ok((contact_edition(&now)?, ContactView::of(&caller, &now)))
    };
    deps.unless_overtaken(outcome, now).await
}

fn edited(before: &Contact, mobile: &Patch<Phone>, input: Input) -> Contact {
    Contact {
        customer_id: input.customer_id.over(&before.customer_id),
        name: input.name.unwrap_or_else(|| before.name.clone()),
        mobile: mobile.over(&before.mobile),
        email: input.email.over(&before.email),
        phone: input.phone.over(&before.phone),
        remark: input.remark.over(&before.remark),
        language: input.language.unwrap_or(before.language),
        security_level: input.security_level.unwrap_or(before.security_level),
        owner: input.owner.over(&before.owner),
        participants: input.participants.unwrap_or_else(|| before.participants.clone()),
        service_owner: input.service_owner.over(&before.service_owner),
        shared_with: input.shared_with.unwrap_or_else(|| before.shared_with.clone()),
        ..before.clone()
    }
}

fn changes(before: &Contact, next: &Contact) -> Changes {
    Changes::default()
        .field("customer_id", before.customer_id.as_ref(), next.customer_id.as_ref())
        .field("name", Some(&before.name), Some(&next.name))
        .field("mobile", before.mobile.as_ref(), next.mobile.as_ref())
        .field("email", before.email.as_ref(), next.email.as_ref())
        .field("phone", before.phone.as_ref(), next.phone.as_ref())
        .field("remark", before.remark.as_ref(), next.remark.as_ref())
        .field("language", Some(&before.language.tag()), Some(&next.language.tag()))
        .field("security_level", Some(&i32::from(before.security_level)), Some(&i32::from(next.security_level)))
        .field("owner", before.owner.as_ref(), next.owner.as_ref())
        .list("participants", &before.participants, &next.participants)
        .field("service_owner", before.service_owner.as_ref(), next.service_owner.as_ref())
        .list("shared_with", &before.shared_with, &next.shared_with)
}
