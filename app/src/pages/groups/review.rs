//! The question before a change of groups that takes something from people or reaches many.

use super::policy_name;
use crate::pages::impact::{impact_panel, impact_words, source_words};
use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::access::SourceKind;
use forecourt_model::{GroupId, PolicyId};
use forecourt_service::Snapshot;
use forecourt_service::group::{ConcernedPerson, GroupImpact};
use leptos::prelude::*;
use std::sync::Arc;

/// A change of groups that waits for its confirmation.
#[derive(Clone, Debug)]
pub struct Review {
    /// The group.
    pub group: GroupId,
    /// The question.
    pub title: String,
    /// Where the answer is posted.
    pub action: String,
    /// Where Cancel leads.
    pub cancel: String,
    /// The words of the last button.
    pub button: String,
    /// The form as it was sent.
    pub fields: Vec<(String, String)>,
    /// What the change would do.
    pub impact: GroupImpact,
    /// The first of those whom it concerns.
    pub first: Vec<ConcernedPerson>,
    /// What else there is to say: whole sentences.
    pub notes: Vec<String>,
    /// Whether it can be taken back in one step.
    pub undoable: bool,
    /// Whether it has to be acknowledged.
    pub acknowledge: bool,
    /// Why the acknowledgement was not accepted.
    pub acknowledge_error: Option<String>,
    /// The reason as it was typed.
    pub reason: String,
    /// The same change as it is typed elsewhere.
    pub shown_as: ShownAs,
    /// The state that this was made from.
    pub snapshot: Arc<Snapshot>,
}

/// Who keeps their policy although the change concerns them; nothing when nobody does.
fn masked_words(impact: &GroupImpact) -> Option<String> {
    let (direct, rank) = (impact.masked_by_direct, impact.masked_by_rank);
    let of = people(impact.concerned);
    match (direct, rank) {
        (0, 0) => None,
        (direct, 0) => Some(format!(
            "Of the {of} concerned, {} keep their policy because of a direct assignment.",
            number(direct)
        )),
        (0, rank) => Some(format!(
            "Of the {of} concerned, {} keep their policy because a group with a better rank decides for them.",
            number(rank)
        )),
        (direct, rank) => Some(format!(
            "Of the {of} concerned, {} keep their policy because of a direct assignment, and {} because a group with \
             a better rank decides for them.",
            number(direct),
            number(rank)
        )),
    }
}

fn first_people(review: &Review) -> Option<AnyView> {
    if review.first.is_empty() {
        return None;
    }
    let policy = |(policy, source): (PolicyId, SourceKind)| {
        let name = policy_name(&review.snapshot, policy);
        view! { <Name text=name /> <Sub>{source_words(source)}</Sub> }
    };
    let rows: Vec<_> = review
        .first
        .iter()
        .map(|concerned| {
            let person = &concerned.person;
            let (name, id) = (person.shown_name().to_owned(), person.user_principal_name.clone());
            Row::new()
                .cell(view! { <Person name id href=paths::user(person.id) /> })
                .cell(policy(concerned.moved.from))
                .cell(policy(concerned.moved.to))
        })
        .collect();
    let shown = rows.len() as u64;
    let summary = if shown < 20 {
        format!("The {} for whom something else counts", people(shown))
    } else {
        format!("The first {shown} people for whom something else counts")
    };
    let columns = vec![
        Column::name("Person"),
        Column::text("Policy now"),
        Column::text("After saving"),
    ];
    let table = view! { <Table caption=summary.clone() columns rows /> };
    Some(view! { <Disclosure summary icon=Icon::Person>{table}</Disclosure> }.into_any())
}

/// The dialog over the page that was sent.
pub(super) fn review_dialog(review: Review) -> AnyView {
    let impact = &review.impact.impact;
    let words = format!("{}.", impact_words(impact));
    let understood = format!(
        "I understand that this reaches {} of {} ({}): {}.",
        number(impact.affected),
        people(impact.people),
        share(impact.affected, impact.people),
        impact_words(impact)
    );
    let acknowledge = review
        .acknowledge
        .then(|| view! { <Acknowledge error=review.acknowledge_error.clone()>{understood}</Acknowledge> });
    let masked = masked_words(&review.impact).map(|words| view! { <p>{words}</p> });
    let notes: Vec<_> = review
        .notes
        .iter()
        .cloned()
        .map(|note| view! { <p>{note}</p> })
        .collect();
    let list = first_people(&review);
    let file = paths::group_concerned(review.group);
    let more = (!review.first.is_empty())
        .then(|| view! { <Button action=file icon=Icon::Download>"Download all as CSV"</Button> });
    let undo = if review.undoable {
        view! { <strong>"Can be undone from Activity"</strong> ", for everybody at once." }.into_any()
    } else {
        view! { <strong>"Not undone in one step."</strong> " Change the group back to take it back." }
            .into_any()
    };
    let numbers = impact_panel(impact).into_any();
    let danger = impact.takes_something();
    let reason = review.reason.clone();
    let shown_as = show_as(&review.shown_as).into_any();
    view! {
        <Dialog
            id="confirm-t"
            title=review.title
            action=review.action
            cancel=review.cancel
            confirm=review.button
            confirm_field=("confirmed".to_owned(), "yes".to_owned())
            fields=review.fields
            danger
            stays=true
            more=Slot::maybe(more)
        >
            <p><strong>{words}</strong></p>
            {numbers}
            {masked}
            {notes}
            {list}
            {shown_as}
            <ul class="fc-stack fc-stack--2">
                <li>
                    <Note icon=Icon::Clock>
                        <strong>"Takes effect immediately."</strong>
                        " Existing chats stay readable."
                    </Note>
                </li>
                <li><Note icon=Icon::Undo>{undo}</Note></li>
            </ul>
            <TextField
                id="reason-confirm" name="reason" label="Reason" optional=true hint="Kept in Activity." value=reason
                max_length=500_u32
            />
            {acknowledge}
        </Dialog>
    }
    .into_any()
}
