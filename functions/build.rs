//! A release program stands at a fixed address: it would begin with setting 26,000 addresses that lie in 2 MB of it
//! (decision 40).

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment")]
pub(crate) fn main() {
    println!("cargo:rerun-if-changed=../build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
