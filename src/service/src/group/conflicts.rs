//! Whom the policy of a group does not reach, and why (Get-GroupPolicyAssignmentConflict).

use super::members::{MemberPage, page};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::GroupId;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Permission;
use forecourt_store::group_member::{self, Which};
use forecourt_store::{Connection, planning};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

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

impl Reached {
    /// How many members get their policy from somewhere else than this group.
    pub fn elsewhere(&self) -> u64 {
        let by_other: u64 = self.by_other.iter().map(|(_, people)| *people).sum();
        self.by_direct + by_other + self.by_global
    }

    fn add(&mut self, group: GroupId, source: &str, from: Option<GroupId>, people: u64) {
        match (SourceKind::from_code(source), from) {
            (Some(SourceKind::Direct), _) => self.by_direct += people,
            (Some(SourceKind::Group), Some(other)) if other == group => self.by_group += people,
            (Some(SourceKind::Group), Some(other)) => self.by_other.push((other, people)),
            _ => self.by_global += people,
        }
    }

    fn sort(&mut self) {
        self.by_other.sort_by_key(|(_, people)| Reverse(*people));
    }
}

/// Whom a group reaches. Not counted again when the list of groups has counted it since the last change.
pub(super) async fn reached(
    services: &Services,
    connection: &mut Connection<'_>,
    context: &OpContext,
    group: GroupId,
) -> Result<Reached, ServiceError> {
    let revision = services.snapshot()?.revision();
    if let Some(known) = services.reach().known(revision)
        && let Some(reached) = known.0.get(&group)
    {
        return Ok(reached.clone());
    }
    let mut found = Reached::default();
    for (source, from, people) in group_member::counts(connection, context.tenant, group).await? {
        found.add(group, &source, from, people);
    }
    found.sort();
    Ok(found)
}

/// Whom the groups with a policy reach.
#[derive(Debug)]
pub struct RankedReach(HashMap<GroupId, Reached>);

impl RankedReach {
    /// Whom one reaches; nobody when it has no policy.
    pub fn of(&self, group: GroupId) -> Reached {
        self.0.get(&group).cloned().unwrap_or_default()
    }
}

/// Whom each group with a policy reaches, and whom it does not. Kept until the next change, because all memberships
/// are counted.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn ranked_reach(
    services: &Services,
    context: &OpContext,
) -> Result<Arc<RankedReach>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let revision = services.snapshot()?.revision();
    if let Some(known) = services.reach().known(revision) {
        return Ok(known);
    }
    let mut reading = services.database().begin_reading().await?;
    let mut connection = reading.connection();
    planning::for_most_rows(&mut connection).await?;
    let mut groups: HashMap<GroupId, Reached> = HashMap::new();
    let counts = group_member::counts_of_ranked(&mut connection, context.tenant).await?;
    for (group, source, from, people) in counts {
        groups.entry(group).or_default().add(group, &source, from, people);
    }
    groups.values_mut().for_each(Reached::sort);
    Ok(services.reach().keep(revision, RankedReach(groups)))
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
