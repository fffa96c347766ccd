//! Devices from which an account was logged in to before: whoever guesses passwords closes windows for himself, and not
//! for the owner at his own device.
//!
//! A login leaves a mark in a cookie, which names no account and says nothing to who has it. It is signed with the
//! stored hash of the account's password, which holds 128 random bits and never leaves the database: nothing is kept
//! for it, and a new password ends the marks of the one before. A mark opens nothing; its attempts have a counter of
//! their own, so that a stolen one gives five guesses and the waits after them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use foyer_domain::identity::Account;
use foyer_domain::time::{Entropy, SignedDuration, Timestamp};
use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// The cookie. The `__Host-` prefix binds it to this origin and to TLS.
pub const COOKIE: &str = "__Host-foyer-device";

/// How long a device is known after its last login.
const LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Sets the cookie that marks the device of who just gave the password of `account`.
pub fn cookie(account: &Account, now: Timestamp, entropy: &dyn Entropy) -> String {
    let mut random = [0_u8; 16];
    entropy.fill(&mut random);
    let named = format!("{}.{}", URL_SAFE_NO_PAD.encode(random), (now + LIFE).as_second());
    let signature = URL_SAFE_NO_PAD.encode(signed(account, &named).finalize().into_bytes());
    format!("{COOKIE}={named}.{signature}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Strict", LIFE.as_secs())
}

/// What the attempts of a device are counted by that presents `mark`; `None` if no login to `account` left it, or one with
/// another password, or too long ago.
pub fn known(mark: &str, account: &Account, now: Timestamp) -> Option<String> {
    let (named, signature) = mark.rsplit_once('.')?;
    let (_, until) = named.split_once('.')?;
    let alive = until.parse::<i64>().is_ok_and(|until| now.as_second() < until);
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    // In constant time.
    let is_ours = signed(account, named).verify_slice(&signature).is_ok();
    (alive && is_ours).then(|| format!("{} {named}", account.account_id))
}

fn signed(account: &Account, named: &str) -> Hmac<Sha256> {
    let mut key = Key::<Hmac<Sha256>>::default();
    for (byte, of_hash) in key.iter_mut().zip(Sha256::digest(&account.password.phc)) {
        *byte = of_hash;
    }
    let mut mac = Hmac::<Sha256>::new(&key);
    mac.update(format!("device of {}: {named}", account.account_id).as_bytes());
    mac
}
