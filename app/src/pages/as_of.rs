//! Looking back: the state at any moment of the past, and who made it so.

mod form;
mod made;
mod page;
mod person;
mod state;

pub use form::AsOfForm;
pub use page::as_of_page;
