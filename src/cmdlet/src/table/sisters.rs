//! The two objects beside the settings of the organization, on the same page.

use super::parameter::{Parameter as P, Type};
use super::{Cmdlet, Id};

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::GetExternalAccess,
        "Get-CsTeamsExternalAccessConfiguration",
        "Shows which outside people are blocked.",
        &[P::new("Identity", Type::Text, "Global, the only one there is.").at(1)],
    ),
    Cmdlet::new(
        Id::SetExternalAccess,
        "Set-CsTeamsExternalAccessConfiguration",
        "Changes which outside people are blocked.",
        &[
            P::new("Identity", Type::Text, "Global, the only one there is.").at(1),
            P::new("BlockExternalAccessUserAccess", Type::Bool, "Whether the list of blocked people is in use."),
            P::new("BlockedUsers", Type::TextList, "Mail addresses and identifiers of outside people who are blocked."),
            P::new("Force", Type::Switch, "Accepted, without effect."),
        ],
    )
    .changes()
    .examples(&["Set-CsTeamsExternalAccessConfiguration -Identity Global -BlockedUsers @{Add='mallory@fabrikam.com'}"]),
    Cmdlet::new(
        Id::GetAcsFederation,
        "Get-CsTeamsAcsFederationConfiguration",
        "Shows the settings for people who use custom applications built with Azure Communication Services.",
        &[P::new("Identity", Type::Text, "Global, the only one there is.").at(1)],
    ),
    Cmdlet::new(
        Id::SetAcsFederation,
        "Set-CsTeamsAcsFederationConfiguration",
        "Changes the settings for people who use custom applications built with Azure Communication Services.",
        &[
            P::new("Identity", Type::Text, "Global, the only one there is.").at(1),
            P::new("EnableAcsUsers", Type::Bool, "Whether your people and they may talk to each other."),
            P::new("AllowedAcsResources", Type::TextList, "The resources that are allowed."),
            P::new("RequireAcsFederationForMeeting", Type::Bool, "Only allowed resources may join meetings."),
            P::new("LabelForAllowedAcsUsers", Type::Choice(&["Unverified", "External"]), "What is shown beside their names."),
            P::new("HideBannerForAllowedAcsUsers", Type::Bool, "No banner in chats with them."),
            P::new("Force", Type::Switch, "Accepted, without effect."),
        ],
    )
    .changes()
    .examples(&["Set-CsTeamsAcsFederationConfiguration -EnableAcsUsers $true"]),
];
