//! Keeping up with changes that are made elsewhere: by other servers on the same PostgreSQL, and by commands.

use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::listener::Announcements;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// How often PostgreSQL is asked even though nothing was announced, in case an announcement got lost.
const SAFETY_NET: Duration = Duration::from_secs(5);

/// How often SQLite, which announces nothing, is asked whether a command has changed something.
const SQLITE_STEP: Duration = Duration::from_millis(500);

/// How long looking may take before decisions say that they may be old.
const QUICK: Duration = Duration::from_secs(3);

/// How long a lost connection is left alone before the next try.
const PAUSE: Duration = Duration::from_millis(500);

/// Renews the snapshot whenever somebody else has changed something. Goes on for as long as it is polled; faults of the
/// database are logged and waited out.
pub async fn follow(services: Services) {
    loop {
        if let Err(error) = follow_one_connection(&services).await {
            services.decisions().mark(false, services.clock().now());
            tracing::warn!(%error, "changes of other servers cannot be followed; trying again");
        }
        sleep(PAUSE).await;
    }
}

async fn follow_one_connection(services: &Services) -> Result<(), ServiceError> {
    let mut announcements = timeout(SAFETY_NET, Announcements::open(services.database())).await??;
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
    let mut looking = pin!(look(services));
    let outcome = match timeout(QUICK, &mut looking).await {
        Ok(outcome) => outcome,
        Err(_) => {
            // A database that hangs does not say so. Reading everybody anew takes long too, and what is decided until
            // then may be old as well.
            services.decisions().mark(false, services.clock().now());
            looking.await
        }
    };
    // Decisions go on from what was read last, and say since when it may be old.
    services.decisions().mark(outcome.is_ok(), services.clock().now());
    if let Err(error) = outcome {
        tracing::warn!(%error, "the state could not be read; trying again");
    }
}

async fn look(services: &Services) -> Result<(), ServiceError> {
    services.catch_up().await?;
    if services.snapshot_if_set_up().is_some() {
        services.decision_state().await?;
    }
    Ok(())
}
