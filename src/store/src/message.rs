//! Messages of the message center, as documents in the shape of a Graph `serviceUpdateMessage`.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::{AdministratorId, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    SAVE = "insert into message (tenant_id, message_id, document, modified_at) values ($1, $2, $3, $4)
            on conflict (tenant_id, message_id) do update
            set document = excluded.document, modified_at = excluded.modified_at";
    FIND = "select document from message where tenant_id = $1 and message_id = $2";
    LIST = "select m.document, v.is_read, v.is_archived, v.is_favorite, v.hidden_until from message m
            left join message_view v on v.tenant_id = m.tenant_id and v.message_id = m.message_id
            and v.administrator_id = $2 where m.tenant_id = $1 order by m.modified_at desc, m.message_id";
    FIND_VIEW = "select is_read, is_archived, is_favorite, hidden_until from message_view
                 where tenant_id = $1 and message_id = $2 and administrator_id = $3";
    SAVE_VIEW = "insert into message_view (tenant_id, message_id, administrator_id, is_read, is_archived, is_favorite,
                 hidden_until) values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (tenant_id, message_id, administrator_id) do update set is_read = excluded.is_read,
                 is_archived = excluded.is_archived, is_favorite = excluded.is_favorite,
                 hidden_until = excluded.hidden_until";
    MARK_UNREAD = "update message_view set is_read = $3 where tenant_id = $1 and message_id = $2";
    SHOW_AGAIN = "update message_view set hidden_until = null where tenant_id = $1 and message_id = $2";
}

/// What one administrator has done with a message: Graph's `viewPoint`, and the banner that they put away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewPoint {
    /// They have opened it.
    pub is_read: bool,
    /// It is in their archive.
    pub is_archived: bool,
    /// It is one of their favorites.
    pub is_favorite: bool,
    /// Until when its banner stays away from them.
    pub hidden_until: Option<OffsetDateTime>,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    document: String,
    is_read: Option<bool>,
    is_archived: Option<bool>,
    is_favorite: Option<bool>,
    hidden_until: Option<i64>,
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

fn moment(micros: Option<i64>) -> Result<Option<OffsetDateTime>, StoreError> {
    micros.map(|at| from_micros("message_view", at)).transpose()
}

/// Every document, the one modified last first, with what `administrator` has done with it.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    administrator: Option<AdministratorId>,
) -> Result<Vec<(String, ViewPoint)>, StoreError> {
    let administrator = administrator.map_or(Uuid::nil(), |id| id.0);
    let rows = crate::fetch_all!(connection, ListRow, LIST, tenant.0, administrator)?;
    rows.into_iter()
        .map(|row| {
            let view_point = ViewPoint {
                is_read: row.is_read.unwrap_or_default(),
                is_archived: row.is_archived.unwrap_or_default(),
                is_favorite: row.is_favorite.unwrap_or_default(),
                hidden_until: moment(row.hidden_until)?,
            };
            Ok((row.document, view_point))
        })
        .collect()
}

/// What `administrator` has done with a message; the default when nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn view_point(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
    administrator: AdministratorId,
) -> Result<ViewPoint, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (bool, bool, bool, Option<i64>),
        FIND_VIEW,
        tenant.0,
        message_id,
        administrator.0
    )?;
    let Some((is_read, is_archived, is_favorite, hidden_until)) = row else {
        return Ok(ViewPoint::default());
    };
    Ok(ViewPoint {
        is_read,
        is_archived,
        is_favorite,
        hidden_until: moment(hidden_until)?,
    })
}

/// Keeps what `administrator` has done with a message.
///
/// # Errors
/// [`StoreError`].
pub async fn save_view_point(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
    administrator: AdministratorId,
    view_point: ViewPoint,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        SAVE_VIEW,
        tenant.0,
        message_id,
        administrator.0,
        view_point.is_read,
        view_point.is_archived,
        view_point.is_favorite,
        view_point.hidden_until.map(to_micros)
    )?;
    Ok(())
}

/// Makes a message unread for everybody: it says something new.
///
/// # Errors
/// [`StoreError`].
pub async fn mark_unread_for_all(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
) -> Result<(), StoreError> {
    crate::execute!(connection, MARK_UNREAD, tenant.0, message_id, false)?;
    Ok(())
}

/// Shows the banner of a message again to everybody who put it away: there is something new to it.
///
/// # Errors
/// [`StoreError`].
pub async fn show_banner_again(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    message_id: &str,
) -> Result<(), StoreError> {
    crate::execute!(connection, SHOW_AGAIN, tenant.0, message_id)?;
    Ok(())
}
