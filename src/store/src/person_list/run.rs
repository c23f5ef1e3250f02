//! Running the statements.

use super::compose::{self, Statement, Value};
use super::{ListedPerson, Order, PersonFilter, PersonPage, Position, SortKey};
use crate::database::Connection;
use crate::error::StoreError;
use crate::person::{self, Person};
use forecourt_model::TenantId;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    person: person::Row,
    first_key: String,
    second_key: String,
}

/// Binds the values of a statement and runs it on whichever database is open. The text has no part that came from
/// outside.
macro_rules! run {
    ($connection:expr, $row:ty, $statement:expr) => {{
        let Statement { text, values } = $statement;
        match &mut *$connection {
            Connection::Sqlite(inner) => {
                bound!(sqlx::query_as::<_, $row>(AssertSqlSafe(text)), values)
                    .fetch_all(&mut **inner)
                    .await
            }
            Connection::Postgres(inner) => {
                bound!(sqlx::query_as::<_, $row>(AssertSqlSafe(text)), values)
                    .fetch_all(&mut **inner)
                    .await
            }
        }
        .map_err(StoreError::from)
    }};
}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
                Value::Flag(value) => query.bind(value),
                Value::Number(value) => query.bind(value),
            };
        }
        query
    }};
}

fn listed(row: Row, key: SortKey) -> Result<ListedPerson, StoreError> {
    let person = Person::try_from(row.person)?;
    let id = person.id.to_string();
    let key = if compose::key_length(key) == 3 {
        vec![row.first_key, row.second_key, id]
    } else {
        vec![row.first_key, id]
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
) -> Result<PersonPage, StoreError> {
    let start = Position::Start;
    let position = if compose::fits(order.key, position) {
        position
    } else {
        &start
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let statement = compose::page(tenant, filter, order, position, one_more);
    let rows = run!(connection, Row, statement)?;
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

/// How many people match.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    filter: &PersonFilter,
) -> Result<u64, StoreError> {
    let rows = run!(connection, (i64,), compose::count(tenant, filter))?;
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
    match connection {
        Connection::Sqlite(inner) => bound!(sqlx::query(AssertSqlSafe(text)), values)
            .execute(&mut **inner)
            .await
            .map(|done| done.rows_affected()),
        Connection::Postgres(inner) => bound!(sqlx::query(AssertSqlSafe(text)), values)
            .execute(&mut **inner)
            .await
            .map(|done| done.rows_affected()),
    }
    .map_err(StoreError::from)
}
