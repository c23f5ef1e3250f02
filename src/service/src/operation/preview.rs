//! What starting a draft would do.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::Revision;
use forecourt_model::access::Impact;
use forecourt_store::operation::Operation;
use forecourt_store::operation::preview::{self as store, Preview};
use forecourt_store::{Connection, organization};
use std::sync::Arc;
use uuid::Uuid;

/// What one look has found. Nothing changes it but a change: whoever looks at a draft and starts it then asks once.
#[derive(Debug)]
pub(crate) struct Kept {
    operation: Uuid,
    lines: i64,
    revision: Revision,
    found: Arc<Preview>,
}

/// What working on the people of a draft would do, with assignments and groups as they are.
///
/// # Errors
/// [`ServiceError::Store`].
pub(super) async fn preview(
    services: &Services,
    connection: &mut Connection<'_>,
    context: &OpContext,
    operation: &Operation,
) -> Result<Arc<Preview>, ServiceError> {
    let stored = organization::find(connection, context.tenant).await?;
    let revision = stored.map_or(Revision::default(), |stored| stored.revision);
    if let Some(kept) = services.staged().load().as_ref()
        && (kept.operation, kept.lines, kept.revision) == (operation.id, operation.lines, revision)
    {
        return Ok(Arc::clone(&kept.found));
    }
    let found = store::preview(connection, context.tenant, operation.id, operation.wanted()).await?;
    let found = Arc::new(found);
    services.staged().store(Some(Arc::new(Kept {
        operation: operation.id,
        lines: operation.lines,
        revision,
        found: Arc::clone(&found),
    })));
    Ok(found)
}

/// What that comes to over everybody, and for how many the assignment would change.
pub(super) fn impact_of(snapshot: &Snapshot, preview: &Preview) -> (Impact, u64) {
    let moves: Vec<_> = preview
        .moves
        .iter()
        .map(|moved| Move {
            people: moved.people,
            from: moved.from,
            to: moved.to,
        })
        .collect();
    let changing = moves.iter().map(|moved| moved.people).sum();
    (snapshot.impact_of_moves(&moves), changing)
}
