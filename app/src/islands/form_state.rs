//! What differs in a form from what the server sent.

use super::browser::all;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlOptionElement, HtmlTextAreaElement};

/// Whether anything in the form is not as the server sent it. Asked of the elements and not remembered, because a
/// browser puts back what was typed before the page was left.
pub fn differs(form: &HtmlFormElement) -> bool {
    all(form, "input, textarea, option").iter().any(element_differs)
}

/// Whether one element is not as the server sent it. Filters (`data-aside`) and hidden fields are no input.
pub fn element_differs(element: &Element) -> bool {
    if element.has_attribute("data-aside") {
        return false;
    }
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "checkbox" | "radio" => input.checked() != input.default_checked(),
            "hidden" => false,
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(text) = element.dyn_ref::<HtmlTextAreaElement>() {
        return text.default_value().is_ok_and(|sent| text.value() != sent);
    }
    // A select without a selected option shows its first one, so only a picked one can differ.
    element
        .dyn_ref::<HtmlOptionElement>()
        .is_some_and(|option| option.selected() && !option.default_selected())
}

/// Puts back what the server sent.
pub fn put_back(element: &Element) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "checkbox" | "radio" => input.set_checked(input.default_checked()),
            _ => input.set_value(&input.default_value()),
        }
    }
}
