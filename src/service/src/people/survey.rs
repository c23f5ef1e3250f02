//! How common things are among the people, estimated from some of them.

use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::folding::fold;
use forecourt_model::{PersonId, Revision};
use forecourt_store::person_list::PersonFilter;
use forecourt_store::person_search::{self, Commonness, Picked, needle};
use std::sync::Arc;
use uuid::Uuid;

/// How many places of the directory are looked at, and how many people at each.
const PLACES: u128 = 40;
const PEOPLE: i64 = 100;

/// After how many changes the people are picked again.
const LASTS: i64 = 500;

/// Some people of a large directory. Lists are right whatever it says; it only decides how they are walked, and what
/// is shown where a count would take too long.
#[derive(Debug)]
pub(crate) struct Survey {
    revision: Revision,
    directory: u64,
    picked: Vec<Picked>,
    commonness: Commonness,
}

impl Survey {
    /// The survey of the directory as it is about now; people are picked anew when it has changed much.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(super) async fn of(services: &Services, snapshot: &Snapshot) -> Result<Arc<Self>, ServiceError> {
        if let Some(known) = services.survey().load_full()
            && known.is_good_for(snapshot)
        {
            return Ok(known);
        }
        let made = Arc::new(Self::make(services, snapshot).await?);
        services.survey().store(Some(Arc::clone(&made)));
        Ok(made)
    }

    fn is_good_for(&self, snapshot: &Snapshot) -> bool {
        let difference = self.directory.abs_diff(snapshot.people());
        difference * 20 <= self.directory && snapshot.revision().0 - self.revision.0 < LASTS
    }

    async fn make(services: &Services, snapshot: &Snapshot) -> Result<Self, ServiceError> {
        let mut reader = services.database().read().await?;
        let mut connection = reader.connection();
        let mut picked = Vec::new();
        if let Some((first, last)) = person_search::ends(&mut connection, services.tenant()).await? {
            let (first, last) = (first.0.as_u128(), last.0.as_u128());
            let step = (last - first) / PLACES;
            for place in 0..PLACES {
                let from = PersonId(Uuid::from_u128(first + place * step));
                picked.extend(person_search::pick(&mut connection, services.tenant(), from, PEOPLE).await?);
            }
        }
        picked.sort_by_key(|person| person.row_number);
        Ok(Self {
            revision: snapshot.revision(),
            directory: snapshot.people(),
            commonness: Commonness::of(picked.iter().map(|person| person.search_text.as_str())),
            picked,
        })
    }

    /// How common trigrams are.
    pub(super) fn commonness(&self) -> &Commonness {
        &self.commonness
    }

    /// About how many people of the directory match.
    pub(super) fn estimate(&self, filter: &PersonFilter) -> u64 {
        let (found, all) = (self.matching(filter).count(), self.picked.len());
        let (found, all) = (u64::try_from(found).unwrap_or(0), u64::try_from(all).unwrap_or(0));
        (self.directory * found).checked_div(all).unwrap_or(0)
    }

    /// Where to cut the list of names so that each stretch has about `people` who match: the numbers of the last rows.
    pub(super) fn stretches(&self, filter: &PersonFilter, people: u64) -> Vec<i64> {
        let all = u64::try_from(self.picked.len()).unwrap_or(u64::MAX);
        // At least two of those who were picked: one alone tells little.
        let each = (people * all).checked_div(self.directory).unwrap_or(0).max(2);
        let each = usize::try_from(each).unwrap_or(usize::MAX);
        let numbers: Vec<i64> = self.matching(filter).map(|person| person.row_number).collect();
        numbers
            .chunks_exact(each)
            .filter_map(|stretch| stretch.last().copied())
            .collect()
    }

    fn matching(&self, filter: &PersonFilter) -> impl Iterator<Item = &Picked> {
        let words: Vec<_> = filter.words.iter().map(|word| needle(word)).collect();
        let department = filter.department.as_deref().map(fold);
        let matches = move |person: &&Picked| {
            words.iter().all(|word| person.search_text.contains(word))
                && filter.enabled.is_none_or(|enabled| person.enabled == enabled)
                && department
                    .as_ref()
                    .is_none_or(|asked| person.department_folded == *asked)
                && filter
                    .policies
                    .as_ref()
                    .is_none_or(|asked| asked.contains(&person.policy))
                && (filter.sources.is_empty() || filter.sources.contains(&person.source))
        };
        self.picked.iter().filter(matches)
    }
}
