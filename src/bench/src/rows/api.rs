//! The interface for programs: a page of people beside a handler that only writes the same JSON, and the export.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use http::StatusCode;
use serde_json::Value;

use super::users::{PEOPLE, with_people};
use crate::client::{Client, lines_in};
use crate::load::{Aim, Paths};
use crate::median::median;
use crate::peer::{self, Peer};
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &[
    "api/users_per_request",
    "api/users_first",
    "api/export_per_1000_people",
];

const PAGE: &str = "/api/v1/users?limit=50";
const EXPORT: &str = "/api/v1/exports/users";
const ROUNDS: u32 = 5;
const CONNECTIONS: u32 = 16;
const TIME: Duration = Duration::from_secs(2);

/// What the bare handler's rate may be at most, as a multiple of ours: ours is at least 0.3 of it.
const LEAST: f64 = 0.3;

/// How many people apart the places are at which other pages begin. There are so many pages that all others, more than
/// the product keeps, are asked for before one comes again.
const APART: usize = 2;

/// Time for each request on 16 connections (µs): for the same page again and again, which the product keeps, and for
/// another page each time. And for exporting 1,000 people (ms).
///
/// # Errors
/// The product or the peer fails.
pub(crate) async fn measure() -> Result<Vec<Row>> {
    let product = with_people(PEOPLE)?;
    product.write("data/forecourt.toml", "api_requests_per_second = 0\n")?;
    let token = product.token()?;
    let running = product.start().await?;
    let credentials = format!("Bearer {token}");
    let mut client = Client::connect(running.address, &credentials).await?;
    let page = client.get(PAGE).await?;
    if page.status() != StatusCode::OK {
        bail!("the people were answered with {}", page.status());
    }
    let other = Peer::start(page.body())?;
    let ours = Aim {
        address: running.address,
        path: PAGE.to_owned(),
        cookies: credentials,
        keeps_open: true,
    };
    let theirs = Aim {
        address: other.address,
        path: peer::JSON_PATH.to_owned(),
        cookies: String::new(),
        keeps_open: true,
    };
    let places = places(&mut client).await?;
    let (mut own, mut first, mut bare, mut export) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        own.push(1_000_000.0 / ours.throughput(CONNECTIONS, TIME).await?.per_second());
        let others = ours.throughput_of(&places, CONNECTIONS, TIME).await?;
        first.push(1_000_000.0 / others.per_second());
        bare.push(1_000_000.0 / theirs.throughput(CONNECTIONS, TIME).await?.per_second());
        let start = Instant::now();
        let lines = client.get(EXPORT).await?;
        let count = lines_in(lines.body());
        if count < PEOPLE {
            bail!("the export has {count} lines");
        }
        export.push(start.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(u32::try_from(PEOPLE)?));
    }
    let (own, bare) = (median(&own), median(&bare));
    Ok(vec![
        Row::new("api/users_per_request", own, "us", Some(bare / LEAST)).beside(peer::JSON, bare),
        Row::new("api/users_first", median(&first), "us", None).beside(peer::JSON, bare),
        // A million people in 15 s.
        Row::new("api/export_per_1000_people", median(&export), "ms", Some(15.0)),
    ])
}

/// A page of the same size at every other person.
async fn places(client: &mut Client) -> Result<Paths> {
    let mut paths = Vec::new();
    let mut path = format!("/api/v1/users?limit={APART}");
    loop {
        let page: Value = serde_json::from_slice(client.get(&path).await?.body())?;
        let Some(cursor) = page.get("next").and_then(Value::as_str) else {
            break;
        };
        paths.push(format!("{PAGE}&cursor={cursor}"));
        path = format!("/api/v1/users?limit={APART}&cursor={cursor}");
    }
    // The last pages are shorter.
    paths.truncate((PEOPLE - 50) / APART);
    Ok(Paths::new(paths))
}
