//! What was measured, as Markdown and JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

/// One function.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// Its operation.
    pub(crate) operation: String,
    /// From the start of the process to its first question, the median, in ms.
    pub(crate) start_ms: f64,
    /// The first invocation, the median, in ms.
    pub(crate) first_ms: f64,
    /// Later invocations, in ms.
    pub p50_ms: f64,
    /// The same.
    pub p90_ms: f64,
    /// The same.
    pub p99_ms: f64,
    /// The median of later invocations with 4 ms added to each call of the database, in ms.
    pub(crate) far_ms: f64,
    /// The most memory held, in MB.
    pub(crate) memory_mb: f64,
    /// Seconds of CPU for 1,000 invocations.
    pub(crate) cpu_s: f64,
    /// The zip, in MB.
    pub(crate) zip_mb: f64,
    /// Request units read, in its first case of `docs/DATA.md`.
    pub(crate) read: f64,
    /// Request units written.
    pub(crate) written: f64,
    /// USD for a million invocations.
    pub(crate) usd: f64,
    /// Samples that were answered with a refusal.
    pub(crate) refused: usize,
}

/// One function in one language.
#[derive(Debug, Serialize)]
pub(crate) struct Peer {
    /// The operation.
    pub(crate) operation: String,
    /// `rust`, `python` or `node`.
    pub(crate) language: String,
    /// As in [`Row`].
    pub(crate) start_ms: f64,
    /// As in [`Row`].
    pub(crate) first_ms: f64,
    /// As in [`Row`].
    pub p50_ms: f64,
    /// As in [`Row`].
    pub p99_ms: f64,
    /// As in [`Row`].
    pub(crate) far_ms: f64,
    /// As in [`Row`].
    pub(crate) memory_mb: f64,
    /// As in [`Row`].
    pub(crate) cpu_s: f64,
}

/// The local server with so many connections.
#[derive(Debug, Serialize)]
pub(crate) struct Load {
    /// Connections that each send one request after the other.
    pub(crate) connections: usize,
    /// Answers in a second.
    pub(crate) per_second: f64,
    /// In ms, corrected for what was not sent while a request hung.
    pub p50_ms: f64,
    /// The same.
    pub p99_ms: f64,
}

/// From a request to the SMS that it causes.
#[derive(Debug, Serialize)]
pub(crate) struct Path {
    /// Requests.
    pub(crate) samples: usize,
    /// In ms.
    pub p50_ms: f64,
    /// In ms.
    pub p99_ms: f64,
}

/// Everything.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Cores of the machine.
    pub(crate) cores: usize,
    /// What hashing a password takes here, in ms.
    pub(crate) hash_ms: f64,
    /// The functions.
    pub(crate) functions: Vec<Row>,
    /// Functions beside the same in other languages.
    pub(crate) peers: Vec<Peer>,
    /// The local server.
    pub(crate) load: Vec<Load>,
    /// The way of an SMS.
    pub(crate) sms: Option<Path>,
}

/// What a function costs a million times, in USD (`docs/OPERATIONS.md`).
pub(crate) fn usd(routed: bool, memory_mb: u64, milliseconds: f64, read: f64, written: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let gigabytes = memory_mb as f64 / 1024.0;
    // Lambda bills whole milliseconds.
    let seconds = milliseconds.ceil().max(1.0) / 1_000.0;
    let gateway = if routed { 1.0 } else { 0.0 };
    gateway + 0.20 + gigabytes * seconds * 16.666_7 + read * 0.125 + written * 0.625
}

impl Report {
    /// As Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# Bench\n\n{} cores; hashing a password takes {:.1} ms of one.\n", self.cores, self.hash_ms);
        self.write(&mut text).unwrap_or_default();
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "\n## Functions\n")?;
        writeln!(
            text,
            "| operation | start ms | first ms | p50 ms | p90 ms | p99 ms | p50 ms, 4 ms a call | MB | CPU s / 1,000 | zip MB | RRU | WRU | USD / million |"
        )?;
        writeln!(text, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for row in &self.functions {
            let refused = if row.refused > 0 { " (refused)" } else { "" };
            write!(text, "| `{}`{refused} | {:.1} | {:.1} | ", row.operation, row.start_ms, row.first_ms)?;
            write!(text, "{:.2} | {:.2} | {:.2} | {:.1} | ", row.p50_ms, row.p90_ms, row.p99_ms, row.far_ms)?;
            write!(text, "{:.1} | {:.2} | {:.2} | ", row.memory_mb, row.cpu_s, row.zip_mb)?;
            writeln!(text, "{} | {} | {:.2} |", row.read, row.written, row.usd)?;
        }
        self.peers(text)?;
        if !self.load.is_empty() {
            writeln!(text, "\n## The local server\n\n| connections | requests / s | p50 ms | p99 ms |\n|--:|--:|--:|--:|")?;
        }
        for load in &self.load {
            writeln!(text, "| {} | {:.0} | {:.1} | {:.1} |", load.connections, load.per_second, load.p50_ms, load.p99_ms)?;
        }
        if let Some(sms) = &self.sms {
            writeln!(text, "\n## From a request to its SMS\n\np50 {:.0} ms, p99 {:.0} ms, of {}.", sms.p50_ms, sms.p99_ms, sms.samples)?;
        }
        Ok(())
    }

    fn peers(&self, text: &mut String) -> std::fmt::Result {
        if self.peers.is_empty() {
            return Ok(());
        }
        writeln!(text, "\n## Beside other languages\n\nTimes as much as the Rust function, in the same session.\n")?;
        writeln!(
            text,
            "| operation | language | start | first | p50 | p99 | p50, 4 ms a call | memory | CPU |\n|---|---|--:|--:|--:|--:|--:|--:|--:|"
        )?;
        let ours: BTreeMap<&str, &Peer> =
            self.peers.iter().filter(|peer| peer.language == "rust").map(|peer| (peer.operation.as_str(), peer)).collect();
        for peer in &self.peers {
            let Some(ours) = ours.get(peer.operation.as_str()).filter(|_| peer.language != "rust") else { continue };
            write!(text, "| `{}` | {} | ", peer.operation, peer.language)?;
            write!(text, "{:.1} | {:.1} | ", peer.start_ms / ours.start_ms, peer.first_ms / ours.first_ms)?;
            write!(text, "{:.1} | {:.1} | {:.1} | ", peer.p50_ms / ours.p50_ms, peer.p99_ms / ours.p99_ms, peer.far_ms / ours.far_ms)?;
            writeln!(text, "{:.1} | {:.1} |", peer.memory_mb / ours.memory_mb, peer.cpu_s / ours.cpu_s)?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no process here holds so much")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
