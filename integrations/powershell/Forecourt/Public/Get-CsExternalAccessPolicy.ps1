<#
.SYNOPSIS
Shows policies.
.PARAMETER Identity
Global, or the name of a policy with or without Tag:.
.PARAMETER Filter
A pattern for the identity, for example tag:*.
.PARAMETER Include
Which: built-in ones, those made here, or all.
.PARAMETER ApplicableTo
Only policies that this person could be given.
.PARAMETER LocalStore
Accepted, without effect.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.EXAMPLE
Get-CsExternalAccessPolicy
.EXAMPLE
Get-CsExternalAccessPolicy -Filter 'tag:*' | Select-Object Identity, EnableTeamsConsumerAccess
#>
function Get-CsExternalAccessPolicy {
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter(ParameterSetName = 'Filter')]
        [string] $Filter,

        [Parameter()]
        [ValidateSet('Automatic', 'All', 'SubscriptionDefaults', 'TenantDefinedOnly')]
        [string] $Include,

        [Parameter()]
        [string] $ApplicableTo,

        [Parameter()]
        [switch] $LocalStore,

        [Parameter()]
        [guid] $Tenant
    )

    process {
        if ($Identity) {
            ConvertTo-ExternalAccessPolicy (Invoke-ForecourtApi -Path (Join-ForecourtPath 'policies' (Get-PolicyName $Identity)))
            return
        }
        $kinds = switch ($Include) {
            'SubscriptionDefaults' { 'global', 'built_in' }
            'TenantDefinedOnly' { , 'custom' }
            default { 'global', 'built_in', 'custom' }
        }
        Get-ForecourtPage -Path '/policies' | Where-Object { $_.kind -in $kinds } | ForEach-Object { ConvertTo-ExternalAccessPolicy $_ } |
            Where-Object { -not $Filter -or $_.Identity -like $Filter }
    }
}
