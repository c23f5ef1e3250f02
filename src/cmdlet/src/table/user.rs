//! People, and what counts for them.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::GetUserAssignment,
        "Get-CsUserPolicyAssignment",
        "Shows which policy counts for a person and where it comes from. Nothing when it is Global.",
        &[
            P::new("Identity", Type::Text, "The person: object id, sign-in name or SIP address.").at(1).must().piped(Pipe::Both),
            P::new("PolicyType", Type::Text, "ExternalAccessPolicy.").at(2),
        ],
    )
    .examples(&["Get-CsUserPolicyAssignment -Identity ada@contoso.com | Select-Object -ExpandProperty PolicySource"]),
    Cmdlet::new(
        Id::GetOnlineUser,
        "Get-CsOnlineUser",
        "Shows people. ExternalAccessPolicy is the direct assignment, EffectivePolicyAssignments what counts.",
        &[
            P::new("Identity", Type::Text, "One person: object id, sign-in name or SIP address.").at(1).piped(Pipe::Both),
            P::new("AccountType", Type::Choice(&["User", "ResourceAccount", "Guest", "SfBOnPremUser", "IneligibleUser"]), "The directory knows User and Guest."),
            P::new("Filter", Type::Filter, "Which people, for example {ExternalAccessPolicy -eq 'Sales'}."),
            P::new("Properties", Type::Texts, "Only these properties."),
            P::new("ResultSize", Type::Int, "At most so many people."),
            P::new("SkipUserPolicies", Type::Switch, "Without policies."),
            P::new("SoftDeletedUser", Type::Switch, "Nobody: who is deleted is not kept."),
            P::new("Sort", Type::Text, "The order: DisplayName, or UserPrincipalName.").alias(&["OrderBy"]),
        ],
    )
    .examples(&[
        "Get-CsOnlineUser -Identity ada@contoso.com",
        "Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'Partner liaison'} -ResultSize 50 | Select-Object DisplayName, UserPrincipalName",
    ]),
];
