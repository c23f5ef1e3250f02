//! A file between upload and confirmation. It waits where uploads of imports wait.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::import_plan::{self, ImportPlan};
use forecourt_store::moment::to_json;
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

/// How long an uploaded file is kept.
const LIFE: Duration = Duration::hours(24);

#[derive(Serialize, Deserialize)]
struct Upload {
    /// The text of the file.
    document: String,
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Its text waits for confirmation.
    Text(String),
    /// It was applied by this change.
    Applied(Revision),
}

/// Keeps a file that can be read for the administrator who uploaded it. Returns the key of the upload.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] when the file cannot be read; [`ServiceError::Store`].
pub async fn keep(services: &Services, context: &OpContext, text: &str) -> Result<Uuid, ServiceError> {
    context.require(Permission::Import)?;
    super::read(text)?;
    let upload = Upload {
        document: text.to_owned(),
    };
    let plan = ImportPlan {
        id: services.random().identifier(context.now),
        administrator: context.administrator(),
        document: to_json("import_plan", &upload)?,
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

/// An uploaded file of the administrator who asks.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is somebody else's, or it has become too old.
pub async fn waiting(services: &Services, context: &OpContext, id: Uuid) -> Result<Kept, ServiceError> {
    context.require(Permission::Import)?;
    let missing = ServiceError::NotFound { what: "upload" };
    let mut reader = services.database().read().await?;
    let Some(plan) = import_plan::find(&mut reader.connection(), context.tenant, id).await? else {
        return Err(missing);
    };
    if plan.administrator != context.administrator() || context.now >= plan.created_at + LIFE {
        return Err(missing);
    }
    if let Some(revision) = plan.applied {
        return Ok(Kept::Applied(revision));
    }
    // An upload of an import waits in the same place and is something else.
    let upload: Upload = serde_json::from_str(&plan.document).map_err(|_| missing)?;
    Ok(Kept::Text(upload.document))
}
