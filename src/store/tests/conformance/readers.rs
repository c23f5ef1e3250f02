//! Who reads when others take long.

use crate::engines::{TENANT, on_each};
use forecourt_store::{Database, Engine, Reader, migrate, organization};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

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

/// Begins a statement that takes a while, and gives it up.
async fn give_up(database: &Database) {
    const LONG: &str = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000)
                        select count(*) from n";
    let mut reader = database.read().await.unwrap();
    let mut connection = reader.connection();
    let long = async { forecourt_store::fetch_all!(&mut connection, (i64,), LONG) };
    let seen = pin!(long).poll(&mut Context::from_waker(Waker::noop()));
    assert!(seen.is_pending(), "it takes longer than asking for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_after_a_statement_that_ended_gets_the_same_connection() {
    on_each(async |database| {
        migrate::up(&database).await.unwrap();
        for _ in 0..5 {
            let mut reader = database.read().await.unwrap();
            assert!(
                !matches!(reader, Reader::Sqlite(_)),
                "the first one has nothing to do"
            );
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
        assert!(!matches!(other, Reader::First(_)), "it may still be at work");
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
        drop(others);
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
        assert!(!matches!(aside, Reader::First(_)), "another one can be opened");
    })
    .await;
}
