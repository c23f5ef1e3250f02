//! What other tools write: standards of CIPP, configurations of Microsoft365DSC, exports of ScubaGear.

use forecourt_exchange::configuration::{Parts, parts};
use forecourt_exchange::group_assignments::read_group_assignments;
use forecourt_exchange::policies::read_policies;
use forecourt_exchange::tenant::{apply_tenant, read_tenant};
use forecourt_exchange::{ReadSetting, SettingValue};
use forecourt_model::settings::{DomainMode, OrganizationSettings, SettingKey};
use std::collections::BTreeMap;

const DSC: &str = r#"# Generated with Microsoft365DSC
Configuration M365TenantConfig
{
    param ([parameter()] [System.Management.Automation.PSCredential] $Credential)
    Import-DscResource -ModuleName 'Microsoft365DSC' -ModuleVersion '1.26.506.1'
    Node localhost
    {
        TeamsFederationConfiguration "TeamsFederationConfiguration"
        {
            AllowedDomains                              = @("fabrikam.example.com", 'northwind.example.org');
            AllowFederatedUsers                         = $True;
            AllowTeamsConsumer                          = $True;
            AllowTeamsConsumerInbound                   = $ConfigurationData.NonNodeData.Inbound;
            ApplicationId                               = $ConfigurationData.NonNodeData.ApplicationId;
            BlockedDomains                              = @();
            Credential                                  = $Credscredential;
            DomainBlockingForMDOAdminsInTeams           = "Disabled";
            FutureSwitch                                = $False; # nobody knows it
            IsSingleInstance                            = "Yes";
            TreatDiscoveredPartnersAsUnverified         = $False;
        }
        TeamsExternalAccessPolicy "p1"
        {
            Ensure = "Present"
            Identity = "Tag:Don''t call"
            Description = 'It''s "quoted" {here}'
            EnableTeamsConsumerAccess = $true
            EnableTeamsConsumerInbound = $false
        }
        TeamsExternalAccessPolicy "p2" { Identity = "Gone"; EnableTeamsConsumerAccess = $true; Ensure = "Absent" }
        TeamsGroupPolicyAssignment "g1"
        {
            GroupDisplayName = "Sales"; GroupId = "c49ecc3a-4277-44c3-bb26-18386d773445"
            PolicyType = "ExternalAccessPolicy"; PolicyName = "Outbound only"; Priority = 2; Ensure = "Present"
        }
        TeamsGroupPolicyAssignment "g2"
        {
            GroupDisplayName = "Legal"; GroupId = "76273d05-84c0-49e4-a60c-209426ab3096"
            PolicyType = "ExternalAccessPolicy"; PolicyName = "NoPersonalChat"; Priority = 1
        }
        TeamsUserPolicyAssignment "u1" { User = "a@contoso.example.com"; ExternalAccessPolicy = "Outbound only" }
        TeamsMeetingPolicy "m" { Identity = "Global"; AllowCloudRecording = $false }
    }
}
M365TenantConfig -ConfigurationData .\ConfigurationData.psd1
"#;

fn said(settings: &[ReadSetting], key: SettingKey) -> Option<SettingValue> {
    settings
        .iter()
        .find(|read| read.key == key)
        .map(|read| read.value.clone())
}

#[test]
fn a_configuration_of_microsoft365dsc_gives_its_literals_and_says_what_it_leaves_out() {
    let file = read_tenant(DSC).unwrap();
    assert_eq!(
        said(&file.settings, SettingKey::AllowTeamsConsumer),
        Some(SettingValue::Switch(true))
    );
    assert_eq!(said(&file.settings, SettingKey::AllowTeamsConsumerInbound), None);
    assert!(file.absent.contains(&SettingKey::AllowTeamsConsumerInbound));
    assert!(file.ambiguous.is_empty(), "{:?}", file.ambiguous);
    assert_eq!(file.unknown.len(), 1, "{:?}", file.unknown);
    assert_eq!(file.unknown[0].name, "FutureSwitch");
    let notes = file.notes.join("\n");
    for words in [
        "AllowTeamsConsumerInbound is an expression",
        "1 direct assignments",
        "TeamsMeetingPolicy",
        "marked Absent",
    ] {
        assert!(notes.contains(words), "{words} in {notes}");
    }
    let current = OrganizationSettings {
        allow_teams_consumer_inbound: false,
        ..OrganizationSettings::default()
    };
    let after = apply_tenant(&file, &BTreeMap::new(), &current).unwrap();
    assert_eq!(after.domains.mode, DomainMode::AllowSpecific);
    assert!(!after.allow_teams_consumer_inbound);
}

#[test]
fn policies_and_groups_of_microsoft365dsc_are_read_by_their_readers() {
    let policies = read_policies(DSC).unwrap().policies;
    assert_eq!(policies.len(), 1);
    assert_eq!(policies[0].name.as_str(), "Don''t call");
    assert_eq!(
        said(&policies[0].settings, SettingKey::Description),
        Some(SettingValue::Text("It's \"quoted\" {here}".to_owned()))
    );
    let groups = read_group_assignments(DSC).unwrap();
    let names: Vec<_> = groups
        .assignments
        .iter()
        .map(|row| (row.rank, row.policy_name.as_str()))
        .collect();
    assert_eq!(names, [(1, "NoPersonalChat"), (2, "Outbound only")]);
    assert!(groups.problems.is_empty(), "{:?}", groups.problems);
    let all = Parts {
        tenant: true,
        policies: true,
        group_assignments: true,
    };
    assert_eq!(parts(DSC).unwrap(), all);
}

