//! How many codes somebody who is signed in may have sent.

use foyer_domain::address::Address;
use foyer_domain::identity::LoginName;
use foyer_domain::identity::reset::limits;
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem};
use futures::future::try_join_all;

/// Codes cost money wherever they are asked for: those for a forgotten password are counted with these.
pub async fn allowed(deps: &Deps, caller: &Principal, address: &Address) -> Result<(), Problem> {
    for counted in limits(&LoginName::from(address), &deps.request.source, Some(caller.account_id())) {
        let taken = try_join_all(counted.iter().map(|(limit, what)| deps.store.take(*limit, what, deps.now()))).await?;
        if let Some(((limit, _), _)) = counted.iter().zip(&taken).find(|(_, taken)| !**taken) {
            return Err(Problem::too_many(limit.within));
        }
    }
    Ok(())
}
