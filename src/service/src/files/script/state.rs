//! The whole state as a script.

use super::identity::Identities;
use super::made;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_exchange::powershell::script::{self, Script, ScriptAssignment, ScriptGroup, ScriptPolicy};
use forecourt_model::authority::Permission;
use forecourt_model::policy::PolicyKind;
use forecourt_store::directory;

/// The whole external access of the organization as a script that sets it up in a tenant.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn state_script(services: &Services, context: &OpContext) -> Result<String, ServiceError> {
    context.require(Permission::ReadSettings)?;
    context.require(Permission::ReadPolicies)?;
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut everybody = directory::everybody(&mut reader.connection(), context.tenant).await?;
    drop(reader);
    everybody.sort_by(|left, right| left.user_principal_name.cmp(&right.user_principal_name));
    let named = |id| snapshot.policy(id).map(|policy| policy.name.clone());
    let identities = Identities::among(&everybody);
    let assignments = everybody.iter().filter_map(|person| {
        Some(ScriptAssignment {
            identity: identities.of(person),
            policy: Some(named(person.direct_policy?)?),
            opens: true,
            note: None,
        })
    });
    let groups = snapshot.ranking.iter().filter_map(|row| {
        Some(ScriptGroup {
            id: row.assignment.group,
            name: row.group_name.clone(),
            policy: named(row.assignment.policy)?,
        })
    });
    let mut policies: Vec<_> = snapshot.policies.iter().collect();
    policies.sort_by_cached_key(|policy| (policy.kind != PolicyKind::Global, policy.name.folded()));
    let script = Script {
        title: format!(
            "External access of {}: the whole state",
            snapshot.organization.name
        ),
        notes: vec![
            made(context.now),
            format!("{} people, {} policies.", everybody.len(), policies.len()),
            "Policies and people that are not named here stay as they are in Teams.".to_owned(),
        ],
        settings: Some((snapshot.settings.clone(), snapshot.settings.clone())),
        policies: policies
            .into_iter()
            .map(|policy| ScriptPolicy {
                name: policy.name.clone(),
                kind: policy.kind,
                before: None,
                after: policy.settings.clone(),
            })
            .collect(),
        removed: Vec::new(),
        groups: Some((Vec::new(), groups.collect())),
        assignments: assignments.collect(),
    };
    Ok(script::state_script(&script))
}
