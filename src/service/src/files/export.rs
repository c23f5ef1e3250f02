//! The state of the organization as a document.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_exchange::ReadSetting;
use forecourt_exchange::document::{
    Document, DocumentAssignment, DocumentException, DocumentGroup, DocumentPolicy, DocumentRollout,
    DocumentSettings,
};
use forecourt_exchange::value::{organization_value, policy_value};
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::policy::{PolicyKind, PolicyName};
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::exception::{self, AssignmentException};
use forecourt_store::{Connection, directory};
use std::collections::HashMap;

/// The settings that are written together as `Domains`.
pub(super) const OF_DOMAINS: [SettingKey; 3] = [
    SettingKey::AllowFederatedUsers,
    SettingKey::AllowedDomains,
    SettingKey::BlockedDomains,
];

/// Writes down the whole external access of the organization, in one fixed order. Whoever may not read messages gets
/// it without the answers to rollouts.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn export(services: &Services, context: &OpContext) -> Result<Document, ServiceError> {
    context.require(Permission::ReadSettings)?;
    context.require(Permission::ReadPolicies)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let rollouts = context.may(Permission::ReadMessages).then(|| {
        let stored = snapshot.rollout.iter();
        stored
            .map(|stored| DocumentRollout {
                line: 0,
                message: stored.message_id.clone(),
                answer: stored.answer.as_ref().map(|(answer, _, _)| *answer),
            })
            .collect()
    });
    Ok(Document {
        organization: Some(snapshot.organization.name.clone()),
        settings: Some(settings(&snapshot.settings)),
        policies: Some(policies(&snapshot)),
        group_assignments: Some(groups(&snapshot)),
        assignments: Some(assignments(&mut connection, context, &snapshot).await?),
        rollouts,
    })
}

fn settings(settings: &OrganizationSettings) -> DocumentSettings {
    let stated = SettingKey::ALL
        .iter()
        .filter(|key| !OF_DOMAINS.contains(key))
        .filter_map(|key| {
            let value = organization_value(settings, *key)?;
            Some(ReadSetting { key: *key, value })
        });
    DocumentSettings {
        stated: stated.collect(),
        domains: Some(settings.domains.clone()),
    }
}

/// Global first, then the built-in ones, then the others, each by name.
fn policies(snapshot: &Snapshot) -> Vec<DocumentPolicy> {
    let mut all: Vec<_> = snapshot.policies.iter().collect();
    let place = |kind: PolicyKind| match kind {
        PolicyKind::Global => 0,
        PolicyKind::BuiltIn => 1,
        PolicyKind::Custom => 2,
    };
    all.sort_by_cached_key(|policy| (place(policy.kind), policy.name.folded(), policy.name.to_string()));
    all.into_iter()
        .map(|policy| DocumentPolicy {
            line: 0,
            name: policy.name.clone(),
            stated: SettingKey::ALL
                .iter()
                .filter_map(|key| {
                    let value = policy_value(&policy.settings, *key)?;
                    Some(ReadSetting { key: *key, value })
                })
                .collect(),
        })
        .collect()
}

fn groups(snapshot: &Snapshot) -> Vec<DocumentGroup> {
    snapshot
        .ranking
        .iter()
        .filter_map(|row| {
            let policy = snapshot.policy(row.assignment.policy)?;
            Some(DocumentGroup {
                line: 0,
                group: row.group_name.clone(),
                id: Some(row.assignment.group),
                policy: policy.name.clone(),
            })
        })
        .collect()
}

/// Every exception, by person.
pub(super) async fn exceptions(
    connection: &mut Connection<'_>,
    context: &OpContext,
) -> Result<HashMap<PersonId, AssignmentException>, ServiceError> {
    let filter = exception::Filter::default();
    let all = exception::list(connection, context.tenant, &filter, None, i64::MAX).await?;
    let by_person = all
        .into_iter()
        .map(|listed| (listed.exception.person, listed.exception));
    Ok(by_person.collect())
}

async fn assignments(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
) -> Result<Vec<DocumentAssignment>, ServiceError> {
    let exceptions = exceptions(connection, context).await?;
    let named =
        |id: PolicyId| -> Option<PolicyName> { snapshot.policy(id).map(|policy| policy.name.clone()) };
    let everybody = directory::everybody(connection, context.tenant).await?;
    let mut all: Vec<_> = everybody
        .into_iter()
        .filter_map(|person| {
            let policy = named(person.direct_policy?)?;
            let exception = exceptions.get(&person.id).map(|exception| DocumentException {
                reason: exception.reason.clone(),
                owner: exception.owner.clone(),
                expires: exception.expires_at,
                then: exception.previous.and_then(named),
            });
            Some(DocumentAssignment {
                line: 0,
                person: person.user_principal_name,
                policy,
                exception,
            })
        })
        .collect();
    all.sort_by_cached_key(|entry| (fold(&entry.person), entry.person.clone()));
    Ok(all)
}
