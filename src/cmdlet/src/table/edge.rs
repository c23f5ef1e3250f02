//! Values for -AllowedDomains and -BlockedDomains.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(
        Id::NewAllowAll,
        "New-CsEdgeAllowAllKnownDomains",
        "The value for -AllowedDomains that allows every domain.",
        &[],
    )
    .examples(&["Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowAllKnownDomains)"]),
    Cmdlet::new(
        Id::NewAllowList,
        "New-CsEdgeAllowList",
        "The value for -AllowedDomains that allows only some domains.",
        &[P::new("AllowedDomain", Type::Any, "Domains, as New-CsEdgeDomainPattern gives them.").at(1)],
    )
    .examples(&["Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowList -AllowedDomain (New-CsEdgeDomainPattern -Domain fabrikam.com))"]),
    Cmdlet::new(
        Id::NewDomainPattern,
        "New-CsEdgeDomainPattern",
        "One domain for a list.",
        &[P::new("Domain", Type::Text, "The domain.").at(1).must().piped(Pipe::Both)],
    )
    .examples(&["New-CsEdgeDomainPattern -Domain fabrikam.com"]),
];
