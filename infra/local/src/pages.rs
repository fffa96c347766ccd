//! The pages that only a laptop has: the start page, every message sent, codes of second factors, and the API's
//! description.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::System;
use crate::mailbox::Message;

/// Most messages on the page.
const MOST: u32 = 1_000;

#[derive(Debug, Deserialize)]
struct CodeOf {
    login: String,
}

#[derive(Debug, Deserialize)]
struct Asked {
    limit: Option<u32>,
}

/// The routes of these pages. A start page of the template's own takes the place of this one.
pub(crate) fn router(system: &System) -> Router<System> {
    let router = Router::new()
        .route("/_local/messages", get(messages))
        .route("/_local/totp", get(code))
        .route("/_local/api", get(|| async { Redirect::permanent("/_local/api/") }))
        .route("/_local/api/", get(|| api(Path(String::new()))))
        .route("/_local/api/{*file}", get(api));
    let taken = system.answers("GET", "/");
    if taken { router } else { router.route("/", get(|| async { Html(page("Foyer", START, None)) })) }
}

const START: &str = r#"<h1>Foyer</h1>
<p>The whole system runs here, on this machine, on its own database.</p>
<ul>
<li><a href="/_local/api/">The API</a>: every operation, to read and to try (<a href="/api/openapi.json">OpenAPI</a>)</li>
<li><a href="/_local/messages">Messages</a>: every SMS and email that was sent</li>
<li>/_local/totp?login=chen.jing: the code that an authenticator would show</li>
</ul>
<p>The demo logins are printed where the system was started.</p>"#;

/// JSON for programs (`{"messages": […]}`, newest first), a page for people.
async fn messages(State(system): State<System>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let messages = match system.messages(asked.limit.unwrap_or(100).min(MOST)) {
        Ok(messages) => messages,
        Err(error) => return broken(&error),
    };
    let json_wanted = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("application/json"));
    if json_wanted {
        return Json(json!({ "messages": messages })).into_response();
    }
    let rows: String = messages.iter().map(row).collect();
    let empty = "<p>Nothing was sent yet. This page looks again every five seconds.</p>";
    let body = format!(
        "<h1>Messages</h1><p><a href=\"/\">Foyer</a> · <a href=\"/_local/totp?login=chen.jing\">code of chen.jing</a></p>{}",
        if rows.is_empty() { empty.to_owned() } else { rows }
    );
    Html(page("Messages · Foyer", &body, Some(5))).into_response()
}

/// The code of a second factor, as text: what an authenticator would show, and one that was not used. Where the
/// newest were used just now, it waits for the next, half a minute at most.
async fn code(State(system): State<System>, Query(of): Query<CodeOf>) -> Response {
    match system.next_code(&of.login).await {
        Ok(Some(next)) => {
            tokio::time::sleep(next.wait.unsigned_abs()).await;
            format!("{}\n", next.code).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "no second factor\n").into_response(),
        Err(error) => broken(&error),
    }
}

fn row(message: &Message) -> String {
    let subject = message.subject.as_deref().map_or(String::new(), |subject| format!("<strong>{}</strong><br>", escaped(subject)));
    let channel = if message.subject.is_some() { "email" } else { "SMS" };
    let (to, at, text) = (escaped(&message.to), message.at, escaped(&message.text));
    format!("<article><header><span>{channel} to <b>{to}</b></span> <time>{at}</time></header><p>{subject}{text}</p></article>")
}

async fn api(Path(file): Path<String>) -> Response {
    let config = Arc::new(utoipa_swagger_ui::Config::from("/api/openapi.json"));
    match utoipa_swagger_ui::serve(&file, config) {
        Ok(Some(found)) if found.gzpipped => {
            ([(CONTENT_TYPE, found.content_type), (CONTENT_ENCODING, "gzip".to_owned())], found.bytes.to_vec()).into_response()
        }
        Ok(Some(found)) => ([(CONTENT_TYPE, found.content_type)], found.bytes.to_vec()).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error),
    }
}

fn broken(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a page failed");
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}

fn page(title: &str, body: &str, refresh: Option<u32>) -> String {
    let refresh = refresh.map_or(String::new(), |seconds| format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">"));
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">{refresh}\
         <title>{title}</title><style>{STYLE}</style><main>{body}</main></html>"
    )
}

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;color:#1f2937;background:#f8fafc;margin:0}\
main{max-width:46rem;margin:2rem auto;padding:0 1rem}a{color:#0f5fa8}\
article{background:#fff;border:1px solid #e2e8f0;border-radius:8px;padding:.75rem 1rem;margin:.75rem 0}\
article header{color:#52606d;font-size:.875rem;display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}article p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0 0}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
