//! The name that somebody probably meant.

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

/// How many insertions, deletions and replacements lie between two words (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        let mut left = line + 1;
        for ((above_left, above), other) in row.iter().zip(row.iter().skip(1)).zip(to.chars()) {
            let replaced = above_left + usize::from(letter != other);
            left = replaced.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
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
