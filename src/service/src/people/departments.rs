//! The departments that a filter offers.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::person_list as store;
use std::sync::Arc;

/// The most departments that a filter offers.
const MAXIMUM: i64 = 200;

/// The departments that people are in, and the revision that they were read for.
#[derive(Debug)]
pub struct Departments {
    revision: Revision,
    names: Vec<String>,
}

impl Departments {
    /// Their names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// The departments that people are in. Every page of the list offers them, so they are kept until this server has seen
/// the next change.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn departments(services: &Services, context: &OpContext) -> Result<Arc<Departments>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    // Read after the revision, so they are never older than the snapshot.
    let revision = services.snapshot()?.revision();
    if let Some(known) = services.departments().load_full()
        && known.revision == revision
    {
        return Ok(known);
    }
    let mut reader = services.database().read().await?;
    let names = store::departments(&mut reader.connection(), context.tenant, MAXIMUM).await?;
    let found = Arc::new(Departments { revision, names });
    services.departments().store(Some(Arc::clone(&found)));
    Ok(found)
}
