//! Taking a group out of the directory.

use super::change::{GroupChange, GroupImpact, of_change, refusal};
use super::document::GroupDocument;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::authority::Permission;
use forecourt_model::{GroupId, Revision};
use forecourt_store::group::Group;
use forecourt_store::{Connection, assignment, group, group_assignment, group_member};

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
    let snapshot = draft.snapshot().await?;
    let removed = super::get::require(&mut draft.connection(), context, id).await?;
    check_revision(&mut draft.connection(), context, expected, removed.revision).await?;
    let impact = of_change(&mut draft.connection(), context, &snapshot, &change).await?;
    let was = whole(&mut draft.connection(), context, &snapshot, &removed).await?;
    let members = remove_within(&mut draft, context, &removed).await?;
    let count = (members > 0).then(|| members.to_string());
    let record = Record {
        action: Action::GroupRemoved,
        target: Target::new(TargetKind::Group, id, removed.display_name.clone()),
        detail: Detail {
            fields: vec![
                FieldChange::new("DisplayName", Some(removed.display_name), None),
                FieldChange::new("Members", count, None),
            ],
            impact: Some(impact.impact.clone()),
            before: serde_json::to_value(was).ok(),
            after: None,
        },
        reason,
        undoes: None,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok((revision, impact))
}

/// A group with what hangs on it, as the audit trail keeps it.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn whole(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    group: &Group,
) -> Result<GroupDocument, ServiceError> {
    let children = group::children(connection, context.tenant, group.id).await?;
    let parents = group::parents(connection, context.tenant, group.id).await?;
    let row = snapshot
        .ranking
        .iter()
        .find(|row| row.assignment.group == group.id);
    Ok(GroupDocument {
        children: children.iter().map(|child| child.id).collect(),
        parents,
        ranking: row.map(|_| snapshot.group_assignments()).unwrap_or_default(),
        assignment: row.map(|row| row.assignment.clone()),
        ..GroupDocument::of(group)
    })
}

/// Removes a group, its policy and its memberships as part of a change, and writes what counts for its members then.
/// Returns how many they were.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn remove_within(
    draft: &mut Draft<'_>,
    context: &OpContext,
    removed: &Group,
) -> Result<usize, ServiceError> {
    let (revision, tenant, id) = (draft.revision(), context.tenant, removed.id);
    let members = group_member::ids(&mut draft.connection(), tenant, id).await?;
    let before = group_assignment::list(&mut draft.connection(), tenant).await?;
    let plain: Vec<_> = before.iter().map(|row| row.assignment.clone()).collect();
    let after = GroupChange::Remove(id).ranking(&plain).map_err(refusal)?;
    if after.len() < plain.len() {
        super::ranking::write(draft, context, &before, &after, removed).await?;
    }
    let mut connection = draft.connection();
    group_member::remove(&mut connection, tenant, id, &members, revision).await?;
    assignment::recompute(&mut connection, tenant, &members, revision).await?;
    group::delete(&mut connection, tenant, id).await?;
    Ok(members.len())
}
