//! How a script reaches the world outside: what it prints, whom it asks, which files it has.

use forecourt_cmdlet::Fault;
use forecourt_exchange::decode;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

/// The largest file that a script reads, in bytes.
const MAXIMUM_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// What a script has around it.
pub trait Door: Send + Sync {
    /// Shows what the script gives.
    fn print(&mut self, text: &str);
    /// Shows what is beside it: warnings.
    fn warn(&mut self, text: &str);
    /// Asks; `None` when nobody can answer.
    fn confirm(&mut self, question: &str) -> impl Future<Output = Option<bool>> + Send;
    /// The text of a file.
    fn read(&mut self, path: &str) -> impl Future<Output = Result<String, Fault>> + Send;
    /// Writes a file, or adds to it.
    fn write(&mut self, path: &str, text: &str, adds: bool)
    -> impl Future<Output = Result<(), Fault>> + Send;
    /// Whether operations are worked on before the script goes on, because no server may be there to do it.
    fn works_on_operations(&self) -> bool;
    /// At most how many people one cmdlet gives.
    fn most_people(&self) -> usize;
    /// At most how many steps a script takes: each statement, and each time through a loop, is one.
    fn most_steps(&self) -> u64 {
        20_000_000
    }
    /// At most how much one value of a script holds, in bytes.
    fn most_memory(&self) -> usize {
        64 * 1024 * 1024
    }
    /// Whether the time of the script is over.
    fn is_late(&self) -> bool {
        false
    }
    /// Whether there is no such file, or nothing in it.
    fn is_blank(&mut self, path: &str) -> impl Future<Output = bool> + Send;
}

/// A terminal, or the pipes of a shell: files are those that whoever runs the command may reach.
#[derive(Debug, Default)]
pub struct Terminal {
    /// Whether somebody sits there who can be asked.
    pub is_interactive: bool,
}

/// A path as it is written on Windows, where this is no Windows.
fn path_of(path: &str) -> PathBuf {
    let given = PathBuf::from(path);
    if cfg!(windows) || !path.contains('\\') || given.exists() {
        return given;
    }
    PathBuf::from(path.replace('\\', "/"))
}

impl Door for Terminal {
    fn print(&mut self, text: &str) {
        let mut out = std::io::stdout();
        // Nobody reads any more: that ends at the next write of the program's own.
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }

    fn warn(&mut self, text: &str) {
        eprintln!("{text}");
    }

    async fn confirm(&mut self, question: &str) -> Option<bool> {
        if !self.is_interactive || !std::io::stdin().is_terminal() {
            return None;
        }
        eprint!("{question}\n[Y] Yes  [N] No  (default is \"N\"): ");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok()?;
        Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    async fn read(&mut self, path: &str) -> Result<String, Fault> {
        let file = path_of(path);
        let failed = |error: std::io::Error| {
            Fault::new(
                "file",
                format!("The file {path} cannot be read: {error}. Look at its name and its folder."),
            )
        };
        let size = tokio::fs::metadata(&file).await.map_err(failed)?.len();
        if size > MAXIMUM_FILE_BYTES {
            let most = MAXIMUM_FILE_BYTES / 1024 / 1024;
            return Err(Fault::new(
                "file",
                format!("The file {path} is larger than {most} MB. Split it."),
            ));
        }
        let bytes = tokio::fs::read(&file).await.map_err(failed)?;
        decode(&bytes).map_err(|error| Fault::new("file", format!("The file {path} cannot be read: {error}")))
    }

    async fn write(&mut self, path: &str, text: &str, adds: bool) -> Result<(), Fault> {
        let file = path_of(path);
        let text = text.to_owned();
        let work = move || {
            let mut options = std::fs::OpenOptions::new();
            options.create(true).write(true).append(adds).truncate(!adds);
            options
                .open(&file)
                .and_then(|mut file| file.write_all(text.as_bytes()))
        };
        let outcome = tokio::task::spawn_blocking(work).await;
        let outcome = outcome.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        outcome.map_err(|error| Fault::new("file", format!("The file {path} was not written: {error}.")))
    }

    async fn is_blank(&mut self, path: &str) -> bool {
        let found = tokio::fs::metadata(path_of(path)).await;
        found.map_or(true, |file| file.len() == 0)
    }

    fn works_on_operations(&self) -> bool {
        true
    }

    /// What a large organization has on its own machine: a million people.
    fn most_memory(&self) -> usize {
        3 * 1024 * 1024 * 1024
    }

    fn most_people(&self) -> usize {
        1_000_000
    }
}
