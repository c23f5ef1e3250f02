//! Settings as a whole: what cannot be together, and what the domain rule comes to.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_model::policy::{CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::{
    AllowedDomains, BlockedPerson, DomainMode, DomainRule, OrganizationSettings,
};
use forecourt_model::{DomainName, FieldErrors};

fn domains(names: &[&str]) -> Vec<DomainName> {
    names
        .iter()
        .map(|name| DomainName::parse(name).unwrap())
        .collect()
}

fn many(count: usize) -> Vec<DomainName> {
    (0..count)
        .map(|number| DomainName::parse(&format!("d{number}.example")).unwrap())
        .collect()
}

fn codes(checked: Result<(), FieldErrors>) -> Vec<(String, String)> {
    let errors = checked.err().unwrap_or_default();
    errors
        .0
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect()
}

fn wrong(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[test]
fn a_domain_rule_is_checked_as_a_whole() {
    let check = |mode, allowed: Vec<DomainName>, blocked: Vec<DomainName>| {
        codes(
            DomainRule {
                mode,
                allowed,
                blocked,
            }
            .check(),
        )
    };
    for mode in [
        DomainMode::AllowAll,
        DomainMode::BlockAll,
        DomainMode::BlockAllExceptByPolicy,
    ] {
        assert_eq!(check(mode, Vec::new(), Vec::new()), []);
        assert_eq!(
            check(mode, domains(&["a.example"]), domains(&["b.example"])),
            [],
            "stored lists stay"
        );
    }
    assert_eq!(check(DomainMode::AllowSpecific, many(4_000), Vec::new()), []);
    assert_eq!(
        check(DomainMode::AllowSpecific, many(4_001), Vec::new()),
        wrong("AllowedDomains", "too-many-domains")
    );
    assert_eq!(
        check(DomainMode::BlockSpecific, Vec::new(), many(4_001)),
        wrong("BlockedDomains", "too-many-domains")
    );
    assert_eq!(
        check(DomainMode::AllowSpecific, Vec::new(), domains(&["b.example"])),
        wrong("AllowedDomains", "allow-list-empty")
    );
    assert_eq!(
        check(DomainMode::BlockSpecific, domains(&["b.example"]), Vec::new()),
        wrong("BlockedDomains", "block-list-empty")
    );
    let both = domains(&["a.example"]);
    assert_eq!(
        check(DomainMode::AllowSpecific, both.clone(), both),
        wrong("BlockedDomains", "domain-in-both-lists")
    );
    let twice = domains(&["a.example", "A.example."]);
    assert_eq!(
        check(DomainMode::AllowSpecific, twice, Vec::new()),
        wrong("AllowedDomains", "domain-twice")
    );
}

#[test]
fn each_mode_comes_to_its_three_properties() {
    let (allowed, blocked) = (domains(&["a.example"]), domains(&["b.example"]));
    let expected = [
        (DomainMode::AllowAll, true, AllowedDomains::AllKnown, &[][..]),
        (
            DomainMode::AllowSpecific,
            true,
            AllowedDomains::List(&allowed),
            &[],
        ),
        (
            DomainMode::BlockSpecific,
            true,
            AllowedDomains::AllKnown,
            &blocked,
        ),
        (DomainMode::BlockAll, false, AllowedDomains::AllKnown, &[]),
        (
            DomainMode::BlockAllExceptByPolicy,
            true,
            AllowedDomains::List(&[]),
            &[],
        ),
    ];
    assert_eq!(expected.len(), DomainMode::ALL.len());
    for (mode, federated, allow_list, block_list) in expected {
        let rule = DomainRule {
            mode,
            allowed: allowed.clone(),
            blocked: blocked.clone(),
        };
        assert_eq!(rule.allow_federated_users(), federated, "{mode:?}");
        assert_eq!(rule.allowed_domains(), allow_list, "{mode:?}");
        assert_eq!(rule.blocked_domains(), block_list, "{mode:?}");
        assert_eq!(DomainMode::from_code(mode.code()), Some(mode));
    }
}

#[test]
fn lists_of_people_and_trial_domains_have_limits() {
    let person = |number: usize| BlockedPerson::parse(&format!("p{number}@x.example")).unwrap();
    let check = |settings: OrganizationSettings| codes(settings.check());
    let with = |blocked_users| OrganizationSettings {
        blocked_users,
        ..OrganizationSettings::default()
    };
    assert_eq!(check(with((0..200).map(person).collect())), []);
    assert_eq!(
        check(with((0..201).map(person).collect())),
        wrong("BlockedUsers", "too-many-people")
    );
    assert_eq!(
        check(with(vec![person(1), person(1)])),
        wrong("BlockedUsers", "person-twice")
    );
    let trial = OrganizationSettings {
        allowed_trial_tenant_domains: many(4_001),
        ..OrganizationSettings::default()
    };
    assert_eq!(
        check(trial),
        wrong("AllowedTrialTenantDomains", "too-many-domains")
    );
}

#[test]
fn a_policy_is_checked_as_a_whole() {
    let check = |settings: PolicySettings, is_global| codes(settings.check(is_global));
    let with = |rule| PolicySettings {
        communication_with_external_orgs: rule,
        ..PolicySettings::default()
    };
    for rule in CommunicationWithExternalOrgs::ALL {
        let on_global = check(with(rule), true);
        let follows = rule == CommunicationWithExternalOrgs::OrganizationDefault;
        let refusal = wrong("CommunicationWithExternalOrgs", "global-follows-organization");
        assert_eq!(on_global.starts_with(&refusal), !follows, "{rule:?}");
        assert_eq!(CommunicationWithExternalOrgs::from_name(rule.name()), Some(rule));
    }
    assert_eq!(
        check(
            with(CommunicationWithExternalOrgs::AllowSpecificExternalDomains),
            false
        ),
        wrong("AllowedExternalDomains", "allow-list-empty")
    );
    assert_eq!(
        check(
            with(CommunicationWithExternalOrgs::BlockSpecificExternalDomains),
            false
        ),
        wrong("BlockedExternalDomains", "block-list-empty")
    );
    let described = |length| PolicySettings {
        description: "ü".repeat(length),
        ..PolicySettings::default()
    };
    assert_eq!(check(described(1_000), false), []);
    assert_eq!(
        check(described(1_001), false),
        wrong("Description", "description-too-long")
    );
    let both = PolicySettings {
        allowed_external_domains: domains(&["a.example"]),
        blocked_external_domains: domains(&["a.example"]),
        ..PolicySettings::default()
    };
    assert_eq!(
        check(both, false),
        wrong("BlockedExternalDomains", "domain-in-both-lists")
    );
}
