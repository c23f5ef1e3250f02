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

    /// About how many people have to be gone through, in the order of names, until a page of those who match is full.
    pub(super) fn passed(&self, filter: &PersonFilter, descending: bool, page: u64) -> u64 {
        let all = self.picked.len();
        let in_order = |at: usize| if descending { all - 1 - at } else { at };
        let matches = matches(filter);
        let picked = self.picked.iter().enumerate();
        let places = picked.filter(|(_, person)| matches(person));
        let places: Vec<usize> = places.map(|(at, _)| in_order(at)).collect();
        let (Some(nearest), Some(farthest)) = (places.iter().min(), places.iter().max()) else {
            return u64::MAX;
        };
        let number = |places: usize| u64::try_from(places).unwrap_or(u64::MAX);
        // From one to the next; alone, it may be anywhere up to the next.
        let gap = match places.len() {
            1 => *nearest + 1,
            many => (farthest - nearest) / (many - 1) + 1,
        };
        let each = self.directory.checked_div(number(all)).unwrap_or(0).max(1);
        // Nobody up to where they begin, then one of so many.
        number(nearest.saturating_sub(gap)) * each + number(gap) * page
    }

    fn matching(&self, filter: &PersonFilter) -> impl Iterator<Item = &Picked> {
        let matches = matches(filter);
        self.picked.iter().filter(move |person| matches(person))
    }
}

/// Whether somebody who was picked matches.
fn matches(filter: &PersonFilter) -> impl Fn(&Picked) -> bool {
    let words: Vec<_> = filter.words.iter().map(|word| needle(word)).collect();
    let department = filter.department.as_deref().map(fold);
    move |person| {
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
    }
}

#[cfg(test)]
mod tests {
    use super::{PersonFilter, Survey};
    use forecourt_model::access::SourceKind;
    use forecourt_model::{PolicyId, Revision};
    use forecourt_store::person_search::{Commonness, Picked};

    fn survey(texts: &[&str]) -> Survey {
        let picked = |(at, text): (usize, &&str)| Picked {
            row_number: i64::try_from(at).unwrap(),
            search_text: (*text).to_owned(),
            enabled: true,
            department_folded: String::new(),
            policy: PolicyId::GLOBAL,
            source: SourceKind::Global,
        };
        Survey {
            revision: Revision(1),
            directory: 1_000,
            picked: texts.iter().enumerate().map(picked).collect(),
            commonness: Commonness::default(),
        }
    }

    fn passed(texts: &[&str], descending: bool) -> u64 {
        let filter = PersonFilter {
            words: vec!["moreau".to_owned()],
            ..PersonFilter::default()
        };
        survey(texts).passed(&filter, descending, 50)
    }

    #[test]
    fn whoever_is_spread_over_the_list_is_found_after_a_few() {
        assert_eq!(passed(&["moreau"; 10], false), 2 * 50);
        let half = [
            "", "moreau", "", "moreau", "", "moreau", "", "moreau", "", "moreau",
        ];
        assert_eq!(passed(&half, false), 3 * 50);
        assert_eq!(passed(&half, true), 3 * 50);
    }

    #[test]
    fn whoever_stands_at_the_end_is_found_after_everybody_before() {
        let last = ["", "", "", "", "", "", "", "moreau", "moreau", "moreau"];
        assert_eq!(passed(&last, false), 5 * 100 + 2 * 50);
        assert_eq!(passed(&last, true), 2 * 50);
        let alone = ["", "", "", "", "", "", "", "", "moreau", ""];
        assert_eq!(passed(&alone, false), 9 * 50);
    }

    #[test]
    fn whoever_was_not_picked_may_be_anywhere() {
        assert_eq!(passed(&["", ""], false), u64::MAX);
        assert_eq!(passed(&[], false), u64::MAX);
    }
}
