//! What saving a policy would do, before it is done.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::impact::explain_masked;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_model::access::{Access, Impact, Situation};
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};

/// What saving would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What it would do to everybody.
    pub impact: Impact,
    /// How many people have the policy.
    pub people: u64,
    /// The two answers for them now.
    pub before: Access,
    /// The two answers for them after saving.
    pub after: Access,
    /// The other policies that let people chat, with how many, most first.
    pub elsewhere: Vec<(PolicyName, u64)>,
}

/// What saving `settings` in a policy would do to people. Before the feature is active: at the moment it becomes so.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Invalid`], [`ServiceError::NotSetUp`].
pub fn preview(
    services: &Services,
    context: &OpContext,
    id: PolicyId,
    settings: &PolicySettings,
) -> Result<Preview, ServiceError> {
    context.require(Permission::ReadPolicies)?;
    let snapshot = services.snapshot()?;
    let policy = snapshot
        .policy(id)
        .ok_or(ServiceError::NotFound { what: "policy" })?;
    settings.check(policy.kind == PolicyKind::Global)?;
    let after = Policy {
        settings: settings.clone(),
        ..policy.clone()
    };
    Ok(Preview {
        impact: snapshot.impact_of(&snapshot.settings, std::slice::from_ref(&after)),
        people: snapshot.people_with(id, None),
        before: access(&snapshot, policy),
        after: access(&snapshot, &after),
        elsewhere: elsewhere(&snapshot, id),
    })
}

/// The same for the page that asks before saving: of those who keep their answers it also says whom a direct assignment
/// or a better-ranked group keeps from this policy.
///
/// # Errors
/// As [`preview`], and [`ServiceError::Store`].
pub async fn review(
    services: &Services,
    context: &OpContext,
    id: PolicyId,
    settings: &PolicySettings,
) -> Result<Preview, ServiceError> {
    let mut found = preview(services, context, id, settings)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    explain_masked(&mut connection, context.tenant, &snapshot, id, &mut found.impact).await?;
    Ok(found)
}

fn access(snapshot: &Snapshot, policy: &Policy) -> Access {
    Access::of(Situation {
        active: true,
        organization: snapshot.settings.switches(),
        policy: policy.settings.switches(),
    })
}

fn elsewhere(snapshot: &Snapshot, id: PolicyId) -> Vec<(PolicyName, u64)> {
    let mut others: Vec<_> = snapshot
        .policies
        .iter()
        .filter(|policy| policy.id != id && access(snapshot, policy).chat)
        .map(|policy| (policy.name.clone(), snapshot.people_with(policy.id, None)))
        .filter(|(_, people)| *people > 0)
        .collect();
    others.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    others
}
