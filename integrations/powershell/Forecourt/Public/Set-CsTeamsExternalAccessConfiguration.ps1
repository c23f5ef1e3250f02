<#
.SYNOPSIS
Changes which outside people are blocked.
.PARAMETER Identity
Global, the only one there is.
.PARAMETER BlockExternalAccessUserAccess
Whether the list of blocked people is in use.
.PARAMETER BlockedUsers
Mail addresses and identifiers of outside people who are blocked.
.PARAMETER Force
Accepted, without effect.
.EXAMPLE
Set-CsTeamsExternalAccessConfiguration -Identity Global -BlockedUsers @{Add='mallory@fabrikam.com'}
#>
function Set-CsTeamsExternalAccessConfiguration {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Position = 0)]
        [string] $Identity,

        [Parameter()]
        [bool] $BlockExternalAccessUserAccess,

        [Parameter()]
        [AllowNull()]
        [object] $BlockedUsers,

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
