//! Configuration from flags, variables and a file, in that order of weight.
//!
//! Every value keeps where it came from, so that a message can name the very flag, variable or line to change. All of
//! it is checked before anything is opened.

mod directory;
mod file;
mod key;
mod layer;
mod nearest;
mod secret;
mod value;

pub use key::Key;
pub use layer::{Layer, Origin, Setting};
pub use secret::Secret;

use anyhow::{Result, bail};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The name of the configuration file in the data directory.
pub const FILE_NAME: &str = "forecourt.toml";

/// Everything that an operator decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the database file and other files of the server live.
    pub data_dir: PathBuf,
    /// The database's address; may hold a password.
    pub database_url: Secret,
    /// The address and port that the server listens on.
    pub listen: SocketAddr,
    /// How browsers reach the server, without a slash at the end.
    pub public_url: Option<String>,
    /// Whether a proxy in front is trusted to say the client's address.
    pub trust_proxy: bool,
    /// What is logged, as a filter of the `tracing` form.
    pub log: String,
    /// What a client that is not on this machine must show to read the metrics.
    pub metrics_token: Option<Secret>,
    /// How many requests a second each access token may send; 0 is no limit.
    pub api_requests_per_second: u32,
    /// A file with certificate authorities in PEM that webhooks trust beside those of the machine.
    pub webhook_authorities: Option<PathBuf>,
    /// Whether webhooks may be sent to addresses of private networks and of this machine.
    pub webhook_private_addresses: bool,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
}

impl Config {
    /// Puts flags, the process's variables and the file together.
    ///
    /// # Errors
    /// One sentence that names the value, where it came from and what to write instead.
    pub fn load(flags: Layer, file: Option<&Path>) -> Result<Self> {
        Self::resolve(flags, file, &|name| std::env::var(name).ok())
    }

    /// The same with variables that `variable` looks up.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn resolve(
        flags: Layer,
        file: Option<&Path>,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let mut values = flags.over(layer::variables(variable)?);
        let named = file.map(Path::to_owned);
        let named = named.or_else(|| {
            variable("FORECOURT_CONFIG")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        });
        let read = match &named {
            Some(path) => Some(path.clone()),
            // The file may not move the data directory that it lies in, so that place is known already.
            None => directory::data_dir(values.get(Key::DataDir), variable)
                .ok()
                .map(|folder| folder.join(FILE_NAME))
                .filter(|path| path.is_file()),
        };
        if let Some(path) = &read {
            let from_file = file::read(path)?;
            if named.is_none() && from_file.get(Key::DataDir).is_some() {
                bail!(
                    "`data_dir` in {} cannot be taken, because the file was found in the data directory itself; \
                     name the directory with --data-dir, or the file with --config",
                    path.display()
                );
            }
            values = values.over(from_file);
        }
        let data_dir = directory::data_dir(values.get(Key::DataDir), variable)?;
        let database_url = match values.get(Key::DatabaseUrl) {
            Some(setting) => setting.value.clone(),
            None => format!("sqlite://{}", data_dir.join("forecourt.db").display()),
        };
        Ok(Self {
            listen: value::listen(values.get(Key::Listen))?,
            public_url: value::public_url(values.get(Key::PublicUrl))?,
            trust_proxy: value::truth(values.get(Key::TrustProxy))?,
            log: value::log(values.get(Key::Log))?,
            metrics_token: value::metrics_token(values.get(Key::MetricsToken))?,
            api_requests_per_second: value::api_requests_per_second(values.get(Key::ApiRequestsPerSecond))?,
            webhook_authorities: values
                .get(Key::WebhookAuthorities)
                .map(|setting| PathBuf::from(&setting.value)),
            webhook_private_addresses: value::truth(values.get(Key::WebhookPrivateAddresses))?,
            database_url: Secret::new(database_url),
            data_dir,
            file: read,
        })
    }

    /// Whether browsers reach the server over TLS.
    pub fn secure(&self) -> bool {
        self.public_url
            .as_ref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// The file of the database, when it is one.
    pub fn database_file(&self) -> Option<PathBuf> {
        let path = self.database_url.reveal().strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }
}

#[cfg(test)]
mod tests;
