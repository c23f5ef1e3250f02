<#
.SYNOPSIS
Shows which outside people are blocked.
.PARAMETER Identity
Global, the only one there is.
#>
function Get-CsTeamsExternalAccessConfiguration {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [string] $Identity
    )

    process {
        $names = 'BlockExternalAccessUserAccess', 'BlockedUsers'
        Select-ForecourtProperty (Invoke-ForecourtApi -Path '/settings') -Names $names -Type 'Forecourt.TeamsExternalAccessConfiguration'
    }
}
