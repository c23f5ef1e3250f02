//! A form that was sent after its session had ended, back on its page.

use super::form::Fields;
use super::visit::Visit;
use forecourt_service::{ServiceError, session};

/// The fields of the form that the query's `draft` stands for, if it was sent to this page. It is taken out: it comes
/// back once.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn restored(visit: &Visit) -> Result<Option<Fields>, ServiceError> {
    let query = Fields::parse(visit.query.as_bytes());
    let Some(token) = query.some("draft") else {
        return Ok(None);
    };
    let taken = session::take_draft(visit.services(), token).await?;
    Ok(taken
        .filter(|(path, _)| *path == visit.path)
        .map(|(_, body)| Fields::parse(body.as_bytes())))
}
