//! Comparing a document with the state.

use super::assignments::compare_assignments;
use super::groups::compare_groups;
use super::plan::FilePlan;
use super::policies::compare_policies;
use super::resolve::{Directory, refuse_held};
use super::rollouts::compare_rollouts;
use super::settings::compare_settings;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::going::{Members, going, impact_of};
use crate::import::{Comparison, Direct, PersonChange, PersonFate};
use crate::snapshot::Snapshot;
use forecourt_exchange::document::Document;
use forecourt_exchange::people::ReadPerson;
use forecourt_model::authority::Permission;
use forecourt_model::policy::PolicyName;
use forecourt_store::{Connection, group_member};
use std::collections::BTreeSet;

/// The plan as of what `connection` sees.
pub(super) async fn compare(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    document: &Document,
) -> Result<FilePlan, ServiceError> {
    let mut plan = FilePlan::default();
    if let Some(settings) = &document.settings {
        compare_settings(&mut plan, snapshot, settings);
    }
    if let Some(policies) = &document.policies {
        compare_policies(&mut plan, snapshot, policies);
    }
    let directory = Directory::read(connection, context, document).await?;
    if let Some(groups) = &document.group_assignments {
        compare_groups(&mut plan, snapshot, &directory, groups);
    }
    if let Some(assignments) = &document.assignments {
        compare_assignments(&mut plan, context, snapshot, &directory, assignments);
    }
    if let Some(rollouts) = &document.rollouts {
        context.require(Permission::ReadMessages)?;
        compare_rollouts(&mut plan, snapshot, rollouts);
    }
    refuse_held(&mut plan, snapshot, &directory);
    let members = members(connection, context, snapshot, &plan).await?;
    plan.comparison = comparison(&plan, snapshot);
    plan.comparison.going = going(&plan.comparison, snapshot, &directory.everybody, &members);
    plan.impact = impact_of(&plan.comparison, snapshot);
    Ok(plan)
}

/// The members of every group that has a policy before or after; nobody when assignments stay as they are.
async fn members(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    plan: &FilePlan,
) -> Result<Members, ServiceError> {
    let mut members = Members::new();
    if plan.ranking.is_none() && plan.assignments.is_empty() {
        return Ok(members);
    }
    let after = plan
        .ranking
        .iter()
        .flat_map(|(_, after)| after)
        .map(|row| row.group);
    let groups: BTreeSet<_> = snapshot
        .ranking
        .iter()
        .map(|row| row.assignment.group)
        .chain(after)
        .collect();
    for group in groups {
        let ids = group_member::ids(connection, context.tenant, group).await?;
        members.insert(group, ids.into_iter().collect());
    }
    Ok(members)
}

/// The same in the terms of an import, for which impacts are counted already.
fn comparison(plan: &FilePlan, snapshot: &Snapshot) -> Comparison {
    let direct = |name: &PolicyName| {
        let folded = name.folded();
        let found = snapshot
            .policies
            .iter()
            .find(|policy| policy.name.folded() == folded);
        Direct {
            id: found.map(|policy| policy.id),
            name: name.to_string(),
        }
    };
    let people = plan
        .assignments
        .iter()
        .filter(|change| change.is_other_policy())
        .map(|change| {
            let person = &change.person;
            PersonChange {
                read: ReadPerson {
                    line: 0,
                    id: Some(person.id),
                    user_principal_name: person.user_principal_name.clone(),
                    display_name: person.display_name.clone(),
                    sip_address: person.sip_address.clone(),
                    mail: person.mail.clone(),
                    phone_numbers: Vec::new(),
                    numbers_are_lines: false,
                    department: person.department.clone(),
                    account_enabled: person.account_enabled,
                    direct_policy: None,
                    has_policy_column: true,
                },
                before: Some(person.clone()),
                fate: PersonFate::Same,
                phone_numbers: None,
                direct: change.after.as_ref().map(direct),
                reassigned: true,
            }
        });
    Comparison {
        settings: plan.settings.clone(),
        setting_fields: plan.setting_fields.clone(),
        policies: plan.policies.clone(),
        people: people.collect(),
        ranking: plan
            .ranking
            .as_ref()
            .map(|(_, after)| after.iter().map(|row| (row.group, row.policy.clone())).collect()),
        ..Comparison::default()
    }
}
