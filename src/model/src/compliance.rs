//! What security baselines ask of external access, who gets around it, and what known checkers say of the same state.
//!
//! The verdict here is about people: whether those without a policy of their own can do what a control forbids. Checkers
//! look at single properties instead, so they differ from it, and from each other.

mod checker;
mod control;
mod facts;

pub use checker::{Checker, Said, WhyDifferent};
pub use control::{Baseline, Control, Topic};
pub use facts::{AllowedDomainsFact, CommunicationFact, Facts, PolicyFacts};
