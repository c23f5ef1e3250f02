<#
.SYNOPSIS
Shows the settings of the organization.
.PARAMETER Identity
Global, the only one there is.
.PARAMETER Filter
A pattern for the identity, for example g*.
.PARAMETER LocalStore
Accepted, without effect.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.EXAMPLE
Get-CsTenantFederationConfiguration
.EXAMPLE
Get-CsTenantFederationConfiguration | ConvertTo-Json
#>
function Get-CsTenantFederationConfiguration {
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(ParameterSetName = 'Identity', Position = 0)]
        [string] $Identity,

        [Parameter(ParameterSetName = 'Filter')]
        [string] $Filter,

        [Parameter()]
        [switch] $LocalStore,

        [Parameter()]
        [guid] $Tenant
    )

    process {
        if ($Filter -and 'Global' -notlike $Filter) { return }
        ConvertTo-TenantFederation (Invoke-ForecourtApi -Path '/settings')
    }
}
