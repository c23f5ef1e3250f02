<#
.SYNOPSIS
Connects to a Forecourt server. The other cmdlets of the module go there.
.PARAMETER Uri
The address of the server, as browsers open it.
.PARAMETER Token
An access token; the page Administrators makes them.
.EXAMPLE
Connect-Forecourt -Uri https://forecourt.contoso.com -Token (Read-Host -AsSecureString)
#>
function Connect-Forecourt {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [uri] $Uri,

        [Parameter(Mandatory, Position = 1)]
        [securestring] $Token
    )

    process {
        if ($Uri.Scheme -ne 'https' -and -not $Uri.IsLoopback) {
            throw 'Not connected: the token would travel where others can read it. Use an https address.'
        }
        $script:ForecourtConnection = @{ Root = ([string] $Uri).TrimEnd('/') + '/api/v1'; Token = $Token }
        try {
            Invoke-ForecourtApi -Path '/settings' | Out-Null
        }
        catch {
            $script:ForecourtConnection = $null
            throw
        }
    }
}
