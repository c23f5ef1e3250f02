//! Changes that wait for their confirmation, and settings as they stand, as somebody would type them elsewhere.

mod fix;

pub(super) use fix::of_fix;

use super::api::shown;
use super::visit::Visit;
use forecourt_app::pages::show_as::{ShownAs, ShownSettings};
use forecourt_app::ui::people as people_words;
use forecourt_exchange::powershell::{
    assign_group, assign_many, grant, quote, remove_policy, set_policy, set_tenant, show_policy_setting,
    show_setting, unassign_group,
};
use forecourt_model::policy::{Policy, PolicyName, PolicySettings};
use forecourt_model::rollout::Answer;
use forecourt_model::settings::{Level, OrganizationSettings, SettingKey, catalogue};
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::exception::ExceptionInput;
use forecourt_service::group::{GroupChange, GroupView};
use forecourt_service::operation::{Fate, FateFilter, OperationView, State, Stretch, lines};
use forecourt_service::organization::SettingsView;
use forecourt_service::organization::compare::EDITED;
use forecourt_service::people::Person;
use forecourt_service::rollout::{DatesInput, RolloutView};
use forecourt_service::{ServiceError, Snapshot};
use std::collections::BTreeMap;

/// How many people a command names one by one.
pub(super) const NAMED: u32 = 500;

/// When an assignment ends and who answers for it, and why it is made; each as it was typed.
type Typed<'t> = (&'t ExceptionInput, &'t str);

fn both(powershell: String, rest: String) -> ShownAs {
    ShownAs { powershell, rest }
}

fn name(snapshot: &Snapshot, policy: Option<PolicyId>) -> Option<&PolicyName> {
    let policy = snapshot.policy(policy?);
    policy.map(|policy| &policy.name)
}

fn settings_of(parts: shown::Parts, cmdlets: impl Iterator<Item = (SettingKey, String)>) -> ShownSettings {
    ShownSettings {
        cmdlets: cmdlets.filter(|(_, command)| !command.is_empty()).collect(),
        around: parts.around,
        properties: parts.lines.into_iter().collect::<BTreeMap<_, _>>(),
    }
}

/// Each setting of the organization as it is.
pub(super) fn each_setting(settings: &OrganizationSettings) -> ShownSettings {
    let cmdlets = EDITED.into_iter().map(|key| (key, show_setting(settings, key)));
    settings_of(shown::each_setting(settings, &EDITED), cmdlets)
}

/// Each setting of a policy as it is in `settings`.
pub(super) fn each_setting_of(policy: &Policy, settings: &PolicySettings) -> ShownSettings {
    let of_policies = catalogue().filter(|setting| setting.level == Level::Policy);
    let keys: Vec<_> = of_policies.map(|setting| setting.key).collect();
    let is_global = policy.name.is_global();
    let cmdlets = keys
        .iter()
        .map(|key| (*key, show_policy_setting(&policy.name, is_global, settings, *key)));
    settings_of(shown::each_setting_of(policy, settings, &keys), cmdlets)
}

/// Other settings of the organization.
pub(super) fn of_settings(stored: &SettingsView, wanted: &OrganizationSettings, reason: &str) -> ShownAs {
    let call = shown::settings(&stored.settings, stored.revision, wanted).reason(reason);
    both(set_tenant(&stored.settings, wanted), call.text())
}

/// Other settings of a policy.
pub(super) fn of_policy(policy: &Policy, wanted: &PolicySettings, reason: &str) -> ShownAs {
    let is_global = policy.name.is_global();
    let powershell = set_policy(&policy.name, is_global, Some(&policy.settings), wanted);
    both(powershell, shown::policy(policy, wanted).reason(reason).text())
}

/// A policy more.
pub(super) fn of_new_policy(name: &PolicyName, settings: &PolicySettings) -> ShownAs {
    let powershell = set_policy(name, false, None, settings);
    both(powershell, shown::add_policy(name, settings).text())
}

/// A policy less.
pub(super) fn of_delete(policy: &Policy) -> ShownAs {
    both(remove_policy(&policy.name), shown::delete_policy(policy).text())
}

/// Global with its defaults.
pub(super) fn of_reset(global: &Policy, reason: &str) -> ShownAs {
    let call = shown::reset_policy(global).reason(reason);
    both(remove_policy(&global.name), call.text())
}

/// Another direct assignment of one person.
pub(super) fn of_person(
    snapshot: &Snapshot,
    person: &Person,
    policy: Option<PolicyId>,
    (exception, reason): Typed<'_>,
) -> ShownAs {
    let policy = name(snapshot, policy).filter(|name| !name.is_global());
    let call = shown::assign(person.id, Some(person.revision), policy, exception).reason(reason);
    both(grant(&person.user_principal_name, policy), call.text())
}

/// Another direct assignment of several people.
pub(super) fn of_people(
    snapshot: &Snapshot,
    people: &[PersonId],
    policy: Option<PolicyId>,
    (exception, reason): Typed<'_>,
) -> ShownAs {
    let policy = name(snapshot, policy);
    let rest = shown::assign_many(people, policy, exception, reason);
    both(assign_many(people, policy), rest)
}

