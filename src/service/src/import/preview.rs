//! What an import would change, without changing anything.

use super::compare::{Comparison, Question};
use super::impact::impact_of;
use super::people::compare_people;
use super::policies::compare_policies;
use super::sources::{Read, Sources};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact;
use crate::organization::describe::{differences, organization_values};
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_exchange::Ambiguity;
use forecourt_exchange::tenant::{TenantFile, apply_tenant};
use forecourt_model::authority::Permission;
use forecourt_model::settings::SettingKey;
use forecourt_store::{Connection, assignment, directory};
use std::collections::BTreeMap;

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
    let Read {
        tenant,
        policies,
        users,
    } = sources.read()?;
    let mut comparison = Comparison::default();
    if let Some(file) = &tenant {
        compare_tenant(&mut comparison, snapshot, file, &sources.answers);
    }
    if let Some(file) = &policies {
        compare_policies(&mut comparison, snapshot, file, &sources.answers);
    }
    if let Some(file) = users {
        let everybody = directory::everybody(connection, context.tenant).await?;
        compare_people(&mut comparison, snapshot, file, everybody);
    }
    let losing: Vec<_> = comparison
        .people
        .iter()
        .filter(|person| person.reassigned && person.direct.is_none())
        .filter_map(|person| person.before.as_ref().map(|before| before.id))
        .collect();
    let wanted = impact::direct(snapshot, losing, None);
    comparison.without_direct = assignment::moved_people(connection, context.tenant, &wanted, None, i64::MAX)
        .await?
        .into_iter()
        .map(|moved| (moved.person, moved.to))
        .collect();
    comparison.impact = Some(impact_of(&comparison, snapshot));
    Ok(comparison)
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
