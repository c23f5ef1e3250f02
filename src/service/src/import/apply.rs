//! Applying an import: everything in one change.

use super::compare::{Comparison, PersonFate};
use super::material::{self, DirectoryChange, ImportSide, KeptNumbers, KeptPerson};
use super::people::sip;
use super::preview::compare;
use super::sources::Sources;
use super::write_groups::write_groups;
use super::write_policies::write_policies;
use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_model::policy::PolicyName;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::change::ChangedPerson;
use forecourt_store::person::Person;
use forecourt_store::{assignment, import_plan, person, settings};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// An import that was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Its number; `None` when nothing differed.
    pub revision: Option<Revision>,
    /// What it changed.
    pub comparison: Comparison,
}

/// Applies the files in one transaction: all of it or nothing. `progress` is told how many people are done, of how
/// many. `plan` is the upload that this finishes.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] when something is not answered or contradicts itself;
/// [`ServiceError::Store`]. Nothing is changed then.
pub async fn apply(
    services: &Services,
    context: &OpContext,
    sources: &Sources,
    plan: Option<Uuid>,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Applied, ServiceError> {
    context.require(Permission::Import)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let comparison = compare(&mut draft.connection(), context, &snapshot, sources).await?;
    comparison.errors.clone().or(())?;
    if let Some(open) = comparison
        .questions
        .iter()
        .find(|question| question.answer.is_none())
    {
        return Err(ServiceError::field(
            &open.id,
            "answer-needed",
            open.ambiguity.question.clone(),
        ));
    }
    if !comparison.changes_anything() {
        return Ok(Applied {
            revision: None,
            comparison,
        });
    }
    let revision = draft.revision();
    let mut connection = draft.connection();
    if let Some((_, after)) = comparison
        .settings
        .as_ref()
        .filter(|_| !comparison.setting_fields.is_empty())
    {
        settings::save(&mut connection, context.tenant, after, revision, context.now).await?;
    }
    let (mut was, mut is) = (ImportSide::default(), ImportSide::default());
    if let Some((before, after)) = comparison
        .settings
        .as_ref()
        .filter(|_| !comparison.setting_fields.is_empty())
    {
        was.settings = Some(before.clone());
        is.settings = Some(after.clone());
    }
    let policies = comparison
        .policies
        .iter()
        .map(|change| (change.before.as_ref(), &change.after));
    let ids = write_policies(
        services,
        context,
        &mut draft,
        &snapshot,
        policies,
        (&mut was, &mut is),
    )
    .await?;
    let (changed, directory) =
        write_people(services, context, &mut draft, &comparison, &ids, progress).await?;
    material::keep(&mut draft.connection(), context.tenant, revision, &directory).await?;
    let groups = write_groups(services, context, &mut draft, &comparison, &ids).await?;
    (was.groups, is.groups) = groups.unzip();
    if let Some(plan) = plan
        && !import_plan::finish(&mut draft.connection(), context.tenant, plan, revision).await?
    {
        return Err(ServiceError::refused(
            "already-imported",
            "These files were imported already.",
        ));
    }
    let revision = draft.commit(record(&comparison, &was, &is), &changed).await?;
    Ok(Applied {
        revision: Some(revision),
        comparison,
    })
}

async fn write_people(
    services: &Services,
    context: &OpContext,
    draft: &mut Draft<'_>,
    comparison: &Comparison,
    ids: &HashMap<String, PolicyId>,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(Vec<ChangedPerson>, Vec<DirectoryChange>), ServiceError> {
    let revision = draft.revision();
    let mut connection = draft.connection();
    let total = comparison.people.len();
    let (mut changed, mut directory) = (Vec::new(), Vec::new());
    let mut given: BTreeMap<Option<PolicyId>, Vec<PersonId>> = BTreeMap::new();
    for (index, change) in comparison.people.iter().enumerate() {
        progress(index, total);
        let folded = |name: &str| {
            PolicyName::parse(name)
                .map(|name| name.folded())
                .unwrap_or_default()
        };
        let direct = change
            .direct
            .as_ref()
            .and_then(|direct| ids.get(&folded(&direct.name)).copied());
        let id = change.before.as_ref().map(|person| person.id).or(change.read.id);
        let id = id.unwrap_or_else(|| PersonId(services.random().identifier(context.now)));
        if change.fate != PersonFate::Same {
            let person = Person {
                id,
                user_principal_name: change.read.user_principal_name.clone(),
                display_name: change.read.display_name.clone(),
                sip_address: sip(&change.read),
                mail: change
                    .read
                    .mail
                    .clone()
                    .or_else(|| change.before.as_ref()?.mail.clone()),
                department: change.read.department.clone(),
                account_enabled: change.read.account_enabled,
                direct_policy: direct,
                // Written with the assignment below.
                effective_policy: PolicyId::GLOBAL,
                effective_source: SourceKind::Global,
                effective_group: None,
                revision,
            };
            person::upsert(&mut connection, context.tenant, &person, context.now).await?;
            let after = KeptPerson::from(&person);
            directory.push(match &change.before {
                None => DirectoryChange::Added(id, after.print()),
                Some(before) => DirectoryChange::Changed(Box::new((KeptPerson::from(before), after))),
            });
        }
        if let Some((before, after)) = &change.phone_numbers {
            directory.push(DirectoryChange::PhoneNumbers(Box::new(KeptNumbers {
                person: id,
                user_principal_name: change.read.user_principal_name.clone(),
                before: before.clone(),
                after: after.clone(),
            })));
        }
        if change.reassigned {
            given.entry(direct).or_default().push(id);
            let before = change.before.as_ref().and_then(|person| person.direct_policy);
            changed.push(ChangedPerson {
                person: id,
                before,
                after: direct,
            });
        }
    }
    for (direct, people) in given {
        assignment::set_direct(&mut connection, context.tenant, &people, direct, revision).await?;
    }
    material::write_numbers(&mut connection, context.tenant, &directory, revision).await?;
    progress(total, total);
    Ok((changed, directory))
}

fn record(comparison: &Comparison, was: &ImportSide, is: &ImportSide) -> Record {
    let mut fields = comparison.setting_fields.clone();
    for change in &comparison.policies {
        match &change.before {
            None => fields.push(FieldChange::new(
                format!("Policy {}", change.after.name),
                None,
                Some("added".into()),
            )),
            Some(_) => fields.extend(change.fields.iter().map(|field| {
                let name = format!("{}, {}", change.after.name, field.name);
                FieldChange::new(name, field.before.clone(), field.after.clone())
            })),
        }
    }
    let mut count = |name: &str, number: usize| {
        if number > 0 {
            fields.push(FieldChange::new(name, None, Some(number.to_string())));
        }
    };
    count("People added", comparison.people_with(PersonFate::Added));
    count("People changed", comparison.people_with(PersonFate::Changed));
    count("Direct assignments changed", comparison.reassigned());
    count("People with other phone numbers", comparison.renumbered());
    count(
        "Groups added",
        comparison.groups.iter().filter(|group| group.added).count(),
    );
    count(
        "Groups changed",
        comparison.groups.iter().filter(|group| group.changed).count(),
    );
    count("Members added", comparison.joining());
    count("Members removed", comparison.leaving());
    count(
        "Groups with a policy",
        comparison.ranking.as_ref().map_or(0, Vec::len),
    );
    count("Rows left out", comparison.rows_left_out());
    Record {
        action: Action::ConfigurationImported,
        target: Target::new(TargetKind::Directory, "import", "Import"),
        detail: Detail {
            fields,
            impact: comparison.impact.clone(),
            before: serde_json::to_value(was).ok(),
            after: serde_json::to_value(is).ok(),
        },
        reason: None,
        undoes: None,
    }
}
