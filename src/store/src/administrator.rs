//! Administrators: those who sign in here.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_json, from_micros, to_json, to_micros};
use forecourt_model::authority::Role;
use forecourt_model::folding::fold_case;
use forecourt_model::{AdministratorId, Revision, TenantId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    LIST = "select administrator_id, email, display_name, role, password_hash, password_changed_at, second_factor,
            disabled, preferences, last_sign_in_at, revision, created_at from administrator where tenant_id = $1
            order by display_name, administrator_id";
    FIND = "select administrator_id, email, display_name, role, password_hash, password_changed_at, second_factor,
            disabled, preferences, last_sign_in_at, revision, created_at from administrator
            where tenant_id = $1 and administrator_id = $2";
    FIND_BY_EMAIL = "select administrator_id, email, display_name, role, password_hash, password_changed_at,
            second_factor, disabled, preferences, last_sign_in_at, revision, created_at from administrator
            where tenant_id = $1 and email_folded = $2";
    SAVE = "insert into administrator (tenant_id, administrator_id, email, email_folded, display_name, role,
            password_hash, password_changed_at, second_factor, disabled, preferences, last_sign_in_at, revision,
            created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            on conflict (tenant_id, administrator_id) do update set email = excluded.email,
            email_folded = excluded.email_folded, display_name = excluded.display_name, role = excluded.role,
            password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at,
            second_factor = excluded.second_factor, disabled = excluded.disabled,
            preferences = excluded.preferences, last_sign_in_at = excluded.last_sign_in_at,
            revision = excluded.revision";
    // Each of these writes one thing, so that it cannot overwrite what somebody else changes at the same moment.
    SIGNED_IN = "update administrator set last_sign_in_at = $3, password_hash = $4
            where tenant_id = $1 and administrator_id = $2 and password_hash = $5 and not disabled";
    SET_PREFERENCES = "update administrator set preferences = $3 where tenant_id = $1 and administrator_id = $2";
    DELETE = "delete from administrator where tenant_id = $1 and administrator_id = $2";
}

/// What an administrator chose for themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// `light` or `dark`; empty follows the system.
    pub theme: String,
    /// `compact`, or empty.
    pub density: String,
}

/// An administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administrator {
    /// Their key.
    pub id: AdministratorId,
    /// The address they sign in with.
    pub email: String,
    /// Their name.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// The hash of their password, in PHC form.
    pub password_hash: String,
    /// When they last set it.
    pub password_changed_at: OffsetDateTime,
    /// The second factor as the service stores it.
    pub second_factor: Option<String>,
    /// Whether they are kept from signing in.
    pub disabled: bool,
    /// What they chose for themselves.
    pub preferences: Preferences,
    /// When they last signed in.
    pub last_sign_in_at: Option<OffsetDateTime>,
    /// The change that they were last written by.
    pub revision: Revision,
    /// When they were added.
    pub created_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    administrator_id: Uuid,
    email: String,
    display_name: String,
    role: String,
    password_hash: String,
    password_changed_at: i64,
    second_factor: Option<String>,
    disabled: bool,
    preferences: String,
    last_sign_in_at: Option<i64>,
    revision: i64,
    created_at: i64,
}

const TABLE: &str = "administrator";

impl TryFrom<Row> for Administrator {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let wrong = || StoreError::Inconsistent {
            table: TABLE,
            problem: format!("the role `{}`", row.role),
        };
        Ok(Self {
            id: AdministratorId(row.administrator_id),
            role: Role::from_code(&row.role).ok_or_else(wrong)?,
            email: row.email,
            display_name: row.display_name,
            password_hash: row.password_hash,
            password_changed_at: from_micros(TABLE, row.password_changed_at)?,
            second_factor: row.second_factor,
            disabled: row.disabled,
            preferences: from_json(TABLE, &row.preferences)?,
            last_sign_in_at: row.last_sign_in_at.map(|at| from_micros(TABLE, at)).transpose()?,
            revision: Revision(row.revision),
            created_at: from_micros(TABLE, row.created_at)?,
        })
    }
}

/// Every administrator, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Vec<Administrator>, StoreError> {
    crate::fetch_all!(connection, Row, LIST, tenant.0)?
        .into_iter()
        .map(Administrator::try_from)
        .collect()
}

/// An administrator by key.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: AdministratorId,
) -> Result<Option<Administrator>, StoreError> {
    crate::fetch_optional!(connection, Row, FIND, tenant.0, id.0)?
        .map(Administrator::try_from)
        .transpose()
}

/// An administrator by e-mail address, whatever its case.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_email(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    email: &str,
) -> Result<Option<Administrator>, StoreError> {
    let folded = fold_case(email.trim());
    let row = crate::fetch_optional!(connection, Row, FIND_BY_EMAIL, tenant.0, folded.as_str())?;
    row.map(Administrator::try_from).transpose()
}

/// Adds an administrator or writes what has changed.
///
/// # Errors
/// [`StoreError::Duplicate`] when another one has the address.
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    administrator: &Administrator,
) -> Result<(), StoreError> {
    let folded = fold_case(administrator.email.trim());
    let preferences = to_json(TABLE, &administrator.preferences)?;
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        administrator.id.0,
        administrator.email.as_str(),
        folded.as_str(),
        administrator.display_name.as_str(),
        administrator.role.code(),
        administrator.password_hash.as_str(),
        to_micros(administrator.password_changed_at),
        administrator.second_factor.as_deref(),
        administrator.disabled,
        preferences.as_str(),
        administrator.last_sign_in_at.map(to_micros),
        administrator.revision.0,
        to_micros(administrator.created_at)
    )?;
    Ok(())
}

/// Notes that an administrator has signed in with the password that `verified` is the hash of, and stores `hash` in its
/// place. Returns whether they still may sign in with it.
///
/// # Errors
/// [`StoreError`].
pub async fn signed_in(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: AdministratorId,
    now: OffsetDateTime,
    verified: &str,
    hash: &str,
) -> Result<bool, StoreError> {
    let touched = crate::execute!(
        connection,
        SIGNED_IN,
        tenant.0,
        id.0,
        to_micros(now),
        hash,
        verified
    )?;
    Ok(touched == 1)
}

/// Stores what an administrator chose for themselves.
///
/// # Errors
/// [`StoreError`].
pub async fn set_preferences(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: AdministratorId,
    preferences: &Preferences,
) -> Result<(), StoreError> {
    let preferences = to_json(TABLE, preferences)?;
    crate::execute!(connection, SET_PREFERENCES, tenant.0, id.0, preferences.as_str())?;
    Ok(())
}

/// Deletes an administrator. Returns whether they were there.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    id: AdministratorId,
) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, DELETE, tenant.0, id.0)? == 1)
}
