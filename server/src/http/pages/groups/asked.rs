//! What the form of a group asks for.

use crate::http::form::Fields;
use crate::http::visit::Visit;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::group::{self, GroupChange, TypedPeople};

/// A change of a group that somebody asks for.
pub(super) struct Asked {
    /// The change.
    pub(super) change: GroupChange,
    /// What it was made from: the change that wrote the ranks last, or the group.
    pub(super) expected: Revision,
    /// Who was typed, when people are added.
    pub(super) typed: TypedPeople,
}

/// A rank as it was typed; `None` when it was left open. One with more digits than a number has is the last.
fn rank(text: &str) -> Result<Option<i64>, ServiceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(rank) = text.parse() {
        return Ok(Some(rank));
    }
    if text.chars().all(|character| character.is_ascii_digit()) {
        return Ok(Some(i64::MAX));
    }
    let message = format!("“{text}” is no rank. Write a whole number; 1 is asked first.");
    Err(ServiceError::field("rank", "rank-not-a-number", message))
}

/// The rank that a row of the list is moved to: typed, or one beside the one that was seen.
fn target(fields: &Fields, command: &str) -> Result<i64, ServiceError> {
    let seen = fields.get("seen").parse::<i64>();
    match (command, seen) {
        ("up", Ok(seen)) => Ok(seen.saturating_sub(1)),
        ("down", Ok(seen)) => Ok(seen.saturating_add(1)),
        _ => rank(fields.get("rank"))?.ok_or_else(|| {
            let message = "Nothing was moved. Write the rank that the group moves to.";
            ServiceError::field("rank", "rank-empty", message)
        }),
    }
}

/// Reads the form.
///
/// # Errors
/// [`ServiceError::Invalid`] for the fields `policy`, `rank`, `people` and `member`; [`ServiceError::NotFound`] for a
/// policy that there cannot be; [`ServiceError::Refused`] when no known button was pressed; [`ServiceError::Store`].
pub(super) async fn read(visit: &Visit, id: GroupId, fields: &Fields) -> Result<Asked, ServiceError> {
    let revision = |field: &str| Revision(fields.get(field).parse().unwrap_or_default());
    let asked = |change, field| Asked {
        change,
        expected: revision(field),
        typed: TypedPeople::default(),
    };
    let command = fields.get("do");
    match command {
        "assign" => {
            let picked = fields.some("policy").ok_or_else(|| {
                let message = "Nothing was assigned. Choose a policy first.";
                ServiceError::field("policy", "policy-empty", message)
            })?;
            let policy = picked
                .parse()
                .map_err(|_| ServiceError::NotFound { what: "policy" })?;
            let rank = rank(fields.get("rank"))?;
            Ok(asked(GroupChange::Assign(id, policy, rank), "ranking"))
        }
        "unassign" => Ok(asked(GroupChange::Unassign(id), "ranking")),
        "move" | "up" | "down" => {
            let rank = target(fields, command)?;
            Ok(asked(GroupChange::Move(id, rank), "ranking"))
        }
        "add" => {
            let typed = group::find_typed(visit.services(), &visit.context, fields.get("people")).await?;
            Ok(Asked {
                change: GroupChange::AddMembers(id, typed.people.clone()),
                expected: Revision::default(),
                typed,
            })
        }
        "remove-members" => {
            let people: Vec<PersonId> = fields.all("member").filter_map(|id| id.parse().ok()).collect();
            if people.is_empty() {
                let message = "Nobody was removed. Tick the members first.";
                return Err(ServiceError::field("member", "selection-empty", message));
            }
            Ok(asked(GroupChange::RemoveMembers(id, people), "revision"))
        }
        "remove-masking" => Ok(asked(GroupChange::RemoveMasking(id), "revision")),
        "remove" => Ok(asked(GroupChange::Remove(id), "revision")),
        _ => Err(ServiceError::refused(
            "unknown-command",
            "Nothing was done. Use one of the buttons on the page.",
        )),
    }
}
