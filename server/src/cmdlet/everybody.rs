//! Whether what one stage of a pipeline does reaches everybody.

use super::words::fault;
use forecourt_app::ui::{number, people};
use forecourt_cmdlet::table::Id;
use forecourt_cmdlet::{Fault, Invocation};
use forecourt_service::Services;
use std::collections::HashSet;

/// From how many people on half of them are as good as everybody.
const MANY: u64 = 20;

/// A question when these calls reach everybody, or every policy.
pub(super) fn question(services: &Services, calls: &[Invocation]) -> Result<Option<String>, Fault> {
    let Some(first) = calls.first() else {
        return Ok(None);
    };
    let snapshot = services.snapshot().map_err(|error| fault(&error))?;
    let named = |call: &Invocation| {
        let name = call
            .arguments
            .get("Identity")
            .or_else(|| call.arguments.get("Instance"))?;
        Some(name.member("Identity").to_string() + &name.to_string())
    };
    match first.cmdlet.id {
        Id::SetPolicy | Id::RemovePolicy => {
            let reached: HashSet<_> = calls.iter().filter_map(named).collect();
            let all = snapshot.policies.len();
            Ok((reached.len() >= all).then(|| {
                format!(
                    "{} reaches all {all} policies, and so everybody.",
                    first.cmdlet.name
                )
            }))
        }
        Id::GrantPolicy | Id::NewBatch => {
            let reached: HashSet<_> = calls
                .iter()
                .flat_map(|call| call.arguments.texts("Identity").unwrap_or_default())
                .map(|name| name.to_lowercase())
                .collect();
            let reached = u64::try_from(reached.len()).unwrap_or(u64::MAX);
            let all = snapshot.people();
            let most = reached >= all || (all >= MANY && reached * 2 > all);
            Ok((most && reached > 1).then(|| {
                format!(
                    "{} reaches {} of {}.",
                    first.cmdlet.name,
                    number(reached),
                    people(all)
                )
            }))
        }
        _ => Ok(None),
    }
}
