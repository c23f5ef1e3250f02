//! What was decided: records of single decisions, and counts of all.

use crate::database::{Connection, Engine};
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::moment::{from_micros, to_json, to_micros};
use crate::number::{signed, unsigned};
use forecourt_model::{PersonId, Revision, TenantId};
use serde::Serialize;
use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use time::OffsetDateTime;
use uuid::Uuid;

crate::statements! {
    RECENT = "select decided_at, decision_id, connector, action, allowed, reason, begun_by, inside, outside,
              outside_domain, person_id, revision from decision_record
              where tenant_id = $1 and decided_at < $2 and (allowed = $3 or $4)
              and (outside_domain = $5 or $5 = '') order by decided_at desc, decision_id desc limit $6";
    COUNT_UP = "insert into decision_day (tenant_id, day, connector, domain, begun_by, allowed, decisions)
                select $1, day, connector, domain, begun_by, allowed, decisions from {rows:2 day bigint,
                connector text, domain text, begun_by text, allowed boolean, decisions bigint} d where true
                on conflict (tenant_id, day, connector, domain, begun_by, allowed)
                do update set decisions = decision_day.decisions + excluded.decisions";
    BY_DAY = "select day, allowed, cast(sum(decisions) as bigint) from decision_day
              where tenant_id = $1 and day >= $2 group by day, allowed order by day";
    BY_DOMAIN = "select domain, cast(sum(case when allowed then decisions else 0 end) as bigint),
                 cast(sum(case when allowed then 0 else decisions end) as bigint) from decision_day
                 where tenant_id = $1 and day >= $2 and domain <> '' group by domain
                 order by sum(decisions) desc, domain limit $3";
    BY_SIDE = "select begun_by, allowed, cast(sum(decisions) as bigint) from decision_day
               where tenant_id = $1 and day >= $2 group by begun_by, allowed";
    BY_CONNECTOR = "select connector, allowed, cast(sum(decisions) as bigint) from decision_day
                    where tenant_id = $1 and day >= $2 group by connector, allowed order by connector";
    CLEAN_RECORDS = "delete from decision_record where tenant_id = $1 and decided_at < $2";
    CLEAN_DAYS = "delete from decision_day where tenant_id = $1 and day < $2";
}

const INSERT: &str = "insert into decision_record (tenant_id, decided_at, decision_id, connector, action, allowed, \
    reason, begun_by, inside, outside, outside_domain, person_id, revision)";

/// How many values a record has.
const COLUMNS: usize = 13;

/// A decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord<'a> {
    /// When.
    pub decided_at: OffsetDateTime,
    /// Its identifier, as the answer had it.
    pub id: Uuid,
    /// Which chat server asked.
    pub connector: Cow<'a, str>,
    /// What was asked.
    pub action: Cow<'a, str>,
    /// Whether it was allowed.
    pub allowed: bool,
    /// Why, as a code.
    pub reason: Cow<'a, str>,
    /// `inside` or `outside`.
    pub begun_by: Cow<'a, str>,
    /// The identifier inside.
    pub inside: Cow<'a, str>,
    /// The identifier outside.
    pub outside: Cow<'a, str>,
    /// The domain of that; empty for phone numbers.
    pub outside_domain: Cow<'a, str>,
    /// The person inside.
    pub person: Option<PersonId>,
    /// The newest change that the decision knew of.
    pub revision: Revision,
}

/// What a count is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey {
    /// Days since 1970 in UTC.
    pub day: i64,
    /// Which chat server asked.
    pub connector: String,
    /// The domain outside.
    pub domain: String,
    /// `inside` or `outside`.
    pub begun_by: String,
    /// Whether it was allowed.
    pub allowed: bool,
}

impl DayKey {
    /// What [`COUNT_UP`] binds of it and its count.
    fn row(&self, decisions: u64) -> impl Serialize + '_ {
        let (connector, domain, begun_by) = (&self.connector, &self.domain, &self.begun_by);
        (
            self.day,
            connector,
            domain,
            begun_by,
            self.allowed,
            signed(decisions),
        )
    }
}

/// How many records a statement keeps: as many as the first as long as so many are left, then as the next. Few sizes and
/// always the same, for each statement is prepared once; and a large one, for each takes the way there and back.
const SIZES: [usize; 3] = [256, 16, 1];

/// The statement that keeps so many records.
fn insert_text(engine: Engine, records: usize) -> SqlStr {
    let row = |record: usize| {
        let place = |column: usize| match engine {
            Engine::Sqlite => "?".to_owned(),
            Engine::Postgres => format!("${}", record * COLUMNS + column + 1),
        };
        format!("({})", (0..COLUMNS).map(place).collect::<Vec<_>>().join(", "))
    };
    let rows = (0..records).map(row).collect::<Vec<_>>().join(", ");
    AssertSqlSafe(format!("{INSERT} values {rows} on conflict do nothing")).into_sql_str()
}

/// The statements of all [`SIZES`].
fn insert_texts(engine: Engine) -> &'static [(usize, SqlStr); SIZES.len()] {
    type Texts = LazyLock<[(usize, SqlStr); SIZES.len()]>;
    static SQLITE: Texts = LazyLock::new(|| SIZES.map(|size| (size, insert_text(Engine::Sqlite, size))));
    static POSTGRES: Texts = LazyLock::new(|| SIZES.map(|size| (size, insert_text(Engine::Postgres, size))));
    match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    }
}

