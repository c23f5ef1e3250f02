//! The users page of an organization with 10,000 people, beside a handler that only returns the same bytes.

use std::time::Duration;

use anyhow::{Result, bail};
use forecourt_testkit::TempDir;
use http::StatusCode;

use crate::client::Client;
use crate::load::Aim;
use crate::median::median;
use crate::peer::{self, Peer};
use crate::people::list;
use crate::process_figures::processor_seconds;
use crate::product::Product;
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &[
    "page/users_p50",
    "page/users_requests_per_second",
    "page/users_processor_per_request",
];

/// How many people the organization has.
pub(crate) const PEOPLE: usize = 10_000;

/// The page.
pub(crate) const PAGE: &str = "/users";

const ROUNDS: u32 = 5;
const REQUESTS: u32 = 300;
const CONNECTIONS: u32 = 16;
const TIME: Duration = Duration::from_secs(2);

/// Sets up an organization with people.
///
/// # Errors
/// The product fails.
pub(crate) fn with_people(count: usize) -> Result<Product> {
    let product = Product::set_up()?;
    let folder = TempDir::new()?;
    let file = folder.path().join("people.csv");
    std::fs::write(&file, list(count))?;
    product.import(&file)?;
    Ok(product)
}

/// From request to last byte on one connection (ms), requests per second on 16, and processor time for each (µs).
///
/// # Errors
/// The product or the peer fails.
pub(crate) async fn measure() -> Result<Vec<Row>> {
    let product = with_people(PEOPLE)?;
    let running = product.start().await?;
    let cookies = running.session().await?;
    let page = Client::connect(running.address, &cookies)
        .await?
        .get(PAGE)
        .await?;
    if page.status() != StatusCode::OK {
        bail!("the page was answered with {}", page.status());
    }
    let other = Peer::start(page.body())?;
    let sides = [
        (
            Aim {
                address: running.address,
                path: PAGE.to_owned(),
                cookies,
                keeps_open: true,
            },
            running.process(),
        ),
        (
            Aim {
                address: other.address,
                path: "/".to_owned(),
                cookies: String::new(),
                keeps_open: true,
            },
            other.process(),
        ),
    ];
    let mut figures: [[Vec<f64>; 3]; 2] = Default::default();
    for _ in 0..ROUNDS {
        for ((aim, process), [latency, rate, cost]) in sides.iter().zip(&mut figures) {
            latency.push(aim.latency(REQUESTS).await?);
            let before = processor_seconds(*process)?;
            let load = aim.throughput(CONNECTIONS, TIME).await?;
            rate.push(load.per_second());
            cost.push((processor_seconds(*process)? - before) / load.answers * 1_000_000.0);
        }
    }
    let [ours, theirs] = figures.map(|side| side.map(|values| median(&values)));
    let rows = [
        ("page/users_p50", "ms", Some(2.0)),
        ("page/users_requests_per_second", "1/s", None),
        ("page/users_processor_per_request", "us", None),
    ];
    let rows = rows.into_iter().zip(ours.into_iter().zip(theirs));
    Ok(rows
        .map(|((name, unit, target), (value, bare))| {
            Row::new(name, value, unit, target).beside(peer::NAME, bare)
        })
        .collect())
}
