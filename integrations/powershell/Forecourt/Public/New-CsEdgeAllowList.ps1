<#
.SYNOPSIS
The value for -AllowedDomains that allows only some domains.
.PARAMETER AllowedDomain
Domains, as New-CsEdgeDomainPattern gives them.
.EXAMPLE
Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowList -AllowedDomain (New-CsEdgeDomainPattern -Domain fabrikam.com))
#>
function New-CsEdgeAllowList {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [object] $AllowedDomain
    )

    process {
        [pscustomobject]@{ PSTypeName = 'Forecourt.AllowList'; AllowedDomain = @($AllowedDomain | ForEach-Object { Get-DomainText $_ }) }
    }
}
