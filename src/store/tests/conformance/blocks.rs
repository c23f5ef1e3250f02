//! The blocks of people by which PostgreSQL finds who has which policy.

use crate::engines::{TENANT, moment};
use crate::groups::person_number;
use forecourt_model::policy::{BuiltIn, built_in_policies};
use forecourt_model::{PersonId, Revision, TenantId};
use forecourt_store::directory::{self, NewPeople};
use forecourt_store::person::Person;
use forecourt_store::{Connection, Database, Transaction, assignment, bulk, migrate, person, policy};
use forecourt_testkit::{Draw, fresh_database};
use sqlx::{PgConnection, Postgres};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many people a block may have before it is divided.
const MOST: usize = 64;

type Held = (Uuid, Uuid, String, Uuid, String, i64);
type Begin = (i64, Uuid, String, Uuid);
type Counted = (i64, Uuid, String, String, Uuid, i64);

/// Holds each person against where the blocks begin, and the counts against the people. Returns how many blocks have
/// people.
async fn check(connection: &mut PgConnection, what: &str) -> usize {
    let held: Vec<Held> = sqlx::query_as(
        "select tenant_id, person_id, display_name_folded, effective_policy_id, effective_source, block from assignment",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let begins: Vec<Begin> =
        sqlx::query_as("select block, tenant_id, first_name, first_person_id from assignment_block")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    let counted: Vec<Counted> = sqlx::query_as(
        "select block, policy_id, source, first_name, first_person_id, people from assignment_block_count
         order by 1, 2, 3",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let begin_of: BTreeMap<(Uuid, &str, Uuid), i64> = begins
        .iter()
        .map(|(block, tenant, name, id)| ((*tenant, name.as_str(), *id), *block))
        .collect();
    let mut people: BTreeMap<i64, usize> = BTreeMap::new();
    let mut expected: BTreeMap<(i64, Uuid, &str, &str, Uuid), i64> = BTreeMap::new();
    for (tenant, id, name, policy, source, block) in &held {
        let (begin, its) = begin_of
            .range(..=(*tenant, name.as_str(), *id))
            .next_back()
            .unwrap();
        assert_eq!(
            block, its,
            "{what}: {name} {id} is in the last block that begins before"
        );
        *people.entry(*block).or_default() += 1;
        *expected
            .entry((*block, *policy, source, begin.1, begin.2))
            .or_default() += 1;
    }
    let found: BTreeMap<_, _> = counted
        .iter()
        .map(|(block, policy, source, name, id, people)| {
            ((*block, *policy, source.as_str(), name.as_str(), *id), *people)
        })
        .collect();
    assert_eq!(
        found, expected,
        "{what}: it is counted what is there, and nothing else"
    );
    let most = people.values().max().copied().unwrap_or_default();
    assert!(most <= MOST, "{what}: a block has {most} people");
    people.len()
}

async fn check_all(connection: &mut Connection<'_>, what: &str) -> usize {
    match connection {
        Connection::Postgres(inner) => check(inner, what).await,
        Connection::Sqlite(_) => unreachable!("there are no blocks on SQLite"),
    }
}

/// Somebody with one of a few names, as most of a large organization.
fn somebody(number: u128, draw: &mut Draw) -> Person {
    let names = ["Ann", "ben", "Çelik", "Zoë"];
    let name = *draw.one_of(&names);
    let rest = draw.below(12);
    Person {
        // Half of all have the same name.
        display_name: if rest < 6 {
            name.to_owned()
        } else {
            format!("{name} {rest}")
        },
        ..person_number(number)
    }
}

/// A database with the built-in policies and nobody, in a transaction that is rolled back at the end.
async fn with_policies() -> Transaction {
    let database = Database::open(&fresh_database().await).await.unwrap();
    migrate::up(&database).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    for built_in in built_in_policies() {
        policy::insert(&mut transaction.connection(), TENANT, &built_in, moment(0))
            .await
            .unwrap();
    }
    transaction
}

#[tokio::test]
async fn people_are_in_their_blocks_and_counted_there_whatever_happens() {
    let mut transaction = with_policies().await;
    let connection = &mut transaction.connection();
    assert_eq!(check_all(connection, "nobody").await, 0);
    let draw = &mut Draw::seeded(7);
    let mut here: Vec<PersonId> = Vec::new();
    for step in 1..=600_u32 {
        match draw.below(10) {
            // Somebody new, or somebody who is there already with another name.
            0..=6 => {
                let who = somebody(u128::try_from(draw.below(400)).unwrap(), draw);
                person::upsert(connection, TENANT, &who, moment(0)).await.unwrap();
                if !here.contains(&who.id) {
                    here.push(who.id);
                }
            }
            7 if !here.is_empty() => {
                let place = draw.below(here.len());
                let gone = here.swap_remove(place);
                assert!(person::delete(connection, TENANT, gone).await.unwrap());
            }
            _ => {
                let some: Vec<_> = here.iter().copied().filter(|_| draw.below(3) == 0).collect();
                let built_in = *draw.one_of(&BuiltIn::ALL);
                let direct = (built_in != BuiltIn::Global).then(|| built_in.id());
                let revision = Revision(i64::from(step));
                assignment::set_direct(connection, TENANT, &some, direct, revision)
                    .await
                    .unwrap();
            }
        }
        if step % 40 == 0 {
            check_all(connection, &format!("after {step} steps")).await;
        }
    }
    let before = check_all(connection, "after all steps").await;
    assert!(before > 4, "{before} blocks");

    // Many at once among those who are there.
    let many = (1_000..3_000).map(|number| somebody(number, draw)).collect();
    directory::add_many(connection, TENANT, &NewPeople::of(many), moment(0))
        .await
        .unwrap();
    let after = check_all(connection, "after many came").await;
    assert!(after > before + 30, "{after} blocks");

    // As long as a directory is filled, nobody is in a block; then everybody is.
    let indexes = bulk::without_indexes(connection, TENANT).await.unwrap();
    let more = (3_000..3_200).map(|number| somebody(number, draw)).collect();
    directory::add_many(connection, TENANT, &NewPeople::of(more), moment(0))
        .await
        .unwrap();
    indexes.restore(connection, TENANT).await.unwrap();
    check_all(connection, "after it was filled").await;
    let last = somebody(3_200, draw);
    person::upsert(connection, TENANT, &last, moment(0))
        .await
        .unwrap();
    check_all(connection, "after somebody came to the filled").await;
}

/// Fills an organization with people, piece by piece, beside another one. Returns whether they were laid down anew.
async fn fill(pieces: [Vec<Person>; 2]) -> bool {
    let mut transaction = with_policies().await;
    let connection = &mut transaction.connection();
    let other = TenantId(Uuid::from_u128(2));
    let others = NewPeople::of((1..=200).map(person_number).collect());
    directory::add_many(connection, other, &others, moment(0))
        .await
        .unwrap();
    // Numbers of blocks were given that nobody has.
    run(
        connection,
        "delete from assignment where person_id > '00000000-0000-0000-0000-000000000064'",
    )
    .await;
    let indexes = bulk::without_indexes(connection, TENANT).await.unwrap();
    for piece in pieces {
        directory::add_many(connection, TENANT, &NewPeople::of(piece), moment(0))
            .await
            .unwrap();
    }
    let places = "select array_agg(ctid::text order by person_id) from assignment";
    let before: Vec<String> = one(connection, places).await;
    indexes.restore(connection, TENANT).await.unwrap();
    let after: Vec<String> = one(connection, places).await;
    check_all(connection, "after it was filled").await;
    before != after
}

async fn one<T>(connection: &mut Connection<'_>, text: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
{
    match connection {
        Connection::Postgres(inner) => sqlx::query_scalar(text).fetch_one(&mut **inner).await.unwrap(),
        Connection::Sqlite(_) => unreachable!("there are no blocks on SQLite"),
    }
}

#[tokio::test]
async fn whoever_comes_in_order_as_a_directory_is_filled_is_not_written_twice() {
    let piece = |range: std::ops::Range<u128>| {
        let named = |number| Person {
            display_name: format!("{number:04}"),
            ..person_number(number)
        };
        range.map(named).collect::<Vec<_>>()
    };
    assert!(
        !fill([piece(1..300), piece(300..500)]).await,
        "they came in order"
    );
    assert!(fill([piece(300..500), piece(1..300)]).await, "they did not");
}

#[tokio::test]
async fn whoever_is_there_when_blocks_come_is_divided_into_them() {
    let database = Database::open(&fresh_database().await).await.unwrap();
    migrate::up(&database).await.unwrap();
    let Database::Postgres { pool, .. } = &database else {
        unreachable!("this is PostgreSQL");
    };
    let mut transaction = database.begin().await.unwrap();
    let draw = &mut Draw::seeded(11);
    let people = (1..=500).map(|number| somebody(number, draw)).collect();
    directory::add_many(
        &mut transaction.connection(),
        TENANT,
        &NewPeople::of(people),
        moment(0),
    )
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    // The same people once more, in another organization.
    for table in ["person", "assignment"] {
        let text = format!(
            "create temporary table other as select * from {table};
             update other set tenant_id = '00000000-0000-0000-0000-000000000002';
             insert into {table} select * from other; drop table other"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(text))
            .execute(pool)
            .await
            .unwrap();
    }
    for text in [
        include_str!("../../../../migrations/postgres/0030_assignment_blocks.down.sql"),
        include_str!("../../../../migrations/postgres/0030_assignment_blocks.up.sql"),
    ] {
        sqlx::raw_sql(text).execute(pool).await.unwrap();
    }
    let mut connection = pool.acquire().await.unwrap();
    assert_eq!(check(&mut connection, "after the migration").await, 32);
    let people: (i64,) = sqlx::query_as("select sum(people)::bigint from assignment_count")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    assert_eq!(people.0, 1_000);
    drop(connection);
    database.close().await;
}

#[tokio::test]
async fn many_people_are_counted_without_going_through_all_blocks_for_each() {
    let mut transaction = with_policies().await;
    let connection = &mut transaction.connection();
    let few: Vec<_> = (1..=30).map(person_number).collect();
    directory::add_many(connection, TENANT, &NewPeople::of(few.clone()), moment(0))
        .await
        .unwrap();
    // What PostgreSQL then takes the tables for, and so plans for as long as the connection lasts.
    run(connection, "analyze").await;
    let other = Some(BuiltIn::FederationOnly.id());
    for (revision, somebody) in (1..).zip(&few) {
        assignment::set_direct(connection, TENANT, &[somebody.id], other, Revision(revision))
            .await
            .unwrap();
    }
    run(
        connection,
        "insert into person select tenant_id, gen_random_uuid(), user_principal_name || number, user_principal_name_folded
           || number, display_name, display_name_folded, sip_address, sip_address_folded, mail, mail_folded, department,
           department_folded, account_enabled, created_at, updated_at
         from person cross join generate_series(1, 100) number",
    )
    .await;
    run(
        connection,
        "insert into assignment (tenant_id, person_id, display_name_folded, effective_policy_id, effective_source, revision)
         select p.tenant_id, p.person_id, p.display_name_folded, '00000000-0000-0000-0000-000000000001', 'global', 1
         from person p where not exists (select 1 from assignment a where a.person_id = p.person_id)",
    )
    .await;
    let before = read(connection).await;
    run(
        connection,
        "update assignment set effective_policy_id = '00000000-0000-0000-0000-000000000002'",
    )
    .await;
    let read = read(connection).await - before;
    let blocks = check_all(connection, "after all were changed").await;
    assert!(blocks > 50, "{blocks} blocks");
    let most = 20 * i64::try_from(blocks).unwrap();
    assert!(
        read < most,
        "{read} rows were read of blocks and counts, for {blocks} blocks"
    );
}

async fn run(connection: &mut Connection<'_>, text: &'static str) {
    if let Connection::Postgres(inner) = connection {
        sqlx::raw_sql(text).execute(&mut **inner).await.unwrap();
    }
}

/// How many rows of blocks and their counts this transaction has read.
async fn read(connection: &mut Connection<'_>) -> i64 {
    let text = "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
        from pg_stat_xact_user_tables where relname in ('assignment_block', 'assignment_block_count')";
    let Connection::Postgres(inner) = connection else {
        return 0;
    };
    sqlx::query_scalar(text).fetch_one(&mut **inner).await.unwrap()
}
