//! What taking a change of exceptions back says and needs besides the assignments.

use super::plan::depends;
use crate::activity::Entry;
use crate::change::{Action, FieldChange};
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_store::{Connection, exception, touched};

/// How many people a change of exceptions can touch and still be looked at one by one.
const LOOKED_AT: i64 = 50;

/// What differs, for reading: for an exception that was changed, its own properties; for one that ended, also when it
/// will end now.
///
/// # Errors
/// [`ServiceError::Depends`] when an exception was changed again since; [`ServiceError::Store`].
pub(super) async fn fields(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: &Entry,
    mut fields: Vec<FieldChange>,
) -> Result<Vec<FieldChange>, ServiceError> {
    let revision = entry.change.revision;
    match entry.action {
        Some(Action::ExceptionChanged) => {
            let people = touched::people(connection, context.tenant, revision, None, LOOKED_AT).await?;
            for touched in people {
                let current = exception::find(connection, context.tenant, touched.person).await?;
                if current.is_none_or(|current| current.revision != revision) {
                    return Err(depends(
                        revision,
                        "the exception was changed again since",
                        Vec::new(),
                    ));
                }
            }
            Ok(entry.detail.fields.iter().map(swapped).collect())
        }
        Some(Action::ExceptionEnded) => {
            let ended = entry.detail.fields.iter().find(|field| field.name == "Ends");
            let end = if entry.change.actor_id.is_none() {
                Some("the end has passed, so they last until they are changed".to_owned())
            } else {
                ended.and_then(|field| field.before.clone())
            };
            fields.extend(end.map(|end| FieldChange::new("Ends", None, Some(end))));
            Ok(fields)
        }
        _ => Ok(fields),
    }
}

fn swapped(field: &FieldChange) -> FieldChange {
    FieldChange::new(field.name.clone(), field.after.clone(), field.before.clone())
}
