//! Why people keep their answers, and who can be contacted again, said once more and asked of every case there is.

use forecourt_model::PolicyId;
use forecourt_model::access::{
    AcknowledgePercent, Action, Cohort, Impact, Initiator, PolicyChange, ReasonCode, Situation, SourceKind,
    Switches, Untouched, evaluate, impact,
};

const BOTH: [bool; 2] = [true, false];

/// Both sides of a change for one policy's people.
#[derive(Clone, Copy, Debug)]
struct Case {
    before: (bool, Switches),
    after: (bool, Switches),
    policy: (Switches, Switches),
    change: PolicyChange,
}

fn switches(access: bool, inbound: bool) -> Switches {
    Switches { access, inbound }
}

fn every_switches() -> Vec<Switches> {
    let pair = |access| BOTH.map(|inbound| switches(access, inbound));
    BOTH.into_iter().flat_map(pair).collect()
}

fn every_case() -> Vec<Case> {
    let all = every_switches();
    let states: Vec<_> = BOTH
        .into_iter()
        .flat_map(|active| all.iter().map(move |organization| (active, *organization)))
        .collect();
    let mut cases = Vec::new();
    for before in &states {
        for after in &states {
            for was in &all {
                for will in &all {
                    for change in [PolicyChange::Same, PolicyChange::Edited, PolicyChange::Replaced] {
                        if change != PolicyChange::Same || was == will {
                            cases.push(Case {
                                before: *before,
                                after: *after,
                                policy: (*was, *will),
                                change,
                            });
                        }
                    }
                }
            }
        }
    }
    cases
}

fn found(case: Case) -> Impact {
    let cohort = Cohort {
        people: 7,
        source: SourceKind::Group,
        before: case.policy.0,
        after: case.policy.1,
        policy: PolicyId::GLOBAL,
        change: case.change,
    };
    impact(case.before, case.after, &[cohort])
}

/// Chat, and being contacted, from the four switches as plain booleans.
fn answers(active: bool, organization: Switches, policy: Switches) -> (bool, bool) {
    let chat = active && organization.access && policy.access;
    (chat, chat && organization.inbound && policy.inbound)
}

/// - Nothing that counts for them is written: the policy is not touched.
/// - The feature is not here on either side: it is not activated.
/// - Whoever allows everything on their own level would see a change: then their own level keeps them as they are.
///   That is the policy when the organization's change is what they would see, and the organization when it is the
///   policy's. When both would show, the first that refuses afterwards is named.
/// - The organization's switches were written and make no difference alone: its first switch is off.
/// - Otherwise what they get says the same.
fn naive(case: Case) -> Option<Untouched> {
    let (was_active, organization) = case.before;
    let (is_active, organization_after) = case.after;
    let (policy, policy_after) = case.policy;
    let on = switches(true, true);
    if answers(was_active, organization, policy) != answers(is_active, organization_after, policy_after) {
        return None;
    }
    let organization_written = was_active != is_active || organization != organization_after;
    let policy_written = case.change != PolicyChange::Same;
    if !organization_written && !policy_written {
        return Some(Untouched::OtherPolicy);
    }
    if !was_active && !is_active {
        return Some(Untouched::NotActivated);
    }
    let seen_of_organization =
        answers(was_active, organization, on) != answers(is_active, organization_after, on);
    let seen_of_policy = answers(true, on, policy) != answers(true, on, policy_after);
    let why = if seen_of_organization && seen_of_policy {
        let situation = Situation {
            active: is_active,
            organization: organization_after,
            policy: policy_after,
        };
        match evaluate(situation, Initiator::External, Action::StartChat).reason {
            ReasonCode::PolicyChatOff | ReasonCode::PolicyInboundOff => Untouched::PolicyOff,
            _ => Untouched::OrganizationOff,
        }
    } else if seen_of_organization {
        Untouched::PolicyOff
    } else if seen_of_policy || !policy_written {
        Untouched::OrganizationOff
    } else {
        Untouched::SameAnswers
    };
    Some(why)
}

#[test]
fn everybody_is_affected_or_has_the_reason_that_holds() {
    let cases = every_case();
    assert_eq!(cases.len(), 8 * 8 * (16 * 2 + 4));
    let mut seen = Vec::new();
    for case in cases {
        let found = found(case);
        let reasons: Vec<_> = found
            .unaffected
            .iter()
            .map(|entry| (entry.why, entry.people))
            .collect();
        let expected: Vec<_> = naive(case).map(|why| (why, 7)).into_iter().collect();
        assert_eq!(reasons, expected, "{case:?}");
        assert_eq!(
            found.affected + found.unaffected.iter().map(|entry| entry.people).sum::<u64>(),
            7
        );
        seen.extend(reasons.into_iter().map(|(why, _)| why));
    }
    // A direct assignment and a rank are known to whoever moves people, not to switches.
    for why in Untouched::ALL {
        let by_switches = !matches!(why, Untouched::DirectAssignment | Untouched::BetterRank);
        assert_eq!(seen.contains(&why), by_switches, "{why:?}");
    }
}

