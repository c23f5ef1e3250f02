//! How a list is walked, and what its length is.

use super::list::PAGE_SIZE;
use super::survey::Survey;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_store::person_list::{Cohort, Order, PersonFilter, SortKey, Walk};
use std::sync::Arc;
use time::OffsetDateTime;

/// From how many people on a directory is large: walking all of it takes longer than people wait.
const LARGE: u64 = 20_000;

/// Up to how many people are gathered and sorted for one page. Beyond, a page is full sooner when the list is walked
/// in its order.
const GATHERED: u64 = 4_000;

/// Up to how many people are counted whom the index of words finds: each of them is looked at.
const COUNTED: u64 = 1_500;

/// How many people of whom the index finds one reads at a time, where it does not hand them out in order.
const STRETCH: u64 = 500;

/// How many people can be passed by, one after the other, in the time in which one is fetched whom an index has found.
const DEARER: u64 = 3;

/// How many people one window has.
const WINDOW: i64 = 20_000;

/// How a list is walked.
pub(super) struct Plan {
    pub(super) walk: Walk,
    pub(super) cohorts: Vec<Cohort>,
    /// The number of people that match, as far as it is known without counting.
    pub(super) total: Known,
    /// Where the list is cut for [`Walk::Ranked`] and [`Walk::Along`].
    pub(super) stretches: Vec<i64>,
    /// What was asked for the plan, when the directory is large.
    pub(super) survey: Option<Arc<Survey>>,
}

/// What is known of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Exactly(u64),
    About(u64),
    Countable,
}

impl Plan {
    /// The plan for a list.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(super) async fn of(
        services: &Services,
        snapshot: &Snapshot,
        filter: &PersonFilter,
        order: Order,
        now: OffsetDateTime,
    ) -> Result<Self, ServiceError> {
        let (cohorts, held) = cohorts(snapshot, filter, order.key, now);
        let by_cohort = filter.policies.is_some() || !filter.sources.is_empty();
        let walks_cohorts = Walk::Cohorts.can(order.key) && (by_cohort || order.key.is_by_cohort());
        let directory = snapshot.people();
        let large = directory > LARGE;
        let surveyed = large && !filter.is_by_policy_only();
        let survey = if surveyed {
            Some(Survey::of(services, snapshot).await?)
        } else {
            None
        };
        let estimate = |filter: &PersonFilter| survey.as_ref().map_or(0, |survey| survey.estimate(filter));
        let (walk, total) = if filter.words.is_empty() {
            let walk = if walks_cohorts {
                Walk::Cohorts
            } else if by_cohort && large && held.saturating_mul(held) < 51 * directory {
                Walk::Gather
            } else if large && (by_cohort || filter.enabled.is_some()) && filter.department.is_none() {
                Walk::Window(WINDOW)
            } else {
                Walk::Order
            };
            let total = if filter.is_by_policy_only() {
                Known::Exactly(held)
            } else if large && filter.department.is_none() {
                Known::About(estimate(filter))
            } else {
                Known::Countable
            };
            (walk, total)
        } else if large {
            let words = words(filter);
            let having = estimate(&words);
            let total = if having < COUNTED {
                Known::Countable
            } else {
                Known::About(estimate(filter))
            };
            let walk = if walks_cohorts && (order.key != SortKey::Name || held < having) {
                Walk::Cohorts
            } else if order.key == SortKey::Name {
                let page = u64::from(PAGE_SIZE);
                let passed = |survey: &Arc<Survey>| survey.passed(&words, order.descending, page);
                // Of whom a few were picked, little is known.
                if having < COUNTED {
                    Walk::Ranked
                } else if survey.as_ref().map_or(u64::MAX, passed) <= having * DEARER {
                    Walk::Along
                } else if *filter == words {
                    Walk::Foremost
                } else {
                    Walk::Ranked
                }
            } else if having < GATHERED {
                Walk::Gather
            } else {
                Walk::Window(WINDOW)
            };
            (walk, total)
        } else {
            (Walk::Gather, Known::Countable)
        };
        let stretches = match &survey {
            // When only words are asked for, a page says itself when it is full.
            Some(survey) if matches!(walk, Walk::Ranked | Walk::Along) && *filter != words(filter) => {
                survey.stretches(filter, STRETCH)
            }
            _ => Vec::new(),
        };
        Ok(Self {
            walk,
            cohorts,
            total,
            stretches,
            survey,
        })
    }
}

/// The words of a filter without the rest.
fn words(filter: &PersonFilter) -> PersonFilter {
    PersonFilter {
        words: filter.words.clone(),
        ..PersonFilter::default()
    }
}

/// The cohorts that the filter lets through, with what they are sorted by, and how many people they have together.
fn cohorts(
    snapshot: &Snapshot,
    filter: &PersonFilter,
    key: SortKey,
    now: OffsetDateTime,
) -> (Vec<Cohort>, u64) {
    let asked = |count: &&forecourt_store::cohort::PolicyCount| {
        filter
            .policies
            .as_ref()
            .is_none_or(|policies| policies.contains(&count.policy))
            && (filter.sources.is_empty() || filter.sources.contains(&count.source))
    };
    let yes = |answer: bool| if answer { "1" } else { "0" }.to_owned();
    let mut held = 0;
    let cohorts = snapshot
        .counts
        .iter()
        .filter(asked)
        .map(|count| {
            held += count.people;
            let access = snapshot.access(count.policy, now);
            let sort_key = match key {
                SortKey::Chat => yes(access.chat),
                SortKey::Inbound => yes(access.inbound),
                SortKey::Source => count.source.code().to_owned(),
                _ => snapshot
                    .policy(count.policy)
                    .map(|policy| policy.name.folded())
                    .unwrap_or_default(),
            };
            Cohort {
                policy: count.policy,
                source: count.source,
                sort_key,
            }
        })
        .collect();
    (cohorts, held)
}
