//! Settings, policies and assignments to groups as each change left them.

use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::{from_json, to_json};
use forecourt_model::{PolicyId, Revision, TenantId};

crate::statements! {
    KEEP = "insert into version (tenant_id, kind, item, revision, document) values ($1, $2, $3, $4, $5)
            on conflict (tenant_id, kind, item, revision) do update set document = excluded.document";
    AT = "select revision, document from version where tenant_id = $1 and kind = $2 and item = $3 and revision <= $4
          order by revision desc limit 1";
    POLICIES_AT = "select v.item, v.revision, v.document from version v where v.tenant_id = $1 and v.kind = 'policy'
                   and v.revision = (select max(w.revision) from version w where w.tenant_id = $1 and w.kind = 'policy'
                                     and w.item = v.item and w.revision <= $2)";
    UP_TO = "select revision, document from version where tenant_id = $1 and kind = $2 and item = $3 and revision <= $4
             order by revision desc limit $5";
    PIECES = "select document from version where tenant_id = $1 and kind = 'people' and revision = $2 order by item";
    NEXT = "select min(revision) from version where tenant_id = $1 and kind = $2 and item = $3 and revision > $4";
}

/// A thing of which every version is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The organization's settings.
    Settings,
    /// A policy.
    Policy(PolicyId),
    /// All assignments to groups.
    Ranking,
    /// The dates of the rollout and the answer to it.
    Rollout,
    /// What a change did to the directory, piece by piece: not a state, but what taking the change back needs.
    People(u32),
}

impl Item {
    fn key(self) -> (&'static str, String) {
        match self {
            Self::Settings => ("settings", "organization".to_owned()),
            Self::Policy(policy) => ("policy", policy.to_string()),
            Self::Ranking => ("ranking", "organization".to_owned()),
            Self::Rollout => ("rollout", "organization".to_owned()),
            Self::People(piece) => ("people", format!("{piece:06}")),
        }
    }
}

/// A thing as a change left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<T> {
    /// The change.
    pub revision: Revision,
    /// The thing; `None` when the change deleted it.
    pub document: Option<T>,
}

/// Keeps a thing as change `revision` leaves it; `None`: the change deletes it.
///
/// # Errors
/// [`StoreError`].
pub async fn keep<T: serde::Serialize + Sync>(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    item: Item,
    revision: Revision,
    document: Option<&T>,
) -> Result<(), StoreError> {
    let (kind, key) = item.key();
    let text = document
        .map(|document| to_json("version", document))
        .transpose()?
        .unwrap_or_default();
    crate::execute!(
        connection,
        KEEP,
        tenant.0,
        kind,
        key.as_str(),
        revision.0,
        text.as_str()
    )?;
    Ok(())
}

/// A thing as it was once change `at` was made; `None` when there was no version of it then.
///
/// # Errors
/// [`StoreError`].
pub async fn at<T: serde::de::DeserializeOwned>(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    item: Item,
    at: Revision,
) -> Result<Option<Version<T>>, StoreError> {
    let (kind, key) = item.key();
    let row = crate::fetch_optional!(connection, (i64, String), AT, tenant.0, kind, key.as_str(), at.0)?;
    row.map(|(revision, text)| read(revision, &text)).transpose()
}

fn read<T: serde::de::DeserializeOwned>(revision: i64, text: &str) -> Result<Version<T>, StoreError> {
    let document = (!text.is_empty())
        .then(|| from_json("version", text))
        .transpose()?;
    Ok(Version {
        revision: Revision(revision),
        document,
    })
}

/// At most `limit` versions of a thing that change `at` or earlier ones wrote, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn up_to<T: serde::de::DeserializeOwned>(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    item: Item,
    at: Revision,
    limit: i64,
) -> Result<Vec<Version<T>>, StoreError> {
    let (kind, key) = item.key();
    let rows = crate::fetch_all!(
        connection,
        (i64, String),
        UP_TO,
        tenant.0,
        kind,
        key.as_str(),
        at.0,
        limit
    )?;
    rows.into_iter()
        .map(|(revision, text)| read(revision, &text))
        .collect()
}

/// What change `revision` kept as [`Item::People`], in order.
///
/// # Errors
/// [`StoreError`].
pub async fn pieces<T: serde::de::DeserializeOwned>(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    revision: Revision,
) -> Result<Vec<T>, StoreError> {
    let rows = crate::fetch_all!(connection, (String,), PIECES, tenant.0, revision.0)?;
    rows.into_iter()
        .map(|(text,)| from_json("version", &text))
        .collect()
}

/// Every policy that there was once change `at` was made, with the change that wrote it.
///
/// # Errors
/// [`StoreError`].
pub async fn policies_at<T: serde::de::DeserializeOwned>(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    at: Revision,
) -> Result<Vec<(PolicyId, Version<T>)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64, String), POLICIES_AT, tenant.0, at.0)?;
    let mut found = Vec::with_capacity(rows.len());
    for (item, revision, text) in rows {
        let id = item.parse().map_err(|_| StoreError::Inconsistent {
            table: "version",
            problem: format!("the policy `{item}`"),
        })?;
        let version = read(revision, &text)?;
        if version.document.is_some() {
            found.push((id, version));
        }
    }
    Ok(found)
}

/// The next change after `after` that wrote or deleted a thing.
///
/// # Errors
/// [`StoreError`].
pub async fn next(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    item: Item,
    after: Revision,
) -> Result<Option<Revision>, StoreError> {
    let (kind, key) = item.key();
    let row = crate::fetch_optional!(
        connection,
        (Option<i64>,),
        NEXT,
        tenant.0,
        kind,
        key.as_str(),
        after.0
    )?;
    Ok(row.and_then(|(revision,)| revision).map(Revision))
}
