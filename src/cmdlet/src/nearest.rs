//! The name that somebody probably meant.

use strsim::levenshtein as distance;

/// The candidate that `name` is fewest edits away from, if that is few enough to be a slip. Without regard to case.
/// When none is, the shortest that goes on where `name` ends.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // What is very long is no slip of anything.
    let name: String = name.chars().take(80).collect::<String>().to_lowercase();
    let candidates: Vec<_> = candidates.collect();
    let longer = || {
        let longer = candidates
            .iter()
            .filter(|candidate| candidate.to_lowercase().starts_with(&name));
        longer
            .copied()
            .filter(|_| name.chars().count() >= 4)
            .min_by_key(|candidate| candidate.len())
    };
    let close = candidates
        .iter()
        .copied()
        .map(|candidate| (distance(&name, &candidate.to_lowercase()), candidate))
        .min()?;
    let is_slip = close.0 <= 1 + name.chars().count() / 4;
    is_slip.then_some(close.1).or_else(longer)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognized_and_other_words_are_not() {
        let names = || ["AllowTeamsConsumer", "AllowTeamsConsumerInbound"].into_iter();
        assert_eq!(nearest("allowteamscustomer", names()), Some("AllowTeamsConsumer"));
        assert_eq!(nearest("AllowT", names()), Some("AllowTeamsConsumer"));
        assert_eq!(nearest("Colour", names()), None);
    }
}
