//! The question before something is taken from people.

use super::Contents;
use super::save_bar::overruled;
use crate::pages::impact::{Review, acknowledge, impact_review, impact_words};
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::{Acknowledge, Dialog, Diff, Icon, Note, TextField, number, people, share};
use forecourt_model::access::Impact;
use forecourt_service::impact::AffectedPerson;
use forecourt_service::organization::compare::{differing, value_words};
use leptos::prelude::*;

/// The most settings that the dialog lists.
const LISTED: usize = 6;

/// What the dialog carries.
#[derive(Clone, Debug, Default)]
pub struct Confirm {
    /// The fields of the form, to be posted again.
    pub fields: Vec<(String, String)>,
    /// The acknowledgement was missing.
    pub error: Option<String>,
    /// Whether saving has to be acknowledged.
    pub acknowledge: bool,
    /// The first of the people whose answers change.
    pub people: Vec<AffectedPerson>,
    /// The same change as it is typed elsewhere.
    pub shown_as: ShownAs,
}

/// The dialog.
pub(super) fn confirm_dialog(page: &Contents, confirm: &Confirm) -> AnyView {
    let impact = &page.impact;
    let (title, button) = words(page, impact);
    let keys = differing(&page.stored, &page.shown);
    let more = keys.len().saturating_sub(LISTED);
    let diffs: Vec<_> = keys
        .into_iter()
        .take(LISTED)
        .map(|key| {
            let (before, after) = (value_words(&page.stored, key), value_words(&page.shown, key));
            view! { <Diff name=key.name() before after /> }
        })
        .collect();
    let more =
        (more > 0).then(|| view! { <p class="fc-muted fc-small">{format!("And {more} more settings.")}</p> });
    let own = overruled(page).map(|sentence| view! { <p>{sentence}</p> });
    let danger = impact.takes_something();
    let acknowledge = confirm.acknowledge.then(|| {
        let error = confirm.error.clone();
        if danger {
            let sentence = acknowledgement(impact);
            view! { <Acknowledge error>{sentence}</Acknowledge> }.into_any()
        } else {
            acknowledge(impact, error).into_any()
        }
    });
    let effect = match (
        danger,
        page.stored.allow_teams_consumer && !page.shown.allow_teams_consumer,
    ) {
        (true, true) => " Existing chats stay readable; nobody can send in them.",
        (true, false) => " Replies in existing chats still arrive.",
        (false, _) => "",
    };
    let csv = paths::organization_settings_impact_csv();
    let review = impact_review(Review {
        impact,
        people: &confirm.people,
        csv: &csv,
    });
    let undo = format!(", for all {} at once.", people(impact.affected));
    let shown_as = show_as(&confirm.shown_as).into_any();
    let body = view! {
        {diffs}
        {more}
        {review}
        {own}
        {shown_as}
        <ul class="fc-stack fc-stack--2">
            <li>
                <Note icon=Icon::Clock><strong>"Takes effect immediately."</strong>{effect}</Note>
            </li>
            <li>
                <Note icon=Icon::Undo><strong>"Can be undone from Activity"</strong>{undo}</Note>
            </li>
        </ul>
        <TextField id="reason-confirm" name="Reason" label="Reason" optional=true value=page.reason.clone()
            hint="Kept in Activity." max_length=500_u32 />
        {acknowledge}
    }
    .into_any();
    view! {
        <Dialog
            id="confirm-t"
            title
            action=paths::organization_settings()
            fields=confirm.fields.clone()
            cancel=paths::organization_settings()
            confirm=button
            confirm_field=("do".to_owned(), "confirm".to_owned())
            danger
            wide=true
            stays=true
        >
            {body}
        </Dialog>
    }
    .into_any()
}

/// The question and the words of the button.
fn words(page: &Contents, impact: &Impact) -> (String, String) {
    if !impact.takes_something() {
        let whom = people(impact.affected);
        return (
            format!("Let personal accounts and {whom} reach each other?"),
            format!("Save for {whom}"),
        );
    }
    let turned_off = page.stored.allow_teams_consumer && !page.shown.allow_teams_consumer;
    if turned_off {
        let whom = people(impact.chat.lose.max(impact.inbound.lose));
        (
            format!("Turn off chat with personal accounts for {whom}?"),
            format!("Turn off for {whom}"),
        )
    } else {
        let whom = people(impact.inbound.lose.max(impact.chat.lose));
        (
            format!("Let only your people begin? {whom} can no longer be found and contacted."),
            format!("Turn inbound off for {whom}"),
        )
    }
}

fn acknowledgement(impact: &Impact) -> String {
    let lost = impact.chat.lose.max(impact.inbound.lose);
    let of = format!(
        "{} of {} ({})",
        number(lost),
        people(impact.people),
        share(lost, impact.people)
    );
    let words = impact_words(impact);
    // The sentence goes on after its number: "1,204 people" becomes "1,204 of 1,262 people (95%)".
    let rest = words.strip_prefix(&people(lost)).unwrap_or(" lose access");
    format!("I understand that {of}{rest} now.")
}
