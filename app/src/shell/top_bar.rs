//! The top bar: navigation for narrow windows, name, search, messages, account.
use super::{BrandMark, Frame, NavList};
use crate::ui::{Avatar, Glyph, Icon, IconSize};
use leptos::prelude::*;

/// The one dark band.
#[component]
pub fn TopBar(
    /// What stands around the page.
    frame: Frame,
) -> impl IntoView {
    let search_words = "Search people, policies, settings and property names";
    let messages = match frame.unanswered {
        0 => "Message center".to_owned(),
        count => format!("Message center, {count} not answered"),
    };
    let account = frame.account.map(|account| {
        let title = format!("{}, {}", account.name, account.role_label);
        let initials = crate::ui::initials(&account.name);
        let label = format!("{initials}, account of {title}");
        view! {
            <a class="fc-topbar__account" href=account.href aria-label=label title=title>
                <Avatar name=account.name id=account.id />
            </a>
        }
    });
    view! {
        <header class="fc-topbar">
            <div class="fc-topbar__start">
                <details class="fc-navmenu">
                    <summary class="fc-topbar__button" aria-label="Navigation">
                        <Glyph icon=Icon::Menu class="fc-navmenu__open" />
                        <Glyph icon=Icon::Dismiss class="fc-navmenu__close" />
                    </summary>
                    <nav class="fc-navmenu__sheet" aria-label="Main">
                        <NavList items=frame.nav />
                    </nav>
                </details>
                <BrandMark href=frame.home_href organization=frame.organization />
            </div>
            <form class="fc-topbar__search" role="search" aria-label="Everything" action=frame.search_href.clone()>
                <Glyph icon=Icon::Search size=IconSize::Small />
                <input
                    class="fc-topbar__input"
                    type="search"
                    name="q"
                    value=frame.search
                    placeholder=search_words
                    aria-label=search_words
                    aria-keyshortcuts="/"
                />
                <kbd class="fc-kbd">"/"</kbd>
            </form>
            <div class="fc-topbar__end">
                <a
                    class="fc-topbar__button fc-topbar__button--search"
                    href=frame.search_href
                    aria-label="Search"
                    title="Search"
                >
                    <Glyph icon=Icon::Search />
                </a>
                <a class="fc-topbar__button" href=frame.messages_href aria-label=messages title="Message center">
                    <Glyph icon=Icon::Bell />
                    {(frame.unanswered > 0).then(|| view! { <span class="fc-topbar__dot"></span> })}
                </a>
                {frame.reference_href.map(|href| wide_link(href, Icon::Terminal, "PowerShell and API"))}
                {frame.help_href.map(|href| wide_link(href, Icon::Help, "Help and keyboard shortcuts"))}
                {account}
            </div>
        </header>
    }
}

fn wide_link(href: String, icon: Icon, label: &'static str) -> impl IntoView {
    view! {
        <a class="fc-topbar__button fc-topbar__button--wide" href=href aria-label=label title=label>
            <Glyph icon />
        </a>
    }
}
