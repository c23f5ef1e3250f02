//! Writing what a plan restores.

use super::restore::Restore;
use crate::change::Draft;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::group::{GroupDocument, remove_within, write_ranking};
use crate::import::material::{self, DirectoryChange};
use crate::import::ranked;
use crate::organization::asking;
use forecourt_model::access::GroupAssignment;
use forecourt_model::policy::Policy;
use forecourt_model::{PersonId, Revision, TenantId};
use forecourt_store::group::Group;
use forecourt_store::group_assignment::RankedGroup;
use forecourt_store::{
    Connection, StoreError, assignment, exception, group, group_assignment, group_member, person, policy,
    rollout, settings, touched,
};
use std::collections::BTreeSet;
use time::OffsetDateTime;

use super::import::ImportRestore;
use super::import_groups::GroupsRestore;

/// Writes what is restored of change `undone`.
pub(super) async fn write(
    draft: &mut Draft<'_>,
    context: &OpContext,
    undone: Revision,
    restore: &Restore,
) -> Result<(), ServiceError> {
    let (revision, tenant, now) = (draft.revision(), context.tenant, context.now);
    match restore {
        Restore::Settings(restored) => {
            settings::save(&mut draft.connection(), tenant, restored, revision, now).await?;
        }
        Restore::EditPolicy(restored) => {
            let restored = at(restored, revision);
            policy::update(&mut draft.connection(), tenant, &restored, now).await?;
        }
        Restore::AddPolicy(restored) => {
            let restored = at(restored, revision);
            policy::insert(&mut draft.connection(), tenant, &restored, now).await?;
        }
        Restore::DeletePolicy(added) => {
            policy::delete(&mut draft.connection(), tenant, added.id, revision).await?;
        }
        Restore::Asking(restored) => {
            asking::write(&mut draft.connection(), tenant, *restored, revision).await?;
        }
        Restore::Assignments { ended, .. } => {
            let later_than = ended.then_some(now);
            give_back(&mut draft.connection(), tenant, undone, revision, later_than).await?;
        }
        Restore::AddPerson(person) => person.put_back(draft, context).await?,
        Restore::RemovePerson(person) => person.remove(draft, context).await?,
        Restore::Rollout(state) => {
            let mut stored = state.rollout.clone();
            stored.revision = revision;
            rollout::save(&mut draft.connection(), tenant, &stored).await?;
            if let Some(restored) = &state.settings {
                settings::save(&mut draft.connection(), tenant, restored, revision, now).await?;
            }
        }
        Restore::Ranking { group, before, after } => {
            write_ranking(draft, context, before, after, group).await?;
            let members = group_member::ids(&mut draft.connection(), tenant, group.id).await?;
            assignment::recompute(&mut draft.connection(), tenant, &members, revision).await?;
        }
        Restore::Members { group, joins, leaves } => members(draft, context, group, joins, leaves).await?,
        Restore::AddGroup {
            document,
            members,
            before,
            after,
        } => add_group(draft, context, document, members, (before, after)).await?,
        Restore::EditGroup(restored) => {
            let restored = Group {
                revision,
                ..(**restored).clone()
            };
            group::upsert(&mut draft.connection(), tenant, &restored, now).await?;
        }
        Restore::RemoveGroup(removed) => {
            remove_within(draft, context, removed).await?;
        }
        Restore::Import(restored) => import(draft, context, undone, restored).await?,
    }
    Ok(())
}

fn at(policy: &Policy, revision: Revision) -> Policy {
    Policy {
        revision,
        ..policy.clone()
    }
}

/// Gives everybody whom change `undone` touched the direct assignment that they had, with its end.
async fn give_back(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    undone: Revision,
    revision: Revision,
    ending_after: Option<OffsetDateTime>,
) -> Result<(), StoreError> {
    // The exceptions that the change made go.
    exception::forget(connection, tenant, undone, revision).await?;
    touched::put_back(connection, tenant, undone, revision).await?;
    // So do those that somebody made since for what the change had assigned. They are kept for the way back.
    exception::settle_undone(connection, tenant, undone, revision).await?;
    // Those that the change ended come back.
    exception::restore(connection, tenant, undone, revision, ending_after).await?;
    Ok(())
}

async fn members(
    draft: &mut Draft<'_>,
    context: &OpContext,
    touched: &Group,
    joins: &[PersonId],
    leaves: &[PersonId],
) -> Result<(), ServiceError> {
    let (revision, tenant) = (draft.revision(), context.tenant);
    let mut connection = draft.connection();
    group_member::remove(&mut connection, tenant, touched.id, leaves, revision).await?;
    group_member::add(&mut connection, tenant, touched.id, joins, revision).await?;
    assignment::recompute(&mut connection, tenant, leaves, revision).await?;
    assignment::recompute(&mut connection, tenant, joins, revision).await?;
    let touched = Group {
        revision,
        ..touched.clone()
    };
    group::upsert(&mut connection, tenant, &touched, context.now).await?;
    Ok(())
}

