//! Buttons: an action of a form.
use super::class::{class_list, when};
use super::{Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// An outline: any action.
    #[default]
    Plain,
    /// Filled: the one action that the view is for. One a view.
    Primary,
    /// Filled red: only as the last button of a dialog that takes something from people.
    Danger,
    /// Without an outline: in command bars and lists.
    Subtle,
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 32 px high.
    #[default]
    Regular,
    /// 24 px high, inside rows.
    Small,
    /// 40 px high, on the sign-in page.
    Large,
}

pub(super) fn button_class(kind: ButtonKind, size: ButtonSize, block: bool, icon_only: bool) -> String {
    let kind = match kind {
        ButtonKind::Plain => "",
        ButtonKind::Primary => "fc-button--primary",
        ButtonKind::Danger => "fc-button--danger",
        ButtonKind::Subtle => "fc-button--subtle",
    };
    let size = match size {
        ButtonSize::Regular => "",
        ButtonSize::Small => "fc-button--small",
        ButtonSize::Large => "fc-button--large",
    };
    class_list(
        "fc-button",
        [
            kind,
            when(icon_only, "fc-button--icon"),
            size,
            when(block, "fc-button--block"),
        ],
    )
}

/// A button that sends its form. Its words are a verb and, where it is large, a number.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    block: bool,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// The field that tells the server which button it was.
    #[prop(optional, into)]
    name: Text,
    /// The value of that field.
    #[prop(optional, into)]
    value: Text,
    /// The id of the form, when the button stands outside it.
    #[prop(optional, into)]
    form: Text,
    /// Another address than the form's own.
    #[prop(optional, into)]
    action: Text,
    /// Nothing to do now, and no reason needed: an empty Save bar.
    #[prop(optional)]
    disabled: bool,
    /// Why it cannot be done. The button keeps its place in the tab order and says the reason; the server answers a
    /// press with the same reason.
    #[prop(optional, into)]
    reason: Text,
    /// The words.
    children: Children,
) -> impl IntoView {
    let unavailable = reason.is_some().then_some("true");
    view! {
        <button
            class=button_class(kind, size, block, false)
            name=name.into_option()
            value=value.into_option()
            form=form.into_option()
            formaction=action.into_option()
            disabled=disabled
            aria-disabled=unavailable
            title=reason.into_option()
        >
            {icon.map(|icon| view! { <Glyph icon size=IconSize::Small /> })}
            {children()}
        </button>
    }
}

/// A button that shows only an icon, so it needs a name.
#[component]
pub fn IconButton(
    /// Which icon.
    icon: Icon,
    /// The accessible name; the tooltip says the same.
    #[prop(into)]
    label: String,
    /// How much it asks for attention.
    #[prop(default = ButtonKind::Subtle)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// The field that tells the server which button it was.
    #[prop(optional, into)]
    name: Text,
    /// The value of that field.
    #[prop(optional, into)]
    value: Text,
    /// The id of the form, when the button stands outside it.
    #[prop(optional, into)]
    form: Text,
    /// Another address than the form's own.
    #[prop(optional, into)]
    action: Text,
    /// Nothing to do now.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <button
            class=button_class(kind, size, false, true)
            name=name.into_option()
            value=value.into_option()
            form=form.into_option()
            formaction=action.into_option()
            disabled=disabled
            aria-label=label.clone()
            title=label
        >
            <Glyph icon size=IconSize::Small />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn a_button_with_a_reason_stays_reachable_and_says_it() {
        let html = fragment(|| view! { <Button reason="Select a policy first">"Delete"</Button> });
        assert!(html.contains(r#"aria-disabled="true""#), "{html}");
        assert!(html.contains(r#"title="Select a policy first""#), "{html}");
        assert!(!html.contains(" disabled"), "{html}");
    }

    #[test]
    fn a_disabled_button_is_disabled() {
        let html = fragment(|| view! { <Button kind=ButtonKind::Primary disabled=true>"Save"</Button> });
        assert_eq!(
            html,
            r#"<button disabled class="fc-button fc-button--primary">Save</button>"#
        );
    }

    #[test]
    fn an_icon_alone_has_a_name_and_a_tooltip() {
        let html = fragment(
            || view! { <IconButton icon=Icon::Dismiss label="Remove a.example" name="remove" value="a.example" /> },
        );
        assert!(
            html.contains(r#"aria-label="Remove a.example" title="Remove a.example""#),
            "{html}"
        );
        assert!(html.contains(r#"name="remove" value="a.example""#), "{html}");
    }
}
