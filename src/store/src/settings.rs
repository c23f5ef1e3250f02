//! The organization's settings: one document with the revision that wrote it.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_json, to_json, to_micros};
use crate::version::{self, Item};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{Revision, TenantId};
use time::OffsetDateTime;

crate::statements! {
    FIND = "select settings, revision from organization_settings where tenant_id = $1";
    SAVE = "insert into organization_settings (tenant_id, settings, revision, updated_at) values ($1, $2, $3, $4)
            on conflict (tenant_id) do update
            set settings = excluded.settings, revision = excluded.revision, updated_at = excluded.updated_at";
}

/// The settings and the change that they were last written by.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Option<(OrganizationSettings, Revision)>, StoreError> {
    let row = crate::fetch_optional!(connection, (String, i64), FIND, tenant.0)?;
    row.map(|(text, revision)| Ok((from_json("organization_settings", &text)?, Revision(revision))))
        .transpose()
}

/// Writes the settings as change `revision`.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    settings: &OrganizationSettings,
    revision: Revision,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    let text = to_json("organization_settings", settings)?;
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        text.as_str(),
        revision.0,
        to_micros(now)
    )?;
    version::keep(connection, tenant, Item::Settings, revision, Some(settings)).await
}
