//! Writing many rows at once.
//!
//! SQLite runs triggers row by row and keeps every index in order with each row. Both cost more than the rows; here they
//! are done together.

mod placing;

use crate::database::{Connection, Database};
use crate::error::StoreError;
use forecourt_model::TenantId;
use sqlx::{AssertSqlSafe, PgConnection, SqlSafeStr as _};

/// The tables that hold something of each person, without the trail of changes. The last is PostgreSQL's.
const TABLES: [&str; 5] = [
    "person",
    "assignment",
    "person_search",
    "group_member",
    "assignment_block_count",
];

/// Those of them between which keys are compared.
const REFERRING: [&str; 3] = ["person", "assignment", "person_search"];

/// Those that are filled with them.
const FILLED_BESIDE: [&str; 6] = [
    "assignment_block",
    "assignment_count",
    "change_person",
    "directory_group",
    "group_assignment",
    "policy",
];

/// The index that places new people among the others, needed while they are written.
const NEEDED: &str = "person_search_by_name";

/// Indexes that were taken away, as statements that make them again, and on PostgreSQL keys: each row that is written
/// would look its person up, while making the key again compares the tables once. Nobody is counted, and nobody is in the
/// index of trigrams or in a block, until they are restored.
#[derive(Debug)]
#[must_use = "the tables have no indexes until they are restored"]
pub struct Indexes {
    definitions: Vec<String>,
    /// Keys that refer to people.
    references: Vec<String>,
    /// Whether people are given blocks as they are written.
    placed: bool,
}

/// The keys that refer to people, and those of tables in which nothing is looked up while people are written; by table,
/// with what makes them again. Those that refer to others come first.
const KEYS: &str = "select conrelid::regclass::text, conname::text, contype = 'f', pg_get_constraintdef(oid)
      || coalesce((select ' with (' || array_to_string(i.reloptions, ', ') || ')' from pg_class i
                   where i.oid = conindid and contype = 'p' and i.reloptions is not null), '')
    from pg_constraint where contype = 'f' and confrelid = cast('person' as regclass)
      or contype = 'p' and conrelid in (cast('person' as regclass), cast('assignment' as regclass),
        cast('person_search' as regclass), cast('assignment_block_count' as regclass))
    order by contype, 1, 2";

/// Counts who has what where nothing was counted. A count that each statement adds to is on PostgreSQL a new row each time,
/// and thousands of those that count no more lie between the few that do.
const COUNT_ONCE: &str = "insert into assignment_count (tenant_id, policy_id, source, people)
    select tenant_id, effective_policy_id, effective_source, count(*) from assignment where true group by 1, 2, 3
    on conflict (tenant_id, policy_id, source) do update set people = excluded.people";

/// The triggers of PostgreSQL that place and count whoever is added.
const FOR_ADDED: [&str; 2] = ["assignment_placed", "assignment_added"];

/// Takes the indexes of the tables of people away, to be restored in the same transaction. Only worth it for a directory
/// that is empty: what is there already is sorted again, and counted anew.
///
/// # Errors
/// [`StoreError`].
pub async fn without_indexes(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Indexes, StoreError> {
    begin(connection, tenant).await?;
    let (mut definitions, mut references, mut placed) = (Vec::new(), Vec::new(), false);
    if let Connection::Postgres(inner) = &mut *connection {
        let keys: Vec<(String, String, bool, String)> = sqlx::query_as(KEYS).fetch_all(&mut **inner).await?;
        // At once, so that little time lies between them, and as most who read lock them: what refers to people first.
        let refer = keys
            .iter()
            .filter(|(_, _, refers, _)| *refers)
            .map(|(table, ..)| table.as_str());
        let all: Vec<&str> = refer.chain(TABLES).collect();
        run(
            inner,
            format!("lock table {} in access exclusive mode", all.join(", ")),
        )
        .await?;
        for (table, name, refers, definition) in keys {
            run(inner, format!("alter table {table} drop constraint {name}")).await?;
            let made = if refers { &mut references } else { &mut definitions };
            made.push(format!("alter table {table} add constraint {name} {definition}"));
        }
        placed = placing::begin(inner, tenant).await?;
    }
    let text = match connection {
        Connection::Sqlite(_) => {
            "select name, sql from sqlite_master where type = 'index' and tbl_name = $1 and sql is not null"
        }
        Connection::Postgres(_) => {
            "select indexname::text, indexdef from pg_indexes where schemaname = current_schema() and tablename = $1
             and not exists (select 1 from pg_constraint c where c.conname = indexname)"
        }
    };
    for table in TABLES {
        for (name, definition) in crate::fetch_all!(connection, (String, String), text, table)? {
            if name == NEEDED {
                continue;
            }
            let drop = AssertSqlSafe(format!("drop index {name}")).into_sql_str();
            crate::execute!(connection, drop.clone())?;
            definitions.push(definition);
        }
    }
    switch_triggers(connection, "disable").await?;
    Ok(Indexes {
        definitions,
        references,
        placed,
    })
}

impl Indexes {
    /// Makes them again, once the organization was filled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn restore(self, connection: &mut Connection<'_>, tenant: TenantId) -> Result<(), StoreError> {
        if let Connection::Postgres(inner) = &mut *connection {
            // Sorted in memory, until the transaction ends.
            for text in [
                "set local maintenance_work_mem = '256MB'",
                "set local work_mem = '256MB'",
            ] {
                sqlx::query(text).execute(&mut **inner).await?;
            }
            placing::end(inner, tenant, self.placed).await?;
        }
        make(connection, self.definitions).await?;
        switch_triggers(connection, "enable").await?;
        crate::execute!(connection, COUNT_ONCE)?;
        rebuild_trigrams(connection).await?;
        end(connection, tenant).await?;
        if let Connection::Postgres(inner) = &mut *connection {
            // Else it compares the tables in another way, which takes four times as long.
            for table in REFERRING {
                run(inner, format!("analyze {table} (tenant_id, person_id)")).await?;
            }
        }
        make(connection, self.references).await
    }
}

