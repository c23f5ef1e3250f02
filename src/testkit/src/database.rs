//! Databases for tests, each with a name of its own, so that tests run side by side.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::binaries::{Binaries, LOCATION_VARIABLE};
use crate::cluster::{Cluster, Options};
use crate::temp_dir::unique;

/// Holds the URL of the server that `cargo xtask test` has started for the whole run.
pub const URL_VARIABLE: &str = "FORECOURT_TEST_POSTGRES_URL";

/// The URL of a PostgreSQL server for tests, as a user who may create databases.
///
/// # Panics
/// There is none and none can be started; the message says what to install.
#[expect(
    clippy::panic,
    reason = "a test that needs PostgreSQL fails without it, and is never skipped"
)]
pub fn postgres_url() -> String {
    match server() {
        Ok(url) => url,
        Err(message) => panic!("{message}"),
    }
}

/// Creates an empty database and returns its URL.
///
/// # Panics
/// There is no server or it refuses; the message says why.
#[expect(
    clippy::panic,
    reason = "a test that needs PostgreSQL fails without it, and is never skipped"
)]
pub async fn fresh_database() -> String {
    match tokio::task::spawn_blocking(create).await {
        Ok(Ok(url)) => url,
        Ok(Err(error)) => panic!("cannot create a database: {error:#}"),
        Err(error) => panic!("cannot create a database: {error}"),
    }
}

/// Runs one statement on a database of the test server, for what a test does behind the product's back.
///
/// # Panics
/// The server refuses the statement.
#[expect(clippy::panic, reason = "as in `fresh_database`")]
pub async fn execute(url: &str, statement: &str) {
    let (url, statement) = (url.to_owned(), statement.to_owned());
    let run = move || Address::parse(&url)?.execute(&statement);
    match tokio::task::spawn_blocking(run).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("the statement cannot be run: {error:#}"),
        Err(error) => panic!("the statement cannot be run: {error}"),
    }
}

fn server() -> Result<String, String> {
    // Kept until the process ends; statics are not dropped, but the guard notices the end.
    static OWN: OnceLock<Result<Cluster, String>> = OnceLock::new();
    if let Ok(url) = std::env::var(URL_VARIABLE) {
        return Ok(url);
    }
    if let Some(url) = std::env::var(LOCATION_VARIABLE)
        .ok()
        .filter(|place| place.contains("://"))
    {
        return Ok(url);
    }
    let start = || Cluster::start(&Binaries::find()?, Options::default());
    let own = OWN.get_or_init(|| start().map_err(|error| format!("{error:#}")));
    own.as_ref()
        .map(|cluster| cluster.url().to_owned())
        .map_err(Clone::clone)
}

fn create() -> Result<String> {
    let server = Address::parse(&server().map_err(anyhow::Error::msg)?)?;
    let name = format!("forecourt_test_{}", unique());
    server.execute(&format!("create database {name}"))?;
    Ok(server.url(&name))
}

/// The parts of a server's URL.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    user: String,
    password: Option<String>,
    host: String,
    port: u16,
    database: String,
    query: String,
}

impl Address {
    fn parse(url: &str) -> Result<Self> {
        let (_, rest) = url.split_once("://").context("the server's URL has no scheme")?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (account, place) = authority
            .rsplit_once('@')
            .context("the server's URL names no user")?;
        let (user, password) = match account.split_once(':') {
            Some((user, password)) => (user, Some(password.to_owned())),
            None => (account, None),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (
                host,
                port.parse()
                    .context("the port in the server's URL is no number")?,
            ),
            None => (place, 5432),
        };
        let database = if database.is_empty() { "postgres" } else { database };
        Ok(Self {
            user: user.to_owned(),
            password,
            host: host.to_owned(),
            port,
            database: database.to_owned(),
            query: query.to_owned(),
        })
    }

    fn url(&self, database: &str) -> String {
        let Self { user, host, port, .. } = self;
        let password = self
            .password
            .as_ref()
            .map(|password| format!(":{password}"))
            .unwrap_or_default();
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        format!("postgres://{user}{password}@{host}:{port}/{database}{query}")
    }

    /// Runs one statement. Servers that ask for a password need `psql` on the `PATH`; the ones that this crate
    /// starts do not, and npm's packages do not bring it.
    fn execute(&self, statement: &str) -> Result<()> {
        if self.password.is_some() {
            let url = self.url(&self.database);
            let output = Command::new("psql")
                .args(["-X", "-c", statement])
                .arg(url)
                .output();
            let output = output.context("cannot run `psql`, which a server with a password needs")?;
            if !output.status.success() {
                bail!("{}", String::from_utf8_lossy(&output.stderr));
            }
            return Ok(());
        }
        let mut stream = TcpStream::connect((self.host.as_str(), self.port)).context("cannot connect")?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.write_all(&start_message(&self.user, &self.database))?;
        wait_until_ready(&mut stream)?;
        stream.write_all(&message(b'Q', &[statement.as_bytes(), b"\0"].concat()))?;
        wait_until_ready(&mut stream)
    }
}

/// The first message of a connection (PostgreSQL 15, "Message Formats", `StartupMessage`), protocol 3.0.
fn start_message(user: &str, database: &str) -> Vec<u8> {
    let body = format!("user\0{user}\0database\0{database}\0\0");
    let mut bytes = length(body.len() + 8);
    bytes.extend(196_608_u32.to_be_bytes());
    bytes.extend(body.bytes());
    bytes
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind], length(body.len() + 4).as_slice(), body].concat()
}

fn length(bytes: usize) -> Vec<u8> {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes().to_vec()
}

/// Reads answers until the server waits for the next statement.
fn wait_until_ready(stream: &mut TcpStream) -> Result<()> {
    let mut failure = None;
    loop {
        let (mut kind, mut length) = ([0_u8; 1], [0_u8; 4]);
        stream
            .read_exact(&mut kind)
            .with_context(|| failure.clone().unwrap_or_default())?;
        stream.read_exact(&mut length)?;
        let mut body = vec![0; u32::from_be_bytes(length).saturating_sub(4).try_into()?];
        stream.read_exact(&mut body)?;
        match kind {
            [b'Z'] => return failure.map_or(Ok(()), |text| Err(anyhow::Error::msg(text))),
            [b'E'] => failure = Some(String::from_utf8_lossy(&body).replace('\0', " ")),
            [b'R'] if body != [0, 0, 0, 0] => bail!("the server asks for a password; put it into its URL"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_survives_being_taken_apart() {
        for url in [
            "postgres://u@127.0.0.1:5433/db",
            "postgres://u:p%40ss@db.example:5432/x?sslmode=disable",
        ] {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.url(&address.database), url);
        }
        assert_eq!(
            Address::parse("postgres://u@h").unwrap().url("new"),
            "postgres://u@h:5432/new"
        );
        assert!(Address::parse("postgres://h").is_err());
    }

    #[tokio::test]
    async fn every_test_gets_an_empty_database_of_its_own() {
        let (one, two) = (fresh_database().await, fresh_database().await);
        assert_ne!(one, two);
        let address = Address::parse(&one).unwrap();
        address
            .execute("create table people (name text not null)")
            .unwrap();
        let again = address.execute("create table people (name text)").unwrap_err();
        assert!(again.to_string().contains("already exists"), "{again}");
        Address::parse(&two)
            .unwrap()
            .execute("create table people (name text)")
            .unwrap();
    }
}
