//! The real program: started, spoken to over TCP, stopped.

use crate::client::Client;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a test waits for something before it gives up. Never waited out when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The program with `arguments`, and without any configuration of whoever runs the test: PostgreSQL's variables count too.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_forecourt"));
    command.args(arguments).stdin(Stdio::null());
    let is_configuration = |name: &str| name.starts_with("FORECOURT_") || name.starts_with("PG");
    for (name, _) in std::env::vars().filter(|(name, _)| is_configuration(name)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// What a command that failed says, which must be one line on the error output and code 1.
pub(crate) fn complaint(arguments: &[&str]) -> String {
    let output = run(arguments);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_start_matches("forecourt: ").trim_end().to_owned()
}

/// Sets up an organization with `ada@aldergrove.example`.
pub(crate) fn initialize(database: &str, folder: &Path) {
    let password = folder.join("password");
    std::fs::write(&password, PASSWORD).unwrap();
    let output = run(&[
        "init",
        "--database-url",
        database,
        "--organization",
        "Aldergrove",
        "--domain",
        "aldergrove.example",
        "--admin-email",
        EMAIL,
        "--password-file",
        password.to_str().unwrap(),
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Who signs in.
pub(crate) const EMAIL: &str = "ada@aldergrove.example";
/// With what.
pub(crate) const PASSWORD: &str = "gravel-otter-lantern-9";

/// Signs in with [`PASSWORD`].
pub(crate) async fn sign_in(client: &mut Client, email: &str) {
    let fields = [("email", email), ("password", PASSWORD)];
    let answer = client.post("/sign-in", &fields).await.unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(client.is_signed_in());
}

/// A running server.
pub(crate) struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts a server on a port that the operating system chooses, and waits until it says where it listens.
    pub(crate) fn serve(database: &str, more: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--log", "warn"];
        arguments.extend(["--database-url", database]);
        arguments.extend(more);
        Self::spawn(command(&arguments))
    }

    /// The same by a command that serves.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .rsplit("http://")
            .next()
            .and_then(|text| text.parse().ok());
        let Some(address) = address else {
            panic!("it did not start: {line:?}, {:?}", child.wait());
        };
        Self {
            child,
            output,
            address,
        }
    }

    /// The next line of its output.
    pub(crate) fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    /// A client of this server without cookies.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Sends SIGTERM and waits for the end.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let process = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &process])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }

    /// Sends SIGKILL, which no program can answer, and waits for the end.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again and again until `found` says yes, at most until the deadline.
pub(crate) async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = found().await {
            return value;
        }
        assert!(Instant::now() < deadline, "not in time: {what}");
        tokio::task::yield_now().await;
    }
}
