//! What counts for people: the policy assigned directly, and the one that is effective.
//!
//! [`recompute`] and [`moves`] say the rule of `forecourt_model::access::effective_policy` in SQL, for many people at
//! once. The conformance suite compares both with the model.

mod moves;
mod write;

pub use moves::{Chosen, DirectChange, MovedPeople, MovedPerson, Moves, moved_people, moves};
pub use write::{recompute, set_direct};

use moves::{MOVED_PEOPLE, MOVES};
use write::{RECOMPUTE, REMOVE_DIRECT, SET_DIRECT};

/// Every statement of this module by name.
pub const ALL: &[(&str, &str)] = &[
    ("SET_DIRECT", SET_DIRECT),
    ("REMOVE_DIRECT", REMOVE_DIRECT),
    ("RECOMPUTE", RECOMPUTE),
    ("MOVES", MOVES),
    ("MOVED_PEOPLE", MOVED_PEOPLE),
];
