//! What a filter asks of a person.

use super::{Statement, Value};
use crate::person_list::{Cohort, PersonFilter};
use crate::person_search::{Commonness, needle};
use forecourt_model::folding::fold;

/// Whether the person of `a` is of the cohort `c`.
pub(super) const OF_COHORT: &str = "c.policy_id = a.effective_policy_id and c.source = a.effective_source";

impl Statement {
    /// Every word occurs in the text of `s`, exactly.
    pub(super) fn words(&mut self, filter: &PersonFilter) {
        for word in &filter.words {
            self.push(" and s.search_text like ");
            self.bind(Value::Text(pattern(&needle(word))));
            self.push(" escape '!'");
        }
    }

    /// From whoever may have every word, as the index of trigrams knows: `s`. The mark says how they are found: `hits`
    /// or `along`.
    pub(super) fn hits(&mut self, mark: &str, filter: &PersonFilter, commonness: Option<&Commonness>) {
        let of = |word: &String| {
            let needle = needle(word);
            match commonness {
                Some(commonness) => commonness.rarest(&needle),
                None => trigrams_of(&needle),
            }
        };
        self.mark(mark, Value::Trigrams(filter.words.iter().flat_map(of).collect()));
    }

    /// What is asked of the person `p`.
    pub(super) fn facts(&mut self, filter: &PersonFilter) {
        if let Some(enabled) = filter.enabled {
            self.push(" and p.account_enabled = ");
            self.bind(Value::Flag(enabled));
        }
        if let Some(department) = &filter.department {
            self.push(" and p.department_folded = ");
            self.bind(Value::Text(fold(&department.replace('\0', " "))));
        }
    }

    /// Ties the person to one of the cohorts, `c`.
    pub(super) fn join_cohorts(&mut self, cohorts: &[Cohort]) {
        self.push(" {in order} ");
        self.cohorts(cohorts);
        self.push(" on ");
        self.push(OF_COHORT);
    }

    /// The cohorts as a table, `c`.
    pub(super) fn cohorts(&mut self, cohorts: &[Cohort]) {
        let rows: Vec<_> = cohorts
            .iter()
            .map(|cohort| {
                let policy = cohort.policy.0.simple().to_string();
                serde_json::json!([policy, cohort.source.code(), cohort.sort_key])
            })
            .collect();
        self.rows(
            "policy_id uuid, source text, sort_key bytes",
            Value::Text(serde_json::Value::Array(rows).to_string()),
        );
        self.push(" c");
    }
}

fn trigrams_of(needle: &str) -> Vec<String> {
    let characters: Vec<char> = needle.chars().collect();
    characters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect()
}

/// `word` anywhere in a text, each character standing for itself.
fn pattern(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for character in word.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn every_character_stands_for_itself() {
        assert_eq!(pattern("100%_!a"), "%100!%!_!!a%");
    }
}
