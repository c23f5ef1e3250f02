//! Rows that are bound, or read, as one value.

use crate::database::Engine;

/// The rows of a JSON list of lists as a table. `mark` is the number of the bound value, a space, and the columns in the
/// order of each list: `2 day bigint, domain text`. Types are `bigint`, `boolean`, `text`; `bytes` for text that is
/// compared byte by byte; and `uuid` for 32 hexadecimal digits.
pub(super) fn rows(engine: Engine, mark: &str) -> String {
    let (number, columns) = mark.split_once(' ').unwrap_or((mark, ""));
    let columns: Vec<_> = columns
        .split(',')
        .enumerate()
        .map(|(place, column)| {
            let (name, kind) = column.trim().rsplit_once(' ').unwrap_or((column, "text"));
            let value = format!("value ->> {place}");
            let read = match (engine, kind) {
                (Engine::Sqlite, "uuid") => format!("unhex({value})"),
                (Engine::Postgres, "bytes") => format!("({value}) collate \"C\""),
                (Engine::Sqlite, _) | (Engine::Postgres, "text") => value,
                (Engine::Postgres, kind) => format!("({value})::{kind}"),
            };
            format!("{read} as {name}")
        })
        .collect();
    let from = match engine {
        Engine::Sqlite => format!("json_each(${number})"),
        Engine::Postgres => format!("jsonb_array_elements(${number}::text::jsonb)"),
    };
    format!("(select {} from {from})", columns.join(", "))
}

/// All rows of `listed` in the order in which they come: on PostgreSQL as they are; on SQLite, where a row costs more to
/// hand over than to find, as the text of a JSON list. `groups` are columns as those of [`rows`], set apart by bars: each
/// row of the text is a list with a list for each of them.
pub(super) fn listed(engine: Engine, groups: &str) -> String {
    if engine == Engine::Postgres {
        return "listed.*".to_owned();
    }
    let told = |column: &str| {
        let (name, kind) = column.trim().rsplit_once(' ').unwrap_or((column, "text"));
        match kind {
            "uuid" => format!("nullif(hex({name}), '')"),
            "boolean" => format!("json(case {name} when 0 then 'false' else 'true' end)"),
            _ => name.to_owned(),
        }
    };
    let group = |columns: &str| {
        let columns: Vec<_> = columns.split(',').map(told).collect();
        format!("json_array({})", columns.join(", "))
    };
    let groups: Vec<_> = groups.split('|').map(group).collect();
    format!("json_group_array(json_array({}))", groups.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Engine, listed, rows};

    #[test]
    fn each_engine_tells_the_columns_in_order() {
        let mark = "id uuid, name text | is_on boolean";
        assert_eq!(
            listed(Engine::Sqlite, mark),
            "json_group_array(json_array(json_array(nullif(hex(id), ''), name), \
             json_array(json(case is_on when 0 then 'false' else 'true' end))))"
        );
        assert_eq!(listed(Engine::Postgres, mark), "listed.*");
    }

    #[test]
    fn each_engine_reads_the_columns_in_order() {
        let mark = "2 group_id uuid, rank bigint, name text, key bytes";
        assert_eq!(
            rows(Engine::Sqlite, mark),
            "(select unhex(value ->> 0) as group_id, value ->> 1 as rank, value ->> 2 as name, value ->> 3 as key \
             from json_each($2))"
        );
        assert_eq!(
            rows(Engine::Postgres, mark),
            "(select (value ->> 0)::uuid as group_id, (value ->> 1)::bigint as rank, value ->> 2 as name, \
             (value ->> 3) collate \"C\" as key from jsonb_array_elements($2::text::jsonb))"
        );
    }
}
