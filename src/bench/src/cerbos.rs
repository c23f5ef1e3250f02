//! Cerbos, another server that decides, from npm: the same rules as policies of its own.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use forecourt_testkit::TempDir;
use serde_json::{Value, json};

use crate::client::Client;
use crate::one_core::on_one_core;

/// What it is called in rows.
pub(crate) const NAME: &str = "Cerbos";

/// Where it answers questions.
pub(crate) const PATH: &str = "/api/check/resources";

/// How long its start may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What decides about personal accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// The organization's switch for all chats.
    pub(crate) chat: bool,
    /// The organization's switch for chats that begin outside.
    pub(crate) inbound: bool,
    /// The policies whose people may not chat, by name.
    pub(crate) chat_off: Vec<String>,
    /// The policies whose people cannot be contacted first, by name.
    pub(crate) inbound_off: Vec<String>,
}

/// A Cerbos that runs, ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Cerbos {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    _folder: TempDir,
}

impl Cerbos {
    /// Starts one with these rules on one core.
    ///
    /// # Errors
    /// npm cannot install it, or it does not start.
    pub(crate) async fn start(rules: &Rules) -> Result<Self> {
        let program = program()?;
        let folder = TempDir::new()?;
        let policies = folder.path().join("policies");
        std::fs::create_dir(&policies)?;
        std::fs::write(policies.join("person.yaml"), policy(rules)?)?;
        let free = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr();
        let (address, other) = (free()?, free()?);
        let configuration = json!({
            "server": { "httpListenAddr": address.to_string(), "grpcListenAddr": other.to_string() },
            "storage": { "driver": "disk", "disk": { "directory": policies, "watchForChanges": false } },
            "telemetry": { "disabled": true },
            "audit": { "enabled": false },
        });
        // What is JSON is YAML too.
        let file = folder.path().join("cerbos.yaml");
        std::fs::write(&file, configuration.to_string())?;
        let child = on_one_core(&program)
            .arg("server")
            .arg("--config")
            .arg(&file)
            .args(["--log-level", "ERROR"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Cerbos")?;
        let mut cerbos = Self {
            child,
            address,
            _folder: folder,
        };
        let begun = Instant::now();
        while !cerbos.is_ready().await {
            if let Some(status) = cerbos.child.try_wait()? {
                bail!("Cerbos ended at once ({status})");
            }
            ensure!(begun.elapsed() < PATIENCE, "Cerbos is not ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(cerbos)
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut client) = Client::connect(self.address, "").await else {
            return false;
        };
        let answer = client.get("/_cerbos/health").await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Cerbos {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// The question whether `outside` may chat with a person who has `policy`.
pub(crate) fn question(outside: &str, person: &str, policy: &str, is_inward: bool) -> Value {
    json!({
        "principal": { "id": outside, "roles": ["outside"] },
        "resources": [{
            "actions": ["start_chat"],
            "resource": { "kind": "person", "id": person, "attr": { "policy": policy, "inward": is_inward } },
        }],
    })
}

/// Whether an answer allows it.
pub(crate) fn is_allowed(answer: &[u8]) -> Result<bool> {
    let answer: Value = serde_json::from_slice(answer)?;
    let effect = answer.pointer("/results/0/actions/start_chat");
    match effect.and_then(Value::as_str) {
        Some("EFFECT_ALLOW") => Ok(true),
        Some("EFFECT_DENY") => Ok(false),
        _ => bail!("Cerbos answered {answer}"),
    }
}

fn policy(rules: &Rules) -> Result<String> {
    let mut text = String::from(
        "apiVersion: api.cerbos.dev/v1\nresourcePolicy:\n  version: default\n  resource: person\n  rules:\n",
    );
    text.push_str("    - {actions: [start_chat], effect: EFFECT_ALLOW, roles: ['*']}\n");
    let list = |names: &[String]| serde_json::to_string(names);
    let mut deny = |when: String| {
        let when = serde_json::to_string(&when)?;
        writeln!(
            text,
            "    - {{actions: [start_chat], effect: EFFECT_DENY, roles: ['*'], condition: {{match: {{expr: {when}}}}}}}"
        )?;
        anyhow::Ok(())
    };
    if !rules.chat {
        deny("true".to_owned())?;
    }
    if !rules.inbound {
        deny("R.attr.inward".to_owned())?;
    }
    deny(format!("R.attr.policy in {}", list(&rules.chat_off)?))?;
    deny(format!(
        "R.attr.inward && R.attr.policy in {}",
        list(&rules.inbound_off)?
    ))?;
    Ok(text)
}

/// The program as `peers/cerbos` names it, installed below the target folder.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own
        .ancestors()
        .nth(2)
        .context("this program lies in no target folder")?;
    let (from, folder) = (
        Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/cerbos"),
        target.join("bench/cerbos"),
    );
    let program = folder.join("node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64");
    let lock = std::fs::read_to_string(from.join("package-lock.json"))?;
    let stamp = folder.join("installed");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(program);
    }
    std::fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(from.join(file), folder.join(file))?;
    }
    let output = Command::new("npm")
        .current_dir(&folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .stdin(Stdio::null())
        .output()
        .context("there is no npm")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "npm cannot install Cerbos: {}",
        said.trim()
    );
    std::fs::write(stamp, lock)?;
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_says_who_is_refused() {
        let rules = Rules {
            chat: true,
            inbound: false,
            chat_off: vec!["A \"b\"".to_owned()],
            inbound_off: Vec::new(),
        };
        let text = policy(&rules).unwrap();
        assert!(text.contains(r#"R.attr.policy in [\"A \\\"b\\\"\"]"#), "{text}");
        assert_eq!(text.matches("EFFECT_DENY").count(), 3);
    }
}
