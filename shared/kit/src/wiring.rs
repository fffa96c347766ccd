//! What an operation makes its clients of. Lambda, the laptop and the checks wire the same operations with it.

use aws_types::SdkConfig;

use crate::config::Missing;
use crate::platform::Platform;

/// The services and the variables of one function.
#[derive(Clone, Copy)]
pub struct Wiring<'a> {
    platform: &'a Platform,
    lookup: &'a dyn Fn(&str) -> Option<String>,
}

impl std::fmt::Debug for Wiring<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wiring").field("platform", &self.platform).finish_non_exhaustive()
    }
}

impl<'a> Wiring<'a> {
    /// Services of `platform`, and variables from `lookup`: the process environment or the local runner's.
    pub fn new(platform: &'a Platform, lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { platform, lookup }
    }

    /// How to reach a service, as the variables `AWS_ENDPOINT_URL_…` name it.
    pub fn service(&self, name: &str) -> SdkConfig {
        self.platform.service(name)
    }

    /// A variable that need not be set.
    pub fn variable(&self, name: &str) -> Option<String> {
        (self.lookup)(name)
    }

    /// A variable that must be set.
    pub fn needed(&self, name: &'static str) -> Result<String, Missing> {
        self.variable(name).ok_or(Missing(name))
    }
}
