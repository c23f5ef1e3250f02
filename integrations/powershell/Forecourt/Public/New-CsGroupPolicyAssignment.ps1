<#
.SYNOPSIS
Gives a policy to a group. Only direct members get it.
.PARAMETER GroupId
The group: object id, mail address or name.
.PARAMETER PolicyType
ExternalAccessPolicy.
.PARAMETER PolicyName
The policy.
.PARAMETER Rank
Its rank among groups with a policy, 1 first; last when not given.
.PARAMETER PassThru
Gives True.
.EXAMPLE
New-CsGroupPolicyAssignment -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy -PolicyName 'Partner liaison' -Rank 1
#>
function New-CsGroupPolicyAssignment {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $GroupId,

        [Parameter(Mandatory, Position = 1)]
        [string] $PolicyType,

        [Parameter(Mandatory, Position = 2)]
        [string] $PolicyName,

        [Parameter(Position = 3)]
        [int] $Rank,

        [Parameter()]
        [switch] $PassThru
    )

    process {
        Assert-ForecourtPolicyType $PolicyType
        Set-ForecourtGroupPolicy -Group $GroupId -PolicyName (Get-PolicyName $PolicyName) -Rank $Rank -Cmdlet $PSCmdlet
        if ($PassThru) { $true }
    }
}
