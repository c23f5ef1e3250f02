//! What an organization says about outside people: the tenant switches, and the catalogue of all settings.

pub mod blocked_person;
pub mod catalogue;
pub mod domain_rule;
pub mod key;
pub mod organization;

pub use blocked_person::{BlockedPerson, BlockedPersonError};
pub use catalogue::{Kind, Level, Setting, catalogue, setting};
pub use domain_rule::{AllowedDomains, DomainMode, DomainRule};
pub use key::SettingKey;
pub use organization::{AcsLabel, Delegation, OrganizationSettings, TrialTenants};
