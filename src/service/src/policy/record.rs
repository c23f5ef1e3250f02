//! What the audit trail keeps of a change to a policy, and the rules that several use cases share.

use crate::change::{Action, Detail, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::organization::describe::{differences, policy_values};
use forecourt_model::access::Impact;
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::{Connection, policy as store};

/// The audit row of a change that made `after` of `before`. Whole policies are kept on both sides, so that the change
/// can be taken back.
pub(super) fn record(
    action: Action,
    before: Option<&Policy>,
    after: Option<&Policy>,
    impact: &Impact,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Record {
    let target = after.or(before).map_or_else(
        || Target::new(TargetKind::Policy, "", ""),
        |policy| Target::new(TargetKind::Policy, policy.id, policy.name.as_str()),
    );
    let value = |policy: &Policy| serde_json::to_value(policy).ok();
    let detail = Detail {
        fields: fields(before, after),
        impact: Some(impact.clone()),
        before: before.and_then(value),
        after: after.and_then(value),
    };
    Record {
        action,
        target,
        detail,
        reason,
        undoes,
    }
}

/// What differs. Of a policy that came or went: its name, the two consumer switches, and what differs from the
/// defaults.
fn fields(before: Option<&Policy>, after: Option<&Policy>) -> Vec<FieldChange> {
    match (before, after) {
        (Some(before), Some(after)) => {
            differences(&policy_values(&before.settings), &policy_values(&after.settings))
        }
        (None, Some(after)) => described(after)
            .map(|(name, value)| FieldChange::new(name, None, Some(value)))
            .collect(),
        (Some(before), None) => described(before)
            .map(|(name, value)| FieldChange::new(name, Some(value), None))
            .collect(),
        (None, None) => Vec::new(),
    }
}

fn described(policy: &Policy) -> impl Iterator<Item = (String, String)> {
    let defaults = policy_values(&PolicySettings::default());
    let values = policy_values(&policy.settings).into_iter().zip(defaults);
    let told: Vec<_> = values
        .enumerate()
        .filter(|(at, (value, default))| *at < 2 || value.1 != default.1)
        .map(|(_, (value, _))| (value.0.name().to_owned(), value.1))
        .collect();
    std::iter::once(("Name".to_owned(), policy.name.to_string())).chain(told)
}

/// The stored policy, for changing it.
///
/// # Errors
/// [`ServiceError::NotFound`]; [`ServiceError::Refused`] for the built-in ones, which can only be read and assigned.
pub(super) async fn find_editable(
    connection: &mut Connection<'_>,
    context: &OpContext,
    id: PolicyId,
) -> Result<Policy, ServiceError> {
    let found = store::find(connection, context.tenant, id).await?;
    let policy = found.ok_or(ServiceError::NotFound { what: "policy" })?;
    if policy.kind == PolicyKind::BuiltIn {
        let message = format!(
            "{} is built in and cannot be changed or deleted. Duplicate it and change the copy.",
            policy.name
        );
        return Err(ServiceError::refused("policy-built-in", message));
    }
    Ok(policy)
}

/// Writes `policy` as a new one.
///
/// # Errors
/// [`ServiceError::Invalid`] for `name` when another policy has it, in whatever case.
pub(super) async fn insert(
    connection: &mut Connection<'_>,
    context: &OpContext,
    policy: &Policy,
) -> Result<(), ServiceError> {
    if let Some(other) = store::find_by_name(connection, context.tenant, &policy.name).await? {
        return Err(ServiceError::field(
            "name",
            "policy-name-taken",
            taken(policy, &other),
        ));
    }
    store::insert(connection, context.tenant, policy, context.now).await?;
    Ok(())
}

fn taken(policy: &Policy, other: &Policy) -> String {
    if policy.name == other.name {
        format!(
            "A policy named “{}” exists already. Choose another name.",
            other.name
        )
    } else {
        format!(
            "A policy named “{}” exists already, and capitals make no difference. Choose another name.",
            other.name
        )
    }
}
