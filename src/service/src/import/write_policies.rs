//! Writing the policies that a file changes or adds.

use super::material::ImportSide;
use crate::change::Draft;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_model::policy::Policy;
use forecourt_store::policy;
use std::collections::HashMap;

/// Writes each policy: before, when there was one, and after. Both sides keep what they need for taking it back.
/// Returns the identifier of every policy by its folded name, the new ones included.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn write_policies<'c>(
    services: &Services,
    context: &OpContext,
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    changes: impl Iterator<Item = (Option<&'c Policy>, &'c Policy)>,
    (was, is): (&mut ImportSide, &mut ImportSide),
) -> Result<HashMap<String, PolicyId>, ServiceError> {
    let revision = draft.revision();
    let mut connection = draft.connection();
    let mut ids: HashMap<String, PolicyId> = snapshot
        .policies
        .iter()
        .map(|policy| (policy.name.folded(), policy.id))
        .collect();
    for (before, after) in changes {
        let mut after = Policy {
            revision,
            ..after.clone()
        };
        if let Some(before) = before {
            was.policies.insert(before.id, before.clone());
            policy::update(&mut connection, context.tenant, &after, context.now).await?;
        } else {
            after.id = PolicyId(services.random().identifier(context.now));
            policy::insert(&mut connection, context.tenant, &after, context.now).await?;
            ids.insert(after.name.folded(), after.id);
        }
        is.policies.insert(after.id, after);
    }
    Ok(ids)
}
