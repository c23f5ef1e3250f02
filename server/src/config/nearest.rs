//! The name that somebody probably meant.

use strsim::levenshtein as distance;

/// The candidate that `name` is fewest edits away from, if that is few enough to be a slip.
pub(super) fn nearest<'c>(name: &str, candidates: &'c [String]) -> Option<&'c str> {
    let name = name.to_lowercase().replace('-', "_");
    let close = candidates
        .iter()
        .map(|candidate| (distance(&name, candidate), candidate))
        .min()?;
    (close.0 <= 1 + name.chars().count() / 3).then_some(close.1.as_str())
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
