//! Taking back direct assignments: of one person, of a selection, or of everybody an operation touched, part by part.
//!
//! Whatever the number, people are counted and put back by statements over all of them, in one transaction; when they
//! are very many, by an operation in parts.

use super::plan::{UndoPlan, depends, named};
use super::policies::assigned_by;
use super::restore::Restore;
use super::standing::later;
use crate::activity::Entry;
use crate::change::{Action, FieldChange};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::operation::{self, State};
use forecourt_store::touched::{self, TouchedPeople};
use forecourt_store::{Connection, as_of, person};
use std::collections::BTreeSet;

/// How many people are named when something stands in the way.
const NAMED: i64 = 3;

/// Up to how many people are listed one by one.
const LISTED: i64 = 50;

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let revision = entry.change.revision;
    refuse_running(connection, context, &entry).await?;
    let touched = touched::left(connection, context.tenant, revision).await?;
    let gone: u64 = touched.iter().map(|some| some.gone).sum();
    if gone > 0 {
        return Err(refuse_gone(revision, gone, &touched));
    }
    refuse_changed(connection, context, revision, &touched).await?;
    let known: BTreeSet<_> = snapshot.policies.iter().map(|policy| policy.id).collect();
    refuse_deleted(connection, context, revision, &touched, &known).await?;
    let fields = fields(connection, context, snapshot, revision, &touched).await?;
    let fields = super::exceptions::fields(connection, context, &entry, fields).await?;
    let moves = moves(connection, context, revision).await?;
    Ok(UndoPlan {
        impact: snapshot.impact_of_moves(&moves),
        restore: Restore::Assignments {
            people: touched.iter().map(|some| some.people).sum(),
            assigns: touched.iter().any(|some| some.before.is_some()),
            ended: entry.action == Some(Action::ExceptionEnded),
        },
        fields,
        before: entry.detail.after.clone(),
        after: entry.detail.before.clone(),
        entry,
    })
}

/// Refuses while the operation that made the change still works on people.
async fn refuse_running(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: &Entry,
) -> Result<(), ServiceError> {
    if entry.action != Some(Action::OperationStarted) {
        return Ok(());
    }
    let Ok(id) = entry.change.target_id.parse() else {
        return Ok(());
    };
    let found = operation::find(connection, context.tenant, id).await?;
    if found.is_some_and(|found| matches!(found.state, State::Waiting | State::Running)) {
        let message = "The operation still runs. Cancel it or wait for its end, then take it back.";
        return Err(ServiceError::refused("operation-runs", message));
    }
    Ok(())
}

/// Who goes from what to what when everybody touched gets back what they had.
pub(super) async fn moves(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
) -> Result<Vec<Move>, ServiceError> {
    let moves = touched::moves(connection, context.tenant, revision).await?;
    let back = |moved: touched::PutBack| Move {
        people: moved.people,
        from: moved.from,
        to: moved.to.0,
    };
    Ok(moves.into_iter().map(back).collect())
}

pub(super) fn refuse_gone(revision: Revision, gone: u64, touched: &[TouchedPeople]) -> ServiceError {
    let all: u64 = touched.iter().map(|some| some.people).sum();
    let what = if gone == 1 {
        format!("1 of the {all} people it touched is not in the directory any more")
    } else {
        format!("{gone} of the {all} people it touched are not in the directory any more")
    };
    depends(revision, &what, Vec::new())
}

/// Refuses when the direct assignment of somebody was changed again, and names the first of them.
pub(super) async fn refuse_changed(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    touched: &[TouchedPeople],
) -> Result<(), ServiceError> {
    let again: u64 = touched.iter().map(|some| some.changed_again).sum();
    if again == 0 {
        return Ok(());
    }
    let (mut first, mut on) = (Vec::new(), BTreeSet::new());
    for id in touched::changed_again(connection, context.tenant, revision, NAMED).await? {
        first.extend(person::find(connection, context.tenant, id).await?);
        on.extend(assigned_by(connection, context, id).await?);
    }
    let names: Vec<_> = first.iter().map(person::Person::shown_name).collect();
    let what = format!("the policy of {} was changed again since", named(&names, again));
    Err(depends(revision, &what, on.into_iter().collect()))
}

/// Refuses when a policy that somebody had is not among those that are `known`.
pub(super) async fn refuse_deleted(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    touched: &[TouchedPeople],
    known: &BTreeSet<PolicyId>,
) -> Result<(), ServiceError> {
    let missing = touched
        .iter()
        .find_map(|some| some.before.filter(|policy| !known.contains(policy)));
    let Some(policy) = missing else { return Ok(()) };
    let people: u64 = touched
        .iter()
        .filter(|some| some.before == Some(policy))
        .map(|some| some.people)
        .sum();
    let id = policy.to_string();
    let name = as_of::name(connection, context.tenant, ("policy", &id), revision).await?;
    let had = if people == 1 {
        "1 person".to_owned()
    } else {
        format!("{people} people")
    };
    let what = format!(
        "the policy {} that {had} had was deleted since",
        name.unwrap_or_else(|| id.clone())
    );
    let changes = later(connection, context, ("policy", &id), revision).await?;
    let on = changes.last().map(|change| change.revision);
    Err(depends(revision, &what, on.into_iter().collect()))
}

/// Few people one by one, many by what they have and get back.
pub(super) async fn fields(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    touched: &[TouchedPeople],
) -> Result<Vec<FieldChange>, ServiceError> {
    let name = |id: Option<PolicyId>| {
        id.and_then(|id| snapshot.policy(id))
            .map(|policy| policy.name.to_string())
    };
    let all: u64 = touched.iter().map(|some| some.people).sum();
    if all > LISTED.unsigned_abs() {
        let field = |some: &TouchedPeople| {
            FieldChange::new(
                format!("{} people", some.people),
                name(some.after),
                name(some.before),
            )
        };
        return Ok(touched.iter().map(field).collect());
    }
    let people = touched::people_left(connection, context.tenant, revision, LISTED).await?;
    let field = |person: &touched::TouchedPerson| {
        let who = person
            .name
            .as_ref()
            .map_or_else(|| person.person.to_string(), |(shown, _)| shown.clone());
        FieldChange::new(who, name(person.after), name(person.before))
    };
    Ok(people.iter().map(field).collect())
}
