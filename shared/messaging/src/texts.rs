//! What the messages say, in both languages (`texts/*.ftl`).

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use foyer_domain::address::Language;

/// A text that a message is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// SMS and email: account, initial password, link (S001-1). Arguments: tenant, login, password, url.
    AccountOpened,
    /// Subject of the same.
    AccountOpenedSubject,
    /// SMS and email: another identity, by an account that exists (S000-9). Arguments: tenant, login, url.
    IdentityBound,
    /// Subject of the same. Argument: tenant.
    IdentityBoundSubject,
    /// To who has an account already, of an identity that he may accept (S000-9). Arguments: tenant, login, url.
    Offered,
    /// Subject of the same. Argument: tenant.
    OfferedSubject,
    /// SMS and email: a new initial password (S000-11). Arguments: tenant, login, password, url.
    PasswordReset,
    /// Subject of the same.
    PasswordResetSubject,
    /// SMS and email: a code for a forgotten password (S001-23). Arguments: tenant, code.
    ResetCode,
    /// Subject of the same.
    ResetCodeSubject,
    /// SMS and email: the password was replaced with a code. Arguments: tenant, url.
    PasswordChanged,
    /// Subject of the same.
    PasswordChangedSubject,
    /// SMS and email: something about the second factor changed. Arguments: tenant, change, url.
    SecondFactorChanged,
    /// Subject of the same.
    SecondFactorChangedSubject,
    /// SMS or email to the new address: a code (S004-15). Arguments: tenant, code.
    AddressCode,
    /// Subject of the same.
    AddressCodeSubject,
    /// SMS or email to the address before (S004-15). Arguments: tenant, address, url.
    AddressChanged,
    /// Subject of the same.
    AddressChangedSubject,
    /// Email to the administrators (S003-16). Arguments: tenant, name, before, now, url.
    SharedUse,
    /// Subject of the same. Argument: name.
    SharedUseSubject,
    /// Email to those who may decide (S002-9). Arguments: tenant, applicant, contact, remark, url.
    RequestSubmitted,
    /// Subject of the same. Argument: contact.
    RequestSubmittedSubject,
    /// Email to the applicant. Arguments: tenant, contact, decider.
    RequestApproved,
    /// Subject of the same. Argument: contact.
    RequestApprovedSubject,
    /// Email to the applicant. Arguments: tenant, contact, decider, reason, url.
    RequestRejected,
    /// Subject of the same. Argument: contact.
    RequestRejectedSubject,
    /// SMS and email to the customer. Arguments: tenant, title, queue, url.
    TicketSubmitted,
    /// Subject of the same. Argument: title.
    TicketSubmittedSubject,
    /// The same, while it waits. Arguments: tenant, title, queue, position, waiting, url.
    TicketSubmittedPlace,
    /// SMS and email to the customer. Arguments: tenant, title, queue, ahead, url.
    TicketCameNear,
    /// Subject of the same. Argument: title.
    TicketCameNearSubject,
    /// SMS and email to the customer. Arguments: tenant, title, acceptor, url.
    TicketAccepted,
    /// Subject of the same. Argument: title.
    TicketAcceptedSubject,
    /// SMS and email to the customer. Arguments: tenant, title, acceptor, url.
    TicketReplied,
    /// Subject of the same. Argument: title.
    TicketRepliedSubject,
    /// SMS and email to the customer. Arguments: tenant, title, acceptor, url.
    TicketAsked,
    /// Subject of the same. Argument: title.
    TicketAskedSubject,
    /// SMS and email to the customer. Arguments: tenant, title, queue, url.
    TicketTransferred,
    /// Subject of the same. Argument: title.
    TicketTransferredSubject,
    /// SMS and email to the customer, with the link to the rating (S001-20, F13). Arguments: tenant, title, acceptor, url.
    TicketCompleted,
    /// Subject of the same. Argument: title.
    TicketCompletedSubject,
    /// SMS and email to the customer. Arguments: tenant, title, queue, url.
    TicketReopened,
    /// Subject of the same. Argument: title.
    TicketReopenedSubject,
    /// Email to the agent (S001-22). Arguments: tenant, title, number, customer, stars, url.
    TicketRated,
    /// Subject of the same. Argument: title.
    TicketRatedSubject,
    /// With the last SMS of a day. Argument: url.
    MoreInPortal,
    /// The same, where the rest goes by email. Argument: url.
    MoreByEmail,
}

