//! Says how the enterprise shows itself, and what is taken for granted of those whom it serves. For administrators; no
//! events.

use foyer_domain::address::{Country, Language};
use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::Enterprise;
use foyer_domain::directory::enterprise::{Colour, Help, Reached, TimeZone};
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Patch, Problem, Reply, Staff};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::common::enterprise_view::EnterpriseView;

/// What is changed: fields that are left out stay, fields that are null are emptied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The colour of its pages, like `#2b55c9`, on which white is read at 4.5:1 or more; null for the product's own.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub colour: Patch<Colour>,
    /// What the login and the portal say to whoever needs help, up to 500 characters.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub help: Patch<Help>,
    /// How it is reached, up to 200 characters.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub contact: Patch<Reached>,
    /// True to go without a logo.
    pub remove_logo: Option<bool>,
    /// What somebody new reads unless it is said: `zh-CN` or `en`.
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
    /// Whose number one without a country code is: an ISO 3166 code of two letters.
    #[schemars(with = "Option<String>")]
    pub country: Option<Country>,
    /// IANA name of its time zone.
    #[schemars(with = "Option<String>")]
    pub time_zone: Option<TimeZone>,
}

/// The operation.
pub fn operation() -> Operation {
    Operation::http("edit-enterprise", "Say how the enterprise shows itself", handle)
}

/// Handles the form.
pub async fn handle(deps: Deps, caller: Staff, input: Input) -> Result<Reply<EnterpriseView>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageEnterprise(tenant))?;
    let read = deps.store.enterprise(tenant).await?;
    let before = read.as_ref().map_or_else(|| Enterprise::initial(tenant), |read| read.value.clone());
    let seen = EnterpriseView::of(&before);
    deps.unless_stale(&seen.edition()?, || seen.clone())?;
    let next = edited(&before, input);
    let shown = EnterpriseView::of(&next);
    let edition = shown.edition()?;
    if next == before {
        return Ok(Reply::ok(shown).edition(&edition));
    }
    let mut commit = deps.commit().replace_or_create(read.as_ref(), &next);
    if before.logo.is_some() && next.logo.is_none() {
        commit = commit.remove_logo(tenant);
    }
    let commit = deps.audit(commit, &caller, Act::EnterpriseEdited, tenant.to_string(), changes(&seen, &shown));
    let outcome = deps.finish(commit, Reply::ok(shown).edition(&edition)).await;
    let now = async {
        let view = EnterpriseView::of(&deps.store.enterprise_or_initial(tenant).await?);
        Ok((view.edition()?, view))
    };
    deps.unless_overtaken(outcome, now).await
}

fn edited(before: &Enterprise, input: Input) -> Enterprise {
    Enterprise {
        tenant_id: before.tenant_id,
        colour: input.colour.over(&before.colour),
        help: input.help.over(&before.help),
        contact: input.contact.over(&before.contact),
        logo: before.logo.clone().filter(|_| input.remove_logo != Some(true)),
        language: input.language.unwrap_or(before.language),
        country: input.country.unwrap_or_else(|| before.country.clone()),
        time_zone: input.time_zone.unwrap_or_else(|| before.time_zone.clone()),
    }
}

fn changes(before: &EnterpriseView, next: &EnterpriseView) -> Vec<Change> {
    let fields = |view: &EnterpriseView| {
        [
            ("colour", view.colour.clone()),
            ("help", view.help.clone()),
            ("contact", view.contact.clone()),
            ("logo", view.logo.clone()),
            ("language", Some(view.language.to_owned())),
            ("country", Some(view.country.clone())),
            ("time_zone", Some(view.time_zone.clone())),
        ]
    };
    let both = fields(before).into_iter().zip(fields(next));
    let changed = both.filter(|((_, old), (_, new))| old != new);
    changed.map(|((field, old), (_, new))| Change::new(field, old.as_deref(), new.as_deref())).collect()
}
