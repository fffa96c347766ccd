//! What is done when a channel says that a message came back.

use foyer_domain::address::Channel;
use foyer_domain::silence::Returned;
use foyer_kit::Deps;
use foyer_store::StoreError;
use foyer_store::address_marks::AddressMark;

/// Keeps with the message that it came back, and marks the addresses, if the reason will not pass; how many were not
/// marked before. Done again, it changes nothing.
pub async fn returned(deps: &Deps, channel: Channel, message_id: &str, reason: Returned, addresses: &[&str]) -> Result<usize, StoreError> {
    let mut marked = 0;
    if let Some(fault) = reason.fault() {
        for address in addresses {
            // Of an address that is marked already, the first mark stays.
            let new = deps.store.insert(&AddressMark::new(channel, address, fault, deps.now())).await?;
            marked += usize::from(new);
        }
    }
    let known = deps.store.came_back(channel, message_id, reason, deps.now()).await?;
    tracing::info!(channel = channel.as_str(), ?reason, marked, known, "a message came back");
    Ok(marked)
}
