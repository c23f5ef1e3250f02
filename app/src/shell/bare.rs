//! The page without the frame: sign-in and setup.
use super::{BrandMark, Frame};
use crate::ui::Slot;
use leptos::prelude::*;

/// The arches behind the card.
const ART: &str = concat!(
    r#"<path class="fc-signin__ground" d="M0 340h1440v60H0Z"/>"#,
    r#"<path class="fc-signin__line" d="M420 340V300a300 300 0 0 1 600 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M470 340V300a250 250 0 0 1 500 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M520 340V300a200 200 0 0 1 400 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M90 340V230a110 110 0 0 1 220 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M120 340V240a80 80 0 0 1 160 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M1130 340V230a110 110 0 0 1 220 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M1160 340V240a80 80 0 0 1 160 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M-90 340V250a60 60 0 0 1 120 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M1410 340V250a60 60 0 0 1 120 0V340"/>"#,
    r#"<path class="fc-signin__line" d="M0 340h1440"/>"#,
);

/// The body of a bare page: one card before the arches, its title the frame's.
#[component]
pub fn Bare(
    /// What stands around the page; without an account.
    frame: Frame,
    /// A line under the title: "External access for Aldergrove".
    #[prop(optional, into)]
    lead: Slot,
    /// Links at the bottom of the page.
    #[prop(optional, into)]
    foot: Slot,
    /// The form and what belongs to it.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="fc-signin" id="main" tabindex="-1">
            <svg
                class="fc-signin__art"
                viewBox="0 0 1440 400"
                preserveAspectRatio="xMidYMax slice"
                aria-hidden="true"
                inner_html=ART
            ></svg>
            <div class="fc-signin__card">
                <BrandMark href=frame.home_href />
                <div class="fc-stack fc-stack--1">
                    <h1 class="fc-signin__title">{frame.title}</h1>
                    {lead.map(|lead| view! { <p class="fc-muted">{lead}</p> })}
                </div>
                {children()}
            </div>
            <footer class="fc-signin__foot">
                <span>"Forecourt "{env!("CARGO_PKG_VERSION")}</span>
                {foot.into_option()}
            </footer>
        </main>
    }
}
