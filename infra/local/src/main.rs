//! `cargo run`: the whole system on this machine.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use foyer_kit::passwords::Cost;
use foyer_kit::system::{OsEntropy, SystemClock};
use foyer_local::{Data, LocalError, Options, System, demo};
use tokio::net::TcpListener;
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Runs Foyer on this machine: the API, the events, the SMS and the emails, on a database of its own.
#[derive(Debug, Parser)]
#[command(name = "foyer-local")]
struct Arguments {
    /// The port to serve on.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The directory that holds the data. It is made where there is none.
    #[arg(long, default_value = "target/local")]
    data: PathBuf,
    /// Makes no demo data.
    #[arg(long)]
    empty: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = foyer_kit::config::environment("LOG_LEVEL").unwrap_or_else(|| "warn".into());
    let filter = foyer_kit::logging::filter(&filter, Level::WARN);
    tracing_subscriber::registry().with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(filter)).init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(std::io::stderr(), &format!("Foyer cannot run: {error}."));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), LocalError> {
    let stopped = stopped()?;
    // The port first: a second start by mistake then ends before it touches the data.
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => LocalError::PortTaken(arguments.port),
        _ => error.into(),
    })?;
    // With --port 0 the system chooses one.
    let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let options = Options {
        data: Data::Dir(arguments.data.clone()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        portal_url: url.clone(),
        hashing: Cost::DEPLOYED,
    };
    let system = System::start(options).await?;
    if !arguments.empty {
        demo::make(&system).await?;
    }
    let welcome = format!(
        "Foyer is at {url}\n  messages  {url}/_local/messages\n  API       {url}/_local/api/\n  data      {}\n{}Ctrl-C stops it.",
        arguments.data.display(),
        if arguments.empty { String::new() } else { demo::logins() },
    );
    say(std::io::stdout(), &welcome);
    system.remove_expired();
    system.serve(listener, stopped).await?;
    say(std::io::stdout(), "Foyer has stopped. Nothing is lost; what was not delivered is delivered after the next start.");
    Ok(())
}

/// Ctrl-C, or the signal that ends a service. From here on they end the process by way of the future only.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut ended) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = ended.recv() => {}
        }
    })
}

/// Ctrl-C. From here on it ends the process by way of the future only.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move { interrupted.recv().await.unwrap_or_default() })
}

/// Prints. Whoever closed the other end does not want to read it.
fn say(mut to: impl std::io::Write, text: &str) {
    writeln!(to, "{text}").unwrap_or_default();
}
