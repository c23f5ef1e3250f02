//! Deleting a policy that nobody has.

use super::{Saved, record};
use crate::change::{Action, Draft, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use crate::snapshot::Snapshot;
use forecourt_model::authority::Permission;
use forecourt_model::policy::{Policy, PolicyKind};
use forecourt_model::{PolicyId, Revision};
use forecourt_store::{Connection, holder, policy as store};

/// How many of those who have a policy are named when it cannot be deleted.
const NAMED: u32 = 3;

/// Deletes a policy that revision `expected` had written last.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] for built-in policies
/// (`policy-built-in`), for Global (`policy-global`), while groups have it (`policy-of-group`) and while people have it (`policy-in-use`), naming them;
/// [`ServiceError::Conflict`]; [`ServiceError::Store`]. Nothing is changed then.
pub async fn delete(
    services: &Services,
    context: &OpContext,
    id: PolicyId,
    expected: Revision,
    reason: Option<String>,
    undoes: Option<Revision>,
) -> Result<Saved, ServiceError> {
    context.require(Permission::EditPolicies)?;
    let mut draft = Draft::begin(services, context).await?;
    let snapshot = draft.snapshot().await?;
    let policy = deletable(&mut draft.connection(), context, &snapshot, id, expected).await?;
    let revision = draft.revision();
    store::delete(&mut draft.connection(), context.tenant, id, revision).await?;
    let impact = snapshot.impact_of(&snapshot.settings, &[]);
    let kept = record::record(
        Action::PolicyDeleted,
        Some(&policy),
        None,
        &impact,
        reason,
        undoes,
    );
    let revision = draft.commit(kept, &[]).await?;
    Ok(Saved {
        revision,
        policy,
        impact,
        changed: true,
    })
}

/// The policy if it can be deleted now: what [`delete`] would say, without doing it.
///
/// # Errors
/// As [`delete`].
pub async fn check_delete(
    services: &Services,
    context: &OpContext,
    id: PolicyId,
    expected: Revision,
) -> Result<Policy, ServiceError> {
    context.require(Permission::EditPolicies)?;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    deletable(&mut reader.connection(), context, &snapshot, id, expected).await
}

async fn deletable(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    id: PolicyId,
    expected: Revision,
) -> Result<Policy, ServiceError> {
    let policy = record::find_editable(connection, context, id).await?;
    if policy.kind == PolicyKind::Global {
        let message = "Global cannot be deleted, because it counts for everybody without another policy. Reset it \
                       to put its defaults back.";
        return Err(ServiceError::refused("policy-global", message));
    }
    refuse_ranked(snapshot, &policy)?;
    refuse_in_use(connection, context, &policy).await?;
    check_revision(connection, context, expected, policy.revision).await?;
    Ok(policy)
}

/// Refuses while groups have the policy, even those without members, and names them.
fn refuse_ranked(snapshot: &Snapshot, policy: &Policy) -> Result<(), ServiceError> {
    let having: Vec<_> = snapshot
        .ranking
        .iter()
        .filter(|row| row.assignment.policy == policy.id)
        .map(|row| row.group_name.as_str())
        .collect();
    if having.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{} was not deleted: it is assigned to {}. Give the group another policy, or take it away, first.",
        policy.name,
        having.join(", ")
    );
    Err(ServiceError::refused("policy-of-group", message))
}

/// Refuses when anybody has the policy, from whatever source, and names the first of them.
async fn refuse_in_use(
    connection: &mut Connection<'_>,
    context: &OpContext,
    policy: &Policy,
) -> Result<(), ServiceError> {
    let people = holder::count(connection, context.tenant, policy.id).await?;
    if people == 0 {
        return Ok(());
    }
    let first = holder::first(connection, context.tenant, policy.id, NAMED).await?;
    let names: Vec<_> = first
        .iter()
        .map(forecourt_store::person::Person::shown_name)
        .collect();
    let message = sentence(policy, people, &names);
    Err(ServiceError::refused("policy-in-use", message))
}

fn sentence(policy: &Policy, people: u64, names: &[&str]) -> String {
    let more = people.saturating_sub(u64::try_from(names.len()).unwrap_or(u64::MAX));
    let who = match names.split_last() {
        _ if more > 0 => format!("{} and {more} more", names.join(", ")),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    let have = if people == 1 { "person has" } else { "people have" };
    format!(
        "{} was not deleted: {people} {have} it ({who}). Give them another policy first.",
        policy.name
    )
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
    use forecourt_model::{PolicyId, Revision};

    #[test]
    fn the_first_who_have_it_are_named() {
        let policy = Policy {
            id: PolicyId::GLOBAL,
            name: PolicyName::parse("Sales").unwrap(),
            kind: PolicyKind::Custom,
            settings: PolicySettings::default(),
            revision: Revision(1),
        };
        let told = |people, names: &[&str]| sentence(&policy, people, names);
        assert!(told(1, &["Ada"]).contains("1 person has it (Ada)."));
        assert!(told(3, &["Ada", "Ben", "Cy"]).contains("3 people have it (Ada, Ben and Cy)."));
        assert!(told(9, &["Ada", "Ben", "Cy"]).contains("9 people have it (Ada, Ben, Cy and 6 more)."));
    }
}
