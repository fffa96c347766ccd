//! The SDK's configuration, built by hand: no provider chain is walked and no file is read in Lambda.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_types::SdkConfig;
use aws_types::region::Region;

use crate::config::Missing;

/// Where the AWS services are and how to reach them. One HTTP client serves all of them.
#[derive(Debug, Clone)]
pub struct Platform {
    config: SdkConfig,
    endpoints: Vec<(&'static str, String)>,
}

/// The services that Foyer calls, as the variables `AWS_ENDPOINT_URL_…` name them.
const SERVICES: [&str; 5] = ["DYNAMODB", "SNS", "SES", "SECRETS_MANAGER", "S3"];

impl Platform {
    /// Reads region, credentials and endpoints with `lookup`. In Lambda the credentials in the
    /// environment hold for the life of the process.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Missing> {
        let need = |name: &'static str| lookup(name).ok_or(Missing(name));
        let credentials =
            Credentials::new(need("AWS_ACCESS_KEY_ID")?, need("AWS_SECRET_ACCESS_KEY")?, lookup("AWS_SESSION_TOKEN"), None, "environment");
        let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let mut builder = SdkConfig::builder()
            .behavior_version(aws_smithy_runtime_api::client::behavior_version::BehaviorVersion::latest())
            .region(Region::new(need("AWS_REGION")?))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(aws_smithy_async::time::SharedTimeSource::new(aws_smithy_async::time::SystemTimeSource::new()))
            .http_client(http);
        if let Some(endpoint) = lookup("AWS_ENDPOINT_URL") {
            builder = builder.endpoint_url(endpoint);
        }
        let endpoints = SERVICES.iter().filter_map(|service| Some((*service, lookup(&format!("AWS_ENDPOINT_URL_{service}"))?)));
        Ok(Self { endpoints: endpoints.collect(), config: builder.build() })
    }

    /// The configuration for one of the services.
    pub fn service(&self, service: &str) -> SdkConfig {
        match self.endpoints.iter().find(|(name, _)| *name == service) {
            Some((_, endpoint)) => self.config.clone().into_builder().endpoint_url(endpoint).build(),
            None => self.config.clone(),
        }
    }
}
