//! Fields: label above, hint or error below, never only a placeholder.
use super::{Glyph, Icon, IconSize, Slot, Text};
use leptos::prelude::*;

/// The ids that an input of the field `id` is described by: its error first, then its hint.
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_error, has_hint) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// The frame around an input: its label, hint and error. The input has the id `id` and takes
/// [`described_by`] as `aria-describedby`; [`TextField`](super::TextField), [`TextArea`](super::TextArea) and
/// [`SelectField`](super::SelectField) do so.
#[component]
pub fn Field(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// Only for assistive technology, when the place already says it.
    #[prop(optional)]
    label_hidden: bool,
    /// Says "(optional)" after the label.
    #[prop(optional)]
    optional: bool,
    /// One line that helps.
    #[prop(optional, into)]
    hint: Slot,
    /// What was not accepted, and what to do.
    #[prop(optional, into)]
    error: Text,
    /// The input.
    children: Children,
) -> impl IntoView {
    let label_class = if label_hidden {
        "fc-visually-hidden"
    } else {
        "fc-field__label"
    };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="fc-field">
            <label class=label_class for=id>
                {label}
                {optional.then(|| view! { " "<span class="fc-field__optional">"(optional)"</span> })}
            </label>
            {children()}
            {hint.map(|hint| view! { <span class="fc-field__hint" id=hint_id>{hint}</span> })}
            {error
                .into_option()
                .map(|error| view! { <FieldError id=error_id>{error}</FieldError> })}
        </div>
    }
}

/// The sentence of a field that was not accepted.
#[component]
pub fn FieldError(
    /// The id that the input is described by.
    #[prop(into)]
    id: String,
    /// What was not accepted, and what to do.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="fc-field__error" id=id>
            <Glyph icon=Icon::Error size=IconSize::Small />
            <span>{children()}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_read_before_the_hint() {
        assert_eq!(
            described_by("name", true, true).as_deref(),
            Some("name-error name-hint")
        );
        assert_eq!(described_by("name", false, false), None);
    }
}
