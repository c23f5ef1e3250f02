//! Commands for the original, written out.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::powershell::{
    grant, quote, remove_policy, set_policy, set_tenant, show_policy_setting, show_setting,
};
use forecourt_model::DomainName;
use forecourt_model::policy::{PolicyName, PolicySettings};
use forecourt_model::settings::{
    BlockedPerson, DomainMode, DomainRule, Level, OrganizationSettings, SettingKey, catalogue,
};

fn rule(mode: DomainMode, allowed: &[&str], blocked: &[&str]) -> OrganizationSettings {
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| DomainName::parse(name).unwrap())
            .collect()
    };
    OrganizationSettings {
        domains: DomainRule {
            mode,
            allowed: list(allowed),
            blocked: list(blocked),
        },
        ..OrganizationSettings::default()
    }
}

#[test]
fn quotes_of_every_kind_are_doubled() {
    assert_eq!(quote("siobhan.o'neil"), "'siobhan.o''neil'");
    assert_eq!(quote("a ’ $(b) \"c\" `d"), "'a ’’ $(b) \"c\" `d'");
}

#[test]
fn only_what_differs_is_named() {
    let before = OrganizationSettings::default();
    assert_eq!(set_tenant(&before, &before), "");
    let after = OrganizationSettings {
        allow_teams_consumer: false,
        allow_teams_consumer_inbound: false,
        ..before.clone()
    };
    assert_eq!(
        set_tenant(&before, &after),
        "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false -AllowTeamsConsumerInbound $false"
    );
}

#[test]
fn what_closes_comes_before_what_opens() {
    let before = OrganizationSettings {
        enable_acs_users: true,
        allow_teams_consumer: false,
        ..OrganizationSettings::default()
    };
    let after = OrganizationSettings {
        blocked_users: vec![BlockedPerson::parse("pat@outlook.example").unwrap()],
        block_external_access_user_access: true,
        ..OrganizationSettings::default()
    };
    let lines = set_tenant(&before, &after);
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(
        lines[0],
        "Set-CsTeamsAcsFederationConfiguration -EnableAcsUsers $false"
    );
    assert!(lines.contains(&"Set-CsTenantFederationConfiguration -AllowTeamsConsumer $true"));
    assert!(lines.contains(
        &"Set-CsTeamsExternalAccessConfiguration -Identity Global -BlockExternalAccessUserAccess $true -BlockedUsers @('pat@outlook.example')"
    ));
}

#[test]
fn each_domain_rule_has_its_command() {
    let all = OrganizationSettings::default();
    let set = |after: &OrganizationSettings| set_tenant(&all, after);
    assert_eq!(
        set(&rule(DomainMode::AllowSpecific, &["a.example", "b.example"], &[])),
        "Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowList -AllowedDomain @((New-CsEdgeDomainPattern -Domain 'a.example'), (New-CsEdgeDomainPattern -Domain 'b.example')))"
    );
    assert_eq!(
        set(&rule(DomainMode::BlockSpecific, &[], &["a.example"])),
        "Set-CsTenantFederationConfiguration -BlockedDomains @{Replace=@((New-CsEdgeDomainPattern -Domain 'a.example'))}"
    );
    assert_eq!(
        set(&rule(DomainMode::BlockAllExceptByPolicy, &[], &[])),
        "Set-CsTenantFederationConfiguration -AllowedDomains $null"
    );
    let blocked = rule(DomainMode::BlockAll, &["a.example"], &[]);
    let before = rule(DomainMode::AllowSpecific, &["a.example"], &[]);
    assert_eq!(
        set_tenant(&before, &blocked),
        "Set-CsTenantFederationConfiguration -AllowFederatedUsers $false"
    );
    assert_eq!(
        set_tenant(&blocked, &all),
        "Set-CsTenantFederationConfiguration -AllowFederatedUsers $true -AllowedDomains (New-CsEdgeAllowAllKnownDomains) -BlockedDomains $null"
    );
}

#[test]
fn a_policy_is_made_changed_removed_and_assigned() {
    let name = PolicyName::parse("Don't ask").unwrap();
    let stock = PolicySettings::default();
    let off = PolicySettings {
        enable_teams_consumer_access: false,
        description: "Ask Ann".to_owned(),
        ..stock.clone()
    };
    assert_eq!(
        set_policy(&name, false, None, &off),
        "New-CsExternalAccessPolicy -Identity 'Don''t ask' -EnableTeamsConsumerAccess $false -EnableTeamsConsumerInbound $true -Description 'Ask Ann'"
    );
    assert_eq!(
        set_policy(&PolicyName::global(), true, Some(&off), &stock),
        "Set-CsExternalAccessPolicy -Identity Global -EnableTeamsConsumerAccess $true -Description ''"
    );
    assert_eq!(set_policy(&name, false, Some(&off), &off), "");
    assert_eq!(
        remove_policy(&name),
        "Remove-CsExternalAccessPolicy -Identity 'Don''t ask'"
    );
    assert_eq!(
        remove_policy(&PolicyName::global()),
        "Remove-CsExternalAccessPolicy -Identity Global"
    );
    assert_eq!(
        grant("siobhan.o'neil@x.example", Some(&name)),
        "Grant-CsExternalAccessPolicy -Identity 'siobhan.o''neil@x.example' -PolicyName 'Don''t ask'"
    );
    for none in [None, Some(&PolicyName::global())] {
        assert_eq!(
            grant("a@x.example", none),
            "Grant-CsExternalAccessPolicy -Identity 'a@x.example' -PolicyName $null"
        );
    }
}

#[test]
fn every_setting_can_be_shown_in_one_line_that_names_it() {
    let organization = OrganizationSettings::default();
    let policy = PolicySettings::default();
    let name = PolicyName::parse("Sales").unwrap();
    for setting in catalogue() {
        let of_organization = show_setting(&organization, setting.key);
        let of_policy = show_policy_setting(&name, false, &policy, setting.key);
        let (line, other) = match setting.level {
            Level::Organization => (of_organization, of_policy),
            Level::Policy => (of_policy, of_organization),
        };
        assert_eq!(other, "", "{}", setting.key);
        assert_eq!(line.lines().count(), 1);
        assert!(
            line.contains(setting.key.name()) && line.contains(setting.cmdlet_noun),
            "{line}"
        );
    }
    assert_eq!(
        show_setting(&organization, SettingKey::AllowTeamsConsumer),
        "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $true"
    );
}
