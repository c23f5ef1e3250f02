<#
.SYNOPSIS
Gives a policy to a person or a group, or takes it away with -PolicyName $null. For nobody in particular, its content becomes that of Global.
.PARAMETER Identity
The person: sign-in name, SIP address or object id.
.PARAMETER PolicyName
The policy without Tag:; $null takes the assignment away.
.PARAMETER Group
The group: object id, mail address or name.
.PARAMETER Rank
Its rank among groups with a policy, 1 first; last when not given.
.PARAMETER Global
For the whole organization, without a warning.
.PARAMETER Force
Accepted, without effect.
.PARAMETER PassThru
Gives the person.
.EXAMPLE
Grant-CsExternalAccessPolicy -Identity ada@contoso.com -PolicyName 'Partner liaison'
.EXAMPLE
Grant-CsExternalAccessPolicy -Group 1554bfa3-81db-4fbc-bc3c-56de30853f41 -PolicyName 'Partner liaison' -Rank 2
#>
function Grant-CsExternalAccessPolicy {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'GrantToUser')]
    param(
        [Parameter(ParameterSetName = 'GrantToUser', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter(Mandatory, Position = 1)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $PolicyName,

        [Parameter(ParameterSetName = 'GrantToGroup', Mandatory)]
        [string] $Group,

        [Parameter(ParameterSetName = 'GrantToGroup')]
        [int] $Rank,

        [Parameter(ParameterSetName = 'GrantToTenant')]
        [switch] $Global,

        [Parameter(ParameterSetName = 'GrantToTenant')]
        [switch] $Force,

        [Parameter()]
        [switch] $PassThru
    )

    process {
        $name = if ($PolicyName) { Get-PolicyName $PolicyName }
        if ($PSCmdlet.ParameterSetName -eq 'GrantToGroup') {
            Set-ForecourtGroupPolicy -Group $Group -PolicyName $name -Rank $Rank -Cmdlet $PSCmdlet
            return
        }
        if ($PSCmdlet.ParameterSetName -eq 'GrantToTenant') {
            if (-not $Global) { Write-Warning 'Nobody is named, so this is for the whole organization: it becomes what Global says.' }
            Set-ForecourtGlobal -PolicyName $name -Cmdlet $PSCmdlet
            return
        }
        $path = (Join-ForecourtPath 'users' $Identity) + '/assignment'
        $send = if ($name -and $name -ne 'Global') {
            @{ Method = 'PUT'; Path = $path; Body = @{ policy = $name } }
        }
        else {
            @{ Method = 'DELETE'; Path = $path }
        }
        $done = Send-ForecourtChange @send -Cmdlet $PSCmdlet -Target $Identity
        if ($PassThru -and $done) { ConvertTo-OnlineUser $done.result }
    }
}
