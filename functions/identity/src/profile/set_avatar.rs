//! Sets the own picture (S001-25): a PNG, JPEG or WebP of up to a megabyte, of which the middle square is kept. It is of
//! the identity that acts: other enterprises do not see it. For anybody signed in; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::{AvatarTag, Face, Shown};
use foyer_kit::{Deps, Member, Operation, Picture, Problem, Reply};
use foyer_store::avatars::Avatar;
use foyer_store::key::digest_of;

use crate::common::picture::square;
use crate::common::views::AccountView;

/// The operation.
pub fn operation() -> Operation {
    Operation::http("set-avatar", "Set the own picture", handle)
}

/// Handles the picture.
pub async fn handle(deps: Deps, caller: Member, input: Picture) -> Result<Reply<AccountView>, Problem> {
    let (read, identity) = (caller.account(), caller.identity());
    let jpeg = square(input.0).await?;
    let tag = AvatarTag(digest_of(&jpeg));
    let before = read.value.avatar_as(identity);
    if before == Some(&tag) {
        return Ok(Reply::ok(AccountView::of(&read.value, identity)));
    }
    let change = Change::new("avatar", before.map(|tag| tag.0.as_str()), Some(&tag.0));
    let face = Face { shown: Some(Shown { tag: Some(tag.clone()) }), ..identity.face.clone() };
    let next = read.value.with_face(identity.identity_id, face);
    let avatar = Avatar { account_id: caller.account_id(), identity_id: identity.identity_id, tag, jpeg };
    let commit = deps.commit().replace(read, &next).set_avatar(&read.value, &next, &avatar);
    let commit = deps.audit(commit, &caller, Act::ProfileEdited, caller.account_id().to_string(), vec![change]);
    let acting = next.active_identity(identity.identity_id).unwrap_or(identity);
    Ok(deps.finish(commit, Reply::ok(AccountView::of(&next, acting))).await?)
}
