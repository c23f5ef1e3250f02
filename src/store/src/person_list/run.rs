//! Running the statements.

mod steps;

use super::compose::{self, Statement, Value};
use super::{Guide, ListedPerson, Order, PersonFilter, PersonPage, Position, SortKey, Walk};
use crate::database::{Connection, Engine};
use crate::dialect::text_for;
use crate::error::StoreError;
use crate::person::{self, Person};
use crate::person_search;
use forecourt_model::TenantId;
use serde::Deserialize;
use steps::Asked;
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
                let outcome = bound!(sqlx::query_as::<_, $row>(text), values, numbers)
                    .fetch_all(&mut **inner)
                    .await;
                inner.ended(&outcome);
                outcome
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

/// The last person of a full window and their sort values.
async fn window_end(
    connection: &mut Connection<'_>,
    statement: Statement,
) -> Result<Option<(Uuid, String, String)>, StoreError> {
    let ends = run!(connection, (Uuid, String, String), statement)?;
    Ok(ends.into_iter().next())
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
    let asked = Asked {
        tenant,
        filter,
        order,
        position,
        limit: one_more,
        guide,
    };
    let rows = match guide.walk {
        Walk::Window(size) => asked.by_window(connection, size).await?,
        Walk::Foremost if !filter.words.is_empty() => asked.foremost(connection).await?,
        Walk::Ranked | Walk::Along if !filter.words.is_empty() => asked.by_stretch(connection).await?,
        Walk::Cohorts => asked.by_cohort(connection).await?,
        _ => asked.at_once(connection, position, guide).await?,
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
