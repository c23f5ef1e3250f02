//! What decided at a moment of the past.

use super::outside_then::outside_at;
use super::try_out::Judge;
use crate::as_of::{State, When, person_then, state};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::decision::{PolicyTable, Rules};
use forecourt_model::policy::Policy;
use forecourt_store::person::Person;
use std::sync::Arc;
use time::OffsetDateTime;

/// The rules of a moment, and the directory in which these people have the policies that counted for them then. Their
/// addresses are those of today.
///
/// # Errors
/// [`ServiceError::Refused`] when nothing is kept of the moment, or one of them was not in the directory yet;
/// [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub(super) async fn rules_then(
    services: &Services,
    context: &OpContext,
    moment: OffsetDateTime,
    people: &[Person],
) -> Result<Judge, ServiceError> {
    let snapshot = services.snapshot()?;
    let mut directory = services.decision_state().await?.directory.clone();
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let then = state(&mut connection, context, &snapshot, When::Moment(moment)).await?;
    let policies = PolicyTable::new(&then.settings, &policies(&then), &PolicyTable::default());
    for person in people {
        let found = person_then(&mut connection, context, &then, person.id).await?;
        directory.set_policy(person.id, policies.number(found.effective.policy));
    }
    let outside = outside_at(&mut connection, context.tenant, then.revision).await?;
    let rollout = then.rollout.as_ref();
    Ok(Judge {
        rules: Arc::new(Rules {
            policies,
            outside: Arc::new(outside),
            blocked: Rules::blocked_of(&then.settings),
            domain: snapshot.organization.domain.as_str().into(),
        }),
        directory,
        is_active: rollout.is_none_or(|stored| stored.rollout.is_active(moment)),
        revision: then.revision,
    })
}

fn policies(then: &State) -> Vec<Policy> {
    let policy = |held: &crate::as_of::PolicyThen| Policy {
        id: held.id,
        name: held.kept.name.clone(),
        kind: held.kept.kind,
        settings: held.kept.settings.clone(),
        revision: held.revision,
    };
    then.policies.iter().map(policy).collect()
}
