//! Putting something right.

use super::finding::{Finding, Number};
use super::fix::Fix;
use super::people::asked;
use super::preview::{edited_policy, edited_settings, finding_of, given};
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::services::Services;
use crate::snapshot::Snapshot;
use crate::{group, organization, policy};
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::hygiene::{self as store, Superfluous};
use forecourt_store::{assignment, person};

/// Something that was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The change that did it; the last one when it took several.
    pub revision: Revision,
    /// What was done, in a sentence.
    pub sentence: String,
    /// How many direct assignments changed.
    pub people: u64,
}

/// Puts right what `fix` is for. `expected` is [`super::FixPlan::expected`] of the preview that the decision was made
/// from. Direct assignments are read again in the transaction that changes them.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] (`nothing-to-fix`) when there is nothing to put right any
/// more; [`ServiceError::Conflict`] when somebody else changed the settings, the policy or the ranks in between;
/// [`ServiceError::Invalid`] when the settings cannot be saved for another reason; [`ServiceError::Store`].
pub async fn apply(
    services: &Services,
    context: &OpContext,
    fix: Fix,
    expected: Revision,
    reason: Option<String>,
) -> Result<Fixed, ServiceError> {
    context.require(fix.permission())?;
    let finding = finding_of(services, context, fix).await?;
    let snapshot = services.snapshot()?;
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    if let Some(after) = edited_settings(&snapshot, fix) {
        let saved = organization::save_settings(services, context, expected, &after, reason, None).await?;
        return Ok(done(saved.revision, "The organization settings were put right."));
    }
    if let Some((before, after)) = edited_policy(&snapshot, fix) {
        let saved = policy::edit(services, context, before.id, expected, &after, reason, None).await?;
        return Ok(done(saved.revision, &format!("{} was put right.", before.name)));
    }
    match fix {
        Fix::DeletePolicy(id) => {
            let saved = policy::delete(services, context, id, expected, reason, None).await?;
            Ok(done(
                saved.revision,
                &format!("{} was deleted.", saved.policy.name),
            ))
        }
        Fix::TakeFromGroup(id) => {
            let ranked = group::unassign(services, context, id, expected, reason).await?;
            Ok(done(ranked.revision, "The policy of the group was taken away."))
        }
        Fix::Merge(from, into) => merge(services, context, &finding, (from, into), reason).await,
        Fix::RemoveRedundant | Fix::RemoveOfDisabled | Fix::RemoveMasking(_) | Fix::Edit(..) => {
            let changed = reassign(services, context, &finding, reason).await?;
            let (revision, people) = changed.ok_or_else(nothing_left)?;
            let sentence = format!(
                "The direct assignments of {} were removed.",
                Number::Exactly(people).people()
            );
            Ok(Fixed {
                revision,
                sentence,
                people,
            })
        }
    }
}

fn done(revision: Revision, sentence: &str) -> Fixed {
    Fixed {
        revision,
        sentence: sentence.to_owned(),
        people: 0,
    }
}

fn nothing_left() -> ServiceError {
    let message = "There is nothing left to put right here. Nothing was changed.";
    ServiceError::refused("nothing-to-fix", message)
}

/// The groups first, each as a change of its own, then the people in one change.
async fn merge(
    services: &Services,
    context: &OpContext,
    finding: &Finding,
    (from, into): (PolicyId, PolicyId),
    reason: Option<String>,
) -> Result<Fixed, ServiceError> {
    let mut last = None;
    let snapshot = services.snapshot()?;
    let having = snapshot
        .ranking
        .iter()
        .filter(|row| row.assignment.policy == from);
    for row in having {
        let expected = services.snapshot()?.ranking_revision;
        let rank = Some(i64::from(row.assignment.rank));
        let wanted = (row.assignment.group, into, rank);
        let ranked = group::assign(services, context, wanted, expected, reason.clone()).await?;
        last = Some((ranked.revision, 0));
    }
    let (revision, people) = reassign(services, context, finding, reason)
        .await?
        .or(last)
        .ok_or_else(nothing_left)?;
    let name = snapshot.policy(into).map(|policy| policy.name.to_string());
    let (who, name) = (Number::Exactly(people), name.unwrap_or_default());
    let verb = if who.is_one() { "has" } else { "have" };
    let sentence = if people == 0 {
        format!("The groups have {name} now.")
    } else {
        format!("{} {verb} {name} now.", who.people())
    };
    Ok(Fixed {
        revision,
        sentence,
        people,
    })
}

/// Gives the people of a finding another direct assignment, or none. `None` when nobody is left.
async fn reassign(
    services: &Services,
    context: &OpContext,
    finding: &Finding,
    reason: Option<String>,
) -> Result<Option<(Revision, u64)>, ServiceError> {
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let (revision, tenant) = (draft.revision(), context.tenant);
    let Some(which) = asked(&snapshot, finding.fix) else {
        return Ok(None);
    };
    let people = store::people(&mut draft.connection(), tenant, which).await?;
    if people.is_empty() {
        return Ok(None);
    }
    let direct = given(finding.fix);
    let wanted = impact::direct(&snapshot, people.clone(), direct);
    let mut connection = draft.connection();
    let (impact, _) = impact::of_moves(&mut connection, &snapshot, tenant, &wanted).await?;
    store::note(&mut connection, tenant, &people, direct, revision).await?;
    assignment::set_direct(&mut connection, tenant, &people, direct, revision).await?;
    let count = u64::try_from(people.len()).unwrap_or_default();
    let detail = Detail {
        fields: vec![field(&snapshot, which, direct)],
        impact: Some(impact),
        ..Detail::default()
    };
    let record = Record {
        action: if direct.is_some() {
            Action::PolicyAssigned
        } else {
            Action::PolicyUnassigned
        },
        target: target(&mut draft, context, &people).await?,
        detail,
        reason: reason.or_else(|| Some(finding.title.clone())),
        undoes: None,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(Some((revision, count)))
}

fn field(snapshot: &Snapshot, which: Superfluous, direct: Option<PolicyId>) -> FieldChange {
    let name = |policy| snapshot.policy(policy).map(|policy| policy.name.to_string());
    let before = match which {
        Superfluous::Masking(policy, _) | Superfluous::Of(policy) => name(policy),
        Superfluous::Redundant(_) | Superfluous::Disabled => Some("assigned directly".to_owned()),
    };
    FieldChange::new("ExternalAccessPolicy", before, direct.and_then(name))
}

/// One person by name, several by number.
async fn target(
    draft: &mut Draft<'_>,
    context: &OpContext,
    people: &[PersonId],
) -> Result<Target, ServiceError> {
    let [only] = people else {
        let name = Number::Exactly(u64::try_from(people.len()).unwrap_or_default()).people();
        return Ok(Target::new(TargetKind::Directory, "people", name));
    };
    let found = person::find(&mut draft.connection(), context.tenant, *only).await?;
    let name = found.map_or_else(|| only.to_string(), |person| person.shown_name().to_owned());
    Ok(Target::new(TargetKind::Person, only, name))
}
