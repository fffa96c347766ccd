//! Where the sealing keys come from: Secrets Manager. On a laptop `infra/local` has them in a file.

use foyer_messaging::seal::{KeyRing, Sealer};

use crate::config::Missing;
use crate::operation::EventFailure;
use crate::platform::Platform;

/// Names the secret that holds the key ring.
pub const SECRET: &str = "SEALING_KEY_SECRET_ARN";

/// Loads the key ring that `lookup` names.
pub async fn load(platform: &Platform, lookup: impl Fn(&str) -> Option<String>) -> Result<Sealer, EventFailure> {
    let arn = lookup(SECRET).ok_or_else(|| EventFailure(Missing(SECRET).to_string()))?;
    let ring = KeyRing::parse(&secret(platform, &arn).await?).map_err(|error| EventFailure(error.to_string()))?;
    Ok(Sealer::new(ring))
}

async fn secret(platform: &Platform, arn: &str) -> Result<String, EventFailure> {
    let client = aws_sdk_secretsmanager::Client::new(&platform.service("SECRETS_MANAGER"));
    let answer = client.get_secret_value().secret_id(arn).send().await;
    let answer = answer.map_err(|error| EventFailure(aws_sdk_secretsmanager::error::DisplayErrorContext(error).to_string()))?;
    answer.secret_string.ok_or_else(|| EventFailure("the sealing secret holds no text".into()))
}
