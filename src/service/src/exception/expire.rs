//! Ending the exceptions whose time has come.

use super::change::existing;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::services::Services;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::authority::Permission;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::exception::{self as store, AssignmentException};
use forecourt_store::{assignment, person};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// How many exceptions one change ends.
pub const PIECE: i64 = 1_000;

/// What ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// The changes that ended it, oldest first.
    pub revisions: Vec<Revision>,
    /// How many people's exceptions ended.
    pub people: u64,
}

/// Ends every exception whose end has come by `now`: what was assigned before is assigned again. At most [`PIECE`]
/// people are changed at once. Each piece is one transaction that other changes of the organization wait for, and what
/// is due is read in it: two servers end nothing twice, a decision that came later is never overwritten, and a server
/// that is killed leaves whole pieces only.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`]: what was ended until then stays ended.
pub async fn expire_due(
    services: &Services,
    context: &OpContext,
    now: OffsetDateTime,
) -> Result<Ended, ServiceError> {
    context.require(Permission::AssignPolicies)?;
    let context = OpContext {
        now,
        ..context.clone()
    };
    let mut ended = Ended::default();
    if services.snapshot_if_set_up().is_none() {
        return Ok(ended);
    }
    while is_any_due(services, &context).await? {
        let Some((revision, people)) = end_some(services, &context).await? else {
            break;
        };
        ended.revisions.push(revision);
        ended.people += people;
    }
    Ok(ended)
}

/// Looked up without a lock, so that nothing waits while nothing is due.
async fn is_any_due(services: &Services, context: &OpContext) -> Result<bool, ServiceError> {
    let mut reader = services.database().read().await?;
    let due = store::due(&mut reader.connection(), context.tenant, context.now, 1).await?;
    Ok(!due.is_empty())
}

/// One piece. `None` when another server was quicker.
async fn end_some(services: &Services, context: &OpContext) -> Result<Option<(Revision, u64)>, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    let (revision, tenant) = (draft.revision(), context.tenant);
    let due = store::due(&mut draft.connection(), tenant, context.now, PIECE).await?;
    if due.is_empty() {
        return Ok(None);
    }
    let snapshot = services.snapshot()?;
    let mut back: BTreeMap<Option<PolicyId>, Vec<PersonId>> = BTreeMap::new();
    let (mut rows, mut deleted) = (Vec::with_capacity(due.len()), 0_u64);
    let mut known: BTreeMap<Option<PolicyId>, Option<PolicyId>> = BTreeMap::new();
    for exception in &due {
        let previous = match known.get(&exception.previous) {
            Some(previous) => *previous,
            None => existing(&mut draft, context, exception.previous).await?,
        };
        known.insert(exception.previous, previous);
        deleted += u64::from(previous != exception.previous);
        back.entry(previous).or_default().push(exception.person);
        rows.push(ChangedPerson {
            person: exception.person,
            before: Some(exception.policy),
            after: previous,
        });
    }
    let mut moves = Vec::new();
    for (direct, people) in back {
        let mut connection = draft.connection();
        let wanted = impact::direct(&snapshot, people.clone(), direct);
        let (_, moved) = impact::of_moves(&mut connection, &snapshot, tenant, &wanted).await?;
        moves.extend(moved.iter().map(|moved| Move {
            people: moved.people,
            from: moved.from,
            to: moved.to.0,
        }));
        assignment::set_direct(&mut connection, tenant, &people, direct, revision).await?;
    }
    let detail = Detail {
        fields: fields(&snapshot, &due, &rows, deleted),
        impact: Some(snapshot.impact_of_moves(&moves)),
        ..Detail::default()
    };
    let record = Record {
        action: Action::ExceptionEnded,
        target: target(&mut draft, context, &due).await?,
        detail,
        reason: None,
        undoes: None,
    };
    let revision = draft.commit(record, &rows).await?;
    Ok(Some((revision, u64::try_from(rows.len()).unwrap_or_default())))
}

fn fields(
    snapshot: &Snapshot,
    due: &[AssignmentException],
    rows: &[ChangedPerson],
    deleted: u64,
) -> Vec<FieldChange> {
    let name = |policy: PolicyId| snapshot.policy(policy).map(|policy| policy.name.to_string());
    let mut fields = Vec::new();
    if let ([exception], [row]) = (due, rows) {
        fields.push(FieldChange::new(
            "ExternalAccessPolicy",
            name(exception.policy),
            row.after.and_then(name),
        ));
        fields.push(super::end_change(exception.expires_at, None));
        fields.push(FieldChange::new("Owner", Some(exception.owner.clone()), None));
    } else {
        let count = due.len().to_string();
        fields.push(FieldChange::new("Exceptions ended", None, Some(count)));
    }
    if deleted > 0 {
        let why = "deleted in between, so nothing is assigned directly".to_owned();
        let what = if deleted == 1 {
            "The earlier policy".to_owned()
        } else {
            format!("The earlier policies of {deleted} people")
        };
        fields.push(FieldChange::new(what, None, Some(why)));
    }
    fields
}

/// One person by name, several by number.
async fn target(
    draft: &mut Draft<'_>,
    context: &OpContext,
    due: &[AssignmentException],
) -> Result<Target, ServiceError> {
    let [only] = due else {
        let name = format!("{} people", due.len());
        return Ok(Target::new(TargetKind::Directory, "people", name));
    };
    let found = person::find(&mut draft.connection(), context.tenant, only.person).await?;
    let name = found.map_or_else(
        || only.person.to_string(),
        |person| person.shown_name().to_owned(),
    );
    Ok(Target::new(TargetKind::Person, only.person, name))
}
