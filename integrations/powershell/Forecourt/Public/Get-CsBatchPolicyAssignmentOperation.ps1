<#
.SYNOPSIS
Shows the operations of the last 30 days, or one with its numbers and people.
.PARAMETER Identity
The operation.
.PARAMETER Status
Only operations that are so far.
.EXAMPLE
Get-CsBatchPolicyAssignmentOperation
.EXAMPLE
Get-CsBatchPolicyAssignmentOperation | Select-Object -First 1
#>
function Get-CsBatchPolicyAssignmentOperation {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [Alias('OperationId')]
        [string] $Identity,

        [Parameter()]
        [ValidateSet('NotStarted', 'InProgress', 'Completed')]
        [string] $Status
    )

    process {
        if ($Identity) {
            ConvertTo-BatchOperation -Detail (Invoke-ForecourtApi -Path (Join-ForecourtPath 'operations' $Identity))
            return
        }
        Get-ForecourtPage -Path '/operations' | Where-Object { $_.state -ne 'draft' } | ForEach-Object { ConvertTo-BatchOperation -Operation $_ } |
            Where-Object { -not $Status -or $_.OverallStatus -eq $Status }
    }
}
