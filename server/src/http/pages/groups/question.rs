//! The question before a change of a group.

use super::ACKNOWLEDGE_FROM;
use super::asked::Asked;
use crate::http::form::Fields;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::http::StatusCode;
use forecourt_app::pages::groups::Review;
use forecourt_app::ui::{count, people};
use forecourt_model::PersonId;
use forecourt_service::ServiceError;
use forecourt_service::group::{self, GroupChange, GroupImpact, GroupView};

/// How many of the people concerned the question names.
const NAMED: i64 = 20;

/// How many sentences about what was typed the question repeats.
const TOLD: usize = 5;

/// Fields that the question asks for itself.
const OWN: [&str; 3] = ["reason", "confirmed", "acknowledge"];

/// The question, unless it was answered or there is nothing to ask: when somebody loses something, when many are
/// reached, and always before a group goes away.
///
/// # Errors
/// Those of the preview.
pub(super) async fn question(
    visit: &Visit,
    view: &GroupView,
    asked: &Asked,
    fields: &Fields,
    (action, cancel): (String, String),
) -> Result<Option<(Review, StatusCode)>, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let impact = group::preview(services, context, &asked.change).await?;
    let acknowledge = impact.impact.needs_acknowledgement(ACKNOWLEDGE_FROM);
    let removes = matches!(asked.change, GroupChange::Remove(_));
    if !(impact.impact.takes_something() || acknowledge || removes) {
        return Ok(None);
    }
    let answered = fields.has("confirmed");
    if answered && (!acknowledge || fields.has("acknowledge")) {
        return Ok(None);
    }
    let first = group::concerned(services, context, &asked.change, None, NAMED).await?;
    let masked = masked(visit, &asked.change).await?;
    let (title, button) = words(view, asked, &impact);
    let carried = fields.0.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    let review = Review {
        group: view.group.id,
        title,
        action,
        cancel,
        button,
        fields: carried.cloned().collect(),
        notes: notes(view, asked),
        first,
        impact,
        undoable: matches!(asked.change, GroupChange::RemoveMasking(_)),
        acknowledge,
        acknowledge_error: answered
            .then(|| "Not saved. Tick this first: it says how many people it is about.".to_owned()),
        reason: fields.get("reason").to_owned(),
        shown_as: shown_as::of_group(view, &asked.change, &masked, fields.get("reason")),
        snapshot: view.snapshot.clone(),
    };
    let status = if answered {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(Some((review, status)))
}

/// The members whose direct assignments are taken away, as far as they are shown one by one.
async fn masked(visit: &Visit, change: &GroupChange) -> Result<Vec<PersonId>, ServiceError> {
    if !matches!(change, GroupChange::RemoveMasking(_)) {
        return Ok(Vec::new());
    }
    let (services, context) = (visit.services(), &visit.context);
    let limit = i64::from(shown_as::NAMED);
    let found = group::concerned(services, context, change, None, limit + 1).await?;
    let people: Vec<_> = found.into_iter().map(|concerned| concerned.person.id).collect();
    let is_few = i64::try_from(people.len()).is_ok_and(|number| number <= limit);
    Ok(if is_few { people } else { Vec::new() })
}

fn number_of(people: &[forecourt_model::PersonId]) -> u64 {
    u64::try_from(people.len()).unwrap_or_default()
}

/// The question and the words of its button.
fn words(view: &GroupView, asked: &Asked, impact: &GroupImpact) -> (String, String) {
    let name = &view.group.display_name;
    let policy = |id| {
        let found = view.snapshot.policy(id);
        found.map_or_else(String::new, forecourt_model::policy::Policy::display_name)
    };
    match &asked.change {
        GroupChange::Assign(_, id, _) => (
            format!("Assign {} to {name}?", policy(*id)),
            "Assign policy".to_owned(),
        ),
        GroupChange::Unassign(_) => (
            format!("Take the policy of {name} away?"),
            "Take the policy away".to_owned(),
        ),
        GroupChange::Move(_, rank) => (
            format!("Move {name} to rank {rank}?"),
            "Move the group".to_owned(),
        ),
        GroupChange::AddMembers(_, who) => {
            let who = people(number_of(who));
            (format!("Add {who} to {name}?"), format!("Add {who}"))
        }
        GroupChange::RemoveMembers(_, who) => {
            let who = people(number_of(who));
            (format!("Remove {who} from {name}?"), format!("Remove {who}"))
        }
        GroupChange::RemoveMasking(_) => {
            let what = count(impact.concerned, "direct assignment", "direct assignments");
            (
                format!("Remove {what} of members of {name}?"),
                format!("Remove {what}"),
            )
        }
        GroupChange::Remove(_) => (
            format!(
                "Remove {name} with its {}?",
                count(view.group.people, "member", "members")
            ),
            "Remove the group".to_owned(),
        ),
    }
}

fn notes(view: &GroupView, asked: &Asked) -> Vec<String> {
    let mut notes = Vec::new();
    match (&asked.change, &view.assignment) {
        (GroupChange::Remove(_), Some(row)) => notes.push(format!(
            "Its policy at rank {} is taken away, and the groups below move up. The people stay in the directory.",
            row.assignment.rank
        )),
        (GroupChange::Remove(_), None) => {
            notes.push("It has no policy. The people stay in the directory.".to_owned());
        }
        (GroupChange::Assign(_, policy, _), Some(row)) if row.assignment.policy != *policy => {
            notes.push("The policy that the group has is replaced.".to_owned());
        }
        _ => {}
    }
    notes.extend(asked.typed.problems.iter().take(TOLD).cloned());
    let more = asked.typed.problems.len().saturating_sub(TOLD);
    if more > 0 {
        notes.push(format!("And {more} more entries are left out."));
    }
    notes
}
