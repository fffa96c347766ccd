//! Keeps what became of SMS that failed (F34), and marks the numbers that SNS could not reach for reasons that do not
//! pass. Triggered by a subscription to the log that SNS keeps of SMS that failed, which belongs to the account and not
//! to the stack (`docs/OPERATIONS.md`).

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use foyer_domain::address::{Channel, Phone};
use foyer_kit::operation::EventFailure;
use foyer_kit::{Deps, Operation};
use foyer_messaging::feedback::of_sms;
use serde::{Deserialize, Serialize};

use crate::common::returned::returned;

/// What a log's subscription gives.
#[derive(Debug, Deserialize)]
pub struct Input {
    /// In one member.
    pub awslogs: Packed,
}

/// Lines of a log: JSON, compressed with gzip, in base64.
#[derive(Debug, Deserialize)]
pub struct Packed {
    /// The text.
    pub data: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lines {
    #[serde(default)]
    log_events: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    message: String,
}

/// What was done.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Numbers that were not marked before.
    pub marked: usize,
}

/// More than CloudWatch sends at once.
const MOST_BYTES: u64 = 8 << 20;

/// The operation.
pub fn operation() -> Operation {
    Operation::event("record-sms-failures", "Record what SNS says of SMS that failed", handle)
}

/// Handles one batch of lines. They are given again if that fails.
pub async fn handle(deps: Deps, input: Input) -> Result<Output, EventFailure> {
    let mut marked = 0;
    for line in unpack(&input.awslogs.data)? {
        match of_sms(&line) {
            Ok(None) => {}
            Ok(Some(said)) => {
                let numbers: Vec<&str> = said.addresses.iter().map(Phone::as_str).collect();
                marked += returned(&deps, Channel::Sms, &said.message_id, said.reason, &numbers).await?;
            }
            // One bad line must not keep the others back.
            Err(error) => tracing::warn!(%error, "a line of the log cannot be read"),
        }
    }
    Ok(Output { marked })
}

/// The lines. Also asked by the check of the samples.
pub fn unpack(data: &str) -> Result<Vec<String>, EventFailure> {
    let refused = |error: &dyn std::fmt::Display| EventFailure(format!("the lines cannot be unpacked: {error}"));
    let packed = STANDARD.decode(data).map_err(|error| refused(&error))?;
    let mut text = Vec::new();
    GzDecoder::new(packed.as_slice()).take(MOST_BYTES).read_to_end(&mut text).map_err(|error| refused(&error))?;
    let lines: Lines = serde_json::from_slice(&text).map_err(|error| refused(&error))?;
    Ok(lines.log_events.into_iter().map(|line| line.message).collect())
}
