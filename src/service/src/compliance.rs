//! What the organization meets of the baselines, who gets around it, and what known checkers say.

mod people;
mod report;

pub use people::{EscapingPerson, escaping};
pub use report::{CheckerReport, ControlReport, EscapingPolicy, Report, Verdict, report};
