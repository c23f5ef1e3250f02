//! Reading the audit trail page by page.

use super::entry::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::change::{self as store, Filter};

/// How many changes a page shows.
const PAGE: usize = 25;

/// A page of changes, newest first.
#[derive(Clone, Debug)]
pub struct ActivityPage {
    /// The changes.
    pub entries: Vec<Entry>,
    /// Where the next page begins, when there is one: `before` of the next call.
    pub next: Option<Revision>,
    /// The names that the list can be filtered by.
    pub actors: Vec<String>,
}

/// The changes before `before` that pass the filter.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    filter: &Filter,
    before: Option<Revision>,
) -> Result<ActivityPage, ServiceError> {
    context.require(Permission::ReadActivity)?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut changes = store::search(&mut connection, context.tenant, filter, before, limit).await?;
    let more = changes.len() > PAGE;
    changes.truncate(PAGE);
    let next = if more {
        changes.last().map(|change| change.revision)
    } else {
        None
    };
    let actors = store::actors(&mut connection, context.tenant).await?;
    let entries = changes
        .into_iter()
        .map(|change| Entry::read(context, change))
        .collect::<Result<_, _>>()?;
    Ok(ActivityPage {
        entries,
        next,
        actors,
    })
}
