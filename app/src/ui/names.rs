//! Several names in a sentence.

/// How many are written out.
const NAMED: usize = 3;

/// The first three, and how many more there are: `A, B`; `A, B, C and 4 more`.
pub fn first_names(names: &[&str]) -> String {
    let (first, more) = names.split_at_checked(NAMED).unwrap_or((names, &[]));
    match more.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::first_names;

    #[test]
    fn three_are_written_out() {
        assert_eq!(first_names(&["A", "B"]), "A, B");
        assert_eq!(first_names(&["A", "B", "C"]), "A, B, C");
        assert_eq!(first_names(&["A", "B", "C", "D", "E"]), "A, B, C and 2 more");
    }
}
