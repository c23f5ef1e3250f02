//! Taking back an answer to a rollout, or a move of its dates.

use crate::activity::Entry;
use crate::change::FieldChange;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, organization_values};
use crate::snapshot::Snapshot;
use crate::undo::{Restore, UndoPlan, merged, read};
use forecourt_model::settings::OrganizationSettings;
use forecourt_store::rollout::StoredRollout;
use forecourt_store::{Connection, rollout, settings};
use serde::{Deserialize, Serialize};

/// A rollout, and the settings that its answer wrote, as the audit trail keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolloutState {
    /// Dates and answer.
    pub rollout: StoredRollout,
    /// The organization's settings, when the answer changed them.
    pub settings: Option<OrganizationSettings>,
}

/// Plans to take back the change of `entry`.
///
/// # Errors
/// [`ServiceError::Refused`] when the rollout or the settings were changed again since.
pub async fn undo_plan(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    entry: Entry,
) -> Result<UndoPlan, ServiceError> {
    let id = entry.change.target_id.clone();
    let found = rollout::find(connection, context.tenant, &id).await?;
    let current = found.ok_or(ServiceError::NotFound { what: "rollout" })?;
    let restored: StoredRollout = read(merged(&entry, &current, Some("rollout"))?)?;
    let mut fields = Vec::new();
    let answer = |stored: &StoredRollout| {
        stored
            .answer
            .as_ref()
            .map(|(answer, _, _)| answer.label().to_owned())
    };
    if answer(&current) != answer(&restored) {
        fields.push(FieldChange::new("Answer", answer(&current), answer(&restored)));
    }
    let dates = |stored: &StoredRollout| {
        let rollout = stored.rollout;
        Some(format!(
            "{} to {}, active from {}",
            rollout.window.start, rollout.window.end, rollout.activation
        ))
    };
    if current.rollout != restored.rollout {
        fields.push(FieldChange::new("Dates", dates(&current), dates(&restored)));
    }
    let touches_settings = entry
        .detail
        .before
        .as_ref()
        .and_then(|before| before.get("settings"));
    let (now, settings) = if touches_settings.is_some_and(|settings| !settings.is_null()) {
        let (now, _) = settings::find(connection, context.tenant)
            .await?
            .unwrap_or_default();
        let restored: OrganizationSettings = read(merged(&entry, &now, Some("settings"))?)?;
        fields.extend(differences(
            &organization_values(&now),
            &organization_values(&restored),
        ));
        (Some(now), Some(restored))
    } else {
        (None, None)
    };
    let impact = snapshot.impact_of(settings.as_ref().unwrap_or(&snapshot.settings), &[]);
    let before = serde_json::to_value(RolloutState {
        rollout: current,
        settings: now,
    });
    let state = RolloutState {
        rollout: restored,
        settings,
    };
    let after = serde_json::to_value(&state);
    let restore = Restore::Rollout(Box::new(state));
    Ok(UndoPlan {
        entry,
        restore,
        fields,
        impact,
        before: before.ok(),
        after: after.ok(),
    })
}
