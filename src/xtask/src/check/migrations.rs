//! Both engines have the same migrations, each with a way back.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::files;

/// What differs between `migrations/sqlite` and `migrations/postgres`, one sentence for each.
///
/// # Errors
/// A folder that cannot be read.
pub(crate) fn complaints(root: &Path) -> Result<Vec<String>> {
    let names = |engine: &str| -> Result<BTreeSet<String>> {
        let files = files::under(&root.join("migrations").join(engine))?;
        Ok(files
            .iter()
            .filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()))
            .collect())
    };
    Ok(judge(&names("sqlite")?, &names("postgres")?))
}

fn judge(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for name in sqlite.difference(postgres) {
        complaints.push(format!("{name} is missing for PostgreSQL"));
    }
    for name in postgres.difference(sqlite) {
        complaints.push(format!("{name} is missing for SQLite"));
    }
    for name in sqlite.union(postgres) {
        let other = match (name.strip_suffix(".up.sql"), name.strip_suffix(".down.sql")) {
            (Some(stem), _) => format!("{stem}.down.sql"),
            (_, Some(stem)) => format!("{stem}.up.sql"),
            _ => {
                complaints.push(format!("{name} ends neither in `.up.sql` nor in `.down.sql`"));
                continue;
            }
        };
        if !sqlite.contains(&other) && !postgres.contains(&other) {
            complaints.push(format!("{name} has no {other}"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_migrations_of_this_workspace_are_pairs() {
        let root = crate::workspace::root();
        assert!(root.join("migrations").is_dir());
        assert_eq!(complaints(&root).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_is_named() {
        let sqlite = set(&["1_a.up.sql", "1_a.down.sql", "2_b.up.sql"]);
        let postgres = set(&["1_a.up.sql", "1_a.down.sql", "notes.txt"]);
        assert_eq!(
            judge(&sqlite, &postgres),
            [
                "2_b.up.sql is missing for PostgreSQL",
                "notes.txt is missing for SQLite",
                "2_b.up.sql has no 2_b.down.sql",
                "notes.txt ends neither in `.up.sql` nor in `.down.sql`",
            ]
        );
        assert_eq!(
            judge(
                &set(&["1_a.up.sql", "1_a.down.sql"]),
                &set(&["1_a.up.sql", "1_a.down.sql"])
            )
            .len(),
            0
        );
    }
}