/// A change of a group. Members come from the directory, so no cmdlet changes them; the direct assignments of `masked`
/// are what taking them away is about.
pub(super) fn of_group(view: &GroupView, change: &GroupChange, masked: &[PersonId], reason: &str) -> ShownAs {
    let id = view.group.id;
    let current = view.assignment.as_ref().map(|row| row.assignment.policy);
    let assign = |policy: PolicyId, rank: Option<i64>| {
        let name = name(&view.snapshot, Some(policy))?;
        let add = assign_group(id, name, rank);
        // A group that has a policy is freed of it first, as the original wants it.
        let powershell = match current {
            Some(_) => format!("{}\n{add}", unassign_group(id)),
            None => add,
        };
        Some((powershell, shown::assign_group(id, name, rank)))
    };
    let found = match change {
        GroupChange::Assign(_, policy, rank) => assign(*policy, *rank),
        GroupChange::Move(_, rank) => current.and_then(|policy| assign(policy, Some(*rank))),
        GroupChange::Unassign(_) => Some((unassign_group(id), shown::unassign_group(id))),
        GroupChange::AddMembers(_, people) => Some((String::new(), shown::members(id, people, false))),
        GroupChange::RemoveMembers(_, people) => Some((String::new(), shown::members(id, people, true))),
        GroupChange::RemoveMasking(_) => Some((assign_many(masked, None), shown::free_members(id))),
        GroupChange::Remove(_) => Some((String::new(), shown::remove_group(id, view.group.revision))),
    };
    found.map_or_else(ShownAs::default, |(powershell, call)| {
        both(powershell, call.reason(reason).text())
    })
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

/// The policy that a group has, as it is.
pub(super) fn of_group_as_it_is(view: &GroupView) -> ShownAs {
    let id = view.group.id;
    let assigned = view.assignment.as_ref().and_then(|row| {
        let name = name(&view.snapshot, Some(row.assignment.policy))?;
        Some((name, Some(i64::from(row.assignment.rank))))
    });
    match assigned {
        Some((name, rank)) => both(
            assign_group(id, name, rank),
            shown::assign_group(id, name, rank).text(),
        ),
        None => ShownAs::default(),
    }
}

/// An answer to the rollout. No cmdlet gives one.
pub(super) fn of_answer(view: &RolloutView, answer: Answer, reason: &str) -> ShownAs {
    let call = shown::answer_rollout(answer, view.revision).reason(reason);
    both(String::new(), call.text())
}

/// Other dates of the rollout, which had `revision`. No cmdlet moves them.
pub(super) fn of_dates(dates: &DatesInput, revision: Revision, reason: &str) -> ShownAs {
    let call = shown::move_dates(dates, revision).reason(reason);
    both(String::new(), call.text())
}

/// What can be done with an operation next: to start a draft, to cancel what runs, to try again for those who failed.
///
/// # Errors
/// Its lines cannot be read.
pub(super) async fn of_operation(visit: &Visit, view: &OperationView) -> Result<ShownAs, ServiceError> {
    let operation = &view.operation;
    match operation.state {
        State::Draft if view.counts.change == 0 => Ok(ShownAs::default()),
        State::Draft => {
            let rest = shown::start(operation.id).text();
            Ok(both(cmdlets_of(visit, view).await?, rest))
        }
        State::Waiting | State::Running => Ok(both(String::new(), shown::cancel(operation.id).text())),
        State::Done | State::Cancelled if operation.failed > 0 => {
            Ok(both(String::new(), shown::retry(operation.id).text()))
        }
        State::Done | State::Cancelled => Ok(ShownAs::default()),
    }
}

/// What to do instead of naming so many people.
fn too_many(people: u64, command: &str) -> String {
    format!(
        "# {} are too many to name them here. Download them as CSV above, then on the server:\n\
         # forecourt assign {command}",
        people_words(people)
    )
}

/// A draft as cmdlets, with the people whom it changes by their object ids.
async fn cmdlets_of(visit: &Visit, view: &OperationView) -> Result<String, ServiceError> {
    let operation = &view.operation;
    let snapshot = visit.services().snapshot()?;
    let policy = name(&snapshot, operation.policy);
    if view.counts.change > u64::from(NAMED) {
        let what = match policy {
            _ if operation.is_by_line() => "--policy-column".to_owned(),
            None => "--remove".to_owned(),
            Some(name) => format!("--policy {}", quote(name.as_str())),
        };
        return Ok(too_many(
            view.counts.change,
            &format!("{what} --users people.csv{}", ends(view)),
        ));
    }
    let changing = FateFilter::One(Fate::Change);
    let page = lines(visit.services(), &visit.context, operation.id, changing, 0, NAMED).await?;
    if !operation.is_by_line() {
        let people: Vec<_> = page.lines.iter().filter_map(|line| line.person).collect();
        return Ok(assign_many(&people, policy));
    }
    let of_stretch = |stretch: &Stretch| {
        let inside = |position| position > stretch.range.0 && position <= stretch.range.1;
        let lines = page.lines.iter().filter(|line| inside(line.position));
        let people: Vec<_> = lines.filter_map(|line| line.person).collect();
        (!people.is_empty()).then(|| assign_many(&people, name(&snapshot, stretch.policy)))
    };
    let all: Vec<_> = view.policies.iter().filter_map(of_stretch).collect();
    Ok(all.join("\n"))
}
