//! The departments that a filter offers.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::person_list as store;
use std::sync::Arc;

/// The most departments that a filter offers.
const MAXIMUM: i64 = 200;

/// The departments that people are in, in order. Every page of the list offers them, so they are kept until this server has seen
/// the next change.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn departments(services: &Services, context: &OpContext) -> Result<Arc<Vec<String>>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let revision = services.snapshot()?.revision();
    if let Some(known) = services.departments().known(revision) {
        return Ok(known);
    }
    let mut reader = services.database().read().await?;
    let names = store::departments(&mut reader.connection(), context.tenant, MAXIMUM).await?;
    Ok(services.departments().keep(revision, names))
}
