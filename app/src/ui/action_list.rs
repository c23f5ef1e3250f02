//! Things to do, and things that would change an answer.
use super::class::{class_list, when};
use super::{Glyph, Icon, IconTone, Slot};
use leptos::prelude::*;

/// Things to do.
#[component]
pub fn ActionList(
    /// Right under the head of a card: without lines of its own.
    #[prop(default = true)]
    plain: bool,
    /// The [`ActionItem`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class=class_list("fc-actionlist", [when(plain, "fc-actionlist--plain")])>{children()}</ul> }
}

/// One thing to do.
#[component]
pub fn ActionItem(
    /// Which icon.
    icon: Icon,
    /// Amber when somebody has to look.
    #[prop(default = IconTone::Muted)]
    tone: IconTone,
    /// What it is.
    #[prop(into)]
    title: Slot,
    /// What belongs to it.
    #[prop(optional, into)]
    text: Slot,
    /// The button or link.
    #[prop(optional, into)]
    action: Slot,
) -> impl IntoView {
    view! {
        <li class="fc-actionlist__item">
            <Glyph icon tone />
            <div class="fc-actionlist__words">
                <span class="fc-actionlist__title">{title.into_option()}</span>
                {text.map(|text| view! { <span class="fc-actionlist__text">{text}</span> })}
            </div>
            {action.into_option()}
        </li>
    }
}
