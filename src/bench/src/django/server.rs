//! The server, gunicorn.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::django::finish::end_of;
use crate::django::guard::guarded;
use crate::load::Aim;

/// The list of people.
const LIST: &str = "/admin/people/person/";

/// How long a start may take.
const LIMIT: Duration = Duration::from_mins(1);

/// A server that runs, ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    _shell: Shell,
    log: PathBuf,
    address: SocketAddr,
    cookies: String,
}

impl Running {
    /// Starts gunicorn and waits until it listens. What it says goes to `log`.
    ///
    /// # Errors
    /// It ends, or does not listen in time.
    pub(super) async fn start(gunicorn: &Command, log: PathBuf, cookies: &str) -> Result<Self> {
        let mut shell = Shell::start(gunicorn, &log)?;
        let output = shell.0.stdout.take().context("the shell has no output")?;
        // It ends with the program at the latest, and the program ends with the shell.
        let reading = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(output).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(LIMIT, reading)
            .await
            .context("gunicorn does not listen")???;
        let address = line.trim().parse();
        Ok(Self {
            address: address.with_context(|| format!("gunicorn printed no address; {}", last_words(&log)))?,
            _shell: shell,
            log,
            cookies: cookies.to_owned(),
        })
    }

    /// The list of people with this query.
    pub(crate) fn page(&self, query: &str) -> Aim {
        let path = if query.is_empty() {
            LIST.to_owned()
        } else {
            format!("{LIST}?{query}")
        };
        Aim {
            address: self.address,
            path,
            cookies: self.cookies.clone(),
            // A worker of the kind `sync` answers one request on each connection.
            keeps_open: false,
        }
    }

    /// The first page of what is found.
    pub(crate) fn search(&self, term: &str) -> Aim {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.page(&query.append_pair("q", term).finish())
    }

    /// The end of what gunicorn said, for messages.
    pub(crate) fn last_words(&self) -> String {
        last_words(&self.log)
    }
}

fn last_words(log: &Path) -> String {
    let said = std::fs::read(log).unwrap_or_default();
    format!("gunicorn said: {}", end_of(&said))
}

#[derive(Debug)]
struct Shell(Child);

impl Shell {
    fn start(program: &Command, log: &Path) -> Result<Self> {
        let mut shell = guarded(program);
        shell.stderr(File::create(log)?);
        Ok(Self(shell.spawn().context("cannot start a shell")?))
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ended = self.0.wait();
    }
}
