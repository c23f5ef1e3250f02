//! Chat servers that ask for decisions.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_micros, to_micros};
use crate::number::{signed, unsigned};
use forecourt_model::{Revision, TenantId};
use time::OffsetDateTime;

crate::statements! {
    BY_NAME = "select name, version, seen_at, revision, p50_micros, p99_micros from connector
                  where tenant_id = $1 order by name";
    SAVE = "insert into connector (tenant_id, name, version, seen_at, revision, p50_micros, p99_micros)
                      values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, name) do update set
                      version = excluded.version, seen_at = excluded.seen_at, revision = excluded.revision,
                      p50_micros = excluded.p50_micros, p99_micros = excluded.p99_micros";
}

/// A chat server that has asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connector {
    /// The name of its access token.
    pub name: String,
    /// What it says that it is; empty when it says nothing.
    pub version: String,
    /// When it asked last.
    pub seen_at: OffsetDateTime,
    /// The newest change that its last answer knew of.
    pub revision: Revision,
    /// How long half of the answers took at most, in microseconds.
    pub p50_micros: u64,
    /// How long 99 of 100 answers took at most, in microseconds.
    pub p99_micros: u64,
}

/// Every chat server that has asked, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn all(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<Connector>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        (String, String, i64, i64, i64, i64),
        BY_NAME,
        tenant.0
    )?;
    rows.into_iter()
        .map(|(name, version, seen_at, revision, p50, p99)| {
            Ok(Connector {
                name,
                version,
                seen_at: from_micros("connector", seen_at)?,
                revision: Revision(revision),
                p50_micros: unsigned(p50),
                p99_micros: unsigned(p99),
            })
        })
        .collect()
}

/// Notes that a chat server has asked.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    connector: &Connector,
) -> Result<(), StoreError> {
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        connector.name.as_str(),
        connector.version.as_str(),
        to_micros(connector.seen_at),
        connector.revision.0,
        signed(connector.p50_micros),
        signed(connector.p99_micros)
    )?;
    Ok(())
}
