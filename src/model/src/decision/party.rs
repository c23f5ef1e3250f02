//! Who takes part: a person of the directory, or somebody else.

use super::outside::ServerClass;
use super::question::Side;
use super::reason::DecisionReason;

/// Who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// A person of the directory: their number, and that of their policy.
    Inside {
        /// Their number.
        person: u32,
        /// The number of their policy.
        policy: u16,
    },
    /// An address of the organization that nobody has, or that several have.
    Nobody(DecisionReason),
    /// The same, with Global by the administrator's rule.
    Anybody {
        /// The number of Global.
        policy: u16,
    },
    /// Somebody else.
    Outside {
        /// Blocked by name.
        is_blocked: bool,
        /// What the administrator says about their server.
        listed: Option<ServerClass>,
    },
}

impl Party {
    /// Somebody whom nobody has looked up yet: refused.
    pub(super) const NOT_FOUND: Self = Self::Nobody(DecisionReason::UnknownPerson);

    /// Inside or outside.
    pub fn side(self) -> Side {
        match self {
            Self::Inside { .. } | Self::Nobody(_) | Self::Anybody { .. } => Side::Inside,
            Self::Outside { .. } => Side::Outside,
        }
    }
}
