//! As what somebody's identities are known: what tells them apart where one account has several in one enterprise
//! (S000-9, S000-10).

use foyer_domain::identity::{Account, IdentityState};
use foyer_kit::{Deps, Problem};

use crate::common::views::IdentityView;

/// The identities of the account that still exist, with the names under which each enterprise keeps them. Names are
/// read, by one batch, only for who has several identities: nobody else chooses among them (S001-4).
pub async fn identities(deps: &Deps, account: &Account) -> Result<Vec<IdentityView>, Problem> {
    let mut views = IdentityView::all(account);
    if views.len() < 2 {
        return Ok(views);
    }
    let exists = account.identities.iter().filter(|identity| identity.state != IdentityState::Deleted);
    let parties: Vec<_> = exists.filter_map(|identity| Some((identity.tenant_id, identity.party()?))).collect();
    let bound = views.iter_mut().filter_map(|view| view.bound_to.as_mut());
    for (bound, called) in bound.zip(deps.store.called(&parties).await?) {
        let Some(called) = called else { continue };
        bound.name = Some(called.name.to_string());
        bound.organisation_name = called.organisation.map(|name| name.to_string());
    }
    Ok(views)
}
