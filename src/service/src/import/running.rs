//! Imports that run in the background, and how far they are.

use super::apply::{Applied, apply};
use super::sources::Sources;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// How long a request waits for an import before it shows a progress bar instead.
const PATIENCE: Duration = Duration::from_secs(2);

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It runs: people done, of how many.
    Running(usize, usize),
    /// It ended without changing anything; this sentence says why.
    Failed(String),
}

/// The imports of this server that run or have failed. One that has ended well is in the database.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashMap<Uuid, Progress>>);

impl Running {
    fn set(&self, plan: Uuid, progress: Option<Progress>) {
        if let Ok(mut running) = self.0.lock() {
            match progress {
                Some(progress) => running.insert(plan, progress),
                None => running.remove(&plan),
            };
        }
    }

    /// How far `plan` is, if it runs or has failed here.
    pub fn get(&self, plan: Uuid) -> Option<Progress> {
        self.0.lock().ok()?.get(&plan).cloned()
    }

    /// Marks `plan` as running; false when it runs already.
    fn start(&self, plan: Uuid) -> bool {
        let Ok(mut running) = self.0.lock() else {
            return false;
        };
        if matches!(running.get(&plan), Some(Progress::Running(..))) {
            return false;
        }
        running.insert(plan, Progress::Running(0, 0));
        true
    }
}

/// Applies an upload in the background and waits a little for its end. `None`: it goes on, see [`Running::get`].
///
/// # Errors
/// As [`apply`], when it ends that soon; [`ServiceError::Refused`] when it runs already.
pub async fn apply_in_background(
    services: &Services,
    context: &OpContext,
    sources: Sources,
    plan: Uuid,
) -> Result<Option<Applied>, ServiceError> {
    if !services.imports().start(plan) {
        return Err(ServiceError::refused(
            "import-running",
            "This import is running already.",
        ));
    }
    let (services, context) = (services.clone(), context.clone());
    let (sender, receiver) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let running = Arc::clone(services.imports());
        let progress = |done, total| running.set(plan, Some(Progress::Running(done, total)));
        let outcome = apply(&services, &context, &sources, Some(plan), &progress).await;
        let failed = outcome
            .as_ref()
            .err()
            .map(|error| Progress::Failed(error.sentence()));
        running.set(plan, failed);
        // Nobody waits any more when it took long; the page reads the outcome then.
        let _ = sender.send(outcome);
    });
    match tokio::time::timeout(PATIENCE, receiver).await {
        Ok(Ok(outcome)) => outcome.map(Some),
        Ok(Err(_)) => Err(ServiceError::refused(
            "import-ended",
            "The import ended unexpectedly. Nothing was changed.",
        )),
        Err(_) => Ok(None),
    }
}
