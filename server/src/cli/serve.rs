//! `forecourt serve`

use super::options::{Reach, Storage};
use crate::config::Config;
use crate::http::api::kept::KeptAnswers;
use crate::http::api_limit::ApiLimit;
use crate::http::front::Front;
use crate::http::state::{AppState, Site};
use crate::start::{DatabaseLock, Limits, Signals, make_data_dir, open, serve_connections, start_services};
use crate::webhook;
use anyhow::{Result, bail};
use clap::Args;
use forecourt_app::paths;
use forecourt_service::{Services, decision, exception, listener, operation, setup};
use std::io::{ErrorKind, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// Run the server until SIGTERM or SIGINT.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    reach: Reach,
}

impl Serve {
    pub(super) async fn run(self, storage: Storage) -> Result<()> {
        let config = storage.load(self.reach.layer())?;
        log_to_stderr(&config);
        let mut signals = Signals::new()?;
        make_data_dir(&config)?;
        let lock = config
            .database_file()
            .map(|file| DatabaseLock::take(&file))
            .transpose()?;
        let sender = match &config.webhook_authorities {
            Some(file) => webhook::Sender::with_authorities(config.webhook_private_addresses, file)?,
            None => webhook::Sender::new(config.webhook_private_addresses),
        };
        let database = open(&config).await?;
        let services = start_services(database).await?;
        let listener = bind(config.listen).await?;
        let state = AppState {
            services: services.clone(),
            site: Arc::new(Site {
                secure: config.secure(),
                trust_proxy: config.trust_proxy,
                metrics_token: config.metrics_token.clone(),
                webhook_private_addresses: config.webhook_private_addresses,
                api_limit: ApiLimit::new(config.api_requests_per_second),
                kept_answers: KeptAnswers::default(),
            }),
        };
        say_where(&services, &config, listener.local_addr()?).await?;
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve_connections(
            listener,
            Front::new(&state),
            Limits::default(),
            stop.clone(),
        ));
        let following = tokio::spawn(listener::follow(services.clone()));
        let ending = tokio::spawn(exception::watch(services.clone()));
        let working = tokio::spawn(operation::follow(services.clone()));
        let telling = tokio::spawn(webhook::follow(services.clone(), sender));
        let all_answered = CancellationToken::new();
        let writing = tokio::spawn(decision::run_journal(
            services.clone(),
            all_answered.clone().cancelled_owned(),
        ));
        let signal = signals.next().await;
        tracing::info!(signal, "stopping");
        stop.cancel();
        tokio::select! {
            _ = serving => {}
            _ = signals.next() => tracing::warn!("stopping at once"),
        }
        // Nothing is decided any more, and what was decided is written down.
        all_answered.cancel();
        following.abort();
        ending.abort();
        working.abort();
        telling.abort();
        let _ = (
            following.await,
            ending.await,
            working.await,
            telling.await,
            writing.await,
        );
        services.database().close().await;
        drop(lock);
        Ok(())
    }
}

fn log_to_stderr(config: &Config) {
    let mut filter = EnvFilter::try_new(&config.log).unwrap_or_default();
    // It warns of lines of `~/.pgpass` that it cannot read, and prints them with their passwords.
    if let Ok(silence) = "sqlx_postgres::options::pgpass=off".parse() {
        filter = filter.add_directive(silence);
    }
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) => match error.kind() {
            ErrorKind::AddrInUse => bail!(
                "another program listens on {address} already; stop it, or choose another port with --listen"
            ),
            ErrorKind::PermissionDenied => {
                bail!("this user may not listen on {address}; choose a port from 1024 up with --listen")
            }
            ErrorKind::AddrNotAvailable => bail!(
                "this machine does not have the address {}; choose another one with --listen",
                address.ip()
            ),
            _ => bail!("the server cannot listen on {address}: {error}"),
        },
    }
}

/// Says on the standard output where the server is, and how to set it up when that is still to be done.
async fn say_where(services: &Services, config: &Config, address: SocketAddr) -> Result<()> {
    let url = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let version = env!("CARGO_PKG_VERSION");
    let mut text = format!("Forecourt {version} is listening on http://{address}\n");
    if let Some(code) = setup::issue_code(services).await? {
        let link = paths::setup_with(&code);
        text.push_str(&format!(
            "Set it up at {url}{link}\nOne-time setup code: {code}\n"
        ));
    } else if config.public_url.is_some() {
        text.push_str(&format!("Open {url}\n"));
    }
    let mut output = std::io::stdout().lock();
    // A closed output is no reason not to serve.
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    Ok(())
}
