//! Setting rows: words left, control right, PowerShell below.
use super::class::{class_list, when};
use super::{Code, Slot, Text};
use leptos::prelude::*;

/// One setting. `id` becomes the id of its title, which names the switch (`labelled_by`); with `control_id` the title
/// is the label of a select or an input instead.
#[component]
pub fn SettingRow(
    /// The id of the title.
    #[prop(into)]
    id: String,
    /// The label of the setting, quoted as it is.
    #[prop(into)]
    title: String,
    /// What it does.
    #[prop(optional, into)]
    desc: Slot,
    /// The names of the stored properties.
    #[prop(optional)]
    properties: Vec<&'static str>,
    /// The id of the input that the title is the label of.
    #[prop(optional, into)]
    control_id: Text,
    /// What is shown differs from what is stored.
    #[prop(optional)]
    changed: bool,
    /// Under both columns: a disclosure with PowerShell and REST.
    #[prop(optional, into)]
    foot: Slot,
    /// The control, with what depends on it and its notes.
    children: Children,
) -> impl IntoView {
    let title = match control_id.into_option() {
        None => title.into_any(),
        Some(control) => view! { <label for=control>{title}</label> }.into_any(),
    };
    let codes: Vec<_> = properties
        .into_iter()
        .map(|name| view! { <Code>{name}</Code> })
        .collect();
    view! {
        <div class=class_list("fc-setting", [when(changed, "fc-setting--changed")])>
            <div class="fc-setting__grid">
                <div class="fc-setting__text">
                    <h3 class="fc-setting__title" id=id>{title}</h3>
                    {desc.map(|desc| view! { <p class="fc-setting__desc">{desc}</p> })}
                    {(!codes.is_empty()).then(|| view! { <p class="fc-cluster">{codes}</p> })}
                </div>
                <div class="fc-setting__control">{children()}</div>
                {foot.map(|foot| view! { <div class="fc-setting__foot">{foot}</div> })}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;
    use crate::ui::Switch;

    #[test]
    fn the_title_names_the_switch() {
        let html = fragment(|| {
            view! {
                <SettingRow id="t" title="Chat" properties=vec!["AllowTeamsConsumer"] changed=true>
                    <Switch id="s" name="s" checked=false labelled_by="t" />
                </SettingRow>
            }
        });
        assert!(
            html.contains(r#"<h3 id="t" class="fc-setting__title">Chat</h3>"#),
            "{html}"
        );
        assert!(html.contains(r#"aria-labelledby="t""#), "{html}");
        assert!(
            html.contains(r#"<code translate="no" class="fc-code">AllowTeamsConsumer</code>"#),
            "{html}"
        );
        assert!(html.contains("fc-setting--changed"), "{html}");
    }

    #[test]
    fn the_title_labels_a_select() {
        let html = fragment(|| view! { <SettingRow id="t" title="Mode" control_id="mode">"x"</SettingRow> });
        assert!(html.contains(r#"<label for="mode">Mode</label>"#), "{html}");
    }
}