async fn add_group(
    draft: &mut Draft<'_>,
    context: &OpContext,
    document: &GroupDocument,
    members: &[PersonId],
    (before, after): (&[RankedGroup], &[GroupAssignment]),
) -> Result<(), ServiceError> {
    let (revision, tenant) = (draft.revision(), context.tenant);
    let group = document.group(revision);
    group::upsert(&mut draft.connection(), tenant, &group, context.now).await?;
    group_member::add(&mut draft.connection(), tenant, group.id, members, revision).await?;
    let links = document
        .children
        .iter()
        .map(|child| (group.id, *child))
        .chain(document.parents.iter().map(|parent| (*parent, group.id)));
    for (outer, inner) in links {
        let other = if outer == group.id { inner } else { outer };
        // A group that is gone has no place to go back to; links give nothing to anybody.
        if group::find(&mut draft.connection(), tenant, other)
            .await?
            .is_some()
        {
            group::add_child(&mut draft.connection(), tenant, outer, inner).await?;
        }
    }
    if after.len() > before.len() {
        write_ranking(draft, context, before, after, &group).await?;
    }
    assignment::recompute(&mut draft.connection(), tenant, members, revision).await?;
    Ok(())
}

/// What comes back is written before what refers to it, and what goes is taken out after.
async fn import(
    draft: &mut Draft<'_>,
    context: &OpContext,
    undone: Revision,
    restored: &ImportRestore,
) -> Result<(), ServiceError> {
    let (revision, tenant, now) = (draft.revision(), context.tenant, context.now);
    let earlier = material::kept(&mut draft.connection(), tenant, undone).await?;
    let mut connection = draft.connection();
    for policy in &restored.added {
        policy::insert(&mut connection, tenant, &at(policy, revision), now).await?;
    }
    for change in &earlier {
        if let DirectoryChange::Removed(kept) = change {
            person::upsert(&mut connection, tenant, &kept.person(revision), now).await?;
        }
    }
    let concerned = match &restored.groups {
        Some(groups) => groups_of_import(draft, context, groups).await?,
        None => Vec::new(),
    };
    let mut connection = draft.connection();
    give_back(&mut connection, tenant, undone, revision, None).await?;
    assignment::recompute(&mut connection, tenant, &concerned, revision).await?;
    for change in &restored.people {
        match change {
            DirectoryChange::Added(..) | DirectoryChange::PhoneNumbers(_) => {}
            DirectoryChange::Changed(sides) => {
                person::upsert(&mut connection, tenant, &sides.1.person(revision), now).await?;
            }
            DirectoryChange::Removed(kept) => {
                person::delete(&mut connection, tenant, kept.id).await?;
            }
        }
    }
    material::write_numbers(&mut connection, tenant, &restored.people, revision).await?;
    for policy in &restored.edited {
        policy::update(&mut connection, tenant, &at(policy, revision), now).await?;
    }
    for policy in &restored.deleted {
        policy::delete(&mut connection, tenant, policy.id, revision).await?;
    }
    if let Some(settings) = &restored.settings {
        settings::save(&mut connection, tenant, settings, revision, now).await?;
    }
    material::keep(&mut connection, tenant, revision, &restored.people).await?;
    Ok(())
}

/// Writes groups, memberships and ranks as they were. Returns whose policy may come from another group then.
async fn groups_of_import(
    draft: &mut Draft<'_>,
    context: &OpContext,
    groups: &GroupsRestore,
) -> Result<Vec<PersonId>, ServiceError> {
    let (revision, tenant, now) = (draft.revision(), context.tenant, context.now);
    let mut concerned = BTreeSet::new();
    let mut connection = draft.connection();
    for written in &groups.written {
        group::upsert(&mut connection, tenant, &written.group(revision), now).await?;
    }
    for (id, people) in &groups.leaves {
        group_member::remove(&mut connection, tenant, *id, people, revision).await?;
        concerned.extend(people.iter().copied());
    }
    for (id, people) in &groups.joins {
        group_member::add(&mut connection, tenant, *id, people, revision).await?;
        concerned.extend(people.iter().copied());
    }
    for written in &groups.written {
        group::set_children(&mut connection, tenant, written.id, &written.children).await?;
    }
    if let Some(ranking) = &groups.ranking {
        let before = group_assignment::list(&mut connection, tenant).await?;
        let rows: Vec<_> = ranking
            .iter()
            .map(|row| ranked(context, &before, row, revision))
            .collect();
        group_assignment::replace(&mut connection, tenant, &rows, revision).await?;
        let ranked: BTreeSet<_> = before
            .iter()
            .map(|row| row.assignment.group)
            .chain(ranking.iter().map(|row| row.group))
            .collect();
        for id in ranked {
            concerned.extend(group_member::ids(&mut connection, tenant, id).await?);
        }
    }
    for removed in &groups.removed {
        group::delete(&mut connection, tenant, removed.id).await?;
    }
    Ok(concerned.into_iter().collect())
}
