//! Who is to be told of an event, how, and whether he may be told at all.
//!
//! A recipient's state is read now, when the message is about to go out, not when the event happened
//! (decision 13; F6).

use foyer_domain::address::{Address, Channel, Language};
use foyer_domain::agents::{Permission, Role, StaffMember};
use foyer_domain::id::{AccountId, IdentityId, TenantId};
use foyer_domain::identity::{Account, Identity, IdentityState, LoginName, Muted, Topic};
use foyer_domain::secret::Secret;
use foyer_domain::silence::HeldBack;
use foyer_domain::tickets::TicketState;
use foyer_domain::tickets::departures::Place;
use foyer_domain::time::Timestamp;
use foyer_kit::Deps;
use foyer_kit::operation::EventFailure;
use foyer_messaging::event::{
    AccountOpened, AccountRequestDecided, AccountRequestSubmitted, AddressChangeRequested, AddressChanged, IdentityBound, PasswordChanged,
    PasswordReset, PasswordResetRequested, SecondFactorChanged, SharedUseSuspected, TicketProgress, TicketRated,
};
use foyer_messaging::seal::Sealed;
use foyer_messaging::texts::{Text, write};
use foyer_messaging::{Envelope, Event, gsm};
use foyer_store::{Key, PageRequest};
use futures::future::try_join_all;

/// One message that an event calls for.
#[derive(Debug)]
pub struct Plan {
    /// To whom.
    pub recipient: Recipient,
    /// What to do about it.
    pub action: Action,
}

/// Who is told, and the state that he was found in.
#[derive(Debug, Clone, Copy)]
pub struct Recipient {
    /// His account.
    pub account_id: AccountId,
    /// The identity that the message is for.
    pub identity_id: IdentityId,
    /// The state of that identity.
    pub state: IdentityState,
    /// The tenant of that identity.
    pub tenant_id: TenantId,
}

/// Send it or hold it back.
#[derive(Debug)]
pub enum Action {
    /// Send it.
    Send(Message),
    /// Hold it back, for this reason.
    Hold(HeldBack),
}

/// A message, ready to go.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where to.
    pub address: Address,
    /// The subject, for email.
    pub subject: String,
    /// The text. It may hold an initial password.
    pub text: Secret,
    /// The link in the text.
    pub url: String,
    /// The page of the portal that it opens.
    pub path: String,
    /// What the recipient reads.
    pub language: Language,
    /// Whether it can go by email instead, if SMS cannot carry it.
    pub or_email: bool,
}

/// What the recipient needs to know beside who he is.
struct Content<'a> {
    /// What the recipient may have turned off; `None` for what is always sent.
    topic: Option<Topic>,
    text: Text,
    subject: Text,
    arguments: Vec<(&'static str, &'a str)>,
    path: String,
}

