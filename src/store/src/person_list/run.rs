//! Running the statements.

use super::compose::{self, Extent, Statement, Value};
use super::{Cohort, Guide, ListedPerson, Order, PersonFilter, PersonPage, Position, SortKey, Walk};
use crate::database::{Connection, Engine};
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::person::{self, Person};
use crate::person_search;
use forecourt_model::TenantId;
use serde::Deserialize;
use uuid::Uuid;

/// A person, and the keys that they are sorted by. Also read from a list of both.
#[derive(sqlx::FromRow, Deserialize)]
struct Row {
    #[sqlx(flatten)]
    person: person::Row,
    #[sqlx(flatten)]
    keys: Keys,
}

#[derive(sqlx::FromRow, Deserialize)]
struct Keys {
    first_key: String,
    second_key: String,
}

/// Binds the values of a statement and runs it on whichever database is open. The text has no part that came from
/// outside.
macro_rules! run {
    ($connection:expr, $row:ty, $statement:expr) => {{
        let Statement { text, values } = $statement;
        let text = text_for($connection.engine(), &text);
        match &mut *$connection {
            Connection::Sqlite(inner) => {
                let outcome = bound!(sqlx::query_as::<_, $row>(text), values, matching)
                    .fetch_all(&mut **inner)
                    .await;
                inner.ended(&outcome);
                outcome
            }
            Connection::Postgres(inner) => {
                bound!(sqlx::query_as::<_, $row>(text), values, numbers)
                    .fetch_all(&mut **inner)
                    .await
            }
        }
        .map_err(StoreError::from)
    }};
}

macro_rules! bound {
    ($query:expr, $values:expr, $word:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
                Value::Flag(value) => query.bind(value),
                Value::Number(value) => query.bind(value),
                Value::Trigrams(value) => query.bind($word(&value)),
            };
        }
        query
    }};
}

/// Trigrams as a question to SQLite's index, which finds whoever has all of them.
fn matching(trigrams: &[String]) -> String {
    let quoted: Vec<_> = trigrams
        .iter()
        .map(|trigram| format!("\"{}\"", trigram.replace('"', "\"\"")))
        .collect();
    quoted.join(" ")
}

/// Trigrams as the numbers that PostgreSQL's index has.
fn numbers(trigrams: &[String]) -> Vec<i32> {
    trigrams
        .iter()
        .flat_map(|trigram| person_search::trigrams(trigram))
        .collect()
}

/// The people whom a statement finds.
async fn people(connection: &mut Connection<'_>, statement: Statement) -> Result<Vec<Row>, StoreError> {
    if connection.engine() == Engine::Postgres {
        return run!(connection, Row, statement);
    }
    let texts = run!(connection, (Option<String>,), statement)?;
    let Some((Some(text),)) = texts.into_iter().next() else {
        return Ok(Vec::new());
    };
    serde_json::from_str(&text).map_err(|error| StoreError::Inconsistent {
        table: "person",
        problem: format!("a list that cannot be read: {error}"),
    })
}

fn listed(row: Row, key: SortKey) -> Result<ListedPerson, StoreError> {
    let person = Person::try_from(row.person)?;
    let id = person.id.to_string();
    let Keys {
        first_key,
        second_key,
    } = row.keys;
    let key = if compose::key_length(key) == 3 {
        vec![first_key, second_key, id]
    } else {
        vec![first_key, id]
    };
    Ok(ListedPerson { person, key })
}

