//! Hearing of changes while a page is open.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// Listens to changes and shows its message bar when one concerns the page. It wraps what
/// `pages::live::live_notice` renders: a status region with `data-events` (the address of the stream), `data-kinds`
/// (what concerns the page: `settings`, `policy`, `person:<id>`), `data-self` (the administrator who looks, whose own
/// changes are no news) and, hidden in it, the message bar with an element for the words (`data-words`).
#[island]
pub fn LiveNotice(
    /// The region.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-island" use:enhance>{children()}</div> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser listens"
    )
)]
fn enhance(root: Element) {
    #[cfg(feature = "hydrate")]
    if let Some(notice) = behaviour::Notice::of(&root) {
        notice.attach();
    }
}

#[cfg(feature = "hydrate")]
mod behaviour {
    use crate::islands::browser::{first, listen, show, window};
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, EventSource, HtmlElement, MessageEvent, PageTransitionEvent};

    /// The region and what it listens for.
    pub(super) struct Notice {
        region: HtmlElement,
        address: String,
        kinds: Vec<String>,
        own: String,
        stream: RefCell<Option<EventSource>>,
    }

    impl Notice {
        pub(super) fn of(root: &Element) -> Option<Rc<Self>> {
            let region: HtmlElement = first(root, "[data-events]")?;
            let data = |name: &str| region.get_attribute(name).unwrap_or_default();
            let kinds = data("data-kinds").split_whitespace().map(str::to_owned).collect();
            let (address, own) = (data("data-events"), data("data-self"));
            Some(Rc::new(Self {
                region,
                address,
                kinds,
                own,
                stream: RefCell::default(),
            }))
        }

        pub(super) fn attach(self: Rc<Self>) {
            let Some(window) = window() else { return };
            self.open();
            let leaving = Rc::clone(&self);
            listen(&window, "pagehide", move |_| leaving.close());
            // Back from the browser's memory: the page is as old as it was.
            listen(&window, "pageshow", move |event| {
                if event
                    .dyn_ref::<PageTransitionEvent>()
                    .is_some_and(PageTransitionEvent::persisted)
                {
                    self.open();
                }
            });
        }

        fn open(self: &Rc<Self>) {
            let Ok(stream) = EventSource::new(&self.address) else {
                return;
            };
            let heard = Rc::clone(self);
            listen(&stream, "change", move |event| heard.on_change(&event));
            let heard = Rc::clone(self);
            listen(&stream, "resync", move |_| {
                heard.say("Several changes were made since this page was opened.");
            });
            if let Some(former) = self.stream.borrow_mut().replace(stream) {
                former.close();
            }
        }

        fn close(&self) {
            if let Some(stream) = self.stream.borrow_mut().take() {
                stream.close();
            }
        }

        fn on_change(&self, event: &web_sys::Event) {
            let Some(data) = event
                .dyn_ref::<MessageEvent>()
                .and_then(|event| event.data().as_string())
                .and_then(|data| js_sys::JSON::parse(&data).ok())
            else {
                return;
            };
            let text = |name: &str| {
                js_sys::Reflect::get(&data, &JsValue::from_str(name))
                    .ok()
                    .and_then(|value| value.as_string())
                    .unwrap_or_default()
            };
            let (kind, actor) = (text("kind"), text("actor"));
            let target = format!("{kind}:{}", text("id"));
            let concerns = self
                .kinds
                .iter()
                .any(|wanted| *wanted == kind || *wanted == target);
            if concerns && (actor.is_empty() || actor != self.own) {
                self.say(&text("sentence"));
            }
        }

        fn say(&self, sentence: &str) {
            if let Some(words) = first::<Element>(&self.region, "[data-words]") {
                words.set_text_content(Some(sentence));
            }
            if let Some(bar) = first::<Element>(&self.region, "[data-bar]") {
                show(&bar, true);
            }
        }
    }
}
