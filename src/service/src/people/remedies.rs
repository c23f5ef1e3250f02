//! What would change a person's answers, and how many people each way reaches.

use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_model::access::{Access, Direction, Impact, Situation, Switches};
use forecourt_model::policy::{Policy, PolicyKind, PolicySettings};
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_store::person::Person;

/// One step of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Assign this policy to the person directly.
    Assign(PolicyId),
    /// Take the person's direct assignment away, so that the best-ranked group counts, or else Global.
    Unassign,
    /// Give a setting of the person's policy this value.
    Policy(PolicyId, SettingKey, bool),
    /// Give a setting of the organization this value.
    Organization(SettingKey, bool),
    /// Wait for the feature to be activated, or activate it.
    Activate,
}

/// One way to turn an answer: all of its steps, no fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The answer that turns.
    pub direction: Direction,
    /// To yes, or to no.
    pub allows: bool,
    /// What has to be done.
    pub steps: Vec<Step>,
    /// For how many people an answer changes.
    pub affected: u64,
}

/// Whom the ways are for.
struct Subject<'s> {
    snapshot: &'s Snapshot,
    person: &'s Person,
    /// The policy that counts without a direct assignment.
    fallback: PolicyId,
}

/// What the steps do to the direct assignment.
#[derive(Clone, Copy)]
enum Assigned {
    Untouched,
    Removed,
    To(PolicyId),
}

/// What counts for the person after some steps.
#[derive(Clone)]
struct After {
    steps: Vec<Step>,
    /// The direct assignment, when it is touched.
    assigned: Assigned,
    /// The policy with other settings, when it is edited.
    edited: Option<Policy>,
    settings: OrganizationSettings,
}

/// The ways to turn the answers that are no; when both are yes, the ways to turn them. Fewest people first.
///
/// `fallback` is the policy that counts for the person without a direct assignment.
pub(super) fn of(
    snapshot: &Snapshot,
    person: &Person,
    fallback: PolicyId,
    situation: Situation,
) -> Vec<Remedy> {
    let subject = &Subject {
        snapshot,
        person,
        fallback,
    };
    let access = Access::of(situation);
    let directions: &[Direction] = match (access.chat, access.inbound) {
        (true, false) => &[Direction::Inward],
        _ => &[Direction::Outward, Direction::Inward],
    };
    let mut found: Vec<_> = directions
        .iter()
        .flat_map(|direction| ways(subject, situation, *direction))
        .collect();
    found.sort_by_key(|remedy| (remedy.affected, remedy.steps.len()));
    found
}

fn ways(subject: &Subject<'_>, situation: Situation, direction: Direction) -> Vec<Remedy> {
    let allows = !situation.allows(direction);
    let start = After {
        steps: Vec::new(),
        assigned: Assigned::Untouched,
        edited: None,
        settings: subject.snapshot.settings.clone(),
    };
    let found = if allows {
        to_yes(subject, situation, direction, start)
    } else {
        to_no(subject, situation, direction, &start)
    };
    let remedy = |after: After| Remedy {
        direction,
        allows,
        affected: affected(subject, &after),
        steps: after.steps,
    };
    found.into_iter().map(remedy).collect()
}

fn says(switches: Switches, direction: Direction) -> bool {
    switches.access && (direction == Direction::Outward || switches.inbound)
}

/// Everything that says no has to be turned: first the organization, then the policy by assigning another or by
/// editing it.
fn to_yes(subject: &Subject<'_>, situation: Situation, direction: Direction, mut start: After) -> Vec<After> {
    let inward = direction == Direction::Inward;
    if !situation.active {
        start.steps.push(Step::Activate);
    }
    if !situation.organization.access {
        start.settings.allow_teams_consumer = true;
        start
            .steps
            .push(Step::Organization(SettingKey::AllowTeamsConsumer, true));
    }
    if inward && !situation.organization.inbound {
        start.settings.allow_teams_consumer_inbound = true;
        start
            .steps
            .push(Step::Organization(SettingKey::AllowTeamsConsumerInbound, true));
    }
    if says(situation.policy, direction) {
        return vec![start];
    }
    let mut found = assignments(subject, direction, true, &start);
    if let Some(policy) = editable(subject) {
        let mut keys = Vec::new();
        let mut edited = policy.clone();
        if !situation.policy.access {
            edited.settings.enable_teams_consumer_access = true;
            keys.push(SettingKey::EnableTeamsConsumerAccess);
        }
        if inward && !situation.policy.inbound {
            edited.settings.enable_teams_consumer_inbound = true;
            keys.push(SettingKey::EnableTeamsConsumerInbound);
        }
        let mut way = start;
        way.steps
            .extend(keys.into_iter().map(|key| Step::Policy(policy.id, key, true)));
        way.edited = Some(edited);
        found.push(way);
    }
    found
}