/// Keeps decisions; those that are kept already stay as they are. Returns how many were new.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    mut records: impl ExactSizeIterator<Item = DecisionRecord<'_>>,
) -> Result<u64, StoreError> {
    let mut new = 0;
    macro_rules! insert {
        ($connection:expr, $text:expr, $piece:expr) => {{
            let mut query = sqlx::query($text);
            for one in &$piece {
                query = query.bind(tenant.0).bind(to_micros(one.decided_at)).bind(one.id);
                query = query.bind(&*one.connector).bind(&*one.action);
                query = query.bind(one.allowed).bind(&*one.reason);
                query = query.bind(&*one.begun_by).bind(&*one.inside);
                query = query.bind(&*one.outside).bind(&*one.outside_domain);
                query = query.bind(one.person.map(|id| id.0)).bind(one.revision.0);
            }
            new += query.execute(&mut **$connection).await?.rows_affected();
        }};
    }
    for (size, text) in insert_texts(connection.engine()) {
        while records.len() >= *size {
            let piece: Vec<_> = records.by_ref().take(*size).collect();
            match connection {
                Connection::Sqlite(inner) => insert!(inner, text.clone(), piece),
                Connection::Postgres(inner) => insert!(inner, text.clone(), piece),
            }
        }
    }
    Ok(new)
}

/// Adds to the counts of days. Each key comes once; in order, so that two servers which count the same do not wait for
/// each other in a circle.
///
/// # Errors
/// [`StoreError`].
pub async fn count_up(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    counts: &BTreeMap<DayKey, u64>,
) -> Result<(), StoreError> {
    if counts.is_empty() {
        return Ok(());
    }
    let rows = to_json(
        "decision_day",
        &counts
            .iter()
            .map(|(key, count)| key.row(*count))
            .collect::<Vec<_>>(),
    )?;
    let text = text_for(connection.engine(), COUNT_UP);
    crate::execute!(connection, text, tenant.0, rows.as_str())?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    decided_at: i64,
    decision_id: Uuid,
    connector: String,
    action: String,
    allowed: bool,
    reason: String,
    begun_by: String,
    inside: String,
    outside: String,
    outside_domain: String,
    person_id: Option<Uuid>,
    revision: i64,
}

/// Which records are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Only those that were allowed, or refused.
    pub allowed: Option<bool>,
    /// Only those with this domain outside; empty for every one.
    pub domain: String,
}

/// At most `limit` decisions before `before`, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn recent(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &RecordFilter,
    before: OffsetDateTime,
    limit: i64,
) -> Result<Vec<DecisionRecord<'static>>, StoreError> {
    let rows = crate::fetch_all!(
        connection,
        Row,
        RECENT,
        tenant.0,
        to_micros(before),
        filter.allowed.unwrap_or_default(),
        filter.allowed.is_none(),
        filter.domain.as_str(),
        limit
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(DecisionRecord {
                decided_at: from_micros("decision_record", row.decided_at)?,
                id: row.decision_id,
                connector: row.connector.into(),
                action: row.action.into(),
                allowed: row.allowed,
                reason: row.reason.into(),
                begun_by: row.begun_by.into(),
                inside: row.inside.into(),
                outside: row.outside.into(),
                outside_domain: row.outside_domain.into(),
                person: row.person_id.map(PersonId),
                revision: Revision(row.revision),
            })
        })
        .collect()
}

/// For each day since `day`: whether it was allowed, and how many.
///
/// # Errors
/// [`StoreError`].
pub async fn by_day(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    day: i64,
) -> Result<Vec<(i64, bool, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (i64, bool, i64), BY_DAY, tenant.0, day)?;
    Ok(rows
        .into_iter()
        .map(|(day, allowed, count)| (day, allowed, unsigned(count)))
        .collect())
}

/// The domains that were asked about most since `day`: how many were allowed and refused.
///
/// # Errors
/// [`StoreError`].
pub async fn by_domain(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    day: i64,
    limit: i64,
) -> Result<Vec<(String, u64, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, i64, i64), BY_DOMAIN, tenant.0, day, limit)?;
    Ok(rows
        .into_iter()
        .map(|(domain, allowed, refused)| (domain, unsigned(allowed), unsigned(refused)))
        .collect())
}

/// Who began since `day`: the side, whether it was allowed, and how many.
///
/// # Errors
/// [`StoreError`].
pub async fn by_side(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    day: i64,
) -> Result<Vec<(String, bool, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, bool, i64), BY_SIDE, tenant.0, day)?;
    Ok(rows
        .into_iter()
        .map(|(side, allowed, count)| (side, allowed, unsigned(count)))
        .collect())
}

/// Which chat servers asked since `day`: whether it was allowed, and how many.
///
/// # Errors
/// [`StoreError`].
pub async fn by_connector(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    day: i64,
) -> Result<Vec<(String, bool, u64)>, StoreError> {
    let rows = crate::fetch_all!(connection, (String, bool, i64), BY_CONNECTOR, tenant.0, day)?;
    Ok(rows
        .into_iter()
        .map(|(connector, allowed, count)| (connector, allowed, unsigned(count)))
        .collect())
}

/// Forgets records before `before` and counts before day `day`.
///
/// # Errors
/// [`StoreError`].
pub async fn clean(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    before: OffsetDateTime,
    day: i64,
) -> Result<(), StoreError> {
    crate::execute!(connection, CLEAN_RECORDS, tenant.0, to_micros(before))?;
    crate::execute!(connection, CLEAN_DAYS, tenant.0, day)?;
    Ok(())
}
