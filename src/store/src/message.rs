//! Messages of the message center, as documents in the shape of a Graph `serviceUpdateMessage`.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::TenantId;
use time::OffsetDateTime;

crate::statements! {
    SAVE = "insert into message (tenant_id, message_id, document, modified_at) values ($1, $2, $3, $4)
            on conflict (tenant_id, message_id) do update
            set document = excluded.document, modified_at = excluded.modified_at";
    FIND = "select document from message where tenant_id = $1 and message_id = $2";
}

/// Writes a message.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
    document: &str,
    modified_at: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        message_id,
        document,
        to_micros(modified_at)
    )?;
    Ok(())
}

/// The document of a message.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
) -> Result<Option<String>, StoreError> {
    let row = crate::fetch_optional!(connection, (String,), FIND, tenant.0, message_id)?;
    Ok(row.map(|(document,)| document))
}
