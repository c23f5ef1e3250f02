//! The direct assignments of a document beside those that are stored.

use super::plan::{AssignmentChange, ExceptionSide, FilePlan};
use super::resolve::{Directory, policy_after};
use crate::context::OpContext;
use crate::snapshot::Snapshot;
use forecourt_exchange::document::{DocumentAssignment, DocumentException};
use forecourt_model::PersonId;
use forecourt_model::folding::fold;
use forecourt_model::policy::PolicyName;
use forecourt_store::exception::AssignmentException;
use forecourt_store::person::Person;
use std::collections::HashMap;

/// How many unknown people are named; the rest is counted.
const NAMED: usize = 50;

/// What is wanted for a person.
type Wanted = (PolicyName, Option<ExceptionSide>);

pub(super) fn compare_assignments(
    plan: &mut FilePlan,
    context: &OpContext,
    snapshot: &Snapshot,
    directory: &Directory,
    stated: &[DocumentAssignment],
) {
    let mut wanted: HashMap<PersonId, (u64, Wanted)> = HashMap::with_capacity(stated.len());
    let mut unknown = 0;
    for (number, entry) in (1..).zip(stated) {
        let field = format!("assignments[{number}]");
        let Some(person) = directory.person(&entry.person) else {
            unknown += 1;
            if unknown <= NAMED {
                let message = format!(
                    "Line {}: {} is not in the directory. Import the person first, or correct the sign-in name.",
                    entry.line, entry.person
                );
                plan.errors.push(&field, "person-unknown", message);
            }
            continue;
        };
        let Some(policy) = policy_after(plan, snapshot, &entry.policy) else {
            let message = format!(
                "Line {}: there is no policy named “{}”.",
                entry.line, entry.policy
            );
            plan.errors.push(&field, "policy-unknown", message);
            continue;
        };
        let exception = match &entry.exception {
            None => None,
            Some(exception) => match side(plan, snapshot, exception) {
                Ok(side) => Some(side),
                Err(then) => {
                    let message = format!("Line {}: there is no policy named “{then}”.", entry.line);
                    plan.errors
                        .push(&format!("{field}.then"), "policy-unknown", message);
                    continue;
                }
            },
        };
        wanted.insert(person.id, (entry.line, (policy, exception)));
    }
    if unknown > NAMED {
        let message = format!(
            "{} more people of the file are not in the directory.",
            unknown - NAMED
        );
        plan.errors.push("assignments", "person-unknown", message);
    }
    for person in &directory.everybody {
        let (line, wanted) = match wanted.remove(&person.id) {
            Some((line, wanted)) => (line, Some(wanted)),
            None => (0, None),
        };
        let current = directory.exceptions.get(&person.id);
        let Some(change) = change(snapshot, person, current, wanted) else {
            continue;
        };
        let has_passed = change
            .exception_after
            .as_ref()
            .and_then(|exception| exception.expires)
            .is_some_and(|end| end <= context.now);
        if has_passed {
            let message = format!(
                "Line {line}: the exception of {} ends in the past. Choose a later end, or leave the person out.",
                person.user_principal_name
            );
            plan.errors.push("assignments", "end-passed", message);
        }
        plan.assignments.push(change);
    }
    plan.assignments.sort_by_cached_key(|change| {
        let name = &change.person.user_principal_name;
        (fold(name), name.clone())
    });
}

/// The exception as the document wants it; the name of the policy afterwards when there is none of that name.
fn side(
    plan: &FilePlan,
    snapshot: &Snapshot,
    stated: &DocumentException,
) -> Result<ExceptionSide, PolicyName> {
    let then = match stated.then.as_ref().filter(|name| !name.is_global()) {
        None => None,
        Some(name) => Some(policy_after(plan, snapshot, name).ok_or_else(|| name.clone())?),
    };
    Ok(ExceptionSide {
        reason: stated.reason.clone().filter(|reason| !reason.trim().is_empty()),
        owner: stated.owner.trim().to_owned(),
        expires: stated.expires,
        then,
    })
}

fn change(
    snapshot: &Snapshot,
    person: &Person,
    current: Option<&AssignmentException>,
    wanted: Option<Wanted>,
) -> Option<AssignmentChange> {
    let named = |id| snapshot.policy(id).map(|policy| policy.name.clone());
    let exception_before = current.map(|exception| ExceptionSide {
        reason: exception.reason.clone(),
        owner: exception.owner.clone(),
        expires: exception.expires_at,
        then: exception.previous.and_then(named),
    });
    let (after, exception_after) = match wanted {
        Some((policy, exception)) => (Some(policy), exception),
        None => (None, None),
    };
    let change = AssignmentChange {
        person: person.clone(),
        before: person.direct_policy.and_then(named),
        after,
        exception_before,
        exception_after,
    };
    (change.is_other_policy() || change.exception_before != change.exception_after).then_some(change)
}
