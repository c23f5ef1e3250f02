//! Batches.

use super::parameter::{Parameter as P, Type};
use super::{Cmdlet, Id};

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::NewBatch,
        "New-CsBatchPolicyAssignmentOperation",
        "Gives a policy to up to 5,000 people in the background, or takes it away with -PolicyName $null.",
        &[
            P::new("PolicyType", Type::Text, "ExternalAccessPolicy.").at(1).must(),
            P::new("PolicyName", Type::TextOrNull, "The policy; $null takes assignments away.").at(2).must(),
            P::new("Identity", Type::Texts, "The people: object ids or SIP addresses.").at(3).must(),
            P::new("OperationName", Type::Text, "A name to find it again by."),
            P::new("AdditionalParameters", Type::Any, "Accepted, without effect."),
        ],
    )
    .changes()
    .examples(&["New-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName 'Partner liaison' -Identity $people.UserPrincipalName"]),
    Cmdlet::new(
        Id::GetBatch,
        "Get-CsBatchPolicyAssignmentOperation",
        "Shows the operations of the last 30 days, or one with its numbers and people.",
        &[
            P::new("Identity", Type::Text, "The operation.").at(1).alias(&["OperationId"]),
            P::new("Status", Type::Choice(&["NotStarted", "InProgress", "Completed"]), "Only operations that are so far."),
        ],
    )
    .examples(&["Get-CsBatchPolicyAssignmentOperation", "Get-CsBatchPolicyAssignmentOperation | Select-Object -First 1"]),
];
