//! The people whom a change of groups concerns, by name.

use super::change::{GroupChange, affected};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::assignment::MovedPerson;
use forecourt_store::person::{self, Person};
use std::collections::HashMap;

/// Somebody for whom another policy would count, or the same from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcernedPerson {
    /// Who, as they are now.
    pub person: Person,
    /// What counts before and after, and the place in the list.
    pub moved: MovedPerson,
}

/// At most `limit` of the people whom `change` concerns, by name, after the person `after`.
///
/// # Errors
/// As [`super::preview`].
pub async fn concerned(
    services: &Services,
    context: &OpContext,
    change: &GroupChange,
    after: Option<&MovedPerson>,
    limit: i64,
) -> Result<Vec<ConcernedPerson>, ServiceError> {
    let moved = affected(services, context, change, after, limit).await?;
    let ids: Vec<_> = moved.iter().map(|moved| moved.person).collect();
    let mut reader = services.database().read().await?;
    let found = person::find_many(&mut reader.connection(), context.tenant, &ids).await?;
    let mut by_id: HashMap<_, _> = found.into_iter().map(|person| (person.id, person)).collect();
    let named = |moved: MovedPerson| {
        let person = by_id.remove(&moved.person)?;
        Some(ConcernedPerson { person, moved })
    };
    Ok(moved.into_iter().filter_map(named).collect())
}
