//! A PostgreSQL server for tests: made in a temporary folder, on the loopback interface only, gone afterwards.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::binaries::Binaries;
use crate::certificate::certificate;
use crate::guard::Guard;
use crate::os_user::OsUser;
use crate::temp_dir::TempDir;

/// What PostgreSQL prints when it can be used.
const READY: &str = "database system is ready to accept connections";

/// Whose certificates a server with TLS takes from clients.
const AUTHORITY: &str = "authority.crt";

/// How often another port is tried when one is taken between choosing and using it.
const PORTS_TRIED: u32 = 5;

/// How the server is run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether writes reach the disk before they are acknowledged. Off is many times faster, and tests do not
    /// cut the power.
    pub fsync: bool,
    /// Whether it offers TLS, with the certificate `server.pem`, and looks at the certificates that clients show.
    pub tls: bool,
    /// More settings, as lines of `postgresql.conf`.
    pub settings: &'static [&'static str],
}

/// A running server, stopped and removed when this is dropped or when the process ends.
#[derive(Debug)]
pub struct Cluster {
    url: String,
    _guard: Guard,
}

impl Cluster {
    /// Makes a cluster and starts its server.
    ///
    /// # Errors
    /// `initdb` or the server fails; the message holds what they printed.
    pub fn start(binaries: &Binaries, options: Options) -> Result<Self> {
        let folder = TempDir::new()?;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700))?;
        let user = OsUser::needed(folder.path())?;
        let binaries = reachable(binaries, folder.path(), user)?;
        if let Some(user) = user {
            user.own(folder.path())?;
        }
        initialize(&binaries, folder.path(), user)?;
        if options.tls {
            certify(folder.path(), user)?;
        }
        // From here the guard removes the folder: this process may end without dropping anything.
        let folder = folder.into_path();
        let mut tried = 0;
        loop {
            tried += 1;
            let port = free_port()?;
            match serve(&binaries, &folder, user, port, options) {
                Ok(guard) => {
                    let url = format!("postgres://forecourt@127.0.0.1:{port}/postgres");
                    return Ok(Self { url, _guard: guard });
                }
                Err(error)
                    if tried < PORTS_TRIED && format!("{error:#}").contains("Address already in use") => {}
                Err(error) => return Err(error).context("PostgreSQL does not start"),
            }
        }
    }

    /// The URL of its maintenance database, as a user who may create others.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The programs at a place where `user` may run them: packages often lie in a home that only root can enter,
/// and are then copied next to the data.
fn reachable(binaries: &Binaries, folder: &Path, user: Option<OsUser>) -> Result<Binaries> {
    let Some(user) = user else {
        return Ok(binaries.clone());
    };
    let mut probe = Command::new(binaries.program("postgres"));
    probe
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/");
    user.run(&mut probe);
    if probe.status().is_ok_and(|status| status.success()) {
        return Ok(binaries.clone());
    }
    let root = binaries
        .folder
        .parent()
        .context("PostgreSQL's programs are in no folder")?;
    let copy = folder.join("programs");
    let copied = Command::new("cp").arg("-a").arg(root).arg(&copy).status()?;
    if !copied.success() {
        bail!("cannot copy `{}`", root.display());
    }
    user.own_all(&copy)?;
    Ok(Binaries {
        folder: copy.join("bin"),
    })
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn initialize(binaries: &Binaries, folder: &Path, user: Option<OsUser>) -> Result<()> {
    let mut command = Command::new(binaries.program("initdb"));
    command.arg("--pgdata").arg(data(folder));
    command.args([
        "--username=forecourt",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]);
    command.current_dir(folder).stdin(Stdio::null());
    if let Some(user) = user {
        user.run(&mut command);
    }
    let output = command.output().context("cannot run `initdb`")?;
    if !output.status.success() {
        bail!("`initdb` failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Lays the certificate and its key where PostgreSQL looks for them. It takes a key only from its owner's hands.
fn certify(folder: &Path, user: Option<OsUser>) -> Result<()> {
    let data = data(folder);
    let files = [
        ("server.pem", "server.crt"),
        ("server.key.pem", "server.key"),
        ("authority.pem", AUTHORITY),
    ];
    for (from, to) in files {
        let place = data.join(to);
        std::fs::copy(certificate(from), &place).with_context(|| format!("cannot write `{to}`"))?;
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o600))?;
        if let Some(user) = user {
            user.own(&place)?;
        }
    }
    Ok(())
}

fn serve(
    binaries: &Binaries,
    folder: &Path,
    user: Option<OsUser>,
    port: u16,
    options: Options,
) -> Result<Guard> {
    let postgres = binaries.program("postgres");
    let data = data(folder);
    let port = port.to_string();
    let durable = if options.fsync { "on" } else { "off" };
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        "unix_socket_directories=".to_owned(),
        "max_connections=300".to_owned(),
        format!("fsync={durable}"),
        format!("synchronous_commit={durable}"),
        format!("full_page_writes={durable}"),
    ];
    if options.tls {
        settings.extend(["ssl=on".to_owned(), format!("ssl_ca_file={AUTHORITY}")]);
    }
    // Spaces around the sign are for files only.
    settings.extend(options.settings.iter().map(|setting| setting.replace(' ', "")));
    let mut words = vec![
        postgres.as_os_str(),
        "-D".as_ref(),
        data.as_os_str(),
        "-p".as_ref(),
        port.as_ref(),
    ];
    for setting in &settings {
        words.extend(["-c".as_ref(), std::ffi::OsStr::new(setting)]);
    }
    Guard::start(&words, folder, user, READY)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("there is no free port")?;
    Ok(listener.local_addr()?.port())
}
