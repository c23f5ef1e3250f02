//! Writing the groups of an import: groups, members, and the policies that groups have.

use super::compare::{Comparison, Joiner};
use super::material::GroupsSide;
use crate::change::Draft;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::GroupAssignment;
use forecourt_model::folding::fold_case;
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PersonId, PolicyId, TenantId};
use forecourt_store::group::Group;
use forecourt_store::group_assignment::{self, RankedGroup};
use forecourt_store::{Connection, assignment, group, group_member, person};
use std::collections::{BTreeSet, HashMap};

/// Writes everything about groups, and what is effective for whoever it touches. `policies` has every policy by its
/// folded name, those included that the import adds. Returns both sides for taking it back, when there is anything.
pub(super) async fn write_groups(
    services: &Services,
    context: &OpContext,
    draft: &mut Draft<'_>,
    comparison: &Comparison,
    policies: &HashMap<String, PolicyId>,
) -> Result<Option<(GroupsSide, GroupsSide)>, ServiceError> {
    let (tenant, revision) = (context.tenant, draft.revision());
    let changing = comparison.groups.iter().filter(|fate| fate.added || fate.changed);
    let mut ids: BTreeSet<GroupId> = changing.filter_map(|fate| fate.id).collect();
    ids.extend(comparison.memberships.iter().map(|change| change.group));
    let mut was = GroupsSide::of(&mut draft.connection(), tenant, &ids).await?;
    let mut touched: BTreeSet<PersonId> = BTreeSet::new();
    for fate in comparison.groups.iter().filter(|fate| fate.added || fate.changed) {
        let id = fate
            .id
            .unwrap_or_else(|| GroupId(services.random().identifier(context.now)));
        let written = Group {
            id,
            display_name: fate.display_name.clone(),
            kind: fate.kind.clone(),
            mail: fate.mail.clone(),
            people: 0,
            revision,
        };
        ids.insert(id);
        group::upsert(&mut draft.connection(), tenant, &written, context.now).await?;
    }
    for change in &comparison.memberships {
        let mut joining = Vec::with_capacity(change.joins.len());
        for joiner in &change.joins {
            match joiner {
                Joiner::Known(person) => joining.push(*person),
                Joiner::Added(name) => {
                    let found =
                        person::find_by_name(&mut draft.connection(), tenant, &fold_case(name)).await?;
                    joining.extend(found.map(|person| person.id));
                }
            }
        }
        let mut connection = draft.connection();
        group_member::add(&mut connection, tenant, change.group, &joining, revision).await?;
        group_member::remove(&mut connection, tenant, change.group, &change.leaves, revision).await?;
        group::set_children(&mut connection, tenant, change.group, &change.children).await?;
        touched.extend(joining);
        touched.extend(&change.leaves);
    }
    let touched: Vec<_> = touched.into_iter().collect();
    let mut ranking = None;
    if let Some(wanted) = &comparison.ranking {
        was.ranking = Some(ranking_now(&mut draft.connection(), tenant).await?);
        write_ranking(context, draft, wanted, policies).await?;
        ranking = Some(ranking_now(&mut draft.connection(), tenant).await?);
    }
    assignment::recompute(&mut draft.connection(), tenant, &touched, revision).await?;
    if ids.is_empty() && ranking.is_none() {
        return Ok(None);
    }
    let mut is = GroupsSide::of(&mut draft.connection(), tenant, &ids).await?;
    is.ranking = ranking;
    Ok(Some((was, is)))
}

async fn ranking_now(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<GroupAssignment>, ServiceError> {
    let rows = group_assignment::list(connection, tenant).await?;
    Ok(rows.into_iter().map(|row| row.assignment).collect())
}

/// Writes which groups have which policy, best rank first, and what is effective for their members.
pub(crate) async fn write_ranking(
    context: &OpContext,
    draft: &mut Draft<'_>,
    wanted: &[(GroupId, PolicyName)],
    policies: &HashMap<String, PolicyId>,
) -> Result<(), ServiceError> {
    let (tenant, revision) = (context.tenant, draft.revision());
    let before = group_assignment::list(&mut draft.connection(), tenant).await?;
    let after: Vec<_> = (1..)
        .zip(wanted)
        .filter_map(|(rank, (group, policy))| {
            Some(GroupAssignment {
                group: *group,
                rank,
                policy: *policies.get(&policy.folded())?,
            })
        })
        .collect();
    let rows: Vec<_> = after
        .iter()
        .map(|row| ranked(context, &before, row, revision))
        .collect();
    group_assignment::replace(&mut draft.connection(), tenant, &rows, revision).await?;
    let concerned: BTreeSet<GroupId> = before
        .iter()
        .map(|row| row.assignment.group)
        .chain(after.iter().map(|row| row.group))
        .collect();
    let mut touched: BTreeSet<PersonId> = BTreeSet::new();
    for group in concerned {
        touched.extend(group_member::ids(&mut draft.connection(), tenant, group).await?);
    }
    let touched: Vec<_> = touched.into_iter().collect();
    assignment::recompute(&mut draft.connection(), tenant, &touched, revision).await?;
    Ok(())
}

/// A row of the ranking; one that stays as it is keeps who assigned it and when.
pub(crate) fn ranked(
    context: &OpContext,
    before: &[RankedGroup],
    row: &GroupAssignment,
    revision: forecourt_model::Revision,
) -> RankedGroup {
    before
        .iter()
        .find(|old| old.assignment == *row)
        .cloned()
        .unwrap_or_else(|| RankedGroup {
            assignment: row.clone(),
            group_name: String::new(),
            people: 0,
            assigned_at: context.now,
            assigned_by: context.actor_name().to_owned(),
            revision,
        })
}
