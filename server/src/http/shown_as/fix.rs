//! What puts a finding right, as somebody would type it elsewhere.

use super::{NAMED, both, name, too_many};
use crate::http::api::shown;
use crate::http::visit::Visit;
use forecourt_app::pages::show_as::ShownAs;
use forecourt_app::ui::people as people_words;
use forecourt_exchange::powershell::{
    assign_group, assign_many, quote, remove_policy, set_policy, set_tenant, unassign_group,
};
use forecourt_model::PolicyId;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::hygiene::{Fix, FixPlan, people_of};
use forecourt_service::{ServiceError, Snapshot};

/// What `plan` does. People are an operation: as many as a command names one by one, more by what they have in common.
///
/// # Errors
/// The people cannot be read.
pub(in crate::http) async fn of_fix(
    visit: &Visit,
    plan: &FixPlan,
    reason: &str,
) -> Result<ShownAs, ServiceError> {
    let snapshot = visit.services().snapshot()?;
    let fix = plan.finding.fix;
    if let Some(after) = &plan.settings {
        let call = shown::settings(&snapshot.settings, plan.expected, after).reason(reason);
        return Ok(both(set_tenant(&snapshot.settings, after), call.text()));
    }
    if let Some((policy, after)) = &plan.policy {
        let Some(before) = snapshot.policy(*policy) else {
            return Ok(ShownAs::default());
        };
        let is_global = before.name.is_global();
        let powershell = set_policy(&before.name, is_global, Some(&before.settings), after);
        return Ok(both(
            powershell,
            shown::policy(before, after).reason(reason).text(),
        ));
    }
    Ok(match fix {
        Fix::DeletePolicy(policy) => snapshot.policy(policy).map_or_else(ShownAs::default, |policy| {
            let call = shown::delete_policy(policy).reason(reason);
            both(remove_policy(&policy.name), call.text())
        }),
        Fix::TakeFromGroup(group) => {
            let call = shown::unassign_group(group).reason(reason);
            both(unassign_group(group), call.text())
        }
        Fix::Merge(from, into) => {
            let mut parts: Vec<_> = groups(&snapshot, (from, into), reason);
            if plan.people > 0 {
                parts.push(of_people(visit, &snapshot, plan, reason).await?);
            }
            let joined = |part: fn(&ShownAs) -> &str| {
                let texts: Vec<_> = parts.iter().map(part).collect();
                texts.join("\n")
            };
            both(joined(|part| &part.powershell), joined(|part| &part.rest))
        }
        Fix::RemoveRedundant | Fix::RemoveOfDisabled | Fix::RemoveMasking(_) => {
            of_people(visit, &snapshot, plan, reason).await?
        }
        Fix::Edit(..) => ShownAs::default(),
    })
}

/// The groups that have the first policy get the second, where they stand in the ranking.
fn groups(snapshot: &Snapshot, (from, into): (PolicyId, PolicyId), reason: &str) -> Vec<ShownAs> {
    let Some(into) = name(snapshot, Some(into)) else {
        return Vec::new();
    };
    let having = snapshot
        .ranking
        .iter()
        .filter(|row| row.assignment.policy == from);
    let one = having.map(|row| {
        let (group, rank) = (row.assignment.group, Some(i64::from(row.assignment.rank)));
        let powershell = format!("{}\n{}", unassign_group(group), assign_group(group, into, rank));
        let call = shown::assign_group(group, into, rank).reason(reason);
        both(powershell, call.text())
    });
    one.collect()
}

async fn of_people(
    visit: &Visit,
    snapshot: &Snapshot,
    plan: &FixPlan,
    reason: &str,
) -> Result<ShownAs, ServiceError> {
    let fix = plan.finding.fix;
    let (from, into) = match fix {
        Fix::Merge(from, into) => (name(snapshot, Some(from)), name(snapshot, Some(into))),
        _ => (None, None),
    };
    if plan.people <= u64::from(NAMED) {
        let people = people_of(visit.services(), &visit.context, fix).await?;
        let rest = shown::assign_many(&people, into, &ExceptionInput::default(), reason);
        return Ok(both(assign_many(&people, into), rest));
    }
    let what = into.map_or_else(
        || "--remove".to_owned(),
        |into| format!("--policy {}", quote(into.as_str())),
    );
    let powershell = too_many(plan.people, &format!("{what} --users people.csv"));
    let rest = match fix {
        Fix::Merge(..) => shown::assign_matching(from, None, into, reason),
        Fix::RemoveOfDisabled => shown::assign_matching(None, Some(false), None, reason),
        _ => format!(
            "# {} are too many to name them here. Download them as people.csv above, then:\n{}",
            people_words(plan.people),
            shown::unassign_file(reason)
        ),
    };
    Ok(both(powershell, rest))
}
