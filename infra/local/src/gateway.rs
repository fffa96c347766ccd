//! What API Gateway does: finds the route of a request, makes the event of payload format 2.0 and the
//! response of the answer.

use foyer_domain::time::Timestamp;
use foyer_kit::Deps;
use foyer_kit::operation::{Handler, HttpHandler};
use foyer_store::meter::Spent;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use lambda_http::Body;
use serde_json::{Map, Value, json};

use crate::LocalError;
use crate::intrinsics::ACCOUNT;
use crate::roles::{self, Grants};
use crate::template::Route;
use crate::wired::Wired;

/// Longest body that Lambda takes, in bytes.
pub const MAX_BODY: usize = 6 * 1024 * 1024;

/// Where a request comes from: the address that is counted, and an id.
#[derive(Debug, Clone)]
pub struct Source {
    /// The client's network address.
    pub address: String,
    /// Names the request.
    pub request_id: String,
    /// When it came.
    pub at: Timestamp,
}

/// All routes.
#[derive(Default)]
pub(crate) struct Gateway {
    routes: Vec<Bound>,
}

struct Bound {
    method: String,
    path: String,
    handler: HttpHandler,
    deps: Deps,
    grants: Grants,
}

impl Gateway {
    /// Binds a route to an operation.
    pub(crate) fn bind(&mut self, route: &Route, wired: &Wired) -> Result<(), LocalError> {
        let Handler::Http(handler) = &wired.handler else {
            return Err(LocalError::Wiring(format!("{} has a route and takes no requests", wired.operation.name)));
        };
        let (handler, deps, grants) = (handler.clone(), wired.deps.clone(), wired.grants.clone());
        self.routes.push(Bound { method: route.method.clone(), path: route.path.clone(), handler, deps, grants });
        Ok(())
    }

