//! What was uploaded and waits for confirmation, whatever kind of file it is.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_store::import_plan::{self, ImportPlan};
use time::Duration;
use uuid::Uuid;

/// How long an upload is kept.
const LIFE: Duration = Duration::hours(24);

/// Keeps `document` for the administrator who uploaded it. Returns the key of the upload.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub(crate) async fn keep(
    services: &Services,
    context: &OpContext,
    document: String,
) -> Result<Uuid, ServiceError> {
    context.require(Permission::Import)?;
    let plan = ImportPlan {
        id: services.random().identifier(context.now),
        administrator: context.administrator(),
        document,
        created_at: context.now,
        applied: None,
    };
    let mut transaction = services.database().begin().await?;
    let mut connection = transaction.connection();
    import_plan::delete_old(&mut connection, context.tenant, context.now - LIFE).await?;
    import_plan::insert(&mut connection, context.tenant, &plan).await?;
    transaction.commit().await?;
    Ok(plan.id)
}

/// That there is no such upload, or that it is of another kind.
pub(crate) fn missing() -> ServiceError {
    ServiceError::NotFound { what: "upload" }
}

/// An upload of the administrator who asks.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`missing`] when there is none, or it is somebody else's, or it has become too old;
/// [`ServiceError::Store`].
pub(crate) async fn own(
    services: &Services,
    context: &OpContext,
    id: Uuid,
) -> Result<ImportPlan, ServiceError> {
    context.require(Permission::Import)?;
    let mut reader = services.database().read().await?;
    let found = import_plan::find(&mut reader.connection(), context.tenant, id).await?;
    let is_own = |plan: &ImportPlan| {
        plan.administrator == context.administrator() && context.now < plan.created_at + LIFE
    };
    found.filter(is_own).ok_or_else(missing)
}
