//! What counts for people: the policy assigned directly, and the one that is effective.
//!
//! [`recompute`] and [`moves`] say the rule of `forecourt_model::access::effective_policy` in SQL, for many people at
//! once. The conformance suite compares both with the model.

mod moved;
mod moves;
mod shifts;
mod write;

pub use moved::{moved_people, moved_people_in};
pub use moves::{Chosen, DirectChange, MovedPeople, MovedPerson, Moves, moves};
pub use write::{recompute, set_direct};

use moved::WINDOW_END;
use moves::{MOVED_NEAR, MOVED_PEOPLE, MOVES};
use shifts::{NEXT_BEST, STANDINGS};
use write::{RECOMPUTE, REMOVE_DIRECT, SET_DIRECT};

/// Every statement of this module by name.
pub const ALL: &[(&str, &str)] = &[
    ("SET_DIRECT", SET_DIRECT),
    ("REMOVE_DIRECT", REMOVE_DIRECT),
    ("RECOMPUTE", RECOMPUTE),
    ("MOVES", MOVES),
    ("MOVED_PEOPLE", MOVED_PEOPLE),
    ("MOVED_NEAR", MOVED_NEAR),
    ("STANDINGS", STANDINGS),
    ("NEXT_BEST", NEXT_BEST),
    ("WINDOW_END", WINDOW_END),
];
