//! The Save bar: unsaved changes and what they do to people.
use super::class::{class_list, when};
use super::{Button, ButtonKind, Glyph, Icon, LinkButton, Slot};
use leptos::prelude::*;

/// What saving does to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImpactKind {
    /// People lose something.
    Loss,
    /// People gain something, nobody loses.
    Gain,
    /// Something changes, for nobody.
    NoEffect,
    /// Nothing is unsaved.
    #[default]
    Saved,
}

/// What saving does, before it is done.
#[component]
pub fn Impact(
    /// To whom.
    kind: ImpactKind,
    /// "Before you save: 1,204 people lose chat with personal accounts".
    #[prop(into)]
    title: String,
    /// The rest, with a link to the people.
    #[prop(optional, into)]
    text: Slot,
) -> impl IntoView {
    let (class, icon) = match kind {
        ImpactKind::Loss => ("", Icon::Warning),
        ImpactKind::Gain => ("fc-impact--gain", Icon::Info),
        ImpactKind::NoEffect => ("fc-impact--none", Icon::Info),
        ImpactKind::Saved => ("fc-impact--none", Icon::CheckCircle),
    };
    view! {
        <div class=class_list("fc-impact", [class]) role="status">
            <Glyph icon />
            <p class="fc-impact__title">{title}</p>
            {text.map(|text| view! { <p class="fc-impact__text">{text}</p> })}
        </div>
    }
}

/// The bar at the bottom of a page with a form. Goes into the shell's `after` slot, or into a card with `fixed=false`.
#[component]
pub fn SaveBar(
    /// The id of the form it saves.
    #[prop(into)]
    form: String,
    /// Where Discard leads: the page as it is stored.
    #[prop(into)]
    discard: String,
    /// Whether there is something to save.
    dirty: bool,
    /// The words of the button.
    #[prop(default = "Save")]
    save: &'static str,
    /// Stays at the bottom of the window.
    #[prop(default = true)]
    sticky: bool,
    /// What saving does: an [`Impact`].
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class=class_list("fc-savebar", [when(!sticky, "fc-savebar--static")])
            role="region"
            aria-label="Unsaved changes"
        >
            <div class="fc-savebar__inner">
                {children()}
                <div class="fc-savebar__actions">
                    {if dirty {
                        view! { <LinkButton href=discard>"Discard"</LinkButton> }.into_any()
                    } else {
                        view! { <Button disabled=true form=form.clone()>"Discard"</Button> }.into_any()
                    }}
                    <Button kind=ButtonKind::Primary form=form disabled=!dirty>{save}</Button>
                </div>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn nothing_to_save_disables_both_buttons() {
        let html = fragment(|| {
            view! {
                <SaveBar form="settings" discard="/x" dirty=false>
                    <Impact kind=ImpactKind::Saved title="No unsaved changes" />
                </SaveBar>
            }
        });
        assert_eq!(html.matches(" disabled").count(), 2, "{html}");
        assert!(html.contains(r#"role="status""#), "{html}");
    }

    #[test]
    fn saving_sends_the_form_of_the_page() {
        let html = fragment(|| {
            view! { <SaveBar form="settings" discard="/x" dirty=true><Impact kind=ImpactKind::Loss title="Loss" /></SaveBar> }
        });
        assert!(
            html.contains(r#"<a href="/x" class="fc-button">Discard</a>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<button form="settings" class="fc-button fc-button--primary">Save</button>"#),
            "{html}"
        );
    }
}
