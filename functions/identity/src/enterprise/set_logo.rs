//! Sets the logo of the enterprise: a PNG, JPEG or WebP of up to a megabyte, of which the middle square is kept. For
//! administrators; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::directory::Enterprise;
use foyer_domain::identity::AvatarTag;
use foyer_domain::policy::Action;
use foyer_kit::{Deps, Operation, Picture, Problem, Reply, Staff};
use foyer_store::faces::Logo;
use foyer_store::key::digest_of;

use crate::common::enterprise_view::EnterpriseView;
use crate::common::picture::square;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("set-logo", "Set the logo of the enterprise", handle)
}

/// Handles the picture.
pub async fn handle(deps: Deps, caller: Staff, input: Picture) -> Result<Reply<EnterpriseView>, Problem> {
    let tenant = caller.tenant_id();
    caller.require(Action::ManageEnterprise(tenant))?;
    let (read, jpeg) = futures::try_join!(async { Ok(deps.store.enterprise(tenant).await?) }, square(input.0))?;
    let before = read.as_ref().map_or_else(|| Enterprise::initial(tenant), |read| read.value.clone());
    let tag = AvatarTag(digest_of(&jpeg));
    if before.logo.as_ref() == Some(&tag) {
        let shown = EnterpriseView::of(&before);
        let edition = shown.edition()?;
        return Ok(Reply::ok(shown).edition(&edition));
    }
    let next = Enterprise { logo: Some(tag.clone()), ..before.clone() };
    let commit = deps.commit().replace_or_create(read.as_ref(), &next);
    let change = Change::new("logo", before.logo.as_ref().map(|tag| tag.0.as_str()), Some(&tag.0));
    let commit = commit.put_over(&Logo { tenant_id: tenant, tag, jpeg });
    let commit = deps.audit(commit, &caller, Act::EnterpriseEdited, tenant.to_string(), vec![change]);
    let shown = EnterpriseView::of(&next);
    let edition = shown.edition()?;
    Ok(deps.finish(commit, Reply::ok(shown).edition(&edition)).await?)
}
