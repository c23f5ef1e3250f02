//! The frame of every page: top bar, navigation and main, or the bare frame when nobody is signed in.
use super::{Bare, Document, Frame, NavList, TopBar};
use crate::islands::Shortcuts;
use crate::ui::{Slot, Toasts};
use leptos::prelude::*;

/// A whole page around its content. Without an account in the frame the page is bare: one card, as sign-in has it.
#[component]
pub fn Shell(
    /// What stands around the page.
    frame: Frame,
    /// After the page, inside main: its Save bar.
    #[prop(optional, into)]
    after: Slot,
    /// Over the page, which is inert then: a dialog.
    #[prop(optional, into)]
    dialog: Slot,
    /// Bare pages: the line under the title.
    #[prop(optional, into)]
    lead: Slot,
    /// Bare pages: links at the bottom.
    #[prop(optional, into)]
    foot: Slot,
    /// The content.
    children: Children,
) -> impl IntoView {
    let outer = frame.clone();
    if frame.account.is_none() {
        return view! {
            <Document frame=outer>
                <Bare frame lead foot>
                    {children()}
                </Bare>
                {dialog.into_option()}
            </Document>
        }
        .into_any();
    }
    let nav = frame.nav.clone();
    let toasts = frame.toasts.clone();
    let toasts = (!toasts.is_empty()).then(|| view! { <Toasts toasts /> }.into_any());
    let inert = dialog.is_some();
    // What is inside an inert page cannot be used: with a dialog, the toasts come after it.
    let (inside, outside) = if inert { (None, toasts) } else { (toasts, None) };
    view! {
        <Document frame=outer>
            <div class="fc-shell" inert=inert>
                {view! { <Shortcuts><TopBar frame /></Shortcuts> }.into_any()}
                <nav class="fc-nav" aria-label="Main">
                    {view! { <NavList items=nav /> }.into_any()}
                </nav>
                <main class="fc-main" id="main" tabindex="-1">
                    <div class="fc-page">{children()}</div>
                    {after.into_option()}
                    {inside}
                </main>
            </div>
            {dialog.into_option()}
            {outside}
        </Document>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::render;
    use crate::shell::{Account, Assets, NavItem, Theme};
    use crate::ui::Icon;

    fn frame() -> Frame {
        Frame {
            title: "Users".to_owned(),
            theme: Theme::Dark,
            nonce: "n0nce".to_owned(),
            assets: Assets {
                stylesheet: "/a.css".to_owned(),
                script: Some("/a.js".to_owned()),
                ..Assets::default()
            },
            account: Some(Account {
                name: "Priya Raman".to_owned(),
                role_label: "Teams Administrator".to_owned(),
                ..Account::default()
            }),
            nav: vec![NavItem {
                label: "Users".to_owned(),
                href: "/users".to_owned(),
                icon: Some(Icon::Person),
                current: true,
                ..NavItem::default()
            }],
            ..Frame::default()
        }
    }

    #[test]
    fn a_page_has_its_landmarks_and_its_title() {
        let html = render(|| view! { <Shell frame=frame()>"content"</Shell> });
        for part in [
            r#"<!doctype html><html lang="en" data-theme="dark">"#,
            "<title>Users · Forecourt</title>",
            r##"<a class="fc-skip" href="#main">Skip to main content</a>"##,
            r#"<main id="main" tabindex="-1" class="fc-main"><div class="fc-page">content</div></main>"#,
            r#"nonce="n0nce""#,
            r#"<symbol id="fc-i-person""#,
            r#"aria-label="PR, account of Priya Raman, Teams Administrator""#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(
            html.matches(r#"href="/users" aria-current="page""#).count(),
            2,
            "{html}"
        );
        assert!(!html.contains(" inert"), "{html}");
        assert!(!html.contains("style=") && !html.contains("inner_html"), "{html}");
    }

    #[test]
    fn a_dialog_makes_the_page_inert() {
        let html = render(
            || view! { <Shell frame=frame() dialog=view! { <dialog open></dialog> }>"content"</Shell> },
        );
        assert!(html.contains("<div inert class=\"fc-shell\">"), "{html}");
        assert!(
            html.ends_with("</div><dialog open></dialog></body></html>"),
            "{html}"
        );
    }

    #[test]
    fn without_an_account_the_page_is_bare() {
        let frame = Frame {
            account: None,
            title: "Sign in".to_owned(),
            ..frame()
        };
        let html = render(|| view! { <Shell frame lead="External access for Aldergrove">"form"</Shell> });
        assert!(
            html.contains(r#"<h1 class="fc-signin__title">Sign in</h1>"#),
            "{html}"
        );
        assert!(!html.contains("fc-topbar") && !html.contains("fc-nav"), "{html}");
    }
}
