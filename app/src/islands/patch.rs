//! Putting a part of a page into the page.

use super::browser::{all, by_id, document, first};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

/// Where a page and a part of one keep the symbols that their icons refer to.
const SPRITE: &str = "fc-sprite";

/// Replaces what is inside each element of the page that has the id of an element of `html`. Elements whose ids the
/// page does not have are left out; inputs outside those elements keep what was typed.
pub fn patch(html: &str) {
    let Some(template) = document()
        .and_then(|document| document.create_element("template").ok())
        .and_then(|element| element.dyn_into::<HtmlTemplateElement>().ok())
    else {
        return;
    };
    template.set_inner_html(html);
    let mut next = template.content().first_element_child();
    while let Some(part) = next {
        next = part.next_element_sibling();
        if part.class_list().contains(SPRITE) {
            add_symbols(&part);
        } else if let Some(place) = by_id::<Element>(&part.id()) {
            place.set_inner_html(&part.inner_html());
        }
    }
}

/// Brings along the symbols that the page does not have yet.
fn add_symbols(sprite: &Element) {
    let Some(body) = document().and_then(|document| document.body()) else {
        return;
    };
    let Some(place) = first::<Element>(&body, ".fc-sprite") else {
        return;
    };
    for symbol in all(sprite, "symbol") {
        if by_id::<Element>(&symbol.id()).is_none() {
            let _ = place.append_child(&symbol);
        }
    }
}
