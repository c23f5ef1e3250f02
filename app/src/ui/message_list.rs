//! Messages of a folder.
use super::Slot;
use super::class::{class_list, when};
use leptos::prelude::*;

/// The messages of a folder.
#[component]
pub fn MessageList(
    /// The [`MessageItem`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="fc-messagelist">{children()}</ul> }
}

/// One message.
#[component]
pub fn MessageItem(
    /// Where it opens.
    #[prop(into)]
    href: String,
    /// Its title.
    #[prop(into)]
    title: String,
    /// Its number.
    #[prop(into)]
    number: String,
    /// When it came.
    #[prop(into)]
    when: Slot,
    /// Badges below.
    #[prop(optional, into)]
    badges: Slot,
    /// Not read yet.
    #[prop(optional)]
    unread: bool,
    /// It is the open one.
    #[prop(optional)]
    selected: bool,
) -> impl IntoView {
    let classes = class_list(
        "fc-messagelist__item",
        [
            self::when(unread, "fc-messagelist__item--unread"),
            self::when(selected, "fc-messagelist__item--selected"),
        ],
    );
    view! {
        <li class=classes>
            <a class="fc-messagelist__title" href=href aria-current=selected.then_some("page")>
                {title}
                {unread.then(|| view! { <span class="fc-visually-hidden">", not read"</span> })}
            </a>
            <div class="fc-messagelist__meta">
                <span>{number}</span>
                <span>{when.into_option()}</span>
            </div>
            {badges.map(|badges| view! { <div class="fc-messagelist__meta">{badges}</div> })}
        </li>
    }
}