impl Text {
    /// Every text.
    pub const ALL: [Self; 47] = [
        Self::AccountOpened,
        Self::AccountOpenedSubject,
        Self::IdentityBound,
        Self::IdentityBoundSubject,
        Self::Offered,
        Self::OfferedSubject,
        Self::PasswordReset,
        Self::PasswordResetSubject,
        Self::ResetCode,
        Self::ResetCodeSubject,
        Self::PasswordChanged,
        Self::PasswordChangedSubject,
        Self::SecondFactorChanged,
        Self::SecondFactorChangedSubject,
        Self::AddressCode,
        Self::AddressCodeSubject,
        Self::AddressChanged,
        Self::AddressChangedSubject,
        Self::SharedUse,
        Self::SharedUseSubject,
        Self::RequestSubmitted,
        Self::RequestSubmittedSubject,
        Self::RequestApproved,
        Self::RequestApprovedSubject,
        Self::RequestRejected,
        Self::RequestRejectedSubject,
        Self::TicketSubmitted,
        Self::TicketSubmittedSubject,
        Self::TicketSubmittedPlace,
        Self::TicketCameNear,
        Self::TicketCameNearSubject,
        Self::TicketAccepted,
        Self::TicketAcceptedSubject,
        Self::TicketReplied,
        Self::TicketRepliedSubject,
        Self::TicketAsked,
        Self::TicketAskedSubject,
        Self::TicketTransferred,
        Self::TicketTransferredSubject,
        Self::TicketCompleted,
        Self::TicketCompletedSubject,
        Self::TicketReopened,
        Self::TicketReopenedSubject,
        Self::TicketRated,
        Self::TicketRatedSubject,
        Self::MoreInPortal,
        Self::MoreByEmail,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::AccountOpened => "account-opened",
            Self::AccountOpenedSubject => "account-opened-subject",
            Self::IdentityBound => "identity-bound",
            Self::IdentityBoundSubject => "identity-bound-subject",
            Self::Offered => "offered",
            Self::OfferedSubject => "offered-subject",
            Self::PasswordReset => "password-reset",
            Self::PasswordResetSubject => "password-reset-subject",
            Self::ResetCode => "reset-code",
            Self::ResetCodeSubject => "reset-code-subject",
            Self::PasswordChanged => "password-changed",
            Self::PasswordChangedSubject => "password-changed-subject",
            Self::SecondFactorChanged => "second-factor-changed",
            Self::SecondFactorChangedSubject => "second-factor-changed-subject",
            Self::AddressCode => "address-code",
            Self::AddressCodeSubject => "address-code-subject",
            Self::AddressChanged => "address-changed",
            Self::AddressChangedSubject => "address-changed-subject",
            Self::SharedUse => "shared-use",
            Self::SharedUseSubject => "shared-use-subject",
            Self::RequestSubmitted => "request-submitted",
            Self::RequestSubmittedSubject => "request-submitted-subject",
            Self::RequestApproved => "request-approved",
            Self::RequestApprovedSubject => "request-approved-subject",
            Self::RequestRejected => "request-rejected",
            Self::RequestRejectedSubject => "request-rejected-subject",
            Self::TicketSubmitted => "ticket-submitted",
            Self::TicketSubmittedSubject => "ticket-submitted-subject",
            Self::TicketSubmittedPlace => "ticket-submitted-place",
            Self::TicketCameNear => "ticket-came-near",
            Self::TicketCameNearSubject => "ticket-came-near-subject",
            Self::TicketAccepted => "ticket-accepted",
            Self::TicketAcceptedSubject => "ticket-accepted-subject",
            Self::TicketReplied => "ticket-replied",
            Self::TicketRepliedSubject => "ticket-replied-subject",
            Self::TicketAsked => "ticket-asked",
            Self::TicketAskedSubject => "ticket-asked-subject",
            Self::TicketTransferred => "ticket-transferred",
            Self::TicketTransferredSubject => "ticket-transferred-subject",
            Self::TicketCompleted => "ticket-completed",
            Self::TicketCompletedSubject => "ticket-completed-subject",
            Self::TicketReopened => "ticket-reopened",
            Self::TicketReopenedSubject => "ticket-reopened-subject",
            Self::TicketRated => "ticket-rated",
            Self::TicketRatedSubject => "ticket-rated-subject",
            Self::MoreInPortal => "more-in-portal",
            Self::MoreByEmail => "more-by-email",
        }
    }
}

