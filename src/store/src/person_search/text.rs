//! The text of a person, and what is looked for in it.

use crate::person::Person;
use forecourt_model::folding::fold;

/// Stands in front of the beginning of a word. Nobody can type it: searches are split at control characters.
const MARK: char = '\u{1}';

/// How many characters of a word its beginning has.
const BEGINNING: usize = 2;

/// What searches look through for a person: name, sign-in name, mailbox, department, and the beginnings of their
/// words. The part of addresses after the `@` has no beginnings: everybody has the same.
pub fn text_of(person: &Person) -> String {
    let name = fold(person.shown_name());
    let sign_in = fold(&person.user_principal_name);
    let mail = fold(
        person
            .mail
            .as_deref()
            .or(person.sip_address.as_deref())
            .unwrap_or_default(),
    );
    let department = fold(person.department.as_deref().unwrap_or_default());
    let local = |address: &str| address.split('@').next().unwrap_or_default().to_owned();
    let mut beginnings: Vec<String> = [&name, &local(&sign_in), &local(&mail), &department]
        .into_iter()
        .flat_map(|text| beginnings_of(text))
        .collect();
    beginnings.sort_unstable();
    beginnings.dedup();
    let mut text = format!("{name}\n{sign_in}");
    if mail != sign_in && !mail.is_empty() {
        text.push('\n');
        text.push_str(&mail);
    }
    text.push('\n');
    text.push_str(&department);
    text.push('\n');
    for beginning in beginnings {
        text.extend([MARK, MARK]);
        text.push_str(&beginning);
    }
    // PostgreSQL refuses the character zero.
    text.replace('\0', " ")
}

fn beginnings_of(text: &str) -> impl Iterator<Item = String> + use<'_> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(BEGINNING).collect())
}

/// What has to occur in a text for `word`, which is folded, to be found.
pub fn needle(word: &str) -> String {
    match word.chars().count() {
        1 => format!("{MARK}{MARK}{word}"),
        2 => format!("{MARK}{word}"),
        _ => word.to_owned(),
    }
}

/// The trigrams of a text as numbers, each once. Two trigrams may share a number; who has them is looked at again.
pub fn trigrams(text: &str) -> Vec<i32> {
    let characters: Vec<u32> = text.chars().map(u32::from).collect();
    let mut found: Vec<i32> = characters
        .windows(3)
        .map(|three| {
            let mixed = three.iter().fold(0x811c_9dc5_u32, |mixed, character| {
                (mixed ^ character).wrapping_mul(0x0100_0193).rotate_left(7)
            });
            mixed.cast_signed()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_always_has_a_trigram() {
        for word in ["a", "li", "小", "ada", "100%"] {
            assert!(!trigrams(&needle(word)).is_empty(), "{word}");
        }
        assert_eq!(trigrams("abcabc").len(), 3);
        assert_ne!(trigrams("abc"), trigrams("cba"));
    }
}
