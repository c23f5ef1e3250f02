//! Who does what cmdlets say.

use crate::bind::Arguments;
use crate::table::Cmdlet;
use crate::value::Value;

/// Whether a cmdlet changes something or says what it would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is done.
    #[default]
    Do,
    /// `-WhatIf`: nothing is done, its impact is printed.
    WhatIf,
}

/// One call of a cmdlet about the organization.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The cmdlet.
    pub cmdlet: &'static Cmdlet,
    /// Its arguments, converted to what the parameters take.
    pub arguments: Arguments,
    /// Whether it is done.
    pub mode: Mode,
}

/// Why a cmdlet did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// A stable code for programs, in kebab case.
    pub code: &'static str,
    /// Whole sentences: what did not happen, why, and what to do.
    pub message: String,
}

impl Fault {
    /// A fault.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// Who does what cmdlets say: reads and changes the organization, asks, prints, and reads and writes files.
pub trait Host: Send {
    /// Does what a cmdlet says and gives what it gives.
    fn call(&mut self, call: Invocation) -> impl Future<Output = Result<Vec<Value>, Fault>> + Send;

    /// A question when these calls of one stage of a pipeline reach everybody, or every policy; `None` when they do not.
    fn reaches_everybody(
        &mut self,
        calls: &[Invocation],
    ) -> impl Future<Output = Result<Option<String>, Fault>> + Send;

    /// Asks; `None` when nobody can answer.
    fn confirm(&mut self, question: &str) -> impl Future<Output = Option<bool>> + Send;

    /// The text of a file.
    fn read_file(&mut self, path: &str) -> impl Future<Output = Result<String, Fault>> + Send;

    /// Writes a file: replaces what is there, or adds to it.
    fn write_file(
        &mut self,
        path: &str,
        text: &str,
        adds: bool,
    ) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Whether there is no such file, or nothing in it.
    fn is_blank(&mut self, path: &str) -> impl Future<Output = bool> + Send {
        async move { self.read_file(path).await.map_or(true, |text| text.is_empty()) }
    }

    /// Shows text; lines end in it.
    fn print(&mut self, text: &str);

    /// Shows a warning or a fault that does not end the script, beside the output.
    fn warn(&mut self, text: &str);

    /// At most how many steps a script takes: each statement, and each time through a loop, is one.
    fn most_steps(&self) -> u64 {
        20_000_000
    }

    /// At most how much one value of a script holds, in bytes; all of them together hold at most twice as much.
    fn most_memory(&self) -> usize {
        64 * 1024 * 1024
    }

    /// Whether the time of the script is over. It is asked at each step.
    fn is_late(&self) -> bool {
        false
    }

    /// How many characters a line has.
    fn width(&self) -> usize {
        120
    }
}
