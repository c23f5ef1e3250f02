//! The name that somebody probably meant.

/// The candidate that `name` is fewest edits away from, if that is few enough to be a slip. Without regard to case.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // What is very long is no slip of anything.
    let name: String = name.chars().take(80).collect::<String>().to_lowercase();
    let close = candidates
        .map(|candidate| (distance(&name, &candidate.to_lowercase()), candidate))
        .min()?;
    (close.0 <= 1 + name.chars().count() / 4).then_some(close.1)
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
        assert_eq!(nearest("Colour", names()), None);
    }
}
