//! How Forecourt itself behaves for the organization: values by key, each with the change that wrote it.
//!
//! Nothing here is a setting of Teams, so nothing here is exported as one.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{Revision, TenantId};

crate::statements! {
    FIND = "select value, revision from preference where tenant_id = $1 and key = $2";
    SAVE = "insert into preference (tenant_id, key, value, revision) values ($1, $2, $3, $4)
            on conflict (tenant_id, key) do update set value = excluded.value, revision = excluded.revision";
}

/// What a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// From how many percent of everybody on a change has to be acknowledged.
    AcknowledgePercent,
    /// What is done with servers and people that are in no list.
    Outside,
    /// What people who were refused are told, beside the sentences.
    Refusal,
    /// How long decisions are kept, and how many of those that allowed.
    DecisionLog,
}

impl Key {
    fn code(self) -> &'static str {
        match self {
            Self::AcknowledgePercent => "acknowledge_percent",
            Self::Outside => "outside",
            Self::Refusal => "refusal",
            Self::DecisionLog => "decision_log",
        }
    }
}

/// A value and the change that wrote it; `None` while nobody has.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    key: Key,
) -> Result<Option<(String, Revision)>, StoreError> {
    let row = crate::fetch_optional!(connection, (String, i64), FIND, tenant.0, key.code())?;
    Ok(row.map(|(value, revision)| (value, Revision(revision))))
}

/// Writes a value as change `revision`.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    key: Key,
    value: &str,
    revision: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, SAVE, tenant.0, key.code(), value, revision.0)?;
    Ok(())
}
