//! Whom the policy of a group does not reach, and why (Get-GroupPolicyAssignmentConflict).

use super::members::{MemberPage, page};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::GroupId;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_store::Connection;
use forecourt_store::group_member::{self, Which};

/// How many members get their policy from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// From this group.
    pub by_group: u64,
    /// From a direct assignment, which comes first.
    pub by_direct: u64,
    /// From another group with a better rank, by group.
    pub by_other: Vec<(GroupId, u64)>,
    /// From Global, because the group has no policy.
    pub by_global: u64,
}

pub(super) async fn reached(
    connection: &mut Connection<'_>,
    context: &OpContext,
    group: GroupId,
) -> Result<Reached, ServiceError> {
    let mut found = Reached::default();
    for (source, from, people) in group_member::counts(connection, context.tenant, group).await? {
        match (SourceKind::from_code(&source), from) {
            (Some(SourceKind::Direct), _) => found.by_direct += people,
            (Some(SourceKind::Group), Some(other)) if other == group => found.by_group += people,
            (Some(SourceKind::Group), Some(other)) => found.by_other.push((other, people)),
            _ => found.by_global += people,
        }
    }
    found
        .by_other
        .sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    Ok(found)
}

/// A page of the members for whom the group's policy does not count, by name.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn conflicts(
    services: &Services,
    context: &OpContext,
    group: GroupId,
    after: Option<&str>,
) -> Result<MemberPage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    page(services, context, group, Which::NotReached, after).await
}
