//! Sending webhooks: due messages go out, and what became of them is noted.

mod address;
mod send;

pub use send::Sender;

use forecourt_service::webhook::{Due, due, enqueue, record};
use forecourt_service::{ServiceError, Services, api_request};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How long nothing is looked for after nothing was found, unless something changes.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a fault of the database is left alone.
const FAULT_PAUSE: Duration = Duration::from_secs(5);

/// How many messages are on their way at once, unless a single look finds more.
const AT_ONCE: usize = 128;

/// Sends what is due for as long as it is polled. Nobody waits for somebody else's answer. Dropped in between, what was
/// not noted is sent again once its lease has ended: a message arrives at least once.
pub async fn follow(services: Services, sender: Sender) {
    let mut changes = services.watch();
    let mut on_their_way = JoinSet::new();
    loop {
        if on_their_way.len() < AT_ONCE {
            match take(&services).await {
                Ok(messages) => {
                    for message in messages {
                        on_their_way.spawn(deliver(services.clone(), sender.clone(), message));
                    }
                }
                Err(error) => fault(&error).await,
            }
        }
        // Passing time, being woken, and an answer that makes place for the next message come to the same.
        tokio::select! {
            Some(ended) = on_their_way.join_next() => {
                if let Ok(Err(error)) = ended {
                    fault(&error).await;
                }
            }
            _ = timeout(PAUSE, changes.recv()) => {}
        }
    }
}

async fn fault(error: &ServiceError) {
    tracing::warn!(%error, "webhooks could not be sent; trying again");
    sleep(FAULT_PAUSE).await;
}

/// Makes deliveries of new changes and takes what is due. Clears away old answers of requests with a key as well, which
/// nobody may send any more.
async fn take(services: &Services) -> Result<Vec<Due>, ServiceError> {
    api_request::prune(services).await?;
    enqueue(services).await?;
    due(services).await
}

async fn deliver(services: Services, sender: Sender, message: Due) -> Result<(), ServiceError> {
    let outcome = sender.send(&message).await;
    record(&services, &message, &outcome).await
}

/// Takes what is due once, sends it, and returns how many messages that were once all of them have ended.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn step(services: &Services, sender: &Sender) -> Result<usize, ServiceError> {
    let messages = take(services).await?;
    let count = messages.len();
    let sent = messages
        .into_iter()
        .map(|message| deliver(services.clone(), sender.clone(), message));
    futures_util::future::try_join_all(sent).await?;
    Ok(count)
}
