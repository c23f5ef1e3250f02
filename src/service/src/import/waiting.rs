//! Files between upload and confirmation.

use super::sources::Sources;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::import_plan::{self, ImportPlan};
use forecourt_store::moment::{from_json, to_json};
use time::Duration;
use uuid::Uuid;

/// How long uploaded files are kept.
const LIFE: Duration = Duration::hours(24);

/// An upload.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// The files wait for confirmation.
    Files(Box<Sources>),
    /// They were applied by this change.
    Applied(Revision),
}

/// Keeps files for the administrator who uploaded them. Returns the key of the upload.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Store`].
pub async fn keep(services: &Services, context: &OpContext, sources: &Sources) -> Result<Uuid, ServiceError> {
    context.require(Permission::Import)?;
    let plan = ImportPlan {
        id: services.random().identifier(context.now),
        administrator: context.administrator(),
        document: to_json("import_plan", sources)?,
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

/// An upload of the administrator who asks.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is somebody else's, or it has become too old.
pub async fn waiting(services: &Services, context: &OpContext, id: Uuid) -> Result<Waiting, ServiceError> {
    context.require(Permission::Import)?;
    let mut reader = services.database().read().await?;
    let missing = ServiceError::NotFound { what: "upload" };
    let Some(plan) = import_plan::find(&mut reader.connection(), context.tenant, id).await? else {
        return Err(missing);
    };
    if plan.administrator != context.administrator() || context.now >= plan.created_at + LIFE {
        return Err(missing);
    }
    match plan.applied {
        Some(revision) => Ok(Waiting::Applied(revision)),
        None => Ok(Waiting::Files(Box::new(from_json(
            "import_plan",
            &plan.document,
        )?))),
    }
}
