//! Taking back a change of the organization's settings.

use super::plan::{UndoPlan, document, merged, read};
use super::restore::Restore;
use crate::activity::Entry;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, organization_values};
use crate::snapshot::Snapshot;
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::{Connection, settings};

pub(super) async fn plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let (current, _) = settings::find(connection, context.tenant)
        .await?
        .unwrap_or_default();
    let restored: OrganizationSettings = read(merged(&entry, &current, None)?)?;
    let fields = differences(&organization_values(&current), &organization_values(&restored));
    Ok(UndoPlan {
        impact: snapshot.impact_of(&restored, &[]),
        // Not the two sides of the change: what differs elsewhere by now has to stay when this is taken back too.
        before: document(&current),
        after: document(&restored),
        entry,
        restore: Restore::Settings(Box::new(restored)),
        fields,
    })
}
