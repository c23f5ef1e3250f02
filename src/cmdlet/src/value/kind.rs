//! What objects are, and how each is printed.

/// How an object is printed when a script says nothing about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Name and value, one below the other.
    List,
    /// A row with these columns.
    Table(&'static [&'static str]),
    /// As few properties decide it: up to four in a row, more one below the other.
    ByCount,
    /// The one property that is its text.
    Text,
}

/// What an object is.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The name of the type.
    pub name: &'static str,
    /// How it is printed.
    pub view: View,
    /// The property that stands for it within a line, with what is written before; `None` for all of them.
    pub stands_for_it: Option<(&'static str, &'static str)>,
}

const fn kind(name: &'static str, view: View) -> Kind {
    Kind {
        name,
        view,
        stands_for_it: None,
    }
}

/// Anything that a script has put together, and rows of files.
pub static CUSTOM: Kind = kind("PSCustomObject", View::ByCount);
/// What Get-CsTenantFederationConfiguration gives.
pub static TENANT_FEDERATION: Kind = kind("TenantFederationSettings", View::List);
/// What Get-CsTeamsExternalAccessConfiguration gives.
pub static EXTERNAL_ACCESS: Kind = kind("TeamsExternalAccessConfiguration", View::List);
/// What Get-CsTeamsAcsFederationConfiguration gives.
pub static ACS_FEDERATION: Kind = kind("TeamsAcsFederationConfiguration", View::List);
/// A policy.
pub static POLICY: Kind = kind("ExternalAccessPolicy", View::List);
/// Every domain is allowed.
pub static ALLOW_ALL: Kind = Kind {
    name: "AllowAllKnownDomains",
    view: View::Text,
    stands_for_it: Some(("", "AllowAllKnownDomains")),
};
/// Only these domains are allowed.
pub static ALLOW_LIST: Kind = Kind {
    name: "AllowList",
    view: View::List,
    stands_for_it: Some(("AllowedDomain", "")),
};
/// One domain.
pub static DOMAIN_PATTERN: Kind = Kind {
    name: "DomainPattern",
    view: View::List,
    stands_for_it: Some(("Domain", "Domain=")),
};
/// The policy of a group.
pub static GROUP_ASSIGNMENT: Kind = kind(
    "GroupPolicyAssignment",
    View::Table(&[
        "GroupId",
        "PolicyType",
        "PolicyName",
        "Rank",
        "CreatedTime",
        "CreatedBy",
    ]),
);
/// An operation in the list of operations.
pub static OPERATION: Kind = kind(
    "BatchPolicyAssignmentOperation",
    View::Table(&[
        "OperationId",
        "OperationName",
        "OverallStatus",
        "CreatedTime",
        "CreatedBy",
    ]),
);
/// One operation with its numbers.
pub static OPERATION_DETAIL: Kind = kind("BatchPolicyAssignmentOperationDetail", View::List);
/// What became of one person of an operation.
pub static USER_STATE: Kind = kind("UserState", View::Table(&["Id", "Result", "State"]));
/// A policy that counts for somebody.
pub static USER_ASSIGNMENT: Kind = kind(
    "UserPolicyAssignment",
    View::Table(&["PolicyType", "PolicyName", "PolicySource"]),
);
/// Where a policy comes from.
pub static POLICY_SOURCE: Kind = Kind {
    name: "PolicySource",
    view: View::Table(&["AssignmentType", "PolicyName", "Reference"]),
    stands_for_it: Some(("AssignmentType", "")),
};
/// A person.
pub static ONLINE_USER: Kind = kind("OnlineUser", View::List);
/// The policy in a person's column.
pub static POLICY_DEFINITION: Kind = Kind {
    name: "UserPolicyDefinition",
    view: View::List,
    stands_for_it: Some(("Name", "")),
};
/// Text that is formatted already.
pub static FORMATTED: Kind = Kind {
    name: "Formatted",
    view: View::Text,
    stands_for_it: Some(("Text", "")),
};
