//! Where the engines truly differ.

pub(crate) mod block;
mod rows;

use crate::database::{Connection, Database, Engine, PAGES};
use crate::error::StoreError;
use crate::moment::from_micros;
use crate::operation::Found;
use crate::operation::staging::StagedLine;
use rows::{listed, rows};
use sqlx::{AssertSqlSafe, Encode, Postgres, SqlSafeStr as _, SqlStr, Sqlite, Type};
use time::OffsetDateTime;
use uuid::Uuid;

/// The channel on which servers that share a PostgreSQL tell each other that there is a new revision.
pub const CHANNEL: &str = "forecourt_change";

/// Tells the other servers, when the transaction commits, that there is a new revision. SQLite has no other servers.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub async fn announce(connection: &mut Connection<'_>, payload: &str) -> Result<(), StoreError> {
    if let Connection::Postgres(inner) = connection {
        sqlx::query("select pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(payload)
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}

/// Asks the database for a sign of life.
///
/// # Errors
/// [`StoreError::Unavailable`] when there is none.
pub async fn ping(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    crate::execute!(connection, "select 1")?;
    Ok(())
}

/// Tries whether the database takes changes, without making one.
///
/// # Errors
/// [`StoreError`] when it does not.
pub async fn probe_write(database: &Database) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    let connection = &mut transaction.connection();
    crate::execute!(connection, "update organization set revision = revision")?;
    Ok(())
}

/// What the database's own clock shows; SQLite has none but the machine's.
///
/// # Errors
/// [`StoreError`].
pub async fn clock(connection: &mut Connection<'_>) -> Result<Option<OffsetDateTime>, StoreError> {
    if matches!(connection, Connection::Sqlite(_)) {
        return Ok(None);
    }
    let text = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    let row = crate::fetch_optional!(connection, (i64,), text)?;
    row.map(|(micros,)| from_micros("clock", micros)).transpose()
}

