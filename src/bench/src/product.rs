//! The release binary: set up in a folder of its own, started, stopped.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use forecourt_testkit::TempDir;

use crate::client::Client;

const EMAIL: &str = "admin@aldergrove.example";
const PASSWORD: &str = "violet-harbour-41-lanterns";

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// An organization that has been set up, without a server.
#[derive(Debug)]
pub(crate) struct Product {
    binary: PathBuf,
    folder: TempDir,
}

impl Product {
    /// Sets up an organization and its first administrator in a new folder.
    ///
    /// # Errors
    /// `FORECOURT_BIN` names no binary, or it fails.
    pub(crate) fn set_up() -> Result<Self> {
        let binary = std::env::var_os("FORECOURT_BIN").context("`FORECOURT_BIN` names no binary")?;
        let product = Self {
            binary: binary.into(),
            folder: TempDir::new()?,
        };
        let password = product.folder.path().join("password");
        std::fs::write(&password, PASSWORD)?;
        product.run(&[
            "init",
            "--organization",
            "Aldergrove",
            "--domain",
            "aldergrove.example",
            "--admin-email",
            EMAIL,
            "--password-file",
            &password.display().to_string(),
        ])?;
        Ok(product)
    }

    /// Imports people from a file.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) fn import(&self, people: &Path) -> Result<()> {
        self.run(&["import", "--users", &people.display().to_string()])
    }

    /// Starts the server and waits until it can answer.
    ///
    /// # Errors
    /// It ends, or is not ready in time.
    pub(crate) async fn start(&self) -> Result<Running> {
        let address = free_address()?;
        let start = Instant::now();
        let mut command = self.command(&["serve", "--listen", &address.to_string()]);
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut running = Running {
            child,
            address,
            start_to_ready: Duration::ZERO,
        };
        while !is_ready(address).await {
            if let Some(status) = running.child.try_wait()? {
                bail!("the server ended at once ({status})");
            }
            if start.elapsed() > PATIENCE {
                bail!("the server is not ready after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        running.start_to_ready = start.elapsed();
        Ok(running)
    }

    fn run(&self, words: &[&str]) -> Result<()> {
        let output = self.command(words).output().context("cannot run the binary")?;
        if !output.status.success() {
            bail!(
                "`forecourt {}` failed: {}",
                words.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command.env("FORECOURT_DATA_DIR", self.folder.path().join("data"));
        command
            .env_remove("FORECOURT_DATABASE_URL")
            .env_remove("FORECOURT_LISTEN");
        command
    }
}

/// A server that runs, ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    /// From starting the process to the first answer that it is ready.
    pub(crate) start_to_ready: Duration,
}

impl Running {
    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Signs the administrator in and returns the session's cookies.
    ///
    /// # Errors
    /// The server refuses.
    pub(crate) async fn session(&self) -> Result<String> {
        Client::connect(self.address, "")
            .await?
            .sign_in(EMAIL, PASSWORD)
            .await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing is written when it is stopped here, and a folder of its own is thrown away.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut client) = Client::connect(address, "").await else {
        return false;
    };
    client
        .get("/health/ready")
        .await
        .is_ok_and(|answer| answer.status().is_success())
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
