//! Radio buttons: one of a few short answers.
use super::class::class_list;
use super::{Slot, Text};
use leptos::prelude::*;

/// One answer of a group.
#[component]
pub fn Radio(
    /// The name of the group.
    #[prop(into)]
    name: String,
    /// What the browser sends for this answer.
    #[prop(into)]
    value: String,
    /// Whether it is the chosen one.
    #[prop(optional)]
    checked: bool,
    /// Cannot be chosen.
    #[prop(optional)]
    disabled: bool,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="fc-radio">
            <input
                class="fc-radio__input"
                type="radio"
                name=name
                value=value
                checked=checked
                disabled=disabled
                form=form.into_option()
            />
            <span>{children()}</span>
        </label>
    }
}

/// A group of radio buttons or checkboxes with its question.
#[component]
pub fn OptionGroup(
    /// The question.
    #[prop(into)]
    legend: String,
    /// Only for assistive technology, when the page already shows the question.
    #[prop(optional)]
    legend_hidden: bool,
    /// One line under the question.
    #[prop(optional, into)]
    hint: Slot,
    /// The answers.
    children: Children,
) -> impl IntoView {
    let legend_class = if legend_hidden {
        "fc-visually-hidden"
    } else {
        "fc-field__label"
    };
    view! {
        <fieldset class=class_list("fc-stack", ["fc-stack--1"])>
            <legend class=legend_class>{legend}</legend>
            {hint.map(|hint| view! { <span class="fc-field__hint">{hint}</span> })}
            {children()}
        </fieldset>
    }
}
