//! People: who they are, what they may do, and the policies assigned to them directly.

mod assign;
mod assign_many;
mod cursor;
mod filter;
mod get;
mod history;
mod list;
mod plan;
mod remedies;
mod survey;

pub use assign::{AssignOptions, assign, assign_with, preview_assign};
pub use assign_many::{
    Assigned, FailedPerson, MAXIMUM_SELECTION, assign_many, assign_many_with, preview_assign_many,
};
pub use filter::Filter;
pub use forecourt_store::person::Person;
pub use forecourt_store::person_list::{Order, SortKey};
pub(crate) use get::candidates;
pub use get::{Candidate, PersonView, get};
pub use history::HistoryEntry;
pub use list::{ListedPerson, PAGE_SIZE, PageRequest, PeoplePage, departments, list, slice};
pub use remedies::{Remedy, Step};
pub(crate) use survey::Survey;
