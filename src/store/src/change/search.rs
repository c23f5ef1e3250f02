//! Finding changes: by kind, person, day and text.

use super::{Change, Row, changes_of_person};
use crate::database::Connection;
use crate::error::StoreError;
use crate::moment::to_micros;
use forecourt_model::folding::fold;
use forecourt_model::{Revision, TenantId};
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    // Text filters that are empty and moments at the ends of time let everything through.
    SEARCH = concat!("select revision, change_id, occurred_at, actor_id, actor_name, action, target_kind, target_id, target_name,
              detail, reason, undoes, undone_by, request_id from change
              where tenant_id = $1 and part_of is null and revision < $2 and ($3 = '' or target_kind = $3)
              and ($4 = '' or actor_name = $4) and occurred_at >= $5 and occurred_at < $6
              and ($7 = '' or search_text like $7 escape '\\') and part_of is null
              and ($9 = '' or (target_kind = $9 and target_id = $10) or revision in (
                select coalesce(t.part_of, t.revision) from ", changes_of_person!("$11"), " h
                join change t on t.tenant_id = $1 and t.revision = h.revision)) order by revision desc limit $8");
    ACTORS = "select distinct actor_name from change where tenant_id = $1 and part_of is null order by actor_name limit 200";
}

/// Which changes a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only changes of this kind of thing.
    pub target_kind: Option<String>,
    /// Only changes by whoever had this name.
    pub actor_name: Option<String>,
    /// Not before this moment.
    pub from: Option<OffsetDateTime>,
    /// Before this moment.
    pub until: Option<OffsetDateTime>,
    /// Only changes that have this text somewhere.
    pub text: Option<String>,
    /// Only changes of this thing: its kind and its key. For a person also those of the assignments of several people.
    pub target: Option<(String, String)>,
}

/// At most `limit` changes before `before` that pass the filter, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &Filter,
    before: Option<Revision>,
    limit: i64,
) -> Result<Vec<Change>, StoreError> {
    let pattern = filter
        .text
        .as_deref()
        .map(|text| contains_pattern(&fold(text)))
        .unwrap_or_default();
    let (kind, key) = filter.target.as_ref().map_or(("", ""), |(kind, key)| (kind, key));
    // No person has the nil identifier.
    let person = if kind == "person" {
        key.parse().unwrap_or_default()
    } else {
        Uuid::nil()
    };
    let rows = crate::fetch_all!(
        connection,
        Row,
        SEARCH,
        tenant.0,
        before.map_or(i64::MAX, |revision| revision.0),
        filter.target_kind.as_deref().unwrap_or_default(),
        filter.actor_name.as_deref().unwrap_or_default(),
        filter.from.map_or(i64::MIN, to_micros),
        filter.until.map_or(i64::MAX, to_micros),
        pattern.as_str(),
        limit,
        kind,
        key,
        person
    )?;
    rows.into_iter().map(Change::try_from).collect()
}

/// A pattern for `like … escape` that finds `text` anywhere, taken literally.
fn contains_pattern(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The names of everybody who has changed something.
///
/// # Errors
/// [`StoreError`].
pub async fn actors(connection: &mut Connection<'_>, tenant: TenantId) -> Result<Vec<String>, StoreError> {
    let rows = crate::fetch_all!(connection, (String,), ACTORS, tenant.0)?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