/// The messages that `envelope` calls for on `channel`.
pub async fn plan(deps: &Deps, envelope: &Envelope, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    match &envelope.event {
        Event::AccountOpened(event) => {
            let texts = (Text::AccountOpened, Text::AccountOpenedSubject);
            let AccountOpened { account_id, identity_id, login, password, password_set_at, .. } = event;
            initial_password(deps, envelope, &Initial { account_id, identity_id, login, password, password_set_at, texts }, channel).await
        }
        Event::PasswordReset(event) => {
            let texts = (Text::PasswordReset, Text::PasswordResetSubject);
            let PasswordReset { account_id, identity_id, login, password, password_set_at } = event;
            initial_password(deps, envelope, &Initial { account_id, identity_id, login, password, password_set_at, texts }, channel).await
        }
        Event::IdentityBound(event) => identity_bound(deps, event, channel).await,
        Event::PasswordResetRequested(event) => reset_code(deps, envelope, event, channel).await,
        Event::PasswordChanged(event) => password_changed(deps, event, channel).await,
        Event::SecondFactorChanged(event) => second_factor_changed(deps, event, channel).await,
        Event::AddressChangeRequested(event) => address_code(deps, envelope, event, channel).await,
        Event::AddressChanged(event) => address_changed(deps, event, channel).await,
        Event::SharedUseSuspected(event) => shared_use(deps, envelope, event, channel).await,
        Event::AccountRequestSubmitted(event) => request_submitted(deps, envelope, event, channel).await,
        Event::AccountRequestApproved(event) => {
            let arguments = vec![("contact", event.contact_name.as_str()), ("decider", event.decided_by_name.as_str())];
            let content = Content {
                topic: Some(Topic::AccountRequests),
                text: Text::RequestApproved,
                subject: Text::RequestApprovedSubject,
                arguments,
                path: contact(event),
            };
            request_decided(deps, envelope, event, content, channel).await
        }
        Event::AccountRequestRejected(event) => {
            let reason = event.reason.as_ref().map_or("", |reason| reason.as_str());
            let arguments = vec![("contact", event.contact_name.as_str()), ("decider", event.decided_by_name.as_str()), ("reason", reason)];
            let content = Content {
                topic: Some(Topic::AccountRequests),
                text: Text::RequestRejected,
                subject: Text::RequestRejectedSubject,
                arguments,
                path: contact(event),
            };
            request_decided(deps, envelope, event, content, channel).await
        }
        Event::TicketSubmitted(event) => Box::pin(ticket_submitted(deps, envelope, event, channel)).await,
        Event::TicketCameNear(event) => ticket_came_near(deps, envelope, event, channel).await,
        Event::TicketAccepted(event)
        | Event::TicketReplied(event)
        | Event::TicketAsked(event)
        | Event::TicketTransferred(event)
        | Event::TicketCompleted(event)
        | Event::TicketReopened(event) => match progress_text(&envelope.event, event) {
            None => Ok(Vec::new()),
            Some((text, subject)) => ticket(deps, event, progress_content(event, text, subject), channel).await,
        },
        Event::TicketRated(event) => rated(deps, envelope, event, channel).await,
        // Whom these concern finds them in the portal or the console.
        Event::TicketUrged(_)
        | Event::TicketWithdrawn(_)
        | Event::TicketAnswered(_)
        | Event::TicketClosed(_)
        | Event::TicketShared(_)
        | Event::TicketTargetNear(_)
        | Event::TicketTargetMissed(_)
        | Event::TicketsHandedOver(_)
        | Event::NoticesDue(_)
        // `deliver` takes the event out of it.
        | Event::NewsDiverted(_) => Ok(Vec::new()),
    }
}

/// What the customer is told of a ticket's move, if he did not make it himself.
fn progress_text(event: &Event, ticket: &TicketProgress) -> Option<(Text, Text)> {
    match event {
        Event::TicketAccepted(_) => Some((Text::TicketAccepted, Text::TicketAcceptedSubject)),
        Event::TicketReplied(_) => Some((Text::TicketReplied, Text::TicketRepliedSubject)),
        Event::TicketAsked(_) => Some((Text::TicketAsked, Text::TicketAskedSubject)),
        Event::TicketCompleted(_) => Some((Text::TicketCompleted, Text::TicketCompletedSubject)),
        Event::TicketReopened(_) if !ticket.by_customer => Some((Text::TicketReopened, Text::TicketReopenedSubject)),
        Event::TicketTransferred(_) if ticket.queue_before.is_some() => Some((Text::TicketTransferred, Text::TicketTransferredSubject)),
        // It was given to somebody before anybody accepted it.
        Event::TicketTransferred(_) if ticket.state_before == TicketState::Waiting => {
            Some((Text::TicketAccepted, Text::TicketAcceptedSubject))
        }
        _ => None,
    }
}

/// The link opens the ticket under the identity that submitted it; the one of a completed ticket leads to its
/// rating.
fn progress_content(event: &TicketProgress, text: Text, subject: Text) -> Content<'_> {
    let acceptor = event.acceptor_name.as_ref().map_or("", |name| name.as_str());
    let arguments = vec![("title", event.title.as_str()), ("queue", event.queue_name.as_str()), ("acceptor", acceptor)];
    let place = if event.state == TicketState::Completed { "#rating" } else { "" };
    let path = format!("/tickets/{}?as={}{place}", event.ticket_id, event.submitter);
    Content { topic: Some(Topic::Tickets), text, subject, arguments, path }
}

