//! One group.

use super::conflicts::{Reached, reached};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::GroupId;
use forecourt_model::authority::Permission;
use forecourt_store::Connection;
use forecourt_store::group::{self as store, Group};
use forecourt_store::group_assignment::RankedGroup;
use std::sync::Arc;

/// One group with what it gives to its members.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// The groups inside it. Their people are not members, so the policy does not reach them.
    pub children: Vec<Group>,
    /// The policy that it has, with its rank.
    pub assignment: Option<RankedGroup>,
    /// Whom the policy reaches, and whom it does not.
    pub reached: Reached,
    /// The state that this was made from: names of policies, the other groups, the change that wrote the ranks last.
    pub snapshot: Arc<Snapshot>,
}

/// The stored group.
///
/// # Errors
/// [`ServiceError::NotFound`]; [`ServiceError::Store`].
pub(super) async fn require(
    connection: &mut Connection<'_>,
    context: &OpContext,
    group: GroupId,
) -> Result<Group, ServiceError> {
    let found = store::find(connection, context.tenant, group).await?;
    found.ok_or(ServiceError::NotFound { what: "group" })
}

/// One group.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn get(
    services: &Services,
    context: &OpContext,
    group: GroupId,
) -> Result<GroupView, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let group = require(&mut connection, context, group).await?;
    let children = store::children(&mut connection, context.tenant, group.id).await?;
    let reached = reached(services, &mut connection, context, group.id).await?;
    let assignment = snapshot
        .ranking
        .iter()
        .find(|row| row.assignment.group == group.id)
        .cloned();
    Ok(GroupView {
        group,
        children,
        assignment,
        reached,
        snapshot,
    })
}
