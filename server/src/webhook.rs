//! Sending webhooks: due messages go out, and what became of them is noted.

mod address;
mod send;

pub use send::Sender;

use forecourt_service::webhook::{due, enqueue, record};
use forecourt_service::{ServiceError, Services, api_request};
use futures_util::StreamExt as _;
use futures_util::stream;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long nothing is looked for after nothing was found, unless something changes.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a fault of the database is left alone.
const FAULT_PAUSE: Duration = Duration::from_secs(5);

/// How many messages are on their way at once.
const AT_ONCE: usize = 8;

/// Sends what is due for as long as it is polled. Dropped in between, what was not noted is sent again once its lease
/// has ended: a message arrives at least once.
pub async fn follow(services: Services, sender: Sender) {
    let mut changes = services.watch();
    loop {
        match step(&services, &sender).await {
            Ok(0) => {
                // Passing time and being woken come to the same.
                let _ = timeout(PAUSE, changes.recv()).await;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "webhooks could not be sent; trying again");
                sleep(FAULT_PAUSE).await;
            }
        }
    }
}

/// Makes deliveries of new changes and sends what is due. Returns how many messages were sent. Clears away old answers
/// of requests with a key as well, which nobody may send any more.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn step(services: &Services, sender: &Sender) -> Result<usize, ServiceError> {
    api_request::prune(services).await?;
    enqueue(services).await?;
    let messages = due(services).await?;
    let count = messages.len();
    let sent = stream::iter(messages).map(async |message| {
        let outcome = sender.send(&message).await;
        record(services, &message, &outcome).await
    });
    let results: Vec<_> = sent.buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect::<Result<Vec<()>, _>>()?;
    Ok(count)
}
