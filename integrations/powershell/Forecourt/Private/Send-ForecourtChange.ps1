# A change, or with -WhatIf what it would do to people.
function Send-ForecourtChange {
    param(
        [string] $Method,
        [string] $Path,
        [object] $Body,
        [object] $IfMatch,
        [System.Management.Automation.PSCmdlet] $Cmdlet,
        [string] $Target
    )

    $send = @{ Method = $Method; Path = $Path; Body = $Body; IfMatch = $IfMatch }
    if ($Cmdlet.ShouldProcess($Target, $Cmdlet.MyInvocation.MyCommand.Name)) {
        return Invoke-ForecourtApi @send
    }
    Write-ForecourtImpact (Invoke-ForecourtApi @send -Query @{ dry_run = 'true' }).impact
}
