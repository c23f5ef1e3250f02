//! Adding a policy.

use super::{Saved, record};
use crate::change::{Action, Draft};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::{FieldErrors, PolicyId, Revision};

/// A policy that is about to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPolicy {
    /// The name as it was written.
    pub name: String,
    /// What it says.
    pub settings: PolicySettings,
}

impl NewPolicy {
    /// The name, when everything about the policy can be taken.
    ///
    /// # Errors
    /// One error for each field that cannot be taken; the name's field is `name`.
    pub fn check(&self) -> Result<PolicyName, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = PolicyName::parse_new(&self.name)
            .map_err(|error| errors.push("name", error.code(), error.to_string()));
        if let Err(others) = self.settings.check(false) {
            errors.0.extend(others.0);
        }
        match name {
            Ok(name) => errors.or(name),
            Err(()) => Err(errors),
        }
    }
}

/// Adds a policy. Nobody has it yet, so nothing changes for anybody.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`], also when the name is taken in whatever case;
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn add(
    services: &Services,
    context: &OpContext,
    new: NewPolicy,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditPolicies)?;
    let name = new.check()?;
    let mut draft = Draft::begin(services, context).await?;
    let policy = Policy {
        id: PolicyId(services.random().identifier(context.now)),
        name,
        kind: PolicyKind::Custom,
        settings: new.settings,
        revision: draft.revision(),
    };
    record::insert(&mut draft.connection(), context, &policy).await?;
    let snapshot = services.snapshot()?;
    let impact = snapshot.impact_of(&snapshot.settings, &[]);
    let kept = record::record(Action::PolicyAdded, None, Some(&policy), &impact, reason, undoes);
    let revision = draft.commit(kept, &[]).await?;
    Ok(Saved {
        revision,
        policy,
        impact,
        changed: true,
    })
}
