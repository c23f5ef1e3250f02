//! Django admin on the same people: list, search, filter, and a policy given to everybody with a log row for each.
//!
//! The project is in `peers/django`. It runs in a virtual environment of its own below the target folder, behind gunicorn
//! with one process, on SQLite with the durability that Forecourt has or on PostgreSQL.

mod environment;
mod finish;
mod guard;
mod project;
mod server;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::django::environment::Environment;
use crate::django::project::Assigned;
pub(crate) use crate::django::project::Django;
use crate::load::Aim;
use crate::median::median;

/// What to measure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan<'a> {
    /// The page of 50 people far behind the first, from 1.
    pub(crate) deep_page: u32,
    /// What is searched for. When time runs out the rest is left away, so classes should alternate.
    pub(crate) searches: &'a [String],
    /// The policy that the list is filtered by.
    pub(crate) filter: &'a str,
    /// The policies that everybody is given, one after another.
    pub(crate) assign: &'a [String],
    /// How often each page is asked for, at most.
    pub(crate) requests: u32,
    /// How long one page may be asked for, and all searches together. Each page is asked for at least once, and at
    /// least one search is made.
    pub(crate) time: Duration,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// It could be run.
    Ran(T),
    /// Python or its packages are not to be had here, and why, on one line.
    Unavailable(String),
}

/// What Django admin needs. Pages are medians in milliseconds, from the request to the last byte.
#[derive(Debug)]
pub(crate) struct DjangoFigures {
    /// How many people there are.
    pub(crate) people: u64,
    /// Making and filling the database, in seconds.
    pub(crate) fill_seconds: f64,
    /// The first page of the list.
    pub(crate) first_page: f64,
    /// The deep page.
    pub(crate) deep_page: f64,
    /// The first page of those with the policy.
    pub(crate) filter_policy: f64,
    /// The first page of those whose account is switched off.
    pub(crate) filter_disabled: f64,
    /// The first page of each search, in the order of the plan.
    pub(crate) searches: Vec<Search>,
    /// Each policy that everybody was given.
    pub(crate) assigned: Vec<Assigned>,
}

/// One search.
#[derive(Debug)]
pub(crate) struct Search {
    /// What was searched for.
    pub(crate) term: String,
    /// How many people were found.
    pub(crate) found: u64,
    /// The time of its one request.
    pub(crate) milliseconds: f64,
}

/// Prepares the virtual environment (once; it is kept for the next run) and fills a database with the people of
/// `people_csv`, as [`crate::population::write`] writes them: an empty one of PostgreSQL at an address, or one of SQLite.
///
/// # Errors
/// Django fails on the people.
pub(crate) async fn set_up(people_csv: &Path, database: Option<&str>) -> Result<Outcome<Django>> {
    match Environment::prepare().await {
        Ok(environment) => Ok(Outcome::Ran(
            Django::fill(environment, people_csv, database).await?,
        )),
        Err(error) => Ok(Outcome::Unavailable(format!("{error:#}").replace('\n', "; "))),
    }
}

/// Sets up Django admin as [`set_up`] does and measures all of the plan.
///
/// # Errors
/// Django fails. That it cannot be installed is no error but an outcome.
pub(crate) async fn measure(
    people_csv: &Path,
    database: Option<&str>,
    plan: Plan<'_>,
) -> Result<Outcome<DjangoFigures>> {
    let django = match set_up(people_csv, database).await? {
        Outcome::Ran(django) => django,
        Outcome::Unavailable(reason) => return Ok(Outcome::Unavailable(reason)),
    };
    let running = django.serve().await?;
    let page = async |query: &str| -> Result<f64> {
        let times = running.page(query).times(plan.requests, plan.time).await;
        let times = times.with_context(|| format!("the page `{query}`; {}", running.last_words()))?;
        Ok(median(&times))
    };
    // The first request of a process fills its caches.
    page("").await?;
    let mut figures = DjangoFigures {
        people: django.people(),
        fill_seconds: django.fill_seconds(),
        first_page: page("").await?,
        deep_page: page(&format!("p={}", plan.deep_page)).await?,
        filter_policy: page(&format!("policy__id__exact={}", django.policy(plan.filter)?)).await?,
        filter_disabled: page("account_enabled__exact=0").await?,
        searches: Vec::new(),
        assigned: Vec::new(),
    };
    let begin = Instant::now();
    for term in plan.searches {
        if begin.elapsed() > plan.time && !figures.searches.is_empty() {
            break;
        }
        let search = search(&running.search(term), term).await;
        figures
            .searches
            .push(search.with_context(|| running.last_words())?);
    }
    drop(running);
    for policy in plan.assign {
        figures.assigned.push(django.assign(policy).await?);
    }
    Ok(Outcome::Ran(figures))
}

async fn search(aim: &Aim, term: &str) -> Result<Search> {
    let (text, milliseconds) = aim.text().await?;
    Ok(Search {
        term: term.to_owned(),
        found: found(&text).with_context(|| format!("`{term}` has no number of results"))?,
        milliseconds,
    })
}

/// The number of people below the list.
fn found(page: &str) -> Option<u64> {
    page.lines().map(str::trim).find_map(|line| {
        let number = line
            .strip_suffix(" people")
            .or_else(|| line.strip_suffix(" person"))?;
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_below_the_list_is_found() {
        let page =
            "<p>Select person</p>\n<p class=\"paginator\">\n\n<a href=\"?p=2\">2</a>\n\n104 people\n\n</p>";
        assert_eq!(found(page), Some(104));
        assert_eq!(found("\n1 person\n"), Some(1));
        assert_eq!(found("all people\n"), None);
    }
}
