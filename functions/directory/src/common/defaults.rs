//! What an enterprise takes for granted of somebody new.

use foyer_domain::address::{Phone, TypedPhone};
use foyer_domain::directory::Enterprise;
use foyer_kit::{Deps, Hints, Patch, Problem, Staff};
use foyer_store::{Ahead, Key};

/// The row that says it.
pub fn ahead(hints: &Hints) -> Ahead {
    Ahead::of::<Enterprise>(Key::enterprise(hints.tenant_id))
}

/// A mobile number as it was typed in this enterprise.
pub fn mobile(enterprise: &Enterprise, typed: &TypedPhone) -> Result<Phone, Problem> {
    typed.in_country(&enterprise.country).map_err(|fault| Problem::invalid("/mobile", fault.to_string()))
}

/// What a form says of the mobile number. What the enterprise takes for granted is asked only where it says one.
pub async fn patched_mobile(deps: &Deps, caller: &Staff, typed: Patch<TypedPhone>) -> Result<Patch<Phone>, Problem> {
    if typed == Patch::Keep {
        return Ok(Patch::Keep);
    }
    let enterprise = deps.store.enterprise_or_initial(caller.tenant_id()).await?;
    typed.try_map(|typed| mobile(&enterprise, &typed))
}