    /// Answers a request as API Gateway and Lambda would together.
    pub(crate) async fn answer(&self, request: Request<Vec<u8>>, source: &Source) -> Response<Vec<u8>> {
        let Some((bound, parameters)) = self.find(request.method().as_str(), request.uri().path()) else {
            return refusal(StatusCode::NOT_FOUND, "Not Found");
        };
        if request.body().len() > MAX_BODY {
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        let Some(event) = event(bound, &parameters, &request, source) else {
            return refusal(StatusCode::BAD_REQUEST, "Bad Request");
        };
        let request = match lambda_http::request::from_str(&event.to_string()) {
            Ok(request) => request,
            Err(error) => {
                tracing::warn!(%error, "a request could not be made an event");
                return refusal(StatusCode::BAD_REQUEST, "Bad Request");
            }
        };
        // A task of its own, so that a panic is this request's alone, as it is in Lambda.
        match tokio::spawn((bound.handler)(bound.deps.clone(), request)).await {
            Ok(response) => bound.permitted(response).map(bytes),
            Err(error) => {
                tracing::error!(%error, path = bound.path, "a handler panicked");
                refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
        }
    }

    pub(crate) fn has(&self, method: &str, path: &str) -> bool {
        self.routes.iter().any(|bound| bound.method == method && bound.path == path)
    }

    /// A route without a greedy parameter wins, then the one with the most literal segments, like in API
    /// Gateway.
    fn find(&self, method: &str, path: &str) -> Option<(&Bound, Map<String, Value>)> {
        let of_method = self.routes.iter().filter(|bound| bound.method == method || bound.method == "ANY");
        let matching = of_method.filter_map(|bound| Some((bound, parameters(&bound.path, path)?)));
        matching.min_by_key(|(bound, parameters)| (bound.path.ends_with("+}"), parameters.len()))
    }
}

impl Bound {
    /// The response, unless AWS would have refused one of the calls that led to it.
    fn permitted(&self, response: Response<Body>) -> Response<Body> {
        let spent = response.extensions().get::<Spent>().cloned().unwrap_or_default();
        let Some(denied) = roles::denied(&self.grants, &spent, &self.deps.config) else {
            return response;
        };
        tracing::error!(route = self.path, "{denied}");
        refusal(StatusCode::INTERNAL_SERVER_ERROR, &denied).map(Body::from)
    }
}

/// The values of a route's parameters in a path, percent-decoded; `None` if the path is not the route's.
fn parameters(route: &str, path: &str) -> Option<Map<String, Value>> {
    let mut parameters = Map::new();
    let mut parts = path.split('/');
    for segment in route.split('/') {
        let part = parts.next()?;
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(greedy) if greedy.ends_with('+') => {
                let rest: Vec<&str> = std::iter::once(part).chain(parts.by_ref()).collect();
                parameters.insert(greedy.trim_end_matches('+').to_owned(), decoded(&rest.join("/")).into());
            }
            Some(name) if !part.is_empty() => {
                parameters.insert(name.to_owned(), decoded(part).into());
            }
            None if segment == part => {}
            Some(_) | None => return None,
        }
    }
    parts.next().is_none().then_some(parameters)
}

/// Percent-decodes; a plus is a plus in a path.
fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

/// The event; `None` if a header is not visible ASCII, which API Gateway refuses.
fn event(bound: &Bound, parameters: &Map<String, Value>, request: &Request<Vec<u8>>, source: &Source) -> Option<Value> {
    let (method, path, query) = (request.method().as_str(), request.uri().path(), request.uri().query().unwrap_or(""));
    let mut headers = headers(request.headers())?;
    let cookies: Vec<&str> = request.headers().get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    headers.remove(COOKIE.as_str());
    let user_agent = headers.get("user-agent").cloned().unwrap_or_default();
    let key = format!("{} {}", bound.method, bound.path);
    let mut event = json!({
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "pathParameters": parameters,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": headers.get("host").cloned().unwrap_or_default(),
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": source.address, "userAgent": user_agent },
            "requestId": source.request_id,
            "routeKey": key,
            "stage": "$default",
            "timeEpoch": source.at.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    if !cookies.is_empty() {
        let cookies: Vec<&str> = cookies.iter().flat_map(|line| line.split(';')).map(str::trim).collect();
        event["cookies"] = json!(cookies);
    }
    if !request.body().is_empty() {
        let encoded = body(request.body());
        event["body"] = encoded.0.into();
        event["isBase64Encoded"] = encoded.1.into();
    }
    Some(event)
}

/// Text goes as it is, anything else in base64.
fn body(bytes: &[u8]) -> (String, bool) {
    use base64::Engine as _;
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (base64::engine::general_purpose::STANDARD.encode(bytes), true),
    }
}

/// Lower-case names; a name that comes twice has its values joined with a comma.
fn headers(headers: &HeaderMap) -> Option<Map<String, Value>> {
    let mut joined = Map::new();
    for name in headers.keys() {
        let values: Option<Vec<&str>> = headers.get_all(name).iter().map(|value| value.to_str().ok()).collect();
        joined.insert(name.as_str().to_owned(), values?.join(",").into());
    }
    Some(joined)
}

fn bytes(body: Body) -> Vec<u8> {
    match body {
        Body::Text(text) => text.into_bytes(),
        Body::Binary(bytes) => bytes,
        // The enum may grow; nothing else exists now.
        _ => Vec::new(),
    }
}

/// How API Gateway refuses.
fn refusal(status: StatusCode, message: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(json!({ "message": message }).to_string().into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_its_parameters() {
        let found = |route, path| parameters(route, path).map(|found| Value::Object(found).to_string());
        assert_eq!(found("/a/{id}/b", "/a/x%20y+z/b").as_deref(), Some(r#"{"id":"x y+z"}"#));
        assert_eq!(found("/a/{id}", "/a/1").as_deref(), Some(r#"{"id":"1"}"#));
        assert_eq!(found("/a/{rest+}", "/a/b/c").as_deref(), Some(r#"{"rest":"b/c"}"#));
        for (route, path) in [("/a/{id}", "/a/"), ("/a/{id}", "/a"), ("/a/{id}", "/a/b/c"), ("/a", "/a/"), ("/a", "/b")] {
            assert_eq!(found(route, path), None, "{route} {path}");
        }
    }

    #[test]
    fn what_is_not_text_is_encoded() {
        assert_eq!(body("字".as_bytes()), ("字".to_owned(), false));
        assert_eq!(body(&[0xff, 0xfe]), ("//4=".to_owned(), true));
    }
}
