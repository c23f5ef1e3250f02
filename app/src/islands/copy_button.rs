//! Copying a block of code.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// The button of a code block. Hidden until script can copy: without it the text is selected by hand.
#[island]
pub fn CopyButton() -> impl IntoView {
    view! {
        <button type="button" class="fc-button fc-button--subtle fc-button--small fc-codeblock__copy" hidden use:enhance>
            "Copy"
        </button>
    }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser copies"
    )
)]
fn enhance(button: Element) {
    #[cfg(feature = "hydrate")]
    {
        use super::browser::{after, first, listen, show, window};
        // Over plain HTTP browsers have no clipboard for pages.
        let Some(window) = window().filter(web_sys::Window::is_secure_context) else {
            return;
        };
        show(&button, true);
        let pressed = button.clone();
        listen(&button, "click", move |_| {
            let Some(code) = pressed
                .closest("figure")
                .ok()
                .flatten()
                .and_then(|figure| first::<Element>(&figure, "code"))
            else {
                return;
            };
            let done = window
                .navigator()
                .clipboard()
                .write_text(&code.text_content().unwrap_or_default());
            let (pressed, again) = (pressed.clone(), pressed.clone());
            wasm_bindgen_futures::spawn_local(async move {
                if wasm_bindgen_futures::JsFuture::from(done).await.is_ok() {
                    pressed.set_text_content(Some("Copied"));
                    after(2_000, move || again.set_text_content(Some("Copy")));
                }
            });
        });
    }
}
