//! The organization itself and its counter of revisions.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use forecourt_model::{Revision, TenantId};
use time::OffsetDateTime;

crate::statements! {
    FIND = "select name, domain, revision, created_at from organization where tenant_id = $1";
    CREATE = "insert into organization (tenant_id, name, domain, revision, created_at) values ($1, $2, $3, 0, $4)";
    // The row lock that PostgreSQL takes here makes changes of one organization follow each other.
    ADVANCE = "update organization set revision = revision + 1 where tenant_id = $1 returning revision";
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// What it calls itself.
    pub name: String,
    /// Its first domain.
    pub domain: String,
    /// The number of its last change.
    pub revision: Revision,
    /// When it was set up here.
    pub created_at: OffsetDateTime,
}

/// Finds an organization.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Option<Organization>, StoreError> {
    let row = crate::fetch_optional!(connection, (String, String, i64, i64), FIND, tenant.0)?;
    row.map(|(name, domain, revision, created_at)| {
        let created_at = from_micros("organization", created_at)?;
        Ok(Organization {
            name,
            domain,
            revision: Revision(revision),
            created_at,
        })
    })
    .transpose()
}

/// Sets up an organization at revision 0.
///
/// # Errors
/// [`StoreError::Duplicate`] when it has been set up already.
pub async fn create(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    name: &str,
    domain: &str,
    now: OffsetDateTime,
) -> Result<(), StoreError> {
    crate::execute!(connection, CREATE, tenant.0, name, domain, to_micros(now))?;
    Ok(())
}

/// Takes the next revision. Until the transaction ends, no other change of the organization gets past this.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the organization has not been set up.
pub async fn advance(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Revision, StoreError> {
    let row = crate::fetch_optional!(connection, (i64,), ADVANCE, tenant.0)?;
    let missing = || StoreError::Inconsistent {
        table: "organization",
        problem: "it is not set up".to_owned(),
    };
    row.map(|(revision,)| Revision(revision)).ok_or_else(missing)
}
