//! How common trigrams are, as far as some texts tell.

use std::collections::HashMap;

/// How many trigrams of a word are looked for. More of them find hardly fewer people, and each is a long list to read.
const LOOKED_FOR: usize = 4;

/// A trigram that more than this share of everybody has, in percent, tells nothing beside a rarer one.
const TOO_COMMON: usize = 30;

/// How many of some texts have which trigram.
#[derive(Clone, Debug, Default)]
pub struct Commonness {
    texts: usize,
    counts: HashMap<String, usize>,
}

fn distinct(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found: Vec<String> = characters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Commonness {
    /// Counts the trigrams of `texts`.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut counted = Self::default();
        for text in texts {
            counted.texts += 1;
            for trigram in distinct(text) {
                *counted.counts.entry(trigram).or_default() += 1;
            }
        }
        counted
    }

    /// The trigrams of `needle` to look for: the rarest, without those that nearly everybody has if there is a rarer
    /// one. Whoever has the needle has all of them.
    pub fn rarest(&self, needle: &str) -> Vec<String> {
        let count = |trigram: &String| self.counts.get(trigram).copied().unwrap_or_default();
        let mut found = distinct(needle);
        found.sort_by_cached_key(|trigram| count(trigram));
        found.truncate(LOOKED_FOR);
        let limit = self.texts * TOO_COMMON / 100;
        let telling = found.iter().filter(|trigram| count(trigram) <= limit).count();
        found.truncate(telling.max(1));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Commonness, LOOKED_FOR};

    #[test]
    fn the_rarest_are_looked_for() {
        let counted = Commonness::of(["abcdef", "abcdxx", "abcyyy", "zzzzzz"].into_iter());
        assert_eq!(counted.rarest("abcdef"), ["cde", "def"]);
        assert_eq!(counted.rarest("abc"), ["abc"], "one is always looked for");
        assert_eq!(Commonness::default().rarest("abcdefgh").len(), LOOKED_FOR);
        assert!(Commonness::default().rarest("ab").is_empty());
    }
}
