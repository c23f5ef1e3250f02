//! Making a deleted policy again, as it was.

use super::{Saved, record};
use crate::change::{Action, Draft};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind};
use forecourt_store::policy as store;

/// Makes `deleted` again with its identifier, name and settings.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] when it is there or is not a custom policy;
/// [`ServiceError::Invalid`] for `name` when another policy has the name by now; [`ServiceError::Store`].
pub async fn recreate(
    services: &Services,
    context: &OpContext,
    deleted: &Policy,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditPolicies)?;
    deleted.settings.check(false)?;
    if deleted.kind != PolicyKind::Custom {
        let message = format!("{} was never deleted.", deleted.name);
        return Err(ServiceError::refused("policy-not-deleted", message));
    }
    let mut draft = Draft::begin(services, context).await?;
    if let Some(there) = store::find(&mut draft.connection(), context.tenant, deleted.id).await? {
        let message = format!("{} is there again already.", there.name);
        return Err(ServiceError::refused("policy-not-deleted", message));
    }
    let policy = Policy {
        revision: draft.revision(),
        ..deleted.clone()
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
