//! Sets the own picture (S001-25): a PNG, JPEG or WebP of up to a megabyte, of which the middle square is kept. Other
//! enterprises than the one that the caller acts in do not see it. For
//! anybody signed in; no events.

use foyer_domain::audit::{Act, Change};
use foyer_domain::identity::{Account, AvatarTag};
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
    let read = caller.account();
    let jpeg = square(input.0).await?;
    let tag = AvatarTag(digest_of(&jpeg));
    if read.value.avatar_for(caller.tenant_id()) == Some(&tag) {
        return Ok(Reply::ok(AccountView::of(&read.value, caller.identity())));
    }
    let next = Account { avatar: Some(tag.clone()), avatar_in: Some(caller.tenant_id()), ..read.value.clone() };
    let change = Change::new("avatar", read.value.avatar_for(caller.tenant_id()).map(|tag| tag.0.as_str()), Some(&tag.0));
    let avatar = Avatar { account_id: caller.account_id(), tag, jpeg };
    let commit = deps.commit().replace(read, &next).put_over(&avatar);
    let commit = deps.audit(commit, &caller, Act::ProfileEdited, caller.account_id().to_string(), vec![change]);
    Ok(deps.finish(commit, Reply::ok(AccountView::of(&next, caller.identity()))).await?)
}
