//! Who and what the names of a document are.

use super::export::exceptions;
use super::plan::FilePlan;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::snapshot::Snapshot;
use forecourt_exchange::document::Document;
use forecourt_model::folding::{fold, fold_case};
use forecourt_model::policy::PolicyName;
use forecourt_model::{GroupId, PersonId};
use forecourt_store::exception::AssignmentException;
use forecourt_store::group::Group;
use forecourt_store::person::Person;
use forecourt_store::{Connection, directory, group};
use std::collections::HashMap;

/// How many people are named in one sentence.
const NAMED: usize = 3;

/// People, groups and exceptions, as far as the document needs them.
pub(super) struct Directory {
    pub(super) everybody: Vec<Person>,
    /// The place in `everybody`, by folded sign-in name.
    pub(super) by_name: HashMap<String, usize>,
    pub(super) groups: HashMap<GroupId, Group>,
    /// Groups by folded name.
    pub(super) group_names: HashMap<String, Vec<GroupId>>,
    pub(super) exceptions: HashMap<PersonId, AssignmentException>,
}

impl Directory {
    /// Reads what the sections of `document` are about.
    pub(super) async fn read(
        connection: &mut Connection<'_>,
        context: &OpContext,
        document: &Document,
    ) -> Result<Self, ServiceError> {
        let with_people = document.assignments.is_some()
            || document.group_assignments.is_some()
            || document.policies.is_some();
        let everybody = if with_people {
            directory::everybody(connection, context.tenant).await?
        } else {
            Vec::new()
        };
        let by_name = everybody
            .iter()
            .enumerate()
            .map(|(place, person)| (fold_case(&person.user_principal_name), place))
            .collect();
        let (mut groups, mut group_names) = (HashMap::new(), HashMap::<String, Vec<GroupId>>::new());
        if document.group_assignments.is_some() {
            for found in group::list(connection, context.tenant, "", None, i64::MAX).await? {
                group_names
                    .entry(fold(&found.display_name))
                    .or_default()
                    .push(found.id);
                groups.insert(found.id, found);
            }
        }
        let exceptions = if document.assignments.is_some() || document.policies.is_some() {
            exceptions(connection, context).await?
        } else {
            HashMap::new()
        };
        Ok(Self {
            everybody,
            by_name,
            groups,
            group_names,
            exceptions,
        })
    }

    /// Somebody by sign-in name, whatever its case.
    pub(super) fn person(&self, name: &str) -> Option<&Person> {
        let place = self.by_name.get(&fold_case(name.trim()))?;
        self.everybody.get(*place)
    }
}

/// The name of a policy as it is after the plan, if there is one.
pub(super) fn policy_after(plan: &FilePlan, snapshot: &Snapshot, name: &PolicyName) -> Option<PolicyName> {
    let folded = name.folded();
    let is_removed = plan.removed.iter().any(|policy| policy.name.folded() == folded);
    let stored = snapshot.policies.iter().map(|policy| &policy.name);
    let added = plan.policies.iter().map(|change| &change.after.name);
    let found = stored.chain(added).find(|name| name.folded() == folded).cloned();
    found.filter(|_| !is_removed)
}

/// Refuses to delete policies that somebody has afterwards.
pub(super) fn refuse_held(plan: &mut FilePlan, snapshot: &Snapshot, directory: &Directory) {
    let changed: HashMap<PersonId, Option<String>> = plan
        .assignments
        .iter()
        .map(|change| (change.person.id, change.after.as_ref().map(PolicyName::folded)))
        .collect();
    let mut errors = Vec::new();
    for policy in &plan.removed {
        let folded = policy.name.folded();
        let holders: Vec<_> = directory
            .everybody
            .iter()
            .filter(|person| match changed.get(&person.id) {
                Some(after) => after.as_ref() == Some(&folded),
                None => person.direct_policy == Some(policy.id),
            })
            .collect();
        if !holders.is_empty() {
            let names: Vec<_> = holders
                .iter()
                .take(NAMED)
                .map(|person| person.user_principal_name.as_str())
                .collect();
            let more = holders.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            errors.push(format!(
                "The policy {} is not in the file and would be deleted, but people have it directly: {}{more}. Keep it in \
                 the file, or give them another one.",
                policy.name,
                names.join(", ")
            ));
        }
        let groups: Vec<String> = match &plan.ranking {
            Some((_, after)) => after
                .iter()
                .filter(|row| row.policy.folded() == folded)
                .map(|row| row.group_name.clone())
                .collect(),
            None => snapshot
                .ranking
                .iter()
                .filter(|row| row.assignment.policy == policy.id)
                .map(|row| row.group_name.clone())
                .collect(),
        };
        if !groups.is_empty() {
            errors.push(format!(
                "The policy {} is not in the file and would be deleted, but groups have it: {}. Keep it in the file, or \
                 give them another one.",
                policy.name,
                groups.join(", ")
            ));
        }
    }
    for message in errors {
        plan.errors.push("policies", "policy-in-use", message);
    }
}
