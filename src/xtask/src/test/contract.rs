//! The interface for programs against its own description, with schemathesis.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::counts::Counts;
use super::system::{install, on_path};
use crate::fingerprint::Fingerprint;
use crate::process::{output, program, run, step};
use crate::workspace;

/// The roles whose token is tried, with the address of who has it.
const ROLES: [(&str, &str); 2] = [
    ("global_administrator", "admin@aldergrove.example"),
    ("global_reader", "reader@aldergrove.example"),
];

/// What the contract tests need.
#[derive(Debug)]
pub(crate) struct Tools {
    schemathesis: PathBuf,
}

/// A server that ends with its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; the test says so then.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

impl Tools {
    /// Finds Python and installs schemathesis, as pinned, into a folder of its own.
    ///
    /// # Errors
    /// There is no Python 3, or the packages cannot be installed.
    pub(crate) fn find() -> Result<Self> {
        if on_path("python3").is_none() && !install(&["python3", "python3-venv"]) {
            bail!("the contract tests need Python 3.10 or newer with venv");
        }
        let requirements = workspace::path("end2end/contract/requirements.txt");
        let folder = workspace::path("target/contract");
        let fingerprint = Fingerprint::of(std::slice::from_ref(&requirements), &[])?;
        let stamp = folder.join(".fingerprint");
        if !fingerprint.matches(&stamp) {
            step("Python packages, once", || {
                run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
                let mut pip = program(folder.join("bin/python"));
                pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
                run(pip.arg(&requirements))
            })?;
            fingerprint.save(&stamp)?;
        }
        Ok(Self {
            schemathesis: folder.join("bin/schemathesis"),
        })
    }

    /// Runs all checks in each role, each on a server with a sample organization of its own.
    ///
    /// # Errors
    /// A server cannot be set up.
    pub(crate) fn run(&self, binary: &Path) -> Result<Counts> {
        let mut counts = Counts::default();
        for (role, owner) in ROLES {
            let passed = step(role, || self.run_as(binary, role, owner))?;
            counts.add(Counts::one(passed));
        }
        Ok(counts)
    }

    fn run_as(&self, binary: &Path, role: &str, owner: &str) -> Result<bool> {
        let folder = workspace::path("target/contract-data").join(role);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let forecourt = |words: &[&str]| {
            let mut command = Command::new(binary);
            command
                .arg("--data-dir")
                .arg(&folder)
                .args(words)
                .stdin(Stdio::null());
            command
        };
        output(&mut forecourt(&["demo", "--users", "60"]))?;
        let password = folder.join("password");
        fs::write(&password, "winter bicycle lantern\n")?;
        let reader = [
            "admin",
            "create",
            "--email",
            "reader@aldergrove.example",
            "--role",
            "global_reader",
        ];
        output(forecourt(&reader).arg("--password-file").arg(&password))?;
        let token = output(&mut forecourt(&[
            "admin", "token", "--email", owner, "--name", "contract",
        ]))?;
        // Free a moment ago, and nothing else on this machine asks for one by number.
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let server = forecourt(&["--log", "warn", "serve", "--listen", &listen])
            .env("FORECOURT_API_REQUESTS_PER_SECOND", "0")
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let _server = Server(server);
        let mut schemathesis = program(&self.schemathesis);
        schemathesis
            .arg("--config-file")
            .arg(workspace::path("end2end/contract/schemathesis.toml"))
            .args(["run", &format!("http://{listen}/api/v1/openapi.json")])
            .args(["--header", &format!("Authorization: Bearer {}", token.trim())])
            .args(["--checks", "all", "--max-examples", "15", "--seed", "1"])
            .args(["--wait-for-schema", "20", "--continue-on-failure", "--no-color"])
            .current_dir(&folder);
        Ok(schemathesis
            .status()
            .context("cannot run schemathesis")?
            .success())
    }
}
