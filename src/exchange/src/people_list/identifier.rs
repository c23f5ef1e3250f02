//! What a text says about whom.

use super::{IdentifierKind, ListedIdentifier, MAXIMUM_CHARACTERS};
use crate::reading::shortened;
use crate::table::RowProblem;

/// The identifier in `text`, if there is one.
pub(super) fn identify(text: &str) -> Option<(&str, IdentifierKind)> {
    let text = in_brackets(bare(text));
    if is_too_long(text) {
        return None;
    }
    if let Ok(id) = text.parse() {
        return Some((text, IdentifierKind::Id(id)));
    }
    let has_scheme = text
        .get(..4)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("sip:"));
    let address = if has_scheme {
        text.get(4..).unwrap_or_default()
    } else {
        text
    };
    let (name, domain) = address.rsplit_once('@')?;
    let is_plain = |character: char| {
        !character.is_whitespace()
            && !character.is_control()
            && !matches!(character, ',' | ';' | '"' | '<' | '>')
    };
    (!name.is_empty() && !domain.is_empty() && address.chars().all(is_plain))
        .then_some((text, IdentifierKind::Address))
}

/// Reads the identifier in `text`, which is not blank.
pub(super) fn read(line: u64, text: &str) -> Result<ListedIdentifier, RowProblem> {
    match identify(text) {
        Some((text, kind)) => Ok(ListedIdentifier {
            line,
            text: text.to_owned(),
            kind,
            policy: None,
        }),
        None => Err(problem(line, bare(text))),
    }
}

/// The problem of a text that is no identifier.
pub(super) fn problem(line: u64, text: &str) -> RowProblem {
    let shown = shortened(text);
    let (code, message) = if is_too_long(text) {
        (
            "identifier-too-long",
            format!(
                "“{shown}” on line {line} has more than 1,024 characters, so it names nobody. Correct the list."
            ),
        )
    } else {
        (
            "identifier-wrong",
            format!(
                "“{shown}” on line {line} is neither an object id nor an address. Write one like name@contoso.com."
            ),
        )
    };
    RowProblem {
        line,
        column: None,
        code,
        message,
    }
}

fn is_too_long(text: &str) -> bool {
    text.len() > MAXIMUM_CHARACTERS && text.chars().count() > MAXIMUM_CHARACTERS
}

/// `text` without blanks around it, those included that nobody sees and that come along from web pages.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

/// `Ann Lee <ann@contoso.com>` is how mail programs write an address.
fn in_brackets(text: &str) -> &str {
    let inner = text
        .strip_suffix('>')
        .and_then(|text| text.rsplit_once('<'))
        .map(|(_, inner)| bare(inner));
    inner.unwrap_or(text)
}
