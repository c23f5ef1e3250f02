//! Reads and writes what other software prints: PowerShell's Format-List and tables, JSON exports, lists of people and
//! of groups as CSV.
//!
//! In go bytes or text, out come values of the model; files and networks are somebody else's business. Nothing is
//! guessed: what a file does not say clearly comes out as a question ([`Ambiguity`]), what it does not say at all
//! stays as it is, and what nobody knows is reported ([`UnknownProperty`]).
//!
//! Long lists are read row by row from any [`std::io::Read`], a piece of the file at a time: [`people_list::PeopleList`]
//! and [`group_members::GroupMembers`]. What they give is [`Streamed`]: a row, a row that is left out with a sentence
//! ([`RowProblem`]), or the reason why the file cannot be read on ([`Unreadable`]). Other readers take the whole text,
//! which [`decode`] makes from bytes.
//!
//! To read one more kind of table, name its columns as a `table::Column`, and read one row after the other from
//! `table::Rows`; encodings, separators, quotes and the numbers of lines are taken care of there.
//!
//! To read one more property, add it to the model's catalogue of settings; readers and printers find it there. Older
//! and misspelt names are in `reading::names`.

pub mod configuration;
pub mod csv_out;
pub mod cursor;
pub mod document;
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
