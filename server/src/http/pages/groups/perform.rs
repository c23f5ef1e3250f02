//! Doing what the form of a group asks for.

use super::asked::Asked;
use crate::http::flash::Flash;
use crate::http::visit::Visit;
use forecourt_app::pages::impact::impact_words;
use forecourt_app::paths;
use forecourt_app::ui::{count, people};
use forecourt_model::Revision;
use forecourt_model::access::Impact;
use forecourt_service::ServiceError;
use forecourt_service::group::{self, GroupChange, GroupView, MembersChanged};

/// A sentence about a change that was made, with the way to it.
fn told(text: String, revision: Revision) -> Flash {
    Flash {
        text,
        undo: None,
        link: Some(("See in Activity".to_owned(), paths::change(revision))),
    }
}

fn in_effect(done: String, impact: &Impact) -> String {
    format!("{done} In effect at once. {}.", impact_words(impact))
}

/// Whether the form was made from something older than what `view` shows.
pub(super) fn is_stale(view: &GroupView, asked: &Asked) -> bool {
    match asked.change {
        GroupChange::Assign(..) | GroupChange::Unassign(_) | GroupChange::Move(..) => {
            asked.expected != view.snapshot.ranking_revision
        }
        GroupChange::Remove(_) => asked.expected != view.group.revision,
        GroupChange::AddMembers(..) | GroupChange::RemoveMembers(..) | GroupChange::RemoveMasking(_) => false,
    }
}

/// The sentence when a group is to move to where it is.
pub(super) fn stays(view: &GroupView, asked: &Asked) -> Option<Flash> {
    let (GroupChange::Move(_, rank), Some(row)) = (&asked.change, &view.assignment) else {
        return None;
    };
    let last = i64::try_from(view.snapshot.ranking.len()).unwrap_or(i64::MAX);
    let now = row.assignment.rank;
    (i64::from(now) == (*rank).min(last)).then(|| {
        Flash::text(format!(
            "{} has rank {now} already. Nothing was changed.",
            view.group.display_name
        ))
    })
}

/// Does it, and says what was done.
///
/// # Errors
/// Those of the use case; nothing is changed then.
pub(super) async fn perform(
    visit: &Visit,
    view: &GroupView,
    asked: &Asked,
    reason: Option<String>,
) -> Result<Flash, ServiceError> {
    let (services, context) = (visit.services(), &visit.context);
    let (id, name, expected) = (view.group.id, &view.group.display_name, asked.expected);
    match &asked.change {
        GroupChange::Assign(_, policy, rank) => {
            let wanted = (id, *policy, *rank);
            let done = group::assign(services, context, wanted, expected, reason).await?;
            let policy = view
                .snapshot
                .policy(*policy)
                .map_or_else(String::new, forecourt_model::policy::Policy::display_name);
            let text = in_effect(format!("{name} has {policy} now."), &done.impact.impact);
            Ok(told(text, done.revision))
        }
        GroupChange::Unassign(_) => {
            let done = group::unassign(services, context, id, expected, reason).await?;
            let text = in_effect(format!("{name} has no policy any more."), &done.impact.impact);
            Ok(told(text, done.revision))
        }
        GroupChange::Move(_, rank) => {
            let done = group::move_to(services, context, id, *rank, expected, reason).await?;
            let last = i64::try_from(view.snapshot.ranking.len()).unwrap_or(i64::MAX);
            let rank = (*rank).min(last);
            let text = in_effect(format!("{name} has rank {rank} now."), &done.impact.impact);
            Ok(told(text, done.revision))
        }
        GroupChange::AddMembers(_, who) => {
            let done = group::add_members(services, context, id, who, reason).await?;
            Ok(members(&done, &added(&done, name)))
        }
        GroupChange::RemoveMembers(_, who) => {
            let done = group::remove_members(services, context, id, who, reason).await?;
            let text = match done.people {
                0 => format!("Nothing was changed: none of them is a member of {name}."),
                n => in_effect(format!("{} removed from {name}.", people(n)), &done.impact.impact),
            };
            Ok(members(&done, &text))
        }
        GroupChange::RemoveMasking(_) => {
            let done = group::remove_masking(services, context, id, reason).await?;
            let Some(revision) = done.revision else {
                return Ok(Flash::text(
                    "Nothing was changed: no member has a direct assignment.",
                ));
            };
            let removed = count(done.people, "direct assignment", "direct assignments");
            let text = in_effect(format!("{removed} removed."), &done.impact.impact);
            Ok(Flash::change(text, revision))
        }
        GroupChange::Remove(_) => {
            let (revision, impact) = group::remove(services, context, id, expected, reason).await?;
            let text = in_effect(format!("{name} removed."), &impact.impact);
            Ok(told(text, revision))
        }
    }
}

fn members(done: &MembersChanged, text: &str) -> Flash {
    match done.revision {
        Some(revision) => told(text.to_owned(), revision),
        None => Flash::text(text),
    }
}

fn added(done: &MembersChanged, name: &str) -> String {
    let before = match done.left_out {
        0 => String::new(),
        1 => " 1 was a member already.".to_owned(),
        n => format!(" {n} were members already."),
    };
    match done.people {
        0 => format!("Nobody was added to {name}.{before}"),
        n => format!(
            "{}{before}",
            in_effect(format!("{} added to {name}.", people(n)), &done.impact.impact)
        ),
    }
}
