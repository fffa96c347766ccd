//! Hashing and comparing passwords: argon2id, off the executor, a bounded number at once.
//!
//! The 19 MiB that a hash works in are kept for the next one: taking them anew from the system costs a
//! third of the hash, in page faults.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use foyer_domain::identity::password::prepared;
use foyer_domain::secret::Secret;
use foyer_domain::time::Entropy;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::Problem;

/// What a hash costs whoever computes one.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// OWASP's first choice (F8): what every function has, wherever it runs. No setting changes it.
    pub const DEPLOYED: Self = Self { memory: 19_456, passes: 2 };
}

/// Lanes.
const LANES: u32 = 1;

/// Hashes of a later parameter set can be told from these by the PHC string.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    memory: Memory,
    /// Every hash takes 19 MiB and a core: more at once than cores only adds memory.
    permits: Arc<Semaphore>,
    dummy: Arc<str>,
}

/// Memory of hashes that are done; at most as many as there are permits.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<Vec<Block>>>>);

/// The length of a hash in bytes.
const LENGTH: usize = 32;

impl Memory {
    /// The argon2id hash of a password.
    fn hash(&self, password: &Secret, salt: &[u8], params: &Params) -> Result<[u8; LENGTH], Problem> {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        blocks.resize(blocks.len().max(params.block_count()), Block::default());
        let mut hash = [0_u8; LENGTH];
        let outcome = argon.hash_password_into_with_memory(password.reveal().as_bytes(), salt, &mut hash, &mut blocks);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(blocks);
        outcome.map(|()| hash).map_err(Problem::internal)
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// Another password.
    No,
    /// The password.
    Yes,
    /// The password, but its hash has weaker parameters than today's: hash it again.
    YesButOutdated,
}

impl Passwords {
    /// The hasher with today's parameters.
    pub fn new(cost: Cost, entropy: &dyn Entropy) -> Result<Self, Problem> {
        let params = Params::new(cost.memory, cost.passes, LANES, None).map_err(Problem::internal)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut random = [0_u8; 32];
        entropy.fill(&mut random);
        // Never computed: a hash of nothing anybody typed, with today's parameters, so that comparing with
        // it takes what comparing with a real one takes.
        let dummy = phc(&params, &random[..16], &random);
        Ok(Self { params, memory: Memory::default(), permits: Arc::new(Semaphore::new(cores)), dummy: dummy.into() })
    }

    /// Hashes a password, as it is prepared, under a new salt; gives the PHC string.
    pub async fn hash(&self, password: &Secret, entropy: &dyn Entropy) -> Result<String, Problem> {
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let (memory, params, password) = (self.memory.clone(), self.params.clone(), prepared(password));
        self.off_the_executor(move || Ok(phc(&params, &salt, &memory.hash(&password, &salt, &params)?))).await
    }

    /// Compares a password with a stored hash, or, for an account that does not exist, with the dummy:
    /// that never matches and takes as long.
    ///
    /// Hashes from before passwords were prepared are of what was typed: where that is another text, it is compared
    /// too, and to be hashed again.
    pub async fn compare(&self, password: &Secret, stored: Option<&str>) -> Result<Match, Problem> {
        let (memory, today) = (self.memory.clone(), self.params.clone());
        let (typed, prepared) = (password.clone(), prepared(password));
        let known = stored.is_some();
        let phc = stored.unwrap_or(&self.dummy).to_owned();
        self.off_the_executor(move || {
            let stored = PasswordHash::new(&phc).map_err(Problem::internal)?;
            let params = Params::try_from(&stored).map_err(Problem::internal)?;
            let (Some(salt), Some(expected), "argon2id") = (&stored.salt, &stored.hash, stored.algorithm.as_str()) else {
                return Err(Problem::internal("a stored password is no argon2id hash"));
            };
            let is = |password: &Secret| -> Result<bool, Problem> {
                let hash = Output::new(&memory.hash(password, salt.as_ref(), &params)?).map_err(Problem::internal)?;
                // In constant time.
                Ok(hash == *expected)
            };
            let matches = is(&prepared)?;
            let matches_typed = !matches && typed.reveal() != prepared.reveal() && is(&typed)?;
            Ok(match (known && (matches || matches_typed), matches_typed || weaker(&params, &today)) {
                (false, _) => Match::No,
                (true, false) => Match::Yes,
                (true, true) => Match::YesButOutdated,
            })
        })
        .await
    }

