//! Making the next piece of a long answer while one is being sent.

use futures_util::{Stream, StreamExt as _, stream};
use std::panic::resume_unwind;
use std::pin::pin;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// The items of `source`, made one ahead of whoever takes them. Nothing more is made once nobody takes them. A panic of
/// `source` is one of the stream: it has no end then that could be taken for a whole.
pub fn ahead<S>(source: S) -> impl Stream<Item = S::Item> + Send + 'static
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let (sender, receiver) = mpsc::channel(1);
    // Dropped, the set ends its task.
    let mut making = JoinSet::new();
    making.spawn(async move {
        let mut source = pin!(source);
        while let Some(item) = source.next().await {
            if sender.send(item).await.is_err() {
                break;
            }
        }
    });
    stream::unfold((receiver, making), |(mut receiver, mut making)| async move {
        if let Some(item) = receiver.recv().await {
            return Some((item, (receiver, making)));
        }
        if let Some(Err(ended)) = making.join_next().await
            && let Ok(panic) = ended.try_into_panic()
        {
            resume_unwind(panic);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::ahead;
    use futures_util::{FutureExt as _, StreamExt as _, stream};
    use std::panic::AssertUnwindSafe;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn everything_comes_in_order_and_no_more_than_a_piece_waits() {
        let made = Arc::new(AtomicU32::new(0));
        let counted = made.clone();
        let source = stream::iter(0..100).inspect(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let mut pieces = pin!(ahead(source));
        for wanted in 0..100 {
            assert_eq!(pieces.next().await, Some(wanted));
            tokio::task::yield_now().await;
            // One waits to be taken and one to be put there.
            assert!(made.load(Ordering::SeqCst) <= wanted + 3);
        }
        assert_eq!(pieces.next().await, None);
    }

    #[tokio::test]
    async fn what_breaks_off_has_no_end() {
        let source = stream::iter(0..10).inspect(|number| assert!(*number < 3, "broken off"));
        let mut taken = 0;
        let all = ahead(source).for_each(|_| {
            taken += 1;
            std::future::ready(())
        });
        assert!(AssertUnwindSafe(all).catch_unwind().await.is_err());
        assert_eq!(taken, 3);
    }
}
