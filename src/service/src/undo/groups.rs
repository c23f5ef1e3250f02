//! Taking back that a group was added, renamed or removed.

use super::members::{ended, names};
use super::plan::{UndoPlan, depends, document, kept, merged, read};
use super::ranking::{fields as ranking_fields, group_id, of, refuse_gone, restored};
use super::restore::Restore;
use crate::activity::Entry;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::group::{GroupChange, GroupDocument, of_change};
use crate::impact;
use crate::snapshot::Snapshot;
use forecourt_model::Revision;
use forecourt_store::assignment::{Chosen, DirectChange, Moves};
use forecourt_store::group::Group;
use forecourt_store::{Connection, as_of, group, group_assignment, group_member};

async fn find(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: &Entry,
) -> Result<Group, ServiceError> {
    let found = group::find(connection, context.tenant, group_id(entry)?).await?;
    found.ok_or_else(|| {
        let what = format!("the group {} was removed since", entry.change.target_name);
        depends(entry.change.revision, &what, Vec::new())
    })
}

/// Removes the group again, with what came with it, when nothing else has come since.
pub(super) async fn added(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    let was: GroupDocument = kept(entry.detail.after.as_ref())?;
    let current = find(connection, context, &entry).await?;
    let refuse = |what: String| Err(depends(revision, &what, Vec::new()));
    if (&current.display_name, &current.mail) != (&was.display_name, &was.mail) {
        return refuse(format!("the group {} was changed since", current.display_name));
    }
    let row = of(&snapshot.group_assignments(), current.id).cloned();
    if row.as_ref().map(|row| row.policy) != was.assignment.as_ref().map(|row| row.policy) {
        return refuse(format!(
            "the group {} got another policy since",
            current.display_name
        ));
    }
    refuse_members(connection, context, revision, &current).await?;
    let change = GroupChange::Remove(current.id);
    let done = of_change(connection, context, snapshot, &change).await?;
    let mut fields = vec![FieldChange::new(
        "DisplayName",
        Some(current.display_name.clone()),
        None,
    )];
    fields.extend(ranking_fields(snapshot, row.as_ref(), None));
    Ok(UndoPlan {
        impact: done.impact,
        fields,
        before: document(&crate::group::whole(connection, context, snapshot, &current).await?),
        after: None,
        entry,
        restore: Restore::RemoveGroup(Box::new(current)),
    })
}

/// Refuses when members came or went after the change that made the group.
async fn refuse_members(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    group: &Group,
) -> Result<(), ServiceError> {
    let began = as_of::began(connection, context.tenant, group.id, revision).await?;
    let with_it: Vec<_> = began
        .iter()
        .filter(|(_, since)| *since == Some(revision))
        .map(|(person, _)| *person)
        .collect();
    let members = group_member::ids(connection, context.tenant, group.id).await?;
    let others: Vec<_> = members
        .iter()
        .filter(|person| !with_it.contains(person))
        .copied()
        .collect();
    if !others.is_empty() {
        let who = names(connection, context, &others).await?;
        let what = format!("people became members of {} since: {who}", group.display_name);
        return Err(depends(revision, &what, Vec::new()));
    }
    if members.len() < began.len() {
        let what = format!("people left {} since", group.display_name);
        return Err(depends(revision, &what, Vec::new()));
    }
    Ok(())
}

/// Puts name and mailbox back.
pub(super) async fn edited(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let current = find(connection, context, &entry).await?;
    let before = GroupDocument::of(&current);
    let after: GroupDocument = read(merged(&entry, &before, None)?)?;
    let mut fields = Vec::new();
    if before.display_name != after.display_name {
        let (was, is) = (before.display_name.clone(), after.display_name.clone());
        fields.push(FieldChange::new("DisplayName", Some(was), Some(is)));
    }
    if before.mail != after.mail {
        fields.push(FieldChange::new("Mail", before.mail.clone(), after.mail.clone()));
    }
    let restored = Group {
        display_name: after.display_name.clone(),
        mail: after.mail.clone(),
        ..current
    };
    Ok(UndoPlan {
        impact: snapshot.impact_of(&snapshot.settings, &[]),
        fields,
        before: document(&before),
        after: document(&after),
        entry,
        restore: Restore::EditGroup(Box::new(restored)),
    })
}

/// Brings the group back with its members and, where that is free, its policy and rank.
pub(super) async fn removed(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    let was: GroupDocument = kept(entry.detail.before.as_ref())?;
    if group::find(connection, context.tenant, was.id).await?.is_some() {
        let what = format!("the group {} is there again", was.display_name);
        return Err(depends(revision, &what, Vec::new()));
    }
    let members = ended(connection, context, revision, was.id).await?;
    if let Some(row) = &was.assignment {
        refuse_gone(connection, context, snapshot, revision, row.policy).await?;
    }
    let before = group_assignment::list(connection, context.tenant).await?;
    let plain: Vec<_> = before.iter().map(|row| row.assignment.clone()).collect();
    let after = restored(&plain, was.id, was.assignment.as_ref(), &was.ranking)?;
    let moves = Moves {
        chosen: Chosen::People(members.clone()),
        ranking: after.clone(),
        direct: DirectChange::Keep,
        joins: Some(was.id),
        leaves: None,
    };
    let (impact, _) = impact::of_moves(connection, snapshot, context.tenant, &moves).await?;
    let count = (!members.is_empty()).then(|| members.len().to_string());
    let mut fields = vec![
        FieldChange::new("DisplayName", None, Some(was.display_name.clone())),
        FieldChange::new("Members", None, count),
    ];
    fields.extend(ranking_fields(snapshot, None, of(&after, was.id)));
    let document_after = GroupDocument {
        assignment: of(&after, was.id).cloned(),
        ..was.clone()
    };
    Ok(UndoPlan {
        impact,
        fields,
        before: None,
        after: document(&document_after),
        entry,
        restore: Restore::AddGroup {
            document: Box::new(was),
            members,
            before,
            after,
        },
    })
}