/// What a reason claims has to be true of the case that it is given for.
#[test]
fn no_reason_claims_what_is_not_so() {
    for case in every_case() {
        let Some(entry) = found(case).unaffected.first().copied() else {
            continue;
        };
        let refuses = |switches: Switches| !switches.access || !switches.inbound;
        let true_of_it = match entry.why {
            Untouched::OrganizationOff => refuses(case.after.1) || !case.after.0,
            Untouched::PolicyOff => refuses(case.policy.0) || refuses(case.policy.1),
            Untouched::OtherPolicy => case.policy.0 == case.policy.1 && case.before == case.after,
            Untouched::SameAnswers => case.change != PolicyChange::Same,
            Untouched::NotActivated => !case.before.0 && !case.after.0,
            Untouched::DirectAssignment | Untouched::BetterRank => false,
        };
        assert!(true_of_it, "{entry:?} {case:?}");
    }
}

#[test]
fn the_reasons_of_changes_that_administrators_make() {
    let (on, off) = (switches(true, true), switches(false, true));
    let no_inbound = switches(true, false);
    let same = PolicyChange::Same;
    for (organization, policy, change, why, because) in [
        (
            (on, off),
            (off, off),
            same,
            Untouched::PolicyOff,
            "chat goes, and their policy had none",
        ),
        (
            (on, no_inbound),
            (no_inbound, no_inbound),
            same,
            Untouched::PolicyOff,
            "inbound goes, they had none",
        ),
        (
            (off, switches(false, false)),
            (on, on),
            same,
            Untouched::OrganizationOff,
            "a child below its parent",
        ),
        (
            (off, off),
            (on, off),
            PolicyChange::Edited,
            Untouched::OrganizationOff,
            "no policy can allow it",
        ),
        (
            (no_inbound, no_inbound),
            (on, no_inbound),
            PolicyChange::Edited,
            Untouched::OrganizationOff,
            "inbound",
        ),
        (
            (on, on),
            (on, on),
            PolicyChange::Edited,
            Untouched::SameAnswers,
            "its domains were edited",
        ),
        (
            (on, on),
            (on, on),
            PolicyChange::Replaced,
            Untouched::SameAnswers,
            "a policy that says the same",
        ),
        (
            (on, on),
            (off, switches(false, false)),
            PolicyChange::Edited,
            Untouched::SameAnswers,
            "a child asleep",
        ),
        (
            (on, on),
            (off, off),
            same,
            Untouched::OtherPolicy,
            "somebody else's policy was edited",
        ),
    ] {
        let case = Case {
            before: (true, organization.0),
            after: (true, organization.1),
            policy,
            change,
        };
        let found = found(case);
        assert_eq!(
            found.unaffected.first().map(|entry| entry.why),
            Some(why),
            "{because}"
        );
    }
}

/// Those who can be contacted afterwards and not before, would be in both states if every first switch were on, and
/// keep their policy: so an inbound switch that is stored on all along has an effect again, and nothing else.
#[test]
fn whoever_wakes_owes_it_to_a_switch_that_was_stored_on_all_along() {
    let mut woken = 0;
    for case in every_case() {
        let inward =
            |(active, organization): (bool, Switches), policy| answers(active, organization, policy).1;
        let with_parents = |(active, organization): (bool, Switches), policy: Switches| {
            let parent_on = |of: Switches| switches(true, of.inbound);
            answers(active, parent_on(organization), parent_on(policy)).1
        };
        let wakes = !inward(case.before, case.policy.0)
            && inward(case.after, case.policy.1)
            && with_parents(case.before, case.policy.0)
            && with_parents(case.after, case.policy.1)
            && case.change != PolicyChange::Replaced;
        let found = found(case);
        assert_eq!(found.wakes, if wakes { 7 } else { 0 }, "{case:?}");
        assert!(found.wakes <= found.inbound.gain);
        woken += u64::from(wakes);
    }
    assert!(woken > 0);
}

#[test]
fn a_reason_given_again_moves_people_and_makes_none() {
    let case = Case {
        before: (true, switches(true, true)),
        after: (true, switches(true, true)),
        policy: (switches(true, true), switches(true, true)),
        change: PolicyChange::Same,
    };
    let mut impact = found(case);
    impact.explain(Untouched::OtherPolicy, Untouched::DirectAssignment, 3);
    impact.explain(Untouched::SameAnswers, Untouched::BetterRank, 2);
    let left = Untouched::ALL.map(|why| impact.left(why));
    assert_eq!(left, [3, 0, 0, 0, 4, 0, 0]);
    impact.explain(Untouched::OtherPolicy, Untouched::BetterRank, 99);
    assert_eq!(Untouched::ALL.map(|why| impact.left(why)), [3, 4, 0, 0, 0, 0, 0]);
}

#[test]
fn the_share_from_which_a_change_is_acknowledged_has_its_ends() {
    let reaching = |affected| Impact {
        people: 200,
        affected,
        ..Impact::default()
    };
    for (percent, affected, asked) in [
        (0, 0, false),
        (0, 1, true),
        (10, 19, false),
        (10, 20, true),
        (100, 199, false),
        (100, 200, true),
    ] {
        let percent = AcknowledgePercent::try_from(percent).unwrap();
        let found = reaching(affected).needs_acknowledgement(percent.get());
        assert_eq!(found, asked, "{affected} of 200 at {percent} %");
        assert_eq!(reaching(affected).needs_review(percent.get()), asked);
    }
}
