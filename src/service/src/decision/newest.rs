//! The newest value there is, for as many readers as there are: reading takes no lock and waits for nobody.

use arc_swap::{ArcSwapOption, Guard};
use forecourt_model::Revision;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// A value that is as of one change.
pub(super) trait Dated {
    /// The newest change that it knows of.
    fn revision(&self) -> Revision;
}

/// The newest value. It is replaced as a whole, and never by an older one.
pub(super) struct Newest<T> {
    held: ArcSwapOption<T>,
    renewed: watch::Sender<Revision>,
    reading: Mutex<()>,
}

impl<T: Dated> Newest<T> {
    /// None yet.
    pub(super) fn empty() -> Self {
        Self {
            held: ArcSwapOption::empty(),
            renewed: watch::Sender::new(Revision::default()),
            reading: Mutex::new(()),
        }
    }

    /// The value; `None` until there was one.
    pub(super) fn get(&self) -> Option<Arc<T>> {
        step();
        self.held.load_full()
    }

    /// The same without counting references.
    pub(super) fn borrow(&self) -> Guard<Option<Arc<T>>> {
        self.held.load()
    }

    /// Hears of every newer value.
    pub(super) fn watch(&self) -> watch::Receiver<Revision> {
        self.renewed.subscribe()
    }

    /// Puts `value` in the place of what is there, unless that is newer. Nobody gets an older value from then on.
    /// Returns what is there.
    pub(super) fn put(&self, value: T) -> Arc<T> {
        let revision = value.revision();
        let value = Arc::new(value);
        let mut held = self.held.load();
        loop {
            step();
            if let Some(held) = &*held
                && held.revision() > revision
            {
                return Arc::clone(held);
            }
            let found = self.held.compare_and_swap(&held, Some(Arc::clone(&value)));
            let is_done = match (&*found, &*held) {
                (Some(found), Some(held)) => Arc::ptr_eq(found, held),
                (None, None) => true,
                _ => false,
            };
            if is_done {
                break;
            }
            held = found;
        }
        self.renewed.send_if_modified(|known| {
            let is_newer = *known < revision;
            *known = revision.max(*known);
            is_newer
        });
        value
    }

    /// The value, read by `read` if there is none yet. Reading may take long, and goes on once for all who wait. What
    /// it brings is no answer for anybody before `catch_up`, with `renewal` held, has brought it to the newest change:
    /// who makes a change takes the same lock, and finds either nothing to renew or a value that knows of it.
    ///
    /// # Errors
    /// Those of `read` and `catch_up`; there is no value then.
    pub(super) async fn get_or_read<E>(
        &self,
        renewal: &Mutex<()>,
        read: impl AsyncFnOnce() -> Result<T, E>,
        catch_up: impl AsyncFnOnce(T) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(held) = self.get() {
            return Ok(held);
        }
        let _once = self.reading.lock().await;
        if let Some(held) = self.get() {
            return Ok(held);
        }
        let value = read().await?;
        let _no_change = renewal.lock().await;
        let value = catch_up(value).await?;
        tracing::info!(revision = %value.revision(), "decisions are possible");
        Ok(self.put(value))
    }
}

/// A place where others may come first, for the test that tries out in which order things can happen.
#[cfg(not(test))]
const fn step() {}

#[cfg(test)]
use tests::step;

#[cfg(test)]
mod tests {
    use super::{Dated, Newest};
    use forecourt_model::Revision;
    use shuttle::future::{block_on, spawn};
    use std::cell::Cell;
    use std::convert::Infallible;
    use std::sync::Arc;
    use tokio::sync::Mutex;

    const SCHEDULES: usize = 1_000;

    thread_local! {
        static IS_EXPLORED: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn step() {
        if IS_EXPLORED.get() {
            shuttle::thread::yield_now();
        }
    }

    /// Runs `world` in thousands of orders, the same ones each time.
    fn explore(world: impl Fn() + Send + Sync + 'static) {
        IS_EXPLORED.set(true);
        shuttle::check_random_with_seed(world, 7, SCHEDULES);
        IS_EXPLORED.set(false);
    }

    /// Half a state would have halves that differ.
    struct State {
        revision: Revision,
        again: Vec<i64>,
    }

    impl State {
        fn at(revision: i64) -> Self {
            Self {
                revision: Revision(revision),
                again: vec![revision; 3],
            }
        }
    }

    impl Dated for State {
        fn revision(&self) -> Revision {
            assert_eq!(self.again, [self.revision.0; 3], "half a state");
            self.revision
        }
    }

    fn seen(newest: &Newest<State>) -> i64 {
        newest.get().map_or(0, |state| state.revision().0)
    }

    #[test]
    fn nobody_reads_something_older_than_what_was_put_or_read_before() {
        explore(|| {
            let newest = Arc::new(Newest::empty());
            let writers = [[1, 4], [2, 3]].map(|revisions| {
                let newest = Arc::clone(&newest);
                shuttle::thread::spawn(move || {
                    for revision in revisions {
                        newest.put(State::at(revision));
                        assert!(seen(&newest) >= revision, "older than what was put");
                    }
                })
            });
            let reader = {
                let newest = Arc::clone(&newest);
                shuttle::thread::spawn(move || {
                    let mut last = 0;
                    for _ in 0..4 {
                        let now = seen(&newest);
                        assert!(now >= last, "older than what was read before");
                        last = now;
                    }
                })
            };
            for thread in writers.into_iter().chain([reader]) {
                thread.join().unwrap();
            }
            assert_eq!(seen(&newest), 4);
            assert_eq!(*newest.watch().borrow(), Revision(4));
        });
    }

    /// The server as far as decisions go: what is stored, and the lock of renewals.
    struct Server {
        stored: shuttle::sync::atomic::AtomicI64,
        renewal: Mutex<()>,
        newest: Newest<State>,
    }

    impl Server {
        fn stored(&self) -> i64 {
            self.stored.load(std::sync::atomic::Ordering::SeqCst)
        }

        async fn decision(&self) -> i64 {
            let read = async || Ok::<_, Infallible>(State::at(self.stored()));
            let catch_up = async |_| Ok(State::at(self.stored()));
            let Ok(state) = self.newest.get_or_read(&self.renewal, read, catch_up).await;
            state.revision().0
        }

        /// A change: committed, renewed when there is something to renew, acknowledged.
        async fn change(&self) -> i64 {
            let revision = self.stored.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
            let _one_at_a_time = self.renewal.lock().await;
            if self.newest.get().is_some() {
                self.newest.put(State::at(self.stored()));
            }
            revision
        }
    }

    #[test]
    fn no_decision_is_older_than_an_acknowledged_change_even_while_everybody_is_read() {
        explore(|| {
            let server = Arc::new(Server {
                stored: shuttle::sync::atomic::AtomicI64::new(1),
                renewal: Mutex::new(()),
                newest: Newest::empty(),
            });
            let tasks = [false, true, true].map(|changes| {
                let server = Arc::clone(&server);
                spawn(async move {
                    for _ in 0..2 {
                        let acknowledged = if changes { server.change().await } else { 0 };
                        let decided = server.decision().await;
                        assert!(decided >= acknowledged, "{decided} is older than {acknowledged}");
                    }
                })
            });
            block_on(async move {
                for task in tasks {
                    task.await.unwrap();
                }
                assert_eq!(server.decision().await, 5);
            });
        });
    }
}
