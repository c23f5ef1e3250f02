//! Writing what searches look through.

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
    // The engines differ by one column.
    WRITE = "insert into person_search (tenant_id, person_id, display_name_folded, search_text, form{trigrams:column})
             values ($1, $2, $3, $4, $5{trigrams:6})
             on conflict (tenant_id, person_id) do update set display_name_folded = excluded.display_name_folded,
             search_text = excluded.search_text, form = excluded.form{trigrams:update}";
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
    let statement = crate::dialect::text_for(connection.engine(), WRITE);
    match connection {
        Connection::Sqlite(inner) => {
            let query = sqlx::query(statement).bind(tenant.0).bind(person.id.0);
            let query = query.bind(name).bind(text).bind(FORM);
            query.execute(&mut **inner).await?;
        }
        Connection::Postgres(inner) => {
            let numbers = trigrams(&text);
            let query = sqlx::query(statement).bind(tenant.0).bind(person.id.0);
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
