//! Working on operations for as long as a server lives, or until one is over.

use super::clean::clean;
use super::get::visible;
use super::run::{Runner, Step};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_store::operation::Operation;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// How long nothing is looked for after nothing was found, unless something is started on this server.
const PAUSE: Duration = Duration::from_millis(500);

/// How long a fault of the database is left alone.
const FAULT_PAUSE: Duration = Duration::from_secs(1);

/// How many pauses lie between two looks for old drafts: about an hour.
const CLEAN_EVERY: u32 = 7_200;

/// Works on whatever was started, here or elsewhere. Goes on for as long as it is polled; dropped between two of its
/// steps or within one, nothing is half done.
pub async fn follow(services: Services) {
    let runner = Runner::new(&services);
    let mut pauses = 0_u32;
    loop {
        // Heard from here on, so that what is started while the database is asked is not missed.
        let started = services.operations().notified();
        match runner.step(&services).await {
            Ok(Step::Part(_) | Step::Over(_)) => continue,
            Ok(Step::Idle) => {
                // Passing time and being woken come to the same.
                let _ = timeout(PAUSE, started).await;
            }
            Err(error) => {
                tracing::warn!(%error, "a part of an operation could not be done; trying again");
                sleep(FAULT_PAUSE).await;
            }
        }
        if pauses.is_multiple_of(CLEAN_EVERY)
            && let Err(error) = clean(&services, services.clock().now()).await
        {
            tracing::warn!(%error, "old drafts of operations could not be deleted");
        }
        pauses = pauses.wrapping_add(1);
    }
}

/// Works until the operation `id` is over, or waits while another process works on it. `progress` is told after each
/// part.
///
/// # Errors
/// [`ServiceError::NotFound`]; [`ServiceError::Store`]; the operation goes on where it was when it is taken up again.
pub async fn run_to_end(
    services: &Services,
    context: &OpContext,
    id: Uuid,
    progress: &(dyn Fn(&Operation) + Send + Sync),
) -> Result<Operation, ServiceError> {
    let runner = Runner::new(services);
    loop {
        let step = runner.step(services).await?;
        let mut reader = services.database().read().await?;
        let operation = visible(&mut reader.connection(), context, id).await?;
        drop(reader);
        progress(&operation);
        if operation.state.is_over() {
            return Ok(operation);
        }
        if step == Step::Idle {
            sleep(PAUSE).await;
        }
    }
}