#[test]
fn an_empty_allow_list_of_microsoft365dsc_is_asked_about() {
    let text = "TeamsFederationConfiguration 'x' { IsSingleInstance = 'Yes'; AllowedDomains = @(); AllowTeamsConsumer = $false }";
    let file = read_tenant(text).unwrap();
    assert_eq!(file.ambiguous.len(), 1);
    assert_eq!(file.ambiguous[0].key, SettingKey::AllowedDomains);
    assert!(
        file.notes.join(" ").contains("Microsoft365DSC writes that"),
        "{:?}",
        file.notes
    );
}

#[test]
fn a_block_that_breaks_off_is_named_by_its_line() {
    let error =
        read_tenant("\nTeamsFederationConfiguration 'x' {\n AllowTeamsConsumer = $true\n").unwrap_err();
    assert_eq!((error.code, error.line), ("broken-off", Some(2)));
    let error = read_tenant("TeamsFederationConfiguration 'x' {\n AllowTeamsConsumer $true }").unwrap_err();
    assert_eq!((error.code, error.line), ("wrong-shape", Some(2)));
}

const CIPP: &str = r#"{"templateName":"Baseline","tenantFilter":[{"value":"AllTenants","label":"All"}],"standards":{
  "TeamsFederationConfiguration":{"action":[{"label":"Remediate","value":"Remediate"}],"standards":{
    "TeamsFederationConfiguration":{"AllowTeamsConsumer":true,
      "DomainControl":{"label":"Block specific","value":"BlockSpecificExternal"},
      "DomainList":"old.example.net, worse.example.org"}}},
  "TeamsExternalAccessPolicy":{"action":[],"standards":{"TeamsExternalAccessPolicy":{
    "EnableFederationAccess":true,"EnableTeamsConsumerAccess":false,"Surprise":7}}},
  "TeamsMeetingsByDefault":{"standards":{"TeamsMeetingsByDefault":{"state":"true"}}}}}"#;

#[test]
fn standards_of_cipp_are_taken_where_they_are_clear() {
    let file = read_tenant(CIPP).unwrap();
    assert_eq!(
        said(&file.settings, SettingKey::AllowFederatedUsers),
        Some(SettingValue::Switch(true))
    );
    assert_eq!(
        said(&file.settings, SettingKey::AllowedDomains),
        Some(SettingValue::AllKnownDomains)
    );
    assert_eq!(said(&file.settings, SettingKey::AllowTeamsConsumerInbound), None);
    let notes = file.notes.join("\n");
    assert!(notes.contains("AllowTeamsConsumerInbound"), "{notes}");
    let after = apply_tenant(&file, &BTreeMap::new(), &OrganizationSettings::default()).unwrap();
    assert_eq!(after.domains.mode, DomainMode::BlockSpecific);
    assert!(after.allow_teams_consumer_inbound, "absent is not False");
    let policies = read_policies(CIPP).unwrap();
    assert_eq!(policies.policies.len(), 1);
    assert!(policies.policies[0].name.is_global());
    assert_eq!(policies.unknown[0].name, "Global: Surprise");
    assert_eq!(
        parts(CIPP).unwrap(),
        Parts {
            tenant: true,
            policies: true,
            group_assignments: false
        }
    );
}

#[test]
fn an_allow_list_of_cipp_without_domains_is_asked_about() {
    let text = r#"{"standards.TeamsFederationConfiguration.DomainControl":"AllowSpecificExternal"}"#;
    let file = read_tenant(text).unwrap();
    assert_eq!(file.ambiguous[0].key, SettingKey::AllowedDomains);
    let unknown = read_tenant(
        r#"{"standards":{"TeamsFederationConfiguration":{"DomainControl":"Sideways","AllowTeamsConsumer":false}}}"#,
    )
    .unwrap();
    assert_eq!(said(&unknown.settings, SettingKey::AllowedDomains), None);
    assert!(unknown.notes.join(" ").contains("Sideways"));
}

#[test]
fn a_file_of_the_baseline_of_cipp_leaves_its_variables_out() {
    let text = r#"{"name":"TeamsExternalAccessPolicy","read":{"cacheType":"CsExternalAccessPolicy"},
      "variables":{"inbound":{"default":false}},"remediate":{"cmdlets":[]},
      "expected":{"EnableTeamsConsumerAccess":false,"EnableTeamsConsumerInbound":"%inbound%"}}"#;
    let file = read_policies(text).unwrap();
    assert_eq!(file.policies[0].settings.len(), 1);
    assert!(file.notes.join(" ").contains("%inbound%"), "{:?}", file.notes);
}

#[test]
fn an_export_of_scubagear_has_settings_only_and_something_else_nothing() {
    let scuba = r#"{"report_uuid":"x","meeting_policies":[],"federation_configuration":[{"Identity":"Global",
      "AllowTeamsConsumer":true,"AllowedDomains":{}}]}"#;
    assert_eq!(
        parts(scuba).unwrap(),
        Parts {
            tenant: true,
            ..Parts::default()
        }
    );
    assert_eq!(parts(r#"{"a":1}"#).unwrap_err().code, "wrong-object");
}
