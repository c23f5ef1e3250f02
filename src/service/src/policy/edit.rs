//! Changing what a policy says.

use super::{Saved, record};
use crate::change::{Action, Draft, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::policy as store;

/// Saves `settings` in a policy, made from what revision `expected` had written. Takes effect at once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] for built-in policies;
/// [`ServiceError::Conflict`] when somebody else saved in between; [`ServiceError::Invalid`];
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn edit(
    services: &Services,
    context: &OpContext,
    id: PolicyId,
    expected: Revision,
    settings: &PolicySettings,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    save(
        services,
        context,
        (id, expected),
        settings,
        Action::PolicyChanged,
        reason,
        undoes,
    )
    .await
}

/// Writes `settings` and records it as `action`.
pub(super) async fn save(
    services: &Services,
    context: &OpContext,
    (id, expected): (PolicyId, Revision),
    settings: &PolicySettings,
    action: Action,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let before = record::find_editable(&mut draft.connection(), context, id).await?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    settings.check(before.kind == PolicyKind::Global)?;
    let snapshot = draft.snapshot().await?;
    let after = Policy {
        settings: settings.clone(),
        revision: draft.revision(),
        ..before.clone()
    };
    let impact = snapshot.impact_of(&snapshot.settings, std::slice::from_ref(&after));
    if before.settings == *settings {
        return Ok(Saved {
            revision: before.revision,
            policy: before,
            impact,
            changed: false,
        });
    }
    store::update(&mut draft.connection(), context.tenant, &after, context.now).await?;
    let kept = record::record(action, Some(&before), Some(&after), &impact, reason, undoes);
    let revision = draft.commit(kept, &[]).await?;
    Ok(Saved {
        revision,
        policy: after,
        impact,
        changed: true,
    })
}
