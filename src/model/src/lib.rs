//! The rules of external access, and nothing else.
//!
//! What an organization and its policies say ([`settings`], [`policy`]), which policy counts for a person
//! ([`access::effective`]), whether two people may chat and why ([`access::evaluate`]), what a change would do to
//! people ([`access::impact`]), what chat servers are told ([`decision`]), when the feature exists at all ([`rollout`]), and who may change it ([`authority`]).
//!
//! This crate is pure: no input or output, no clock, no randomness, no SQL, no HTML. It also runs in the browser.
//! To add a setting, add it to [`settings::catalogue`] first; everything else finds it there.

pub mod access;
pub mod authority;
pub mod compliance;
pub mod decision;
pub mod domain_name;
pub mod folding;
pub mod identifier;
pub mod policy;
pub mod refusal;
pub mod rollout;
pub mod scope;
pub mod settings;

pub use domain_name::DomainName;
pub use identifier::{
    AdministratorId, ChangeId, GroupId, PersonId, PolicyId, Revision, TenantId, TokenId, WebhookId,
};
pub use refusal::{FieldError, FieldErrors};