/// Any one setting is enough to turn a yes; the narrowest at each level is named.
fn to_no(subject: &Subject<'_>, situation: Situation, direction: Direction, start: &After) -> Vec<After> {
    let inward = direction == Direction::Inward;
    let mut found = assignments(subject, direction, false, start);
    if let Some(policy) = editable(subject) {
        let key = if inward {
            SettingKey::EnableTeamsConsumerInbound
        } else {
            SettingKey::EnableTeamsConsumerAccess
        };
        let mut edited = policy.clone();
        let switch: &mut bool = switch_of(&mut edited.settings, inward);
        *switch = false;
        let mut way = start.clone();
        way.steps.push(Step::Policy(policy.id, key, false));
        way.edited = Some(edited);
        found.push(way);
    }
    if situation.active {
        let mut way = start.clone();
        let key = if inward {
            way.settings.allow_teams_consumer_inbound = false;
            SettingKey::AllowTeamsConsumerInbound
        } else {
            way.settings.allow_teams_consumer = false;
            SettingKey::AllowTeamsConsumer
        };
        way.steps.push(Step::Organization(key, false));
        found.push(way);
    }
    found
}

fn switch_of(settings: &mut PolicySettings, inward: bool) -> &mut bool {
    if inward {
        &mut settings.enable_teams_consumer_inbound
    } else {
        &mut settings.enable_teams_consumer_access
    }
}

/// The policy that counts, when it may be edited.
fn editable<'s>(subject: &Subject<'s>) -> Option<&'s Policy> {
    subject
        .snapshot
        .policy(subject.person.effective_policy)
        .filter(|policy| policy.kind != PolicyKind::BuiltIn)
}

/// Taking the direct assignment away, or else assigning the policy that changes least besides.
fn assignments(subject: &Subject<'_>, direction: Direction, wanted: bool, start: &After) -> Vec<After> {
    let Subject {
        snapshot,
        person,
        fallback,
    } = *subject;
    let mut found = Vec::new();
    let without = snapshot.policy(fallback);
    let fits = |policy: &&Policy| says(policy.settings.switches(), direction) == wanted;
    if person.direct_policy.is_some() && without.as_ref().is_some_and(fits) {
        let mut way = start.clone();
        way.steps.push(Step::Unassign);
        way.assigned = Assigned::Removed;
        found.push(way);
    }
    let now = snapshot
        .policy(person.effective_policy)
        .map(|policy| policy.settings.switches());
    let distance = |policy: &&Policy| {
        let other = policy.settings.switches();
        now.map_or(0, |now| {
            u8::from(now.access != other.access) + u8::from(now.inbound != other.inbound)
        })
    };
    let assignable =
        |policy: &&Policy| policy.kind != PolicyKind::Global && policy.id != person.effective_policy;
    if let Some(best) = snapshot
        .policies
        .iter()
        .filter(assignable)
        .filter(fits)
        .min_by_key(distance)
    {
        let mut way = start.clone();
        way.steps.push(Step::Assign(best.id));
        way.assigned = Assigned::To(best.id);
        found.push(way);
    }
    found
}

/// For how many people an answer changes: everybody reached by the change of settings, and the person.
fn affected(subject: &Subject<'_>, after: &After) -> u64 {
    let Subject {
        snapshot,
        person,
        fallback,
    } = *subject;
    let edited: Vec<_> = after.edited.iter().cloned().collect();
    let everybody = if after.edited.is_none() && after.settings == snapshot.settings {
        Impact::default()
    } else {
        snapshot.impact_of(&after.settings, &edited)
    };
    let policy = match after.assigned {
        Assigned::Untouched => return everybody.affected,
        Assigned::Removed => fallback,
        Assigned::To(policy) => policy,
    };
    // The person is counted with the others as if the assignment stayed; count them by what they get instead.
    let of = |settings: &OrganizationSettings, policy: PolicyId| {
        let switches = snapshot.policy(policy).map(|policy| policy.settings.switches());
        let off = Switches {
            access: false,
            inbound: false,
        };
        Access::of(Situation {
            active: true,
            organization: settings.switches(),
            policy: switches.unwrap_or(off),
        })
    };
    let before = of(&snapshot.settings, person.effective_policy);
    let counted = u64::from(before != of(&after.settings, person.effective_policy));
    let real = u64::from(before != of(&after.settings, policy));
    everybody.affected - counted.min(everybody.affected) + real
}
