//! Policies, and giving them to people.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

const IDENTITY: &[&str] = &["Identity"];
const INSTANCE: &[&str] = &["Instance"];
const USER: &[&str] = &["GrantToUser"];
const GROUP: &[&str] = &["GrantToGroup"];
const TENANT: &[&str] = &["GrantToTenant"];

const RULES: Type = Type::Choice(&[
    "OrganizationDefault",
    "AllowAllExternalDomains",
    "AllowSpecificExternalDomains",
    "BlockSpecificExternalDomains",
    "BlockAllExternalDomains",
]);

const ALLOWED: P = P::new(
    "AllowedExternalDomains",
    Type::DomainList,
    "Domains for AllowSpecificExternalDomains.",
);
const BLOCKED: P = P::new(
    "BlockedExternalDomains",
    Type::DomainList,
    "Domains for BlockSpecificExternalDomains.",
);
const DESCRIPTION: P = P::new("Description", Type::Text, "What the policy is for.");
const FEDERATION: P = P::new(
    "EnableFederationAccess",
    Type::Bool,
    "Chat with people of other organizations.",
);
const XMPP: P = P::new(
    "EnableXmppAccess",
    Type::Bool,
    "Of old servers; kept, without effect.",
);
const CLOUD: P = P::new(
    "EnablePublicCloudAudioVideoAccess",
    Type::Bool,
    "Of old servers; kept, without effect.",
);
const SMS: P = P::new("EnableTeamsSmsAccess", Type::Bool, "Text messages within Teams.");
const OUTSIDE: P = P::new(
    "EnableOutsideAccess",
    Type::Bool,
    "Of old servers; kept, without effect.",
);
const ACS: P = P::new(
    "EnableAcsFederationAccess",
    Type::Bool,
    "People of custom applications built with Azure Communication Services.",
);
const ACCESS: P = P::new(
    "EnableTeamsConsumerAccess",
    Type::Bool,
    "Chat with people who have personal accounts.",
);
const INBOUND: P = P::new(
    "EnableTeamsConsumerInbound",
    Type::Bool,
    "They may find and contact the people who have this policy.",
);
const PROFILES: P = P::new(
    "RestrictTeamsConsumerAccessToExternalUserProfiles",
    Type::Bool,
    "Only those with a profile in the extended directory.",
);
const BILATERAL: P = P::new(
    "FederatedBilateralChats",
    Type::Bool,
    "Group chats with one other organization at most.",
);
const RULE: P = P::new(
    "CommunicationWithExternalOrgs",
    RULES,
    "The domain rule of the policy; not of Global.",
);
const FORCE: P = P::new("Force", Type::Switch, "Accepted, without effect.");
const DIRECTORY: P = P::new(
    "Tenant",
    Type::Guid,
    "Accepted, without effect: there is one organization.",
);
const INCLUDES: Type = Type::Choice(&["Automatic", "All", "SubscriptionDefaults", "TenantDefinedOnly"]);

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::GetPolicy,
        "Get-CsExternalAccessPolicy",
        "Shows policies.",
        &[
            P::new("Identity", Type::Text, "Global, or the name of a policy with or without Tag:.").at(1).piped(Pipe::Both).of(IDENTITY),
            P::new("Filter", Type::Text, "A pattern for the identity, for example tag:*.").of(&["Filter"]),
            P::new("Include", INCLUDES, "Which: built-in ones, those made here, or all."),
            P::new("ApplicableTo", Type::Text, "Only policies that this person could be given."),
            P::new("LocalStore", Type::Switch, "Accepted, without effect."),
            DIRECTORY,
        ],
    )
    .default_set("Identity")
    .examples(&["Get-CsExternalAccessPolicy", "Get-CsExternalAccessPolicy -Filter 'tag:*' | Select-Object Identity, EnableTeamsConsumerAccess"]),
    Cmdlet::new(
        Id::NewPolicy,
        "New-CsExternalAccessPolicy",
        "Makes a policy. What is not named takes its default.",
        &[
            P::new("Identity", Type::Text, "The name of the policy.").at(1).must(),
            ALLOWED, BLOCKED, DESCRIPTION, FEDERATION, XMPP, CLOUD, SMS, OUTSIDE, ACS, ACCESS, INBOUND, PROFILES, BILATERAL, RULE,
            P::new("InMemory", Type::Switch, "Gives the object without saving it; Set-CsExternalAccessPolicy -Instance saves it."),
            FORCE, DIRECTORY,
        ],
    )
    .changes()
    .examples(&["New-CsExternalAccessPolicy -Identity 'Partner liaison' -EnableTeamsConsumerInbound $false"]),
    Cmdlet::new(
        Id::SetPolicy,
        "Set-CsExternalAccessPolicy",
        "Changes a policy; without a name Global, which everybody has who has no other.",
        &[
            P::new("Identity", Type::Text, "Global, or the name of a policy.").at(1).piped(Pipe::Property).of(IDENTITY),
            ALLOWED, BLOCKED, DESCRIPTION, FEDERATION, XMPP, CLOUD, SMS, OUTSIDE, ACS, ACCESS, INBOUND, PROFILES, BILATERAL, RULE,
            P::new("Instance", Type::Any, "A policy object; a policy that is not there is made.").must().piped(Pipe::Value).of(INSTANCE),
            FORCE, DIRECTORY,
        ],
    )
    .default_set("Identity")
    .changes()
    .examples(&["Set-CsExternalAccessPolicy -Identity 'Partner liaison' -EnableTeamsConsumerAccess $false -WhatIf"]),
    Cmdlet::new(
        Id::RemovePolicy,
        "Remove-CsExternalAccessPolicy",
        "Deletes a policy that nobody has. Global is reset to its defaults instead.",
        &[
            P::new("Identity", Type::Text, "Global, or the name of a policy.").at(1).must().piped(Pipe::Both),
            FORCE, DIRECTORY,
        ],
    )
    .changes()
    .examples(&["Remove-CsExternalAccessPolicy -Identity 'Partner liaison'"]),
    Cmdlet::new(
        Id::GrantPolicy,
        "Grant-CsExternalAccessPolicy",
        "Gives a policy to a person or a group, or takes it away with -PolicyName $null. For nobody in particular, its \
         content becomes that of Global.",
        &[
            P::new("Identity", Type::Text, "The person: sign-in name, SIP address or object id.").at(1).must().piped(Pipe::Both).of(USER),
            P::new("PolicyName", Type::TextOrNull, "The policy without Tag:; $null takes the assignment away.").at(2).must(),
            P::new("Group", Type::Text, "The group: object id, mail address or name.").must().of(GROUP),
            P::new("Rank", Type::Int, "Its rank among groups with a policy, 1 first; last when not given.").of(GROUP),
            P::new("Global", Type::Switch, "For the whole organization, without a warning.").of(TENANT),
            P::new("Force", Type::Switch, "Accepted, without effect.").of(TENANT),
            P::new("PassThru", Type::Switch, "Gives the person."),
        ],
    )
    .default_set("GrantToUser")
    .changes()
    .examples(&[
        "Grant-CsExternalAccessPolicy -Identity ada@contoso.com -PolicyName 'Partner liaison'",
        "Grant-CsExternalAccessPolicy -Group 1554bfa3-81db-4fbc-bc3c-56de30853f41 -PolicyName 'Partner liaison' -Rank 2",
    ]),
];