fn contact(event: &AccountRequestDecided) -> String {
    format!("/contacts/{}", event.contact_id)
}

/// An initial password and whose it is.
struct Initial<'a> {
    account_id: &'a AccountId,
    identity_id: &'a IdentityId,
    login: &'a LoginName,
    password: &'a Sealed,
    password_set_at: &'a Timestamp,
    texts: (Text, Text),
}

/// The initial password goes by SMS, or by email to who has no phone that SMS go to (S001-1).
async fn initial_password(deps: &Deps, envelope: &Envelope, initial: &Initial<'_>, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let (account_id, identity_id) = (*initial.account_id, *initial.identity_id);
    let account = account(deps, account_id).await?;
    if channel != first_channel(deps, &account) {
        return Ok(Vec::new());
    }
    let password = &account.password;
    let recipient = recipient(&account, identity_id)?;
    let hold = recipient.held().or_else(|| {
        if !password.must_change() || password.set_at != *initial.password_set_at {
            Some(HeldBack::PasswordReplaced)
        } else if !password.usable(deps.now()) {
            Some(HeldBack::PasswordExpired)
        } else {
            None
        }
    });
    if let Some(reason) = hold {
        return Ok(vec![Plan { recipient, action: Action::Hold(reason) }]);
    }
    if has_another(deps, &account).await? {
        // Whoever has an account keeps it: the identity is his to accept there (S000-9, decision 14).
        let arguments = vec![("login", initial.login.as_str())];
        let content =
            Content { topic: None, text: Text::Offered, subject: Text::OfferedSubject, arguments, path: "/me/account".to_owned() };
        return Ok(vec![to_account(deps, &account, identity_id, channel, &content)?]);
    }
    let sealer = deps.sealer()?;
    let opened = sealer.open(initial.password, &envelope.id.to_string()).map_err(|error| EventFailure(error.to_string()))?;
    let content = Content {
        topic: None,
        text: initial.texts.0,
        subject: initial.texts.1,
        arguments: vec![("login", initial.login.as_str()), ("password", opened.reveal())],
        path: "/".to_owned(),
    };
    Ok(vec![to_account(deps, &account, identity_id, channel, &content)?])
}

/// Whether the address that `account` waits to be proved for is another account's.
async fn has_another(deps: &Deps, account: &Account) -> Result<bool, EventFailure> {
    let Some(address) = account.to_be_proved() else { return Ok(false) };
    let holder = deps.store.holder(&LoginName::from(&address)).await?;
    Ok(holder.is_some_and(|(guard, _)| guard.value.account_id != account.account_id))
}

/// Who accepted an identity is told of it (S000-9).
async fn identity_bound(deps: &Deps, event: &IdentityBound, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let account = account(deps, event.account_id).await?;
    let reach = account.reach(own(&account, event.identity_id)?);
    let by_email = reach.phone.as_ref().is_none_or(|phone| reach.email.is_some() && !deps.config.sms_countries.has(phone));
    if channel != if by_email { Channel::Email } else { Channel::Sms } {
        return Ok(Vec::new());
    }
    let arguments = vec![("login", event.login.as_str())];
    let content = Content { topic: None, text: Text::IdentityBound, subject: Text::IdentityBoundSubject, arguments, path: "/".to_owned() };
    Ok(vec![to_identity(deps, &account, event.identity_id, channel, &content)?])
}

