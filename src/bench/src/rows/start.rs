//! Starting, and the memory of a server at rest.

use std::time::Duration;

use anyhow::Result;

use crate::client::Client;
use crate::median::median;
use crate::process_figures::resident;
use crate::product::Product;
use crate::row::Row;
use crate::rows::users::{PAGE, PEOPLE, with_people};

pub(crate) const NAMES: &[&str] = &["page/start_to_ready", "page/resident_idle"];

const ROUNDS: u32 = 9;

/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(2);

/// With 10,000 people: the time from starting the process to its first answer that it is ready, in milliseconds;
/// and the memory in use after a page was served and nothing was asked for a while, in MB.
///
/// # Errors
/// The product fails.
pub(crate) async fn measure() -> Result<Vec<Row>> {
    let product: Product = with_people(PEOPLE)?;
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let running = product.start().await?;
        times.push(running.start_to_ready.as_secs_f64() * 1000.0);
        if round % 3 == 0 {
            let cookies = running.session().await?;
            Client::connect(running.address, &cookies)
                .await?
                .get(PAGE)
                .await?;
            tokio::time::sleep(REST).await;
            memory.push(resident(running.process())? / 1_000_000.0);
        }
    }
    Ok(vec![
        Row::new("page/start_to_ready", median(&times), "ms", Some(300.0)),
        Row::new("page/resident_idle", median(&memory), "MB", Some(60.0)),
    ])
}
