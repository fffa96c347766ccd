//! The path of every request: bounds, caller, input, idempotency, handler, answer.

use std::future::Future;
use std::time::Duration;

use foyer_domain::identity::Device;
use foyer_store::idempotency::Answer;
use foyer_store::{Ahead, Key};
use http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, IF_MATCH, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE, USER_AGENT,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt as _};
use serde_json::{Map, Value};
use tracing::Instrument as _;

use crate::caller::{Caller, principal};
use crate::content::{Content, Raw};
use crate::deps::{Idempotency, RequestFacts};
use crate::device;
use crate::front_door;
use crate::intake::Intake;
use crate::problem::KEY_USED;
use crate::rehearsal::still_seen;
use crate::token::{self, Hints, ReadAhead, Token};
use crate::{Deps, Problem, Reply};

/// The header by which a repeated POST is told from a new one.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The header by which a page says that it asks by itself, and nobody did anything.
pub const BY_ITSELF: &str = "foyer-by-itself";

/// When to look for the answer of the same request: at once, and as long as it may still be worked on.
const WAITS: [Duration; 5] =
    [Duration::ZERO, Duration::from_millis(100), Duration::from_millis(200), Duration::from_millis(400), Duration::from_millis(800)];

/// Serves one request of the operation `name`. Never fails: what goes wrong is a problem in the answer,
/// and what is our fault is logged here, once.
pub(crate) async fn serve<C, I, O, F, R>(name: &'static str, deps: Deps, request: Request, ahead: ReadAhead<I>, handle: F) -> Response<Body>
where
    C: Caller,
    I: Intake,
    O: Content,
    F: Fn(Deps, C, I) -> R,
    R: Future<Output = Result<Reply<O>, Problem>>,
{
    let mut request = request;
    let through = front_door::through(deps.config.front_door_key.as_ref(), request.headers_mut());
    let facts = facts(&request, &deps);
    let span = tracing::info_span!("request", operation = name, request_id = %facts.request_id);
    let deps = deps.for_request(facts);
    async move {
        let began = deps.now();
        let answer = match through {
            Ok(()) => answer::<C, I, O, F, R>(name, deps.clone(), request, ahead, handle).await,
            Err(problem) => Err(problem),
        };
        let (status, code, mut response) = match answer {
            Ok(response) => (response.status(), "ok", response),
            Err(problem) => {
                if let Some(cause) = problem.hidden_cause() {
                    tracing::error!(cause, code = problem.code(), "a request failed");
                }
                (problem.status(), problem.code(), problem_response(&problem, &deps.request.request_id))
            }
        };
        deps.tell_unreadable();
        let spent = deps.store.meter().spent();
        let millis = deps.now().duration_since(began).as_millis();
        tracing::info!(status = status.as_u16(), code, rcu = spent.read, wcu = spent.write, waves = spent.waves, millis = %millis, "served");
        // For whoever runs the handler in its own process; it does not leave a Lambda.
        response.extensions_mut().insert(spent);
        response
    }
    .instrument(span)
    .await
}

async fn answer<C, I, O, F, R>(
    name: &'static str,
    deps: Deps,
    request: Request,
    ahead: ReadAhead<I>,
    handle: F,
) -> Result<Response<Body>, Problem>
where
    C: Caller,
    I: Intake,
    O: Content,
    F: Fn(Deps, C, I) -> R,
    R: Future<Output = Result<Reply<O>, Problem>>,
{
    if request.body().len() > I::LONGEST {
        return Err(too_large());
    }
    let (method, headers) = (request.method().clone(), request.headers().clone());
    // What is asked is read first, because it says which rows are wanted; what is wrong with it is said after it is
    // known who asks.
    let members = merged::<I>(&request);
    let used = members.as_ref().map_or(Ok(None), |(members, _)| used_key(&request, members));
    let input = members.and_then(|(members, path)| I::read(request, members, &path));
    let rows = |hints: &Hints| wanted::<I>(name, hints, &input, &used, ahead);
    let caller = caller::<C>(&deps, &method, &headers, rows).await?;
    let idempotency = used?.zip(caller.identity_id()).map(|(used, identity)| Idempotency {
        identity,
        operation: name,
        key: used.key,
        fingerprint: used.fingerprint,
    });
    if let Some(kept) = replay(&deps, idempotency.as_ref()).await? {
        return still_seen(kept, handle(deps.rehearsing(), caller, input?)).await;
    }
    let outcome = handle(deps.clone().with_idempotency(idempotency.clone()), caller, input?).await;
    let reply = match outcome {
        Ok(reply) => reply,
        Err(refusal) => return first_answer(&deps, idempotency.as_ref(), refusal).await,
    };
    let mut body = reply.body.as_ref().map(Content::encode).transpose()?;
    if let Some(edition) = &reply.edition {
        body = body.map(|raw| raw.tag(edition.as_str()));
    }
    response(reply.status, body, reply.location.as_deref(), &reply.cookies, &headers)
}

/// The rows that go out with the session: those that the operation names, and the answer that may have been given.
fn wanted<I>(
    name: &str,
    hints: &Hints,
    input: &Result<I, Problem>,
    used: &Result<Option<UsedKey>, Problem>,
    ahead: ReadAhead<I>,
) -> Vec<Ahead> {
    let mut rows = match (ahead, input) {
        (Some(ahead), Ok(input)) => ahead(hints, input),
        _ => Vec::new(),
    };
    if let Ok(Some(used)) = used {
        rows.push(Ahead::of::<Answer>(Key::idempotency(hints.identity_id, name, &used.key)));
    }
    rows
}

fn facts(request: &Request, deps: &Deps) -> RequestFacts {
    let (request_id, source) = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => (context.request_id.clone(), context.http.source_ip.clone()),
        _ => (None, None),
    };
    let source = request.headers().get(front_door::SOURCE).and_then(|said| said.to_str().ok()).map(str::to_owned).or(source);
    let device = request.headers().get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    RequestFacts {
        request_id: request_id.unwrap_or_else(|| deps.commit_token()),
        source: source.unwrap_or_default(),
        device: Device::new(&device.unwrap_or_default()),
        device_mark: cookie_named(request.headers(), device::COOKIE).map(str::to_owned),
        if_match: request.headers().get(IF_MATCH).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
    }
}

