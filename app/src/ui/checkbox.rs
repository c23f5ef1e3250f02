//! Checkboxes: a child setting, an option in a form, a row.
use super::class::{class_list, when};
use super::{Slot, Text};
use leptos::prelude::*;

/// A checkbox with its words.
#[component]
pub fn Checkbox(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// What the browser sends when it is ticked; `on` when absent.
    #[prop(optional, into)]
    value: Text,
    /// The id of the input.
    #[prop(optional, into)]
    id: Text,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// Cannot be changed; the reason is at `described_by`.
    #[prop(optional)]
    disabled: bool,
    /// The id of the reason or note that belongs to it.
    #[prop(optional, into)]
    described_by: Text,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
    /// Not accepted as it is; the sentence is at `described_by`. Then it has the focus, which brings it into view.
    #[prop(optional)]
    invalid: bool,
    /// A line under the words.
    #[prop(optional, into)]
    hint: Slot,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="fc-checkbox">
            <input
                class="fc-checkbox__input"
                type="checkbox"
                id=id.into_option()
                name=name
                value=value.into_option()
                checked=checked
                disabled=disabled
                form=form.into_option()
                autofocus=invalid
                aria-invalid=invalid.then_some("true")
                aria-describedby=described_by.into_option()
            />
            <span>{children()}</span>
            {hint.map(|hint| view! { <span class="fc-checkbox__hint">{hint}</span> })}
        </label>
    }
}

/// The checkbox that selects a row, or all rows: nothing to see but the box, so it needs a name.
#[component]
pub fn RowCheckbox(
    /// The accessible name: "Select Aiko Tanaka", "Select the 10 people on this page, 3 selected".
    #[prop(into)]
    label: String,
    /// The field's name; none for the box that selects all, which works with script only.
    #[prop(optional, into)]
    name: Text,
    /// What the browser sends.
    #[prop(optional, into)]
    value: Text,
    /// The id of the form of the list's commands.
    #[prop(optional, into)]
    form: Text,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// Some of the rows: a dash in the box, the count in the label.
    #[prop(optional)]
    mixed: bool,
) -> impl IntoView {
    view! {
        <label class="fc-checkbox fc-checkbox--bare">
            <input
                class=class_list("fc-checkbox__input", [when(mixed, "fc-checkbox__input--mixed")])
                type="checkbox"
                name=name.into_option()
                value=value.into_option()
                form=form.into_option()
                checked=checked
                aria-label=label
            />
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn a_disabled_child_points_to_its_reason() {
        let html = fragment(|| {
            view! { <Checkbox name="dep" checked=true disabled=true described_by="dep-reason">"Can start"</Checkbox> }
        });
        assert!(html.contains(r#"aria-describedby="dep-reason""#), "{html}");
        assert!(html.contains(" disabled"), "{html}");
        assert!(html.contains("<span>Can start</span>"), "{html}");
    }

    #[test]
    fn a_row_is_selected_by_name() {
        let html = fragment(|| view! { <RowCheckbox label="Select all, 1 of 6 selected" mixed=true /> });
        assert!(
            html.contains(r#"aria-label="Select all, 1 of 6 selected""#),
            "{html}"
        );
        assert!(html.contains("fc-checkbox__input--mixed"), "{html}");
        assert!(!html.contains("name="), "{html}");
    }
}
