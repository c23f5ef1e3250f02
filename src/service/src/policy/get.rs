//! One policy with everything that its page shows.

use super::{Holders, PastChange};
use crate::change::TargetKind;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::access::Access;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyName};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::person::Person;
use forecourt_store::{change, holder};

/// How many of those who have it are shown.
const FIRST_HOLDERS: u32 = 5;
/// How many changes are shown.
const RECENT_CHANGES: i64 = 8;

/// One policy and what stands around it.
#[derive(Clone, Debug)]
pub struct PolicyView {
    /// The policy as stored.
    pub policy: Policy,
    /// The newest change that all of this knows of.
    pub as_of: Revision,
    /// How many people have it.
    pub holders: Holders,
    /// Everybody in the directory.
    pub people: u64,
    /// The first of those who have it, by name.
    pub first_holders: Vec<Person>,
    /// The two answers for them now.
    pub access: Access,
    /// Whether chat with personal accounts is active in the organization yet.
    pub active: bool,
    /// What the organization says over it.
    pub organization: OrganizationSettings,
    /// What was done to it lately, newest first; `None` for roles that may not read the activity.
    pub history: Option<Vec<PastChange>>,
}

/// A policy by its name, whatever its case and with or without `Tag:`.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn get_by_name(
    services: &Services,
    context: &OpContext,
    name: &str,
) -> Result<PolicyView, ServiceError> {
    context.require(Permission::ReadPolicies)?;
    let missing = || ServiceError::NotFound { what: "policy" };
    let wanted = PolicyName::parse(name).map_err(|_| missing())?.folded();
    let snapshot = services.snapshot()?;
    let found = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.folded() == wanted);
    let id = found.ok_or_else(missing)?.id;
    get(services, context, id).await
}

/// A policy by its identifier.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn get(services: &Services, context: &OpContext, id: PolicyId) -> Result<PolicyView, ServiceError> {
    context.require(Permission::ReadPolicies)?;
    let snapshot = services.snapshot()?;
    let policy = snapshot
        .policy(id)
        .ok_or(ServiceError::NotFound { what: "policy" })?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let first_holders = holder::first(&mut connection, context.tenant, id, FIRST_HOLDERS).await?;
    let history = if context.may(Permission::ReadActivity) {
        let (kind, target) = (TargetKind::Policy.code(), id.to_string());
        let changes =
            change::of_target(&mut connection, context.tenant, kind, &target, RECENT_CHANGES).await?;
        Some(changes.into_iter().map(PastChange::from).collect())
    } else {
        None
    };
    Ok(PolicyView {
        policy: policy.clone(),
        as_of: snapshot.revision(),
        holders: Holders::of(&snapshot, id),
        people: snapshot.people(),
        first_holders,
        access: snapshot.access(id, context.now),
        active: snapshot.is_active(context.now),
        organization: snapshot.settings.clone(),
        history,
    })
}
