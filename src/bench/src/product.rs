//! The release binary: set up in a folder of its own, started, stopped.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use forecourt_testkit::TempDir;

use crate::client::Client;
use crate::one_core::on_one_core;

const EMAIL: &str = "admin@aldergrove.example";
const PASSWORD: &str = "violet-harbour-41-lanterns";

const SAMPLE_EMAIL: &str = "admin@aldergrove.example";

/// How large a sample is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// How many people.
    pub(crate) people: u64,
    /// How many groups.
    pub(crate) groups: u64,
    /// How many policies beside the built-in ones.
    pub(crate) policies: u64,
}

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// An organization that has been set up, without a server.
#[derive(Debug)]
pub(crate) struct Product {
    binary: PathBuf,
    folder: TempDir,
    /// Where its data is, when that is not a file in the folder.
    database: Option<String>,
    /// How the administrator signs in.
    administrator: (String, String),
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
            database: None,
            administrator: (EMAIL.to_owned(), PASSWORD.to_owned()),
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

    /// Fills a sample organization of `size` on a database, or in a file of its own. Returns how many seconds it took.
    ///
    /// # Errors
    /// `FORECOURT_BIN` names no binary, or it fails.
    pub(crate) fn sample(database: Option<String>, size: Size) -> Result<(Self, f64)> {
        let binary = std::env::var_os("FORECOURT_BIN").context("`FORECOURT_BIN` names no binary")?;
        let mut product = Self {
            binary: binary.into(),
            folder: TempDir::new()?,
            database,
            administrator: (SAMPLE_EMAIL.to_owned(), String::new()),
        };
        let start = Instant::now();
        let printed = product.output(&[
            "demo",
            "--users",
            &size.people.to_string(),
            "--groups",
            &size.groups.to_string(),
            "--policies",
            &size.policies.to_string(),
        ])?;
        let seconds = start.elapsed().as_secs_f64();
        let password = printed
            .split("with the password ")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        password
            .context("the sample has no password")?
            .clone_into(&mut product.administrator.1);
        Ok((product, seconds))
    }

    /// Imports people from a file.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) fn import(&self, people: &Path) -> Result<()> {
        self.run(&["import", "--users", &people.display().to_string()])
    }

    /// Makes an access token of the administrator that may do everything.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) fn token(&self) -> Result<String> {
        let words = [
            "admin",
            "token",
            "--email",
            &self.administrator.0,
            "--name",
            "bench",
        ];
        Ok(self.output(&words)?.trim().to_owned())
    }

    /// Starts the server and waits until it can answer.
    ///
    /// # Errors
    /// It ends, or is not ready in time.
    pub(crate) async fn start(&self) -> Result<Running> {
        self.start_by(Command::new(&self.binary)).await
    }

    /// The same on one core.
    ///
    /// # Errors
    /// It ends, or is not ready in time.
    pub(crate) async fn start_on_one_core(&self) -> Result<Running> {
        self.start_by(on_one_core(&self.binary)).await
    }

    async fn start_by(&self, program: Command) -> Result<Running> {
        let address = free_address()?;
        let start = Instant::now();
        let mut command = self.prepared(program, &["serve", "--listen", &address.to_string()]);
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut running = Running {
            child,
            address,
            administrator: self.administrator.clone(),
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
        self.output(words).map(drop)
    }

    /// Runs a command to its end and returns what it printed.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) fn output(&self, words: &[&str]) -> Result<String> {
        let output = self.command(words).output().context("cannot run the binary")?;
        if !output.status.success() {
            bail!(
                "`forecourt {}` failed: {}",
                words.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Writes a file into the folder and returns its path.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<String> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path.display().to_string())
    }

    /// Runs a command to its end. Returns how many seconds it took, and the most memory that it had, in bytes.
    ///
    /// # Errors
    /// The command fails.
    pub(crate) fn measured(&self, words: &[&str]) -> Result<(f64, f64)> {
        let start = Instant::now();
        let mut child = self
            .command(words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run the binary")?;
        let mut peak: f64 = 0.0;
        loop {
            if let Some(bytes) = peak_bytes(child.id()) {
                peak = peak.max(bytes);
            }
            if let Some(status) = child.try_wait()? {
                if !status.success() {
                    bail!("`forecourt {}` failed ({status})", words.join(" "));
                }
                return Ok((start.elapsed().as_secs_f64(), peak));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        self.prepared(Command::new(&self.binary), words)
    }

    fn prepared(&self, mut command: Command, words: &[&str]) -> Command {
        command
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command.env("FORECOURT_DATA_DIR", self.folder.path().join("data"));
        command
            .env_remove("FORECOURT_DATABASE_URL")
            .env_remove("FORECOURT_LISTEN");
        // A line for each request would bury the rows.
        command.env("FORECOURT_LOG", "warn");
        if let Some(database) = &self.database {
            command.env("FORECOURT_DATABASE_URL", database);
        }
        command
    }
}

/// A server that runs, ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    administrator: (String, String),
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
            .sign_in(&self.administrator.0, &self.administrator.1)
            .await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing is written when it is stopped here, and a folder of its own is thrown away.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// The most memory that a process has had so far, in bytes.
fn peak_bytes(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0)
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
