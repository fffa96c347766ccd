//! Codes: whether one may be sent, and the sending of those that prove an address (S001-23, S004-15, F7).
//!
//! Codes cost money wherever they are asked for, so that all are counted together: those for a forgotten password, for
//! another address and for the address of a new account.

use foyer_domain::address::Address;
use foyer_domain::id::EventId;
use foyer_domain::identity::LoginName;
use foyer_domain::identity::attempts::{network, site};
use foyer_domain::identity::reset::{Asker, CODE_LIFE, Question, code};
use foyer_domain::limit::Limit;
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem, Reply};
use foyer_messaging::event::{AddressChangeRequested, Event};
use foyer_store::StoreError;
use foyer_store::limits::Taken;
use foyer_store::resets::{AddressCode, asked_from};

/// Counts a question for a code that would go to whoever has `login`, and says what it is too many for; `None` if the
/// code may be sent.
///
/// What the asker himself used up is asked first, then the source, then the block of numbers and the name. Whoever is
/// refused uses up nothing of what comes after. The same is done whether or not anybody has the name.
pub async fn too_many(deps: &Deps, asker: Asker, login: &LoginName) -> Result<Option<Limit>, StoreError> {
    let (network, by, now) = (network(&deps.request.source), deps.commit_token(), deps.now());
    let own = asker.limits(login, &site(&deps.request.source));
    let (own, reaches) = futures::try_join!(deps.store.take_all(&own, &by, now), reaches(deps, asker, login))?;
    let number = match own {
        Taken::All(numbers) => numbers.last().copied().unwrap_or_default(),
        Taken::Over(limit) => return Ok(Some(limit)),
    };
    let question = Question::of(number, reaches);
    for limits in [question.limits_of_source(&network), question.limits_of_name(login)] {
        if let Taken::Over(limit) = deps.store.take_all(&limits, &by, now).await? {
            return Ok(Some(limit));
        }
    }
    Ok(None)
}

/// Whether a code would be sent: one for another address always is.
async fn reaches(deps: &Deps, asker: Asker, login: &LoginName) -> Result<bool, StoreError> {
    match asker {
        Asker::Account(_) => Ok(true),
        Asker::Stranger => Ok(deps.store.login_guard(login).await?.is_some()),
    }
}

/// Sends a code to `address`, with which the caller proves that it is his. Another one voids the code before.
pub async fn send(deps: &Deps, caller: &Principal, address: Address) -> Result<Reply<()>, Problem> {
    let account_id = caller.account_id();
    if let Some(limit) = too_many(deps, Asker::Account(account_id), &LoginName::from(&address)).await? {
        return Err(Problem::too_many(limit.within));
    }
    let code = code(deps.entropy());
    let phc = deps.passwords.hash(&code, deps.entropy()).await?;
    let id: EventId = deps.new_id();
    let event = Event::AddressChangeRequested(AddressChangeRequested {
        account_id,
        identity_id: caller.identity_id(),
        address: address.clone(),
        code: deps.sealer()?.seal(&code, &id.to_string(), deps.entropy()).map_err(Problem::internal)?,
        expires_at: deps.now() + CODE_LIFE,
    });
    let from = Some(asked_from(&network(&deps.request.source)));
    let asked = AddressCode { account_id, address, phc, tries: 0, asked_from: from, at: deps.now() };
    let envelope = deps.event(id, caller.tenant_id(), Some(caller.identity_id()), event);
    let commit = deps.emit(deps.commit().put_over(&asked), &envelope)?;
    Ok(deps.finish(commit, Reply::accepted()).await?)
}
