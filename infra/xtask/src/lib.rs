//! Checks that template, binaries, registry, samples and docs agree; makes new operations.
