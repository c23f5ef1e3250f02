//! Switches: a setting that is on or off.
use super::Text;
use leptos::prelude::*;

/// A switch, named by the title of its setting. The browser sends `name=on` when it is on and nothing when it is off
/// or disabled: the server never reads "absent" as off for a disabled one.
#[component]
pub fn Switch(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// The field's name.
    #[prop(into)]
    name: String,
    /// Whether it is on.
    checked: bool,
    /// The id of the title that names it.
    #[prop(into)]
    labelled_by: String,
    /// The id of the reason or note that belongs to it.
    #[prop(optional, into)]
    described_by: Text,
    /// The id of the form, when it stands outside.
    #[prop(optional, into)]
    form: Text,
    /// Cannot be changed; say why beside it.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <label class="fc-switch">
            <input
                class="fc-switch__input"
                type="checkbox"
                role="switch"
                id=id
                name=name
                checked=checked
                disabled=disabled
                form=form.into_option()
                aria-labelledby=labelled_by
                aria-describedby=described_by.into_option()
            />
            <span class="fc-switch__state" aria-hidden="true">
                <span class="fc-switch__on">"On"</span>
                <span class="fc-switch__off">"Off"</span>
            </span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn the_title_names_the_switch_and_its_words_are_hidden() {
        let html = fragment(
            || view! { <Switch id="s" name="AllowTeamsConsumer" checked=true labelled_by="t" disabled=true described_by="r" /> },
        );
        assert!(html.starts_with(r#"<label class="fc-switch"><input"#), "{html}");
        for part in [
            r#"type="checkbox""#,
            r#"role="switch""#,
            r#"aria-labelledby="t""#,
            r#"aria-describedby="r""#,
            " checked",
            " disabled",
            r#"<span class="fc-switch__state" aria-hidden="true">"#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
