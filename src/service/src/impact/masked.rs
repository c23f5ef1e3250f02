//! Who has a policy assigned that does not count for them.

use crate::error::ServiceError;
use crate::snapshot::Snapshot;
use forecourt_model::access::{Impact, SourceKind, Untouched};
use forecourt_model::{PolicyId, TenantId};
use forecourt_store::{Connection, cohort};

/// Says of those who keep their answers while `policy` changes, although they could have it: a direct assignment or a
/// group with a better rank comes first.
///
/// # Errors
/// [`ServiceError::Store`].
pub(crate) async fn explain_masked(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    snapshot: &Snapshot,
    policy: PolicyId,
    impact: &mut Impact,
) -> Result<(), ServiceError> {
    let masked = if policy == PolicyId::GLOBAL {
        // Everybody could have Global.
        let direct = snapshot.counts.iter().filter(|count| {
            count.source == SourceKind::Direct && count.policy != PolicyId::GLOBAL && count.people > 0
        });
        vec![(SourceKind::Direct, direct.map(|count| count.people).sum())]
    } else {
        cohort::masked(connection, tenant, policy).await?
    };
    for (source, people) in masked {
        match source {
            SourceKind::Direct => impact.explain(Untouched::OtherPolicy, Untouched::DirectAssignment, people),
            SourceKind::Group => impact.explain(Untouched::OtherPolicy, Untouched::BetterRank, people),
            SourceKind::Global => {}
        }
    }
    Ok(())
}
