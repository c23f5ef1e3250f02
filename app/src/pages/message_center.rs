//! The message center: the list, one message beside it, and what an answer does before it is given.

mod add_form;
mod answer_form;
mod confirm;
mod dates_form;
mod folder;
mod list;
mod message;
mod when;

pub use add_form::AddForm;
pub use answer_form::AnswerForm;
pub use confirm::{Confirm, ConfirmWhat};
pub use dates_form::DatesForm;
pub use folder::query_of;
pub use list::{MessagesPage, messages_page};
pub use message::{MessagePage, Problem, message_page};
