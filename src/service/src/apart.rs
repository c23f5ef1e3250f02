//! Work apart from the request that asks for it: away from the threads that answer, or on when the request has gone.

use std::panic::resume_unwind;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::{JoinHandle, block_in_place, spawn, spawn_blocking};

/// Does `work` on a thread of its own and waits for it without holding up anybody. It goes on when nobody waits for it
/// any more; it must end by itself.
pub async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    outcome(spawn_blocking(work)).await
}

/// Does `work` here, while another thread takes over what else this one would do: for what takes long and only borrows
/// what it needs. Whatever the same task does at once waits.
pub(crate) fn in_place<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        // There is one thread only, and nobody to take over.
        _ => work(),
    }
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
    use super::{apart, in_place};
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn others_go_on_while_a_task_has_the_only_thread() {
        let (go_on, may_end) = channel();
        let work = tokio::spawn(async move {
            // Would wait for ever if the other task needed this thread.
            in_place(|| may_end.recv().unwrap());
        });
        tokio::spawn(async move { go_on.send(()).unwrap() })
            .await
            .unwrap();
        work.await.unwrap();
    }

    #[tokio::test]
    async fn a_single_thread_does_it_itself() {
        let own = thread::current().id();
        assert_eq!(in_place(|| thread::current().id()), own);
    }

    #[tokio::test]
    #[should_panic(expected = "said")]
    async fn a_panic_is_handed_on() {
        apart(|| panic!("said")).await;
    }
}
