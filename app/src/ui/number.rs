//! Numbers in words of the page.

/// A number with its thousands separated: `1,204`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things: `count(1, "policy", "policies")` is `1 policy`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A number of people: `1 person`, `1,204 people`.
pub fn people(n: u64) -> String {
    count(n, "person", "people")
}

/// `part` of `whole` in whole percent, never 0 or 100 unless it is: `1%` of a thousand for one.
pub fn share(part: u64, whole: u64) -> String {
    let rounded = (part.min(whole) * 100 + whole / 2)
        .checked_div(whole)
        .unwrap_or(0);
    let percent = match rounded {
        0 if part > 0 && whole > 0 => 1,
        100 if part < whole => 99,
        other => other,
    };
    format!("{percent}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (n, words) in [
            (0, "0"),
            (999, "999"),
            (1204, "1,204"),
            (100_000, "100,000"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(n), words);
        }
    }

    #[test]
    fn one_person_and_more_people() {
        assert_eq!(people(1), "1 person");
        assert_eq!(people(0), "0 people");
        assert_eq!(people(1204), "1,204 people");
        assert_eq!(count(4, "policy", "policies"), "4 policies");
    }

    #[test]
    fn a_share_is_neither_none_nor_all_when_it_is_not() {
        assert_eq!(share(1204, 1262), "95%");
        assert_eq!(share(1, 1262), "1%");
        assert_eq!(share(1261, 1262), "99%");
        assert_eq!(share(0, 0), "0%");
        assert_eq!(share(5, 5), "100%");
    }
}
