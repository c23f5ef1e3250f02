//! The settings of the organization.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

pub(super) const ENABLED: Type = Type::Choice(&["Enabled", "Disabled"]);

/// The two sets of Set-CsTenantFederationConfiguration. A property with no set is in both.
const IDENTITY: &[&str] = &["Identity"];

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::GetTenantFederation,
        "Get-CsTenantFederationConfiguration",
        "Shows the settings of the organization.",
        &[
            P::new("Identity", Type::Text, "Global, the only one there is.").at(1).of(IDENTITY),
            P::new("Filter", Type::Text, "A pattern for the identity, for example g*.").of(&["Filter"]),
            P::new("LocalStore", Type::Switch, "Accepted, without effect."),
            P::new("Tenant", Type::Guid, "Accepted, without effect: there is one organization."),
        ],
    )
    .default_set("Identity")
    .examples(&["Get-CsTenantFederationConfiguration", "Get-CsTenantFederationConfiguration | ConvertTo-Json"]),
    Cmdlet::new(
        Id::SetTenantFederation,
        "Set-CsTenantFederationConfiguration",
        "Changes settings of the organization. What is not named stays as it is.",
        &[
            P::new("AllowedDomains", Type::AllowedDomains, "The domains that people may reach: what New-CsEdgeAllowAllKnownDomains or New-CsEdgeAllowList gives; $null for none."),
            P::new("BlockedDomains", Type::DomainList, "Domains that nobody may reach; only read while all others are allowed."),
            P::new("BlockAllSubdomains", Type::Bool, "Blocked domains are blocked with everything below them."),
            P::new("AllowFederatedUsers", Type::Bool, "Chat with people of other organizations at all."),
            P::new("AllowTeamsConsumer", Type::Bool, "Chat with people who have personal accounts.").of(IDENTITY),
            P::new("AllowTeamsConsumerInbound", Type::Bool, "People with personal accounts may find and contact yours.").of(IDENTITY),
            P::new("TreatDiscoveredPartnersAsUnverified", Type::Bool, "Messages of discovered partners reach only people who have them in their contacts."),
            P::new("SharedSipAddressSpace", Type::Bool, "People online and on your own servers share a domain."),
            P::new("RestrictTeamsConsumerToExternalUserProfiles", Type::Bool, "Personal accounts only of people with a profile in the extended directory."),
            P::new("AllowedDomainsAsAList", Type::DomainList, "The same as AllowedDomains, as plain texts."),
            P::new("ExternalAccessWithTrialTenants", Type::Choice(&["Allowed", "Blocked"]), "Organizations that have bought no seats."),
            P::new("SecurityTeamAllowBlockListDelegation", ENABLED, "Your security team may edit blocked domains and people."),
            P::new("AllowedTrialTenantDomains", Type::DomainList, "Exceptions while trial organizations are blocked."),
            P::new("EnableExternalAccessRestrictionsForChatParticipants", Type::Bool, "Reserved: accepted, neither applied nor kept."),
            P::new("EnableMutualFederationForChatParticipants", Type::Bool, "Reserved: accepted, neither applied nor kept."),
            P::new("Identity", Type::Text, "Global, the only one there is.").at(1).of(IDENTITY),
            P::new("Instance", Type::Any, "An object with the settings, as Get-CsTenantFederationConfiguration gives it.").must().piped(Pipe::Value).of(&["Instance"]),
            P::new("Tenant", Type::Guid, "Accepted, without effect: there is one organization."),
            P::new("Force", Type::Switch, "Accepted, without effect."),
        ],
    )
    .default_set("Identity")
    .changes()
    .examples(&[
        "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false",
        "Set-CsTenantFederationConfiguration -AllowedDomainsAsAList @{Add='fabrikam.com'} -WhatIf",
    ]),
];
