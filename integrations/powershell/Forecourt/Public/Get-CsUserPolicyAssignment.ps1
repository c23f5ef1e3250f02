<#
.SYNOPSIS
Shows which policy counts for a person and where it comes from. Nothing when it is Global.
.PARAMETER Identity
The person: object id, sign-in name or SIP address.
.PARAMETER PolicyType
ExternalAccessPolicy.
.EXAMPLE
Get-CsUserPolicyAssignment -Identity ada@contoso.com | Select-Object -ExpandProperty PolicySource
#>
function Get-CsUserPolicyAssignment {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter(Position = 1)]
        [string] $PolicyType
    )

    process {
        if ($PolicyType -and $PolicyType -ne 'ExternalAccessPolicy') { return }
        $person = Invoke-ForecourtApi -Path (Join-ForecourtPath 'users' $Identity)
        $sources = @($person.sources | Where-Object { $_.policy -and $_.source -ne 'global' })
        if ($sources.Count -eq 0) { return }
        [pscustomobject]@{
            PSTypeName = 'Forecourt.UserPolicyAssignment'
            PolicyType = 'ExternalAccessPolicy'
            PolicyName = $person.user.policy
            PolicySource = @($sources | ForEach-Object {
                    [pscustomobject]@{
                        PSTypeName = 'Forecourt.PolicySource'
                        AssignmentType = (Get-Culture).TextInfo.ToTitleCase($_.source)
                        PolicyName = $_.policy
                        Reference = $_.group
                    }
                })
        }
    }
}
