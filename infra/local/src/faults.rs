//! A database that fails now and then, as DynamoDB does: transactions conflict, calls are throttled, and
//! answers to calls that were done are lost. For tests: a hook on the SDK's HTTP client, so that the SDK's own
//! retries take part.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_types::SdkConfig;

/// How often calls of the database fail. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct DatabaseFaults(Arc<Rates>);

#[derive(Debug, Default)]
struct Rates {
    percent: AtomicU64,
    losing: AtomicBool,
    calls: AtomicU64,
    injected: AtomicU64,
}

/// What happens to a call.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// Another transaction is at one of the rows; for other calls than transactions, the same as throttling.
    Conflict,
    /// The table is too busy.
    Throttle,
    /// It is done, and nobody hears of it.
    LoseAnswer,
}

impl DatabaseFaults {
    /// From now on this share of the calls fails, in percent.
    pub fn set(&self, percent: u64) {
        self.0.percent.store(percent, Ordering::Relaxed);
    }

    /// From now on, or no more, the first answer to every write is lost, and the SDK makes each a second time.
    pub fn lose_first_answers(&self, losing: bool) {
        self.0.losing.store(losing, Ordering::Relaxed);
    }

    /// How many calls failed so far.
    pub fn injected(&self) -> u64 {
        self.0.injected.load(Ordering::Relaxed)
    }

    /// The same configuration with the hook.
    pub(crate) fn over(&self, config: SdkConfig) -> SdkConfig {
        match config.http_client() {
            Some(inner) => config.into_builder().http_client(FaultyClient { inner, faults: self.clone() }).build(),
            None => config,
        }
    }

    /// Every call has its number, and the number's dice fall the same in every run.
    fn next(&self) -> Option<Fault> {
        let percent = self.0.percent.load(Ordering::Relaxed);
        if percent == 0 {
            return None;
        }
        let call = self.0.calls.fetch_add(1, Ordering::Relaxed);
        let dice = mixed(call);
        if dice % 100 >= percent {
            return None;
        }
        self.0.injected.fetch_add(1, Ordering::Relaxed);
        Some([Fault::Conflict, Fault::Throttle, Fault::LoseAnswer][usize::try_from(dice / 100 % 3).unwrap_or(0)])
    }
}

/// A number without a pattern (`SplitMix64`).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[derive(Debug)]
struct FaultyClient {
    inner: SharedHttpClient,
    faults: DatabaseFaults,
}

#[derive(Debug)]
struct FaultyConnector {
    inner: SharedHttpConnector,
    faults: DatabaseFaults,
}

impl HttpClient for FaultyClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(FaultyConnector { inner, faults: self.faults.clone() })
    }
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let transaction = request.headers().get("x-amz-target").is_some_and(|target| target.ends_with("TransactWriteItems"));
        let fault = if self.faults.0.losing.load(Ordering::Relaxed) && is_first_write(&request) {
            self.faults.0.injected.fetch_add(1, Ordering::Relaxed);
            Some(Fault::LoseAnswer)
        } else {
            self.faults.next()
        };
        match fault {
            None => self.inner.call(request),
            Some(Fault::Conflict) if transaction => HttpConnectorFuture::ready(refused(CONFLICT)),
            Some(Fault::Conflict | Fault::Throttle) => HttpConnectorFuture::ready(refused(THROTTLED)),
            Some(Fault::LoseAnswer) => {
                let done = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    done.await?;
                    Err(ConnectorError::io("the answer was lost, as a test asked".into()))
                })
            }
        }
    }
}

/// Whether a call writes, and is made for the first time.
fn is_first_write(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let writes = |target: &str| ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"].iter().any(|call| target.ends_with(call));
    headers.get("x-amz-target").is_some_and(writes)
        && headers.get("amz-sdk-request").is_some_and(|attempt| attempt.starts_with("attempt=1"))
}

const THROTTLED: &str =
    r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"as a test asked"}"#;
const CONFLICT: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"as a test asked","CancellationReasons":[{"Code":"TransactionConflict","Message":"as a test asked"}]}"#;

fn refused(body: &'static str) -> Result<HttpResponse, ConnectorError> {
    let status = 400_u16.try_into().map_err(|error| ConnectorError::other(format!("{error:?}").into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}
