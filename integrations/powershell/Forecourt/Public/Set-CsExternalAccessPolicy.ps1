<#
.SYNOPSIS
Changes a policy; without a name Global, which everybody has who has no other.
.PARAMETER Identity
Global, or the name of a policy.
.PARAMETER AllowedExternalDomains
Domains for AllowSpecificExternalDomains.
.PARAMETER BlockedExternalDomains
Domains for BlockSpecificExternalDomains.
.PARAMETER Description
What the policy is for.
.PARAMETER EnableFederationAccess
Chat with people of other organizations.
.PARAMETER EnableXmppAccess
Of old servers; kept, without effect.
.PARAMETER EnablePublicCloudAudioVideoAccess
Of old servers; kept, without effect.
.PARAMETER EnableTeamsSmsAccess
Text messages within Teams.
.PARAMETER EnableOutsideAccess
Of old servers; kept, without effect.
.PARAMETER EnableAcsFederationAccess
People of custom applications built with Azure Communication Services.
.PARAMETER EnableTeamsConsumerAccess
Chat with people who have personal accounts.
.PARAMETER EnableTeamsConsumerInbound
They may find and contact the people who have this policy.
.PARAMETER RestrictTeamsConsumerAccessToExternalUserProfiles
Only those with a profile in the extended directory.
.PARAMETER FederatedBilateralChats
Group chats with one other organization at most.
.PARAMETER CommunicationWithExternalOrgs
The domain rule of the policy; not of Global.
.PARAMETER Instance
A policy object; a policy that is not there is made.
.PARAMETER Force
Accepted, without effect.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.EXAMPLE
Set-CsExternalAccessPolicy -Identity 'Partner liaison' -EnableTeamsConsumerAccess $false -WhatIf
#>
function Set-CsExternalAccessPolicy {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipelineByPropertyName)]
        [string] $Identity,

        [Parameter()]
        [AllowNull()]
        [object] $AllowedExternalDomains,

        [Parameter()]
        [AllowNull()]
        [object] $BlockedExternalDomains,

        [Parameter()]
        [string] $Description,

        [Parameter()]
        [bool] $EnableFederationAccess,

        [Parameter()]
        [bool] $EnableXmppAccess,

        [Parameter()]
        [bool] $EnablePublicCloudAudioVideoAccess,

        [Parameter()]
        [bool] $EnableTeamsSmsAccess,

        [Parameter()]
        [bool] $EnableOutsideAccess,

        [Parameter()]
        [bool] $EnableAcsFederationAccess,

        [Parameter()]
        [bool] $EnableTeamsConsumerAccess,

        [Parameter()]
        [bool] $EnableTeamsConsumerInbound,

        [Parameter()]
        [bool] $RestrictTeamsConsumerAccessToExternalUserProfiles,

        [Parameter()]
        [bool] $FederatedBilateralChats,

        [Parameter()]
        [ValidateSet('OrganizationDefault', 'AllowAllExternalDomains', 'AllowSpecificExternalDomains', 'BlockSpecificExternalDomains', 'BlockAllExternalDomains')]
        [string] $CommunicationWithExternalOrgs,

        [Parameter(ParameterSetName = 'Instance', Mandatory, ValueFromPipeline)]
        [object] $Instance,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [guid] $Tenant
    )

    process {
        $name = Get-PolicyName $(if ($Instance) { $Instance.Identity } elseif ($Identity) { $Identity } else { 'Global' })
        $values = Get-ForecourtValue -Bound $PSBoundParameters -Instance $Instance -Names $MyInvocation.MyCommand.Parameters.Keys
        $path = Join-ForecourtPath 'policies' $name
        $stored = Invoke-ForecourtApi -Path $path -Optional:([bool] $Instance)
        $body = ConvertTo-PolicyBody -Values $values -Stored $stored
        if ($stored) {
            $send = @{ Method = 'PATCH'; Path = $path; Body = $body; IfMatch = $stored.revision }
        }
        else {
            $body['name'] = $name
            $send = @{ Method = 'POST'; Path = '/policies'; Body = $body }
        }
        Send-ForecourtChange @send -Cmdlet $PSCmdlet -Target $name | Out-Null
    }
}
