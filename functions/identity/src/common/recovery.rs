//! Recovery codes: shown once, kept as hashes, each good for one use (F26).

use foyer_domain::identity::second_factor::{RecoveryCode, TypedRecoveryCode};
use foyer_kit::{Deps, Problem};

/// New codes: as they are shown, and as they are kept.
pub async fn recovery_codes(deps: &Deps) -> Result<(Vec<String>, Vec<RecoveryCode>), Problem> {
    let made = TypedRecoveryCode::generate(deps.entropy());
    let mut kept = Vec::with_capacity(made.len());
    for code in &made {
        kept.push(RecoveryCode { number: code.number, phc: deps.passwords.hash(&code.secret, deps.entropy()).await? });
    }
    Ok((made.iter().map(TypedRecoveryCode::shown).collect(), kept))
}