/// A code goes to whoever has an account with the login name; to nobody else, and nobody is told that there
/// is none (S001-23, F7).
async fn reset_code(deps: &Deps, envelope: &Envelope, event: &PasswordResetRequested, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let Some(account) = deps.store.account_by_login(&event.login).await? else {
        return Ok(Vec::new());
    };
    let account = account.value;
    let allowed = account.phone.as_ref().is_some_and(|phone| deps.config.sms_countries.has(phone));
    let Some(address) = account.recovered_at(&event.login, allowed).filter(|address| address.channel() == channel) else {
        return Ok(Vec::new());
    };
    // Of whom nobody is active, the last who was is named in what was held back.
    let Some(identity) = account.active().next().or(account.identities.last()) else {
        return Ok(Vec::new());
    };
    let recipient = recipient(&account, identity.identity_id)?;
    let hold = |reason| Ok(vec![Plan { recipient, action: Action::Hold(reason) }]);
    if let Some(reason) = recipient.held() {
        return hold(reason);
    }
    if deps.now() >= event.expires_at {
        return hold(HeldBack::CodeExpired);
    }
    if channel == Channel::Sms && !allowed {
        return hold(HeldBack::CountryNotAllowed);
    }
    let code = deps.sealer()?.open(&event.code, &envelope.id.to_string()).map_err(|error| EventFailure(error.to_string()))?;
    let arguments = vec![("code", code.reveal())];
    let content = Content { topic: None, text: Text::ResetCode, subject: Text::ResetCodeSubject, arguments, path: "/".to_owned() };
    Ok(vec![to_address(deps, &account, identity.identity_id, Some(address), &content)?])
}

/// A code goes to the address that somebody wants to have from now on, whosever it is: who can read it there may
/// know whether another account has it, and nobody else is told (S004-15).
async fn address_code(
    deps: &Deps,
    envelope: &Envelope,
    event: &AddressChangeRequested,
    channel: Channel,
) -> Result<Vec<Plan>, EventFailure> {
    if channel != event.address.channel() {
        return Ok(Vec::new());
    }
    let account = account(deps, event.account_id).await?;
    let recipient = recipient(&account, event.identity_id)?;
    let hold = |reason| Ok(vec![Plan { recipient, action: Action::Hold(reason) }]);
    if let Some(reason) = recipient.held() {
        return hold(reason);
    }
    if deps.now() >= event.expires_at {
        return hold(HeldBack::CodeExpired);
    }
    if let Address::Phone(phone) = &event.address
        && !deps.config.sms_countries.has(phone)
    {
        return hold(HeldBack::CountryNotAllowed);
    }
    let code = deps.sealer()?.open(&event.code, &envelope.id.to_string()).map_err(|error| EventFailure(error.to_string()))?;
    let arguments = vec![("code", code.reveal())];
    let content = Content { topic: None, text: Text::AddressCode, subject: Text::AddressCodeSubject, arguments, path: "/".to_owned() };
    Ok(vec![to_address(deps, &account, event.identity_id, Some(event.address.clone()), &content)?])
}

/// Whose address changed is told at the one before: if it was not he, he can still say so (S004-15).
async fn address_changed(deps: &Deps, event: &AddressChanged, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let Some(notify) = event.notify.clone().filter(|notify| notify.channel() == channel) else {
        return Ok(Vec::new());
    };
    let account = account(deps, event.account_id).await?;
    let address = event.address.masked();
    let content = Content {
        topic: None,
        text: Text::AddressChanged,
        subject: Text::AddressChangedSubject,
        arguments: vec![("address", address.as_str())],
        path: "/".to_owned(),
    };
    Ok(vec![to_address(deps, &account, event.identity_id, Some(notify), &content)?])
}

/// Administrators are told that an account of staff is in use in two places at once (S003-16).
async fn shared_use(deps: &Deps, envelope: &Envelope, event: &SharedUseSuspected, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    if channel != Channel::Email {
        return Ok(Vec::new());
    }
    let mut plans = Vec::new();
    for (identity, account) in accounts_of(deps, administrators(deps, envelope.tenant_id).await?).await? {
        let content = Content {
            topic: None,
            text: Text::SharedUse,
            subject: Text::SharedUseSubject,
            arguments: vec![("name", event.name.as_str()), ("before", event.source_before.as_str()), ("now", event.source.as_str())],
            path: "/staff".to_owned(),
        };
        plans.push(to_identity(deps, &account, identity, channel, &content)?);
    }
    Ok(plans)
}

/// Whose password was replaced with a code is told (F7).
async fn password_changed(deps: &Deps, event: &PasswordChanged, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let account = account(deps, event.account_id).await?;
    if channel != first_channel(deps, &account) {
        return Ok(Vec::new());
    }
    let content = Content {
        topic: None,
        text: Text::PasswordChanged,
        subject: Text::PasswordChangedSubject,
        arguments: Vec::new(),
        path: "/".to_owned(),
    };
    Ok(vec![to_account(deps, &account, event.identity_id, channel, &content)?])
}