/// Finds the caller. `rows` says which rows to read with the session for who acts as the hints say.
async fn caller<C: Caller>(deps: &Deps, method: &Method, headers: &HeaderMap, rows: impl Fn(&Hints) -> Vec<Ahead>) -> Result<C, Problem> {
    if method != Method::GET && is_foreign(headers) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "cross_origin", "This comes from a page of another origin"));
    }
    if !C::SIGNED_IN {
        return C::admit(None);
    }
    let Some(token) = presented(headers) else {
        return C::admit(None);
    };
    let hinted = token.hints().as_ref().map(&rows);
    let without_hints = hinted.is_none();
    let found = principal(deps, &token, hinted.unwrap_or_default(), !is_by_itself(method, headers)).await?;
    let late = found.as_ref().filter(|_| without_hints).map(|found| rows(&Hints::of(found.identity())));
    let caller = C::admit(found)?;
    if let Some(late) = late {
        deps.store.load(&late).await?;
    }
    Ok(caller)
}

/// Whether a page asks by itself, as it does every so often while it is open. That is no use of the session (F27):
/// the screen that somebody left is not kept open for the next person. Whatever changes something is an act.
fn is_by_itself(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::GET && headers.contains_key(BY_ITSELF)
}

/// Whether a page of another origin sends this, with the cookie or without: a form elsewhere must not even sign
/// somebody in. `SameSite=Strict` keeps other sites from using a session; this keeps out what shares our site and is
/// not us. Browsers name the origin in whatever is not a GET, and most say how far it is from ours. What comes with
/// an `Authorization` header was sent by a program that has a token: no form can send one.
fn is_foreign(headers: &HeaderMap) -> bool {
    let from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    if from_elsewhere && !headers.contains_key(AUTHORIZATION) {
        return true;
    }
    let Some(origin) = headers.get(ORIGIN).filter(|_| !headers.contains_key(AUTHORIZATION)) else {
        return false;
    };
    let authority = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, authority)| authority);
    authority.map(str::as_bytes) != headers.get(HOST).map(HeaderValue::as_bytes)
}

/// The token of the `Authorization` header, or else of the cookie.
fn presented(headers: &HeaderMap) -> Option<Token> {
    if let Some(authorization) = headers.get(AUTHORIZATION) {
        let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| Token::parse(token.trim()))?;
    }
    cookie_named(headers, token::COOKIE).and_then(Token::parse)
}

fn cookie_named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).flat_map(|header| header.split(';'));
    let mut named = cookies.filter_map(|cookie| cookie.trim().split_once('='));
    named.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Body, query and path as one object, and the names of the path's parameters. A name may come once.
fn merged<I: Intake>(request: &Request) -> Result<(Map<String, Value>, Vec<String>), Problem> {
    let mut input = I::members(request)?;
    let query = request.query_string_parameters();
    // What a body says comes in the body alone: a link or a form elsewhere can fill a query, and logs keep it.
    if let Some((name, _)) = query.iter().next().filter(|_| matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH)) {
        return Err(Problem::invalid(format!("/{name}"), "belongs in the body, not in the query"));
    }
    let parameters = request.path_parameters();
    let path: Vec<String> = parameters.iter().map(|(name, _)| name.to_owned()).collect();
    for (name, value) in query.iter().chain(parameters.iter()) {
        if input.insert(name.to_owned(), Value::String(value.to_owned())).is_some() {
            return Err(Problem::invalid(format!("/{name}"), "is given more than once"));
        }
    }
    Ok((input, path))
}

/// An idempotency key, whoever used it.
struct UsedKey {
    /// Its digest.
    key: String,
    /// Digest of what was asked.
    fingerprint: String,
}

/// JSON with the members of each object in the order of their names: in another order they are the same request.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            let members = members.into_iter().map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

