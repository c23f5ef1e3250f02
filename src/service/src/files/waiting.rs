//! A file between upload and confirmation. It waits where uploads of imports wait.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::upload;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use forecourt_store::moment::to_json;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    let document = text.to_owned();
    super::read_apart(document.clone()).await?;
    upload::keep(services, context, to_json("import_plan", &Upload { document })?).await
}

/// An uploaded file of the administrator who asks.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is somebody else's, or it has become too old.
pub async fn waiting(services: &Services, context: &OpContext, id: Uuid) -> Result<Kept, ServiceError> {
    let plan = upload::own(services, context, id).await?;
    if let Some(revision) = plan.applied {
        return Ok(Kept::Applied(revision));
    }
    // An upload of an import waits in the same place and is something else.
    let upload: Upload = serde_json::from_str(&plan.document).map_err(|_| upload::missing())?;
    Ok(Kept::Text(upload.document))
}
