//! Files between upload and confirmation.

use super::sources::Sources;
use super::upload;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_store::moment::to_json;
use uuid::Uuid;

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
    upload::keep(services, context, to_json("import_plan", sources)?).await
}

/// An upload of the administrator who asks.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or it is somebody else's, or it has become too old.
pub async fn waiting(services: &Services, context: &OpContext, id: Uuid) -> Result<Waiting, ServiceError> {
    let plan = upload::own(services, context, id).await?;
    if let Some(revision) = plan.applied {
        return Ok(Waiting::Applied(revision));
    }
    // A configuration file waits in the same place and is something else.
    let sources = serde_json::from_str(&plan.document).map_err(|_| upload::missing())?;
    Ok(Waiting::Files(Box::new(sources)))
}
