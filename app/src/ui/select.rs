//! Picking: one of several names.
use super::field::described_by;
use super::{Field, Glyph, Icon, IconSize, Slot, Text};
use leptos::prelude::*;

/// One answer of a select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What the browser sends.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Cannot be picked.
    pub disabled: bool,
}

impl SelectOption {
    /// An answer that can be picked.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            disabled: false,
        }
    }
}

/// A select by itself, for a setting's row, where a title is its label (`<label for=id>`) or names it by id.
#[component]
pub fn Select(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The answers, in their order.
    options: Vec<SelectOption>,
    /// The value of the picked answer.
    #[prop(into)]
    value: String,
    /// The id of the title that names it, when no label points at it.
    #[prop(optional, into)]
    labelled_by: Text,
    /// The id of the reason or note that belongs to it.
    #[prop(optional, into)]
    described_by: Text,
    /// What was picked is not accepted; the sentence is at `described_by`.
    #[prop(optional)]
    invalid: bool,
    /// Cannot be changed; not sent.
    #[prop(optional)]
    disabled: bool,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! {
                <option value=option.value selected=selected disabled=option.disabled>
                    {option.label}
                </option>
            }
        })
        .collect();
    view! {
        <span class="fc-select">
            <select
                class="fc-input"
                id=id
                name=name
                disabled=disabled
                form=form.into_option()
                aria-labelledby=labelled_by.into_option()
                aria-describedby=described_by.into_option()
                aria-invalid=invalid.then_some("true")
            >
                {options}
            </select>
            <Glyph icon=Icon::ChevronDown size=IconSize::Small />
        </span>
    }
}

/// A field to pick one of several names.
#[component]
pub fn SelectField(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name; the id when absent.
    #[prop(optional, into)]
    name: Text,
    /// The answers, in their order.
    options: Vec<SelectOption>,
    /// The value of the picked answer.
    #[prop(into)]
    value: String,
    /// One line that helps.
    #[prop(optional, into)]
    hint: Slot,
    /// What was not accepted, and what to do.
    #[prop(optional, into)]
    error: Text,
    /// Says "(optional)" after the label.
    #[prop(optional)]
    optional: bool,
    /// Only for assistive technology, when the place already says it.
    #[prop(optional)]
    label_hidden: bool,
    /// Cannot be changed; not sent.
    #[prop(optional)]
    disabled: bool,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
) -> impl IntoView {
    let describes = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some();
    let name = name.or_else(|| id.clone());
    let input_id = id.clone();
    view! {
        <Field id label label_hidden optional hint error>
            <Select id=input_id name options value described_by=describes invalid disabled form=form.into_option() />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn the_stored_answer_is_selected() {
        let options = vec![
            SelectOption::new("a", "Allow all"),
            SelectOption::new("b", "Block all"),
        ];
        let html = fragment(|| view! { <SelectField id="mode" label="Mode" options value="b" /> });
        assert!(html.contains(r#"<option value="a">Allow all</option>"#), "{html}");
        assert!(
            html.contains(r#"<option value="b" selected>Block all</option>"#),
            "{html}"
        );
        assert!(html.contains(r#"<label for="mode""#), "{html}");
    }
}
