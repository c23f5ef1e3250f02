//! The language of cmdlets: the part of PowerShell that administrators of external access write.
//!
//! A script is parsed with the grammar of PowerShell, lowered to a small syntax of ours ([`syntax`]) and bound to the
//! cmdlets of [`table`]: all of it, before anything runs. What is not understood is a [`Problem`] with its line and
//! column. Then [`run`] runs it against a [`Host`], who does what cmdlets say. The crate itself touches no file, no
//! network and no clock.
//!
//! To add a cmdlet: its row in [`table`], its number in [`table::Id`], and what it does in the host. Help, completion and
//! the messages about wrong parameters come from the row.

mod bind;
mod convert;
pub mod filter;
pub mod help;
mod host;
mod lower;

mod nearest;
mod operators;
mod place;
pub mod print;
mod run;
mod shell;
pub mod syntax;
pub mod table;
pub mod value;
mod weight;

pub use bind::Arguments;
pub use convert::{DomainEdit, ListEdit};
pub use host::{Fault, Host, Invocation, Mode};
pub use lower::{MAXIMUM_SCRIPT_BYTES, parse};
pub use place::{Place, Problem, Problems};
pub use run::{Stopped, Variables, run};
pub use shell::{Completion, Names, complete, from_arguments};
pub use value::{Kind, Object, Value};

/// Whether `text` fits a pattern with `*` and `?`, without regard to case.
pub fn matches(text: &str, pattern: &str) -> bool {
    operators::like(text, pattern)
}
