//! Keeping up with changes that are made elsewhere: by other servers on the same PostgreSQL, and by commands.

use crate::services::Services;
use forecourt_store::StoreError;
use forecourt_store::listener::Announcements;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// How often PostgreSQL is asked even though nothing was announced, in case an announcement got lost.
const SAFETY_NET: Duration = Duration::from_secs(5);

/// How often SQLite, which announces nothing, is asked whether a command has changed something.
const SQLITE_STEP: Duration = Duration::from_millis(500);

/// How long a lost connection is left alone before the next try.
const PAUSE: Duration = Duration::from_millis(500);

/// Renews the snapshot whenever somebody else has changed something. Goes on for as long as it is polled; faults of the
/// database are logged and waited out.
pub async fn follow(services: Services) {
    loop {
        if let Err(error) = follow_one_connection(&services).await {
            tracing::warn!(%error, "changes of other servers cannot be followed; trying again");
        }
        sleep(PAUSE).await;
    }
}

async fn follow_one_connection(services: &Services) -> Result<(), StoreError> {
    let mut announcements = Announcements::open(services.database()).await?;
    let step = if announcements.is_some() {
        SAFETY_NET
    } else {
        SQLITE_STEP
    };
    let mut tick = interval(step);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        // The first tick comes at once: whatever happened before the ear was open is looked up then.
        match &mut announcements {
            None => {
                tick.tick().await;
            }
            Some(announcements) => {
                // Waiting is not broken off by a tick, because half an announcement could be lost with it.
                let mut next = pin!(announcements.next());
                loop {
                    tokio::select! {
                        heard = &mut next => break heard?,
                        _ = tick.tick() => catch_up(services).await,
                    }
                }
            }
        }
        catch_up(services).await;
    }
}

async fn catch_up(services: &Services) {
    let outcome = match services.catch_up().await {
        Ok(()) if services.snapshot_if_set_up().is_some() => services.decision_state().await.map(drop),
        other => other,
    };
    // Decisions go on from what was read last, and say since when it may be old.
    services.decisions().mark(outcome.is_ok(), services.clock().now());
    if let Err(error) = outcome {
        tracing::warn!(%error, "the state could not be read; trying again");
    }
}
