<#
.SYNOPSIS
Shows which groups have a policy, best rank first.
.PARAMETER GroupId
The group: object id, mail address or name.
.PARAMETER PolicyType
ExternalAccessPolicy.
.EXAMPLE
Get-CsGroupPolicyAssignment -PolicyType ExternalAccessPolicy
#>
function Get-CsGroupPolicyAssignment {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [string] $GroupId,

        [Parameter(Position = 1)]
        [string] $PolicyType
    )

    process {
        if ($PolicyType -and $PolicyType -ne 'ExternalAccessPolicy') { return }
        $groups = if ($GroupId) { Find-ForecourtGroup $GroupId } else { Get-ForecourtPage -Path '/groups' }
        $groups | Where-Object { $_.policy } | Sort-Object -Property rank | ForEach-Object {
            [pscustomobject]@{
                PSTypeName = 'Forecourt.GroupPolicyAssignment'
                GroupId = $_.id
                PolicyType = 'ExternalAccessPolicy'
                PolicyName = $_.policy
                Rank = $_.rank
            }
        }
    }
}