/// At most `limit` people of the list, from `position`. A position that is not one of this order counts as the start.
///
/// # Errors
/// [`StoreError`].
pub async fn page(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    position: &Position,
    limit: u32,
    guide: &Guide<'_>,
) -> Result<PersonPage, StoreError> {
    let start = Position::Start;
    let position = if compose::fits(order.key, position) {
        position
    } else {
        &start
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let rows = match guide.walk {
        Walk::Window(size) => {
            windows(
                connection,
                tenant,
                filter,
                order,
                (position, size),
                one_more,
                guide,
            )
            .await?
        }
        Walk::Ranked | Walk::Along if !filter.words.is_empty() => {
            ranked(connection, tenant, filter, (order, position), one_more, guide).await?
        }
        Walk::Cohorts => by_cohort(connection, tenant, filter, (order, position), one_more, guide).await?,
        _ => {
            let statement = compose::page(tenant, filter, order, position, one_more, guide);
            people(connection, statement).await?
        }
    };
    let more = rows.len() > limit;
    let mut people = rows
        .into_iter()
        .take(limit)
        .map(|row| listed(row, order.key))
        .collect::<Result<Vec<_>, _>>()?;
    let (has_before, has_after) = match position {
        Position::Start => (false, more),
        Position::After(_) => (true, more),
        Position::Before(_) => {
            people.reverse();
            (more, true)
        }
    };
    Ok(PersonPage {
        people,
        has_before,
        has_after,
    })
}

/// Reads one stretch of the list after another until the page is full or the list ends.
async fn ranked(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    (order, position): (Order, &Position),
    limit: i64,
    guide: &Guide<'_>,
) -> Result<Vec<Row>, StoreError> {
    let ascending = compose::ascends(order, position);
    let (mut from, mut to) = (i64::MIN, i64::MAX);
    if let Position::After(values) | Position::Before(values) = position
        && let [name, id] = values.as_slice()
    {
        let place = (name.as_str(), Uuid::parse_str(id).unwrap_or_default());
        let Some(number) = person_search::beside(connection, tenant, place, ascending).await? else {
            return Ok(Vec::new());
        };
        *if ascending { &mut from } else { &mut to } = number;
    }
    let mut stretches: Vec<(i64, i64)> = Vec::new();
    for end in guide.stretches.iter().copied() {
        if (from..to).contains(&end) {
            stretches.push((from, end));
            from = end + 1;
        }
    }
    stretches.push((from, to));
    if !ascending {
        stretches.reverse();
    }
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows: Vec<Row> = Vec::new();
    for stretch in stretches {
        let missing = limit - i64::try_from(rows.len()).unwrap_or(limit);
        let statement = compose::stretch(tenant, filter, stretch, ascending, missing, guide);
        rows.extend(people(connection, statement).await?);
        if rows.len() >= full {
            break;
        }
    }
    Ok(rows)
}

/// Walks the cohorts until the page is full or the list ends: all together by name, or those with one sort key after those
/// with another. Whoever changes from one to another meanwhile may be met twice or not at all, as on two pages.
async fn by_cohort(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    (order, position): (Order, &Position),
    limit: i64,
    guide: &Guide<'_>,
) -> Result<Vec<Row>, StoreError> {
    let (engine, ascending) = (connection.engine(), compose::ascends(order, position));
    let (place, from_key) = match compose::place(position) {
        Some([key, rest @ ..]) if order.key.is_by_cohort() => (Some(rest), Some(key)),
        place => (place, None),
    };
    let mut cohorts = guide.cohorts.to_vec();
    cohorts.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    let alike = |one: &Cohort, other: &Cohort| !order.key.is_by_cohort() || one.sort_key == other.sort_key;
    let mut steps: Vec<_> = cohorts.chunk_by(alike).collect();
    if !ascending {
        steps.reverse();
    }
    let mut rows: Vec<Row> = Vec::new();
    for cohorts in steps {
        let missing = limit - i64::try_from(rows.len()).unwrap_or(limit);
        if missing <= 0 {
            break;
        }
        let key = cohorts.first().map(|cohort| &cohort.sort_key);
        let from = match from_key {
            Some(from) if (key < Some(from)) == ascending && key != Some(from) => continue,
            Some(from) if key != Some(from) => None,
            _ => place,
        };
        let extent = Extent {
            from,
            ascending,
            limit: missing,
        };
        let statement = compose::by_cohort(engine, tenant, filter, order.key, cohorts, extent);
        rows.extend(people(connection, statement).await?);
    }
    Ok(rows)
}

/// How many windows are tried before everybody who matches is gathered.
const WINDOWS: usize = 2;

/// Walks the list in windows until the page is full or the list ends. When too few match after all, they are gathered.
async fn windows(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    order: Order,
    (position, size): (&Position, i64),
    limit: i64,
    guide: &Guide<'_>,
) -> Result<Vec<Row>, StoreError> {
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows: Vec<Row> = Vec::new();
    let mut from = position.clone();
    for _ in 0..WINDOWS {
        let statement = compose::page(tenant, filter, order, &from, limit, guide);
        rows.extend(people(connection, statement).await?);
        if rows.len() >= full {
            rows.truncate(full);
            return Ok(rows);
        }
        let end = compose::window_end(tenant, order, &from, size);
        let end = run!(connection, (Uuid, String, String), end)?;
        let Some((id, first, second)) = end.into_iter().next() else {
            return Ok(rows);
        };
        let id = id.to_string();
        let place = if compose::key_length(order.key) == 3 {
            vec![first, second, id]
        } else {
            vec![first, id]
        };
        from = match position {
            Position::Before(_) => Position::Before(place),
            Position::Start | Position::After(_) => Position::After(place),
        };
    }
    let gathered = Guide {
        walk: Walk::Gather,
        ..*guide
    };
    let statement = compose::page(tenant, filter, order, position, limit, &gathered);
    people(connection, statement).await
}

/// How many people match. `guide` says which cohorts there are; whatever it walks, all are counted.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    guide: &Guide<'_>,
) -> Result<u64, StoreError> {
    let rows = run!(connection, (i64,), compose::count(tenant, filter, guide))?;
    Ok(rows
        .first()
        .and_then(|(count,)| u64::try_from(*count).ok())
        .unwrap_or_default())
}

/// Puts everybody who matches into the draft `operation`, in one statement. Returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn stage(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
    operation: Uuid,
) -> Result<u64, StoreError> {
    let Statement { text, values } = compose::stage(tenant, filter, operation);
    let text = text_for(connection.engine(), &text);
    match connection {
        Connection::Sqlite(inner) => bound!(sqlx::query(text), values, matching)
            .execute(&mut **inner)
            .await
            .map(|done| done.rows_affected()),
        Connection::Postgres(inner) => bound!(sqlx::query(text), values, numbers)
            .execute(&mut **inner)
            .await
            .map(|done| done.rows_affected()),
    }
    .map_err(StoreError::from)
}
