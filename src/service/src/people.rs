//! People: who they are, what they may do, and the policies assigned to them directly.

mod assign;
mod assign_many;
mod cursor;
mod departments;
pub(crate) mod document;
mod filter;
mod get;
mod history;
mod list;
mod plan;
mod remedies;
mod remove;
mod survey;

pub use assign::{AssignOptions, assign, assign_with, preview_assign};
pub use assign_many::{
    Assigned, FailedPerson, MAXIMUM_SELECTION, assign_many, assign_many_with, preview_assign_many,
};
pub use departments::departments;
pub use document::PersonDocument;
pub use filter::Filter;
pub use forecourt_store::person::Person;
pub use forecourt_store::person_list::{Order, SortKey};
pub(crate) use get::candidates;
pub use get::{Candidate, PersonView, get};
pub use history::HistoryEntry;
pub use list::{ListedPerson, PAGE_SIZE, PageRequest, PeoplePage, list, slice};
pub use remedies::{Remedy, Step};
pub use remove::{Removal, preview_remove, remove};
pub(crate) use remove::{impact_of_one, removed_fields};
pub(crate) use survey::Survey;
