<#
.SYNOPSIS
Takes the policy of a group away. Groups below move up.
.PARAMETER GroupId
The group: object id, mail address or name.
.PARAMETER PolicyType
ExternalAccessPolicy.
.PARAMETER PassThru
Gives True.
.EXAMPLE
Remove-CsGroupPolicyAssignment -GroupId sales@contoso.com -PolicyType ExternalAccessPolicy
#>
function Remove-CsGroupPolicyAssignment {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string] $GroupId,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [string] $PolicyType,

        [Parameter()]
        [switch] $PassThru
    )

    process {
        Assert-ForecourtPolicyType $PolicyType
        Set-ForecourtGroupPolicy -Group $GroupId -Cmdlet $PSCmdlet
        if ($PassThru) { $true }
    }
}
