//! A release build has the pages inside: it is made anew when they are. A debug build reads them as they are.

#[path = "../build.rs"]
mod program;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment")]
fn main() {
    program::main();
    println!("cargo:rerun-if-changed=build.rs");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if release {
        println!("cargo:rerun-if-changed=web/dist");
    }
}
