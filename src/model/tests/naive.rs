//! The rules once more, as plainly as they can be said, and every situation there is asked of both.
//!
//! - Both levels must allow it: the organization's switch off rolls down to everybody, whatever a policy says.
//! - The way in (found, written to first, added to a chat by somebody outside) needs the inbound switches of both
//!   levels as well. Everything else, replies from outside included, needs only the first switch of both.
//! - The first setting that says no decides, asked in this order: `AllowTeamsConsumer`, `EnableTeamsConsumerAccess`,
//!   `AllowTeamsConsumerInbound`, `EnableTeamsConsumerInbound`.
//! - One policy is in force: the direct one, else that of the group with the lowest rank, else Global.
//! - Before activation nobody can chat.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::{
    Action, AssignmentSource, Direction, GroupAssignment, Initiator, ReasonCode, Situation, Switches,
    effective_policy, evaluate,
};
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PolicyId};
use uuid::Uuid;

const BOTH: [bool; 2] = [true, false];
const DIRECT: u128 = 100;
const FIRST: u128 = 101;
const SECOND: u128 = 102;

/// Everything that one question depends on. `None` is *no such assignment*; groups have a rank.
#[derive(Clone, Copy, Debug)]
struct Case {
    active: bool,
    organization: Switches,
    global: Switches,
    direct: Option<Switches>,
    first: Option<(u32, Switches)>,
    second: Option<(u32, Switches)>,
}

