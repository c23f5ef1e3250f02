//! Links that look like buttons: going somewhere, never changing anything.
use super::button::button_class;
use super::{ButtonKind, ButtonSize, Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    block: bool,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Why it cannot be followed: the link has no address then, and says this.
    #[prop(optional, into)]
    reason: Text,
    /// The words.
    children: Children,
) -> impl IntoView {
    let available = !reason.is_some();
    view! {
        <a
            class=button_class(kind, size, block, false)
            href=available.then_some(href)
            role=(!available).then_some("link")
            aria-disabled=(!available).then_some("true")
            title=reason.into_option()
        >
            {icon.map(|icon| view! { <Glyph icon size=IconSize::Small /> })}
            {children()}
        </a>
    }
}

/// A link that shows only an icon, so it needs a name.
#[component]
pub fn IconLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Which icon.
    icon: Icon,
    /// The accessible name; the tooltip says the same.
    #[prop(into)]
    label: String,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
) -> impl IntoView {
    view! {
        <a class=button_class(ButtonKind::Subtle, size, false, true) href=href aria-label=label.clone() title=label>
            <Glyph icon size=IconSize::Small />
        </a>
    }
}

/// A link that stands alone, in a card's foot or a table: no underline until it is pointed at.
#[component]
pub fn QuietLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <a class="fc-quiet-link" href=href>{children()}</a> }
}
