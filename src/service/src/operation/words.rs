//! What an operation does, and what became of its lines, in words.

use forecourt_store::operation::results::{Fate, Line};
use forecourt_store::operation::{Found, Operation};

/// "12,431 people" with separators as everywhere.
pub(super) fn people(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let noun = if count == 1 { "person" } else { "people" };
    format!("{text} {noun}")
}

/// What it does, and to how many: "Assign Sales to 12,431 people".
pub fn title(operation: &Operation) -> String {
    let whom = people(operation.people);
    if operation.source == super::UNDO {
        return format!("Give {whom} back what they had");
    }
    if operation.is_by_line() {
        return format!("Assign the policies of a list to {whom}");
    }
    match (&operation.policy, &operation.from_policy) {
        (Some(_), None) => format!("Assign {} to {whom}", operation.policy_name),
        (None, None) => format!("Remove the direct assignment of {whom}"),
        (Some(_), Some(_)) => format!(
            "Move {whom} from {} to {}",
            operation.from_policy_name, operation.policy_name
        ),
        (None, Some(_)) => format!("Remove {} from {whom}", operation.from_policy_name),
    }
}

/// What becomes of a line of `operation`, as a sentence.
pub fn line_sentence(operation: &Operation, line: &Line) -> String {
    let policy = line.policy_name.as_ref().unwrap_or(&operation.policy_name);
    let has = || {
        if policy.is_empty() {
            "has no direct assignment".to_owned()
        } else {
            format!("has {policy} directly")
        }
    };
    match line.fate {
        Fate::Change => "The assignment changes.".to_owned(),
        Fate::Waiting => "Not started.".to_owned(),
        Fate::Succeeded => format!("Changed: {} now.", has()),
        Fate::Outcome(found) => match found {
            Found::NotFound => "Nobody in the directory has this identifier.".to_owned(),
            Found::Duplicate => "A line before means the same person.".to_owned(),
            Found::Ambiguous => {
                "Several people share this address. Name them by their object ids.".to_owned()
            }
            Found::Unreadable => "This is neither an address nor an object id.".to_owned(),
            Found::Already => format!("Unchanged: {} already.", has()),
            Found::NotFrom if operation.from_policy.is_none() => {
                "Unchanged: was given something else since.".to_owned()
            }
            Found::NotFrom => format!(
                "Unchanged: does not have {} directly.",
                operation.from_policy_name
            ),
            Found::Gone => "Not changed: is not in the directory any more.".to_owned(),
            Found::PolicyGone => format!("Not changed: {policy} was deleted."),
            Found::PolicyUnknown => "There is no policy with the name on this line.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!(people(1), "1 person");
        assert_eq!(people(999), "999 people");
        assert_eq!(people(1_000_000), "1,000,000 people");
    }
}
