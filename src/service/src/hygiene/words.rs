//! Numbers and lists in sentences.

use super::finding::Number;

/// How many names a sentence gives.
const NAMED: usize = 3;

/// `1 domain`, `2 domains`.
pub(super) fn things(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `1 domain is`, `2 domains are`.
pub(super) fn are(count: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        things(count, one, many),
        if count == 1 { "is" } else { "are" }
    )
}

/// The first few by name, the others by number.
pub(super) fn some<T: ToString>(items: &[T]) -> String {
    let named: Vec<_> = items.iter().take(NAMED).map(ToString::to_string).collect();
    let more = items.len().saturating_sub(named.len());
    if more == 0 {
        named.join(", ")
    } else {
        format!("{} and {more} more", named.join(", "))
    }
}

/// A number in groups of three digits: `1,234`.
pub(super) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Number {
    /// `1 person`, `2,000 people`, `more than 10,000 people`.
    pub fn people(self) -> String {
        match self {
            Self::Exactly(1) => "1 person".to_owned(),
            Self::Exactly(count) => format!("{} people", number(count)),
            Self::MoreThan(count) => format!("More than {} people", number(count)),
        }
    }

    /// Whether it is one person: for the verb.
    pub fn is_one(self) -> bool {
        self == Self::Exactly(1)
    }
}
