//! Asking the server for a part of the page.

use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, FormData, Headers, HtmlFormElement, RequestInit, Response, UrlSearchParams};

/// What handlers recognize as the wish for a part instead of a whole page.
const FRAGMENT: &str = "application/x-fragment";

/// A part of a page as the server renders it.
pub struct Part {
    /// Whether the status says that it went well.
    pub ok: bool,
    /// The HTML.
    pub html: String,
}

/// Asks again and again, of which only the last question counts: asking gives up what was asked before.
#[derive(Default)]
pub struct Latest {
    running: RefCell<Option<AbortController>>,
}

impl Latest {
    /// The part at `address`; `None` when it was given up, or when the server cannot be reached.
    pub async fn get(&self, address: &str) -> Option<Part> {
        let init = RequestInit::new();
        self.ask(address, &init).await
    }

    /// What `address` answers to `form`, sent as it is now; `None` as for [`get`](Self::get).
    pub async fn post(&self, address: &str, form: &HtmlFormElement) -> Option<Part> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&fields(form)?);
        self.ask(address, &init).await
    }

    /// Gives up what was asked.
    pub fn give_up(&self) {
        if let Some(running) = self.running.borrow_mut().take() {
            running.abort();
        }
    }

    async fn ask(&self, address: &str, init: &RequestInit) -> Option<Part> {
        self.give_up();
        let controller = AbortController::new().ok()?;
        init.set_signal(Some(&controller.signal()));
        let headers = Headers::new().ok()?;
        headers.set("accept", FRAGMENT).ok()?;
        init.set_headers(&headers);
        *self.running.borrow_mut() = Some(controller);
        let request = super::browser::window()?.fetch_with_str_and_init(address, init);
        let response: Response = JsFuture::from(request).await.ok()?.dyn_into().ok()?;
        // A redirect leads to sign-in: there is no part of this page in it.
        if response.redirected() {
            return None;
        }
        let html = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        Some(Part {
            ok: response.ok(),
            html,
        })
    }
}

/// The fields of a form as a browser sends them without script.
fn fields(form: &HtmlFormElement) -> Option<JsValue> {
    let data = FormData::new_with_form(form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    Some(fields.into())
}
