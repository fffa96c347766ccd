//! A front door before the API: a distribution with a web ACL, which gives each source its share (the option
//! `FrontDoor…` of the template). It says who asks and at which name; whoever comes past it is sent away.

use foyer_domain::secret::Secret;
use foyer_store::key::digest;
use http::header::HOST;
use http::{HeaderMap, StatusCode};

use crate::Problem;

/// What the front door shows to be let in.
const KEY: &str = "x-foyer-front-door";
/// The address of who asks, as the front door saw it.
pub(crate) const SOURCE: &str = "x-foyer-source";
/// The name that he asked at.
const ASKED_AT: &str = "x-foyer-host";

/// Takes what the front door says for true, if the request came through it. Without a front door nobody says such
/// things, and what somebody sends is dropped.
pub(crate) fn through(key: Option<&Secret>, headers: &mut HeaderMap) -> Result<(), Problem> {
    let shown = headers.remove(KEY);
    let Some(key) = key else {
        headers.remove(SOURCE);
        headers.remove(ASKED_AT);
        return Ok(());
    };
    // Digests, so that the time of the comparison says nothing of the key.
    let is_ours = shown.is_some_and(|shown| shown.to_str().is_ok_and(|shown| digest(shown) == digest(key.reveal())));
    if !is_ours {
        return Err(Problem::new(StatusCode::FORBIDDEN, "front_door", "Ask at the address of the portal"));
    }
    if let Some(asked_at) = headers.remove(ASKED_AT) {
        headers.insert(HOST, asked_at);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(sent: &[(&'static str, &'static str)]) -> HeaderMap {
        sent.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_the_front_door_says_is_taken_from_nobody_else() {
        let key = Secret::new("0123456789abcdef0123456789abcdef".into());
        let said = [("host", "x.execute-api"), (SOURCE, "203.0.113.7"), (ASKED_AT, "portal.example.com")];
        let mut came = headers(&[said.as_slice(), &[(KEY, "0123456789abcdef0123456789abcdef")]].concat());
        through(Some(&key), &mut came).unwrap();
        assert!(came.get(KEY).is_none() && came[SOURCE] == "203.0.113.7" && came[HOST] == "portal.example.com");
        for wrong in [said.to_vec(), [said.as_slice(), &[(KEY, "another")]].concat()] {
            assert_eq!(through(Some(&key), &mut headers(&wrong)).unwrap_err().code(), "front_door");
        }
        let mut direct = headers(&said);
        through(None, &mut direct).unwrap();
        assert!(direct.get(SOURCE).is_none() && direct[HOST] == "x.execute-api");
    }
}
