//! Lambda `sweep-attachments`.

use foyer_files::Files;
use foyer_kit::config::{Missing, environment};

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_with(|platform| {
        let bucket = environment("ATTACHMENTS_BUCKET").ok_or(Missing("ATTACHMENTS_BUCKET"))?;
        Ok(foyer_tickets::attachments::sweep_attachments::operation(Files::connect(&platform.service("S3"), bucket)))
    })
}
