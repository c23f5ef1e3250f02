//! Choices: two to five answers that need a sentence and a number each.
use super::{Slot, Text};
use leptos::prelude::*;

/// The question, with its answers below.
#[component]
pub fn Choices(
    /// The question.
    #[prop(into)]
    legend: String,
    /// What the numbers at the end of the answers count, such as "Changes for".
    #[prop(optional, into)]
    counts: Text,
    /// The answers.
    children: Children,
) -> impl IntoView {
    let legend = match counts.into_option() {
        None => legend.into_any(),
        Some(counts) => view! { <span>{legend}</span><span>{counts}</span> }.into_any(),
    };
    view! {
        <fieldset class="fc-choices">
            <legend class="fc-choices__legend">{legend}</legend>
            {children()}
        </fieldset>
    }
}

/// One answer: what it is called, what it does, and to how many.
#[component]
pub fn Choice(
    /// The name of the group.
    #[prop(into)]
    name: String,
    /// What the browser sends for this answer.
    #[prop(into)]
    value: String,
    /// What it is called.
    #[prop(into)]
    title: String,
    /// To how many, such as "1,178 people".
    #[prop(optional, into)]
    count: Text,
    /// What it does; when disabled, why it cannot be chosen.
    #[prop(optional, into)]
    desc: Slot,
    /// Whether it is the chosen one.
    #[prop(optional)]
    checked: bool,
    /// Cannot be chosen; `desc` says why.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <label class="fc-choice">
            <input
                class="fc-radio__input"
                type="radio"
                name=name
                value=value
                checked=checked
                disabled=disabled
            />
            <span class="fc-choice__title">{title}</span>
            {count.into_option().map(|count| view! { <span class="fc-choice__count">{count}</span> })}
            {desc.map(|desc| view! { <span class="fc-choice__desc">{desc}</span> })}
        </label>
    }
}
