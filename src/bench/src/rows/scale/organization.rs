//! What a setting of the organization would do to everybody.

use std::time::Instant;

use anyhow::{Result, ensure};

use super::{Filled, Names};
use crate::client::Client;
use crate::median::median;
use crate::row::Row;

pub(super) const IMPACT: Names = Names("scale/impact_setting_sqlite", "scale/impact_setting_postgres");

const REQUESTS: u32 = 30;

/// From sending the edited form to the last byte of the answer, in ms.
///
/// # Errors
/// The product fails.
pub(super) async fn measure(filled: &Filled) -> Result<Vec<Row>> {
    let mut client = Client::connect(filled.running.address, &filled.cookies).await?;
    let fields = [
        ("AllowTeamsConsumer", "off"),
        ("AllowTeamsConsumerInbound", "off"),
    ];
    let mut times = Vec::new();
    for _ in 0..REQUESTS {
        let start = Instant::now();
        let answer = client
            .post("/external-access/organization-settings/impact", &fields)
            .await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        ensure!(
            answer.status().is_success(),
            "the impact was answered with {}",
            answer.status()
        );
        let text = String::from_utf8_lossy(answer.body());
        ensure!(text.contains("lose"), "the impact says nothing of losing");
    }
    let row = Row::new(IMPACT.on(filled.engine), median(&times), "ms", Some(300.0));
    Ok(vec![row])
}
