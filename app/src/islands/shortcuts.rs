//! Keys that work on every page.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// `/` goes to the search, Esc closes what is open. Around the top bar, whose search it is.
#[island]
pub fn Shortcuts(
    /// The top bar.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-island" use:enhance>{children()}</div> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser has keys"
    )
)]
fn enhance(bar: Element) {
    #[cfg(feature = "hydrate")]
    {
        use super::browser::{all, document, first, listen};
        use wasm_bindgen::JsCast;
        use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};
        let Some(document) = document() else { return };
        let page = document.clone();
        listen(&document, "keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            if key.ctrl_key() || key.meta_key() || key.alt_key() || key.default_prevented() {
                return;
            }
            let typing = page.active_element().is_some_and(|active| {
                active
                    .matches("input, textarea, select, [contenteditable]")
                    .unwrap_or(true)
            });
            match key.key().as_str() {
                "/" if !typing => {
                    if let Some(search) = first::<HtmlInputElement>(&bar, "input[type=search]") {
                        key.prevent_default();
                        let _ = search.focus();
                        search.select();
                    }
                }
                "Escape" => {
                    let Some(body) = page.body() else { return };
                    for open in all(&body, "details.fc-popover[open], details.fc-navmenu[open]") {
                        let inside = open.contains(page.active_element().as_deref());
                        let _ = open.remove_attribute("open");
                        if inside && let Some(summary) = first::<HtmlElement>(&open, "summary") {
                            let _ = summary.focus();
                        }
                    }
                }
                _ => {}
            }
        });
    }
}
