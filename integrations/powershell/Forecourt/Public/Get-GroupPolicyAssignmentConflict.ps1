<#
.SYNOPSIS
Shows members of a group for whom its policy does not count.
.PARAMETER GroupId
The group: object id, mail address or name.
.PARAMETER PolicyType
ExternalAccessPolicy.
.EXAMPLE
Get-GroupPolicyAssignmentConflict -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy
#>
function Get-GroupPolicyAssignmentConflict {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string] $GroupId,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [string] $PolicyType
    )

    process {
        Assert-ForecourtPolicyType $PolicyType
        $group = Find-ForecourtGroup $GroupId
        Get-ForecourtPage -Path "/groups/$($group.id)/members" | Where-Object { $_.group -ne $group.id } |
            ForEach-Object { ConvertTo-OnlineUser $_ }
    }
}
