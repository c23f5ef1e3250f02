//! Typing: one line of text.
use super::field::described_by;
use super::{Field, Slot, Text};
use leptos::prelude::*;

/// What kind of text an input takes; the browser brings the keyboard and the picker for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// A password; never sent back to the browser.
    Password,
    /// An e-mail address.
    Email,
    /// A search, with a button that clears it.
    Search,
    /// A number.
    Number,
    /// A day, as `2021-12-08`.
    Date,
    /// A time of day, as `14:02`.
    Time,
    /// A day and a time of day, as `2021-12-08T14:02`.
    DateTime,
    /// An address on the web.
    Url,
    /// A phone number.
    Phone,
    /// A file; the form needs `multipart/form-data`.
    File,
}

impl InputKind {
    /// The value of the attribute `type`.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::Email => "email",
            Self::Search => "search",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "datetime-local",
            Self::Url => "url",
            Self::Phone => "tel",
            Self::File => "file",
        }
    }
}

/// A field for one line of text. What was typed is kept when the page comes back with an error.
#[component]
pub fn TextField(
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
    /// What kind of text.
    #[prop(optional)]
    kind: InputKind,
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
    /// What the browser may fill in: `username`, `current-password`, `one-time-code`, `off`.
    #[prop(optional, into)]
    autocomplete: Text,
    /// `false` for names, addresses and codes: no corrections, no capitals.
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
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// The longest text, in characters.
    #[prop(optional, into)]
    max_length: Option<u32>,
    /// The smallest number or the first day.
    #[prop(optional, into)]
    min: Text,
    /// The largest number or the last day.
    #[prop(optional, into)]
    max: Text,
    /// Which files, as `.csv,text/csv`.
    #[prop(optional, into)]
    accept: Text,
    /// The id of a `datalist` with suggestions.
    #[prop(optional, into)]
    list: Text,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
) -> impl IntoView {
    let describes = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let name = name.or_else(|| id.clone());
    // A password is never written into a page.
    let value = value.into_option().filter(|_| kind != InputKind::Password);
    let input_id = id.clone();
    view! {
        <Field id label label_hidden optional hint error>
            <input
                class="fc-input"
                id=input_id
                name=name
                type=kind.attribute()
                value=value
                placeholder=placeholder.into_option()
                autocomplete=autocomplete.into_option()
                autocapitalize=(!prose).then_some("none")
                spellcheck=(!prose).then_some("false")
                required=required
                readonly=readonly
                disabled=disabled
                autofocus=autofocus
                maxlength=max_length.map(|length| length.to_string())
                min=min.into_option()
                max=max.into_option()
                accept=accept.into_option()
                list=list.into_option()
                form=form.into_option()
                aria-invalid=invalid
                aria-describedby=describes
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn an_error_is_tied_to_its_field_and_what_was_typed_is_kept() {
        let html = fragment(|| {
            view! {
                <TextField id="domain" label="Domain to block" value="promo desk.example"
                    hint="Without @." error="A domain has no spaces." />
            }
        });
        for part in [
            r#"<label for="domain" class="fc-field__label">"#,
            r#"value="promo desk.example""#,
            r#"name="domain""#,
            r#"aria-invalid="true""#,
            r#"aria-describedby="domain-error domain-hint""#,
            r#"id="domain-error""#,
            r#"id="domain-hint""#,
            "A domain has no spaces.",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_field_without_an_error_is_not_invalid() {
        let html = fragment(|| view! { <TextField id="d" label="Description" optional=true /> });
        assert!(!html.contains("aria-invalid"), "{html}");
        assert!(!html.contains("aria-describedby"), "{html}");
        assert!(
            html.contains(r#"Description <span class="fc-field__optional">(optional)</span>"#),
            "{html}"
        );
    }

    #[test]
    fn a_password_is_never_written_into_a_page() {
        let html = fragment(
            || view! { <TextField id="p" label="Password" kind=InputKind::Password value="secret" /> },
        );
        assert!(!html.contains("secret"), "{html}");
    }
}
