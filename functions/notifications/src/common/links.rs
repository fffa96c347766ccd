//! Short links: an SMS pays for each letter, and a telephone breaks a long link in two.

use foyer_domain::address::Channel;
use foyer_domain::link::{LIFE, LONGEST, PagePath, code};
use foyer_domain::secret::Secret;
use foyer_kit::operation::EventFailure;
use foyer_messaging::Envelope;
use foyer_store::key::digest;
use foyer_store::links::Link;

use crate::common::plan::{Message, Recipient};

/// By which way messages go.
#[derive(Debug)]
pub struct Way {
    /// The channel.
    pub channel: Channel,
    /// Where its short links begin; `None` if its links may be long.
    pub links: Option<ShortLinks>,
}

/// Where the short links of a channel begin: the portal, or a shorter name of it.
#[derive(Debug, Clone)]
pub struct ShortLinks {
    /// The address, without a slash at its end.
    base: String,
}

impl ShortLinks {
    /// Links under this address.
    pub fn under(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned() }
    }

    /// The link to put in place of `url`, and what it leads to; `None` if `url` is short enough as it is.
    ///
    /// The code follows from the event, whose id is random, from who is told and from the page: a message that is sent
    /// again has the same, and nobody else's message has it.
    pub fn instead_of(&self, url: &str, path: &str, envelope: &Envelope, to: Recipient) -> Result<Option<(String, Link)>, EventFailure> {
        if url.len() <= LONGEST {
            return Ok(None);
        }
        let path = PagePath::try_from(path.to_owned()).map_err(|error| EventFailure(format!("{path} {error}")))?;
        let seed = digest(&format!("link\n{}\n{}\n{}\n{path}", envelope.id, to.account_id, to.identity_id));
        let code = code(u128::from_str_radix(&seed[..32], 16).map_err(|error| EventFailure(error.to_string()))?);
        let link = Link::new(&code, (to.tenant_id, to.identity_id), path, envelope.occurred_at + LIFE);
        Ok(Some((format!("{}/l/{code}", self.base), link)))
    }

    /// Puts a short link in place of the one in a message; says what it leads to.
    pub fn shorten(&self, message: &mut Message, envelope: &Envelope, to: Recipient) -> Result<Option<Link>, EventFailure> {
        if !message.text.reveal().contains(&message.url) {
            return Ok(None);
        }
        let Some((short, link)) = self.instead_of(&message.url, &message.path, envelope, to)? else { return Ok(None) };
        message.text = Secret::new(message.text.reveal().replace(&message.url, &short));
        Ok(Some(link))
    }
}

#[cfg(test)]
mod tests {
    use foyer_domain::address::{Address, Language, Phone};
    use foyer_domain::id::Id;
    use foyer_domain::identity::IdentityState;
    use foyer_domain::time::{Entropy, Timestamp};
    use foyer_messaging::gsm;
    use foyer_messaging::texts::{Text, write};

    use super::*;

    struct Fixed(u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn id<K: foyer_domain::id::Kind>(dice: u8) -> Id<K> {
        Id::new(Timestamp::UNIX_EPOCH, &Fixed(dice))
    }

    fn recipient(dice: u8) -> Recipient {
        Recipient { account_id: id(dice), identity_id: id(dice), state: IdentityState::Active, tenant_id: id(1) }
    }

    fn envelope(dice: u8) -> Envelope {
        let example: Envelope = serde_json::from_str(include_str!("../../../../events/domain/ticket.submitted/v1.example.json")).unwrap();
        Envelope { id: id(dice), ..example }
    }

    fn message(text: Text, language: Language, url: &str, path: &str) -> Message {
        let value = |name: &str| {
            if name == "url" {
                url
            } else if name == "change" {
                "reset"
            } else {
                "Muller"
            }
        };
        let names = [
            "tenant",
            "login",
            "password",
            "url",
            "change",
            "code",
            "address",
            "name",
            "before",
            "now",
            "applicant",
            "contact",
            "remark",
            "decider",
            "reason",
            "title",
            "queue",
            "acceptor",
            "position",
            "waiting",
            "ahead",
            "number",
            "customer",
            "stars",
        ];
        let arguments: Vec<(&str, &str)> = names.into_iter().map(|name| (name, value(name))).collect();
        let written = write(text, language, &arguments).unwrap();
        let address = Address::Phone(Phone::try_from("+8613900000001".to_owned()).unwrap());
        Message {
            address,
            subject: String::new(),
            text: Secret::new(written),
            url: url.to_owned(),
            path: path.to_owned(),
            language,
            or_email: false,
        }
    }

    /// The links that a text has.
    fn links(text: &str) -> Vec<String> {
        let ends = |c: char| !c.is_ascii_graphic();
        text.match_indices("https://").filter_map(|(at, _)| text[at..].split(ends).next()).map(str::to_owned).collect()
    }

    // 18 letters of a host, as portal.example.com has: what is longer needs a shorter name for links
    #[test]
    fn no_link_of_an_sms_is_longer_than_forty_characters() {
        let portal = "https://portal.example.com";
        let short = ShortLinks::under(portal);
        let ticket = format!("/tickets/{}?as={}#rating", id::<foyer_domain::id::kind::Ticket>(7), recipient(1).identity_id);
        for text in Text::ALL {
            for language in [Language::ZhCn, Language::En] {
                for path in ["/", "/me/account", ticket.as_str()] {
                    let url = format!("{portal}{path}");
                    let mut message = message(text, language, &url, path);
                    let had = links(message.text.reveal()).len();
                    let segments = gsm::segments(message.text.reveal());
                    let kept = short.shorten(&mut message, &envelope(1), recipient(1)).unwrap();
                    let links = links(message.text.reveal());
                    assert_eq!(links.len(), had, "{text:?}");
                    assert!(links.iter().all(|link| link.len() <= LONGEST), "{text:?}: {links:?}");
                    assert_eq!(kept.is_some(), had > 0 && url.len() > LONGEST, "{text:?} {path}");
                    assert!(gsm::segments(message.text.reveal()) <= segments, "{text:?}");
                    assert!(kept.is_none_or(
                        |link| link.path.as_str() == path && links == [format!("{portal}/l/{}", &links[0][links[0].len() - 11..])]
                    ));
                }
            }
        }
    }

    // whoever has a long host names a short one; the portal stays where it is
    #[test]
    fn a_long_host_is_replaced_by_a_short_one() {
        let portal = "https://a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com";
        let found = ShortLinks::under("https://f.example/").instead_of(portal, "/", &envelope(1), recipient(1)).unwrap();
        assert!(found.is_some_and(|(url, link)| url.starts_with("https://f.example/l/") && link.path.as_str() == "/"));
    }

    #[test]
    fn a_code_is_of_one_message_to_one_person_about_one_page() {
        let short = ShortLinks::under("https://portal.example");
        let url = "x".repeat(50);
        let code = |event, to, path| short.instead_of(&url, path, &envelope(event), recipient(to)).unwrap().unwrap().0;
        assert_eq!(code(1, 1, "/a"), code(1, 1, "/a"));
        let others = [code(2, 1, "/a"), code(1, 2, "/a"), code(1, 1, "/b")];
        assert!(others.iter().all(|other| *other != code(1, 1, "/a")), "{others:?}");
    }

    #[test]
    fn what_could_lead_elsewhere_is_not_sent() {
        let short = ShortLinks::under("https://portal.example");
        assert!(short.instead_of(&"x".repeat(50), "//evil.example", &envelope(1), recipient(1)).is_err());
    }
}
