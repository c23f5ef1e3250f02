# Groups: found by object id, mail address or name; given a policy, moved, freed of one.
function Find-ForecourtGroup {
    param([string] $Text)

    $id = [guid]::Empty
    if ([guid]::TryParse($Text, [ref] $id)) { return Invoke-ForecourtApi -Path "/groups/$id" }
    $found = @(Get-ForecourtPage -Path '/groups' | Where-Object { $_.mail -eq $Text -or $_.display_name -eq $Text })
    if ($found.Count -ne 1) { throw "$($found.Count) groups are called $Text. Name the object id of the one that is meant." }
    $found[0]
}

function Set-ForecourtGroupPolicy {
    param([string] $Group, [string] $PolicyName, [int] $Rank, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $found = Find-ForecourtGroup $Group
    $path = "/groups/$($found.id)/policy"
    if ($PolicyName) {
        $body = @{ policy = $PolicyName }
        if ($Rank) { $body['rank'] = $Rank }
        $send = @{ Method = 'PUT'; Path = $path; Body = $body }
    }
    else {
        $send = @{ Method = 'DELETE'; Path = $path }
    }
    Send-ForecourtChange @send -Cmdlet $Cmdlet -Target $found.display_name | Out-Null
}

# For nobody in particular, the content of a policy becomes that of Global.
function Set-ForecourtGlobal {
    param([string] $PolicyName, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $global = Invoke-ForecourtApi -Path '/policies/Global'
    if (-not $PolicyName) {
        Send-ForecourtChange -Method 'POST' -Path '/policies/Global/reset' -IfMatch $global.revision -Cmdlet $Cmdlet -Target 'Global' | Out-Null
        return
    }
    $policy = Invoke-ForecourtApi -Path (Join-ForecourtPath 'policies' $PolicyName)
    $body = @{}
    foreach ($property in $policy.PSObject.Properties) {
        if ($property.Value -is [bool]) { $body[$property.Name] = $property.Value }
    }
    Send-ForecourtChange -Method 'PATCH' -Path '/policies/Global' -Body $body -IfMatch $global.revision -Cmdlet $Cmdlet -Target 'Global' | Out-Null
}
