//! Filling an empty directory without its indexes and keys.

use crate::engines::{TENANT, in_transaction, moment, on_each};
use crate::groups::person_number;
use forecourt_store::directory::{self, NewPeople};
use forecourt_store::{Connection, Database, bulk, cohort, migrate, person};

/// Every index and key by name, with what it is.
async fn definitions(connection: &mut Connection<'_>) -> Vec<(String, String)> {
    match connection {
        Connection::Sqlite(inner) => {
            sqlx::query_as(
                "select name, sql from sqlite_master where type = 'index' and sql is not null order by name",
            )
            .fetch_all(&mut **inner)
            .await
        }
        Connection::Postgres(inner) => {
            sqlx::query_as(
                "select indexname::text, indexdef from pg_indexes where schemaname = current_schema()
                 union all select conname::text, pg_get_constraintdef(oid) from pg_constraint
                 where connamespace = current_schema()::regnamespace order by 1, 2",
            )
            .fetch_all(&mut **inner)
            .await
        }
    }
    .unwrap()
}

/// SQLite's index of trigrams has every text, and nothing else; PostgreSQL's cannot be without one.
async fn check_trigrams(connection: &mut Connection<'_>) {
    if let Connection::Sqlite(inner) = connection {
        sqlx::query("insert into person_trigram (person_trigram, rank) values ('integrity-check', 1)")
            .execute(&mut **inner)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_filled_directory_has_every_index_and_key_again() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let before = definitions(connection).await;
        let indexes = bulk::without_indexes(connection, TENANT).await.unwrap();
        let without = definitions(connection).await;
        assert!(without.len() + 5 < before.len(), "{without:?}");
        let people: Vec<_> = (1..=30).map(person_number).collect();
        directory::add_many(connection, TENANT, &NewPeople::of(people.clone()), moment(0))
            .await
            .unwrap();
        indexes.restore(connection, TENANT).await.unwrap();
        assert_eq!(definitions(connection).await, before);
        check_trigrams(connection).await;

        // What refers to a person goes with them.
        let one = people.first().unwrap();
        assert!(person::delete(connection, TENANT, one.id).await.unwrap());
        let counted = cohort::count(connection, TENANT).await.unwrap();
        assert_eq!(counted.iter().map(|count| count.people).sum::<u64>(), 29);

        // Whoever comes is counted again.
        person::upsert(connection, TENANT, &person_number(31), moment(0))
            .await
            .unwrap();
        let counted = cohort::count(connection, TENANT).await.unwrap();
        assert_eq!(counted.iter().map(|count| count.people).sum::<u64>(), 30);
        check_trigrams(connection).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_filled_is_cleared_up() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        let connection = &mut transaction.connection();
        let people = NewPeople::of((1..=30).map(person_number).collect());
        directory::add_many(connection, TENANT, &people, moment(0))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        bulk::clear_up(&database).await.unwrap();
        if let Database::Postgres { pool, .. } = &database {
            // Less than zero where nobody has looked yet.
            let text = "select relname::text, reltuples::bigint from pg_class
                where relname in ('person', 'assignment', 'person_search') order by relname";
            let seen: Vec<(String, i64)> = sqlx::query_as(text).fetch_all(pool).await.unwrap();
            let all = ["assignment", "person", "person_search"].map(|table| (table.to_owned(), 30));
            assert_eq!(seen, all);
        }
    })
    .await;
}
