//! `/compliance`: what the baselines ask, who gets around it, and what checkers say.

mod controls;
mod page;

pub use page::{CompliancePage, compliance_page};
