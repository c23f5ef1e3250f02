//! What every use case works with.

use crate::clock::Clock;
use crate::decision::{Engine, State};
use crate::error::ServiceError;
use crate::event::Event;
use crate::hygiene::Findings;
use crate::password::PasswordHasher;
use crate::random::Random;
use crate::snapshot::Snapshot;
use arc_swap::ArcSwapOption;
use forecourt_model::{Revision, TenantId};
use forecourt_store::{Database, change};
use std::sync::Arc;
use tokio::sync::{Mutex, Notify, broadcast};

/// How many events a watcher may lag behind before it is told to read everything again.
const EVENT_BUFFER: usize = 256;

/// Database, clock, randomness, the snapshot and those who watch it. Cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Inner>);

struct Inner {
    database: Database,
    tenant: TenantId,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    passwords: PasswordHasher,
    snapshot: ArcSwapOption<Snapshot>,
    renewal: Mutex<()>,
    events: broadcast::Sender<Event>,
    imports: Arc<crate::import::Running>,
    survey: ArcSwapOption<crate::people::Survey>,
    findings: ArcSwapOption<Findings>,
    operations: Notify,
    decisions: Engine,
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
        let renewal = Mutex::new(());
        let snapshot = ArcSwapOption::new(snapshot);
        let decisions = Engine::new(random.as_ref());
        Ok(Self(Arc::new(Inner {
            database,
            tenant,
            clock,
            random,
            passwords: PasswordHasher::default(),
            snapshot,
            renewal,
            events,
            imports: Arc::default(),
            survey: ArcSwapOption::empty(),
            findings: ArcSwapOption::empty(),
            operations: Notify::new(),
            decisions,
        })))
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The organization that is served.
    pub fn tenant(&self) -> TenantId {
        self.0.tenant
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    /// The randomness.
    pub fn random(&self) -> &dyn Random {
        self.0.random.as_ref()
    }

    /// What hashes passwords.
    pub fn passwords(&self) -> &PasswordHasher {
        &self.0.passwords
    }

    /// The state that answers are made from; `None` before the organization is set up.
    pub fn snapshot_if_set_up(&self) -> Option<Arc<Snapshot>> {
        self.0.snapshot.load_full()
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
        &self.0.imports
    }

    /// What is known of how common things are among the people.
    pub(crate) fn survey(&self) -> &ArcSwapOption<crate::people::Survey> {
        &self.0.survey
    }

    /// Wakes whoever works on operations here.
    pub fn operations(&self) -> &Notify {
        &self.0.operations
    }

    /// What decides for chat servers.
    pub fn decisions(&self) -> &Engine {
        &self.0.decisions
    }

    /// The state that decides for chat servers, read now if it was not before.
    ///
    /// # Errors
    /// [`ServiceError::NotSetUp`]; [`ServiceError::Store`] while it was never read.
    pub async fn decision_state(&self) -> Result<Arc<State>, ServiceError> {
        if let Some(state) = self.0.decisions.state() {
            return Ok(state);
        }
        let snapshot = self.snapshot()?;
        let engine = &self.0.decisions;
        engine.start(&self.0.database, self.0.tenant, &snapshot).await?;
        // What was committed while it was read.
        let newest = {
            let _one_at_a_time = self.0.renewal.lock().await;
            let newest = self.snapshot()?;
            engine.renew(&self.0.database, self.0.tenant, &newest).await?;
            newest
        };
        tracing::info!(revision = %newest.revision(), "decisions are possible");
        engine.state().ok_or(ServiceError::NotSetUp)
    }

    /// Hears of every change from now on, on whichever server it is made.
    pub fn watch(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// What was found to tidy up last; holds for one revision.
    pub(crate) fn findings(&self) -> &ArcSwapOption<Findings> {
        &self.0.findings
    }

    /// Makes the snapshot at least as new as `revision` and tells the watchers of every change in between. Called
    /// after each commit here, and when another server announces a revision.
    ///
    /// # Errors
    /// [`ServiceError::Store`] when the state cannot be read; the old snapshot stays.
    pub async fn renew(&self, revision: Revision) -> Result<(), ServiceError> {
        let _one_at_a_time = self.0.renewal.lock().await;
        let known = self
            .0
            .snapshot
            .load()
            .as_ref()
            .map(|snapshot| snapshot.revision());
        if known.is_some_and(|known| known >= revision) {
            return Ok(());
        }
        let Some(snapshot) = Snapshot::load(&self.0.database, self.0.tenant).await? else {
            return Ok(());
        };
        let newest = snapshot.revision();
        // Decisions first: whoever sees the change on a page must find that it counts.
        let renewed = self.0.decisions.renew(&self.0.database, self.0.tenant, &snapshot).await;
        self.0.decisions.mark(renewed.is_ok(), self.0.clock.now());
        renewed?;
        self.0.snapshot.store(Some(Arc::new(snapshot)));
        self.publish(known.unwrap_or_default(), newest).await
    }

    /// Reads the newest revision and renews the snapshot if it is behind: what a server does after it has lost touch.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn catch_up(&self) -> Result<(), ServiceError> {
        let mut reader = self.0.database.read().await?;
        let found = forecourt_store::organization::find(&mut reader.connection(), self.0.tenant).await?;
        drop(reader);
        match found {
            Some(organization) => self.renew(organization.revision).await,
            None => Ok(()),
        }
    }

    async fn publish(&self, after: Revision, newest: Revision) -> Result<(), ServiceError> {
        if self.0.events.receiver_count() == 0 || newest <= after {
            return Ok(());
        }
        let limit = i64::try_from(EVENT_BUFFER).unwrap_or(i64::MAX);
        let from = Revision(after.0.max(newest.0 - limit));
        let mut reader = self.0.database.read().await?;
        for made in change::since(&mut reader.connection(), self.0.tenant, from, limit).await? {
            // Nobody listening any more is not a fault.
            let _ = self.0.events.send(Event::from(&made));
        }
        Ok(())
    }
}
