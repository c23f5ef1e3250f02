//! Organization settings in every shape that administrators bring along.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::tenant::{TenantFile, apply_tenant, read_tenant};
use forecourt_exchange::{SettingValue, decode};
use forecourt_model::DomainName;
use forecourt_model::settings::{DomainMode, DomainRule, OrganizationSettings, SettingKey};
use std::collections::BTreeMap;

fn text(bytes: &[u8]) -> String {
    decode(bytes).unwrap()
}

macro_rules! sample {
    ($name:literal) => {
        text(include_bytes!(concat!("data/", $name)))
    };
}

fn value(file: &TenantFile, key: SettingKey) -> Option<&SettingValue> {
    file.settings
        .iter()
        .find(|read| read.key == key)
        .map(|read| &read.value)
}

fn domains(names: &[&str]) -> Vec<DomainName> {
    names
        .iter()
        .map(|name| DomainName::parse(name).unwrap())
        .collect()
}

fn answers(pairs: &[(SettingKey, &str)]) -> BTreeMap<SettingKey, String> {
    pairs
        .iter()
        .map(|(key, code)| (*key, (*code).to_owned()))
        .collect()
}

fn apply(file: &TenantFile, current: &OrganizationSettings) -> OrganizationSettings {
    apply_tenant(file, &BTreeMap::new(), current).unwrap()
}

/// Everything other than the default, so that an import that keeps a value cannot pass for one that sets it.
fn elsewhere() -> OrganizationSettings {
    OrganizationSettings {
        allow_teams_consumer: false,
        allow_teams_consumer_inbound: false,
        domains: DomainRule {
            mode: DomainMode::BlockSpecific,
            allowed: domains(&["stored.example.com"]),
            blocked: domains(&["bad.example.com"]),
        },
        treat_discovered_partners_as_unverified: true,
        ..OrganizationSettings::default()
    }
}

#[test]
fn the_factory_state_as_json_asks_about_allowed_domains_and_nothing_else() {
    let file = read_tenant(&sample!("tenant-federation-configuration.json")).unwrap();
    let [question] = file.ambiguous.as_slice() else {
        panic!("{:?}", file.ambiguous)
    };
    assert_eq!(
        (question.key, question.found.as_str()),
        (SettingKey::AllowedDomains, "{}")
    );
    assert_eq!(question.likely, Some("allow_all"));
    let codes: Vec<_> = question.choices.iter().map(|choice| choice.code).collect();
    assert_eq!(codes, ["allow_all", "empty_allow_list", "keep"]);
    assert!(file.unknown.is_empty() && file.absent.is_empty(), "{file:?}");
    assert_eq!(file.notes.len(), 1);
    assert!(file.notes[0].contains("not kept"), "{:?}", file.notes);

    let refused = apply_tenant(&file, &BTreeMap::new(), &elsewhere()).unwrap_err();
    assert_eq!(refused.0[0].code, "answer-needed");
    assert_eq!(refused.0[0].field, "AllowedDomains");
    let wrong = apply_tenant(
        &file,
        &answers(&[(SettingKey::AllowedDomains, "empty")]),
        &elsewhere(),
    )
    .unwrap_err();
    assert_eq!(wrong.0[0].code, "answer-unknown");
}

#[test]
fn each_answer_about_allowed_domains_makes_its_own_mode() {
    let file = read_tenant(&sample!("tenant-federation-configuration.json")).unwrap();
    let after = |code| {
        apply_tenant(
            &file,
            &answers(&[(SettingKey::AllowedDomains, code)]),
            &elsewhere(),
        )
        .unwrap()
    };
    assert_eq!(after("allow_all").domains.mode, DomainMode::AllowAll);
    assert_eq!(
        after("allow_all").domains.allowed,
        domains(&["stored.example.com"])
    );
    assert_eq!(
        after("empty_allow_list").domains.mode,
        DomainMode::BlockAllExceptByPolicy
    );
    // Kept: all known domains; the file clearly says that none is blocked.
    assert_eq!(after("keep").domains.mode, DomainMode::AllowAll);
    assert!(after("allow_all").allow_teams_consumer && after("allow_all").allow_teams_consumer_inbound);
}

#[test]
fn the_factory_state_as_format_list_is_clear() {
    let file = read_tenant(&sample!("tenant-federation-configuration.txt")).unwrap();
    assert_eq!(
        (file.ambiguous.len(), file.unknown.len(), file.absent.len()),
        (0, 0, 0),
        "{file:?}"
    );
    assert_eq!(
        value(&file, SettingKey::AllowedDomains),
        Some(&SettingValue::AllKnownDomains)
    );
    assert_eq!(
        value(&file, SettingKey::BlockedDomains),
        Some(&SettingValue::Domains(Vec::new()))
    );
    let after = apply(&file, &elsewhere());
    let factory = OrganizationSettings {
        domains: DomainRule {
            allowed: domains(&["stored.example.com"]),
            ..DomainRule::default()
        },
        ..OrganizationSettings::default()
    };
    assert_eq!(after, factory);
}

