//! Scripts for a tenant: read back command by command, they do what they say, in the safe order and in batches.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails fails its test"
)]

use forecourt_exchange::powershell::script::{
    BATCH, Script, ScriptAssignment, ScriptGroup, ScriptPolicy, change_script, state_script,
};
use forecourt_model::GroupId;
use forecourt_model::policy::{PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::{DomainMode, OrganizationSettings};
use proptest::prelude::*;
use uuid::Uuid;

/// The words of a script, line by line: literals in single quotes as what they stand for.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut characters = text.chars().peekable();
    let (mut depth, mut quoted) = (0, false);
    let is_quote = |c: char| matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}');
    while let Some(character) = characters.next() {
        if quoted {
            if is_quote(character) {
                if characters.peek().copied().is_some_and(is_quote) {
                    word.push(characters.next().unwrap());
                } else {
                    quoted = false;
                }
            } else {
                word.push(character);
            }
            continue;
        }
        match character {
            c if is_quote(c) => quoted = true,
            '#' if word.is_empty() => while characters.next_if(|c| *c != '\n').is_some() {},
            '(' | '{' => {
                depth += i32::from(character == '(');
                word.push(character);
            }
            ')' => {
                depth -= 1;
                word.push(character);
            }
            '\n' if depth == 0 => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if !words.is_empty() {
                    all.push(std::mem::take(&mut words));
                }
            }
            ' ' | '\n' => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    assert!(!quoted && depth == 0, "{text}");
    all
}

fn argument<'c>(command: &'c [String], name: &str) -> Option<&'c str> {
    let place = command.iter().position(|word| word == name)?;
    command.get(place + 1).map(String::as_str)
}

fn name(text: &str) -> PolicyName {
    PolicyName::parse(text).unwrap()
}

fn groups(order: &[(u128, &str)]) -> Vec<ScriptGroup> {
    let group = |(id, policy): &(u128, &str)| ScriptGroup {
        id: GroupId(Uuid::from_u128(*id)),
        name: format!("Group\n{id}"),
        policy: name(policy),
    };
    order.iter().map(group).collect()
}

/// What Teams makes of the commands for groups: it closes gaps and makes room.
fn ranked(mut state: Vec<(String, String)>, text: &str) -> Vec<(String, String)> {
    for command in commands(text) {
        let group = || argument(&command, "-GroupId").unwrap().to_owned();
        match command[0].as_str() {
            "Remove-CsGroupPolicyAssignment" => state.retain(|(id, _)| *id != group()),
            "New-CsGroupPolicyAssignment" => {
                let rank: usize = argument(&command, "-Rank").unwrap().parse().unwrap();
                assert!(
                    !state.iter().any(|(id, _)| *id == group()),
                    "a group has one policy"
                );
                let policy = argument(&command, "-PolicyName").unwrap().to_owned();
                state.insert((rank - 1).min(state.len()), (group(), policy));
            }
            _ => {}
        }
    }
    state
}

fn pairs(groups: &[ScriptGroup]) -> Vec<(String, String)> {
    groups
        .iter()
        .map(|group| (group.id.to_string(), group.policy.to_string()))
        .collect()
}

fn script() -> Script {
    let before = OrganizationSettings {
        allow_teams_consumer: false,
        allow_teams_consumer_inbound: true,
        ..OrganizationSettings::default()
    };
    let mut after = OrganizationSettings {
        allow_teams_consumer: true,
        allow_teams_consumer_inbound: false,
        ..before.clone()
    };
    after.domains.mode = DomainMode::BlockAll;
    let global = PolicySettings::default();
    let mixed = PolicySettings {
        enable_teams_consumer_access: false,
        enable_acs_federation_access: true,
        ..global.clone()
    };
    let person = |number: usize, policy: Option<&str>, opens: bool| ScriptAssignment {
        identity: format!("o'neil{number}@contoso.example"),
        policy: policy.map(name),
        opens,
        note: (number == 0).then(|| "why\nRemove-Item C:\\ -Recurse".to_owned()),
    };
    let mut assignments: Vec<_> = (0..12_001)
        .map(|number| person(number, Some("Partner ’s"), true))
        .collect();
    assignments.extend((0..2).map(|number| person(20_000 + number, None, false)));
    Script {
        title: "Two lines\nStop-Computer".to_owned(),
        notes: vec!["12 people gain chat.".to_owned()],
        settings: Some((before, after)),
        policies: vec![
            ScriptPolicy {
                name: PolicyName::global(),
                kind: PolicyKind::Global,
                before: Some(PolicySettings {
                    enable_acs_federation_access: false,
                    ..global.clone()
                }),
                after: mixed,
            },
            ScriptPolicy {
                name: name("Partner ’s"),
                kind: PolicyKind::Custom,
                before: None,
                after: global.clone(),
            },
            ScriptPolicy {
                name: name("FederationOnly"),
                kind: PolicyKind::BuiltIn,
                before: Some(global.clone()),
                after: PolicySettings {
                    enable_teams_consumer_access: false,
                    ..global
                },
            },
        ],
        removed: vec![name("Old")],
        groups: Some((groups(&[(1, "A"), (2, "B")]), groups(&[(2, "B"), (1, "A")]))),
        assignments,
    }
}