    async fn off_the_executor<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Problem::internal)?;
        let done = spawn_blocking(move || {
            let outcome = work();
            drop(permit);
            outcome
        });
        done.await.map_err(Problem::internal)?
    }
}

fn weaker(params: &Params, today: &Params) -> bool {
    params.m_cost() < today.m_cost() || params.t_cost() < today.t_cost() || params.p_cost() < today.p_cost()
}

/// A hash with these parameters, as it is stored.
fn phc(params: &Params, salt: &[u8], hash: &[u8]) -> String {
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${}${}", unpadded(salt), unpadded(hash))
}

fn unpadded(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;
    use crate::system::OsEntropy;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_hash_matches_its_password_only() {
        let passwords = Passwords::new(Cost::DEPLOYED, &OsEntropy).unwrap();
        let phc = passwords.hash(&secret("correct horse"), &OsEntropy).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(passwords.compare(&secret("correct horse"), Some(&phc)).await.unwrap(), Match::Yes);
        assert_eq!(passwords.compare(&secret("wrong"), Some(&phc)).await.unwrap(), Match::No);
        assert_eq!(passwords.compare(&secret("wrong"), None).await.unwrap(), Match::No);
    }

    #[tokio::test]
    async fn hashes_are_those_of_the_library() {
        let passwords = Passwords::new(Cost::DEPLOYED, &OsEntropy).unwrap();
        // also in memory that was used before
        for text in ["correct horse", "another"] {
            let phc = passwords.hash(&secret(text), &OsEntropy).await.unwrap();
            assert!(Argon2::default().verify_password(text.as_bytes(), &PasswordHash::new(&phc).unwrap()).is_ok());
        }
        assert!(passwords.compare(&secret("x"), Some("$argon2i$v=19$m=8,t=1,p=1$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg")).await.is_err());
    }

    #[tokio::test]
    async fn another_keyboard_logs_in_and_hashes_from_before_go_on_working() {
        let passwords = Passwords::new(Cost::DEPLOYED, &OsEntropy).unwrap();
        let (composed, decomposed) = ("\u{e9}t\u{e9} blau", "e\u{301}te\u{301}\u{a0}blau");
        let phc = passwords.hash(&secret(decomposed), &OsEntropy).await.unwrap();
        assert_eq!(passwords.compare(&secret(composed), Some(&phc)).await.unwrap(), Match::Yes);
        assert_eq!(passwords.compare(&secret(decomposed), Some(&phc)).await.unwrap(), Match::Yes);
        assert_eq!(passwords.compare(&secret("ete blau"), Some(&phc)).await.unwrap(), Match::No);
        let before: PasswordHash = Argon2::default().hash_password_with_salt(decomposed.as_bytes(), b"0123456789abcdef").unwrap();
        assert_eq!(passwords.compare(&secret(decomposed), Some(&before.to_string())).await.unwrap(), Match::YesButOutdated);
        assert_eq!(passwords.compare(&secret(composed), Some(&before.to_string())).await.unwrap(), Match::No);
    }

    #[tokio::test]
    async fn a_weaker_hash_is_told_apart() {
        let passwords = Passwords::new(Cost::DEPLOYED, &OsEntropy).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let phc: PasswordHash = weak.hash_password_with_salt(b"old", b"0123456789abcdef").unwrap();
        assert_eq!(passwords.compare(&secret("old"), Some(&phc.to_string())).await.unwrap(), Match::YesButOutdated);
    }
}
