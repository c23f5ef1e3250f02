//! Ticking rows of a list.

use leptos::prelude::*;
use leptos::web_sys::Element;

/// Says how many rows of its card are ticked, brings the box that ticks all of them (`data-select-all`, hidden until
/// then), and ticks everything between two rows while Shift is held. Without script the rows are ticked one by one.
#[island]
pub fn RowSelection() -> impl IntoView {
    view! { <span class="fc-commandbar__status" role="status" use:enhance></span> }
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a browser ticks"
    )
)]
fn enhance(status: Element) {
    #[cfg(feature = "hydrate")]
    if let Some(rows) = behaviour::Rows::of(status) {
        rows.attach();
    }
}

#[cfg(feature = "hydrate")]
mod behaviour {
    use crate::islands::browser::{all, first, listen, show};
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, MouseEvent};

    pub(super) struct Rows {
        status: Element,
        head: HtmlInputElement,
        boxes: Vec<HtmlInputElement>,
        last: Cell<Option<usize>>,
    }

    impl Rows {
        pub(super) fn of(status: Element) -> Option<Rc<Self>> {
            let card = status.closest("section").ok()??;
            let holder: Element = first(&card, "[data-select-all]")?;
            let head = first(&holder, "input")?;
            show(&holder, true);
            let boxes = all(&card, "td.fc-table__select input");
            let boxes = boxes
                .into_iter()
                .filter_map(|found| found.dyn_into().ok())
                .collect();
            Some(Rc::new(Self {
                status,
                head,
                boxes,
                last: Cell::default(),
            }))
        }

        pub(super) fn attach(self: Rc<Self>) {
            let rows = Rc::clone(&self);
            listen(&self.head, "change", move |_| {
                let ticked = rows.head.checked();
                rows.boxes.iter().for_each(|row| row.set_checked(ticked));
                rows.say();
            });
            for (at, row) in self.boxes.iter().enumerate() {
                let rows = Rc::clone(&self);
                listen(row, "click", move |event| {
                    let shift = event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key);
                    rows.clicked(at, shift);
                });
            }
            // A browser that comes back to the page ticks again what was ticked.
            self.say();
        }

        fn clicked(&self, at: usize, shift: bool) {
            if let (true, Some(last), Some(row)) = (shift, self.last.get(), self.boxes.get(at)) {
                let ticked = row.checked();
                let (from, to) = (last.min(at), last.max(at));
                let between = self.boxes.iter().skip(from).take(to - from + 1);
                between.for_each(|row| row.set_checked(ticked));
            }
            self.last.set(Some(at));
            self.say();
        }

        fn say(&self) {
            let ticked = self.boxes.iter().filter(|row| row.checked()).count();
            self.head.set_checked(ticked > 0 && ticked == self.boxes.len());
            self.head
                .set_indeterminate(ticked > 0 && ticked < self.boxes.len());
            let words = match ticked {
                0 => String::new(),
                ticked => format!("{ticked} selected"),
            };
            self.status.set_text_content(Some(&words));
        }
    }
}