/// Whose second factor changed is told (F26).
async fn second_factor_changed(deps: &Deps, event: &SecondFactorChanged, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    let account = account(deps, event.account_id).await?;
    if channel != first_channel(deps, &account) {
        return Ok(Vec::new());
    }
    let content = Content {
        topic: None,
        text: Text::SecondFactorChanged,
        subject: Text::SecondFactorChangedSubject,
        arguments: vec![("change", event.change.as_str())],
        path: "/".to_owned(),
    };
    Ok(vec![to_account(deps, &account, event.identity_id, channel, &content)?])
}

/// By SMS or by email, as [`Account::letterbox`] says; email for who has neither.
fn first_channel(deps: &Deps, account: &Account) -> Channel {
    account.letterbox(&deps.config.sms_countries).map_or(Channel::Email, |letterbox| letterbox.channel())
}

/// Everybody with the permission and every maintainer of the dimension is told once (S002-9).
async fn request_submitted(
    deps: &Deps,
    envelope: &Envelope,
    event: &AccountRequestSubmitted,
    channel: Channel,
) -> Result<Vec<Plan>, EventFailure> {
    if channel != Channel::Email {
        return Ok(Vec::new());
    }
    let mut plans = Vec::new();
    for (identity, account) in accounts_of(deps, deciders(deps, envelope.tenant_id, event).await?).await? {
        let content = Content {
            topic: Some(Topic::AccountRequests),
            text: Text::RequestSubmitted,
            subject: Text::RequestSubmittedSubject,
            arguments: vec![
                ("applicant", event.applicant_name.as_str()),
                ("contact", event.contact_name.as_str()),
                ("remark", event.remark.as_str()),
            ],
            path: "/account-requests".to_owned(),
        };
        plans.push(to_identity(deps, &account, identity, channel, &content)?);
    }
    Ok(plans)
}

/// The accounts of people who work here, read at the same time. One that cannot be read is left out.
async fn accounts_of(deps: &Deps, members: Vec<StaffMember>) -> Result<Vec<(IdentityId, Account)>, EventFailure> {
    let each = members.into_iter().map(async |member| {
        let account = deps.unless_unreadable(account(deps, member.account_id)).await?;
        Ok::<_, EventFailure>(account.map(|account| (member.identity_id, account)))
    });
    Ok(try_join_all(each).await?.into_iter().flatten().collect())
}

/// Everybody who may decide a request.
pub(crate) async fn deciders(deps: &Deps, tenant: TenantId, event: &AccountRequestSubmitted) -> Result<Vec<StaffMember>, EventFailure> {
    staff(deps, tenant, |member| decides(member, event)).await
}

/// Administrators who are active.
pub(crate) async fn administrators(deps: &Deps, tenant: TenantId) -> Result<Vec<StaffMember>, EventFailure> {
    let administers = |member: &StaffMember| member.state == IdentityState::Active && member.authority.role == Role::Administrator;
    staff(deps, tenant, administers).await
}

/// The staff that `wanted` picks.
async fn staff(deps: &Deps, tenant: TenantId, wanted: impl Fn(&StaffMember) -> bool) -> Result<Vec<StaffMember>, EventFailure> {
    let mut found = Vec::new();
    let mut page = PageRequest { limit: 1_000, after: None };
    loop {
        let staff = deps.store.staff(tenant, &page).await?;
        found.extend(staff.rows.into_iter().filter(|member| wanted(member)));
        page.after = staff.next;
        if page.after.is_none() {
            return Ok(found);
        }
    }
}

fn decides(member: &StaffMember, event: &AccountRequestSubmitted) -> bool {
    let authority = &member.authority;
    member.state == IdentityState::Active
        && (authority.has(Permission::MaintainExternal) || authority.maintains.contains(&event.dimension_id))
}

