//! The external access of the organization as a file: write it, see what a file would change, apply it as one change.
//!
//! The layout of the file is [`forecourt_exchange::document`].

mod apply;
mod assignments;
mod compare;
mod export;
mod groups;
mod plan;
mod policies;
mod record;
mod resolve;
mod rollouts;
mod script;
mod settings;
mod waiting;

pub use apply::{Applied, Upload, apply, apply_kept};
pub use export::export;
pub use plan::{
    AssignmentChange, ExceptionSide, FilePlan, RankedName, RolloutChange, affected_by, plan, read, read_apart,
};
pub use script::{change_script, plan_script, state_script};
pub use waiting::{Kept, keep, waiting};
