//! `forecourt connector`

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use forecourt_model::decision::DecisionAction;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take: what a chat server would wait.
const PATIENCE: Duration = Duration::from_millis(250);

/// The most bytes of an answer.
const MAXIMUM_ANSWER: u64 = 1_000_000;

/// Play a chat server.
#[derive(Debug, Args)]
pub(super) struct Connector {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask a running Forecourt what a chat server would ask, both ways, and say what it answers.
    Simulate(Simulate),
}

/// Ask a running Forecourt what a chat server would ask, both ways, and say what it answers.
#[derive(Debug, Args)]
struct Simulate {
    /// Where Forecourt listens, as host and port. Plain HTTP: for trying things out on this machine.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    server: String,
    /// The file with the access token.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Somebody of the organization, by any identifier. Can be given several times.
    #[arg(long, value_name = "IDENTIFIER", required = true)]
    inside: Vec<String>,
    /// Somebody outside, by any identifier. Can be given several times.
    #[arg(long, value_name = "IDENTIFIER", required = true)]
    outside: Vec<String>,
    /// Go on asking every second, until stopped: to see a switch take effect.
    #[arg(long)]
    watch: bool,
}

impl Connector {
    pub(super) async fn run(self) -> Result<()> {
        let Command::Simulate(simulate) = self.command;
        let token = std::fs::read_to_string(&simulate.token_file)
            .with_context(|| format!("the token in {} cannot be read", simulate.token_file.display()))?;
        loop {
            simulate.round(token.trim()).await?;
            if !simulate.watch {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

impl Simulate {
    /// Every pair, both ways, with what a chat server asks first.
    fn questions(&self) -> Vec<(DecisionAction, &str, &str)> {
        let mut questions = Vec::new();
        for inside in &self.inside {
            for outside in &self.outside {
                for action in [DecisionAction::Discover, DecisionAction::StartChat] {
                    questions.push((action, outside.as_str(), inside.as_str()));
                }
                questions.push((DecisionAction::StartChat, inside.as_str(), outside.as_str()));
                questions.push((DecisionAction::Send, outside.as_str(), inside.as_str()));
            }
        }
        questions
    }

    async fn round(&self, token: &str) -> Result<()> {
        let questions = self.questions();
        let items: Vec<_> = questions
            .iter()
            .map(|(action, from, to)| {
                json!({ "action": action.code(), "initiator": from, "counterparts": [to] })
            })
            .collect();
        let begun = Instant::now();
        let body = json!({ "items": items }).to_string();
        let asked = self.post(token, &body);
        let Ok(answer) = timeout(PATIENCE, asked).await else {
            println!(
                "No answer within {} ms: the fail mode of the connector would decide.",
                PATIENCE.as_millis()
            );
            return Ok(());
        };
        let answer = answer?;
        let took = begun.elapsed();
        println!(
            "Revision {}, answered in {} µs",
            field(&answer, "revision"),
            took.as_micros()
        );
        let decisions = field(&answer, "decisions")
            .as_array()
            .context("the answer has no decisions")?;
        for ((action, from, to), decision) in questions.iter().zip(decisions) {
            let text = |name: &str| field(decision, name).as_str().unwrap_or_default();
            println!(
                "{:<5} {:<11} {from} -> {to}  ({})",
                text("decision"),
                action.code(),
                text("reason_code")
            );
        }
        Ok(())
    }

    async fn post(&self, token: &str, body: &str) -> Result<Value> {
        let mut stream = TcpStream::connect(&self.server)
            .await
            .with_context(|| format!("nothing listens on {}", self.server))?;
        let head = format!(
            "POST /api/v1/decisions HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\
             User-Agent: forecourt-simulator/{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            self.server,
            env!("CARGO_PKG_VERSION"),
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(MAXIMUM_ANSWER).read_to_end(&mut answer).await?;
        let text = String::from_utf8(answer).context("the answer is not text")?;
        let (head, body) = text.split_once("\r\n\r\n").context("the answer has no body")?;
        if !head.starts_with("HTTP/1.1 200") {
            let problem: Value = serde_json::from_str(body).unwrap_or_default();
            let detail = field(&problem, "detail").as_str().unwrap_or_default();
            bail!("{}: {detail}", head.lines().next().unwrap_or_default());
        }
        serde_json::from_str(body).context("the answer is not JSON")
    }
}

/// A property; null when there is none.
fn field<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}
