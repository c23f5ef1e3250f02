//! The groups of the directory.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::GroupId;
use forecourt_model::authority::Permission;
use forecourt_store::group::{self as store, Group};
use forecourt_store::group_assignment::RankedGroup;
use std::sync::Arc;

/// How many groups a page has.
const PAGE_SIZE: usize = 50;

/// A group in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGroup {
    /// The group.
    pub group: Group,
    /// The policy that it has, with its rank.
    pub assignment: Option<RankedGroup>,
}

/// A page of groups.
#[derive(Clone, Debug)]
pub struct GroupPage {
    /// The groups, by name.
    pub groups: Vec<ListedGroup>,
    /// How many match the search.
    pub total: u64,
    /// The last group of the page, when there are more after it.
    pub next: Option<GroupId>,
    /// The state that this was made from; its ranking is the list of the groups with a policy.
    pub snapshot: Arc<Snapshot>,
}

/// A page of the groups whose name has `search` in it, by name, after the group `after`.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    search: &str,
    after: Option<GroupId>,
) -> Result<GroupPage, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let last = match after {
        Some(group) => store::find(&mut connection, context.tenant, group).await?,
        None => None,
    };
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let mut found = store::list(&mut connection, context.tenant, search, last.as_ref(), limit).await?;
    let total = store::count(&mut connection, context.tenant, search).await?;
    let more = found.len() > PAGE_SIZE;
    found.truncate(PAGE_SIZE);
    let next = found.last().filter(|_| more).map(|group| group.id);
    let listed = |group: Group| ListedGroup {
        assignment: snapshot
            .ranking
            .iter()
            .find(|row| row.assignment.group == group.id)
            .cloned(),
        group,
    };
    Ok(GroupPage {
        groups: found.into_iter().map(listed).collect(),
        total,
        next,
        snapshot,
    })
}