#[test]
fn before_december_2021_consumer_fields_are_absent_and_not_off() {
    for text in [
        sample!("tenant-federation-configuration-2021.json"),
        sample!("tenant-federation-configuration-2021.txt"),
    ] {
        let file = read_tenant(&text).unwrap();
        for key in [
            SettingKey::AllowTeamsConsumer,
            SettingKey::AllowTeamsConsumerInbound,
        ] {
            assert_eq!(value(&file, key), None);
            assert!(file.absent.contains(&key));
        }
        assert!(
            !file.absent.contains(&SettingKey::EnableAcsUsers),
            "of another object: {:?}",
            file.absent
        );
        assert_eq!(file.unknown.len(), 1);
        assert_eq!(file.unknown[0].name, "AllowPublicUsers");
        assert!(file.unknown[0].note.is_some());
        let codes = answers(&[(SettingKey::AllowedDomains, "allow_all")]);
        let after = apply_tenant(&file, &codes, &elsewhere()).unwrap();
        assert!(!after.allow_teams_consumer && !after.treat_discovered_partners_as_unverified);
    }
}

#[test]
fn the_allow_list_is_the_same_in_all_three_shapes() {
    let files = [
        sample!("tenant-federation-configuration-allow-list.json"),
        sample!("tenant-federation-configuration-allow-list-deep.json"),
        sample!("tenant-federation-configuration-allow-list.txt"),
    ]
    .map(|text| read_tenant(&text).unwrap());
    assert_eq!(files[0], files[1]);
    assert_eq!(files[0], files[2]);
    assert!(files[0].ambiguous.is_empty());
    let after = apply(&files[0], &elsewhere());
    assert_eq!(after.domains.mode, DomainMode::AllowSpecific);
    assert_eq!(
        after.domains.allowed,
        domains(&[
            "fabrikam.example.com",
            "northwind.example.org",
            "adatum.example.net",
            "wingtip.example.com",
            "litware.example.org",
            "proseware.example.net"
        ])
    );
    assert_eq!(after.domains.blocked, domains(&["old-partner.example.net"]));
    assert_eq!(
        after.allowed_trial_tenant_domains,
        domains(&["trial-partner.example.org"])
    );
    assert!(after.allow_teams_consumer && !after.allow_teams_consumer_inbound);
}

#[test]
fn what_can_mean_two_things_is_asked_and_the_rest_of_the_file_is_clear() {
    let file = read_tenant(&sample!("tenant-federation-configuration-ambiguous.json")).unwrap();
    let asked: Vec<_> = file
        .ambiguous
        .iter()
        .map(|q| (q.key, q.found.as_str(), q.likely))
        .collect();
    assert_eq!(
        asked,
        [
            (SettingKey::AllowedDomains, "[]", None),
            (SettingKey::BlockedDomains, "{}", None)
        ]
    );
    assert_eq!(
        value(&file, SettingKey::AllowTeamsConsumer),
        Some(&SettingValue::Switch(false))
    );
    assert_eq!(
        value(&file, SettingKey::AllowTeamsConsumerInbound),
        Some(&SettingValue::Switch(true))
    );
    assert_eq!(
        apply_tenant(&file, &BTreeMap::new(), &elsewhere())
            .unwrap_err()
            .0
            .len(),
        2
    );
    let keep = answers(&[
        (SettingKey::AllowedDomains, "keep"),
        (SettingKey::BlockedDomains, "keep"),
    ]);
    assert_eq!(
        apply_tenant(&file, &keep, &elsewhere()).unwrap().domains,
        elsewhere().domains
    );
}

#[test]
fn a_scuba_gear_export_is_read_for_its_part_about_federation() {
    let file = read_tenant(&sample!("ProviderSettingsExport.json")).unwrap();
    assert!(file.ambiguous.is_empty() && file.absent.is_empty(), "{file:?}");
    assert_eq!(
        value(&file, SettingKey::AllowedDomains),
        Some(&SettingValue::Domains(domains(&["fabrikam.example.com"])))
    );
    assert!(file.notes[0].contains("ChatPartipants"), "{:?}", file.notes);
    assert_eq!(file.unknown.len(), 1);
    assert_eq!(file.unknown[0].name, "DomainBlockingForMDOAdminsInTeams");
    let government = sample!("ProviderSettingsExport.json").replace("\"MCOEV\"", "\"MCOEV_GCCHIGH\"");
    assert!(read_tenant(&government).unwrap().notes[0].contains("government cloud"));
}

