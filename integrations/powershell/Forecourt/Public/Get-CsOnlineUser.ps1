<#
.SYNOPSIS
Shows people. ExternalAccessPolicy is the direct assignment, EffectivePolicyAssignments what counts.
.PARAMETER Identity
One person: object id, sign-in name or SIP address.
.PARAMETER AccountType
The directory knows User and Guest.
.PARAMETER Filter
Which people, for example {ExternalAccessPolicy -eq 'Sales'}.
.PARAMETER Properties
Only these properties.
.PARAMETER ResultSize
At most so many people.
.PARAMETER SkipUserPolicies
Without policies.
.PARAMETER SoftDeletedUser
Nobody: who is deleted is not kept.
.PARAMETER Sort
The order: DisplayName, or UserPrincipalName.
.EXAMPLE
Get-CsOnlineUser -Identity ada@contoso.com
.EXAMPLE
Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'Partner liaison'} -ResultSize 50 | Select-Object DisplayName, UserPrincipalName
#>
function Get-CsOnlineUser {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter()]
        [ValidateSet('User', 'ResourceAccount', 'Guest', 'SfBOnPremUser', 'IneligibleUser')]
        [string] $AccountType,

        [Parameter()]
        [object] $Filter,

        [Parameter()]
        [string[]] $Properties,

        [Parameter()]
        [int] $ResultSize,

        [Parameter()]
        [switch] $SkipUserPolicies,

        [Parameter()]
        [switch] $SoftDeletedUser,

        [Parameter()]
        [Alias('OrderBy')]
        [string] $Sort
    )

    process {
        if ($SoftDeletedUser) { return }
        $people = if ($Identity) {
            (Invoke-ForecourtApi -Path (Join-ForecourtPath 'users' $Identity)).user
        }
        else {
            $orders = @{ UserPrincipalName = 'sign-in-name'; Department = 'department' }
            $order = if ($Sort -and $orders.ContainsKey($Sort)) { $orders[$Sort] } else { 'name' }
            Get-ForecourtPage -Path '/users' -Query @{ sort = $order }
        }
        $condition = ConvertTo-ForecourtCondition $Filter
        $found = $people | ForEach-Object { ConvertTo-OnlineUser $_ -SkipUserPolicies:$SkipUserPolicies } | Where-Object -FilterScript $condition
        if ($AccountType) { $found = $found | Where-Object { $_.AccountType -eq $AccountType } }
        if ($PSBoundParameters.ContainsKey('ResultSize')) { $found = $found | Select-Object -First $ResultSize }
        if ($Properties) { $found | Select-Object -Property $Properties } else { $found }
    }
}
