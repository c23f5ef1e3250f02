//! The name that was probably meant.

/// The name of `known` that is nearest to `typed`, when one is near.
pub(super) fn nearest<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let limit = (typed.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(&typed, &name.to_lowercase()), name))
        .min()
        .filter(|(away, _)| *away <= limit)
        .map(|(_, name)| name)
}

/// How many characters have to be added, taken away or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, character) in left.chars().enumerate() {
        let mut diagonal = number;
        let mut before = number + 1;
        let mut next = vec![before];
        for (other, above) in right.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(character != *other);
            before = changed.min(before + 1).min(above + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_slip_is_found_and_something_else_is_not() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(
            nearest("AllowTeamConsumer", ["AllowTeamsConsumer", "Domains"]),
            Some("AllowTeamsConsumer")
        );
        assert_eq!(nearest("Weather", ["AllowTeamsConsumer", "Domains"]), None);
    }
}
