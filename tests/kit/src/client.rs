//! A user of the API.

use foyer_local::System;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request};
use serde_json::{Value, json};

use crate::answer::{Answer, answer};
use crate::contract;

/// Sends requests, signed in or not. Every answer is held against the API's description.
#[derive(Clone)]
pub struct Client {
    system: System,
    token: Option<String>,
    address: String,
    headers: HeaderMap,
}

impl Client {
    /// Nobody in particular.
    pub fn new(system: &System) -> Self {
        Self { system: system.clone(), token: None, address: "203.0.113.7".into(), headers: HeaderMap::new() }
    }

    /// Sends this token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Calls from this network address.
    #[must_use]
    pub fn from(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// Sends this header.
    #[must_use]
    pub fn header(&self, name: &'static str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("the test's header is one"));
        Self { headers, ..self.clone() }
    }

    /// The token that is sent.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or("")
    }

    /// Accepts an identity that an enterprise offers to the account.
    pub async fn accept(&self, identity: &str) {
        self.post(&format!("/api/me/offers/{identity}/accept"), json!({})).await.expect(200);
    }

    /// Changes the own password; gives the client with the session's new token.
    pub async fn change_password(&self, current: &str, new: &str) -> Self {
        let change = json!({ "current_password": current, "new_password": new });
        let changed = self.put("/api/me/password", change).await.expect(200);
        self.with_token(&changed.text("/token"))
    }

    /// Sends a GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Sends a POST.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Sends a PUT.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Sends a DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends a request with a JSON body or none.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        self.raw(method, path, "application/json", body).await
    }

    /// Sends any bytes as any type.
    pub async fn raw(&self, method: Method, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).body(body).expect("the test's path is one");
        let headers = request.headers_mut();
        headers.extend(self.headers.clone());
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).expect("the test's type is one"));
        }
        if let Some(token) = &self.token {
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).expect("the test's token is one"));
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = answer(self.system.answer(request, &self.address).await);
        contract::hold(&method, &path, &answer);
        answer
    }
}
