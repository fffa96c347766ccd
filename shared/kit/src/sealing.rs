//! Where the sealing keys come from: Secrets Manager in AWS, a file on a laptop.

use foyer_messaging::seal::{KeyRing, Sealer};

use crate::operation::EventFailure;
use crate::platform::Platform;

/// Names the secret that holds the key ring.
pub const SECRET: &str = "SEALING_KEY_SECRET_ARN";
/// Names a file that holds the key ring, instead.
pub const FILE: &str = "SEALING_KEY_FILE";

/// Loads the key ring that `lookup` names.
pub async fn load(platform: &Platform, lookup: impl Fn(&str) -> Option<String>) -> Result<Sealer, EventFailure> {
    let text = match (lookup(FILE), lookup(SECRET)) {
        (Some(path), _) => tokio::fs::read_to_string(&path).await.map_err(|error| EventFailure(format!("{path}: {error}")))?,
        (None, Some(arn)) => secret(platform, &arn).await?,
        (None, None) => return Err(EventFailure(format!("neither {SECRET} nor {FILE} is set"))),
    };
    let ring = KeyRing::parse(&text).map_err(|error| EventFailure(error.to_string()))?;
    Ok(Sealer::new(ring))
}

async fn secret(platform: &Platform, arn: &str) -> Result<String, EventFailure> {
    let client = aws_sdk_secretsmanager::Client::new(&platform.service("SECRETS_MANAGER"));
    let answer = client.get_secret_value().secret_id(arn).send().await;
    let answer = answer.map_err(|error| EventFailure(aws_sdk_secretsmanager::error::DisplayErrorContext(error).to_string()))?;
    answer.secret_string.ok_or_else(|| EventFailure("the sealing secret holds no text".into()))
}
