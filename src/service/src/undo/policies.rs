//! Taking back a change of a policy.

use super::plan::{UndoPlan, depends, document, kept, merged, named, read};
use super::restore::Restore;
use crate::activity::Entry;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, policy_values};
use crate::snapshot::Snapshot;
use forecourt_model::policy::Policy;
use forecourt_model::{PersonId, Revision};
use forecourt_store::{Connection, as_of, holder, person, policy};

/// How many of those who have a policy are named.
const NAMED: u32 = 3;

pub(super) async fn edited(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let was: Policy = kept(entry.detail.before.as_ref())?;
    let Some(current) = policy::find(connection, context.tenant, was.id).await? else {
        let what = format!("the policy {} was deleted since", was.name);
        return Err(depends(entry.change.revision, &what, Vec::new()));
    };
    let settings = read(merged(&entry, &current.settings, Some("settings"))?)?;
    let fields = differences(&policy_values(&current.settings), &policy_values(&settings));
    let before = document(&current);
    let restored = Policy { settings, ..current };
    Ok(UndoPlan {
        impact: snapshot.impact_of(&snapshot.settings, std::slice::from_ref(&restored)),
        before,
        after: document(&restored),
        entry,
        restore: Restore::EditPolicy(Box::new(restored)),
        fields,
    })
}

pub(super) async fn added(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let added: Policy = kept(entry.detail.after.as_ref())?;
    let revision = entry.change.revision;
    let Some(current) = policy::find(connection, context.tenant, added.id).await? else {
        let what = format!("the policy {} was deleted since", added.name);
        return Err(depends(revision, &what, Vec::new()));
    };
    if current.settings != added.settings {
        let what = format!("the policy {} was changed since", current.name);
        return Err(depends(revision, &what, Vec::new()));
    }
    refuse_given(connection, context, snapshot, revision, &current).await?;
    let people = holder::count(connection, context.tenant, current.id).await?;
    if people > 0 {
        let first = holder::first(connection, context.tenant, current.id, NAMED).await?;
        let names: Vec<_> = first.iter().map(person::Person::shown_name).collect();
        let what = format!("people have the policy by now: {}", named(&names, people));
        let by = match first.first() {
            Some(person) => assigned_by(connection, context, person.id).await?,
            None => None,
        };
        return Err(depends(revision, &what, by.into_iter().collect()));
    }
    Ok(UndoPlan {
        impact: snapshot.impact_of(&snapshot.settings, &[]),
        fields: vec![FieldChange::new("Policy", Some(current.name.to_string()), None)],
        before: document(&current),
        after: None,
        entry,
        restore: Restore::DeletePolicy(Box::new(current)),
    })
}

/// Refuses while groups have the policy, and names the changes that gave it to them.
pub(super) async fn refuse_given(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    policy: &Policy,
) -> Result<(), ServiceError> {
    let having: Vec<_> = snapshot
        .ranking
        .iter()
        .filter(|row| row.assignment.policy == policy.id)
        .collect();
    if having.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = having.iter().map(|row| row.group_name.as_str()).collect();
    let what = format!(
        "the policy {} is assigned to {} by now",
        policy.name,
        names.join(", ")
    );
    let mut on = Vec::new();
    for row in having {
        let id = row.assignment.group.to_string();
        let changes = super::standing::later(connection, context, ("group", &id), revision).await?;
        on.extend(changes.last().map(|change| change.revision));
    }
    Err(depends(revision, &what, on))
}

/// The change that made the direct assignment of a person what it is.
pub(super) async fn assigned_by(
    connection: &mut Connection<'_>,
    context: &OpContext,
    person: PersonId,
) -> Result<Option<Revision>, ServiceError> {
    let newest = Revision(i64::MAX);
    let since = as_of::direct(connection, context.tenant, person, newest)
        .await?
        .and_then(|direct| direct.since);
    let Some(since) = since else { return Ok(None) };
    let whole = as_of::whole(connection, context.tenant, since).await?;
    Ok(whole.map(|change| change.revision))
}

pub(super) async fn deleted(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let was: Policy = kept(entry.detail.before.as_ref())?;
    refuse_taken(connection, context, entry.change.revision, &was).await?;
    Ok(UndoPlan {
        impact: snapshot.impact_of(&snapshot.settings, &[]),
        fields: vec![FieldChange::new("Policy", None, Some(was.name.to_string()))],
        before: None,
        after: document(&was),
        entry,
        restore: Restore::AddPolicy(Box::new(was)),
    })
}

/// Refuses when a policy cannot come back because its name is taken.
pub(super) async fn refuse_taken(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    was: &Policy,
) -> Result<(), ServiceError> {
    let Some(other) = policy::find_by_name(connection, context.tenant, &was.name).await? else {
        return Ok(());
    };
    let what = format!("there is another policy named {} now", other.name);
    let id = other.id.to_string();
    let changes = super::standing::later(connection, context, ("policy", &id), revision).await?;
    let on = changes.first().map(|change| change.revision);
    Err(depends(revision, &what, on.into_iter().collect()))
}
