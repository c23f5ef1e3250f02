//! The least that axum can do, in a process of its own: a handler that returns the same bytes, one that writes the same
//! JSON, and one that reads JSON and writes it again.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use forecourt_testkit::TempDir;
use tokio::net::TcpListener;

use crate::one_core::on_one_core;

/// Makes this program be the peer; the file with the bytes follows.
pub(crate) const ARGUMENT: &str = "--serve-peer";

/// What the peer is called in rows.
pub(crate) const NAME: &str = "bare axum handler";

/// What its handler that writes JSON is called in rows.
pub(crate) const JSON: &str = "bare axum JSON handler";

/// Where that one answers.
pub(crate) const JSON_PATH: &str = "/json";

/// What its handler that reads JSON and writes it again is called in rows.
pub(crate) const ECHO: &str = "bare axum JSON echo";

/// What several answers share.
#[derive(Clone)]
struct Shared(Arc<serde_json::Value>);

impl serde::Serialize for Shared {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Serves the bytes of a file at `/`, the JSON in it at `/json`, and JSON that is sent to `/echo`, until the process is
/// ended. Prints its address.
///
/// # Errors
/// The file cannot be read or there is no free port.
pub(crate) async fn serve(file: &str) -> Result<()> {
    let body = Bytes::from(std::fs::read(file).context("cannot read the peer's page")?);
    let echo = async |Json(value): Json<serde_json::Value>| Json(value);
    let value = Shared(Arc::new(serde_json::from_slice(&body).unwrap_or_default()));
    let router = Router::new()
        .route(JSON_PATH, get(async move || Json(value.clone())))
        .route("/", get(async move || Html(body.clone())))
        .route("/echo", post(echo));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    axum::serve(listener, router).await?;
    Ok(())
}

/// A peer that runs, ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Peer {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    _folder: TempDir,
}

impl Peer {
    /// Starts one that returns `body`.
    ///
    /// # Errors
    /// It does not start.
    pub(crate) fn start(body: &[u8]) -> Result<Self> {
        let folder = TempDir::new()?;
        let file = folder.path().join("page.html");
        std::fs::write(&file, body)?;
        Self::start_by(Command::new(std::env::current_exe()?), folder, &file)
    }

    /// Starts one on one core, for its echo.
    ///
    /// # Errors
    /// It does not start.
    pub(crate) fn echo() -> Result<Self> {
        let folder = TempDir::new()?;
        let file = folder.path().join("page.html");
        std::fs::write(&file, "")?;
        Self::start_by(on_one_core(&std::env::current_exe()?), folder, &file)
    }

    fn start_by(mut command: Command, folder: TempDir, file: &Path) -> Result<Self> {
        let mut child = command
            .arg(ARGUMENT)
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the peer")?;
        let output = child.stdout.take().context("the peer has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().parse().context("the peer printed no address")?;
        Ok(Self {
            child,
            address,
            _folder: folder,
        })
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
