//! What an import would change, without changing anything.

use super::compare::{Comparison, Question};
use super::groups::{Stored, compare_groups, compare_members, compare_ranking};
use super::impact::{going, impact_of};
use super::people::compare_people;
use super::phone_numbers::compare_phone_numbers;
use super::policies::compare_policies;
use super::sources::Sources;
use crate::apart::{apart, in_place};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, organization_values};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_exchange::Ambiguity;
use forecourt_exchange::tenant::{TenantFile, apply_tenant};
use forecourt_model::GroupId;
use forecourt_model::authority::Permission;
use forecourt_model::decision::IdentifierKind;
use forecourt_model::settings::SettingKey;
use forecourt_store::{Connection, directory, group, group_member, identity};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Compares the files with what is stored now.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] when a file cannot be read; [`ServiceError::Store`].
pub async fn preview(
    services: &Services,
    context: &OpContext,
    sources: &Sources,
) -> Result<Comparison, ServiceError> {
    context.require(Permission::Import)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    compare(&mut reader.connection(), context, &snapshot, sources).await
}

/// The comparison as of what `connection` sees.
pub(super) async fn compare(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    sources: &Sources,
) -> Result<Comparison, ServiceError> {
    let own = sources.clone();
    let read = apart(move || own.read()).await?;
    let mut comparison = Comparison::default();
    if let Some(file) = &read.tenant {
        compare_tenant(&mut comparison, snapshot, file, &sources.answers);
    }
    if let Some(file) = &read.policies {
        compare_policies(&mut comparison, snapshot, file, &sources.answers);
    }
    let with_groups =
        read.groups.is_some() || read.group_members.is_some() || read.group_assignments.is_some();
    let everybody = if read.users.is_some() || with_groups {
        directory::everybody(connection, context.tenant).await?
    } else {
        Vec::new()
    };
    if let Some(file) = read.users {
        let with_numbers = file.people.iter().any(|person| !person.phone_numbers.is_empty());
        in_place(|| compare_people(&mut comparison, snapshot, file, everybody.clone()));
        if with_numbers {
            let held = identity::of_kind(connection, context.tenant, IdentifierKind::Phone).await?;
            compare_phone_numbers(&mut comparison, held);
        }
    }
    let mut stored = stored_groups(connection, context, snapshot, with_groups, !everybody.is_empty()).await?;
    if let Some(file) = read.groups {
        compare_groups(&mut comparison, &stored, file);
    }
    if let Some(file) = read.group_members {
        let named: BTreeSet<_> = file.members.iter().map(|member| member.group).collect();
        for group in named {
            members_of(connection, context, &mut stored, group).await?;
        }
        in_place(|| compare_members(&mut comparison, &stored, &everybody, file));
    }
    if let Some(file) = read.group_assignments {
        compare_ranking(&mut comparison, snapshot, &stored, file);
    }
    let ranked: Vec<_> = comparison
        .ranking
        .iter()
        .flatten()
        .map(|(group, _)| *group)
        .collect();
    for group in ranked {
        members_of(connection, context, &mut stored, group).await?;
    }
    in_place(|| {
        comparison.going = going(&comparison, snapshot, &everybody, &stored.members);
        comparison.impact = Some(impact_of(&comparison, snapshot));
    });
    Ok(comparison)
}

/// The groups that there are, and the members of those that have a policy.
async fn stored_groups(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    with_groups: bool,
    with_people: bool,
) -> Result<Stored, ServiceError> {
    let mut stored = Stored {
        groups: HashMap::new(),
        members: HashMap::new(),
    };
    if with_groups {
        let all = group::list(connection, context.tenant, "", None, i64::MAX).await?;
        stored.groups = all.into_iter().map(|group| (group.id, group)).collect();
    }
    for row in snapshot.ranking.iter().filter(|_| with_people) {
        members_of(connection, context, &mut stored, row.assignment.group).await?;
    }
    Ok(stored)
}

async fn members_of(
    connection: &mut Connection<'_>,
    context: &OpContext,
    stored: &mut Stored,
    group: GroupId,
) -> Result<(), ServiceError> {
    if let Entry::Vacant(place) = stored.members.entry(group) {
        let ids = group_member::ids(connection, context.tenant, group).await?;
        place.insert(ids.into_iter().collect());
    }
    Ok(())
}

fn compare_tenant(
    comparison: &mut Comparison,
    snapshot: &Snapshot,
    file: &TenantFile,
    answers: &BTreeMap<String, String>,
) {
    let current = &snapshot.settings;
    let given = ask(
        comparison,
        "tenant",
        "Organization settings",
        &file.ambiguous,
        answers,
    );
    if given.len() == file.ambiguous.len() {
        match apply_tenant(file, &given, current) {
            Ok(after) => {
                comparison.setting_fields =
                    differences(&organization_values(current), &organization_values(&after));
                comparison.settings = Some((current.clone(), after));
            }
            Err(errors) => comparison.errors.0.extend(errors.0),
        }
    }
    comparison.notes.extend(file.notes.iter().cloned());
    for property in &file.unknown {
        let note = property.note.as_deref().unwrap_or("Forecourt does not know it.");
        comparison
            .notes
            .push(format!("{} was not taken over: {note}", property.name));
    }
    if !file.absent.is_empty() {
        let names: Vec<_> = file.absent.iter().map(|key| key.name()).collect();
        comparison.notes.push(format!(
            "Not in the file, so they stay as they are: {}.",
            names.join(", ")
        ));
    }
}

/// Adds the questions of one object and returns the answers that are given, by setting.
pub(super) fn ask(
    comparison: &mut Comparison,
    prefix: &str,
    about: &str,
    questions: &[Ambiguity],
    answers: &BTreeMap<String, String>,
) -> BTreeMap<SettingKey, String> {
    let mut given = BTreeMap::new();
    for ambiguity in questions {
        let id = format!("{prefix}.{}", ambiguity.key);
        let answer = answers.get(&id).cloned();
        if let Some(answer) = &answer {
            given.insert(ambiguity.key, answer.clone());
        }
        let about = about.to_owned();
        comparison.questions.push(Question {
            id,
            about,
            ambiguity: ambiguity.clone(),
            answer,
        });
    }
    given
}
