//! Popovers: a button that opens a small form, without script.
use super::class::{class_list, when};
use super::{Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// A subtle button that opens a form: the column chooser. The form asks for the same page (GET).
#[component]
pub fn Popover(
    /// The words of the button.
    #[prop(into)]
    label: String,
    /// The icon of the button.
    #[prop(default = Icon::Columns)]
    icon: Icon,
    /// The title of the form.
    #[prop(optional, into)]
    title: Text,
    /// The address that the form asks for.
    #[prop(into)]
    action: String,
    /// The panel ends where the button ends.
    #[prop(optional)]
    end: bool,
    /// The fields and the button of the form.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fc-popover">
            <summary class="fc-button fc-button--subtle">
                <Glyph icon size=IconSize::Small />
                {label}
            </summary>
            <form class=class_list("fc-popover__panel", [when(end, "fc-popover__panel--end")]) action=action>
                {title.into_option().map(|title| view! { <p class="fc-popover__title">{title}</p> })}
                {children()}
            </form>
        </details>
    }
}