/// A text is missing or asks for an argument that was not given: a defect, found by the tests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text {id} cannot be written in {language}: {problem}")]
pub struct TextError {
    id: &'static str,
    language: &'static str,
    problem: String,
}

/// Writes `text` in `language` with these arguments.
pub fn write(text: Text, language: Language, arguments: &[(&str, &str)]) -> Result<String, TextError> {
    let fail = |problem: String| TextError { id: text.id(), language: language.tag(), problem };
    let source = match language {
        Language::ZhCn => include_str!("../texts/zh-CN.ftl"),
        Language::En => include_str!("../texts/en.ftl"),
    };
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| fail(format!("{errors:?}")))?;
    let mut bundle = FluentBundle::new(vec![language.tag().parse().map_err(|error| fail(format!("{error:?}")))?]);
    // No invisible isolation marks around arguments: people copy the password out of the SMS.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).map_err(|errors| fail(format!("{errors:?}")))?;
    let pattern = bundle.get_message(text.id()).and_then(|message| message.value()).ok_or_else(|| fail("missing".into()))?;
    let mut values = FluentArgs::new();
    for (name, value) in arguments {
        values.set(*name, *value);
    }
    let mut errors = Vec::new();
    let written = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    if errors.is_empty() { Ok(written) } else { Err(fail(format!("{errors:?}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARGUMENTS: &[(&str, &str)] = &[
        ("tenant", "云杉科技"),
        ("login", "u234"),
        ("password", "Ab3xY-secret"),
        ("url", "https://portal.example"),
        ("change", "enrolled"),
        ("code", "123456"),
        ("address", "+86139****0002"),
        ("name", "何雨"),
        ("before", "203.0.113.7"),
        ("now", "198.51.100.9"),
        ("applicant", "王芳"),
        ("contact", "李雷"),
        ("remark", "请开通"),
        ("decider", "陈静"),
        ("reason", "重复"),
        ("title", "无法打印"),
        ("queue", "售后"),
        ("acceptor", "赵强"),
        ("code", "123456"),
        ("position", "4"),
        ("waiting", "9"),
        ("ahead", "3"),
        ("number", "2-0042"),
        ("customer", "王芳"),
        ("stars", "5"),
    ];

    // F36 for messages: every text in both languages, with the arguments it asks for
    #[test]
    fn every_text_can_be_written_in_both_languages() {
        for text in Text::ALL {
            for language in [Language::ZhCn, Language::En] {
                let written = write(text, language, ARGUMENTS).unwrap();
                assert!(!written.is_empty());
                assert!(written.chars().all(|c| !('\u{2066}'..='\u{2069}').contains(&c)), "{written:?}");
            }
        }
    }

    // One letter outside of GSM's alphabet more than doubles what an SMS costs.
    #[test]
    fn english_texts_stay_in_the_alphabet_of_gsm() {
        let latin = ARGUMENTS.iter().map(|(name, value)| if value.is_ascii() { (*name, *value) } else { (*name, "Muller & Sohne") });
        let latin: Vec<(&str, &str)> = latin.collect();
        for text in Text::ALL {
            for change in ["enrolled", "disabled", "reset", "recovery_code_used", "recovery_codes_renewed"] {
                let arguments: Vec<_> =
                    latin.iter().map(|(name, value)| (*name, if *name == "change" { change } else { *value })).collect();
                let written = write(text, Language::En, &arguments).unwrap();
                assert_eq!(crate::gsm::plain(&written), written, "{text:?}");
                let units = written.encode_utf16().count();
                assert!(units <= 70 || crate::gsm::segments(&written) < u32::try_from(units.div_ceil(67)).unwrap(), "{text:?}: {written}");
            }
        }
    }

    // S001-1
    #[test]
    fn the_opening_message_holds_account_and_password() {
        for language in [Language::ZhCn, Language::En] {
            let written = write(Text::AccountOpened, language, ARGUMENTS).unwrap();
            assert!(written.contains("u234") && written.contains("Ab3xY-secret"), "{written}");
        }
    }

    #[test]
    fn a_missing_argument_is_an_error() {
        assert!(write(Text::AccountOpened, Language::En, &[]).is_err());
    }
}