/// A statement as `engine` takes it. Marks in a text stand for what the engines write differently; `N` is the number
/// of the bound value:
///
/// - `{ids:N}`: the rows `(person_id)` of [`Ids`];
/// - `{texts:N}`: the rows `(text)` of [`Texts`];
/// - `{rows:N name type, …}`: the rows of a JSON list of lists with these columns; the types are those of [`rows`];
/// - `{listed:name type, … | …}`: all rows of `listed`, on SQLite as the text of a JSON list, by [`listed`];
/// - `{hits:N}`: `person_search s` where the text has some trigrams: a question to the index on SQLite, an array of
///   numbers on PostgreSQL. Who is found has to be looked at again. SQLite hands them out by `{rank}`, the number of
///   the row; `{rank found}` is that without its index, of which PostgreSQL would read far more than of the other.
///   `{along:N}` is the same for what so many have that PostgreSQL finds them sooner by going through the
///   rows one after the other;
/// - `{in order}`: a join that SQLite takes as it is written, `{fence}`: what keeps PostgreSQL from looking into a
///   part of a statement, `{once}`: what makes it work out a named part of one only once;
/// - `{place}`: what rows of `person` are read in the order of, `{behind:N}`: such a place, bound as text or null for
///   the first, `{last place}`: the last of those called `place`, as text;
/// - `{stored by}`: the name in the order of which rows of `assignment` are found, which is none on PostgreSQL, where
///   they are found by identifier; `{stored behind}`: whoever comes after the name `$2` and the identifier `$3`;
/// - `{held in:b}`: the assignments `b` of people with a policy that is asked for, to be read from. SQLite has an index of
///   policies; PostgreSQL goes through the blocks `k` that have people with it, and `{held policy:b}` is the column by which
///   it finds them. `{in blocks:a}` keeps assignments `a` of whatever policy to the blocks from the name `$2` and the
///   identifier `$3` to `$4` and `$5` in the organization `$1`;
/// - `{held:b}`: what else is read of the assignment `b` that was found, and `{held by:c}`: `a` as the assignment of a
///   row `c` that was found so. SQLite finds it where it lies; on PostgreSQL, which would look it up, `c` has it already;
/// - `{id of:…}`: an identifier as 32 hexadecimal digits, `{as id:N}`: one that is bound as such text;
/// - `{trigrams:…}`: the column of trigrams, which only PostgreSQL has.
pub fn text_for(engine: Engine, text: &str) -> SqlStr {
    let mut result = String::with_capacity(text.len() + 200);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, after) = after.split_once('}').unwrap_or((after, ""));
        let (kind, number) = mark.split_once(':').unwrap_or((mark, ""));
        let written = match (kind, engine) {
            ("ids", Engine::Sqlite) => "(select unhex(value) as person_id from json_each($N))",
            ("ids", Engine::Postgres) => "(select unnest($N::uuid[]) as person_id)",
            ("texts", Engine::Sqlite) => "(select value as text from json_each($N))",
            ("texts", Engine::Postgres) => {
                "(select value as text from jsonb_array_elements_text($N::text::jsonb))"
            }
            ("rows", _) => &rows(engine, number),
            ("listed", _) => &listed(engine, number),
            ("hits" | "along", Engine::Sqlite) => {
                "person_trigram t cross join person_search s on s.row_number = t.rowid where t.person_trigram match $N"
            }
            ("hits", Engine::Postgres) => "person_search s where s.trigrams @> $N",
            ("rank" | "rank found", Engine::Sqlite) => "t.rowid",
            ("rank", Engine::Postgres) => "s.row_number",
            ("rank found", Engine::Postgres) => "s.row_number + 0",
            ("fence", Engine::Postgres) => " offset 0",
            ("once", Engine::Postgres) => "materialized",
            ("along", Engine::Postgres) => "person_search s where cast($N as integer[]) is not null",
            ("in order", Engine::Sqlite) => "cross join",
            ("in order", Engine::Postgres) => "join",
            ("place", Engine::Sqlite) => "rowid",
            ("place", Engine::Postgres) => "person_id",
            ("behind", Engine::Sqlite) => "cast(coalesce($N, '0') as integer)",
            ("behind", Engine::Postgres) => {
                "cast(coalesce($N, '00000000-0000-0000-0000-000000000000') as uuid)"
            }
            ("last place", Engine::Sqlite) => "cast(max(place) as text)",
            ("last place", Engine::Postgres) => "max(cast(place as text))",
            ("stored by", Engine::Sqlite) => "display_name_folded",
            ("stored by", Engine::Postgres) => "cast('' as text)",
            ("stored behind", Engine::Sqlite) => "(display_name_folded, person_id) > ($2, unhex($3))",
            ("stored behind", Engine::Postgres) => {
                "cast($2 as text) is not null and person_id > cast($3 as uuid)"
            }
            ("held in", Engine::Sqlite) => "assignment COLUMN",
            ("held in", Engine::Postgres) => {
                "assignment_block_count k join assignment COLUMN on COLUMN.block = k.block and COLUMN.tenant_id = k.tenant_id
                 and COLUMN.effective_policy_id = k.policy_id and COLUMN.effective_source = k.source"
            }
            ("held policy", Engine::Sqlite) => "COLUMN.effective_policy_id",
            ("held policy", Engine::Postgres) => "k.policy_id",
            ("in blocks", Engine::Postgres) => &block::between(number),
            ("held", Engine::Postgres) => {
                ", COLUMN.direct_policy_id, COLUMN.effective_policy_id, COLUMN.effective_source,
                 COLUMN.effective_group_id, COLUMN.revision"
            }
            ("held by", Engine::Sqlite) => {
                "cross join assignment a on a.tenant_id = COLUMN.tenant_id
                 and a.display_name_folded = COLUMN.display_name_folded and a.person_id = COLUMN.person_id"
            }
            ("held by", Engine::Postgres) => {
                "cross join lateral (select COLUMN.direct_policy_id, COLUMN.effective_policy_id,
                 COLUMN.effective_source, COLUMN.effective_group_id, COLUMN.revision) a"
            }
            ("id of", Engine::Sqlite) => "hex(COLUMN)",
            ("id of", Engine::Postgres) => "encode(uuid_send(COLUMN), 'hex')",
            ("as id", Engine::Sqlite) => "unhex($N)",
            ("as id", Engine::Postgres) => "cast($N as uuid)",
            ("trigrams", Engine::Postgres) => match number {
                "column" => ", trigrams",
                "set 5" => ", trigrams = $5",
                _ => ", $N",
            },
            _ => "",
        };
        result.push_str(before);
        let written = written.replace("COLUMN", number);
        result.push_str(&written.replace("$N", &format!("${number}")));
        rest = after;
    }
    result.push_str(rest);
    AssertSqlSafe(result).into_sql_str()
}

