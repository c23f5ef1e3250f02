//! Dialogs: only before something large.
use super::class::{class_list, when};
use super::{Button, ButtonKind, HiddenFields, Slot};
use crate::islands::Modal;
use leptos::prelude::*;

/// A dialog over the page: open without script, after the shell, which is inert. Cancel comes first and has the focus.
/// Goes into the shell's `dialog` slot.
#[component]
pub fn Dialog(
    /// The id of the title, which names the dialog.
    #[prop(into)]
    id: String,
    /// The question: "Turn off chat with personal accounts for 1,204 people?"
    #[prop(into)]
    title: String,
    /// Where the answer is posted.
    #[prop(into)]
    action: String,
    /// What the form carries along: the posted settings, the revision.
    #[prop(optional)]
    fields: Vec<(String, String)>,
    /// Where Cancel leads.
    #[prop(into)]
    cancel: String,
    /// The words of the last button: a verb and the number.
    #[prop(into)]
    confirm: String,
    /// The name and value of the confirming button's field.
    #[prop(optional, into)]
    confirm_field: Option<(String, String)>,
    /// The last button takes something from people.
    #[prop(optional)]
    danger: bool,
    /// With script Cancel leaves the page below as it is, with what was typed. Without, it leads to `cancel`.
    #[prop(optional)]
    stays: bool,
    /// Wide enough for a list with columns.
    #[prop(optional)]
    wide: bool,
    /// Buttons between Cancel and the last one.
    #[prop(optional, into)]
    more: Slot,
    /// What is asked: numbers, notes, a reason, an acknowledgement.
    children: Children,
) -> impl IntoView {
    let labelled_by = id.clone();
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let (name, value) = confirm_field.unzip();
    view! {
        <Modal>
        <div class="fc-scrim">
            <dialog class=class_list("fc-dialog", [when(wide, "fc-dialog--wide")]) open aria-labelledby=labelled_by aria-modal="true">
                <form action=action method="post">
                    <HiddenFields fields />
                    <div class="fc-dialog__head">
                        <h2 class="fc-dialog__title" id=id>{title}</h2>
                    </div>
                    <div class="fc-dialog__body">{children()}</div>
                    <div class="fc-dialog__foot">
                        <a class="fc-button" href=cancel autofocus data-cancel=if stays { "stays" } else { "leaves" }>
                            "Cancel"
                        </a>
                        {more.into_option()}
                        <Button kind name value>{confirm}</Button>
                    </div>
                </form>
            </dialog>
        </div>
        </Modal>
    }
}

/// The acknowledgement of a dialog that takes something from many people.
#[component]
pub fn Acknowledge(
    /// The field's name.
    #[prop(default = "acknowledge")]
    name: &'static str,
    /// The sentence of the refusal, when it was not ticked.
    #[prop(optional, into)]
    error: super::Text,
    /// What is acknowledged.
    children: Children,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let describes = error.is_some().then(|| error_id.clone());
    let invalid = error.is_some();
    view! {
        <div class="fc-acknowledge">
            <super::Checkbox name=name id=name invalid described_by=describes>{children()}</super::Checkbox>
            {error
                .into_option()
                .map(|error| view! { <super::FieldError id=error_id>{error}</super::FieldError> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn cancel_comes_first_and_has_the_focus() {
        let html = fragment(|| {
            view! {
                <Dialog id="d" title="Block it?" action="/b" cancel="/c" confirm="Block domain" danger=true
                    fields=vec![("revision".to_owned(), "214".to_owned())]>
                    <Acknowledge error="Tick this first.">"I understand"</Acknowledge>
                </Dialog>
            }
        });
        assert!(
            html.contains("<dialog") && html.contains(" open") && html.contains(r#"aria-labelledby="d""#),
            "{html}"
        );
        assert!(
            html.find("Cancel").unwrap() < html.find("Block domain").unwrap(),
            "{html}"
        );
        assert!(
            html.contains(r#"<a href="/c" autofocus data-cancel="leaves" class="fc-button">Cancel</a>"#),
            "{html}"
        );
        assert!(html.contains("fc-button--danger"), "{html}");
        assert!(
            html.contains(r#"<input type="hidden" name="revision" value="214">"#),
            "{html}"
        );
        assert!(html.contains(r#"aria-describedby="acknowledge-error""#), "{html}");
        // Refused without it: the box comes into view, before Cancel.
        assert!(
            html.find("autofocus").unwrap() < html.find("Cancel").unwrap()
                && html.matches("autofocus").count() == 2,
            "{html}"
        );
    }
}
