<#
.SYNOPSIS
Forgets the server and the token.
.EXAMPLE
Disconnect-Forecourt
#>
function Disconnect-Forecourt {
    [CmdletBinding()]
    param()

    process {
        $script:ForecourtConnection = $null
    }
}
