//! What a file seems to be when it is not what was asked for.

use super::{Record, Records, plain};
use crate::source::Unreadable;

/// Properties that tell an object, and what the object is called. The first match counts.
const SIGNS: [(&[&str], &str); 14] = [
    (
        &["federation_configuration"],
        "a settings export of ScubaGear with the organization settings",
    ),
    (
        &["baseline_version", "meeting_policies", "report_uuid"],
        "a settings export of ScubaGear without its part federation_configuration",
    ),
    (
        &["AllowTeamsConsumer", "AllowFederatedUsers", "AllowedDomains"],
        "organization settings (Get-CsTenantFederationConfiguration)",
    ),
    (
        &[
            "EnableTeamsConsumerAccess",
            "CommunicationWithExternalOrgs",
            "EnableFederationAccess",
        ],
        "external access policies (Get-CsExternalAccessPolicy)",
    ),
    (
        &["EnableAcsUsers", "LabelForAllowedAcsUsers"],
        "organization settings for Azure Communication Services (Get-CsTeamsAcsFederationConfiguration)",
    ),
    (
        &["BlockExternalAccessUserAccess", "BlockExternalUserAccess"],
        "organization settings for blocked users (Get-CsTeamsExternalAccessConfiguration)",
    ),
    (
        &["isMajorChange", "viewPoint", "actionRequiredByDateTime"],
        "a message of the message center",
    ),
    (
        &["AllowAnonymousUsersToStartMeeting", "AutoAdmittedUsers"],
        "meeting policies",
    ),
    (&["AllowUserChat", "AllowUserDeleteMessage"], "messaging policies"),
    (
        &["PolicyType"],
        "policy assignments (Get-CsGroupPolicyAssignment)",
    ),
    (&["OperationId", "OverallStatus"], "a batch of policy assignments"),
    (&["GroupType", "MemberCount"], "a list of groups"),
    (&["MemberId", "MemberType"], "a list of group members"),
    (&["UserPrincipalName"], "a list of people"),
];

/// What `text` seems to be, in words that follow *This looks like*.
pub(crate) fn looks_like(text: &str, records: &[Record]) -> Option<&'static str> {
    let mut names: Vec<String> = records
        .iter()
        .take(20)
        .flat_map(|record| record.properties.iter().map(|property| plain(&property.name)))
        .collect();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if records.is_empty() {
        let head: String = start
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(2_000)
            .collect();
        let lower = head.to_lowercase();
        if lower.starts_with("<!doctype") || lower.starts_with("<html") {
            return Some("a web page");
        }
        names = head.split([',', ';', '\t', ' ']).map(plain).collect();
    }
    let found = SIGNS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| names.contains(&plain(sign))))
        .map(|(_, words)| *words);
    let is_script = || {
        start.starts_with("<#")
            || ["Set-Cs", "New-Cs", "Grant-Cs", "Connect-MicrosoftTeams"]
                .iter()
                .any(|verb| start.contains(verb))
    };
    found.or_else(|| (records.is_empty() && is_script()).then_some("a PowerShell script"))
}

/// The refusal of a file that does not hold `wanted`, with what it seems to be and `advice`.
pub(crate) fn not_the_object(text: &str, found: &Records, wanted: &str, advice: &str) -> Unreadable {
    let seems = looks_like(text, &found.records).map_or_else(
        || format!("This file has no {wanted} in it."),
        |words| format!("This looks like {words}, not {wanted}."),
    );
    Unreadable::new("wrong-object", format!("{seems} {advice}"))
}
