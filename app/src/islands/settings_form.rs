//! A form of settings that is saved as a whole.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// Watches the form inside. The form says what it needs in attributes:
///
/// - `data-bar`: the id of its Save bar, shown only while something is unsaved;
/// - `data-dirty`: it came from the server with something unsaved already;
/// - `data-impact`: where it is posted while it is edited; the answer is [patched](super::patch) into the page;
/// - in a child: `data-needs` names the field without which it is disabled at once; `data-reason` is the id of the
///   reason, shown then.
///
/// Ctrl+S saves, and leaving the page with something unsaved asks first.
#[island]
pub fn SettingsForm(
    /// The form.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-island" use:enhance>{children()}</div> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser edits"
    )
)]
fn enhance(root: Element) {
    #[cfg(feature = "hydrate")]
    if let Some(form) = behaviour::Watched::of(&root) {
        form.attach();
    }
}

#[cfg(feature = "hydrate")]
mod behaviour {
    use crate::islands::browser::{after, all, by_id, cancel, document, first, listen, show, window};
    use crate::islands::fetch::Latest;
    use crate::islands::form_state::{differs, put_back};
    use crate::islands::patch::patch;
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

    /// How long nothing is typed before the server is asked, in milliseconds.
    const PAUSE: i32 = 200;

    /// A form and what is going on in it.
    pub(super) struct Watched {
        form: HtmlFormElement,
        bar: Option<HtmlElement>,
        impact: Option<String>,
        arrived_unsaved: bool,
        leaving: Cell<bool>,
        pause: Cell<Option<i32>>,
        latest: Latest,
    }

    impl Watched {
        pub(super) fn of(root: &Element) -> Option<Rc<Self>> {
            let form: HtmlFormElement = first(root, "form")?;
            Some(Rc::new(Self {
                bar: form.get_attribute("data-bar").and_then(|id| by_id(&id)),
                impact: form.get_attribute("data-impact"),
                arrived_unsaved: form.has_attribute("data-dirty"),
                form,
                leaving: Cell::default(),
                pause: Cell::default(),
                latest: Latest::default(),
            }))
        }

        pub(super) fn attach(self: Rc<Self>) {
            let (Some(window), Some(document)) = (window(), document()) else {
                return;
            };
            let watched = Rc::clone(&self);
            listen(&self.form, "input", move |event| watched.on_input(&event));
            let watched = Rc::clone(&self);
            listen(&self.form, "submit", move |_| watched.leaving.set(true));
            let watched = Rc::clone(&self);
            listen(&document, "keydown", move |event| watched.on_key(&event));
            let watched = Rc::clone(&self);
            listen(&window, "pageshow", move |_| watched.leaving.set(false));
            let watched = Rc::clone(&self);
            if let Some(discard) = self
                .bar
                .as_ref()
                .and_then(|bar| first::<Element>(bar, "a.fc-button"))
            {
                listen(&discard, "click", move |_| watched.leaving.set(true));
            }
            let watched = Rc::clone(&self);
            listen(&window, "beforeunload", move |event| {
                if !watched.leaving.get() && watched.is_dirty() {
                    event.prevent_default();
                }
            });
            // What a browser has put back counts as typed.
            self.settle();
            if !self.arrived_unsaved && self.is_dirty() {
                self.ask_soon();
            }
        }

        fn is_dirty(&self) -> bool {
            self.arrived_unsaved || differs(&self.form)
        }

        fn on_input(self: &Rc<Self>, event: &Event) {
            let aside = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|element| element.has_attribute("data-aside"));
            if !aside {
                self.settle();
                self.ask_soon();
            }
        }

        /// Makes children follow their parents, and the Save bar what is unsaved.
        fn settle(&self) {
            for child in all(&self.form, "[data-needs]") {
                self.follow_parent(&child);
            }
            if let Some(bar) = &self.bar {
                show(bar, self.is_dirty());
                let _ = bar.remove_attribute("data-clean");
            }
        }

        fn follow_parent(&self, child: &Element) {
            let parent = child.get_attribute("data-needs").unwrap_or_default();
            let selector = format!("input[type=checkbox][name={parent}]");
            let Some(parent) = first::<HtmlInputElement>(&self.form, &selector) else {
                return;
            };
            // A parent that cannot be changed leaves everything as the server sent it.
            if parent.disabled() {
                return;
            }
            let off = !parent.checked();
            for field in all(child, "input, select, textarea, button") {
                let _ = field.toggle_attribute_with_force("disabled", off);
                if off {
                    // A disabled field is not sent, so what is stored stays: show that.
                    put_back(&field);
                }
            }
            if let Some(reason) = child
                .get_attribute("data-reason")
                .and_then(|id| by_id::<Element>(&id))
            {
                show(&reason, off);
            }
        }

        fn ask_soon(self: &Rc<Self>) {
            if let Some(pause) = self.pause.take() {
                cancel(pause);
            }
            self.latest.give_up();
            let Some(address) = self.impact.clone().filter(|_| self.is_dirty()) else {
                return;
            };
            let watched = Rc::clone(self);
            self.pause.set(after(PAUSE, move || {
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(part) = watched.latest.post(&address, &watched.form).await
                        && part.ok
                    {
                        patch(&part.html);
                    }
                });
            }));
        }

        fn on_key(&self, event: &Event) {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            let saves = (key.ctrl_key() || key.meta_key()) && !key.alt_key() && key.key() == "s";
            if saves {
                key.prevent_default();
                if self.is_dirty() {
                    let save = self
                        .bar
                        .as_ref()
                        .and_then(|bar| first::<HtmlElement>(bar, ".fc-button--primary"));
                    let _ = self.form.request_submit_with_submitter(save.as_ref());
                }
            }
        }
    }
}
