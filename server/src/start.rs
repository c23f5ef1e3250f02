//! Start and end of the server.

mod accept;
mod answering;
mod lock;
mod places;
mod progress;
mod reader;
mod shutdown;
mod storage;

pub use accept::{Answers, Limits, serve_connections};
pub use lock::DatabaseLock;
pub use shutdown::Signals;
pub use storage::{make_data_dir, open, start_services};
