//! Where the files of attachments are.

use foyer_files::Files;
use foyer_kit::Wiring;
use foyer_kit::config::Missing;

/// The bucket that the function is told of.
pub fn bucket(wiring: &Wiring) -> Result<Files, Missing> {
    let name = wiring.needed("ATTACHMENTS_BUCKET")?;
    Ok(Files::connect(&wiring.service("S3"), name))
}
