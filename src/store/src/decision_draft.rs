//! Settings that are tried beside those in force, and what they would have changed.

use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::moment::{from_json, from_micros, to_json, to_micros};
use crate::number::{signed, unsigned};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{Revision, TenantId};
use serde::Serialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;

crate::statements! {
    FIND = "select settings, made_from, made_by, made_at, revision from decision_draft where tenant_id = $1";
    SAVE = "insert into decision_draft (tenant_id, settings, made_from, made_by, made_at, revision)
                  values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id) do update set settings = excluded.settings,
                  made_from = excluded.made_from, made_by = excluded.made_by, made_at = excluded.made_at,
                  revision = excluded.revision";
    DROP = "delete from decision_draft where tenant_id = $1";
    COUNT = "insert into decision_draft_day (tenant_id, draft_revision, day, domain, begun_by, would_refuse,
                   would_allow, same) select $1, draft, day, domain, begun_by, would_refuse, would_allow, same
                   from {rows:2 draft bigint, day bigint, domain text, begun_by text,
                   would_refuse bigint, would_allow bigint, same bigint} d where true on conflict (tenant_id, draft_revision, day, domain, begun_by) do update set
                   would_refuse = decision_draft_day.would_refuse + excluded.would_refuse,
                   would_allow = decision_draft_day.would_allow + excluded.would_allow,
                   same = decision_draft_day.same + excluded.same";
    TOTALS = "select coalesce(cast(sum(would_refuse) as bigint), 0),
                    coalesce(cast(sum(would_allow) as bigint), 0), coalesce(cast(sum(same) as bigint), 0)
                    from decision_draft_day where tenant_id = $1 and draft_revision = $2";
    DOMAINS = "select domain, cast(sum(would_refuse) as bigint), cast(sum(would_allow) as bigint)
                     from decision_draft_day where tenant_id = $1 and draft_revision = $2
                     group by domain having sum(would_refuse) + sum(would_allow) > 0
                     order by sum(would_refuse) + sum(would_allow) desc, domain limit $3";
    CLEAN = "delete from decision_draft_day where tenant_id = $1 and draft_revision <> $2";
}

/// Settings that are tried beside those in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// What they say.
    pub settings: OrganizationSettings,
    /// The revision of the settings that they were made from.
    pub made_from: Revision,
    /// Who made them.
    pub made_by: String,
    /// When.
    pub made_at: OffsetDateTime,
    /// The change that wrote them.
    pub revision: Revision,
}

/// What a draft would have changed, on one day for one domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey {
    /// The draft.
    pub draft: Revision,
    /// Days since 1970 in UTC.
    pub day: i64,
    /// The domain outside.
    pub domain: String,
    /// `inside` or `outside`.
    pub begun_by: String,
}

impl DraftKey {
    /// What [`COUNT`] binds of it and its counts.
    fn row(&self, counts: DraftCounts) -> impl Serialize + '_ {
        let [would_refuse, would_allow, same] =
            [counts.would_refuse, counts.would_allow, counts.same].map(signed);
        let (domain, begun_by) = (&self.domain, &self.begun_by);
        (
            self.draft,
            self.day,
            domain,
            begun_by,
            would_refuse,
            would_allow,
            same,
        )
    }
}

/// How many decisions the draft would have turned, and how many not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftCounts {
    /// Allowed, and would have been refused.
    pub would_refuse: u64,
    /// Refused, and would have been allowed.
    pub would_allow: u64,
    /// The same either way.
    pub same: u64,
}

/// The settings that are tried, if there are some.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Option<StoredDraft>, StoreError> {
    let row = crate::fetch_optional!(connection, (String, i64, String, i64, i64), FIND, tenant.0)?;
    row.map(|(settings, made_from, made_by, made_at, revision)| {
        Ok(StoredDraft {
            settings: from_json("decision_draft", &settings)?,
            made_from: Revision(made_from),
            made_by,
            made_at: from_micros("decision_draft", made_at)?,
            revision: Revision(revision),
        })
    })
    .transpose()
}

/// Writes the settings that are tried.
///
/// # Errors
/// [`StoreError`].
pub async fn save(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    draft: &StoredDraft,
) -> Result<(), StoreError> {
    let text = to_json("decision_draft", &draft.settings)?;
    crate::execute!(
        connection,
        SAVE,
        tenant.0,
        text.as_str(),
        draft.made_from.0,
        draft.made_by.as_str(),
        to_micros(draft.made_at),
        draft.revision.0
    )?;
    Ok(())
}

/// Ends the trial.
///
/// # Errors
/// [`StoreError`].
pub async fn drop(connection: &mut Connection<'_>, tenant: TenantId) -> Result<bool, StoreError> {
    Ok(crate::execute!(connection, DROP, tenant.0)? == 1)
}

/// Adds to what drafts would have changed. Each key comes once; in order, so that two servers which count the same do
/// not wait for each other in a circle.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    counts: &BTreeMap<DraftKey, DraftCounts>,
) -> Result<(), StoreError> {
    if counts.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = counts.iter().map(|(key, counts)| key.row(*counts)).collect();
    let rows = to_json("decision_draft_day", &rows)?;
    let text = text_for(connection.engine(), COUNT);
    crate::execute!(connection, text, tenant.0, rows.as_str())?;
    Ok(())
}

/// What a draft would have changed so far.
///
/// # Errors
/// [`StoreError`].
pub async fn totals(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    draft: Revision,
) -> Result<DraftCounts, StoreError> {
    let row = crate::fetch_optional!(connection, (i64, i64, i64), TOTALS, tenant.0, draft.0)?;
    let (refuse, allow, same) = row.unwrap_or_default();
    Ok(DraftCounts {
        would_refuse: unsigned(refuse),
        would_allow: unsigned(allow),
        same: unsigned(same),
    })
}

/// For which domains most.
///
/// # Errors
/// [`StoreError`].
pub async fn domains(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    draft: Revision,
    limit: i64,
) -> Result<Vec<(String, u64, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64, i64), DOMAINS, tenant.0, draft.0, limit)?;
    Ok(rows
        .into_iter()
        .map(|(domain, refuse, allow)| (domain, unsigned(refuse), unsigned(allow)))
        .collect())
}

/// Forgets what drafts other than `draft` would have changed.
///
/// # Errors
/// [`StoreError`].
pub async fn clean(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    draft: Revision,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAN, tenant.0, draft.0)?;
    Ok(())
}
