//! An input with its button, in one row: adding to a list.
use super::{Button, InputKind, Text};
use leptos::prelude::*;

/// An input and the button that adds what was typed.
#[component]
pub fn InputRow(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// The accessible name of the input: "Domain to block".
    #[prop(into)]
    label: String,
    /// The field's name.
    #[prop(into)]
    name: String,
    /// What is in it, kept when it was not accepted.
    #[prop(optional, into)]
    value: Text,
    /// What kind of text.
    #[prop(optional)]
    kind: InputKind,
    /// An example.
    #[prop(optional, into)]
    placeholder: Text,
    /// The words of the button: "Block domain".
    #[prop(into)]
    button: String,
    /// The name of the button's field.
    #[prop(into)]
    button_name: String,
    /// The value of the button's field.
    #[prop(into)]
    button_value: String,
    /// What was not accepted, and what to do.
    #[prop(optional, into)]
    error: Text,
    /// Cannot be used; say why beside it.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let describes = error.is_some().then(|| error_id.clone());
    view! {
        <div class="fc-inputrow">
            <label class="fc-field">
                <span class="fc-visually-hidden">{label}</span>
                <input
                    class="fc-input"
                    id=id
                    name=name
                    type=kind.attribute()
                    value=value.into_option()
                    placeholder=placeholder.into_option()
                    autocomplete="off"
                    spellcheck="false"
                    disabled=disabled
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=describes
                />
            </label>
            <Button name=button_name value=button_value disabled>{button}</Button>
        </div>
        {error
            .into_option()
            .map(|error| view! { <super::FieldError id=error_id>{error}</super::FieldError> })}
    }
}
