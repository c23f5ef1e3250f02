//! One form of a text for comparing and searching, the same on every database.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns `text` without regard to case, width, composition and accents: `Élodie` and `ELODIE` become `elodie`.
///
/// Compatibility decomposition, marks removed, default case folding, composed again. Done when a text is stored and
/// when it is searched for, because the databases fold differently.
pub fn fold(text: &str) -> String {
    // Most names of most directories; folding them needs no tables.
    if text.is_ascii() {
        return text.trim().to_ascii_lowercase();
    }
    let bare: String = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .collect();
    caseless::default_case_fold_str(&bare)
        .nfkc()
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Returns `text` without regard to case only. Names that differ by an accent stay different.
pub fn fold_case(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    caseless::default_case_fold_str(&text.nfc().collect::<String>())
        .nfc()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_case};

    #[test]
    fn accents_case_and_composition_do_not_count_in_a_search() {
        assert_eq!(fold("Élodie BÉRANGER"), "elodie beranger");
        assert_eq!(fold("E\u{301}lodie"), fold("Élodie"));
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("ﬁ"), "fi");
    }

    #[test]
    fn the_short_way_for_plain_letters_gives_the_same() {
        for character in '\0'..='\u{7f}' {
            let (plain, long) = (format!("a{character}b"), format!("a{character}b\u{e9}"));
            assert_eq!(format!("{}e", fold(&plain)), fold(&long), "{character:?}");
            assert_eq!(
                format!("{}\u{e9}", fold_case(&plain)),
                fold_case(&long),
                "{character:?}"
            );
        }
    }

    #[test]
    fn only_case_does_not_count_in_a_name() {
        assert_eq!(fold_case("Sales OUTBOUND"), fold_case("sales outbound"));
        assert_ne!(fold_case("Élodie"), fold_case("Elodie"));
    }
}
