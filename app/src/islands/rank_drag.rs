//! Dragging rows of an ordered list.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// Lets the rows inside be dragged by their grips (`data-grip`, hidden until then). A drop writes the new place into
/// the row's field and sends its form with the button that moves, as typing the place does. Esc gives up. Buttons and
/// the field stay the way for keyboards.
#[island]
pub fn RankDrag(
    /// The table.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-island" use:enhance>{children()}</div> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser drags"
    )
)]
fn enhance(root: Element) {
    #[cfg(feature = "hydrate")]
    if let Some(rows) = behaviour::Rows::of(&root) {
        rows.attach();
    }
}

#[cfg(feature = "hydrate")]
mod behaviour {
    use crate::islands::browser::{all, document, first, listen, show};
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{
        Element, Event, HtmlButtonElement, HtmlFormElement, HtmlInputElement, KeyboardEvent, PointerEvent,
    };

    struct Row {
        element: Element,
        grip: Element,
        form: HtmlFormElement,
    }

    /// The rows in their order, and what is being dragged: from where, over what.
    pub(super) struct Rows {
        rows: Vec<Row>,
        dragged: Cell<Option<(usize, usize)>>,
    }

    impl Rows {
        pub(super) fn of(root: &Element) -> Option<Rc<Self>> {
            let rows: Vec<_> = all(root, "form.fc-rankmover")
                .into_iter()
                .filter_map(|form| {
                    let row = form.closest("tr").ok()??;
                    let grip = first(&form, "[data-grip]")?;
                    let form = form.dyn_into().ok()?;
                    Some(Row {
                        element: row,
                        grip,
                        form,
                    })
                })
                .collect();
            let dragged = Cell::default();
            (rows.len() > 1).then(|| Rc::new(Self { rows, dragged }))
        }

        pub(super) fn attach(self: Rc<Self>) {
            for (at, row) in self.rows.iter().enumerate() {
                show(&row.grip, true);
                let rows = Rc::clone(&self);
                listen(&row.grip, "pointerdown", move |event| rows.take(at, &event));
                let rows = Rc::clone(&self);
                listen(&row.grip, "pointermove", move |event| rows.over(&event));
                let rows = Rc::clone(&self);
                listen(&row.grip, "pointerup", move |_| rows.drop_here());
                let rows = Rc::clone(&self);
                listen(&row.grip, "pointercancel", move |_| rows.give_up());
            }
            if let Some(document) = document() {
                listen(&document, "keydown", move |event| {
                    if event
                        .dyn_ref::<KeyboardEvent>()
                        .is_some_and(|key| key.key() == "Escape")
                    {
                        self.give_up();
                    }
                });
            }
        }

        fn take(&self, at: usize, event: &Event) {
            let Some(event) = event
                .dyn_ref::<PointerEvent>()
                .filter(|event| event.button() == 0)
            else {
                return;
            };
            let Some(row) = self.rows.get(at) else { return };
            event.prevent_default();
            // The grip goes on hearing of the pointer wherever it is.
            let _ = row.grip.set_pointer_capture(event.pointer_id());
            self.dragged.set(Some((at, at)));
            let _ = row.element.set_attribute("data-dragged", "");
        }

        fn over(&self, event: &Event) {
            let (Some((from, _)), Some(event)) = (self.dragged.get(), event.dyn_ref::<PointerEvent>()) else {
                return;
            };
            let height = f64::from(event.client_y());
            let below = |row: &Row| row.element.get_bounding_client_rect().bottom() > height;
            let to = self
                .rows
                .iter()
                .position(below)
                .unwrap_or(self.rows.len().saturating_sub(1));
            self.dragged.set(Some((from, to)));
            for (at, row) in self.rows.iter().enumerate() {
                let side = if to < from { "before" } else { "after" };
                let _ = if at == to && to != from {
                    row.element.set_attribute("data-drop", side)
                } else {
                    row.element.remove_attribute("data-drop")
                };
            }
        }

        fn drop_here(&self) {
            let dragged = self.dragged.get();
            self.give_up();
            let Some((from, to)) = dragged.filter(|(from, to)| from != to) else {
                return;
            };
            let Some(row) = self.rows.get(from) else { return };
            if let Some(field) = first::<HtmlInputElement>(&row.form, "input[name=rank]") {
                field.set_value(&(to + 1).to_string());
            }
            if let Some(button) = first::<HtmlButtonElement>(&row.form, "button[value=move]") {
                let _ = row.form.request_submit_with_submitter(Some(&button));
            }
        }

        fn give_up(&self) {
            self.dragged.set(None);
            for row in &self.rows {
                let _ = row.element.remove_attribute("data-dragged");
                let _ = row.element.remove_attribute("data-drop");
            }
        }
    }
}
