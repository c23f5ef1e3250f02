//! Policies by number, domain rules, and what reasons are called.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_model::access::{Direction, ReasonCode};
use forecourt_model::decision::federation::{DomainSet, DomainTest};
use forecourt_model::decision::{
    DecisionReason, OutsideClass, OutsideWhy, PolicyTable, ServerClass, UnknownPersonRule, UnknownServerRule,
};
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_model::{PolicyId, Revision};
use std::sync::Arc;
use uuid::Uuid;

fn policy(number: u128, name: &str, revision: i64, access: bool) -> Policy {
    Policy {
        id: PolicyId(Uuid::from_u128(number)),
        name: PolicyName::parse(name).unwrap(),
        kind: PolicyKind::Custom,
        settings: PolicySettings {
            enable_teams_consumer_access: access,
            ..PolicySettings::default()
        },
        revision: Revision(revision),
    }
}

fn table(policies: &[Policy], before: &PolicyTable) -> PolicyTable {
    PolicyTable::new(&OrganizationSettings::default(), policies, before)
}

#[test]
fn a_number_stays_with_its_policy_and_faults_fail_closed() {
    let (a, b, c) = (
        policy(1, "A", 1, true),
        policy(2, "B", 1, false),
        policy(3, "C", 1, true),
    );
    let first = table(&[a.clone(), b.clone()], &PolicyTable::default());
    assert_eq!([&a, &b, &c].map(|one| first.number(one.id)), [0, 1, u16::MAX - 1]);
    let renamed = policy(2, "New name", 2, true);
    let second = table(&[c.clone(), renamed], &first);
    assert_eq!([&a, &b, &c].map(|one| second.number(one.id)), [0, 1, 2]);
    assert_eq!(
        [0, 1, 2, 9].map(|number| second.name(number)),
        ["", "New name", "C", ""]
    );
    assert_eq!(
        [0, 1, 2, 9].map(|number| second.id(number)),
        [None, Some(b.id), Some(c.id), None]
    );
    let personal = |number, active| second.personal(number, active, Direction::Outward);
    let reason = |code| DecisionReason::Access(code);
    assert_eq!(personal(1, true), reason(ReasonCode::Allowed));
    assert_eq!(personal(1, false), reason(ReasonCode::NotActivated));
    // A policy that is gone, and one that never was.
    for number in [0, 9] {
        assert_eq!(personal(number, true), reason(ReasonCode::PolicyChatOff));
        assert_eq!(personal(number, false), reason(ReasonCode::NotActivated));
        assert_eq!(
            second.federation(number, "a.example"),
            DecisionReason::PolicyFederationOff
        );
    }
}

#[test]
fn what_did_not_change_is_kept_and_what_did_is_not() {
    let before = table(&[policy(1, "A", 1, true)], &PolicyTable::default());
    // The revision says whether a policy changed; that of another policy says nothing.
    let same = table(&[policy(1, "Not looked at", 1, true)], &before);
    assert_eq!(same.name(0), "A");
    let changed = table(&[policy(1, "B", 2, true)], &before);
    assert_eq!(changed.name(0), "B");
}

#[test]
fn a_domain_rule_says_what_it_lists() {
    let list: Arc<DomainSet> = Arc::new(["a.example".into(), "b.example".into()].into_iter().collect());
    let asked = ["a.example", "x.a.example", "other.example"];
    for (test, allows, names) in [
        (DomainTest::All, [true; 3], [false; 3]),
        (
            DomainTest::Only(Arc::clone(&list)),
            [true, false, false],
            [true, false, false],
        ),
        (
            DomainTest::Except(Arc::clone(&list), false),
            [false, true, true],
            [true, false, false],
        ),
        (
            DomainTest::Except(list, true),
            [false, false, true],
            [true, false, false],
        ),
        (DomainTest::Nothing, [false; 3], [false; 3]),
    ] {
        assert_eq!(asked.map(|domain| test.allows(domain)), allows, "{test:?}");
        assert_eq!(asked.map(|domain| test.names(domain)), names, "{test:?}");
    }
}

