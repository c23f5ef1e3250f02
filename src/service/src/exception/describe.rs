//! Exceptions in words, and for one person.

use crate::change::FieldChange;
use crate::snapshot::Snapshot;
use forecourt_model::{PersonId, PolicyId, TenantId};
use forecourt_store::exception::{self as store, AssignmentException};
use forecourt_store::{Connection, StoreError};
use time::OffsetDateTime;
use time::macros::{format_description, time};

/// When something ends: the day, and the time of it unless that is the end of the day.
pub fn end_words(end: OffsetDateTime) -> String {
    let day = format_description!("[day padding:none] [month repr:short] [year]");
    let moment = format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
    let words = if end.time() == time!(23:59:59) {
        end.format(day)
    } else {
        end.format(moment)
    };
    words.unwrap_or_default()
}

/// When it ends, before and after, for the audit trail.
pub(crate) fn end_change(before: Option<OffsetDateTime>, after: Option<OffsetDateTime>) -> FieldChange {
    FieldChange::new("Ends", before.map(end_words), after.map(end_words))
}

/// What differs between two exceptions, for the audit trail.
pub(crate) fn fields(
    before: Option<&AssignmentException>,
    after: Option<(&str, Option<OffsetDateTime>)>,
) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    let (was, is) = (
        before.and_then(|exception| exception.expires_at),
        after.and_then(|(_, end)| end),
    );
    if was != is {
        fields.push(end_change(was, is));
    }
    let owner = before.map(|exception| exception.owner.clone());
    let next = after.map(|(owner, _)| owner.to_owned());
    if owner != next {
        fields.push(FieldChange::new("Owner", owner, next));
    }
    fields
}

/// The exception of a person, and the direct policy that is assigned when it ends: the earlier one, as far as it still
/// exists.
pub(crate) async fn of_person(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    person: PersonId,
) -> Result<Option<(AssignmentException, Option<PolicyId>)>, StoreError> {
    let found = store::find(connection, tenant, person).await?;
    Ok(found.map(|exception| {
        let next = exception.previous.filter(|id| snapshot.policy(*id).is_some());
        (exception, next)
    }))
}