async fn request_decided(
    deps: &Deps,
    envelope: &Envelope,
    event: &AccountRequestDecided,
    content: Content<'_>,
    channel: Channel,
) -> Result<Vec<Plan>, EventFailure> {
    if channel != Channel::Email {
        return Ok(Vec::new());
    }
    let applicant = deps.store.get::<StaffMember>(&Key::staff(envelope.tenant_id, event.applicant)).await?;
    let Some(applicant) = applicant else {
        return Err(EventFailure("the applicant is not in the staff list".into()));
    };
    let account = account(deps, applicant.value.account_id).await?;
    Ok(vec![to_identity(deps, &account, event.applicant, channel, &content)?])
}

/// Where a ticket stands at this moment; `None` if it does not wait any more.
async fn place(deps: &Deps, envelope: &Envelope, event: &TicketProgress) -> Result<Option<Place>, EventFailure> {
    let ticket = deps.store.ticket(envelope.tenant_id, event.ticket_id).await?;
    match ticket.filter(|ticket| ticket.value.state == TicketState::Waiting) {
        Some(ticket) => Ok(deps.store.standing(&ticket.value).await?.map(|standing| standing.place)),
        None => Ok(None),
    }
}

/// The confirmation says the place, if the ticket still waits when it is sent.
async fn ticket_submitted(deps: &Deps, envelope: &Envelope, event: &TicketProgress, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    if event.reply_method.channel() != Some(channel) {
        return Ok(Vec::new());
    }
    // Without a place it is still a confirmation.
    let place = deps.unless_unreadable(place(deps, envelope, event));
    let (place, account) = futures::try_join!(place, account(deps, event.submitter_account))?;
    let place = place.flatten().map(|place| (place.position.to_string(), place.waiting.to_string()));
    let mut content = progress_content(event, Text::TicketSubmitted, Text::TicketSubmittedSubject);
    if let Some((position, waiting)) = &place {
        content.text = Text::TicketSubmittedPlace;
        content.arguments.extend([("position", position.as_str()), ("waiting", waiting.as_str())]);
    }
    Ok(vec![to_identity(deps, &account, event.submitter, channel, &content)?])
}

/// Nearly its turn, with the number of those before it when the message is sent.
async fn ticket_came_near(deps: &Deps, envelope: &Envelope, event: &TicketProgress, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    if event.reply_method.channel() != Some(channel) {
        return Ok(Vec::new());
    }
    let (place, account) = futures::try_join!(place(deps, envelope, event), account(deps, event.submitter_account))?;
    let Some(place) = place else {
        let recipient = recipient(&account, event.submitter)?;
        return Ok(vec![Plan { recipient, action: Action::Hold(HeldBack::NotWaiting) }]);
    };
    let ahead = place.position.saturating_sub(1).to_string();
    let mut content = progress_content(event, Text::TicketCameNear, Text::TicketCameNearSubject);
    content.arguments.push(("ahead", ahead.as_str()));
    Ok(vec![to_identity(deps, &account, event.submitter, channel, &content)?])
}

/// The customer is told by the ticket's reply method and no other (S001-10).
async fn ticket(deps: &Deps, event: &TicketProgress, content: Content<'_>, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    if event.reply_method.channel() != Some(channel) {
        return Ok(Vec::new());
    }
    let account = account(deps, event.submitter_account).await?;
    Ok(vec![to_identity(deps, &account, event.submitter, channel, &content)?])
}

/// Who completed the ticket is reminded of its rating, by email (S001-22).
async fn rated(deps: &Deps, envelope: &Envelope, event: &TicketRated, channel: Channel) -> Result<Vec<Plan>, EventFailure> {
    if channel != Channel::Email || event.stars_before == Some(event.stars) {
        return Ok(Vec::new());
    }
    let agent = deps.store.get::<StaffMember>(&Key::staff(envelope.tenant_id, event.completed_by)).await?;
    let Some(agent) = agent else {
        return Err(EventFailure("who completed the ticket is not in the staff list".into()));
    };
    let account = account(deps, agent.value.account_id).await?;
    let (number, stars) = (event.ticket.ticket_number.to_string(), u8::from(event.stars).to_string());
    let arguments = vec![
        ("title", event.ticket.title.as_str()),
        ("number", number.as_str()),
        ("customer", event.ticket.submitter_name.as_str()),
        ("stars", stars.as_str()),
    ];
    let path = format!("/tickets/{}?as={}", event.ticket.ticket_id, event.completed_by);
    let content = Content { topic: Some(Topic::Ratings), text: Text::TicketRated, subject: Text::TicketRatedSubject, arguments, path };
    Ok(vec![to_identity(deps, &account, event.completed_by, channel, &content)?])
}

