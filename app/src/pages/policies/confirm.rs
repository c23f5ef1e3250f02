//! The question before a change that reaches people.

use crate::pages::impact::{Review, acknowledge, impact_review};
use crate::pages::show_as::{ShownAs, show_as};
use crate::ui::prelude::*;
use forecourt_model::access::Impact as PeopleImpact;
use forecourt_service::change::FieldChange;
use forecourt_service::impact::AffectedPerson;
use leptos::prelude::*;

/// A change that waits for its confirmation.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The question.
    pub title: String,
    /// Where the answer is posted.
    pub action: String,
    /// Where Cancel leads.
    pub cancel: String,
    /// Whether Cancel leaves the page as it is below the dialog, where a script can close it: with what was typed.
    pub stays: bool,
    /// The words of the last button.
    pub button: String,
    /// The form as it was sent, with the revision.
    pub fields: Vec<(String, String)>,
    /// Before and after.
    pub changes: Vec<FieldChange>,
    /// What it does to people.
    pub impact: PeopleImpact,
    /// The first of the people whose answers change.
    pub people: Vec<AffectedPerson>,
    /// Where the form is posted to get all of them as a file.
    pub csv: String,
    /// A sentence about those who keep what others lose.
    pub note: Option<String>,
    /// Whether it has to be acknowledged.
    pub acknowledge: bool,
    /// Why the acknowledgement was not accepted.
    pub acknowledge_error: Option<String>,
    /// The reason as it was typed.
    pub reason: String,
    /// The same change as it is typed elsewhere.
    pub shown_as: ShownAs,
}

/// The dialog over the page that was sent.
pub(super) fn confirm_dialog(confirm: Confirm) -> AnyView {
    let Confirm { impact, .. } = &confirm;
    let changes: Vec<_> = confirm
        .changes
        .iter()
        .cloned()
        .map(|change| view! { <Diff name=change.name before=change.before after=change.after /> })
        .collect();
    let acknowledge = confirm
        .acknowledge
        .then(|| acknowledge(impact, confirm.acknowledge_error.clone()));
    let note = confirm.note.clone().map(|note| view! { <p>{note}</p> });
    let stays = confirm.stays;
    let numbers = impact_review(Review {
        impact,
        people: &confirm.people,
        csv: &confirm.csv,
    })
    .into_any();
    let reason = confirm.reason.clone();
    let shown_as = show_as(&confirm.shown_as).into_any();
    let danger = impact.takes_something();
    view! {
        <Dialog
            id="confirm-t"
            title=confirm.title
            action=confirm.action
            cancel=confirm.cancel
            confirm=confirm.button
            confirm_field=("confirmed".to_owned(), "yes".to_owned())
            fields=confirm.fields
            danger
            wide=true
            stays
        >
            {changes}
            {numbers}
            {note}
            {shown_as}
            <ul class="fc-stack fc-stack--2">
                <li>
                    <Note icon=Icon::Clock>
                        <strong>"Takes effect immediately."</strong>
                        {danger.then_some(" Existing chats stay readable.")}
                    </Note>
                </li>
                <li>
                    <Note icon=Icon::Undo>
                        <strong>"Can be undone from Activity"</strong>
                        ", for everybody at once."
                    </Note>
                </li>
            </ul>
            <TextField
                id="reason"
                label="Reason"
                optional=true
                hint="Kept in Activity."
                value=reason
                max_length=500_u32
            />
            {acknowledge}
        </Dialog>
    }
    .into_any()
}
