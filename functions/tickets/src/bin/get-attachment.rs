//! Lambda `get-attachment`.

use foyer_files::Files;
use foyer_kit::config::{Missing, environment};

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run_with(|platform| {
        let bucket = environment("ATTACHMENTS_BUCKET").ok_or(Missing("ATTACHMENTS_BUCKET"))?;
        Ok(foyer_tickets::attachments::get_attachment::operation(Files::connect(&platform.service("S3"), bucket)))
    })
}