async fn account(deps: &Deps, id: AccountId) -> Result<Account, EventFailure> {
    let account = deps.store.account(id).await?;
    account.map(|account| account.value).ok_or_else(|| EventFailure(format!("there is no account {id}")))
}

fn own(account: &Account, identity: IdentityId) -> Result<&Identity, EventFailure> {
    let own = account.identities.iter().find(|own| own.identity_id == identity);
    own.ok_or_else(|| EventFailure(format!("{} has no identity {identity}", account.account_id)))
}

/// An identity of an account, as it is now.
fn recipient(account: &Account, identity: IdentityId) -> Result<Recipient, EventFailure> {
    let own = own(account, identity)?;
    Ok(Recipient { account_id: account.account_id, identity_id: identity, state: own.state, tenant_id: own.tenant_id })
}

impl Recipient {
    /// Why nothing may be sent to him, if so.
    fn held(&self) -> Option<HeldBack> {
        match self.state {
            IdentityState::Active => None,
            IdentityState::Offboarded => Some(HeldBack::IdentityOffboarded),
            IdentityState::Deleted => Some(HeldBack::IdentityDeleted),
        }
    }
}

/// A message about the account, to the address that it has now.
fn to_account(deps: &Deps, account: &Account, identity: IdentityId, channel: Channel, content: &Content<'_>) -> Result<Plan, EventFailure> {
    to_address(deps, account, identity, account.address(channel), content)
}

/// A message of an enterprise, to where it reaches the identity: never to what only another was told (decision 14).
fn to_identity(
    deps: &Deps,
    account: &Account,
    identity: IdentityId,
    channel: Channel,
    content: &Content<'_>,
) -> Result<Plan, EventFailure> {
    let own = own(account, identity)?;
    let muted = |channel| content.topic.is_some_and(|topic| account.muted_as(own).contains(&Muted { topic, channel }));
    if muted(channel) {
        let recipient = recipient(account, identity)?;
        // Who has left hears nothing whatever he chose: that is the reason to keep.
        let reason = recipient.held().unwrap_or(HeldBack::TurnedOff);
        return Ok(Plan { recipient, action: Action::Hold(reason) });
    }
    let reach = account.reach(own);
    let mut plan = to_address(deps, account, identity, reach.address(channel), content)?;
    if let Action::Send(message) = &mut plan.action {
        message.or_email = channel == Channel::Sms && reach.email.is_some() && !muted(Channel::Email);
    }
    Ok(plan)
}

/// A message to this address, for this account.
fn to_address(
    deps: &Deps,
    account: &Account,
    identity: IdentityId,
    address: Option<Address>,
    content: &Content<'_>,
) -> Result<Plan, EventFailure> {
    let recipient = recipient(account, identity)?;
    let hold = |reason| Ok(Plan { recipient, action: Action::Hold(reason) });
    if let Some(reason) = recipient.held() {
        return hold(reason);
    }
    let Some(address) = address else {
        return hold(HeldBack::NoAddress);
    };
    let own = own(account, identity)?;
    let url = format!("{}{}", deps.config.portal_url.trim_end_matches('/'), content.path);
    let mut arguments = content.arguments.clone();
    arguments.extend([("tenant", own.tenant_name.as_str()), ("url", url.as_str())]);
    let written = |text: Text, language: Language| write(text, language, &arguments).map_err(|error| EventFailure(error.to_string()));
    let language = account.language_as(own);
    let text = written(content.text, language)?;
    let text = if address.channel() == Channel::Sms { gsm::plain(&text) } else { text };
    let subject = written(content.subject, language)?;
    let path = content.path.clone();
    let message = Message { address, subject, text: Secret::new(text), url, path, language, or_email: false };
    Ok(Plan { recipient, action: Action::Send(message) })
}
