//! Toasts: what was just done.
use super::{Button, ButtonKind, ButtonSize, Glyph, HiddenFields, Icon, IconSize, IconTone};
use leptos::prelude::*;

/// How what was just done went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastKind {
    /// Done.
    #[default]
    Success,
    /// Done, and somebody has to look: some failed.
    Warning,
    /// Not done.
    Danger,
    /// Good to know: it goes on in the background.
    Info,
}

/// The form that takes back what was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoForm {
    /// Where it is posted.
    pub action: String,
    /// What it carries.
    pub fields: Vec<(String, String)>,
    /// The words of its button; "Undo" when empty.
    pub label: String,
}

/// What was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toast {
    /// How it went.
    pub kind: ToastKind,
    /// What was done: "Saved, in effect since 14:02:11".
    pub title: String,
    /// More about it.
    pub text: Option<String>,
    /// How to take it back.
    pub undo: Option<UndoForm>,
    /// Where to see it: address and words.
    pub link: Option<(String, String)>,
}

/// The toasts of a page. Without script they stay until the page is left, and Dismiss loads the page again.
#[component]
pub fn Toasts(
    /// What was just done.
    toasts: Vec<Toast>,
) -> impl IntoView {
    let toasts: Vec<_> = toasts.into_iter().map(one).collect();
    view! { <div class="fc-toasts" role="status">{toasts}</div> }
}

fn one(toast: Toast) -> impl IntoView {
    let (icon, tone) = match toast.kind {
        ToastKind::Success => (Icon::CheckCircle, IconTone::Success),
        ToastKind::Warning => (Icon::Warning, IconTone::Warning),
        ToastKind::Danger => (Icon::Error, IconTone::Danger),
        ToastKind::Info => (Icon::Info, IconTone::Muted),
    };
    let actions = (toast.undo.is_some() || toast.link.is_some()).then(|| {
        view! {
            <div class="fc-toast__actions">
                {toast.undo.map(undo)}
                {toast.link.map(|(href, words)| view! { <a href=href>{words}</a> })}
            </div>
        }
    });
    let text = toast
        .text
        .map(|text| view! { <p class="fc-toast__text">{text}</p> });
    view! {
        <div class="fc-toast">
            <Glyph icon tone />
            <p class="fc-toast__title">{toast.title}</p>
            <a
                class="fc-button fc-button--subtle fc-button--icon fc-button--small"
                href=""
                aria-label="Dismiss"
                title="Dismiss"
                data-dismiss="toast"
            >
                <Glyph icon=Icon::Dismiss size=IconSize::Small />
            </a>
            <span></span>
            <div>{text}{actions}</div>
        </div>
    }
}

fn undo(form: UndoForm) -> impl IntoView {
    let label = if form.label.is_empty() {
        "Undo".to_owned()
    } else {
        form.label
    };
    view! {
        <form action=form.action method="post">
            <HiddenFields fields=form.fields />
            <Button kind=ButtonKind::Plain size=ButtonSize::Small icon=Icon::Undo>{label}</Button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn undo_is_a_post_and_the_toast_is_announced() {
        let toast = Toast {
            title: "Saved".to_owned(),
            undo: Some(UndoForm {
                action: "/activity/undo".to_owned(),
                fields: vec![("revision".to_owned(), "214".to_owned())],
                ..UndoForm::default()
            }),
            ..Toast::default()
        };
        let html = fragment(|| view! { <Toasts toasts=vec![toast] /> });
        assert!(
            html.starts_with(r#"<div role="status" class="fc-toasts">"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<form action="/activity/undo" method="post">"#),
            "{html}"
        );
    }
}
