//! The rows, in groups that share a set-up.

mod api;
mod assets;
mod cmdlet;
mod decision;
mod django;
mod import;
mod million;
pub(crate) mod scale;
mod start;
mod users;

use anyhow::{Context as _, Result};

use crate::arguments::Arguments;
use crate::row::Row;

/// Measures the groups in which a row is asked for. A group that cannot be measured ends the run: a table without
/// it would look complete.
///
/// # Errors
/// The product or a peer fails.
pub(crate) async fn measure(arguments: &Arguments) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if arguments.wants(assets::NAMES) {
        rows.extend(assets::measure().context("the assets")?);
    }
    rows.extend(decision::measure(arguments).await.context("decisions")?);
    if arguments.wants(start::NAMES) {
        rows.extend(start::measure().await.context("the start")?);
    }
    if arguments.wants(import::NAMES) {
        rows.extend(import::measure().context("the import")?);
    }
    if arguments.wants(users::NAMES) {
        rows.extend(users::measure().await.context("the users page")?);
    }
    if arguments.wants(api::NAMES) {
        rows.extend(api::measure().await.context("the interface for programs")?);
    }
    if arguments.wants(cmdlet::NAMES) {
        rows.extend(cmdlet::measure().context("the language of cmdlets")?);
    }
    if arguments.wants(million::NAMES) {
        rows.extend(million::measure().await.context("a million people for scripts")?);
    }
    if arguments.wants(django::NAMES) {
        rows.extend(django::measure().await.context("Django admin")?);
    }
    if arguments.wants(scale::NAMES) {
        rows.extend(scale::measure(arguments).await.context("the rows at scale")?);
    }
    rows.retain(|row| arguments.wants(&[row.name]));
    Ok(rows)
}
