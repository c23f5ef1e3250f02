//! Decisions for chat servers: in memory beside Cedar, and over HTTP beside the least that axum can do and beside Cerbos.

mod cases;
mod http;
mod in_process;
mod meanwhile;

use anyhow::{Context as _, Result};

use crate::arguments::Arguments;
use crate::row::Row;

/// All rows of this folder that are asked for.
///
/// # Errors
/// The product or a peer fails, or they disagree.
pub(crate) async fn measure(arguments: &Arguments) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if arguments.wants(in_process::NAMES) {
        rows.extend(in_process::measure().context("in memory")?);
    }
    if arguments.wants(http::NAMES) || arguments.wants(meanwhile::NAMES) {
        rows.extend(http::measure(arguments).await.context("over HTTP")?);
    }
    Ok(rows)
}
