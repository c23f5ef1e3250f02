<#
.SYNOPSIS
Gives a policy to up to 5,000 people in the background, or takes it away with -PolicyName $null.
.PARAMETER PolicyType
ExternalAccessPolicy.
.PARAMETER PolicyName
The policy; $null takes assignments away.
.PARAMETER Identity
The people: object ids or SIP addresses.
.PARAMETER OperationName
A name to find it again by.
.PARAMETER AdditionalParameters
Accepted, without effect.
.EXAMPLE
New-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName 'Partner liaison' -Identity $people.UserPrincipalName
#>
function New-CsBatchPolicyAssignmentOperation {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $PolicyType,

        [Parameter(Mandatory, Position = 1)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $PolicyName,

        [Parameter(Mandatory, Position = 2)]
        [string[]] $Identity,

        [Parameter()]
        [string] $OperationName,

        [Parameter()]
        [object] $AdditionalParameters
    )

    process {
        Assert-ForecourtPolicyType $PolicyType
        $people = @($Identity | Select-Object -Unique)
        if ($people.Count -gt 5000) { throw "$($people.Count) people are too many for one batch. At most 5,000 fit; split them." }
        $body = @{ people = @{ addresses = $people } }
        if ($PolicyName) { $body['policy'] = Get-PolicyName $PolicyName }
        if ($OperationName) { $body['reason'] = $OperationName }
        $draft = (Invoke-ForecourtApi -Method 'POST' -Path '/operations' -Body $body).result
        $id = $draft.operation.id
        if (-not $PSCmdlet.ShouldProcess($draft.operation.title, 'New-CsBatchPolicyAssignmentOperation')) {
            Write-ForecourtImpact $draft.impact
            Invoke-ForecourtApi -Method 'DELETE' -Path "/operations/$id" | Out-Null
            return
        }
        Invoke-ForecourtApi -Method 'POST' -Path "/operations/$id/start" -Body @{ acknowledge = $true } | Out-Null
        $id
    }
}
