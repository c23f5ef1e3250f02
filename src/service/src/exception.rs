//! Exceptions: direct assignments with a reason, somebody who answers for them, and an end.
//!
//! When an exception ends, the assignment goes back to what was before it: the earlier direct policy if that still
//! exists, else none. It speaks for the one assignment that it was made with. Whoever assigns something else in
//! between, by whatever way, has the last word, and the exception is over. An exception that takes the place of
//! another goes back to what was before the first, so that nothing temporary stays for good.

mod change;
mod describe;
mod expire;
mod input;
mod list;
mod run;
mod write;

pub use change::{end_now, extend, make_permanent};
pub use describe::end_words;
pub use expire::{Ended, PIECE, expire_due};
pub use forecourt_store::exception::AssignmentException;
pub use input::{ExceptionInput, MAXIMUM_YEARS, read_end};
pub use list::{
    ExceptionFilter, ExceptionPage, ListedException, PAGE_SIZE, Reminder, SOON_DAYS, When, list, reminder,
    slice,
};
pub use run::{end_due, watch};

pub(crate) use describe::{end_change, fields, of_person};
pub(crate) use write::{plan, write};
