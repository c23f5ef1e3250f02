//! Things that happened, newest first.
use super::Slot;
use leptos::prelude::*;

/// Things that happened.
#[component]
pub fn History(
    /// The [`HistoryItem`]s, newest first.
    children: Children,
) -> impl IntoView {
    view! { <ol class="fc-history">{children()}</ol> }
}

/// One thing that happened.
#[component]
pub fn HistoryItem(
    /// Who did it: an [`Avatar`](super::Avatar) or a [`SystemAvatar`](super::SystemAvatar).
    #[prop(into)]
    avatar: Slot,
    /// What happened.
    #[prop(into)]
    title: Slot,
    /// When, to how many.
    #[prop(into)]
    meta: Slot,
    /// Before and after.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="fc-history__item">
            {avatar.into_option()} <div class="fc-history__body">
                <p>{title.into_option()}</p>
                {children.map(|children| children())}
                <p class="fc-history__meta">{meta.into_option()}</p>
            </div>
        </li>
    }
}
