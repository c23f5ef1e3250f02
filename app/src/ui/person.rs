//! A person in a row or in the head of a page.
use super::{Avatar, AvatarSize, Name, Slot, Text};
use leptos::prelude::*;

/// A person in a row: avatar, name, and what tells them apart from others of that name.
#[component]
pub fn Person(
    /// The name.
    #[prop(into)]
    name: String,
    /// The user principal name, or where a change came from.
    #[prop(into)]
    id: String,
    /// Where the name leads.
    #[prop(optional, into)]
    href: Text,
    /// In place of the initials.
    #[prop(optional, into)]
    avatar: Slot,
    /// Below: a badge.
    #[prop(optional, into)]
    badge: Slot,
) -> impl IntoView {
    let avatar = avatar
        .into_option()
        .unwrap_or_else(|| view! { <Avatar name=name.clone() id=id.clone() /> }.into_any());
    let name = match href.into_option() {
        None => view! { <span class="fc-person__name"><Name text=name /></span> }.into_any(),
        Some(href) => {
            view! { <a class="fc-table__name fc-person__name" href=href><Name text=name /></a> }.into_any()
        }
    };
    view! {
        <span class="fc-person">
            {avatar}
            <span class="fc-person__text">
                {name} <span class="fc-person__id"><Name text=id /></span>
                {badge.map(|badge| view! { <span class="fc-person__badge">{badge}</span> })}
            </span>
        </span>
    }
}

/// The person that a page is about, for the `subject` of its head.
#[component]
pub fn PersonHead(
    /// The name.
    #[prop(into)]
    name: String,
    /// The user principal name.
    #[prop(into)]
    id: String,
    /// What else identifies them: title, department, account.
    #[prop(optional, into)]
    detail: Slot,
) -> impl IntoView {
    view! {
        <div class="fc-person">
            <Avatar name=name.clone() id=id.clone() size=AvatarSize::Large />
            <div class="fc-person__text">
                <h1 class="fc-pagehead__title"><Name text=name /></h1>
                <span class="fc-muted"><Name text=id /></span>
                {detail.map(|detail| view! { <span class="fc-muted">{detail}</span> })}
            </div>
        </div>
    }
}
