//! Direct assignments that keep the policy of a group from its members.

use super::change::{GroupChange, GroupImpact, of_change};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::group_member::{self, Which};
use forecourt_store::{Connection, assignment};
use serde_json::json;

/// How many people are read at once.
const PIECE: i64 = 10_000;

/// What became of the direct assignments of a group's members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskingRemoved {
    /// The change; `None` when no member has a direct assignment.
    pub revision: Option<Revision>,
    /// How many direct assignments were taken away.
    pub people: u64,
    /// What it did to people.
    pub impact: GroupImpact,
}

/// Every member with a direct assignment, as it is now.
async fn masked(
    connection: &mut Connection<'_>,
    context: &OpContext,
    group: GroupId,
) -> Result<Vec<ChangedPerson>, ServiceError> {
    let mut found = Vec::new();
    let mut after: Option<(String, PersonId)> = None;
    loop {
        let place = after.as_ref().map(|(name, person)| (name.as_str(), *person));
        let piece =
            group_member::people(connection, context.tenant, group, Which::WithDirect, place, PIECE).await?;
        let Some(last) = piece.last() else {
            return Ok(found);
        };
        after = Some((fold(last.shown_name()), last.id));
        found.extend(piece.iter().map(|person| ChangedPerson {
            person: person.id,
            before: person.direct_policy,
            after: None,
        }));
    }
}

/// Takes the direct assignments of all members of a group away, as one change with a row for each of them, which can
/// be taken back. The best-ranked group's policy counts for them at once.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Store`]. Nothing is changed then.
pub async fn remove_masking(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    reason: Option<String>,
) -> Result<MaskingRemoved, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let named = super::get::require(&mut draft.connection(), context, group).await?;
    let change = GroupChange::RemoveMasking(group);
    let impact = of_change(&mut draft.connection(), context, &snapshot, &change).await?;
    let rows = masked(&mut draft.connection(), context, group).await?;
    let people = u64::try_from(rows.len()).unwrap_or_default();
    let mut done = MaskingRemoved {
        revision: None,
        people,
        impact,
    };
    if rows.is_empty() {
        return Ok(done);
    }
    let ids: Vec<_> = rows.iter().map(|row| row.person).collect();
    let revision = draft.revision();
    assignment::set_direct(&mut draft.connection(), context.tenant, &ids, None, revision).await?;
    let count = people.to_string();
    let record = Record {
        action: Action::PolicyUnassigned,
        target: Target::new(
            TargetKind::Directory,
            "people",
            format!("{count} members of {}", named.display_name),
        ),
        detail: Detail {
            fields: vec![FieldChange::new("Direct assignments", Some(count), None)],
            impact: Some(done.impact.impact.clone()),
            before: None,
            after: Some(json!({ "policy": null, "name": null })),
        },
        reason,
        undoes: None,
    };
    done.revision = Some(draft.commit(record, &rows).await?);
    Ok(done)
}
