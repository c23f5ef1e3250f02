//! Changes that wait for their confirmation, as somebody would type them elsewhere.

use super::visit::Visit;
use forecourt_app::pages::show_as::ShownAs;
use forecourt_app::ui::people as people_words;
use forecourt_exchange::powershell::{assign_group, assign_many, grant, quote, unassign_group};
use forecourt_model::policy::PolicyName;
use forecourt_model::{PersonId, PolicyId};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::group::{GroupChange, GroupView};
use forecourt_service::operation::{Fate, FateFilter, OperationView, State, Stretch, lines};
use forecourt_service::{ServiceError, Snapshot};

/// How many people an operation names one by one.
const NAMED: u32 = 500;

/// These cmdlets. What they are as requests is not written here yet.
pub(super) fn cmdlets(powershell: String) -> ShownAs {
    ShownAs {
        powershell,
        rest: String::new(),
    }
}

fn name(snapshot: &Snapshot, policy: Option<PolicyId>) -> Option<&PolicyName> {
    let policy = snapshot.policy(policy?);
    policy.map(|policy| &policy.name)
}

/// Another direct assignment of one person.
pub(super) fn of_person(snapshot: &Snapshot, sign_in_name: &str, policy: Option<PolicyId>) -> ShownAs {
    cmdlets(grant(sign_in_name, name(snapshot, policy)))
}

/// Another direct assignment of several people.
pub(super) fn of_people(snapshot: &Snapshot, people: &[PersonId], policy: Option<PolicyId>) -> ShownAs {
    cmdlets(assign_many(people, name(snapshot, policy)))
}

/// A change of a group: of its policy or its rank. Members come from the directory, so no cmdlet changes them.
pub(super) fn of_group(view: &GroupView, change: &GroupChange) -> ShownAs {
    let assign = |policy: PolicyId, rank: Option<i64>| {
        let name = name(&view.snapshot, Some(policy))?;
        let add = assign_group(view.group.id, name, rank);
        // A group that has a policy is freed of it first, as the original wants it.
        let has = view.assignment.is_some();
        Some(if has {
            format!("{}\n{add}", unassign_group(view.group.id))
        } else {
            add
        })
    };
    let text = match (change, &view.assignment) {
        (GroupChange::Assign(_, policy, rank), _) => assign(*policy, *rank),
        (GroupChange::Move(_, rank), Some(row)) => assign(row.assignment.policy, Some(*rank)),
        (GroupChange::Unassign(_), _) => Some(unassign_group(view.group.id)),
        _ => None,
    };
    cmdlets(text.unwrap_or_default())
}

/// What makes the assignments of an operation exceptions, as flags of the command.
fn ends(view: &OperationView) -> String {
    let Some(owner) = &view.operation.owner else {
        return String::new();
    };
    let typed = ExceptionInput::of(Some(owner), view.operation.expires_at);
    let end = if typed.date.is_empty() {
        String::new()
    } else {
        format!(" --ends {}T{}", typed.date, typed.time)
    };
    format!("{end} --owner {}", quote(owner))
}

/// An operation that was not started: the people whom it changes, by their object ids.
///
/// # Errors
/// Its lines cannot be read.
pub(super) async fn of_operation(visit: &Visit, view: &OperationView) -> Result<ShownAs, ServiceError> {
    let operation = &view.operation;
    if operation.state != State::Draft || view.counts.change == 0 {
        return Ok(ShownAs::default());
    }
    let snapshot = visit.services().snapshot()?;
    let policy = name(&snapshot, operation.policy);
    if view.counts.change > u64::from(NAMED) {
        let what = match policy {
            _ if operation.is_by_line() => "--policy-column".to_owned(),
            None => "--remove".to_owned(),
            Some(name) => format!("--policy {}", quote(name.as_str())),
        };
        let ends = ends(view);
        return Ok(cmdlets(format!(
            "# {} are too many to name them here. Download them as CSV above, then on the server:\n\
             # forecourt assign {what} --users people.csv{ends}",
            people_words(view.counts.change)
        )));
    }
    let changing = FateFilter::One(Fate::Change);
    let page = lines(visit.services(), &visit.context, operation.id, changing, 0, NAMED).await?;
    if !operation.is_by_line() {
        let people: Vec<_> = page.lines.iter().filter_map(|line| line.person).collect();
        return Ok(cmdlets(assign_many(&people, policy)));
    }
    let of_stretch = |stretch: &Stretch| {
        let inside = |position| position > stretch.range.0 && position <= stretch.range.1;
        let lines = page.lines.iter().filter(|line| inside(line.position));
        let people: Vec<_> = lines.filter_map(|line| line.person).collect();
        (!people.is_empty()).then(|| assign_many(&people, name(&snapshot, stretch.policy)))
    };
    let all: Vec<_> = view.policies.iter().filter_map(of_stretch).collect();
    Ok(cmdlets(all.join("\n")))
}
