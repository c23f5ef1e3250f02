<#
.SYNOPSIS
Shows the settings for people who use custom applications built with Azure Communication Services.
.PARAMETER Identity
Global, the only one there is.
#>
function Get-CsTeamsAcsFederationConfiguration {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [string] $Identity
    )

    process {
        $names = 'EnableAcsUsers', 'AllowedAcsResources', 'RequireAcsFederationForMeeting', 'LabelForAllowedAcsUsers', 'HideBannerForAllowedAcsUsers'
        Select-ForecourtProperty (Invoke-ForecourtApi -Path '/settings') -Names $names -Type 'Forecourt.TeamsAcsFederationConfiguration'
    }
}
