//! The language of cmdlets: from a line to what it binds to.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, anyhow};
use forecourt_cmdlet::parse;

use crate::median::median;
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &["api/cmdlet_line"];

const ROUNDS: usize = 9;
const LINES: u32 = 2_000;

/// Lines that administrators write, one after the other.
const WRITTEN: [&str; 4] = [
    "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false -AllowTeamsConsumerInbound $false",
    "Grant-CsExternalAccessPolicy -Identity 'ada@aldergrove.example' -PolicyName 'No personal chat'",
    "Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'Sales' -and Department -eq 'Field'} -ResultSize 50",
    "Get-CsExternalAccessPolicy | Where-Object { $_.EnableTeamsConsumerAccess } | Select-Object Identity",
];

/// Time for parsing and binding a line (µs).
///
/// # Errors
/// A line is not understood.
pub(crate) fn measure() -> Result<Vec<Row>> {
    for line in WRITTEN {
        parse(line, &[]).map_err(|problems| anyhow!("{line}: {problems}"))?;
    }
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for line in WRITTEN.iter().cycle().take(usize::try_from(LINES)?) {
            let understood = parse(black_box(line), &[]);
            black_box(&understood);
        }
        times.push(start.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(LINES));
    }
    Ok(vec![Row::new(
        "api/cmdlet_line",
        median(&times),
        "us",
        Some(100.0),
    )])
}
