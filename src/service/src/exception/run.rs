//! Ending exceptions in the background.

use super::expire::expire_due;
use crate::context::{Actor, OpContext};
use crate::services::Services;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked whether something has come to its end.
const STEP: Duration = Duration::from_secs(30);

/// Ends exceptions when their time comes, beginning at once: what came to its end while no server ran is made up for.
/// Goes on for as long as it is polled; faults of the database are logged and waited out.
pub async fn watch(services: Services) {
    let mut tick = interval(STEP);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let now = services.clock().now();
        let context = OpContext {
            tenant: services.tenant(),
            actor: Actor::System,
            now,
            request_id: format!("exceptions-{}", now.unix_timestamp()),
        };
        match expire_due(&services, &context, now).await {
            Ok(ended) if ended.people > 0 => {
                tracing::info!(people = ended.people, "exceptions have come to their end");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "exceptions could not be ended; trying again"),
        }
    }
}
