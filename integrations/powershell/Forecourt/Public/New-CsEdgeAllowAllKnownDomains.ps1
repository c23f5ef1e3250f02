<#
.SYNOPSIS
The value for -AllowedDomains that allows every domain.
.EXAMPLE
Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowAllKnownDomains)
#>
function New-CsEdgeAllowAllKnownDomains {
    [CmdletBinding()]
    param()

    process {
        [pscustomobject]@{ PSTypeName = 'Forecourt.AllowAllKnownDomains' }
    }
}
