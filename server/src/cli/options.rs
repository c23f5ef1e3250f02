//! Flags that several commands take.

use crate::config::{Config, Key, Layer};
use anyhow::{Context as _, Result};
use clap::Args;
use std::path::PathBuf;

/// Where the configuration and the data are.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct Storage {
    /// The configuration file [default: forecourt.toml in the data directory, if it is there].
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// The directory for the database and other files [default: ~/.local/share/forecourt].
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<String>,
    /// The database: sqlite://PATH or postgres://USER@HOST/NAME [default: forecourt.db in the data directory].
    #[arg(long, value_name = "URL", global = true)]
    database_url: Option<String>,
    /// What to log: error, warn, info, debug or trace, or a filter [default: info].
    #[arg(long, value_name = "FILTER", global = true)]
    log: Option<String>,
}

impl Storage {
    /// Takes these flags out of the words of a command that is not known beforehand.
    ///
    /// # Errors
    /// A flag without its value.
    pub(super) fn take_from(mut self, words: Vec<String>) -> Result<(Self, Vec<String>)> {
        let mut rest = Vec::new();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (word.clone(), None),
            };
            if !matches!(
                flag.as_str(),
                "--config" | "--data-dir" | "--database-url" | "--log"
            ) {
                rest.push(word);
                continue;
            }
            let value = value.or_else(|| words.next());
            let value = value.with_context(|| format!("{flag} takes a value"))?;
            match flag.as_str() {
                "--config" => self.config = Some(value.into()),
                "--data-dir" => self.data_dir = Some(value),
                "--database-url" => self.database_url = Some(value),
                _ => self.log = Some(value),
            }
        }
        Ok((self, rest))
    }

    /// The configuration, with `flags` of the command's own.
    pub(super) fn load(self, flags: Layer) -> Result<Config> {
        let flags = flags
            .flag(Key::DataDir, "--data-dir", self.data_dir)
            .flag(Key::DatabaseUrl, "--database-url", self.database_url)
            .flag(Key::Log, "--log", self.log);
        Config::load(flags, self.config.as_deref())
    }
}

/// How the server is reached.
#[derive(Clone, Debug, Args)]
pub(super) struct Reach {
    /// The address and port to listen on [default: 127.0.0.1:3000].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// How browsers reach the server; with https:// cookies are sent over TLS only.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Believe the proxy in front about the client's address (X-Forwarded-For).
    #[arg(long)]
    trust_proxy: bool,
}

impl Reach {
    /// These flags as values.
    pub(super) fn layer(self) -> Layer {
        Layer::default()
            .flag(Key::Listen, "--listen", self.listen)
            .flag(Key::PublicUrl, "--public-url", self.public_url)
            .flag(
                Key::TrustProxy,
                "--trust-proxy",
                self.trust_proxy.then(|| "true".to_owned()),
            )
    }
}
