//! Work apart from the request that asks for it: away from the threads that answer, or on when the request has gone.

use std::panic::resume_unwind;
use tokio::task::{JoinHandle, spawn, spawn_blocking};

/// Does `work` on a thread of its own and waits for it without holding up anybody. It goes on when nobody waits for it
/// any more; it must end by itself.
pub async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    outcome(spawn_blocking(work)).await
}

/// Does `work` to its end, also when nobody waits for it any more, so that it can put away what it leaves meanwhile.
pub(crate) async fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    outcome(spawn(work)).await
}

async fn outcome<T>(working: JoinHandle<T>) -> T {
    match working.await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime ends, and whoever waits with it.
            Err(_) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::apart;
    use std::sync::mpsc::channel;
    use std::thread;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn others_go_on_meanwhile() {
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_end) = channel();
        let work = apart(move || {
            begun.send(()).unwrap();
            // Would wait for ever if this were the thread that the others need.
            may_end.recv().unwrap();
            thread::current().id()
        });
        let other = async {
            has_begun.await.unwrap();
            go_on.send(()).unwrap();
        };
        let (thread, ()) = tokio::join!(work, other);
        assert_ne!(thread, thread::current().id());
    }

    #[tokio::test]
    #[should_panic(expected = "said")]
    async fn a_panic_is_handed_on() {
        apart(|| panic!("said")).await;
    }
}
