//! A database that hangs, which is not one that fails.

use super::held;
use crate::support::Bench;
use forecourt_model::Revision;
use forecourt_service::{SeededRandom, ServiceError, Services, listener};
use forecourt_store::{Database, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{interval, timeout};

/// Passes on what comes, while it is `open`.
async fn pass_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut open: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 || open.wait_for(|open| *open).await.is_err() {
            return Ok(());
        }
        to.write_all(&buffer[..count]).await?;
    }
}

/// A way to the database at `address` that can be blocked without anybody being told.
async fn way_to(address: &str) -> (String, watch::Sender<bool>) {
    let (start, rest) = address.split_once('@').unwrap();
    let (place, name) = rest.split_once('/').unwrap();
    let place = place.to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, open) = watch::channel(true);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&place).await else {
                continue;
            };
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::spawn(pass_on(from_client, to_server, open.clone()));
            tokio::spawn(pass_on(from_server, to_client, open.clone()));
        }
    });
    (format!("{start}@127.0.0.1:{port}/{name}"), sender)
}

/// Returns once the decisions say that they may be old, or that they are not.
async fn until_stale(services: &Services, is_stale: bool) {
    let mut tick = interval(Duration::from_millis(10));
    while services.decisions().stale_since().is_some() != is_stale {
        tick.tick().await;
    }
}

#[tokio::test]
async fn decisions_say_that_they_may_be_old_while_the_database_hangs() {
    let address = forecourt_testkit::fresh_database().await;
    let bench = Bench::open(&address).await;
    let (address, open) = way_to(&address).await;
    let database = Database::open(&address).await.unwrap();
    let services = Services::start(database, bench.clock.clone(), Arc::new(SeededRandom::new(8)))
        .await
        .unwrap();
    held(&services).await;
    let following = tokio::spawn(listener::follow(services.clone()));
    // What is changed elsewhere arrives, so the way is open and somebody listens.
    bench.touch().await;
    let newest = bench.services.snapshot().unwrap().revision();
    let mut state = services.decisions().watch();
    state.wait_for(|revision| *revision >= newest).await.unwrap();
    open.send_replace(false);
    // Whoever renews comes back, so that nobody waits for them.
    let renewed = services.renew(Revision(1_000));
    let (stale, renewed) = tokio::join!(
        timeout(Duration::from_secs(10), until_stale(&services, true)),
        timeout(Duration::from_secs(10), renewed)
    );
    stale.unwrap();
    let refused = renewed.unwrap();
    assert!(
        matches!(refused, Err(ServiceError::Store(StoreError::Silent))),
        "{refused:?}"
    );
    open.send_replace(true);
    timeout(Duration::from_mins(1), until_stale(&services, false))
        .await
        .unwrap();
    following.abort();
}
