//! Taking back what touched very many people: an operation gives everybody back what they had, part by part.

use super::plan::UndoPlan;
use crate::change::{Action, Detail, Draft, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::operation::{UNDO, blank};
use crate::organization::Saved;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_store::operation::stretch::{self, Stretch};
use forecourt_store::operation::{self as store, undoing};

/// Starts the operation. Whoever gets something else before their turn keeps that.
///
/// # Errors
/// [`ServiceError::Store`]; nothing is started then.
pub(super) async fn start(
    services: &Services,
    context: &OpContext,
    mut draft: Draft<'_>,
    snapshot: &Snapshot,
    planned: UndoPlan,
    reason: Option<String>,
) -> Result<Saved, ServiceError> {
    let (tenant, undone) = (context.tenant, planned.entry.change.revision);
    let id = services.random().identifier(context.now);
    let name = |policy: Option<PolicyId>| {
        let found = policy.and_then(|id| snapshot.policy(id));
        found.map(|policy| policy.name.to_string()).unwrap_or_default()
    };
    let mut operation = blank(context, id);
    operation.fingerprint = format!("undo {undone}");
    UNDO.clone_into(&mut operation.source);
    operation.source_words = format!("Everybody whom change {undone} touched");
    operation.reason.clone_from(&reason);
    let revision = draft.revision();
    let mut connection = draft.connection();
    store::insert(&mut connection, tenant, &operation).await?;
    let stretches: Vec<_> = undoing::stage(&mut connection, tenant, id, undone)
        .await?
        .into_iter()
        .map(|alike| Stretch {
            range: alike.range,
            policy: alike.before,
            policy_name: name(alike.before),
            people: alike.range.1 - alike.range.0,
            from: Some(alike.after),
        })
        .collect();
    let people = stretches.last().map_or(0, |stretch| stretch.range.1);
    stretch::insert(&mut connection, tenant, id, &stretches).await?;
    store::set_size(&mut connection, tenant, id, people, people).await?;
    let actor = (
        context.administrator(),
        context.actor_name(),
        context.request_id.as_str(),
    );
    store::start(&mut connection, tenant, id, revision, context.now, actor).await?;
    let impact = planned.impact;
    let title = format!("Take back “{}”", planned.entry.change.target_name);
    let record = Record {
        action: Action::OperationStarted,
        target: Target::new(TargetKind::Operation, id, title),
        detail: Detail {
            fields: planned.fields,
            impact: Some(impact.clone()),
            before: planned.before,
            after: planned.after,
        },
        reason,
        undoes: Some(undone),
    };
    let revision = draft.commit(record, &[]).await?;
    services.operations().notify_waiters();
    Ok(Saved {
        revision,
        impact,
        changed: true,
    })
}
