//! What is looked at, one after the other.

use crate::config::Config;
use forecourt_model::TenantId;
use forecourt_service::{Clock as _, SystemClock};
use forecourt_store::address::without_password;
use forecourt_store::encryption::{self, Encryption};
use forecourt_store::{Database, Engine, StoreError, backup, change, dialect, migrate, organization};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;
use time::{Duration as Span, OffsetDateTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How far two clocks may be apart.
const CLOCK_TOLERANCE: Span = Span::seconds(30);

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// All is well.
    Well,
    /// It works, and could be better.
    Note,
    /// It does not work.
    Fault,
}

/// What was found about one subject.
pub(super) struct Finding {
    pub(super) subject: &'static str,
    pub(super) mark: Mark,
    /// What is there, or what to do.
    pub(super) text: String,
}

fn finding(subject: &'static str, outcome: Result<String, String>) -> Finding {
    let mark = if outcome.is_ok() { Mark::Well } else { Mark::Fault };
    let (Ok(text) | Err(text)) = outcome;
    Finding { subject, mark, text }
}

fn note(subject: &'static str, text: String) -> Finding {
    let mark = Mark::Note;
    Finding { subject, mark, text }
}

pub(super) fn configuration(config: &Config) -> Finding {
    let text = match &config.file {
        Some(path) => format!("read from {}", path.display()),
        None => "no file; flags, variables and defaults".to_owned(),
    };
    finding("configuration", Ok(text))
}

pub(super) fn data_dir(config: &Config) -> Finding {
    let place = config.data_dir.display();
    let outcome = match std::fs::metadata(&config.data_dir) {
        Ok(found) if found.is_dir() => Ok(place.to_string()),
        Ok(_) => Err(format!(
            "{place} is not a directory; name another one with --data-dir"
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(format!("{place} is not there yet; the server makes it"))
        }
        Err(error) => Err(format!("{place} cannot be looked at: {error}")),
    };
    finding("data directory", outcome)
}

/// Everything that needs the database; nothing of it is made or migrated here.
pub(super) async fn database(config: &Config) -> Vec<Finding> {
    let address = config.database_url.reveal();
    let shown = without_password(address);
    if let Some(file) = config.database_file().filter(|file| !Path::new(file).is_file()) {
        let text = format!("{} is not there yet; the server makes it", file.display());
        return vec![finding("database", Ok(text))];
    }
    let database = match Database::open(address).await {
        Ok(database) => database,
        Err(error) => return vec![finding("database", Err(error.to_string()))],
    };
    let mut findings = vec![finding("database", sound(&database).await.map(|()| shown))];
    if database.engine() == Engine::Postgres {
        findings.push(encryption(address).await);
    }
    let progress = migrate::progress(&database).await;
    let migrated = matches!(&progress, Ok(progress) if progress.missing == 0);
    findings.push(finding(
        "migrations",
        match progress {
            Ok(progress) if progress.missing == 0 => Ok(format!("all {} are done", progress.done)),
            Ok(progress) => Ok(format!("{} are to come; the server runs them", progress.missing)),
            Err(error) => Err(error.to_string()),
        },
    ));
    if migrated {
        let write = dialect::probe_write(&database).await;
        let write = write
            .map(|()| "the database takes changes".to_owned())
            .map_err(|error| {
                format!(
                    "the database takes no changes ({}); check its rights and the disk",
                    full(&error)
                )
            });
        findings.push(finding("write access", write));
        findings.push(finding("organization", set_up(&database).await));
        findings.push(finding("clock", clock(&database).await));
    }
    database.close().await;
    findings
}

/// An error of the store with the driver's words.
fn full(error: &StoreError) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

async fn sound(database: &Database) -> Result<(), String> {
    let damage = async {
        let mut reader = database.read().await?;
        backup::damage(&mut reader.connection()).await
    };
    match damage.await {
        Ok(None) => Ok(()),
        Ok(Some(damage)) => Err(format!("it is damaged ({damage}); restore a backup")),
        Err(error) => Err(format!("it cannot be read: {}", full(&error))),
    }
}

/// Who could read what is said to PostgreSQL. Nobody has to encrypt: whether a network is trusted, its owner knows.
async fn encryption(address: &str) -> Finding {
    let subject = "encryption";
    let advice = "add sslmode=verify-full to the database address";
    match encryption::of(address).await {
        Ok(Encryption::Local) => finding(
            subject,
            Ok("not needed: the address is on this machine".to_owned()),
        ),
        Ok(Encryption::Verified) => finding(
            subject,
            Ok("TLS, and the database has shown a certificate in its name".to_owned()),
        ),
        Ok(Encryption::Unverified) => note(
            subject,
            format!("TLS, but another server could answer in the database's place; {advice}"),
        ),
        Ok(Encryption::Missing) => note(
            subject,
            format!(
                "none; whoever is on the way to the database can read and change what is said. Turn TLS on in \
                 PostgreSQL, and {advice}"
            ),
        ),
        Err(error) => finding(subject, Err(error.to_string())),
    }
}

async fn set_up(database: &Database) -> Result<String, String> {
    let found = async {
        let mut reader = database.read().await?;
        organization::find(&mut reader.connection(), TenantId::DEFAULT).await
    };
    match found.await {
        Ok(Some(found)) => Ok(format!(
            "{} ({}), revision {}",
            found.name, found.domain, found.revision
        )),
        Ok(None) => Ok("not set up yet".to_owned()),
        Err(error) => Err(full(&error)),
    }
}

/// The machine's clock against the database's, and against the newest change: time does not run backwards.
async fn clock(database: &Database) -> Result<String, String> {
    let now = SystemClock.now();
    let known = async {
        let mut reader = database.read().await?;
        let mut connection = reader.connection();
        let there = dialect::clock(&mut connection).await?;
        let newest = match organization::find(&mut connection, TenantId::DEFAULT).await? {
            Some(found) => change::find(&mut connection, TenantId::DEFAULT, found.revision).await?,
            None => None,
        };
        Ok::<_, StoreError>((there, newest.map(|change| change.occurred_at)))
    };
    let (there, newest) = known.await.map_err(|error| full(&error))?;
    let apart = |other: OffsetDateTime| (other - now).abs() > CLOCK_TOLERANCE;
    if let Some(there) = there.filter(|there| apart(*there)) {
        return Err(format!(
            "this machine says {now}, the database {there}; set the clocks"
        ));
    }
    match newest.filter(|newest| *newest > now + CLOCK_TOLERANCE) {
        Some(newest) => Err(format!(
            "this machine says {now}, but the newest change is of {newest}; set the clock"
        )),
        None => Ok(now.to_string()),
    }
}

pub(super) async fn port(config: &Config) -> Finding {
    let address = config.listen;
    let outcome = match TcpListener::bind(address).await {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => match is_forecourt(config).await {
            true => Ok(format!("a Forecourt server answers on {address}")),
            false => Err(format!(
                "another program listens on {address}; stop it, or choose another port with --listen"
            )),
        },
        Err(error) => Err(format!(
            "{address} cannot be listened on: {error}; choose another one with --listen"
        )),
    };
    finding("port", outcome)
}

/// Whether who listens there answers as Forecourt does.
async fn is_forecourt(config: &Config) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(config.listen).await.ok()?;
        let request = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).await.ok()?;
        let mut answer = Vec::new();
        stream.take(16 * 1024).read_to_end(&mut answer).await.ok()?;
        Some(answer.ends_with(b"live\n"))
    };
    let answer = tokio::time::timeout(Duration::from_secs(2), ask).await;
    answer.ok().flatten().unwrap_or(false)
}
