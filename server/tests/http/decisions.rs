//! Questions of chat servers: answered from memory, strict about what they send, counted behind the answer.

mod answers;
mod authzen;
mod log;
mod refusals;
mod support;

pub(crate) use support::Chat;
