//! Importing settings, policies, people and groups from files: read, compare, ask, apply in one change.

mod apply;
mod compare;
mod groups;
mod impact;
pub(crate) mod material;
mod people;
mod phone_numbers;
mod policies;
mod preview;
mod running;
mod sources;
pub(crate) mod upload;
mod waiting;
mod write_groups;
mod write_policies;

pub use apply::{Applied, apply};
pub use compare::{
    Comparison, Direct, GroupFate, Joiner, MembershipChange, PersonChange, PersonFate, PolicyChange, Question,
};
pub use impact::{Going, plan};
pub(crate) use write_groups::{ranked, write_ranking};
pub(crate) use write_policies::write_policies;

/// What an import does to people, for whoever changes several things at once, too.
pub(crate) mod going {
    pub(crate) use super::impact::{Members, going, impact_of};
}

pub use preview::preview;
pub use running::{Progress, Running, apply_in_background};
pub use sources::Files;
pub use sources::{MAXIMUM_FILE_BYTES, Sources, too_large};
pub use waiting::{Waiting, keep, waiting};
