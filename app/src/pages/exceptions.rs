//! `/exceptions`: the assignments that end by themselves, or have an owner and a reason.

mod fields;
mod list;

pub use fields::{ExceptionFields, exception_fields, hidden_exception_fields};
pub use list::{ExceptionsPage, exceptions_page};
