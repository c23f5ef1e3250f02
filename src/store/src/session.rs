//! Sessions of signed-in administrators. Only the hash of a session's token is stored.

use crate::administrator::{self, Administrator};
use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::{AdministratorId, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into session (tenant_id, session_hash, administrator_id, data, address, user_agent, created_at,
              seen_at, expires_at) values ($1, $2, $3, '', $4, $5, $6, $6, $7)";
    FIND = "select session_hash, administrator_id, address, user_agent, created_at, seen_at, expires_at from session
            where tenant_id = $1 and session_hash = $2";
    OWNER = "select s.seen_at as session_seen_at, s.expires_at as session_expires_at, a.administrator_id, a.email,
            a.display_name, a.role, a.password_hash, a.password_changed_at, a.second_factor, a.disabled, a.preferences,
            a.last_sign_in_at, a.revision, a.created_at
            from session s join administrator a on a.tenant_id = s.tenant_id and a.administrator_id = s.administrator_id
            where s.tenant_id = $1 and s.session_hash = $2";
    LIST = "select session_hash, administrator_id, address, user_agent, created_at, seen_at, expires_at from session
            where tenant_id = $1 and administrator_id = $2 order by seen_at desc";
    // An update only, so that a session that has been ended cannot come back.
    TOUCH = "update session set seen_at = $3 where tenant_id = $1 and session_hash = $2";
    DELETE = "delete from session where tenant_id = $1 and session_hash = $2";
    DELETE_OF = "delete from session where tenant_id = $1 and administrator_id = $2 and session_hash <> $3";
    COUNT = "select count(*) from session where tenant_id = $1 and expires_at > $2 and seen_at > $3";
    DELETE_EXPIRED = "delete from session where tenant_id = $1 and (expires_at < $2 or seen_at < $3)";
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of its token.
    pub hash: Vec<u8>,
    /// Whose it is.
    pub administrator: AdministratorId,
    /// Where it was begun from.
    pub address: String,
    /// With what.
    pub user_agent: String,
    /// When it was begun.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub seen_at: OffsetDateTime,
    /// When it ends in any case.
    pub expires_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct Row {
    session_hash: Vec<u8>,
    administrator_id: Option<Uuid>,
    address: String,
    user_agent: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

impl TryFrom<Row> for Session {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            hash: row.session_hash,
            administrator: AdministratorId(row.administrator_id.unwrap_or_default()),
            address: row.address,
            user_agent: row.user_agent,
            created_at: from_micros("session", row.created_at)?,
            seen_at: from_micros("session", row.seen_at)?,
            expires_at: from_micros("session", row.expires_at)?,
        })
    }
}

/// Begins a session.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    session: &Session,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        session.hash.as_slice(),
        session.administrator.0,
        session.address.as_str(),
        session.user_agent.as_str(),
        to_micros(session.created_at),
        to_micros(session.expires_at)
    )?;
    Ok(())
}

/// The session with this hash.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<Session>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, hash)?
        .map(Session::try_from)
        .transpose()
}

/// Whoever has a session, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub administrator: Administrator,
    /// When the session was last used, to the minute.
    pub seen_at: OffsetDateTime,
    /// When it ends in any case.
    pub expires_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct OwnerRow {
    #[sqlx(flatten)]
    administrator: administrator::Row,
    session_seen_at: i64,
    session_expires_at: i64,
}

/// Whoever has the session with this hash: asked with every page, so in one statement.
///
/// # Errors
/// [`StoreError`].
pub async fn owner(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<Owner>, StoreError> {
    let Some(row) = crate::fetch_optional!(connection, OwnerRow, OWNER, tenant.0, hash)? else {
        return Ok(None);
    };
    Ok(Some(Owner {
        administrator: row.administrator.try_into()?,
        seen_at: from_micros("session", row.session_seen_at)?,
        expires_at: from_micros("session", row.session_expires_at)?,
    }))
}

/// The sessions of an administrator, the one used last first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    administrator: AdministratorId,
) -> Result<Vec<Session>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, LIST, tenant.0, administrator.0)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Notes that a session was used.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, TOUCH, tenant.0, hash, to_micros(now))?;
    Ok(())
}

/// Ends a session. Returns whether it was there.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, DELETE, tenant.0, hash)? == 1)
}

/// Ends every session of an administrator but the one with the hash `except`. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    administrator: AdministratorId,
    except: &[u8],
) -> Result<u64, StoreError> {
    crate::execute!(connection, DELETE_OF, tenant.0, administrator.0, except)
}

/// Deletes sessions that ended before `now` or were last used before `idle`. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_expired(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    now: OffsetDateTime,
    idle: OffsetDateTime,
) -> Result<u64, StoreError> {
    crate::execute!(
        connection,
        DELETE_EXPIRED,
        tenant.0,
        to_micros(now),
        to_micros(idle)
    )
}

/// How many sessions are open at `now`, if those that were not used since `idle_since` count as ended.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    now: OffsetDateTime,
    idle_since: OffsetDateTime,
) -> Result<i64, StoreError> {
    let row = crate::fetch_optional!(
        connection,
        (i64,),
        COUNT,
        tenant.0,
        to_micros(now),
        to_micros(idle_since)
    )?;
    Ok(row.map_or(0, |(count,)| count))
}