/// Reads the idempotency key. The fingerprint is salted with it, and only the key's digest is stored: a
/// password in the input cannot be guessed from the row.
fn used_key(request: &Request, input: &Map<String, Value>) -> Result<Option<UsedKey>, Problem> {
    // What is put, patched or deleted may be repeated as it is; some of it answers with a token, which must
    // not be kept.
    let header = request.headers().get(IDEMPOTENCY_KEY).filter(|_| request.method() == Method::POST);
    let Some(header) = header else {
        return Ok(None);
    };
    let raw = header.to_str().ok().filter(|key| (8..=200).contains(&key.len()));
    let raw = raw.ok_or_else(|| Problem::unreadable("Idempotency-Key must have 8 to 200 visible ASCII characters"))?;
    let asked = canonical(&Value::Object(input.clone()));
    let fingerprint = foyer_store::key::digest(&format!("{raw}\n{asked}"));
    Ok(Some(UsedKey { key: foyer_store::key::digest(raw), fingerprint }))
}

/// The answer that was given to the same request, if there is one: what refuses a request with a key is often what it
/// did itself a moment before, or does at this moment. Otherwise the refusal.
async fn first_answer(deps: &Deps, idempotency: Option<&Idempotency>, refusal: Problem) -> Result<Response<Body>, Problem> {
    if idempotency.is_none() {
        return Err(refusal);
    }
    let looks = if may_be_its_own(&refusal) { WAITS.len() } else { 1 };
    for wait in WAITS.into_iter().take(looks) {
        tokio::time::sleep(wait).await;
        if let Some(answer) = replay(deps, idempotency).await? {
            return Ok(answer);
        }
    }
    Err(refusal)
}

/// Whether a refusal may come of the same request that is being worked on and has not answered yet: it has counted
/// what this one is refused for, and its transaction is still to come. What a transaction did is found at once.
fn may_be_its_own(refusal: &Problem) -> bool {
    refusal.code() == KEY_USED || matches!(refusal.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
}

async fn replay(deps: &Deps, idempotency: Option<&Idempotency>) -> Result<Option<Response<Body>>, Problem> {
    let Some(used) = idempotency else {
        return Ok(None);
    };
    let Some(answer) = deps.store.answer(used.identity, used.operation, &used.key, deps.now()).await? else {
        return Ok(None);
    };
    let answer = answer.value;
    if answer.fingerprint != used.fingerprint {
        let title = "This Idempotency-Key was used for another request";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", title));
    }
    let status = StatusCode::from_u16(answer.status).map_err(Problem::internal)?;
    response(status, Some(Raw::json(answer.body)), answer.location.as_deref(), &[], &HeaderMap::new()).map(Some)
}

fn response(
    status: StatusCode,
    body: Option<Raw>,
    location: Option<&str>,
    cookies: &[String],
    asked: &HeaderMap,
) -> Result<Response<Body>, Problem> {
    let mut builder = Response::builder().status(status).header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(location) = location {
        builder = builder.header(LOCATION, location);
    }
    for cookie in cookies {
        builder = builder.header(SET_COOKIE, cookie);
    }
    match body {
        None => builder.header(CACHE_CONTROL, "no-store").body(Body::Empty),
        Some(body) => body.respond(builder, asked),
    }
    .map_err(Problem::internal)
}

fn problem_response(problem: &Problem, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::Text(problem.document(request_id).to_string()));
    *response.status_mut() = problem.status();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(seconds) = problem.retry_after_seconds() {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is longer than this takes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_in_another_order_are_the_same_request() {
        let canonical = |text: &str| canonical(&serde_json::from_str(text).unwrap());
        assert_eq!(canonical(r#"{"b":[{"y":1,"x":null}],"a":"\u00e9\""}"#), canonical(r#"{ "a": "é\"", "b": [{"x": null, "y": 1}] }"#));
        for other in [r#"{"a":[1,2]}"#, r#"{"a":[2,1]}"#, r#"{"a":"[1,2]"}"#, r#"{"a":{"1":2}}"#] {
            assert_eq!(serde_json::from_str::<Value>(&canonical(other)).unwrap(), serde_json::from_str::<Value>(other).unwrap());
        }
        assert_ne!(canonical(r#"{"a":[1,2]}"#), canonical(r#"{"a":[2,1]}"#));
    }

    #[test]
    fn a_page_of_another_origin_is_told_by_its_name() {
        let foreign = |headers: &[(&'static str, &'static str)]| {
            is_foreign(&headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect())
        };
        let host = ("host", "portal.example.com");
        assert!(!foreign(&[host]) && !foreign(&[host, ("origin", "https://portal.example.com")]));
        for origin in ["https://other.example.com", "https://portal.example.com:8443", "https://portal.example.com.evil.example", "null"] {
            assert!(foreign(&[host, ("origin", origin)]), "{origin}");
            assert!(!foreign(&[host, ("origin", origin), ("authorization", "Bearer x")]), "no cookie is looked at");
        }
        for (site, refused) in [("same-origin", false), ("none", false), ("same-site", true), ("cross-site", true), ("odd", true)] {
            assert_eq!(foreign(&[host, ("sec-fetch-site", site)]), refused, "{site}");
        }
    }
}
