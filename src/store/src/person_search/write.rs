//! Writing what searches look through.

use super::place::numbers_for;
use super::text::{text_of, trigrams};
use crate::database::{Connection, Database};
use crate::error::StoreError;
use crate::person::{Person, Row, select_person};
use forecourt_model::TenantId;
use forecourt_model::folding::fold;
use uuid::Uuid;

/// The form that this version writes. Rows of an older form are written anew.
pub(crate) const FORM: i64 = 1;

/// How many rows of an older form are written anew in one transaction.
const PIECE: i64 = 2_000;

crate::statements! {
    NAME = "select display_name_folded from person_search where tenant_id = $1 and person_id = $2";
    REMOVE = "delete from person_search where tenant_id = $1 and person_id = $2";
    // The engines differ by one column.
    ADD = "insert into person_search (row_number, tenant_id, person_id, display_name_folded, search_text,
           form{trigrams:column}) values ($1, $2, $3, $4, $5, $6{trigrams:7})";
    CHANGE = "update person_search set search_text = $3, form = $4{trigrams:set 5}
              where tenant_id = $1 and person_id = $2";
    OUTDATED = select_person!("where p.tenant_id = $1 and p.person_id in (select s.person_id from person_search s
             where s.tenant_id = $1 and s.form < 1 limit $2)");
    TENANTS = "select distinct tenant_id from person_search where form < 1";
}

/// Writes what searches look through for a person.
///
/// # Errors
/// [`StoreError`].
pub async fn write(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: &Person,
) -> Result<(), StoreError> {
    let (name, text) = (fold(person.shown_name()), text_of(person));
    let known = crate::fetch_optional!(connection, (String,), NAME, tenant.0, person.id.0)?;
    if known.as_ref().is_some_and(|(known,)| *known == name) {
        return change(connection, tenant, person, text).await;
    }
    if known.is_some() {
        // Another name is another place in the order.
        crate::execute!(connection, REMOVE, tenant.0, person.id.0)?;
    }
    add(connection, tenant, person, name, text).await
}

async fn change(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: &Person,
    text: String,
) -> Result<(), StoreError> {
    let statement = crate::dialect::text_for(connection.engine(), CHANGE);
    match connection {
        Connection::Sqlite(inner) => {
            let query = sqlx::query(statement).bind(tenant.0).bind(person.id.0);
            query.bind(text).bind(FORM).execute(&mut **inner).await?;
        }
        Connection::Postgres(inner) => {
            let numbers = trigrams(&text);
            let query = sqlx::query(statement).bind(tenant.0).bind(person.id.0);
            let query = query.bind(text).bind(FORM).bind(numbers);
            query.execute(&mut **inner).await?;
        }
    }
    Ok(())
}

async fn add(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    person: &Person,
    name: String,
    text: String,
) -> Result<(), StoreError> {
    let numbers = numbers_for(connection, tenant, &[(name.as_str(), person.id)]).await?;
    let number = numbers.first().copied().unwrap_or_default();
    let statement = crate::dialect::text_for(connection.engine(), ADD);
    match connection {
        Connection::Sqlite(inner) => {
            let query = sqlx::query(statement)
                .bind(number)
                .bind(tenant.0)
                .bind(person.id.0);
            let query = query.bind(name).bind(text).bind(FORM);
            query.execute(&mut **inner).await?;
        }
        Connection::Postgres(inner) => {
            let numbers = trigrams(&text);
            let query = sqlx::query(statement)
                .bind(number)
                .bind(tenant.0)
                .bind(person.id.0);
            let query = query.bind(name).bind(text).bind(FORM).bind(numbers);
            query.execute(&mut **inner).await?;
        }
    }
    Ok(())
}

/// Writes anew whatever an older version has written in another form.
///
/// # Errors
/// [`StoreError`].
pub async fn renew(database: &Database) -> Result<(), StoreError> {
    loop {
        let mut transaction = database.begin().await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        let tenants = crate::fetch_all!(connection, (Uuid,), TENANTS)?;
        let Some((tenant,)) = tenants.first().copied() else {
            return Ok(());
        };
        for row in crate::fetch_all!(connection, Row, OUTDATED, tenant, PIECE)? {
            write(connection, TenantId(tenant), &Person::try_from(row)?).await?;
        }
        transaction.commit().await?;
    }
}
