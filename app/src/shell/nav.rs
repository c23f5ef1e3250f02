//! The navigation: the same list twice, of which only one is ever shown.
use super::NavItem;
use crate::ui::{Counter, Glyph, Icon, IconSize, number};
use leptos::prelude::*;

/// The list of the navigation.
#[component]
pub fn NavList(
    /// Its lines.
    items: Vec<NavItem>,
) -> impl IntoView {
    let items: Vec<_> = items
        .into_iter()
        .map(|item| {
            let section = item.section;
            let line = if item.children.is_empty() {
                link(item).into_any()
            } else {
                group(item).into_any()
            };
            if section {
                view! { <li class="fc-nav__section">{line}</li> }.into_any()
            } else {
                view! { <li>{line}</li> }.into_any()
            }
        })
        .collect();
    view! { <ul class="fc-nav__list">{items}</ul> }
}

fn link(item: NavItem) -> impl IntoView {
    let label = match item.icon {
        None => item.label.into_any(),
        Some(icon) => view! { <Glyph icon /> <span class="fc-nav__label">{item.label}</span> }.into_any(),
    };
    let counter = item.counter.map(|(count, meaning)| {
        view! { <Counter number=number(u64::from(count)) attention=true meaning /> }
    });
    view! {
        <a class="fc-nav__link" href=item.href aria-current=item.current.then_some("page")>
            {label}
            {counter}
        </a>
    }
}

fn group(item: NavItem) -> impl IntoView {
    let open = item.opens || item.children.iter().any(|child| child.current);
    let children: Vec<_> = item
        .children
        .into_iter()
        .map(|child| view! { <li>{link(child)}</li> })
        .collect();
    view! {
        <details class="fc-nav__group" open=open>
            <summary class="fc-nav__link">
                {item.icon.map(|icon| view! { <Glyph icon /> })}
                <span class="fc-nav__label">{item.label}</span>
                <Glyph icon=Icon::ChevronDown size=IconSize::Small class="fc-nav__chevron" />
            </summary>
            <ul class="fc-nav__sub">{children}</ul>
        </details>
    }
}
