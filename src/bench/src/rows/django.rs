//! Django admin with a large population.

use std::time::Duration;

use anyhow::{Context as _, Result};
use forecourt_testkit::TempDir;

use crate::django::{self, Outcome, Plan};
use crate::median::median;
use crate::population;
use crate::row::Row;

pub(crate) const NAMES: &[&str] = &[
    "django/fill",
    "django/list_first_page_p50",
    "django/list_deep_page_p50",
    "django/filter_policy_p50",
    "django/filter_disabled_p50",
    "django/search_p50",
    "django/search_slowest",
    "django/assign_to_everybody",
];

/// How many people there are, unless `FORECOURT_BENCH_POPULATION` says otherwise.
const PEOPLE: u64 = 1_000_000;

const REQUESTS: u32 = 30;
const TIME: Duration = Duration::from_secs(20);

/// Rare, common, one letter, another script, none, and so on in turn.
const SEARCHES: &[&str] = &[
    "elodie.mueller.4",
    "aldergrove",
    "a",
    "Παπαδ",
    "zzqx",
    "O'Brien 77",
    "Fischer",
    "ü",
    "田中",
    "nobody@nowhere.example",
];

/// Pages in milliseconds, filling and assigning in seconds. Without Python there are no rows, and the reason is
/// printed.
///
/// # Errors
/// Django fails.
pub(crate) async fn measure() -> Result<Vec<Row>> {
    let people = match std::env::var("FORECOURT_BENCH_POPULATION") {
        Ok(number) => number
            .parse()
            .context("`FORECOURT_BENCH_POPULATION` is no number")?,
        Err(_) => PEOPLE,
    };
    let folder = TempDir::new()?;
    let file = folder.path().join("people.csv");
    population::write(&file, people)?;
    let searches: Vec<String> = SEARCHES.iter().map(|term| (*term).to_owned()).collect();
    let plan = Plan {
        deep_page: u32::try_from(people / 50).unwrap_or(u32::MAX).max(1),
        searches: &searches,
        filter: &population::policy(7),
        // Once: a million take more than a minute, and the next time takes as long.
        assign: &[population::policy(1)],
        requests: REQUESTS,
        time: TIME,
    };
    let figures = match django::measure(&file, None, plan).await? {
        Outcome::Ran(figures) => figures,
        Outcome::Unavailable(reason) => {
            eprintln!("Django admin was not measured: {reason}");
            return Ok(Vec::new());
        }
    };
    println!("Django admin with {} people found:", figures.people);
    for search in &figures.searches {
        println!(
            "  {:>9} in {:>9.3} ms for `{}`",
            search.found, search.milliseconds, search.term
        );
    }
    for assigned in &figures.assigned {
        println!(
            "  {:>9} in {:>9.3} s given a policy",
            assigned.people, assigned.seconds
        );
    }
    let searches: Vec<f64> = figures
        .searches
        .iter()
        .map(|search| search.milliseconds)
        .collect();
    let rates: Vec<f64> = figures.assigned.iter().map(|assigned| assigned.seconds).collect();
    Ok(vec![
        Row::new("django/fill", figures.fill_seconds, "s", None),
        Row::new("django/list_first_page_p50", figures.first_page, "ms", None),
        Row::new("django/list_deep_page_p50", figures.deep_page, "ms", None),
        Row::new("django/filter_policy_p50", figures.filter_policy, "ms", None),
        Row::new("django/filter_disabled_p50", figures.filter_disabled, "ms", None),
        Row::new("django/search_p50", median(&searches), "ms", None),
        Row::new(
            "django/search_slowest",
            searches.iter().copied().fold(0.0, f64::max),
            "ms",
            None,
        ),
        Row::new("django/assign_to_everybody", median(&rates), "s", None),
    ])
}