#[test]
fn what_closes_comes_first_and_what_opens_last() {
    let text = change_script(&script());
    let all = commands(&text);
    let verbs: Vec<String> = all
        .iter()
        .filter(|command| command[0].contains("-Cs"))
        .map(|command| {
            let more = command
                .iter()
                .filter(|word| word.starts_with("-Allow") || word.starts_with("-Enable"));
            format!("{} {}", command[0], more.cloned().collect::<Vec<_>>().join(" "))
                .trim()
                .to_owned()
        })
        .collect();
    assert_eq!(
        verbs,
        [
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumerInbound -AllowFederatedUsers",
            "Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess",
            "New-CsExternalAccessPolicy -EnableTeamsConsumerAccess -EnableTeamsConsumerInbound",
            "New-CsBatchPolicyAssignmentOperation",
            "Remove-CsGroupPolicyAssignment",
            "New-CsGroupPolicyAssignment",
            "New-CsBatchPolicyAssignmentOperation",
            "New-CsBatchPolicyAssignmentOperation",
            "New-CsBatchPolicyAssignmentOperation",
            "Set-CsExternalAccessPolicy -EnableAcsFederationAccess",
            "Remove-CsExternalAccessPolicy",
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer",
        ]
    );
    for (place, command) in all
        .iter()
        .enumerate()
        .filter(|(_, command)| command[0].starts_with("New-CsBatch"))
    {
        let people = &all[place - 1];
        assert_eq!(people[0], "$people");
        assert!(people.len() - 4 <= BATCH, "{}", people.len());
        let policy = argument(command, "-PolicyName").unwrap();
        assert!(["$null", "Partner ’s"].contains(&policy), "{policy}");
    }
    assert_eq!(text.matches("o''neil").count(), 12_003);
    for line in text
        .lines()
        .filter(|line| line.contains("Stop-Computer") || line.contains("Remove-Item"))
    {
        assert!(line.starts_with('#'), "{line}");
    }
    assert!(
        text.contains("# FederationOnly comes with Teams"),
        "a policy that cannot be changed is a comment"
    );
}

#[test]
fn the_whole_state_begins_off_and_ends_with_the_organization() {
    let mut whole = script();
    whole.removed.clear();
    let text = state_script(&whole);
    let all: Vec<_> = commands(&text)
        .into_iter()
        .filter(|command| command[0].contains("-Cs"))
        .collect();
    assert_eq!(
        all[0].join(" "),
        "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false"
    );
    let last = all.last().unwrap();
    assert_eq!(last[0], "Set-CsTenantFederationConfiguration");
    assert_eq!(argument(last, "-AllowTeamsConsumer"), Some("$true"));
    assert_eq!(argument(last, "-AllowTeamsConsumerInbound"), Some("$false"));
    let global = all
        .iter()
        .find(|command| command[0] == "Set-CsExternalAccessPolicy")
        .unwrap();
    for property in [
        "-EnableTeamsConsumerAccess",
        "-EnableTeamsConsumerInbound",
        "-EnableFederationAccess",
        "-Description",
    ] {
        assert!(
            global.iter().any(|word| word == property),
            "{property} in {global:?}"
        );
    }
    assert!(
        text.contains("if (Get-CsExternalAccessPolicy -Identity 'Partner ’’s'"),
        "{text}"
    );
}

#[test]
fn nothing_to_do_says_so() {
    let same = OrganizationSettings::default();
    let text = change_script(&Script {
        settings: Some((same.clone(), same)),
        ..Script::default()
    });
    assert!(text.contains("# Nothing to do."), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_commands_for_groups_lead_to_the_order_that_is_wanted(
        before in proptest::collection::btree_map(1_u128..8, 0_usize..3, 0..7),
        after in proptest::collection::btree_map(1_u128..8, 0_usize..3, 0..7),
        seed in any::<u64>(),
    ) {
        let policies = ["A", "B", "C"];
        let order = |map: &std::collections::BTreeMap<u128, usize>, salt: u64| {
            let mut all: Vec<_> = map.iter().map(|(id, policy)| (*id, policies[*policy])).collect();
            all.sort_by_key(|(id, _)| (u64::try_from(*id).unwrap()).wrapping_mul(salt | 1) % 97);
            groups(&all)
        };
        let (before, after) = (order(&before, seed), order(&after, seed.rotate_left(7)));
        let text = change_script(&Script { groups: Some((before.clone(), after.clone())), ..Script::default() });
        prop_assert_eq!(ranked(pairs(&before), &text), pairs(&after), "{}", text);
    }
}
