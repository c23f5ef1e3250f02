//! Nothing there: why, and the next step.
use super::class::{class_list, when};
use super::{Glyph, Icon, Slot};
use leptos::prelude::*;

/// Nothing there.
#[component]
pub fn Empty(
    /// What is not there: "Nobody matches".
    #[prop(into)]
    title: String,
    /// Why.
    #[prop(into)]
    text: Slot,
    /// Which icon; none when inline.
    #[prop(default = Icon::Empty)]
    icon: Icon,
    /// Inside a setting, without the icon.
    #[prop(optional)]
    inline: bool,
    /// The next step.
    #[prop(optional, into)]
    actions: Slot,
) -> impl IntoView {
    view! {
        <div class=class_list("fc-empty", [when(inline, "fc-empty--inline")])>
            {(!inline).then(|| view! { <Glyph icon /> })} <p class="fc-empty__title">{title}</p>
            <p class="fc-empty__text">{text.into_option()}</p>
            {actions.map(|actions| view! { <div class="fc-empty__actions">{actions}</div> })}
        </div>
    }
}
