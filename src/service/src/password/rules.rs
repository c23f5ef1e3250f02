//! Which passwords are taken (NIST SP 800-63B §5.1.1.2: long, not common, not about the account; no other rules).

use forecourt_model::folding::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The fewest characters.
pub const MINIMUM_LENGTH: usize = 12;

/// The most characters.
pub const MAXIMUM_LENGTH: usize = 256;

/// Fewer different characters than this are a pattern.
const MINIMUM_VARIETY: usize = 5;

/// Names shorter than this may occur by chance.
const MINIMUM_NAME: usize = 4;

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Whether `password` may be chosen by somebody whose e-mail address and organization are `about`.
///
/// # Errors
/// The sentence that says what to do instead.
pub fn check(password: &str, about: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < MINIMUM_LENGTH {
        return Err(format!(
            "Choose a password of at least {MINIMUM_LENGTH} characters. A few unrelated words make a good one."
        ));
    }
    if length > MAXIMUM_LENGTH {
        return Err(format!(
            "Choose a password of at most {MAXIMUM_LENGTH} characters."
        ));
    }
    let folded = fold(password);
    if is_common(&folded) || is_pattern(&folded) {
        return Err(
            "This password is one of those that are tried first. Choose a few unrelated words instead."
                .to_owned(),
        );
    }
    if let Some(name) = names(about).find(|name| folded.contains(name.as_str())) {
        return Err(format!(
            "This password contains “{name}”, which is easy to guess here. Leave that out."
        ));
    }
    Ok(())
}

/// A common password, alone, repeated, or with digits and signs around it.
fn is_common(folded: &str) -> bool {
    let core = folded.trim_matches(|character: char| !character.is_alphabetic());
    let unit = repeated_unit(folded);
    [folded, core, unit].into_iter().any(|part| COMMON.contains(part))
}

/// The part that the text is a repetition of; the whole text when it is none.
fn repeated_unit(text: &str) -> &str {
    (1..=text.len() / 2)
        .filter_map(|length| text.get(..length))
        .find(|unit| text.split(unit).all(str::is_empty))
        .unwrap_or(text)
}

/// Few different characters, a short part repeated, or characters that follow each other.
fn is_pattern(folded: &str) -> bool {
    let characters: Vec<char> = folded.chars().collect();
    let variety: HashSet<_> = characters.iter().collect();
    let step = |from: &char, to: &char| i64::from(u32::from(*to)) - i64::from(u32::from(*from));
    let steps = characters.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(step(from, to)),
        _ => None,
    });
    // From 9 on to 0 counts as a step like the others.
    let runs = steps.clone().all(|step| step == 1 || step == -9)
        || steps.clone().all(|step| step == -1 || step == 9);
    variety.len() < MINIMUM_VARIETY || runs
}

/// The words that a password must not be about: the product, the mailbox before the @, the organization.
fn names<'a>(about: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
    let given = about
        .iter()
        .map(|text| fold(text.split('@').next().unwrap_or_default()));
    std::iter::once("forecourt".to_owned())
        .chain(given)
        .filter(|name| name.chars().count() >= MINIMUM_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_are_taken() {
        for good in [
            "winter bicycle lantern",
            "Tr0ub4dor&3-staple",
            "ein Fahrrad im Winter",
            "dragons eat lemons",
        ] {
            assert_eq!(
                check(good, &["ada@aldergrove.example", "Aldergrove"]),
                Ok(()),
                "{good}"
            );
        }
    }

    #[test]
    fn length_counts_in_characters() {
        assert!(check("elf zeichen", &[]).unwrap_err().contains("at least 12"));
        assert_eq!(check("zwölf zeichen", &[]), Ok(()));
        assert_eq!(check(&"winter bicycle! ".repeat(16), &[]), Ok(()));
        assert!(
            check(&"winter bicycle! a".repeat(16), &[])
                .unwrap_err()
                .contains("at most 256")
        );
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "1qaz2wsx3edc4rfv",
            "Finalfantasy",
            "dragon123456",
            "!!Princess!!2021",
            "passwordpassword",
            "123456789012",
            "abcdefghijklm",
            "aaaaaaaaaaaab",
            "abcabcabcabcabc",
        ] {
            assert!(
                check(common, &[]).is_err_and(|sentence| sentence.contains("tried first")),
                "{common}"
            );
        }
    }

    #[test]
    fn what_everybody_here_knows_is_refused() {
        let about = ["ada.byron@aldergrove.example", "Aldergrove"];
        for known in ["my Forecourt lantern", "ADA.BYRON lantern", "aldergrove lantern"] {
            assert!(
                check(known, &about).is_err_and(|sentence| sentence.contains("contains")),
                "{known}"
            );
        }
    }
}
