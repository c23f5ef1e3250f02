//! `/files`: the configuration as a file. Download it, see what another file would change, apply it.

mod changes;
mod plan;
mod start;

pub use plan::plan_page;
pub use start::files_page;
