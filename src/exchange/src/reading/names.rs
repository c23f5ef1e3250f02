//! What a property's name means: today's names, older and misspelt ones, and those that say nothing.

use crate::record::plain;
use forecourt_model::settings::{Level, SettingKey, setting};

/// What to do with a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Setting(SettingKey),
    /// An earlier name, or the name of an input that is never returned.
    Older(SettingKey),
    /// Accepted by the original, but neither applied nor kept.
    Reserved,
    /// About the object, not part of what it says.
    Bookkeeping,
    /// A setting that no longer exists, and why.
    Gone(&'static str),
    Unknown,
}

const OLDER: [(&str, SettingKey); 4] = [
    (
        "DomainBlockingForMDOAdminsInTeams",
        SettingKey::SecurityTeamAllowBlockListDelegation,
    ),
    ("AllowedDomainsAsAList", SettingKey::AllowedDomains),
    (
        "BlockExternalUserAccess",
        SettingKey::BlockExternalAccessUserAccess,
    ),
    ("BlockedDomainsAsAList", SettingKey::BlockedDomains),
];

/// The two reserved properties, their earlier names, and the spelling of exports up to spring 2026.
const RESERVED: [&str; 7] = [
    "EnableExternalAccessRestrictionsForChatParticipants",
    "EnableMutualFederationForChatParticipants",
    "EnableExternalAccessRestrictionsForChatPartipants",
    "EnableMutualFederationForChatPartipants",
    "ApplyExternalAccessRestrictionsToChatMembership",
    "ExtendMutualFederationForChatMembership",
    "RequireMutualFederationForChatMembership",
];

/// Keys of the store, leftovers of remoting, and what configuration tools add.
const BOOKKEEPING: [&str; 29] = [
    "Key",
    "Identity",
    "ConfigMetadata",
    "ConfigId",
    "SchemaVersion",
    "DataSource",
    "Name",
    "XsAnyAttributes",
    "XsAnyElements",
    "Element",
    "Anchor",
    "PSComputerName",
    "RunspaceId",
    "PSShowComputerName",
    "PSSourceJobInstanceId",
    "ScopeClass",
    "IsSingleInstance",
    "Ensure",
    "Credential",
    "ApplicationId",
    "TenantId",
    "CertificatePassword",
    "ApplicationSecret",
    "CertificateThumbprint",
    "ManagedIdentity",
    "AccessTokens",
    "ResourceName",
    "ResourceInstanceName",
    "ResourceId",
];

const GONE: [(&str, &str); 3] = [
    (
        "AllowPublicUsers",
        "Chat with Skype consumers; the property was removed in May 2025.",
    ),
    ("CustomizeFederation", "The property was removed in 2025."),
    (
        "EnablePublicCloudAccess",
        "Chat with Skype consumers; the property was removed.",
    ),
];

/// What a property of this name means in an object of `level`.
pub(super) fn meaning(name: &str, level: Level) -> Meaning {
    let wanted = plain(name);
    let is = |known: &str| plain(known) == wanted;
    let today = SettingKey::ALL
        .iter()
        .find(|key| setting(**key).level == level && is(key.name()));
    if let Some(key) = today {
        return Meaning::Setting(*key);
    }
    let older = OLDER
        .iter()
        .find(|(known, key)| setting(*key).level == level && is(known));
    if let Some((_, key)) = older {
        return Meaning::Older(*key);
    }
    if level == Level::Organization && RESERVED.iter().any(|known| is(known)) {
        return Meaning::Reserved;
    }
    if BOOKKEEPING.iter().any(|known| is(known)) {
        return Meaning::Bookkeeping;
    }
    GONE.iter()
        .find(|(known, _)| is(known))
        .map_or(Meaning::Unknown, |(_, note)| Meaning::Gone(note))
}