#[test]
fn another_object_is_named() {
    let without_part = sample!("ProviderSettingsExport.json").replace("federation_configuration", "other");
    for (text, words) in [
        (
            sample!("external-access-policies.json"),
            "external access policies",
        ),
        (
            sample!("external-access-policies.txt"),
            "external access policies",
        ),
        (sample!("mc296208.json"), "a message of the message center"),
        (sample!("online-users.csv"), "a list of people"),
        (sample!("group-policy-assignments.txt"), "policy assignments"),
        (sample!("groups.csv"), "a list of groups"),
        (sample!("opt-out.ps1"), "a PowerShell script"),
        (without_part, "without its part federation_configuration"),
        ("<!DOCTYPE html><title>x</title>".to_owned(), "a web page"),
        ("{\"a\": 1}".to_owned(), "has no organization settings"),
    ] {
        let error = read_tenant(&text).unwrap_err();
        assert_eq!(error.code, "wrong-object", "{error}");
        assert!(error.message.contains(words), "{error}");
        assert!(
            error.message.contains("Get-CsTenantFederationConfiguration"),
            "{error}"
        );
    }
}

#[test]
fn every_documented_shape_of_a_list_is_read_or_asked_about() {
    let read = |json: &str| {
        read_tenant(&format!(
            "{{\"AllowFederatedUsers\": true, \"AllowedDomains\": {json}}}"
        ))
        .unwrap()
    };
    let two = Some(SettingValue::Domains(domains(&["a.example", "b.example"])));
    for clear in [
        r#"["a.example", "b.example"]"#,
        r#"["Domain=a.example", {"Domain": "b.example"}]"#,
        r#""Domain=a.example,Domain=b.example""#,
        r#""Domain=a.example Domain=b.example""#,
        r#"{"AllowedDomain": ["Domain=a.example", "Domain=B.Example."]}"#,
        r#"[{"AllowedDomain": ["a.example", "b.example"]}]"#,
        r#"{"AllowList": [{"Domain": "a.example"}, "b.example"]}"#,
        r#"{"value": ["a.example", "b.example"], "Count": 2}"#,
        r#"["@{Domain=a.example}", "@{Domain=b.example}"]"#,
    ] {
        assert_eq!(
            value(&read(clear), SettingKey::AllowedDomains).cloned(),
            two,
            "{clear}"
        );
    }
    for all in [
        r#""AllowAllKnownDomains""#,
        r#"["AllowAllKnownDomains"]"#,
        r#""Microsoft.Rtc.Management.WritableConfig.Settings.Edge.AllowAllKnownDomains""#,
        r#"{"AllowAllKnownDomains": {}}"#,
    ] {
        assert_eq!(
            value(&read(all), SettingKey::AllowedDomains),
            Some(&SettingValue::AllKnownDomains),
            "{all}"
        );
    }
    for (asked, likely) in [
        ("{}", Some("allow_all")),
        ("[]", None),
        ("null", None),
        (r#""""#, None),
        ("[{}]", Some("allow_all")),
        (r#"{"AllowList": []}"#, Some("empty_allow_list")),
        (r#"{"AllowedDomain": null}"#, Some("empty_allow_list")),
        (
            r#""Microsoft.Rtc.Management.WritableConfig.Settings.Edge.AllowList""#,
            None,
        ),
        (r#""System.Object[]""#, None),
    ] {
        let file = read(asked);
        assert_eq!(value(&file, SettingKey::AllowedDomains), None, "{asked}");
        assert_eq!(file.ambiguous[0].likely, likely, "{asked}");
        if let Some(likely) = likely {
            assert_eq!(file.ambiguous[0].choices[0].code, likely);
        }
    }
}

#[test]
fn a_list_that_the_console_cut_is_asked_about() {
    let text = "AllowedDomains : AllowAllKnownDomains\nBlockedDomains : {Domain=a.example, Domain=b.example, Domain=c.example...}\n";
    for text in [
        text.to_owned(),
        text.replace("...", "…"),
        text.replace("...", ", …"),
    ] {
        let file = read_tenant(&text).unwrap();
        let question = &file.ambiguous[0];
        assert_eq!(
            (question.key, question.likely),
            (SettingKey::BlockedDomains, Some("keep"))
        );
        assert_eq!(
            question.partial,
            domains(&["a.example", "b.example", "c.example"])
        );
        let taken = apply_tenant(
            &file,
            &answers(&[(SettingKey::BlockedDomains, "as_read")]),
            &elsewhere(),
        )
        .unwrap();
        assert_eq!(taken.domains.blocked.len(), 3);
        let kept = apply_tenant(
            &file,
            &answers(&[(SettingKey::BlockedDomains, "keep")]),
            &elsewhere(),
        )
        .unwrap();
        assert_eq!(kept.domains.blocked, elsewhere().domains.blocked);
    }
}

#[test]
fn a_wrong_value_is_refused_with_its_name_and_place() {
    let error = read_tenant("AllowFederatedUsers : True\nBlockedDomains : {Domain=x..y}").unwrap_err();
    assert_eq!((error.code, error.line), ("wrong-value", Some(2)));
    assert!(
        error.message.starts_with("BlockedDomains: “x..y” has two dots"),
        "{error}"
    );
    for (text, code) in [
        (r#"{"AllowTeamsConsumer": "maybe"}"#, "wrong-value"),
        (r#"{"BlockedDomains": 7}"#, "wrong-value"),
        (r#"{"BlockedDomains": "AllowAllKnownDomains"}"#, "wrong-value"),
        (r#"{"AllowTeamsConsumer": true"#, "broken-json"),
        (
            r#"{"AllowTeamsConsumer": true, "allow_teams_consumer": false}"#,
            "property-twice",
        ),
        (
            r#"[{"AllowTeamsConsumer": true}, {"AllowTeamsConsumer": true}]"#,
            "several-objects",
        ),
        (r#"["AllowTeamsConsumer"]"#, "wrong-shape"),
        (" \r\n", "empty"),
        ("AllowTeamsConsumer : \0", "not-text"),
    ] {
        assert_eq!(read_tenant(text).unwrap_err().code, code, "{text}");
    }
    assert_eq!(read_tenant("\n{\n\"a\": ]").unwrap_err().line, Some(3));
}

#[test]
fn older_names_are_read_and_unknown_values_are_reported() {
    let file = read_tenant(
        r#"{"DomainBlockingForMDOAdminsInTeams": "enabled", "ExternalAccessWithTrialTenants": 1, "Novelty": [1], "AllowTeamsSms": null}"#,
    )
    .unwrap();
    assert_eq!(
        value(&file, SettingKey::SecurityTeamAllowBlockListDelegation),
        Some(&SettingValue::Choice("Enabled".to_owned()))
    );
    let names: Vec<_> = file.unknown.iter().map(|unknown| unknown.name.as_str()).collect();
    assert_eq!(names, ["ExternalAccessWithTrialTenants", "Novelty"]);
    assert_eq!(file.notes.len(), 2, "{:?}", file.notes);
}

#[test]
fn federation_off_stays_the_stricter_way_of_blocking_all() {
    let off = read_tenant("AllowFederatedUsers : False").unwrap();
    let after = apply(&off, &elsewhere());
    assert_eq!(after.domains.mode, DomainMode::BlockAll);
    assert_eq!(after.domains.blocked, elsewhere().domains.blocked);
    let none = read_tenant("AllowTeamsConsumer : True").unwrap();
    assert_eq!(apply(&none, &elsewhere()).domains, elsewhere().domains);
}

#[test]
fn a_domain_in_both_lists_stays_in_the_one_that_counts() {
    let both =
        r#"{"AllowedDomains": ["a.example", "b.example"], "BlockedDomains": ["a.example", "c.example"]}"#;
    let after = apply(&read_tenant(both).unwrap(), &elsewhere());
    assert_eq!(after.domains.mode, DomainMode::AllowSpecific);
    assert_eq!(after.domains.blocked, domains(&["c.example"]));
    let stored = r#"{"AllowedDomains": "AllowAllKnownDomains", "BlockedDomains": ["stored.example.com"]}"#;
    let after = apply(&read_tenant(stored).unwrap(), &elsewhere());
    assert_eq!(after.domains.mode, DomainMode::BlockSpecific);
    assert!(after.domains.allowed.is_empty());
}

#[test]
fn four_thousand_and_one_domains_are_one_too_many() {
    let list = |count: usize| {
        let names: Vec<_> = (0..count)
            .map(|number| format!("\"d{number}.example\""))
            .collect();
        read_tenant(&format!("{{\"AllowedDomains\": [{}]}}", names.join(","))).unwrap()
    };
    let current = OrganizationSettings::default();
    assert_eq!(apply(&list(4_000), &current).domains.allowed.len(), 4_000);
    let error = apply_tenant(&list(4_001), &BTreeMap::new(), &current).unwrap_err();
    assert_eq!(error.0[0].code, "too-many-domains");
}
