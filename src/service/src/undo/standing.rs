//! Which later changes still stand: neither taken back, nor taking back something later themselves.

use crate::change::Action;
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::Revision;
use forecourt_store::change::Change;
use forecourt_store::{Connection, as_of};

/// How many later changes of one thing are looked at.
const LOOKED_AT: i64 = 500;

/// The changes of one thing after change `after` that still stand, the oldest first.
///
/// # Errors
/// [`ServiceError::Store`].
pub(super) async fn later(
    connection: &mut Connection<'_>,
    context: &OpContext,
    target: (&str, &str),
    after: Revision,
) -> Result<Vec<Change>, ServiceError> {
    let changes = as_of::of_target_after(connection, context.tenant, target, after, LOOKED_AT).await?;
    let kept: Vec<bool> = changes
        .iter()
        .map(|change| stands(&changes, change, after))
        .collect();
    let mut kept = kept.into_iter();
    Ok(changes
        .into_iter()
        .filter(|_| kept.next().unwrap_or_default())
        .collect())
}

fn stands(changes: &[Change], change: &Change, after: Revision) -> bool {
    // Nothing depends on it that an operation did not go on.
    if change.action == Action::OperationCancelled.code() {
        return false;
    }
    // What takes something later back is told by what it took back.
    change.undoes.is_none_or(|undone| undone <= after) && holds(changes, change)
}

/// Whether nothing, or only something that was taken back itself, took the change back.
fn holds(changes: &[Change], change: &Change) -> bool {
    let Some(by) = change.undone_by else { return true };
    let undo = changes.iter().find(|other| other.revision == by);
    // An undo has a higher number than what it takes back, so this ends.
    undo.is_some_and(|undo| undo.revision > change.revision && !holds(changes, undo))
}

#[cfg(test)]
mod tests {
    use super::stands;
    use crate::change::Action;
    use forecourt_model::{ChangeId, Revision};
    use forecourt_store::change::Change;
    use time::OffsetDateTime;
    use uuid::Uuid;

    fn change(revision: i64, undoes: Option<i64>, undone_by: Option<i64>) -> Change {
        Change {
            revision: Revision(revision),
            id: ChangeId(Uuid::nil()),
            occurred_at: OffsetDateTime::UNIX_EPOCH,
            actor_id: None,
            actor_name: String::new(),
            action: String::new(),
            target_kind: String::new(),
            target_id: String::new(),
            target_name: String::new(),
            detail: String::new(),
            reason: None,
            undoes: undoes.map(Revision),
            undone_by: undone_by.map(Revision),
            request_id: String::new(),
        }
    }

    fn standing(changes: &[Change]) -> Vec<i64> {
        let stands = |change: &&Change| stands(changes, change, Revision(3));
        changes
            .iter()
            .filter(stands)
            .map(|change| change.revision.0)
            .collect()
    }

    #[test]
    fn what_was_taken_back_stands_no_more() {
        assert_eq!(
            standing(&[change(5, None, Some(6)), change(6, Some(5), None)]),
            Vec::<i64>::new()
        );
    }

    #[test]
    fn an_undo_that_was_taken_back_lets_the_change_stand_again() {
        let changes = [
            change(5, None, Some(6)),
            change(6, Some(5), Some(7)),
            change(7, Some(6), None),
        ];
        assert_eq!(standing(&changes), [5]);
    }

    #[test]
    fn cancelling_an_operation_stands_in_nobodys_way() {
        let mut cancelled = change(4, None, None);
        Action::OperationCancelled
            .code()
            .clone_into(&mut cancelled.action);
        assert_eq!(standing(&[cancelled]), Vec::<i64>::new());
    }

    #[test]
    fn taking_back_something_earlier_is_a_change_like_any_other() {
        assert_eq!(standing(&[change(4, Some(2), None)]), [4]);
    }
}
