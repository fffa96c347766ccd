//! The one way out: whether a message that was claimed may be sent, and what it is counted by (F7).

use foyer_domain::address::{Address, Channel};
use foyer_domain::budget::{Going, SMS_OF_RECIPIENT, Worth, reason};
use foyer_domain::identity::reset::OF_TENANT;
use foyer_domain::limit::Kind;
use foyer_domain::secret::Secret;
use foyer_domain::silence::HeldBack;
use foyer_kit::Deps;
use foyer_kit::operation::EventFailure;
use foyer_messaging::texts::{Text, write};
use foyer_messaging::{Envelope, Event};
use foyer_store::Versioned;
use foyer_store::deliveries::Delivery;
use foyer_store::limits::Taken;

use crate::common::links::Way;
use crate::common::plan::{Message, Recipient};

/// The message as it goes out, or why it does not.
pub type Allowed = Result<Message, HeldBack>;

/// Counts a message that was claimed. What is counted is what is claimed for the first time, so that an event that is
/// delivered again, or a message that is tried again, counts once; who is refused for one limit uses up nothing of another.
pub async fn allowed(
    deps: &Deps,
    way: &Way,
    envelope: &Envelope,
    (claim, recipient): (&Versioned<Delivery>, Recipient),
    message: Message,
) -> Result<Allowed, EventFailure> {
    let claimed = &claim.value;
    if let Address::Phone(phone) = &message.address
        && !deps.config.sms_countries.has(phone)
    {
        return Ok(Err(HeldBack::CountryNotAllowed));
    }
    if claim.version > 1 {
        return Ok(Ok(message));
    }
    let worth = worth(&envelope.event);
    let tenant = claimed.recipient_tenant.to_string();
    let (sender, about) = (envelope.actor.map(|actor| actor.to_string()), claimed.ticket_id.map(|ticket| ticket.to_string()));
    let going = Going {
        tenant: &tenant,
        channel: claimed.channel,
        address: message.address.as_str(),
        sender: sender.as_deref(),
        about: about.as_deref().map(|ticket| (claimed.event_type.as_str(), ticket)),
    };
    let mut limits = worth.limits(&going);
    if worth == Worth::Code {
        limits.push((OF_TENANT, tenant.clone()));
    }
    let numbers = match deps.store.take_all(&limits, &deps.commit_token(), deps.now()).await? {
        Taken::All(numbers) => numbers,
        Taken::Over(limit) => {
            let reason = reason(limit);
            if reason == HeldBack::SpendLimit {
                // An error, so that it alarms: somebody spends a tenant's money.
                tracing::error!(%tenant, limit = limit.counter(), "messages of a tenant were used up for today");
            }
            return Ok(Err(reason));
        }
    };
    let last = limits.iter().zip(numbers).any(|((limit, _), number)| limit.by == Kind::NewsBySms && number == SMS_OF_RECIPIENT);
    if last && claimed.channel == Channel::Sms {
        return last_of_day(deps, way, envelope, recipient, message).await.map(Ok);
    }
    Ok(Ok(message))
}

/// What SMS cannot carry goes by email where the recipient has one: he misses nothing, and his phone is left alone.
pub fn diverts(reason: HeldBack, envelope: &Envelope) -> bool {
    matches!(reason, HeldBack::RecipientLimit | HeldBack::CountryNotAllowed) && worth(&envelope.event) == Worth::News
}

/// The last SMS of a day says so, once: what comes after it goes by email, or stands in the portal.
async fn last_of_day(deps: &Deps, way: &Way, envelope: &Envelope, to: Recipient, message: Message) -> Result<Message, EventFailure> {
    let portal = deps.config.portal_url.as_str();
    let short = way.links.as_ref().map(|links| links.instead_of(portal, "/", envelope, to)).transpose()?.flatten();
    if let Some((_, link)) = &short {
        deps.store.keep_link(link).await?;
    }
    let arguments = [("url", short.as_ref().map_or(portal, |(url, _)| url.as_str()))];
    let text = if message.or_email { Text::MoreByEmail } else { Text::MoreInPortal };
    let more = write(text, message.language, &arguments).map_err(|error| EventFailure(error.to_string()))?;
    let text = Secret::new(format!("{} {more}", message.text.reveal()));
    Ok(Message { text, ..message })
}

fn worth(event: &Event) -> Worth {
    match event {
        Event::PasswordResetRequested(_) | Event::AddressChangeRequested(_) => Worth::Code,
        Event::AccountOpened(_) | Event::PasswordReset(_) => Worth::Opening,
        Event::IdentityBound(_)
        | Event::PasswordChanged(_)
        | Event::SecondFactorChanged(_)
        | Event::AddressChanged(_)
        | Event::SharedUseSuspected(_) => Worth::Account,
        _ => Worth::News,
    }
}
