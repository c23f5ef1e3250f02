//! Filling an empty directory without its indexes and keys.

use crate::engines::{TENANT, in_transaction, moment};
use crate::groups::person_number;
use forecourt_store::directory::{self, NewPeople};
use forecourt_store::{Connection, bulk, cohort, person};

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

#[tokio::test]
async fn a_filled_directory_has_every_index_and_key_again() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let before = definitions(connection).await;
        let indexes = bulk::without_indexes(connection).await.unwrap();
        let without = definitions(connection).await;
        assert!(without.len() + 5 < before.len(), "{without:?}");
        let people: Vec<_> = (1..=30).map(person_number).collect();
        directory::add_many(connection, TENANT, &NewPeople::of(people.clone()), moment(0))
            .await
            .unwrap();
        indexes.restore(connection).await.unwrap();
        assert_eq!(definitions(connection).await, before);

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
    })
    .await;
}
