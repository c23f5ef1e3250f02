//! Marks: what something comes to for a person, in a cell.
use super::{Glyph, Icon, IconSize, IconTone};
use leptos::prelude::*;

/// Yes or no, with a word: "Yes", "No", "Allows".
#[component]
pub fn Mark(
    /// Which of the two.
    yes: bool,
    /// The word; "Yes" or "No" when absent.
    #[prop(optional, into)]
    word: super::Text,
) -> impl IntoView {
    let (class, icon, default) = if yes {
        ("fc-mark fc-mark--yes", Icon::Check, "Yes")
    } else {
        ("fc-mark fc-mark--no", Icon::Block, "No")
    };
    view! { <span class=class><Glyph icon size=IconSize::Small />{word.or_else(|| default.to_owned())}</span> }
}

/// What blocks, in a cell of evidence: the icon in red, the words beside it.
#[component]
pub fn Blocks(
    /// The word and, when it decides, the badge that says so.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="fc-cluster">
            <Glyph icon=Icon::Block size=IconSize::Small tone=IconTone::Danger />
            {children()}
        </span>
    }
}

/// "Not this way": a dash, with the words for those who do not see it.
#[component]
pub fn Dash(
    /// What the dash means, such as "not assigned this way".
    #[prop(into)]
    meaning: String,
) -> impl IntoView {
    view! {
        <span class="fc-table__zero"><span aria-hidden="true">"–"</span><span class="fc-visually-hidden">{meaning}</span></span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn a_mark_is_never_a_colour_alone() {
        assert!(fragment(|| view! { <Mark yes=false /> }).ends_with("</svg>No</span>"));
        assert!(fragment(|| view! { <Mark yes=true word="Allows" /> }).ends_with("</svg>Allows</span>"));
    }

    #[test]
    fn a_dash_says_what_it_means() {
        let html = fragment(|| view! { <Dash meaning="not consulted" /> });
        assert!(
            html.contains(r#"<span class="fc-visually-hidden">not consulted</span>"#),
            "{html}"
        );
    }
}