#[test]
fn every_reason_has_its_code_its_setting_and_its_sentence() {
    use DecisionReason as Reason;
    let wanted = [
        (Reason::Inside, "inside", None, "Everybody belongs"),
        (
            Reason::NotConcerned,
            "not_concerned",
            None,
            "Nobody of the organization",
        ),
        (
            Reason::FederationOff,
            "federation_off",
            Some(SettingKey::AllowFederatedUsers),
            "Chat with other",
        ),
        (
            Reason::PolicyFederationOff,
            "policy_federation_off",
            Some(SettingKey::EnableFederationAccess),
            "The policy P turns",
        ),
        (
            Reason::DomainNotAllowed,
            "domain_not_allowed",
            Some(SettingKey::AllowedDomains),
            "The organization does",
        ),
        (
            Reason::DomainBlocked,
            "domain_blocked",
            Some(SettingKey::BlockedDomains),
            "The organization blocks",
        ),
        (
            Reason::PolicyDomainNotAllowed,
            "policy_domain_not_allowed",
            Some(SettingKey::CommunicationWithExternalOrgs),
            "The policy P does not",
        ),
        (
            Reason::PolicyDomainBlocked,
            "policy_domain_blocked",
            Some(SettingKey::CommunicationWithExternalOrgs),
            "The policy P blocks",
        ),
        (
            Reason::BlockedPerson,
            "blocked_person",
            Some(SettingKey::BlockedUsers),
            "The organization blocks this",
        ),
        (
            Reason::UnknownPerson,
            "unknown_person",
            None,
            "The address belongs",
        ),
        (
            Reason::AmbiguousPerson,
            "ambiguous_person",
            None,
            "Several people",
        ),
        (
            Reason::UnknownServer,
            "unknown_server",
            None,
            "The server is in no list",
        ),
    ];
    for (reason, code, setting, sentence) in wanted {
        assert_eq!(reason.code(), code);
        assert_eq!(reason.deciding_setting(), setting, "{code}");
        assert!(
            reason.sentence("P").starts_with(sentence),
            "{code}: {}",
            reason.sentence("P")
        );
        assert_eq!(
            reason.is_allowed(),
            matches!(reason, Reason::Inside | Reason::NotConcerned),
            "{code}"
        );
    }
    for reason in Reason::ALL {
        if let Reason::Access(code) = reason {
            assert_eq!(reason.code(), code.code());
            assert_eq!(reason.deciding_setting(), code.deciding_setting());
            assert_eq!(reason.sentence("P"), code.sentence("P"));
            assert_eq!(reason.is_allowed(), code == ReasonCode::Allowed);
        }
    }
    assert_eq!(Reason::from_code("nothing"), None);
}

#[test]
fn what_is_said_about_servers_has_names() {
    let codes = |all: &[&str], wanted: &[&str]| assert_eq!(all, wanted);
    codes(
        &ServerClass::ALL.map(ServerClass::code),
        &["personal", "organization", "own", "unknown"],
    );
    codes(
        &ServerClass::ALL.map(ServerClass::label),
        &[
            "Personal accounts",
            "Another organization",
            "This organization",
            "Unknown",
        ],
    );
    codes(
        &UnknownServerRule::ALL.map(UnknownServerRule::code),
        &["personal", "organization", "refuse"],
    );
    codes(
        &UnknownPersonRule::ALL.map(UnknownPersonRule::code),
        &["refuse", "global"],
    );
    for class in ServerClass::ALL {
        assert_eq!(ServerClass::from_code(class.code()), Some(class));
    }
    for rule in UnknownServerRule::ALL {
        assert_eq!(UnknownServerRule::from_code(rule.code()), Some(rule));
    }
    for rule in UnknownPersonRule::ALL {
        assert_eq!(UnknownPersonRule::from_code(rule.code()), Some(rule));
    }
    let classes = [
        OutsideClass::Personal,
        OutsideClass::Organization,
        OutsideClass::Unknown,
    ];
    codes(
        &classes.map(OutsideClass::code),
        &["personal", "organization", "unknown"],
    );
    let why = [
        OutsideWhy::Listed,
        OutsideWhy::Phone,
        OutsideWhy::DomainRule,
        OutsideWhy::UnknownRule,
    ];
    codes(
        &why.map(OutsideWhy::code),
        &["listed", "phone", "domain_rule", "unknown_rule"],
    );
}
