//! Dialogs as the browser's own.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// Opens the dialog inside as a modal one: the rest is out of reach by itself, and Esc does what Cancel does. Where
/// Cancel stays (`data-cancel="stays"`), the page below is there again with what was typed; elsewhere Cancel is the
/// link that it is without script.
#[island]
pub fn Modal(
    /// The dialog in its scrim.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-island" use:enhance>{children()}</div> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser opens"
    )
)]
fn enhance(root: Element) {
    #[cfg(feature = "hydrate")]
    {
        use super::browser::{document, first, listen};
        use web_sys::{HtmlDialogElement, HtmlElement};
        let Some(dialog) = first::<HtmlDialogElement>(&root, "dialog") else {
            return;
        };
        dialog.set_open(false);
        if dialog.show_modal().is_err() {
            dialog.set_open(true);
            return;
        }
        let shell = document()
            .and_then(|document| document.body())
            .and_then(|body| first::<HtmlElement>(&body, ".fc-shell"));
        if let Some(shell) = &shell {
            let _ = shell.remove_attribute("inert");
        }
        if let Some(cancel) = first::<HtmlElement>(&root, "[data-cancel]") {
            let stays = cancel.get_attribute("data-cancel").as_deref() == Some("stays");
            let (closes, follows) = (dialog.clone(), cancel.clone());
            if stays {
                listen(&cancel, "click", move |event| {
                    event.prevent_default();
                    closes.close();
                });
            } else {
                // Esc does what Cancel does: the address says what is open.
                listen(&dialog, "cancel", move |event| {
                    event.prevent_default();
                    follows.click();
                });
            }
        }
        listen(&dialog, "close", move |_| {
            root.remove();
            // The browser puts the focus back only where it was before; this page opened with the dialog.
            if let Some(main) = shell
                .as_ref()
                .and_then(|shell| first::<HtmlElement>(shell, "main"))
            {
                let _ = main.focus();
            }
        });
    }
}
