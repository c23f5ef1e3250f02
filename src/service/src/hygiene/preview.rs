//! What a fix would do, without doing it.

use super::find::findings;
use super::finding::Finding;
use super::fix::{Fix, Place};
use super::people::asked;
use super::repair::{of_organization, of_policy};
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::organization::describe::{differences, organization_values, policy_values};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Impact, Switches};
use forecourt_model::policy::{Policy, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::hygiene as store;
use forecourt_store::person::{self, Person};

/// How many people are named.
pub const NAMED: usize = 50;

/// What a fix would do.
#[derive(Clone, Debug)]
pub struct FixPlan {
    /// What it puts right.
    pub finding: Finding,
    /// What differs afterwards.
    pub fields: Vec<FieldChange>,
    /// What it does to people's answers.
    pub impact: Impact,
    /// How many direct assignments change.
    pub people: u64,
    /// The first of those whose assignment changes, by name, [`NAMED`] at most.
    pub first: Vec<Person>,
    /// What else happens, in sentences.
    pub notes: Vec<String>,
    /// What the decision is made from, for [`super::apply`].
    pub expected: Revision,
    /// The organization's settings afterwards, when it edits them.
    pub settings: Option<OrganizationSettings>,
    /// The settings of the policy afterwards, when it edits one.
    pub policy: Option<(PolicyId, PolicySettings)>,
}

/// The finding that `fix` puts right, if it is there.
pub(super) async fn finding_of(
    services: &Services,
    context: &OpContext,
    fix: Fix,
) -> Result<Finding, ServiceError> {
    let found = findings(services, context).await?;
    let finding = found.list.iter().find(|finding| finding.fix == fix);
    finding.cloned().ok_or_else(|| {
        let message = "There is nothing left to put right here. Nothing was changed.";
        ServiceError::refused("nothing-to-fix", message)
    })
}

pub(super) fn global_switches(snapshot: &Snapshot) -> Switches {
    let off = Switches {
        access: false,
        inbound: false,
    };
    snapshot
        .policy(PolicyId::GLOBAL)
        .map_or(off, |global| global.settings.switches())
}

/// The direct policy that people get by a fix of assignments.
pub(super) fn given(fix: Fix) -> Option<PolicyId> {
    match fix {
        Fix::Merge(_, into) => Some(into),
        _ => None,
    }
}

/// The organization's settings after an edit of them.
pub(super) fn edited_settings(snapshot: &Snapshot, fix: Fix) -> Option<OrganizationSettings> {
    match fix {
        Fix::Edit(Place::Organization, repair) => Some(of_organization(&snapshot.settings, repair)),
        _ => None,
    }
}

/// The policy and its settings after an edit of it.
pub(super) fn edited_policy(snapshot: &Snapshot, fix: Fix) -> Option<(&Policy, PolicySettings)> {
    let Fix::Edit(Place::Policy(id), repair) = fix else {
        return None;
    };
    let policy = snapshot.policy(id)?;
    Some((
        policy,
        of_policy(&policy.settings, global_switches(snapshot), repair),
    ))
}

/// What `fix` would do.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] (`nothing-to-fix`) when there is nothing to put right;
/// [`ServiceError::Store`].
pub async fn preview(services: &Services, context: &OpContext, fix: Fix) -> Result<FixPlan, ServiceError> {
    context.require(fix.permission())?;
    let finding = finding_of(services, context, fix).await?;
    let snapshot = services.snapshot()?;
    let mut plan = FixPlan {
        finding,
        fields: Vec::new(),
        impact: snapshot.impact_of(&snapshot.settings, &[]),
        people: 0,
        first: Vec::new(),
        notes: Vec::new(),
        expected: snapshot.revision(),
        settings: None,
        policy: None,
    };
    if let Some(after) = edited_settings(&snapshot, fix) {
        plan.fields = fields_of_settings(&snapshot.settings, &after);
        plan.impact = snapshot.impact_of(&after, &[]);
        plan.expected = snapshot.settings_revision;
        plan.settings = Some(after);
    } else if let Some((before, after)) = edited_policy(&snapshot, fix) {
        plan.fields = differences(&policy_values(&before.settings), &policy_values(&after));
        plan.expected = before.revision;
        plan.policy = Some((before.id, after.clone()));
        let changed = Policy {
            settings: after,
            ..before.clone()
        };
        plan.impact = snapshot.impact_of(&snapshot.settings, &[changed]);
    } else if let Some(which) = asked(&snapshot, fix) {
        let mut reader = services.database().read().await?;
        let mut connection = reader.connection();
        let people = store::people(&mut connection, context.tenant, which).await?;
        plan.people = u64::try_from(people.len()).unwrap_or_default();
        plan.first = first_named(&mut connection, context, &people).await?;
        let wanted = impact::direct(&snapshot, people, given(fix));
        (plan.impact, _) = impact::of_moves(&mut connection, &snapshot, context.tenant, &wanted).await?;
        plan.notes = group_notes(&snapshot, fix);
    } else if let Fix::TakeFromGroup(group) = fix {
        let change = crate::group::GroupChange::Unassign(group);
        plan.impact = crate::group::preview(services, context, &change).await?.impact;
        plan.expected = snapshot.ranking_revision;
        plan.notes.push("Groups below move up one rank.".to_owned());
    } else if let Fix::DeletePolicy(policy) = fix {
        plan.expected = snapshot
            .policy(policy)
            .map_or(plan.expected, |policy| policy.revision);
    }
    Ok(plan)
}

/// What differs, and lists that PowerShell does not print because they are not in use.
fn fields_of_settings(before: &OrganizationSettings, after: &OrganizationSettings) -> Vec<FieldChange> {
    let mut fields = differences(&organization_values(before), &organization_values(after));
    for (name, was, is) in [
        ("AllowedDomains", &before.domains.allowed, &after.domains.allowed),
        ("BlockedDomains", &before.domains.blocked, &after.domains.blocked),
    ] {
        if was != is && !fields.iter().any(|field| field.name == name) {
            let stored = |list: &[_]| super::words::things(list.len(), "domain", "domains");
            fields.push(FieldChange::new(
                format!("{name}, stored and not in use"),
                Some(stored(was)),
                Some(stored(is)),
            ));
        }
    }
    fields
}

/// The first of these people by name.
async fn first_named(
    connection: &mut forecourt_store::Connection<'_>,
    context: &OpContext,
    people: &[PersonId],
) -> Result<Vec<Person>, ServiceError> {
    // Not the first of all by name when there are very many: those would all have to be read.
    let some = people.get(..people.len().min(1_000)).unwrap_or_default();
    let mut found = person::find_many(connection, context.tenant, some).await?;
    found.sort_by(|one, other| one.shown_name().cmp(other.shown_name()));
    found.truncate(NAMED);
    Ok(found)
}

/// Everybody whose direct assignment `fix` changes, in no order.
///
/// # Errors
/// As [`preview`].
pub async fn concerned(
    services: &Services,
    context: &OpContext,
    fix: Fix,
) -> Result<Vec<PersonId>, ServiceError> {
    context.require(fix.permission())?;
    finding_of(services, context, fix).await?;
    people_of(services, context, fix).await
}

/// The same for a fix whose finding was looked at just now.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn people_of(
    services: &Services,
    context: &OpContext,
    fix: Fix,
) -> Result<Vec<PersonId>, ServiceError> {
    context.require(fix.permission())?;
    let Some(which) = asked(&*services.snapshot()?, fix) else {
        return Ok(Vec::new());
    };
    let mut reader = services.database().read().await?;
    Ok(store::people(&mut reader.connection(), context.tenant, which).await?)
}

/// These people as the directory knows them; those who are gone are left out.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn named(
    services: &Services,
    context: &OpContext,
    people: &[PersonId],
) -> Result<Vec<Person>, ServiceError> {
    context.require(forecourt_model::authority::Permission::ReadPeople)?;
    let mut reader = services.database().read().await?;
    Ok(person::find_many(&mut reader.connection(), context.tenant, people).await?)
}

/// The groups that get another policy with a merge.
fn group_notes(snapshot: &Snapshot, fix: Fix) -> Vec<String> {
    let Fix::Merge(from, into) = fix else {
        return Vec::new();
    };
    let name = snapshot.policy(into).map(|policy| policy.name.to_string());
    let name = name.unwrap_or_default();
    snapshot
        .ranking
        .iter()
        .filter(|row| row.assignment.policy == from)
        .map(|row| {
            format!(
                "The group {} gets {name} too, as a change of its own.",
                row.group_name
            )
        })
        .collect()
}
