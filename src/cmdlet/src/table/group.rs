//! Policies of groups.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

const GROUP: P = P::new(
    "GroupId",
    Type::Text,
    "The group: object id, mail address or name.",
);
const POLICY_TYPE: P = P::new("PolicyType", Type::Text, "ExternalAccessPolicy.");
const PASS: P = P::new("PassThru", Type::Switch, "Gives True.");

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::NewGroupAssignment,
        "New-CsGroupPolicyAssignment",
        "Gives a policy to a group. Only direct members get it.",
        &[
            GROUP.at(1).must(),
            POLICY_TYPE.at(2).must(),
            P::new("PolicyName", Type::Text, "The policy.").at(3).must(),
            P::new("Rank", Type::Int, "Its rank among groups with a policy, 1 first; last when not given.").at(4),
            PASS,
        ],
    )
    .changes()
    .examples(&["New-CsGroupPolicyAssignment -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy -PolicyName 'Partner liaison' -Rank 1"]),
    Cmdlet::new(
        Id::GetGroupAssignment,
        "Get-CsGroupPolicyAssignment",
        "Shows which groups have a policy, best rank first.",
        &[GROUP.at(1), POLICY_TYPE.at(2)],
    )
    .examples(&["Get-CsGroupPolicyAssignment -PolicyType ExternalAccessPolicy"]),
    Cmdlet::new(
        Id::RemoveGroupAssignment,
        "Remove-CsGroupPolicyAssignment",
        "Takes the policy of a group away. Groups below move up.",
        &[
            GROUP.at(1).must().piped(Pipe::Property),
            POLICY_TYPE.at(2).must().piped(Pipe::Property),
            PASS,
        ],
    )
    .changes()
    .examples(&["Remove-CsGroupPolicyAssignment -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy"]),
    Cmdlet::new(
        Id::GetGroupConflict,
        "Get-GroupPolicyAssignmentConflict",
        "Shows members of a group for whom its policy does not count.",
        &[GROUP.at(1).must().piped(Pipe::Property), POLICY_TYPE.at(2).must().piped(Pipe::Property)],
    )
    .examples(&["Get-GroupPolicyAssignmentConflict -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy"]),
];
