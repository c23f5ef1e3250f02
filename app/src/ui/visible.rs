//! Names from a directory, shown so that they cannot play tricks.
use leptos::prelude::*;
use std::borrow::Cow;

/// Whether a character is not seen itself but changes how the text around it is shown. The joiners of Arabic, Persian
/// and Indic scripts are part of names and stay.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `text` with a symbol in place of each character that is not seen: a control picture where there is one, else the
/// replacement character.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let symbol = |character: char| match u32::from(character) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    };
    text.chars()
        .map(|character| {
            if is_deceptive(character) {
                symbol(character)
            } else {
                character
            }
        })
        .collect::<String>()
        .into()
}

/// What stands behind the symbols, for the tooltip: `U+202E`.
fn hidden_characters(text: &str) -> Option<String> {
    let codes: Vec<_> = text
        .chars()
        .filter(|character| is_deceptive(*character))
        .map(|character| format!("U+{:04X}", u32::from(character)))
        .collect();
    (!codes.is_empty()).then(|| format!("Holds characters that cannot be seen: {}", codes.join(", ")))
}

/// A name or an address from the directory: in its own direction, with what cannot be seen made visible.
#[component]
pub fn Name(
    /// The name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let title = hidden_characters(&text);
    let shown = visible(&text).into_owned();
    view! { <bdi title=title>{shown}</bdi> }
}

/// An address in a narrow column: like a [`Name`], and where it has to be broken, before its domain.
#[component]
pub fn Address(
    /// The address.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let title = hidden_characters(&text);
    let shown = visible(&text).into_owned();
    let at = shown.rfind('@').filter(|at| *at > 0).unwrap_or(shown.len());
    let (person, domain) = shown.split_at(at);
    let (person, domain) = (person.to_owned(), domain.to_owned());
    view! { <bdi class="fc-address" title=title>{person}<wbr />{domain}</bdi> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn what_cannot_be_seen_becomes_a_symbol() {
        assert_eq!(visible("Maya Okafor"), "Maya Okafor");
        assert_eq!(visible("a\tb\u{7f}"), "a␉b␡");
        assert_eq!(visible("evil\u{202e}gpj.exe"), "evil\u{fffd}gpj.exe");
        // The joiner inside this name is spelling.
        assert_eq!(visible("علی\u{200c}رضا"), "علی\u{200c}رضا");
    }

    #[test]
    fn the_tooltip_says_what_it_was() {
        let html = fragment(|| view! { <Name text="a\u{202e}b" /> });
        assert_eq!(
            html,
            "<bdi title=\"Holds characters that cannot be seen: U+202E\">a\u{fffd}b</bdi>"
        );
        assert_eq!(fragment(|| view! { <Name text="ab" /> }), "<bdi>ab</bdi>");
    }

    #[test]
    fn an_address_is_broken_before_its_domain() {
        let html = fragment(|| view! { <Address text="ada@contoso.example" /> });
        assert!(html.contains("ada<wbr>@contoso.example"), "{html}");
        // The first character of a Matrix id is no place for it.
        let html = fragment(|| view! { <Address text="@pat:matrix.org" /> });
        assert!(html.contains("@pat:matrix.org<wbr>"), "{html}");
    }
}
