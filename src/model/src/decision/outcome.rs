//! What was decided.

use super::outside::OutsideClass;
use super::question::Side;
use super::reason::DecisionReason;

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Why.
    pub reason: DecisionReason,
    /// On which side it began.
    pub initiator: Side,
    /// The one inside whom the reason is about: 0 is the initiator, then the others in order.
    pub inside: Option<usize>,
    /// The one outside, likewise.
    pub outside: Option<usize>,
    /// The number of the policy that was asked.
    pub policy: Option<u16>,
    /// The number of the person inside, where it is one of the directory.
    pub person: Option<u32>,
    /// What the one outside is taken for.
    pub outside_class: Option<OutsideClass>,
}

impl Outcome {
    /// Whether it may go on.
    pub fn is_allowed(&self) -> bool {
        self.reason.is_allowed()
    }
}
