//! From which share of everybody on Forecourt asks for an acknowledgement: a setting of Forecourt, not of Teams.

use crate::change::{Action, Detail, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::Saved;
use crate::services::Services;
use forecourt_model::access::{AcknowledgePercent, Impact};
use forecourt_model::authority::Permission;
use forecourt_model::{Revision, TenantId};
use forecourt_store::preference::{self, Key};
use forecourt_store::{Connection, StoreError};
use serde_json::{Value, json};

/// The longest reason, in characters.
const MAXIMUM_REASON: usize = 500;

/// The share, and the change that wrote it last; 0 before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// The share.
    pub percent: AcknowledgePercent,
    /// The revision to give back when saving.
    pub revision: Revision,
}

/// The share as it is stored.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn stored(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Asking, ServiceError> {
    let Some((text, revision)) = preference::find(connection, tenant, Key::AcknowledgePercent).await? else {
        return Ok(Asking::default());
    };
    let percent = AcknowledgePercent::parse(&text).map_err(|_| StoreError::Inconsistent {
        table: "preference",
        problem: format!("the share `{text}`"),
    })?;
    Ok(Asking { percent, revision })
}

/// Writes the share as change `revision`.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn write(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    percent: AcknowledgePercent,
    revision: Revision,
) -> Result<(), ServiceError> {
    let text = percent.to_string();
    Ok(preference::save(connection, tenant, Key::AcknowledgePercent, &text, revision).await?)
}

/// The share as the audit trail keeps it.
pub(crate) fn document(percent: AcknowledgePercent) -> Value {
    json!({ AcknowledgePercent::FIELD: percent })
}

/// The share in that document.
pub(crate) fn in_document(value: &Value) -> Option<AcknowledgePercent> {
    serde_json::from_value(value.get(AcknowledgePercent::FIELD)?.clone()).ok()
}

/// What differs, for reading.
pub(crate) fn difference(before: AcknowledgePercent, after: AcknowledgePercent) -> FieldChange {
    let words = |percent: AcknowledgePercent| Some(format!("{percent} %"));
    FieldChange::new("Ask for acknowledgement from", words(before), words(after))
}

/// What a change of the share is done to.
pub(crate) fn target() -> Target {
    Target::new(TargetKind::Settings, "asking", "How Forecourt asks")
}

/// The share from which on Forecourt asks for an acknowledgement.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`].
pub fn get_asking(services: &Services, context: &OpContext) -> Result<Asking, ServiceError> {
    context.require(Permission::ReadSettings)?;
    Ok(services.snapshot()?.asking)
}

/// Saves the share, made from what revision `expected` had written (0: nobody had). Counts for every change from now
/// on.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Conflict`] when somebody else saved it in between;
/// [`ServiceError::Invalid`] for `reason`; [`ServiceError::Store`]. Nothing is changed then.
pub async fn save_asking(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    percent: AcknowledgePercent,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditSettings)?;
    if reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > MAXIMUM_REASON)
    {
        let message = format!("Not saved. Give the reason in at most {MAXIMUM_REASON} characters.");
        return Err(ServiceError::field("reason", "reason-too-long", message));
    }
    let mut draft = Draft::begin(services, context).await?;
    let before = stored(&mut draft.connection(), context.tenant).await?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    let impact = Impact::default();
    if before.percent == percent {
        return Ok(Saved {
            revision: before.revision,
            impact,
            changed: false,
        });
    }
    let revision = draft.revision();
    write(&mut draft.connection(), context.tenant, percent, revision).await?;
    let record = Record {
        action: Action::AskingChanged,
        target: target(),
        detail: Detail {
            fields: vec![difference(before.percent, percent)],
            impact: None,
            before: Some(document(before.percent)),
            after: Some(document(percent)),
        },
        reason,
        undoes,
    };
    let revision = draft.commit(record, &[]).await?;
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}
