//! What every use case works with.

use crate::access_token::Expired;
use crate::clock::Clock;
use crate::decision::{Engine, State};
use crate::error::ServiceError;
use crate::event::Event;
use crate::for_revision::ForRevision;
use crate::hygiene::Findings;
use crate::password::PasswordHasher;
use crate::random::Random;
use crate::snapshot::Snapshot;
use arc_swap::ArcSwapOption;
use forecourt_model::{Revision, TenantId};
use forecourt_store::{Database, change};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, broadcast};
use tokio::time::timeout;

/// How many events a watcher may lag behind before it is told to read everything again.
const EVENT_BUFFER: usize = 256;

/// How long reading some dozen rows may take. Whoever has made a change waits for it, and others wait for them.
const SHORT: Duration = Duration::from_secs(5);

/// Database, clock, randomness, the snapshot and those who watch it. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
    is_rehearsal: bool,
}

struct Inner {
    database: Database,
    tenant: TenantId,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    passwords: PasswordHasher,
    snapshot: ArcSwapOption<Snapshot>,
    renewal: Mutex<()>,
    events: broadcast::Sender<Event>,
    /// The newest change that the watchers were told of. Written with `renewal` held.
    told: AtomicI64,
    imports: Arc<crate::import::Running>,
    survey: ArcSwapOption<crate::people::Survey>,
    departments: ForRevision<Vec<String>>,
    reach: ForRevision<crate::group::RankedReach>,
    findings: ForRevision<Findings>,
    operations: Notify,
    staged: ArcSwapOption<crate::operation::KeptPreview>,
    decisions: Engine,
    expired: Expired,
}

