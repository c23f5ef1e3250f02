//! Reading one change.

use super::entry::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::as_of as store;

/// The change with this number; when it is a part of a change over many people, that one.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Store`].
pub async fn get(
    services: &Services,
    context: &OpContext,
    revision: Revision,
) -> Result<Entry, ServiceError> {
    context.require(Permission::ReadActivity)?;
    let mut reader = services.database().read().await?;
    let found = store::whole(&mut reader.connection(), context.tenant, revision).await?;
    Entry::read(context, found.ok_or(ServiceError::NotFound { what: "change" })?)
}
