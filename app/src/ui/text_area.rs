//! Typing: several lines of text.
use super::field::described_by;
use super::{Field, Slot, Text};
use leptos::prelude::*;

/// A field for several lines of text.
#[component]
pub fn TextArea(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The field's name; the id when absent.
    #[prop(optional, into)]
    name: Text,
    /// What is in it.
    #[prop(optional, into)]
    value: Text,
    /// How many lines are seen at once.
    #[prop(default = 3)]
    rows: u32,
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
    /// An example; never the only words.
    #[prop(optional, into)]
    placeholder: Text,
    /// `false` for lists of names, addresses and codes: no corrections.
    #[prop(default = true)]
    prose: bool,
    /// The browser refuses an empty one.
    #[prop(optional)]
    required: bool,
    /// Shown, not changed; still sent.
    #[prop(optional)]
    readonly: bool,
    /// Cannot be changed; not sent.
    #[prop(optional)]
    disabled: bool,
    /// The longest text, in characters.
    #[prop(optional, into)]
    max_length: Option<u32>,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
) -> impl IntoView {
    let describes = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let name = name.or_else(|| id.clone());
    let text = value.into_option().map(|text| area_text(&text));
    let input_id = id.clone();
    view! {
        <Field id label label_hidden optional hint error>
            <textarea
                class="fc-input fc-input--area"
                id=input_id
                name=name
                rows=rows.to_string()
                placeholder=placeholder.into_option()
                spellcheck=(!prose).then_some("false")
                required=required
                readonly=readonly
                disabled=disabled
                maxlength=max_length.map(|length| length.to_string())
                form=form.into_option()
                aria-invalid=invalid
                aria-describedby=describes
            >
                {text}
            </textarea>
        </Field>
    }
}

/// The text as the content of a text area. Leptos writes that content as it is, so it is escaped here. A browser drops
/// the first line break of a text area; one more keeps the text's own.
fn area_text(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    if text.starts_with('\n') {
        format!("\n{escaped}")
    } else {
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn the_text_is_kept_as_it_was_typed() {
        let html = fragment(|| view! { <TextArea id="a" label="Domains" value="\n a\n</textarea>" /> });
        assert!(html.contains(">\n\n a\n&lt;/textarea&gt;</textarea>"), "{html}");
    }
}