/// An answer: allowed, the reason's code, the setting that decides, where the policy comes from.
type Answer = (bool, &'static str, Option<&'static str>, &'static str);

fn naive(case: Case, from_outside: bool, action: &str) -> Answer {
    let (policy, source) = naive_policy(case);
    let way_in = from_outside && action != "send";
    let (allowed, code, setting) = if !case.active {
        (false, "not_activated", None)
    } else if !case.organization.access {
        (false, "organization_chat_off", Some("AllowTeamsConsumer"))
    } else if !policy.access {
        (false, "policy_chat_off", Some("EnableTeamsConsumerAccess"))
    } else if way_in && !case.organization.inbound {
        (
            false,
            "organization_inbound_off",
            Some("AllowTeamsConsumerInbound"),
        )
    } else if way_in && !policy.inbound {
        (false, "policy_inbound_off", Some("EnableTeamsConsumerInbound"))
    } else {
        (true, "allowed", None)
    };
    (allowed, code, setting, source)
}

fn naive_policy(case: Case) -> (Switches, &'static str) {
    if let Some(direct) = case.direct {
        return (direct, "direct");
    }
    match (case.first, case.second) {
        (Some((one, policy)), Some((two, other))) => (if one < two { policy } else { other }, "group"),
        (Some((_, policy)), None) | (None, Some((_, policy))) => (policy, "group"),
        (None, None) => (case.global, "global"),
    }
}

fn every_switches() -> Vec<Switches> {
    let pair = |access| BOTH.map(|inbound| Switches { access, inbound });
    BOTH.into_iter().flat_map(pair).collect()
}

fn every_case() -> Vec<Case> {
    let all = every_switches();
    let perhaps: Vec<Option<Switches>> = all.iter().copied().map(Some).chain([None]).collect();
    let mut cases = Vec::new();
    for active in BOTH {
        for organization in &all {
            for global in &all {
                for direct in &perhaps {
                    for first in &perhaps {
                        for second in &perhaps {
                            for (one, two) in [(1, 2), (2, 1)] {
                                cases.push(Case {
                                    active,
                                    organization: *organization,
                                    global: *global,
                                    direct: *direct,
                                    first: first.map(|switches| (one, switches)),
                                    second: second.map(|switches| (two, switches)),
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    cases
}

/// The same question to the model, through assignments and the effective policy.
fn asked(case: Case) -> (Situation, AssignmentSource) {
    let assignment = |number: u128, group: Option<(u32, Switches)>| {
        group.map(|(rank, _)| GroupAssignment {
            group: GroupId(Uuid::from_u128(number)),
            rank,
            policy: PolicyId(Uuid::from_u128(number)),
        })
    };
    let groups: Vec<_> = [assignment(FIRST, case.first), assignment(SECOND, case.second)]
        .into_iter()
        .flatten()
        .collect();
    let direct = case.direct.map(|_| PolicyId(Uuid::from_u128(DIRECT)));
    let effective = effective_policy(direct, &groups);
    let policy = match effective.policy.0.as_u128() {
        DIRECT => case.direct.unwrap(),
        FIRST => case.first.unwrap().1,
        SECOND => case.second.unwrap().1,
        _ => {
            assert_eq!(effective.policy, PolicyId::GLOBAL);
            case.global
        }
    };
    let situation = Situation {
        active: case.active,
        organization: case.organization,
        policy,
    };
    (situation, effective.source)
}

#[test]
fn every_answer_reason_and_source_agrees() {
    let cases = every_case();
    assert_eq!(cases.len(), 2 * 4 * 4 * 5 * 5 * 5 * 2);
    for case in cases {
        let (situation, source) = asked(case);
        let source = match source {
            AssignmentSource::Direct => "direct",
            AssignmentSource::Group { group, rank } => {
                let of_first = group.0.as_u128() == FIRST;
                let wanted = if of_first { case.first } else { case.second };
                assert_eq!(Some(rank), wanted.map(|(rank, _)| rank));
                "group"
            }
            AssignmentSource::Global => "global",
        };
        for (initiator, from_outside) in [(Initiator::Internal, false), (Initiator::External, true)] {
            for action in Action::ALL {
                let verdict = evaluate(situation, initiator, action);
                let setting = verdict.reason.deciding_setting().map(SettingKey::name);
                assert_eq!(
                    (verdict.is_allowed(), verdict.reason.code(), setting, source),
                    naive(case, from_outside, action.code()),
                    "{case:?} {initiator:?} {action:?}"
                );
                assert_eq!(verdict.is_allowed(), verdict.reason == ReasonCode::Allowed);
                assert_eq!(situation.allows(verdict.direction), verdict.is_allowed());
            }
        }
    }
}

fn every_situation() -> impl Iterator<Item = Situation> {
    let all = every_switches();
    BOTH.into_iter().flat_map(move |active| {
        let policies = all.clone();
        all.clone().into_iter().flat_map(move |organization| {
            policies.clone().into_iter().map(move |policy| Situation {
                active,
                organization,
                policy,
            })
        })
    })
}

fn switch(situation: &mut Situation, key: SettingKey) -> &mut bool {
    match key {
        SettingKey::AllowTeamsConsumer => &mut situation.organization.access,
        SettingKey::AllowTeamsConsumerInbound => &mut situation.organization.inbound,
        SettingKey::EnableTeamsConsumerAccess => &mut situation.policy.access,
        SettingKey::EnableTeamsConsumerInbound => &mut situation.policy.inbound,
        other => panic!("{other} decides about no chat"),
    }
}

#[test]
fn the_chain_of_evidence_names_what_is_asked_and_what_decides() {
    let outward = [
        SettingKey::AllowTeamsConsumer,
        SettingKey::EnableTeamsConsumerAccess,
    ];
    let inward = [
        SettingKey::AllowTeamsConsumer,
        SettingKey::EnableTeamsConsumerAccess,
        SettingKey::AllowTeamsConsumerInbound,
        SettingKey::EnableTeamsConsumerInbound,
    ];
    for mut situation in every_situation() {
        for (initiator, wanted) in [
            (Initiator::Internal, &outward[..]),
            (Initiator::External, &inward),
        ] {
            let verdict = evaluate(situation, initiator, Action::StartChat);
            let keys: Vec<_> = verdict.consulted.iter().map(|asked| asked.setting).collect();
            assert_eq!(keys, wanted);
            let mut so_far = situation.active;
            for asked in &verdict.consulted {
                assert_eq!(asked.stored, *switch(&mut situation, asked.setting));
                so_far &= asked.stored;
                assert_eq!(asked.effective, so_far, "{situation:?} {asked:?}");
            }
            assert_eq!(so_far, verdict.is_allowed());
            let decided: Vec<_> = verdict.consulted.iter().filter(|asked| asked.decided).collect();
            assert_eq!(
                decided.first().map(|asked| asked.setting),
                verdict.reason.deciding_setting()
            );
            assert!(decided.len() <= 1);
        }
    }
}

#[test]
fn a_remedy_turns_the_answer_and_no_part_of_it_does() {
    for situation in every_situation() {
        for (initiator, direction) in [
            (Initiator::Internal, Direction::Outward),
            (Initiator::External, Direction::Inward),
        ] {
            let verdict = evaluate(situation, initiator, Action::StartChat);
            let allowed = verdict.is_allowed();
            let expected = match (allowed, direction) {
                (false, _) => 1,
                (true, Direction::Outward) => 2,
                (true, Direction::Inward) => 4,
            };
            assert_eq!(verdict.would_change.len(), expected, "{situation:?}");
            for remedy in &verdict.would_change {
                let size = remedy.settings.len() + usize::from(remedy.activation);
                for part in 0..1_u32 << size {
                    let mut changed = situation;
                    for (index, key) in remedy.settings.iter().enumerate() {
                        if part & (1 << index) != 0 {
                            *switch(&mut changed, *key) = remedy.value;
                        }
                    }
                    if remedy.activation && part & (1 << remedy.settings.len()) != 0 {
                        changed.active = true;
                    }
                    let is_whole = part + 1 == 1 << size;
                    let turned = evaluate(changed, initiator, Action::StartChat).is_allowed() != allowed;
                    assert_eq!(turned, is_whole, "{situation:?} {remedy:?} {part:b}");
                }
            }
        }
    }
}
