//! S3 as the functions and the pages call it: `s3s`, on files in the data directory. It checks the signature of
//! every request, as long as links hold, and against the role of the function that signed it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::data::{FILES, unusable};
use crate::roles::Grants;
use crate::template::{Bucket, Template};
use crate::{Data, LocalError};

/// The variable of functions that have files.
pub(crate) const BUCKET: &str = "ATTACHMENTS_BUCKET";
/// What everybody signs with here; the name that he signs under is his function's.
pub const SECRET_KEY: &str = "local";

/// Grants that were used, by function.
type Used = BTreeSet<(String, (String, String))>;

/// The files.
pub struct LocalFiles {
    root: PathBuf,
    /// Removes them when the system ends, if they are in memory as far as anybody can tell.
    _temporary: Option<tempfile::TempDir>,
    buckets: Vec<Bucket>,
    roles: BTreeMap<String, Grants>,
    used: Arc<Mutex<Used>>,
}

impl LocalFiles {
    /// Opens the files, and makes the template's buckets where they are not there yet.
    pub(crate) fn open(data: &Data, template: &Template) -> Result<Self, LocalError> {
        let (root, temporary) = if let Some(root) = data.file(FILES)? {
            (root, None)
        } else {
            let temporary = tempfile::tempdir()?;
            (temporary.path().to_owned(), Some(temporary))
        };
        for bucket in &template.buckets {
            let path = root.join(&bucket.name);
            std::fs::create_dir_all(&path).map_err(|error| unusable(&path, error))?;
        }
        let with_files = template.functions.iter().filter(|function| function.environment.contains_key(BUCKET));
        let roles = with_files.map(|function| (function.operation.clone(), function.grants.clone())).collect();
        Ok(Self { root, _temporary: temporary, buckets: template.buckets.clone(), roles, used: Arc::default() })
    }

    /// The grants that a function made use of since the start.
    pub fn used(&self, operation: &str) -> Grants {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.iter().filter(|(function, _)| function == operation).map(|(_, grant)| grant.clone()).collect()
    }

    /// The keys of all files, in order.
    pub fn keys(&self) -> Result<Vec<String>, LocalError> {
        let mut keys = Vec::new();
        for bucket in &self.buckets {
            add_keys(&self.root.join(&bucket.name), "", &mut keys)?;
        }
        keys.sort_unstable();
        Ok(keys)
    }

    /// Serves on `listener`, also to the pages of `portal_url`.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener, portal_url: String) {
        let served = match self.service() {
            Ok(service) => {
                let router = Router::new().fallback(forward).with_state(service).layer(self.cors(portal_url));
                axum::serve(listener, router).await.map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = served {
            tracing::error!(error, "S3 does not serve any more");
        }
    }

    fn service(&self) -> Result<S3Service, LocalError> {
        let files = FileSystem::new(&self.root).map_err(|error| unusable(&self.root, format!("{error:?}")))?;
        let mut auth = SimpleAuth::new();
        for function in self.roles.keys() {
            auth.register(function.clone(), SECRET_KEY.into());
        }
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(auth);
        builder.set_access(Access { root: self.root.clone(), roles: self.roles.clone(), used: self.used.clone() });
        Ok(builder.build())
    }

    /// Methods and headers as the template allows them; the portal's origin, and those of this machine, where
    /// the pages are served while somebody works on them.
    fn cors(&self, portal_url: String) -> CorsLayer {
        let methods: Vec<Method> = self.buckets.iter().flat_map(|bucket| &bucket.methods).filter_map(|name| name.parse().ok()).collect();
        let headers: Vec<HeaderName> =
            self.buckets.iter().flat_map(|bucket| &bucket.headers).filter_map(|name| name.parse().ok()).collect();
        let origin = move |origin: &HeaderValue| {
            let local = [b"http://127.0.0.1:".as_slice(), b"http://localhost:"];
            origin.as_bytes() == portal_url.as_bytes() || local.iter().any(|local| origin.as_bytes().starts_with(local))
        };
        CorsLayer::new().allow_methods(methods).allow_headers(headers).allow_origin(AllowOrigin::predicate(move |of, _| origin(of)))
    }
}

fn add_keys(directory: &Path, prefix: &str, keys: &mut Vec<String>) -> Result<(), LocalError> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add_keys(&entry.path(), &format!("{key}/"), keys)?;
        } else {
            keys.push(key);
        }
    }
    Ok(())
}

async fn forward(State(service): State<S3Service>, request: Request) -> Response {
    match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "S3 failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Holds every request against the role of the function that signed it.
struct Access {
    root: PathBuf,
    roles: BTreeMap<String, Grants>,
    used: Arc<Mutex<Used>>,
}

impl Access {
    /// What a request needs: actions on ARNs.
    fn needed(&self, context: &S3AccessContext<'_>) -> S3Result<Vec<(&'static str, String)>> {
        let Some((bucket, key)) = context.s3_path().as_object() else {
            return Err(s3_error!(AccessDenied, "only files can be reached on a laptop"));
        };
        let arn = |file: &str| format!("arn:aws:s3:::{file}");
        let file = format!("{bucket}/{key}");
        match context.s3_op().name() {
            "PutObject" => Ok(vec![("s3:PutObject", arn(&file))]),
            "DeleteObject" => Ok(vec![("s3:DeleteObject", arn(&file))]),
            // Who may not list the bucket is not told that a file is not there.
            "GetObject" if !self.root.join(&file).exists() => Ok(vec![("s3:GetObject", arn(&file)), ("s3:ListBucket", arn(bucket))]),
            "GetObject" => Ok(vec![("s3:GetObject", arn(&file))]),
            "CopyObject" => {
                let source = context.headers().get("x-amz-copy-source").and_then(|source| source.to_str().ok()).unwrap_or("");
                Ok(vec![("s3:GetObject", arn(source.trim_start_matches('/'))), ("s3:PutObject", arn(&file))])
            }
            other => Err(s3_error!(AccessDenied, "{other} is not understood on a laptop")),
        }
    }
}

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let function = context.credentials().map(|credentials| credentials.access_key.clone());
        let function = function.ok_or_else(|| s3_error!(AccessDenied, "nobody signed this"))?;
        let grants = self.roles.get(&function).ok_or_else(|| s3_error!(AccessDenied, "{function} has no role"))?;
        for (action, resource) in self.needed(context)? {
            let covers = |(of, on): &&(String, String)| of == action && covers(on, &resource);
            let Some(grant) = grants.iter().find(covers) else {
                return Err(s3_error!(AccessDenied, "the role of {function} does not allow {action} on {resource}"));
            };
            self.used.lock().unwrap_or_else(PoisonError::into_inner).insert((function.clone(), grant.clone()));
        }
        Ok(())
    }
}

/// Whether a resource of a policy covers an ARN.
fn covers(resource: &str, arn: &str) -> bool {
    resource.strip_suffix('*').map_or(resource == arn, |beginning| arn.starts_with(beginning))
}
