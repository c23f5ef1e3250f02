//! Django admin on the same people, beside the rows that have to be many times as fast.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::{lists, operations, searches};
use crate::django::{self, Outcome, Plan};
use crate::median::median;
use crate::row::Row;

const PEER: &str = "Django admin";

/// How many times as fast pages and searches have to be, and giving everybody a policy.
const PAGES: f64 = 20.0;
const ASSIGN: f64 = 5.0;

/// How often each page is asked for, and how long at most.
const REQUESTS: u32 = 20;
const TIME: Duration = Duration::from_secs(30);

/// The rows of an engine with Django's figures on the same engine beside them, measured on the people of `file`: in the
/// empty database at `database`, or on SQLite. Without Python the rows stay as they are, and the reason is printed.
///
/// # Errors
/// Django fails.
pub(super) async fn beside(
    rows: Vec<Row>,
    file: &Path,
    database: Option<&str>,
    people: u64,
) -> Result<Vec<Row>> {
    // A few words of each class in turn: one search takes the better part of a second.
    let classes = searches::classes();
    let words: Vec<String> = (0..4)
        .flat_map(|at| {
            classes
                .iter()
                .filter_map(move |(_, words)| words.get(at).cloned())
        })
        .collect();
    let plan = Plan {
        deep_page: u32::try_from(people / 50).unwrap_or(u32::MAX).max(1),
        searches: &words,
        filter: lists::POLICY,
        assign: &[operations::POLICY.to_owned()],
        requests: REQUESTS,
        time: TIME,
    };
    let figures = match django::measure(file, database, plan).await? {
        Outcome::Ran(figures) => figures,
        Outcome::Unavailable(reason) => {
            eprintln!("Django admin was not measured beside the rows at scale: {reason}");
            return Ok(rows);
        }
    };
    let searches: Vec<f64> = figures
        .searches
        .iter()
        .map(|search| search.milliseconds)
        .collect();
    let assigned: Vec<f64> = figures.assigned.iter().map(|assigned| assigned.seconds).collect();
    let beside = |row: Row| {
        let is = |names: super::Names| row.name == names.0 || row.name == names.1;
        let (value, factor) = if is(searches::P50) {
            (median(&searches), PAGES)
        } else if is(lists::FIRST) {
            (figures.first_page, PAGES)
        } else if is(lists::HOLDERS) {
            (figures.filter_policy, PAGES)
        } else if is(operations::ALONE) {
            (median(&assigned), ASSIGN)
        } else {
            return row;
        };
        row.beside(PEER, value).times_better(factor)
    };
    Ok(rows.into_iter().map(beside).collect())
}
