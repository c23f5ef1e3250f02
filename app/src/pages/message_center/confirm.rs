//! What an answer or a move of the dates takes from people, before it is done.

use crate::pages::impact::impact_panel;
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::{Acknowledge, Dialog, Diff, Icon, Note, TextField, number, people, share};
use forecourt_model::access::Impact;
use forecourt_model::rollout::Answer;
use forecourt_service::rollout::DatesInput;
use leptos::prelude::*;

/// What is to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmWhat {
    /// An answer.
    Answer(Answer),
    /// New dates, with which the feature is not here yet.
    Dates(DatesInput),
}

/// A change that takes something from people and waits for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// The message whose rollout it is about.
    pub message_id: String,
    /// What is to be confirmed.
    pub what: ConfirmWhat,
    /// What it does to people, as of what is stored now.
    pub impact: Impact,
    /// What the form carries along: revision and where to go afterwards.
    pub fields: Vec<(String, String)>,
    /// Where Cancel leads.
    pub cancel: String,
    /// The reason as it was entered.
    pub reason: String,
    /// Whether it has to be acknowledged.
    pub acknowledge: bool,
    /// The sentence of the refusal, when the acknowledgement was missing.
    pub error: Option<String>,
    /// The same as it is typed elsewhere.
    pub shown_as: ShownAs,
}

pub(super) fn confirm_dialog(confirm: &Confirm) -> impl IntoView + use<> {
    let Confirm {
        message_id,
        what,
        impact,
        fields,
        cancel,
        reason,
        acknowledge,
        error,
        shown_as,
    } = confirm.clone();
    let lose = if impact.chat.lose > 0 {
        impact.chat.lose
    } else {
        impact.inbound.lose
    };
    let whom = people(lose);
    let (title, button, lines, action) = match what {
        ConfirmWhat::Answer(Answer::OnlyOurPeopleStart) => (
            format!("Keep {whom} from being found and contacted by personal accounts?"),
            format!("Let only our people start, {whom}"),
            vec![("AllowTeamsConsumerInbound", "True", "False")],
            paths::message_answer(&message_id),
        ),
        ConfirmWhat::Answer(_) => (
            format!("Turn off chat with personal accounts for {whom}?"),
            format!("Turn off for {whom}"),
            vec![("AllowTeamsConsumer", "True", "False")],
            paths::message_answer(&message_id),
        ),
        ConfirmWhat::Dates(_) => (
            format!("Take chat with personal accounts from {whom} until the new start?"),
            format!("Move the dates for {whom}"),
            Vec::new(),
            paths::message_dates(&message_id),
        ),
    };
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(name, before, after)| view! { <Diff name before=before.to_owned() after=after.to_owned() /> })
        .collect();
    let acknowledge = acknowledge.then(|| {
        let part = format!(
            "{} of {} ({})",
            number(lose),
            people(impact.people),
            share(lose, impact.people)
        );
        let loss = if impact.chat.lose > 0 {
            "lose chat with personal accounts now."
        } else {
            "can no longer be found and contacted by personal accounts."
        };
        view! { <Acknowledge error=error>{format!("I understand that {part} {loss}")}</Acknowledge> }
    });
    let numbers = impact_panel(&impact);
    let fields = fields
        .into_iter()
        .chain([("confirmed".to_owned(), "true".to_owned())])
        .collect();
    view! {
        <Dialog id="confirm" title action fields cancel confirm=button danger=true>
            {lines}
            {numbers}
            {show_as(&shown_as)}
            <Note icon=Icon::Clock>
                <strong>"Takes effect immediately."</strong>
                " Existing chats stay readable; nobody who loses it can send in them."
            </Note>
            <Note icon=Icon::Undo><strong>"Can be undone from Activity"</strong>", for everybody at once."</Note>
            <TextField
                id="confirm-reason"
                name="reason"
                label="Reason"
                optional=true
                value=reason
                max_length=500_u32
                hint="Kept in Activity."
            />
            {acknowledge}
        </Dialog>
    }
}
