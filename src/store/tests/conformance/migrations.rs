//! Migrations up and down, and databases that cannot be used.

use crate::engines::on_each;
use forecourt_store::migrate::{self, Progress};
use forecourt_store::{Connection, Database, StoreError, dialect};
use forecourt_testkit::TempDir;
use std::collections::BTreeSet;
use std::path::Path;

#[tokio::test]
async fn up_down_and_up_again_leaves_nothing_and_then_everything() {
    on_each(async |database| {
        let missing = migrate::progress(&database).await.unwrap();
        assert_eq!(missing.done, 0);
        let all = Progress {
            done: missing.missing,
            missing: 0,
        };
        for _ in 0..2 {
            migrate::up(&database).await.unwrap();
            assert_eq!(migrate::progress(&database).await.unwrap(), all);
            let full = tables(&database).await;
            assert!(
                full.contains("organization") && full.contains("change"),
                "{full:?}"
            );
            migrate::down(&database).await.unwrap();
            assert_eq!(tables(&database).await, BTreeSet::new());
            assert_eq!(migrate::progress(&database).await.unwrap(), missing);
        }
        // A second time changes nothing.
        migrate::up(&database).await.unwrap();
        migrate::up(&database).await.unwrap();
        dialect::probe_write(&database).await.unwrap();
    })
    .await;
}

/// The tables of the product.
async fn tables(database: &Database) -> BTreeSet<String> {
    let mut reader = database.read().await.unwrap();
    let text = match &mut reader.connection() {
        Connection::Sqlite(_) => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
        }
        Connection::Postgres(_) => "select tablename::text from pg_tables where schemaname = 'public'",
    };
    let rows: Vec<(String,)> = match &mut reader.connection() {
        Connection::Sqlite(inner) => sqlx::query_as(text).fetch_all(&mut **inner).await.unwrap(),
        Connection::Postgres(inner) => sqlx::query_as(text).fetch_all(&mut **inner).await.unwrap(),
    };
    rows.into_iter()
        .map(|(name,)| name)
        .filter(|name| name != "_sqlx_migrations")
        .collect()
}

#[test]
fn both_engines_have_the_same_migrations_up_and_down() {
    let stems = |engine: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../migrations")
            .join(engine);
        let entries = std::fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let sqlite = stems("sqlite");
    assert_eq!(sqlite, stems("postgres"));
    for name in sqlite.iter().filter(|name| name.ends_with(".up.sql")) {
        assert!(sqlite.contains(&name.replace(".up.sql", ".down.sql")), "{name}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        let text = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                    select 9999, 'later', success, checksum, 0 from _sqlx_migrations where version = 1";
        match &mut transaction.connection() {
            Connection::Sqlite(inner) => drop(sqlx::query(text).execute(&mut **inner).await.unwrap()),
            Connection::Postgres(inner) => drop(sqlx::query(text).execute(&mut **inner).await.unwrap()),
        }
        transaction.commit().await.unwrap();
        for refused in [
            migrate::up(&database).await,
            migrate::progress(&database).await.map(drop),
        ] {
            let error = refused.unwrap_err();
            assert!(matches!(error, StoreError::Newer { version: 9999 }), "{error:?}");
            assert!(error.to_string().contains("newer version"), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_refused_with_what_to_check() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("forecourt.db");
    let url = format!("sqlite://{}", path.display());
    Database::open(&url).await.unwrap().close().await;
    // As on a disk that was mounted for reading; rights would not stop a test that runs as root.
    let error = Database::open(&format!("{url}?mode=ro")).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("check the rights"), "{error}");
}

#[tokio::test]
async fn an_unknown_scheme_is_refused_with_those_that_are_known() {
    for url in ["mysql://root@localhost/x", "forecourt.db", ""] {
        let error = Database::open(url).await.unwrap_err();
        assert!(matches!(error, StoreError::UnknownScheme { .. }), "{error:?}");
        assert!(error.to_string().contains("sqlite://"), "{error}");
    }
}
