//! Making exceptions together with an assignment.

use super::input::Wanted;
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::Connection;
use forecourt_store::exception::{self as store, AssignmentException, NewException};
use forecourt_store::person::Person;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// An exception that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub policy: PolicyId,
    pub reason: Option<String>,
    pub owner: String,
    pub expires_at: Option<OffsetDateTime>,
    /// Somebody said when it ends or who answers for it, not only why.
    pub explicit: bool,
}

impl Plan {
    /// Whether nothing is left to do for somebody who has the policy already: `current` says the same, or nothing was
    /// said but a reason, which is no reason to touch what is there.
    pub(crate) fn is(&self, current: Option<&AssignmentException>) -> bool {
        if !self.explicit {
            return true;
        }
        current.is_some_and(|current| {
            current.policy == self.policy
                && current.reason == self.reason
                && current.owner == self.owner
                && current.expires_at == self.expires_at
        })
    }
}

/// The exception that an assignment of `policy` comes with; `None` when nothing was said that makes it one.
pub(crate) fn plan(
    context: &OpContext,
    policy: Option<PolicyId>,
    wanted: Option<&Wanted>,
    reason: Option<&str>,
) -> Option<Plan> {
    let (policy, wanted) = (policy?, wanted?);
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let explicit = wanted.expires_at.is_some() || wanted.owner.is_some();
    (explicit || reason.is_some()).then(|| Plan {
        policy,
        reason: reason.map(str::to_owned),
        owner: wanted
            .owner
            .clone()
            .unwrap_or_else(|| context.actor_name().to_owned()),
        expires_at: wanted.expires_at,
        explicit,
    })
}

/// What a person goes back to: what was before the exception that they have, else what they have now. Somebody who
/// has the policy already goes back to none.
fn previous(person: &Person, current: Option<&AssignmentException>, policy: PolicyId) -> Option<PolicyId> {
    let before = current.map_or(person.direct_policy, |current| current.previous);
    before.filter(|before| *before != policy)
}

/// Writes the exceptions of `people`, whose assignment change `revision` has just written. `people` are as they were
/// before, each with the exception that they had.
pub(crate) async fn write(
    connection: &mut Connection<'_>,
    context: &OpContext,
    people: &[(&Person, Option<AssignmentException>)],
    plan: &Plan,
    revision: Revision,
) -> Result<(), ServiceError> {
    let mut groups: BTreeMap<Option<PolicyId>, Vec<PersonId>> = BTreeMap::new();
    for (person, current) in people {
        let before = previous(person, current.as_ref(), plan.policy);
        groups.entry(before).or_default().push(person.id);
    }
    for (previous, ids) in groups {
        let new = NewException {
            policy: plan.policy,
            reason: plan.reason.clone(),
            owner: plan.owner.clone(),
            expires_at: plan.expires_at,
            previous,
            made_by: context.actor_name().to_owned(),
            made_at: context.now,
        };
        store::put(connection, context.tenant, &ids, &new, revision).await?;
    }
    Ok(())
}
