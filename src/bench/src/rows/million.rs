//! The doors for scripts to a directory of 1,000,000 people: `Get-CsOnlineUser` with a filter, and everybody as a stream.
//!
//! `FORECOURT_BENCH_POPULATION` measures fewer people; what depends on their number is then told for a million.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;

use super::scale::{POLICY, population};
use crate::client::{Client, lines_in};
use crate::median::median;
use crate::process_figures::own;
use crate::product::{Product, Running, Size};
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &[
    "api/cmdlet_filter_first_50",
    "api/cmdlet_filter_10000",
    "api/export_million",
    "api/export_million_memory",
];

const EXPORT: &str = "/api/v1/exports/users";
const ROUNDS: usize = 15;

/// How much more memory the server may have at most while it streams, in MB: the pieces on their way, not the people.
const MEMORY: f64 = 64.0;

/// The first 50 people of a filter (ms), 10,000 of them gone through in a pipeline (s), the export (s), and what the
/// server needs for it beside what it had (MB).
///
/// # Errors
/// The product fails.
pub(crate) async fn measure() -> Result<Vec<Row>> {
    let people = population()?;
    let size = Size {
        people,
        groups: 2_000,
        policies: 40,
    };
    let (product, _) = Product::sample(None, size)?;
    let token = product.token()?;
    let running = product.start().await?;
    let cookies = running.session().await?;
    let mut browser = Client::connect(running.address, &cookies).await?;
    let filter = format!("Get-CsOnlineUser -Filter {{ExternalAccessPolicy -eq '{POLICY}'}}");
    let first = timed(
        &mut browser,
        &format!("({filter} -ResultSize 50).Count"),
        "50",
        ROUNDS,
    )
    .await?;
    let many = 10_000.min(people / 20);
    let script = format!(
        "$seen = @({filter} -ResultSize {many} | ForEach-Object {{ $_.UserPrincipalName }})\n$seen.Count"
    );
    let stream = timed(&mut browser, &script, &many.to_string(), 5).await?;
    let (seconds, memory) = export(&running, &token, people).await?;
    // For a million and for ten thousand, whatever the size of the sample.
    let all = seconds * 1_000_000.0 / f64::from(u32::try_from(people)?);
    let streamed = stream / 1_000.0 * 10_000.0 / f64::from(u32::try_from(many)?);
    Ok(vec![
        Row::new("api/cmdlet_filter_first_50", first, "ms", Some(20.0)),
        Row::new("api/cmdlet_filter_10000", streamed, "s", Some(1.0)),
        Row::new("api/export_million", all, "s", Some(15.0)),
        Row::new("api/export_million_memory", memory, "MB", Some(MEMORY)),
    ])
}

/// The median time in ms of running a script in the console, which has to print `expected`.
async fn timed(browser: &mut Client, script: &str, expected: &str, rounds: usize) -> Result<f64> {
    let mut times = Vec::new();
    // The first run finds everything cold and is not counted.
    for round in 0..=rounds {
        let start = Instant::now();
        let answer = browser.post("/console", &[("script", script)]).await?;
        let time = start.elapsed().as_secs_f64() * 1_000.0;
        let page = String::from_utf8_lossy(answer.body());
        let output = page.split("id=\"output\"").nth(1).unwrap_or_default();
        let printed = output
            .split_once("<code>")
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        ensure!(
            answer.status() == StatusCode::OK && printed.trim_start().starts_with(expected),
            "{script} was answered with {}: {}",
            answer.status(),
            printed.chars().take(200).collect::<String>()
        );
        if round > 0 {
            times.push(time);
        }
    }
    Ok(median(&times))
}

/// The seconds of one export after another that warms up, and the most that the server had more than before, in MB.
async fn export(running: &Running, token: &str, people: u64) -> Result<(f64, f64)> {
    let credentials = format!("Bearer {token}");
    let mut times = Vec::new();
    let mut more: f64 = 0.0;
    for round in 0..3 {
        let mut client = Client::connect(running.address, &credentials).await?;
        let process = running.process();
        let before = own(process)?;
        let (start, mut lines, mut pieces, mut most) = (Instant::now(), 0_u64, 0_u32, before);
        client
            .stream(EXPORT, |piece| {
                lines += lines_in(piece) as u64;
                pieces += 1;
                if pieces.is_multiple_of(256) {
                    most = most.max(own(process).unwrap_or(most));
                }
            })
            .await
            .context("the export")?;
        let time = start.elapsed().as_secs_f64();
        ensure!(lines >= people, "the export has {lines} lines");
        if round > 0 {
            times.push(time);
            more = more.max((most - before) / 1_000_000.0);
        }
    }
    Ok((median(&times), more))
}
