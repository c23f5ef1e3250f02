//! Policies in every shape that administrators bring along.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::decode;
use forecourt_exchange::policies::{PolicyFile, read_policies};
use forecourt_model::DomainName;
use forecourt_model::policy::{BuiltIn, CommunicationWithExternalOrgs, PolicySettings};
use std::collections::BTreeMap;

fn sample(bytes: &[u8]) -> PolicyFile {
    read_policies(&decode(bytes).unwrap()).unwrap()
}

fn from_json() -> PolicyFile {
    sample(include_bytes!("data/external-access-policies.json"))
}

fn applied(file: &PolicyFile, name: &str) -> PolicySettings {
    let policy = file
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == name)
        .unwrap();
    policy
        .apply(&BTreeMap::new(), &PolicySettings::default())
        .unwrap()
}

#[test]
fn json_and_format_list_say_the_same() {
    assert_eq!(
        from_json(),
        sample(include_bytes!("data/external-access-policies.txt"))
    );
}

#[test]
fn all_seven_policies_come_out_whole() {
    let file = from_json();
    let names: Vec<_> = file.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Global",
            "FederationAndPICDefault",
            "FederationOnly",
            "NoFederationAndPIC",
            "Outbound only",
            "NoPersonalChat",
            "Executive Outreach"
        ]
    );
    assert!(
        file.policies
            .iter()
            .all(|policy| policy.settings.len() == 14 && policy.ambiguous.is_empty())
    );
    assert!(file.unknown.is_empty() && file.notes.is_empty(), "{file:?}");
    for built_in in BuiltIn::ALL {
        assert_eq!(applied(&file, built_in.name()), built_in.settings());
    }
    let outbound = applied(&file, "Outbound only");
    assert!(outbound.enable_teams_consumer_access && !outbound.enable_teams_consumer_inbound);
    let none = applied(&file, "NoPersonalChat");
    assert!(!none.enable_teams_consumer_access && none.enable_teams_consumer_inbound);
    assert_eq!(
        none.description,
        "No chat with personal accounts. Inbound is still on in the store and has no effect while access is off."
    );
    let outreach = applied(&file, "Executive Outreach");
    assert_eq!(
        outreach.description,
        "Café-Runde & \"partners\" – owner: Kommunikation"
    );
    assert_eq!(
        outreach.communication_with_external_orgs,
        CommunicationWithExternalOrgs::AllowSpecificExternalDomains
    );
    let domains =
        ["fabrikam.example.com", "northwind.example.org"].map(|name| DomainName::parse(name).unwrap());
    assert_eq!(outreach.allowed_external_domains, domains);
}

#[test]
fn a_lone_policy_is_read_and_what_it_does_not_say_stays() {
    let file = read_policies(
        r#"{"Identity": "tag:Sales", "EnableTeamsConsumerAccess": false, "EnablePublicCloudAccess": true}"#,
    )
    .unwrap();
    assert_eq!(file.policies[0].name.as_str(), "Sales");
    assert_eq!(file.unknown[0].name, "Sales: EnablePublicCloudAccess");
    let current = PolicySettings {
        description: "kept".to_owned(),
        enable_outside_access: false,
        ..PolicySettings::default()
    };
    let after = file.policies[0].apply(&BTreeMap::new(), &current).unwrap();
    assert_eq!(
        after,
        PolicySettings {
            enable_teams_consumer_access: false,
            ..current
        }
    );
}

#[test]
fn one_name_twice_is_refused_in_any_case() {
    let error = read_policies(
        "Identity : Tag:Sales\nEnableTeamsConsumerAccess : True\n\nIdentity : SALES\nEnableTeamsConsumerAccess : False",
    )
    .unwrap_err();
    assert_eq!(error.code, "duplicate-policy");
    assert!(error.message.contains("“Tag:Sales” and “SALES”"), "{error}");
}

#[test]
fn another_object_is_named_and_bad_policies_are_refused() {
    for (text, code, words) in [
        (
            &include_bytes!("data/tenant-federation-configuration.json")[..],
            "wrong-object",
            "organization settings",
        ),
        (
            include_bytes!("data/tenant-federation-configuration.txt"),
            "wrong-object",
            "organization settings",
        ),
        (
            include_bytes!("data/ProviderSettingsExport.json"),
            "wrong-object",
            "ScubaGear",
        ),
        (
            br#"[{"Identity": "Global", "Description": "x", "AllowUserChat": true}]"#,
            "wrong-object",
            "messaging",
        ),
        (
            br#"[{"EnableTeamsConsumerAccess": true}]"#,
            "policy-without-name",
            "Identity",
        ),
        (
            br#"[{"Identity": "a/b", "EnableTeamsConsumerAccess": true}]"#,
            "policy-name-has-wrong-character",
            "a/b",
        ),
        (
            br#"[{"Identity": "a", "EnableTeamsConsumerAccess": "?"}]"#,
            "wrong-value",
            "EnableTeamsConsumerAccess",
        ),
        (b"[]", "wrong-object", "no external access policies"),
    ] {
        let error = read_policies(&decode(text).unwrap()).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn site_policies_are_left_out_and_lost_lists_are_asked_about() {
    let file = read_policies(
        r#"[{"Identity": "Site:Oslo", "EnableFederationAccess": true},
            {"Identity": "Tag:A", "EnableFederationAccess": true, "AllowedExternalDomains": {}}]"#,
    )
    .unwrap();
    assert_eq!(file.policies.len(), 1);
    assert_eq!(file.notes.len(), 1);
    let question = &file.policies[0].ambiguous[0];
    let refused = file.policies[0]
        .apply(&BTreeMap::new(), &PolicySettings::default())
        .unwrap_err();
    assert_eq!(refused.0[0].field, question.key.name());
    let answer = BTreeMap::from([(question.key, "empty".to_owned())]);
    assert!(
        file.policies[0]
            .apply(&answer, &PolicySettings::default())
            .is_ok()
    );
}

#[test]
fn global_takes_no_domain_rule_of_its_own() {
    let file = read_policies(
        r#"{"Identity": "GLOBAL", "CommunicationWithExternalOrgs": "BlockAllExternalDomains"}"#,
    )
    .unwrap();
    let refused = file.policies[0]
        .apply(&BTreeMap::new(), &PolicySettings::default())
        .unwrap_err();
    assert_eq!(refused.0[0].code, "global-follows-organization");
}
