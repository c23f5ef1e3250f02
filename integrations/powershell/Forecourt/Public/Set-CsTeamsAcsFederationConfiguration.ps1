<#
.SYNOPSIS
Changes the settings for people who use custom applications built with Azure Communication Services.
.PARAMETER Identity
Global, the only one there is.
.PARAMETER EnableAcsUsers
Whether your people and they may talk to each other.
.PARAMETER AllowedAcsResources
The resources that are allowed.
.PARAMETER RequireAcsFederationForMeeting
Only allowed resources may join meetings.
.PARAMETER LabelForAllowedAcsUsers
What is shown beside their names.
.PARAMETER HideBannerForAllowedAcsUsers
No banner in chats with them.
.PARAMETER Force
Accepted, without effect.
.EXAMPLE
Set-CsTeamsAcsFederationConfiguration -EnableAcsUsers $true
#>
function Set-CsTeamsAcsFederationConfiguration {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Position = 0)]
        [string] $Identity,

        [Parameter()]
        [bool] $EnableAcsUsers,

        [Parameter()]
        [AllowNull()]
        [object] $AllowedAcsResources,

        [Parameter()]
        [bool] $RequireAcsFederationForMeeting,

        [Parameter()]
        [ValidateSet('Unverified', 'External')]
        [string] $LabelForAllowedAcsUsers,

        [Parameter()]
        [bool] $HideBannerForAllowedAcsUsers,

        [Parameter()]
        [switch] $Force
    )

    process {
        $document = Invoke-ForecourtApi -Path '/settings'
        $values = Get-ForecourtValue -Bound $PSBoundParameters -Names $MyInvocation.MyCommand.Parameters.Keys
        $body = ConvertTo-SettingsPatch -Values $values -Document $document
        $send = @{ Method = 'PATCH'; Path = '/settings'; Body = $body; IfMatch = $document.revision }
        Send-ForecourtChange @send -Cmdlet $PSCmdlet -Target 'Global' | Out-Null
    }
}
