//! Taking a group out of the directory.

use super::change::{GroupChange, GroupImpact, of_change, refusal};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, Revision};
use forecourt_store::{assignment, group, group_assignment, group_member};

/// Removes a group, its policy and its memberships. What other groups or Global give counts for its members at once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Conflict`] when somebody else changed the
/// group since `expected`; [`ServiceError::Store`]. Nothing is changed then.
pub async fn remove(
    services: &Services,
    context: &OpContext,
    id: GroupId,
    expected: Revision,
    reason: Option<String>,
) -> Result<(Revision, GroupImpact), ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let change = GroupChange::Remove(id);
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = services.snapshot()?;
    let removed = super::get::require(&mut draft.connection(), context, id).await?;
    check_revision(&mut draft.connection(), context, expected, removed.revision).await?;
    let impact = of_change(&mut draft.connection(), context, &snapshot, &change).await?;
    let (revision, tenant) = (draft.revision(), context.tenant);
    let members = group_member::ids(&mut draft.connection(), tenant, id).await?;
    let before = group_assignment::list(&mut draft.connection(), tenant).await?;
    let plain: Vec<_> = before.iter().map(|row| row.assignment.clone()).collect();
    let after = change.ranking(&plain).map_err(refusal)?;
    if after.len() < plain.len() {
        super::ranking::write(&mut draft, context, &before, &after, &removed).await?;
    }
    let mut connection = draft.connection();
    group_member::remove(&mut connection, tenant, id, &members, revision).await?;
    assignment::recompute(&mut connection, tenant, &members, revision).await?;
    group::delete(&mut connection, tenant, id).await?;
    let count = (!members.is_empty()).then(|| members.len().to_string());
    let record = Record {
        action: Action::GroupRemoved,
        target: Target::new(TargetKind::Group, id, removed.display_name.clone()),
        detail: Detail {
            fields: vec![
                FieldChange::new("DisplayName", Some(removed.display_name), None),
                FieldChange::new("Members", count, None),
            ],
            impact: Some(impact.impact.clone()),
            ..Detail::default()
        },
        reason,
        undoes: None,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok((revision, impact))
}
