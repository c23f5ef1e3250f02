//! Ending exceptions in the background.

use super::expire::{Ended, expire_due};
use crate::context::{Actor, OpContext};
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::dialect;
use forecourt_store::moment::CLOCKS_DIFFER;
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked whether something has come to its end.
const STEP: Duration = Duration::from_secs(30);

/// How long nothing ends after the clock was put forward: what ends too early is not to be had back, and somebody who
/// notices the wrong time needs some to put it right.
const DOUBT: Duration = Duration::from_mins(10);

/// Ends exceptions when their time comes, beginning at once: what came to its end while no server ran is made up for.
/// Goes on for as long as it is polled; faults of the database are logged and waited out.
pub async fn watch(services: Services) {
    let mut tick = interval(STEP);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut steadiness = Steadiness::default();
    loop {
        tick.tick().await;
        let now = services.clock().now();
        if !steadiness.is_trusted(Instant::now(), now) {
            tracing::warn!(%now, "the clock was put forward; no exception ends for some minutes");
            continue;
        }
        match end_due(&services).await {
            Ok(ended) if ended.people > 0 => {
                tracing::info!(people = ended.people, "exceptions have come to their end");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "exceptions could not be ended; trying again"),
        }
    }
}

/// Ends what is due now. Several servers share a database, and one of them may have a wrong clock: what is not due by
/// the database's own clock too waits.
///
/// # Errors
/// [`ServiceError::Store`]: what was ended until then stays ended.
pub async fn end_due(services: &Services) -> Result<Ended, ServiceError> {
    let mut now = services.clock().now();
    if services.clock().is_real() {
        let mut reader = services.database().read().await?;
        let there = dialect::clock(&mut reader.connection()).await?;
        drop(reader);
        if let Some(there) = there.filter(|there| *there + CLOCKS_DIFFER < now) {
            tracing::warn!(here = %now, %there, "the clocks of this machine and of the database differ; set them");
        }
        now = there.map_or(now, |there| there.min(now));
    }
    let context = OpContext {
        tenant: services.tenant(),
        actor: Actor::System,
        now,
        request_id: format!("exceptions-{}", now.unix_timestamp()),
    };
    expire_due(services, &context, now).await
}

/// Whether the clock goes on as time does.
#[derive(Default)]
struct Steadiness {
    last: Option<(Instant, OffsetDateTime)>,
    doubted: Option<Instant>,
}

impl Steadiness {
    /// Whether what the clock shows at this instant can be gone by.
    fn is_trusted(&mut self, instant: Instant, shown: OffsetDateTime) -> bool {
        let last = self.last.replace((instant, shown));
        if let Some((then, shown_then)) = last
            && shown - shown_then > instant.saturating_duration_since(then) + CLOCKS_DIFFER
        {
            self.doubted = Some(instant);
        }
        let is_over = |since: Instant| instant.saturating_duration_since(since) >= DOUBT;
        self.doubted.is_none_or(is_over)
    }
}

#[cfg(test)]
mod tests {
    use super::Steadiness;
    use std::time::{Duration, Instant};
    use time::OffsetDateTime;

    #[test]
    fn a_clock_that_was_put_forward_is_not_trusted_at_once() {
        let (start, noon) = (Instant::now(), OffsetDateTime::UNIX_EPOCH);
        let mut steadiness = Steadiness::default();
        let mut trusted = |seconds: u64, shown: i64| {
            let shown = noon + time::Duration::seconds(shown);
            steadiness.is_trusted(start + Duration::from_secs(seconds), shown)
        };
        assert!(trusted(0, 0), "what came to its end before is made up for");
        assert!(trusted(30, 30));
        assert!(trusted(60, 90), "a little is put right all the time");
        assert!(trusted(90, -3_600), "back ends nothing early");
        assert!(!trusted(120, 86_400));
        assert!(!trusted(150, 86_430), "nor is it the day after at the next look");
        assert!(trusted(720, 87_000));
    }
}
