//! Who reads when others take long.

use crate::engines::on_each;
use forecourt_store::Reader;
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
        if matches!(one, Reader::Sqlite(_)) {
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
