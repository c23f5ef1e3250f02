//! Taking back what an import did to groups: which there are, who is in them, and which have a policy.

use super::import::ImportRestore;
use super::members::{began, names};
use super::plan::{depends, document, read, three_way};
use super::ranking::refuse_gone;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::group::GroupDocument;
use crate::import::material::{DirectoryChange, GroupsSide};
use crate::snapshot::Snapshot;
use forecourt_model::access::GroupAssignment;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::group::Group;
use forecourt_store::{Connection, as_of, group, group_member};
use std::collections::BTreeSet;

/// What taking an import back does to groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupsRestore {
    /// Groups that come, or get their name, mailbox or inner groups back.
    pub written: Vec<GroupDocument>,
    /// Groups that go, because the import had added them.
    pub removed: Vec<Group>,
    /// Who becomes a member again.
    pub joins: Vec<(GroupId, Vec<PersonId>)>,
    /// Who stops being one.
    pub leaves: Vec<(GroupId, Vec<PersonId>)>,
    /// The groups with a policy, when that changes.
    pub ranking: Option<Vec<GroupAssignment>>,
}

/// Plans it. Returns also how the groups are now, for taking the taking back back. `done` has the people and policies
/// that come back with it.
pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    (was, is): (&GroupsSide, &GroupsSide),
    done: &ImportRestore,
) -> Result<(GroupsRestore, GroupsSide), ServiceError> {
    let (mut restore, mut now) = (GroupsRestore::default(), GroupsSide::default());
    if let Some(after) = &is.ranking {
        let current = snapshot.group_assignments();
        if current != *after {
            let what = "the policies of groups were changed again since";
            return Err(depends(revision, what, vec![snapshot.ranking_revision]));
        }
        now.ranking = Some(current);
        restore.ranking.clone_from(&was.ranking);
        for row in was.ranking.iter().flatten() {
            if done.added.iter().all(|policy| policy.id != row.policy) {
                refuse_gone(connection, context, snapshot, revision, row.policy).await?;
            }
        }
    }
    let ids: BTreeSet<GroupId> = was.groups.keys().chain(is.groups.keys()).copied().collect();
    for id in ids {
        let sides = (was.groups.get(&id), is.groups.get(&id));
        one(
            connection,
            context,
            snapshot,
            revision,
            (id, sides),
            (&mut restore, &mut now),
        )
        .await?;
        memberships(connection, context, revision, id, done, &mut restore).await?;
    }
    Ok((restore, now))
}

async fn one(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    (id, sides): (GroupId, (Option<&GroupDocument>, Option<&GroupDocument>)),
    (restore, now): (&mut GroupsRestore, &mut GroupsSide),
) -> Result<(), ServiceError> {
    let found = group::find(connection, context.tenant, id).await?;
    let refuse = |what: String| Err(depends(revision, &what, Vec::new()));
    match (sides, found) {
        ((_, Some(after)), None) => refuse(format!("the group {} was removed since", after.display_name)),
        ((None, Some(after)), Some(current)) => {
            if (&current.display_name, &current.mail) != (&after.display_name, &after.mail) {
                return refuse(format!("the group {} was changed since", current.display_name));
            }
            let ranked = snapshot.ranking.iter().any(|row| row.assignment.group == id);
            if ranked && restore.ranking.is_none() {
                return refuse(format!("the group {} got a policy since", current.display_name));
            }
            now.groups.insert(id, after.clone());
            restore.removed.push(current);
            Ok(())
        }
        ((Some(before), Some(after)), Some(current)) => {
            let current = GroupDocument::with_children(connection, context.tenant, &current).await?;
            let whole = |group: &GroupDocument| document(group).unwrap_or_default();
            let whose = format!("{}: ", current.display_name);
            let restored = three_way(revision, (&whole(before), &whole(after)), &current, &whose)?;
            let restored: GroupDocument = read(restored)?;
            if restored != current {
                restore.written.push(restored);
            }
            now.groups.insert(id, current);
            Ok(())
        }
        ((Some(before), None), Some(_)) => {
            refuse(format!("the group {} is there again", before.display_name))
        }
        ((Some(before), None), None) => {
            restore.written.push(before.clone());
            Ok(())
        }
        ((None, None), _) => Ok(()),
    }
}

/// Who joined with the import leaves, and who left joins again.
async fn memberships(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    group: GroupId,
    done: &ImportRestore,
    restore: &mut GroupsRestore,
) -> Result<(), ServiceError> {
    let leaves = began(connection, context, revision, group).await?;
    if let Some(removed) = restore.removed.iter().find(|removed| removed.id == group) {
        let members = group_member::ids(connection, context.tenant, group).await?;
        let own: BTreeSet<_> = leaves.iter().collect();
        let others: Vec<_> = members
            .into_iter()
            .filter(|member| !own.contains(member))
            .collect();
        if !others.is_empty() {
            let who = names(connection, context, &others).await?;
            let what = format!("people became members of {} since: {who}", removed.display_name);
            return Err(depends(revision, &what, Vec::new()));
        }
    }
    let returning: BTreeSet<PersonId> = done
        .people
        .iter()
        .filter_map(|change| match change {
            DirectoryChange::Added(id, _) => Some(*id),
            _ => None,
        })
        .collect();
    let mut joins = Vec::new();
    for member in as_of::ended(connection, context.tenant, group, revision).await? {
        if let Some(since) = member.since {
            let who = names(connection, context, &[member.person]).await?;
            let what = format!("somebody whom it removed is a member again: {who}");
            return Err(depends(revision, &what, vec![since]));
        }
        if !member.in_directory && !returning.contains(&member.person) {
            let what = format!(
                "not everybody whom it removed from a group is in the directory any more: {}",
                member.person
            );
            return Err(depends(revision, &what, Vec::new()));
        }
        joins.push(member.person);
    }
    if !leaves.is_empty() {
        restore.leaves.push((group, leaves));
    }
    if !joins.is_empty() {
        restore.joins.push((group, joins));
    }
    Ok(())
}