/// Clears up once a directory has been filled and all of it is committed: PostgreSQL notes what everybody may see and counts
/// what it plans by, which it would else do by itself a minute later, while the first administrators look around. What is
/// counted before the end of the transaction it counts again. SQLite has nothing to clear up.
///
/// # Errors
/// [`StoreError`]; then PostgreSQL does it later.
pub async fn clear_up(database: &Database) -> Result<(), StoreError> {
    if let Database::Postgres { pool, .. } = database {
        let tables = [&TABLES[..], &FILLED_BESIDE[..]].concat().join(", ");
        let text = AssertSqlSafe(format!("vacuum (analyze) {tables}")).into_sql_str();
        sqlx::raw_sql(text).execute(pool).await?;
    }
    Ok(())
}

/// To `enable` or `disable` the triggers that place and count whoever is added.
async fn switch_triggers(connection: &mut Connection<'_>, to: &str) -> Result<(), StoreError> {
    if let Connection::Postgres(inner) = connection {
        for trigger in FOR_ADDED {
            run(inner, format!("alter table assignment {to} trigger {trigger}")).await?;
        }
    }
    Ok(())
}

/// Runs a statement that the database's own names were put into.
async fn run(connection: &mut PgConnection, text: String) -> Result<(), StoreError> {
    let text = AssertSqlSafe(text).into_sql_str();
    sqlx::query(text).execute(connection).await?;
    Ok(())
}

async fn make(connection: &mut Connection<'_>, definitions: Vec<String>) -> Result<(), StoreError> {
    for definition in definitions {
        // The definition comes from the database itself.
        let text = AssertSqlSafe(definition).into_sql_str();
        crate::execute!(connection, text.clone())?;
    }
    Ok(())
}

/// Begins writing many rows at once: until [`end`] in the same transaction, whoever does this counts who has
/// what and writes the index of trigrams. Returns false where that is not needed, because the engine does both once for
/// each statement, or because it was begun before.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn begin(connection: &mut Connection<'_>, tenant: TenantId) -> Result<bool, StoreError> {
    let text = "insert into bulk_write (tenant_id) values ($1) on conflict do nothing";
    if let Connection::Sqlite(inner) = connection {
        let begun = sqlx::query(text).bind(tenant.0).execute(&mut **inner).await?;
        return Ok(begun.rows_affected() > 0);
    }
    Ok(false)
}

/// Writes the trigrams of the rows of `person_search` from one number to another, both included, into SQLite's index.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn index_trigrams(
    connection: &mut Connection<'_>,
    (first, last): (i64, i64),
) -> Result<(), StoreError> {
    let text = "insert into person_trigram (rowid, search_text) select row_number, search_text
        from person_search where row_number between $1 and $2 order by row_number";
    if let Connection::Sqlite(inner) = connection {
        sqlx::query(text)
            .bind(first)
            .bind(last)
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}

/// Makes SQLite's index of trigrams anew, in one statement: what each writes is a part of its own, which has to be merged
/// with those before it.
async fn rebuild_trigrams(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    if let Connection::Sqlite(inner) = connection {
        sqlx::query("insert into person_trigram (person_trigram) values ('rebuild')")
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}

/// Triggers count and index again.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn end(connection: &mut Connection<'_>, tenant: TenantId) -> Result<(), StoreError> {
    let text = "delete from bulk_write where tenant_id = $1";
    if let Connection::Sqlite(inner) = connection {
        sqlx::query(text).bind(tenant.0).execute(&mut **inner).await?;
    }
    Ok(())
}

/// Triggers that were taken away, as statements that make them again.
#[must_use = "nothing counts until they are there again"]
pub(crate) struct Uncounted(Vec<String>);

/// Takes the trigger away that counts who has what as assignments change, until [`Uncounted::end`] in the same
/// transaction: as long as there is one, SQLite first writes down whom a statement changes, and then looks each of them
/// up again. `None` where that is not needed, because the engine counts once for each statement.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn uncounted(connection: &mut Connection<'_>) -> Result<Option<Uncounted>, StoreError> {
    let text = "select sql from sqlite_master where type = 'trigger' and name = 'assignment_changed'";
    if let Connection::Postgres(_) = connection {
        return Ok(None);
    }
    let made = crate::fetch_all!(connection, (String,), text)?;
    crate::execute!(connection, "drop trigger assignment_changed")?;
    Ok(Some(Uncounted(
        made.into_iter().map(|(definition,)| definition).collect(),
    )))
}

impl Uncounted {
    /// Makes them again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn end(self, connection: &mut Connection<'_>) -> Result<(), StoreError> {
        make(connection, self.0).await
    }
}
