//! What a change would do to people, before it is done: how many, who, and why the others keep their answers.
//!
//! A [`Plan`] is a change that is not made. [`affected`] lists the people whose answers it changes, piece by piece;
//! the numbers come from the use case itself ([`crate::policy::preview`], [`crate::people::preview_assign`] and the
//! like), which counts without looking at single people.

mod affected;
mod masked;
mod plan;

pub use affected::{AffectedPerson, Place, Standing, affected, first};
pub(crate) use masked::explain_masked;
pub use plan::Plan;

use crate::error::ServiceError;
use crate::snapshot::{Move, Snapshot};
use forecourt_model::access::Impact;
use forecourt_model::{PersonId, PolicyId, TenantId};
use forecourt_store::Connection;
use forecourt_store::assignment::{self, Chosen, DirectChange, MovedPeople, Moves};

/// What `wanted` would do, over everybody, and who goes from what to what.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn of_moves(
    connection: &mut Connection<'_>,
    snapshot: &Snapshot,
    tenant: TenantId,
    wanted: &Moves,
) -> Result<(Impact, Vec<MovedPeople>), ServiceError> {
    let moved = assignment::moves(connection, tenant, wanted).await?;
    let moves: Vec<_> = moved
        .iter()
        .map(|moved| Move {
            people: moved.people,
            from: moved.from,
            to: moved.to.0,
        })
        .collect();
    Ok((snapshot.impact_of_moves(&moves), moved))
}

/// Another direct assignment for some people, or none, with the groups as they are.
pub(crate) fn direct(snapshot: &Snapshot, people: Vec<PersonId>, direct: Option<PolicyId>) -> Moves {
    Moves {
        chosen: Chosen::People(people),
        ranking: snapshot.group_assignments(),
        direct: direct.map_or(DirectChange::Remove, DirectChange::Set),
        joins: None,
        leaves: None,
    }
}
