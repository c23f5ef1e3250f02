<#
.SYNOPSIS
Deletes a policy that nobody has. Global is reset to its defaults instead.
.PARAMETER Identity
Global, or the name of a policy.
.PARAMETER Force
Accepted, without effect.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.EXAMPLE
Remove-CsExternalAccessPolicy -Identity 'Partner liaison'
#>
function Remove-CsExternalAccessPolicy {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [guid] $Tenant
    )

    process {
        $name = Get-PolicyName $Identity
        $path = Join-ForecourtPath 'policies' $name
        $stored = Invoke-ForecourtApi -Path $path
        $send = if ($stored.kind -eq 'global') {
            @{ Method = 'POST'; Path = "$path/reset"; IfMatch = $stored.revision }
        }
        else {
            @{ Method = 'DELETE'; Path = $path; IfMatch = $stored.revision }
        }
        Send-ForecourtChange @send -Cmdlet $PSCmdlet -Target $name | Out-Null
    }
}
