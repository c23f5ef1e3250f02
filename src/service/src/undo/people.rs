//! Taking back that a person was removed, and that they were put back.

use super::assignments::refuse_deleted;
use super::plan::{UndoPlan, depends, document, kept};
use super::restore::Restore;
use super::standing::later;
use crate::activity::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::people::{PersonDocument, impact_of_one, removed_fields};
use crate::snapshot::Snapshot;
use forecourt_model::access::{SourceKind, effective_policy};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::touched::TouchedPeople;
use forecourt_store::{Connection, as_of, group, identity, person};

/// Puts the person back with what they had, when all of it is still free and there.
pub(super) async fn removed(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    let was: PersonDocument = kept(entry.detail.before.as_ref())?;
    refuse_taken(connection, context, revision, &was).await?;
    let had = [TouchedPeople {
        before: was.direct_policy,
        after: None,
        people: 1,
        gone: 0,
        changed_again: 0,
    }];
    let known = snapshot.policies.iter().map(|policy| policy.id).collect();
    refuse_deleted(connection, context, revision, &had, &known).await?;
    for id in &was.groups {
        if group::find(connection, context.tenant, *id).await?.is_some() {
            continue;
        }
        let id = id.to_string();
        let name = as_of::name(connection, context.tenant, ("group", &id), revision).await?;
        let what = format!(
            "the group {} that they were in was removed since",
            name.unwrap_or_else(|| id.clone())
        );
        let changes = later(connection, context, ("group", &id), revision).await?;
        let on = changes.last().map(|change| change.revision);
        return Err(depends(revision, &what, on.into_iter().collect()));
    }
    Ok(UndoPlan {
        impact: impact_of_one(snapshot, effective(snapshot, &was), true),
        fields: removed_fields(snapshot, &was, true),
        before: None,
        after: document(&was),
        entry,
        restore: Restore::AddPerson(Box::new(was)),
    })
}

/// Refuses when somebody is there with the object id, the sign-in name or an identity.
async fn refuse_taken(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    was: &PersonDocument,
) -> Result<(), ServiceError> {
    let tenant = context.tenant;
    if let Some(found) = person::find(connection, tenant, was.person.id).await? {
        let what = format!("{} is in the directory again", found.shown_name());
        return Err(depends(revision, &what, Vec::new()));
    }
    let name = &was.person.user_principal_name;
    if person::find_by_name(connection, tenant, name).await?.is_some() {
        let what = format!("somebody else has the sign-in name {name} by now");
        return Err(depends(revision, &what, Vec::new()));
    }
    for held in was.identities() {
        if identity::holder(connection, tenant, &held).await?.is_some() {
            let what = format!("{} is an identity of somebody else by now", held.value);
            return Err(depends(revision, &what, Vec::new()));
        }
    }
    Ok(())
}

/// What counts for the person once they are back.
fn effective(snapshot: &Snapshot, was: &PersonDocument) -> (PolicyId, SourceKind) {
    let mut ranking = snapshot.group_assignments();
    ranking.retain(|row| was.groups.contains(&row.group));
    let found = effective_policy(was.direct_policy, &ranking);
    (found.policy, found.source.parts().0)
}

/// Removes the person again, when nothing about them has changed since.
pub(super) async fn returned(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    let was: PersonDocument = kept(entry.detail.after.as_ref())?;
    let Some(found) = person::find(connection, context.tenant, was.person.id).await? else {
        let what = format!("{} was removed since", entry.change.target_name);
        return Err(depends(revision, &what, Vec::new()));
    };
    let current = PersonDocument::of(connection, context, &found).await?;
    if current != was {
        let what = format!("{} was changed since", found.shown_name());
        return Err(depends(revision, &what, Vec::new()));
    }
    let counts = (found.effective_policy, found.effective_source);
    Ok(UndoPlan {
        impact: impact_of_one(snapshot, counts, false),
        fields: removed_fields(snapshot, &current, false),
        before: document(&current),
        after: None,
        entry,
        restore: Restore::RemovePerson(Box::new(current)),
    })
}
