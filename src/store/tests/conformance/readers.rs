//! Who reads when others take long.

use crate::engines::{TENANT, on_each};
use forecourt_store::{Database, Engine, Reader, StoreError, migrate, organization};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::time;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_reads_as_soon_as_any_connection_is_free() {
    on_each(async |database| {
        let one = database.read().await.unwrap();
        // Three more on SQLite; PostgreSQL has enough for everybody.
        let mut long = Vec::new();
        for _ in 0..3 {
            long.push(database.begin_reading().await.unwrap());
        }
        let mut waiting = pin!(database.read());
        let seen = waiting.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if database.engine() == Engine::Sqlite {
            assert!(matches!(seen, Poll::Pending), "there is a connection more");
        }
        drop(one);
        if seen.is_pending() {
            waiting.await.unwrap();
        }
        drop(long);
    })
    .await;
}

/// The first connection, as soon as it is there.
async fn first(database: &Database) -> Reader {
    loop {
        let reader = database.read().await.unwrap();
        if reader.is_first() {
            return reader;
        }
    }
}

/// Begins a statement that takes a while, and gives it up.
async fn give_up(database: &Database) {
    const LONG: &str = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000)
                        select count(*) from n";
    let mut reader = first(database).await;
    let mut connection = reader.connection();
    let long = async { forecourt_store::fetch_all!(&mut connection, (i64,), LONG) };
    let seen = pin!(long).poll(&mut Context::from_waker(Waker::noop()));
    assert!(seen.is_pending(), "it takes longer than asking for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_after_a_statement_that_ended_gets_the_same_connection() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        drop(first(&database).await);
        for _ in 0..5 {
            let mut reader = database.read().await.unwrap();
            assert!(reader.is_first(), "it has nothing to do");
            organization::find(&mut reader.connection(), TENANT)
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_waits_for_a_statement_that_was_given_up() {
    on_each(async |database| {
        give_up(&database).await;
        let other = database.read().await.unwrap();
        assert!(!other.is_first(), "it may still be at work");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_whose_statement_was_given_up_comes_back() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        give_up(&database).await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(database.begin_reading().await.unwrap());
        }
        let mut reader = database.read().await.unwrap();
        assert!(!matches!(reader, Reader::Sqlite(_)), "the others are taken");
        organization::find(&mut reader.connection(), TENANT)
            .await
            .unwrap();
        drop((reader, others));
        drop(first(&database).await);
    })
    .await;
}

#[tokio::test]
async fn what_takes_long_leaves_the_first_connection_to_others() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        // On its way back it is nobody's yet.
        drop(database.begin_reading().await.unwrap());
        let aside = database.read_aside().await.unwrap();
        assert!(!aside.is_first(), "another one can be opened");
    })
    .await;
}

/// The number of the process of PostgreSQL that a connection speaks to.
async fn process(reader: &mut Reader) -> Result<i32, StoreError> {
    let connection = &mut reader.connection();
    let row = forecourt_store::fetch_optional!(connection, (i32,), "select pg_backend_pid()")?;
    Ok(row.unwrap().0)
}

/// Ends the process of PostgreSQL that the first connection speaks to, while that has nothing to do. Returns its number.
async fn lose_first(database: &Database) -> i32 {
    let lost = process(&mut first(database).await).await.unwrap();
    let mut other = database.read_aside().await.unwrap();
    let connection = &mut other.connection();
    let text = "select pg_terminate_backend($1, 10000)";
    let ended = forecourt_store::fetch_optional!(connection, (bool,), text, lost);
    assert_eq!(ended.unwrap(), Some((true,)), "it did not end");
    lost
}

#[tokio::test]
async fn a_connection_that_was_lost_while_nobody_read_is_noticed() {
    on_each(async |database| {
        if database.engine() == Engine::Sqlite {
            return;
        }
        let lost = lose_first(&database).await;
        time::pause();
        time::advance(Duration::from_secs(2)).await;
        time::resume();
        let reading = process(&mut database.read().await.unwrap()).await;
        assert_ne!(reading.unwrap(), lost);
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_was_lost_is_replaced() {
    on_each(async |database| {
        if database.engine() == Engine::Sqlite {
            return;
        }
        let lost = lose_first(&database).await;
        // Whoever comes at once may find it lost. Others do not notice.
        if let Ok(found) = process(&mut database.read().await.unwrap()).await {
            assert_ne!(found, lost);
        }
        for _ in 0..5 {
            let found = process(&mut database.read().await.unwrap()).await.unwrap();
            assert_ne!(found, lost);
        }
        let found = process(&mut first(&database).await).await.unwrap();
        assert_ne!(found, lost);
    })
    .await;
}

#[tokio::test]
async fn a_connection_is_not_kept_for_ever() {
    on_each(async |database| {
        if database.engine() == Engine::Sqlite {
            return;
        }
        let worn = process(&mut first(&database).await).await.unwrap();
        time::pause();
        time::advance(Duration::from_mins(31)).await;
        time::resume();
        let aside = process(&mut database.read().await.unwrap()).await.unwrap();
        assert_ne!(aside, worn);
        let opened = process(&mut first(&database).await).await.unwrap();
        assert_ne!(opened, worn);
    })
    .await;
}
