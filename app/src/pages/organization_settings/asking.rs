//! How Forecourt asks before large changes: not a setting of Teams.

use super::Contents;
use crate::paths;
use crate::ui::{Button, Card, HiddenFields, MessageBar, MessageKind, Note, TextField};
use forecourt_model::Revision;
use forecourt_model::access::AcknowledgePercent;
use leptos::prelude::*;

/// The form as it is offered, or as it was sent.
#[derive(Clone, Debug, Default)]
pub struct AskingForm {
    /// The share as it is stored, or as it was typed.
    pub percent: String,
    /// The revision that it was made from.
    pub revision: Revision,
    /// What was not accepted.
    pub error: Option<String>,
    /// Somebody else saved it in between: who, and what stands now.
    pub conflict: Option<String>,
}

/// The card.
pub(super) fn asking_card(page: &Contents) -> AnyView {
    let AskingForm {
        percent,
        revision,
        error,
        conflict,
    } = page.asking.clone();
    let disabled = page.refusal.is_some();
    let conflict = conflict.map(|sentence| {
        view! { <MessageBar kind=MessageKind::Warning alert=true>{sentence}</MessageBar> }
    });
    let fields = vec![("revision".to_owned(), revision.to_string())];
    let save = (!disabled).then(|| view! { <Button block=true>"Set share"</Button> });
    view! {
        <Card id="asking-h" title="How Forecourt asks">
            <form class="fc-card__body fc-stack fc-stack--2" method="post" action=paths::asking()>
                {conflict}
                <HiddenFields fields />
                <TextField
                    id=AcknowledgePercent::FIELD
                    label="Ask for acknowledgement from this percentage of people on"
                    value=percent
                    error
                    disabled
                    max_length=5_u32
                    autocomplete="off"
                    attr:inputmode="numeric"
                    hint="0 to 100. 0: for every change that reaches anybody. 100: only for what reaches everybody."
                />
                <Note>"A setting of Forecourt, not of Teams: exports of Teams settings leave it out."</Note>
                {save}
            </form>
        </Card>
    }
    .into_any()
}
