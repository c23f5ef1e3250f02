//! Taking back from which share of everybody on a change has to be acknowledged.

use super::plan::{UndoPlan, merged};
use super::restore::Restore;
use crate::activity::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::asking;
use forecourt_model::access::Impact;
use forecourt_store::Connection;

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let current = asking::stored(connection, context.tenant).await?.percent;
    let restored = asking::in_document(&merged(&entry, &asking::document(current), None)?);
    let restored = restored.ok_or_else(|| {
        ServiceError::refused("not-undoable", "What was before cannot be read by this version.")
    })?;
    Ok(UndoPlan {
        before: Some(asking::document(current)),
        after: Some(asking::document(restored)),
        restore: Restore::Asking(restored),
        fields: vec![asking::difference(current, restored)],
        impact: Impact::default(),
        entry,
    })
}