impl Services {
    /// Services on a database that is open and migrated.
    ///
    /// # Errors
    /// [`ServiceError::Store`] when the state cannot be read.
    pub async fn start(
        database: Database,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, ServiceError> {
        let tenant = TenantId::DEFAULT;
        let snapshot = Snapshot::load(&database, tenant).await?.map(Arc::new);
        let events = broadcast::Sender::new(EVENT_BUFFER);
        let told = snapshot.as_ref().map_or(0, |snapshot| snapshot.revision().0);
        let renewal = Mutex::new(());
        let snapshot = ArcSwapOption::new(snapshot);
        let decisions = Engine::new(random.as_ref());
        let inner = Arc::new(Inner {
            database,
            tenant,
            clock,
            random,
            passwords: PasswordHasher::default(),
            snapshot,
            renewal,
            events,
            told: AtomicI64::new(told),
            imports: Arc::default(),
            survey: ArcSwapOption::empty(),
            departments: ForRevision::default(),
            reach: ForRevision::default(),
            findings: ForRevision::default(),
            operations: Notify::new(),
            staged: ArcSwapOption::empty(),
            decisions,
            expired: Expired::default(),
        });
        Ok(Self {
            inner,
            is_rehearsal: false,
        })
    }

    /// The same services, where every change is made up to its last step and then dropped: what it would do, with every
    /// check that it would meet.
    #[must_use]
    pub fn rehearsal(&self) -> Self {
        Self {
            is_rehearsal: true,
            ..self.clone()
        }
    }

    /// Whether changes are dropped instead of committed.
    pub(crate) fn is_rehearsal(&self) -> bool {
        self.is_rehearsal
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// The organization that is served.
    pub fn tenant(&self) -> TenantId {
        self.inner.tenant
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// The randomness.
    pub fn random(&self) -> &dyn Random {
        self.inner.random.as_ref()
    }

    /// What hashes passwords.
    pub fn passwords(&self) -> &PasswordHasher {
        &self.inner.passwords
    }

    /// The state that answers are made from; `None` before the organization is set up.
    pub fn snapshot_if_set_up(&self) -> Option<Arc<Snapshot>> {
        self.inner.snapshot.load_full()
    }

    /// The state that answers are made from.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`].
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, ServiceError> {
        self.snapshot_if_set_up().ok_or(ServiceError::NotSetUp)
    }

    /// The imports that run on this server.
    pub fn imports(&self) -> &Arc<crate::import::Running> {
        &self.inner.imports
    }

    /// What is known of how common things are among the people.
    pub(crate) fn survey(&self) -> &ArcSwapOption<crate::people::Survey> {
        &self.inner.survey
    }

    /// The departments that people are in, as they were read last.
    pub(crate) fn departments(&self) -> &ForRevision<Vec<String>> {
        &self.inner.departments
    }

    /// Whom the groups with a policy reach, as it was worked out last.
    pub(crate) fn reach(&self) -> &ForRevision<crate::group::RankedReach> {
        &self.inner.reach
    }

    /// Wakes whoever works on operations here.
    pub fn operations(&self) -> &Notify {
        &self.inner.operations
    }

    /// What decides for chat servers.
    pub fn decisions(&self) -> &Engine {
        &self.inner.decisions
    }

    /// The state that decides for chat servers, read now if it was not before.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`]; [`ServiceError::Store`] while it was never read.
    pub async fn decision_state(&self) -> Result<Arc<State>, ServiceError> {
        if let Some(state) = self.inner.decisions.state() {
            return Ok(state);
        }
        let inner = &self.inner;
        let engine = &inner.decisions;
        let read = engine.state_or_read(&inner.database, inner.tenant, &inner.renewal, || self.snapshot());
        // On the heap: it is needed once, and would be moved with every question.
        Box::pin(read).await
    }

    /// The access tokens that were refused here because their time was over.
    pub(crate) fn expired(&self) -> &Expired {
        &self.inner.expired
    }

    /// Hears of every change from now on, on whichever server it is made.
    pub fn watch(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// What was found to tidy up last; holds for one revision.
    pub(crate) fn findings(&self) -> &ForRevision<Findings> {
        &self.inner.findings
    }

    /// What starting the draft would do that was looked at last.
    pub(crate) fn staged(&self) -> &ArcSwapOption<crate::operation::KeptPreview> {
        &self.inner.staged
    }

    /// Makes the snapshot at least as new as `revision` and tells the watchers of every change in between. Called
    /// after each commit here, and when another server announces a revision.
    ///
    /// # Errors
    /// [`ServiceError::Store`] when the state cannot be read; the old snapshot stays.
    pub async fn renew(&self, revision: Revision) -> Result<(), ServiceError> {
        let _one_at_a_time = self.inner.renewal.lock().await;
        let known = self
            .inner
            .snapshot
            .load()
            .as_ref()
            .map(|snapshot| snapshot.revision());
        if let Some(known) = known.filter(|known| *known >= revision) {
            return self.publish(known).await;
        }
        let load = Snapshot::load(&self.inner.database, self.inner.tenant);
        let Some(snapshot) = timeout(SHORT, load).await?? else {
            return Ok(());
        };
        let newest = snapshot.revision();
        // Decisions first: whoever sees the change on a page must find that it counts.
        let renewed = self
            .inner
            .decisions
            .renew(&self.inner.database, self.inner.tenant, &snapshot)
            .await;
        self.inner.decisions.mark(renewed.is_ok(), self.inner.clock.now());
        renewed?;
        self.inner.snapshot.store(Some(Arc::new(snapshot)));
        self.publish(newest).await
    }

    /// Reads the newest revision and renews the snapshot if it is behind: what a server does after it has lost touch.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn catch_up(&self) -> Result<(), ServiceError> {
        let inner = &self.inner;
        let newest = async {
            let mut reader = inner.database.read().await?;
            forecourt_store::organization::find(&mut reader.connection(), inner.tenant).await
        };
        match timeout(SHORT, newest).await?? {
            Some(organization) => self.renew(organization.revision).await,
            None => Ok(()),
        }
    }

    /// Tells the watchers of every change up to `newest` that they were not told of. Whoever is dropped while reading
    /// them, or fails, leaves them to the next.
    async fn publish(&self, newest: Revision) -> Result<(), ServiceError> {
        let told = self.inner.told.load(Ordering::Relaxed);
        if newest.0 <= told {
            return Ok(());
        }
        if self.inner.events.receiver_count() > 0 {
            let limit = i64::try_from(EVENT_BUFFER).unwrap_or(i64::MAX);
            let from = Revision(told.max(newest.0 - limit));
            let read = async {
                let mut reader = self.inner.database.read().await?;
                change::since(&mut reader.connection(), self.inner.tenant, from, limit).await
            };
            for made in timeout(SHORT, read).await?? {
                if made.revision > newest {
                    break;
                }
                // Nobody listening any more is not a fault.
                let _ = self.inner.events.send(Event::from(&made));
            }
        }
        self.inner.told.store(newest.0, Ordering::Relaxed);
        Ok(())
    }
}
