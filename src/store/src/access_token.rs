//! Access tokens of service accounts. Only the digest of a token is stored.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::authority::Role;
use forecourt_model::scope::Scopes;
use forecourt_model::{AdministratorId, Revision, TenantId, TokenId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    INSERT = "insert into access_token (tenant_id, token_id, token_hash, administrator_id, name, scopes, created_at,
              expires_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "select t.token_id, t.administrator_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at,
            t.revoked_at, t.made_by, a.display_name, a.role, a.disabled from access_token t
            join administrator a on a.tenant_id = t.tenant_id and a.administrator_id = t.administrator_id
            where t.tenant_id = $1 and t.token_id = $2";
    FIND_BY_HASH = "select t.token_id, t.administrator_id, t.name, t.scopes, t.created_at, t.expires_at,
            t.last_used_at, t.revoked_at, t.made_by, a.display_name, a.role, a.disabled, o.revision from access_token t
            join administrator a on a.tenant_id = t.tenant_id and a.administrator_id = t.administrator_id
            join organization o on o.tenant_id = t.tenant_id
            where t.tenant_id = $1 and t.token_hash = $2";
    LIST = "select t.token_id, t.administrator_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at,
            t.revoked_at, t.made_by, a.display_name, a.role, a.disabled from access_token t
            join administrator a on a.tenant_id = t.tenant_id and a.administrator_id = t.administrator_id
            where t.tenant_id = $1 order by t.created_at desc, t.token_id desc";
    COUNT_OF = "select count(*) from access_token where tenant_id = $1 and administrator_id = $2 and revoked_at is null
            and expires_at > $3";
    // An update only of what still counts, so that a token that has been revoked cannot come back.
    TOUCH = "update access_token set last_used_at = $3 where tenant_id = $1 and token_id = $2 and revoked_at is null";
    REVOKE = "update access_token set revoked_at = $3 where tenant_id = $1 and token_id = $2 and revoked_at is null";
}

/// An access token with what its owner is at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Its key.
    pub id: TokenId,
    /// Whose it is.
    pub owner: AdministratorId,
    /// The owner's name.
    pub owner_name: String,
    /// The owner's role.
    pub owner_role: Role,
    /// Whether the owner is kept from signing in: the token does not count then.
    pub owner_disabled: bool,
    /// What it is called.
    pub name: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends.
    pub expires_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// When it was revoked.
    pub revoked_at: Option<OffsetDateTime>,
    /// The token that made it; `None` when a person or a command did.
    pub made_by: Option<TokenId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    token_id: Uuid,
    administrator_id: Uuid,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
    made_by: Option<Uuid>,
    display_name: String,
    role: String,
    disabled: bool,
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    token: Row,
    revision: i64,
}

const TABLE: &str = "access_token";

impl TryFrom<Row> for AccessToken {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wrong = |problem| StoreError::Inconsistent {
            table: TABLE,
            problem,
        };
        let scopes =
            Scopes::parse(&row.scopes).ok_or_else(|| wrong(format!("the scopes `{}`", row.scopes)))?;
        let owner_role =
            Role::from_code(&row.role).ok_or_else(|| wrong(format!("the role `{}`", row.role)))?;
        Ok(Self {
            id: TokenId(row.token_id),
            owner: AdministratorId(row.administrator_id),
            owner_name: row.display_name,
            owner_role,
            owner_disabled: row.disabled,
            name: row.name,
            scopes,
            created_at: from_micros(TABLE, row.created_at)?,
            expires_at: from_micros(TABLE, row.expires_at)?,
            last_used_at: row.last_used_at.map(|at| from_micros(TABLE, at)).transpose()?,
            revoked_at: row.revoked_at.map(|at| from_micros(TABLE, at)).transpose()?,
            made_by: row.made_by.map(TokenId),
        })
    }
}

/// Stores a token by the digest `hash`. What is said of the owner is not stored.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    token: &AccessToken,
    hash: &[u8],
) -> Result<(), StoreError> {
    let scopes = token.scopes.to_string();
    crate::execute!(
        connection,
        INSERT,
        tenant.0,
        token.id.0,
        hash,
        token.owner.0,
        token.name.as_str(),
        scopes.as_str(),
        to_micros(token.created_at),
        to_micros(token.expires_at),
        token.made_by.map(|maker| maker.0)
    )?;
    Ok(())
}

/// The token with this key.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: TokenId,
) -> Result<Option<AccessToken>, StoreError> {
    let row = crate::fetch_optional!(connection, Row, FIND, tenant.0, id.0)?;
    row.map(AccessToken::try_from).transpose()
}

/// The token with this digest, whether or not it still counts, and the newest change of the organization: both as one
/// statement saw them.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_hash(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<(AccessToken, Revision)>, StoreError> {
    let row = crate::fetch_optional!(connection, SeenRow, FIND_BY_HASH, tenant.0, hash)?;
    row.map(|row| Ok((row.token.try_into()?, Revision(row.revision))))
        .transpose()
}

/// Every token, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<AccessToken>, StoreError> {
    let rows = crate::fetch_all!(connection, Row, LIST, tenant.0)?;
    rows.into_iter().map(AccessToken::try_from).collect()
}

/// How many tokens of an administrator count at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn count_of(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    owner: AdministratorId,
    now: OffsetDateTime,
) -> Result<i64, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), COUNT_OF, tenant.0, owner.0, to_micros(now))?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Notes that a token was used.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: TokenId,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, TOUCH, tenant.0, id.0, to_micros(now))?;
    Ok(())
}

/// Revokes a token. Returns whether it counted until then.
///
/// # Errors
/// [`StoreError`].
pub async fn revoke(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: TokenId,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, REVOKE, tenant.0, id.0, to_micros(now))? == 1)
}
