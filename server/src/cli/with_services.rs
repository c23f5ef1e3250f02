//! What commands that use the database have in common.

use super::options::Storage;
use crate::config::{Config, Layer};
use crate::start::{open, start_services};
use anyhow::Result;
use forecourt_service::{OpContext, Services};

/// Opens the configured database, runs `work` in the name of the command `name`, and closes the database.
pub(super) async fn with_services<T>(
    storage: Storage,
    name: &str,
    work: impl AsyncFnOnce(&Services, &OpContext) -> Result<T>,
) -> Result<T> {
    let config = storage.load(Layer::default())?;
    on_config(&config, name, work).await
}

/// The same with a configuration that is loaded already.
pub(super) async fn on_config<T>(
    config: &Config,
    name: &str,
    work: impl AsyncFnOnce(&Services, &OpContext) -> Result<T>,
) -> Result<T> {
    let services = start_services(open(config).await?).await?;
    let context = OpContext::command(name, services.clock().now());
    let outcome = work(&services, &context).await;
    services.database().close().await;
    outcome
}
