//! What a person reads who was refused, by language.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{Revision, TenantId};

crate::statements! {
    LIST = "select language, sentence from refusal_text where tenant_id = $1 order by language";
    CLEAR = "delete from refusal_text where tenant_id = $1";
    INSERT = "insert into refusal_text (tenant_id, language, sentence, revision) values ($1, $2, $3, $4)";
}

/// Language and sentence of each.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<(String, String)>, StoreError> {
    crate::fetch_all!(connection, (String, String), LIST, tenant.0)
}

/// Writes all of them as change `revision`.
///
/// # Errors
/// [`StoreError::Duplicate`] when a language is in it twice.
pub async fn replace(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    texts: &[(String, String)],
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAR, tenant.0)?;
    for (language, sentence) in texts {
        crate::execute!(
            connection,
            INSERT,
            tenant.0,
            language.as_str(),
            sentence.as_str(),
            revision.0
        )?;
    }
    Ok(())
}
