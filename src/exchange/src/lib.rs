//! Reads and writes what other software prints: PowerShell's Format-List, JSON exports, lists of people as CSV.
//!
//! In go bytes or text, out come values of the model; files and networks are somebody else's business. Nothing is
//! guessed: what a file does not say clearly comes out as a question ([`Ambiguity`]), what it does not say at all
//! stays as it is, and what nobody knows is reported ([`UnknownProperty`]).
//!
//! To read one more property, add it to the model's catalogue of settings; readers and printers find it there. Older
//! and misspelt names are in `reading::names`.

pub mod csv_out;
pub mod group_assignments;
pub mod group_members;
pub mod groups;
pub mod people;
pub mod people_list;
pub mod policies;
pub mod powershell;
mod reading;
mod record;
pub mod source;
mod table;
pub mod tenant;
pub mod value;

pub use reading::{Ambiguity, AmbiguityChoice, UnknownProperty};
pub use source::{Unreadable, decode};
pub use table::{RowProblem, Streamed};
pub use value::{ReadSetting, SettingValue};