/// A ranking as one bound value: each group with its rank and its policy.
pub fn ranking_json(ranking: impl Iterator<Item = (Uuid, i64, Uuid)>) -> String {
    let rows: Vec<_> = ranking
        .map(|(group, rank, policy)| format!("[\"{}\",{rank},\"{}\"]", group.simple(), policy.simple()))
        .collect();
    format!("[{}]", rows.join(","))
}

/// Many texts as one bound value.
#[derive(Clone, Debug)]
pub struct Texts(pub(crate) String);

impl Texts {
    /// These texts.
    pub fn of(texts: &[String]) -> Self {
        Self(serde_json::Value::from(texts).to_string())
    }
}

/// Lines of an operation as one bound value.
#[derive(Clone, Debug)]
pub struct StagedLines(pub(crate) String);

impl StagedLines {
    /// These lines. The character zero, which PostgreSQL does not take, is left out of their texts.
    pub fn of(lines: &[StagedLine]) -> Self {
        let row = |line: &StagedLine| {
            serde_json::json!([
                line.position,
                line.line,
                line.text.as_deref().map(|text| text.replace('\0', "")),
                line.person
                    .as_ref()
                    .map(|meant| meant.person.0.simple().to_string()),
                line.outcome.map(Found::code),
                line.person.as_ref().map(|meant| meant.name.as_str()),
            ])
        };
        Self(lines.iter().map(row).collect::<serde_json::Value>().to_string())
    }
}

/// How many rows of `columns` values one statement should have: so many that the way there and back does not count. The
/// engines keep what they make of a statement, so none is very long.
pub fn rows_at_once(engine: Engine, columns: usize) -> usize {
    let values = match engine {
        Engine::Sqlite => 2_000,
        Engine::Postgres => 15_000,
    };
    (values / columns.max(1)).max(1)
}

/// Prepares the connection for a transaction that changes many pages: SQLite keeps more of them in memory until the
/// transaction ends, up to so many `kilobytes`, instead of writing the same page again and again. PostgreSQL sorts in
/// memory what is written in order.
///
/// # Errors
/// [`StoreError`].
pub async fn for_many_pages(connection: &mut Connection<'_>, kilobytes: u32) -> Result<(), StoreError> {
    match connection {
        Connection::Sqlite(inner) => {
            let text = AssertSqlSafe(format!("pragma cache_size = -{kilobytes}")).into_sql_str();
            sqlx::query(text).execute(&mut **inner).await?;
        }
        Connection::Postgres(inner) => {
            sqlx::query("set local work_mem = '64MB'")
                .execute(&mut **inner)
                .await?;
        }
    }
    Ok(())
}

/// Gives that memory back.
///
/// # Errors
/// [`StoreError`].
pub async fn for_few_pages(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    if let Connection::Sqlite(inner) = connection {
        let text = AssertSqlSafe(format!("pragma cache_size = {PAGES}")).into_sql_str();
        sqlx::query(text).execute(&mut **inner).await?;
    }
    Ok(())
}

/// Many identifiers as one bound value: an array on PostgreSQL, a JSON text on SQLite, which has no arrays.
#[derive(Clone, Debug, Default)]
pub struct Ids(pub Vec<Uuid>);

impl Type<Sqlite> for Ids {
    fn type_info() -> <Sqlite as sqlx::Database>::TypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Ids {
    fn encode_by_ref(
        &self,
        buffer: &mut <Sqlite as sqlx::Database>::ArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        let mut text = String::with_capacity(self.0.len() * 35 + 2);
        let mut spelled = Uuid::encode_buffer();
        text.push('[');
        for (at, id) in self.0.iter().enumerate() {
            text.push_str(if at == 0 { "\"" } else { ",\"" });
            text.push_str(id.simple().encode_lower(&mut spelled));
            text.push('"');
        }
        text.push(']');
        <String as Encode<Sqlite>>::encode(text, buffer)
    }
}

impl Type<Postgres> for Ids {
    fn type_info() -> <Postgres as sqlx::Database>::TypeInfo {
        <Vec<Uuid> as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Ids {
    fn encode_by_ref(
        &self,
        buffer: &mut <Postgres as sqlx::Database>::ArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        <Vec<Uuid> as Encode<Postgres>>::encode_by_ref(&self.0, buffer)
    }
}
