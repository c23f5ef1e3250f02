//! A large organization, on each engine: filling it, searching it, changing all of it.
//!
//! `FORECOURT_BENCH_POPULATION` measures fewer people than a million.

mod lists;
mod operations;
mod organization;
mod peer;
mod ranks;
mod searches;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use forecourt_testkit::{Binaries, Cluster, Options, TempDir, execute};

use crate::arguments::Arguments;
use crate::product::{Product, Running, Size};
use crate::row::Row;
pub(super) use lists::POLICY;

/// The engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

/// The names of a row on both engines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names(&'static str, &'static str);

impl Names {
    fn on(self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.0,
            Engine::Postgres => self.1,
        }
    }
}

const FILL: Names = Names("scale/fill_sqlite", "scale/fill_postgres");

pub(crate) const NAMES: &[&str] = &[
    FILL.0,
    FILL.1,
    searches::P99.0,
    searches::P99.1,
    searches::P50.0,
    searches::P50.1,
    lists::FIRST.0,
    lists::FIRST.1,
    lists::DEEP.0,
    lists::DEEP.1,
    lists::HOLDERS.0,
    lists::HOLDERS.1,
    lists::EXPORT.0,
    lists::EXPORT.1,
    organization::IMPACT.0,
    organization::IMPACT.1,
    ranks::IMPACT.0,
    ranks::IMPACT.1,
    operations::PREPARE.0,
    operations::PREPARE.1,
    operations::ASSIGN.0,
    operations::ASSIGN.1,
    operations::MEANWHILE.0,
    operations::MEANWHILE.1,
    operations::ALONE.0,
    operations::ALONE.1,
    operations::LIST.0,
    operations::LIST.1,
    operations::MEMORY.0,
    operations::MEMORY.1,
];

/// How many people there are, unless the environment says otherwise.
const PEOPLE: u64 = 1_000_000;

/// How many people there are in this run.
///
/// # Errors
/// The environment names no number.
pub(super) fn population() -> Result<u64> {
    match std::env::var("FORECOURT_BENCH_POPULATION") {
        Ok(number) => number
            .parse()
            .context("`FORECOURT_BENCH_POPULATION` is no number"),
        Err(_) => Ok(PEOPLE),
    }
}

/// How PostgreSQL is run, as `docs/operating.md` advises for this many people: what it comes with is meant for machines
/// with a tenth of the memory.
const SETTINGS: &[&str] = &[
    "shared_buffers = 2GB",
    "effective_cache_size = 8GB",
    "max_wal_size = 8GB",
    "checkpoint_timeout = 15min",
];

/// The database of the peer, beside Forecourt's.
const PEER: &str = "django";

/// A server with the population, and a session on it.
pub(super) struct Filled {
    pub(super) engine: Engine,
    pub(super) running: Running,
    pub(super) cookies: String,
}

/// All rows that are asked for. One thread asks for pages and takes their times: where the cores are busy, each change of
/// thread in here would be taken for a part of the page.
///
/// # Errors
/// The product or PostgreSQL fails.
pub(crate) async fn measure(arguments: &Arguments) -> Result<Vec<Row>> {
    let arguments = arguments.clone();
    let one_thread = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    tokio::task::spawn_blocking(move || one_thread()?.block_on(measure_all(&arguments))).await?
}

async fn measure_all(arguments: &Arguments) -> Result<Vec<Row>> {
    let people = population()?;
    let folder = TempDir::new()?;
    let file = folder.path().join("people.csv");
    let mut rows = Vec::new();
    let beside = async |rows, file: &Path, database: Option<&str>, people| {
        if arguments.without_peers {
            return Ok(rows);
        }
        peer::beside(rows, file, database, people).await
    };
    let wants = |end: &str| {
        NAMES
            .iter()
            .any(|name| name.ends_with(end) && arguments.wants(&[name]))
    };
    if wants("_sqlite") {
        let measured = on(Engine::Sqlite, None, people, &file).await;
        let measured = measured.context("on SQLite")?;
        rows.extend(beside(measured, &file, None, people).await?);
    }
    if wants("_postgres") {
        // As durable as SQLite: every commit reaches the disk.
        let options = Options {
            fsync: true,
            settings: SETTINGS,
            ..Options::default()
        };
        let cluster = Cluster::start(&Binaries::find()?, options)?;
        let url = cluster.url().to_owned();
        let peer = match url.rsplit_once('/') {
            Some((server, _)) => format!("{server}/{PEER}"),
            None => bail!("the cluster's address names no database"),
        };
        let measured = on(Engine::Postgres, Some(url.clone()), people, &file).await;
        let measured = measured.context("on PostgreSQL")?;
        execute(&url, &format!("create database {PEER}")).await;
        rows.extend(beside(measured, &file, Some(&peer), people).await?);
    }
    Ok(rows)
}

/// All rows on one engine; whom it holds is written to `file`.
async fn on(engine: Engine, database: Option<String>, people: u64, file: &Path) -> Result<Vec<Row>> {
    let size = Size {
        people,
        groups: 2_000,
        policies: 40,
    };
    let (product, seconds) = Product::sample(database, size)?;
    let mut rows = Measured::new(vec![Row::new(FILL.on(engine), seconds, "s", Some(60.0))]);
    let running = product.start().await?;
    let cookies = running.session().await?;
    let filled = Filled {
        engine,
        running,
        cookies,
    };
    let (everybody, _) = filled.aim("/users/export.csv".to_owned()).text().await?;
    std::fs::write(file, everybody)?;
    rows.add(searches::measure(&filled).await.context("searches")?);
    rows.add(lists::measure(&filled).await.context("lists")?);
    let organization = organization::measure(&filled).await;
    rows.add(organization.context("the organization's settings")?);
    rows.add(ranks::measure(&filled).await.context("ranks")?);
    let target = if engine == Engine::Sqlite { 10.0 } else { 20.0 };
    rows.add(operations::measure(&filled, target).await.context("operations")?);
    rows.add(operations::list(&filled, &product).await.context("a list")?);
    Ok(rows.0)
}

/// What was measured so far, said as it comes: a run takes minutes.
struct Measured(Vec<Row>);

impl Measured {
    fn new(rows: Vec<Row>) -> Self {
        let mut measured = Self(Vec::new());
        measured.add(rows);
        measured
    }

    fn add(&mut self, rows: Vec<Row>) {
        for row in &rows {
            println!("  {:<36} {:>10.3} {}", row.name, row.value, row.unit);
        }
        self.0.extend(rows);
    }
}

impl Filled {
    /// The page at `path`.
    pub(super) fn aim(&self, path: String) -> crate::load::Aim {
        crate::load::Aim {
            address: self.running.address,
            path,
            cookies: self.cookies.clone(),
            keeps_open: true,
        }
    }
}

/// The value below which 99 of 100 lie.
pub(crate) fn p99(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = sorted.len().saturating_mul(99).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::SETTINGS;

    #[test]
    fn postgresql_is_run_as_administrators_are_advised() {
        let advice = include_str!("../../../../../docs/operating.md");
        let (_, listed) = advice.split_once("In `postgresql.conf`").unwrap();
        let (_, listed) = listed.split_once("```\n").unwrap();
        let (listed, _) = listed.split_once("```").unwrap();
        let listed: Vec<_> = listed
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(listed, SETTINGS);
    }
}
