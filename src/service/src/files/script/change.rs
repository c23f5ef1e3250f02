//! A change of the audit trail as a script: the difference of the two states around it.

use super::identity::Identities;
use super::{impact_lines, made, opens};
use crate::activity;
use crate::as_of::{State, When, state};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_exchange::powershell::script::{self, Script, ScriptAssignment, ScriptGroup, ScriptPolicy};
use forecourt_model::access::{GroupAssignment, Switches};
use forecourt_model::authority::Permission;
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PolicyId, Revision};
use forecourt_store::{Connection, group, person, touched};
use std::collections::HashMap;

/// The change with this number, with all its parts, as a script that does the same to a tenant that is as the
/// organization was before.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotFound`]; [`ServiceError::Refused`] for the first change, before which
/// there was nothing; [`ServiceError::Store`].
pub async fn change_script(
    services: &Services,
    context: &OpContext,
    revision: Revision,
) -> Result<String, ServiceError> {
    context.require(Permission::ReadActivity)?;
    context.require(Permission::ReadPeople)?;
    let entry = activity::get(services, context, revision).await?;
    let revision = entry.change.revision;
    let snapshot = services.snapshot()?;
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let before = state(
        &mut connection,
        context,
        &snapshot,
        When::After(Revision(revision.0 - 1)),
    )
    .await?;
    let after = state(&mut connection, context, &snapshot, When::After(revision)).await?;
    let mut notes = vec![
        made(context.now),
        format!(
            "Change {revision} of {}, by {}.",
            crate::as_of::utc_words(entry.change.occurred_at),
            entry.change.actor_name
        ),
    ];
    notes.extend(
        entry
            .change
            .reason
            .iter()
            .map(|reason| format!("Reason: {reason}")),
    );
    notes.extend(
        entry
            .detail
            .impact
            .as_ref()
            .map(impact_lines)
            .into_iter()
            .flatten(),
    );
    let groups = if what(&before.ranking) == what(&after.ranking) {
        None
    } else {
        let was = ranked(&mut connection, context, &before).await?;
        Some((was, ranked(&mut connection, context, &after).await?))
    };
    let script = Script {
        title: format!(
            "External access of {}: change {revision}",
            snapshot.organization.name
        ),
        notes,
        settings: (before.settings != after.settings)
            .then(|| (before.settings.clone(), after.settings.clone())),
        policies: policies(&before, &after),
        removed: before
            .policies
            .iter()
            .filter(|policy| after.policy(policy.id).is_none())
            .map(|policy| policy.kept.name.clone())
            .collect(),
        groups,
        assignments: assignments(&mut connection, context, revision, (&before, &after)).await?,
    };
    Ok(script::change_script(&script))
}

fn what(ranking: &[GroupAssignment]) -> Vec<(GroupId, PolicyId)> {
    ranking.iter().map(|row| (row.group, row.policy)).collect()
}

fn policies(before: &State, after: &State) -> Vec<ScriptPolicy> {
    after
        .policies
        .iter()
        .filter_map(|policy| {
            let was = before
                .policy(policy.id)
                .map(|policy| policy.kept.settings.clone());
            (was.as_ref() != Some(&policy.kept.settings)).then(|| ScriptPolicy {
                name: policy.kept.name.clone(),
                kind: policy.kept.kind,
                before: was,
                after: policy.kept.settings.clone(),
            })
        })
        .collect()
}

async fn ranked(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
) -> Result<Vec<ScriptGroup>, ServiceError> {
    let mut rows = Vec::with_capacity(state.ranking.len());
    for row in &state.ranking {
        let found = group::find(connection, context.tenant, row.group).await?;
        let Some(policy) = state.policy(row.policy) else {
            continue;
        };
        rows.push(ScriptGroup {
            id: row.group,
            name: found.map(|group| group.display_name).unwrap_or_default(),
            policy: policy.kept.name.clone(),
        });
    }
    Ok(rows)
}

async fn assignments(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    (before, after): (&State, &State),
) -> Result<Vec<ScriptAssignment>, ServiceError> {
    let rows = touched::people(connection, context.tenant, revision, None, i64::MAX).await?;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.before != row.after).collect();
    let ids: Vec<_> = rows.iter().map(|row| row.person).collect();
    let people = person::find_many(connection, context.tenant, &ids).await?;
    let identities = Identities::among(&people);
    let known: HashMap<_, _> = people.iter().map(|person| (person.id, person)).collect();
    let named =
        |id: PolicyId| -> Option<PolicyName> { after.policy(id).map(|policy| policy.kept.name.clone()) };
    Ok(rows
        .iter()
        .map(|row| ScriptAssignment {
            identity: known
                .get(&row.person)
                .map_or_else(|| row.person.to_string(), |person| identities.of(person)),
            policy: row.after.and_then(named),
            opens: opens(least(before, row.before), most(after, row.after)),
            note: None,
        })
        .collect())
}

fn switches(state: &State, policy: PolicyId) -> Switches {
    state.situation(policy).policy
}

/// Every policy that somebody without a direct one can have.
fn others(state: &State) -> impl Iterator<Item = Switches> + '_ {
    let ranked = state.ranking.iter().map(|row| row.policy);
    ranked
        .chain([PolicyId::GLOBAL])
        .map(|policy| switches(state, policy))
}

fn least(state: &State, direct: Option<PolicyId>) -> Switches {
    let all = Switches {
        access: true,
        inbound: true,
    };
    direct.map_or_else(
        || {
            others(state).fold(all, |least, one| Switches {
                access: least.access && one.access,
                inbound: least.inbound && one.inbound,
            })
        },
        |policy| switches(state, policy),
    )
}

fn most(state: &State, direct: Option<PolicyId>) -> Switches {
    let none = Switches {
        access: false,
        inbound: false,
    };
    direct.map_or_else(
        || {
            others(state).fold(none, |most, one| Switches {
                access: most.access || one.access,
                inbound: most.inbound || one.inbound,
            })
        },
        |policy| switches(state, policy),
    )
}
