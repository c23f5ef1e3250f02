//! What cmdlets do: the language of `forecourt-cmdlet` over the use cases.
//!
//! [`Bridge`] is the host of the language. It speaks for one administrator or command, and reaches the world through a
//! [`Door`]: a terminal, or a page. Each family of cmdlets is a file. The use cases authorize, as for pages.

mod batch;
mod bridge;
mod door;
mod edge;
mod everybody;
mod grant;
mod group;
mod names;
mod organization;
mod people;
mod people_filter;
mod policy;
mod script;
mod values;
mod words;

pub use bridge::Bridge;
pub use door::{Door, Terminal};
pub use names::{people_names, policy_names};
pub use script::run_script;
