//! Taking back memberships that began or ended with a change.

use super::plan::{UndoPlan, depends, named};
use super::ranking::group_id;
use super::restore::Restore;
use crate::activity::Entry;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::assignment::{self, Chosen, DirectChange, Moves};
use forecourt_store::{Connection, as_of, change, group, group_member, person};
use std::collections::BTreeSet;

/// How many people are named when something stands in the way.
const NAMED: usize = 3;

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let (revision, id, tenant) = (entry.change.revision, group_id(&entry)?, context.tenant);
    let Some(group) = group::find(connection, tenant, id).await? else {
        let what = format!("the group {} was removed since", entry.change.target_name);
        return Err(depends(revision, &what, Vec::new()));
    };
    let leaves = began(connection, context, revision, id).await?;
    let joins = ended(connection, context, revision, id).await?;
    let mut moves = Vec::new();
    for (people, joined, left) in [(&joins, Some(id), None), (&leaves, None, Some(id))] {
        if people.is_empty() {
            continue;
        }
        let wanted = Moves {
            chosen: Chosen::People(people.clone()),
            ranking: snapshot.group_assignments(),
            direct: DirectChange::Keep,
            joins: joined,
            leaves: left,
        };
        let moved = assignment::moves(connection, tenant, &wanted).await?;
        moves.extend(moved.iter().map(|moved| Move {
            people: moved.people,
            from: moved.from,
            to: moved.to.0,
        }));
    }
    let mut fields = Vec::new();
    if !joins.is_empty() {
        fields.push(FieldChange::new(
            "Members added",
            None,
            Some(joins.len().to_string()),
        ));
    }
    if !leaves.is_empty() {
        let count = leaves.len().to_string();
        fields.push(FieldChange::new("Members removed", Some(count), None));
    }
    Ok(UndoPlan {
        impact: snapshot.impact_of_moves(&moves),
        fields,
        before: None,
        after: None,
        entry,
        restore: Restore::Members {
            group: Box::new(group),
            joins,
            leaves,
        },
    })
}

/// The people whose membership began with the change. They have to be members still, and because of it.
pub(super) async fn began(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    group: GroupId,
) -> Result<Vec<PersonId>, ServiceError> {
    let began = as_of::began(connection, context.tenant, group, revision).await?;
    let left: Vec<_> = began
        .iter()
        .filter(|(_, since)| since.is_none())
        .map(|(person, _)| *person)
        .collect();
    if let Some(first) = left.first() {
        let until = group_member::history(connection, context.tenant, *first)
            .await?
            .iter()
            .filter(|membership| membership.group == group)
            .find_map(|membership| membership.until);
        let who = names(connection, context, &left).await?;
        let what = format!("not everybody whom it added is a member any more: {who}");
        return Err(depends(revision, &what, until.into_iter().collect()));
    }
    // Whoever was taken out and put back by an undo is a member because of this change.
    let other: BTreeSet<_> = began
        .iter()
        .filter_map(|(_, since)| since.filter(|since| *since != revision))
        .collect();
    for since in other {
        let found = change::find(connection, context.tenant, since).await?;
        if found.is_some_and(|change| change.undoes.is_none()) {
            let again: Vec<_> = began
                .iter()
                .filter(|(_, joined)| *joined == Some(since))
                .map(|(person, _)| *person)
                .collect();
            let who = names(connection, context, &again).await?;
            let what = format!("somebody whom it added was added again since: {who}");
            return Err(depends(revision, &what, vec![since]));
        }
    }
    Ok(began.into_iter().map(|(person, _)| person).collect())
}

/// The people whose membership ended with the change. They must not be members again, and have to be there.
pub(super) async fn ended(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    group: GroupId,
) -> Result<Vec<PersonId>, ServiceError> {
    let ended = as_of::ended(connection, context.tenant, group, revision).await?;
    let again: Vec<_> = ended
        .iter()
        .filter(|member| member.since.is_some())
        .map(|member| member.person)
        .collect();
    if !again.is_empty() {
        let on: BTreeSet<_> = ended.iter().filter_map(|member| member.since).collect();
        let who = names(connection, context, &again).await?;
        let what = format!("somebody whom it removed is a member again: {who}");
        return Err(depends(revision, &what, on.into_iter().collect()));
    }
    let gone: Vec<_> = ended
        .iter()
        .filter(|member| !member.in_directory)
        .map(|member| member.person.to_string())
        .collect();
    if !gone.is_empty() {
        let first: Vec<_> = gone.iter().take(NAMED).map(String::as_str).collect();
        let all = u64::try_from(gone.len()).unwrap_or(u64::MAX);
        let what = format!(
            "not everybody whom it removed is in the directory any more: {}",
            named(&first, all)
        );
        return Err(depends(revision, &what, Vec::new()));
    }
    Ok(ended.into_iter().map(|member| member.person).collect())
}

/// The first of them by name, and how many more.
pub(super) async fn names(
    connection: &mut Connection<'_>,
    context: &OpContext,
    people: &[PersonId],
) -> Result<String, ServiceError> {
    let mut first = Vec::new();
    for id in people.iter().take(NAMED) {
        let found = person::find(connection, context.tenant, *id).await?;
        first.push(found.map_or_else(|| id.to_string(), |person| person.shown_name().to_owned()));
    }
    let first: Vec<_> = first.iter().map(String::as_str).collect();
    Ok(named(&first, u64::try_from(people.len()).unwrap_or(u64::MAX)))
}
