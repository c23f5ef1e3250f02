//! The name that somebody probably meant.

/// The candidate that `name` is fewest edits away from, if that is few enough to be a slip.
pub(super) fn nearest<'c>(name: &str, candidates: &'c [String]) -> Option<&'c str> {
    let name = name.to_lowercase().replace('-', "_");
    let close = candidates
        .iter()
        .map(|candidate| (distance(&name, candidate), candidate))
        .min()?;
    (close.0 <= 1 + name.chars().count() / 3).then_some(close.1.as_str())
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
    use super::{distance, nearest};

    #[test]
    fn slips_are_recognized_and_other_words_are_not() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        let names = ["listen".to_owned(), "database_url".to_owned()];
        assert_eq!(nearest("listne", &names), Some("listen"));
        assert_eq!(nearest("database-uri", &names), Some("database_url"));
        assert_eq!(nearest("colour", &names), None);
    }
}
