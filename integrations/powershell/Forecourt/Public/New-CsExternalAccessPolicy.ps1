<#
.SYNOPSIS
Makes a policy. What is not named takes its default.
.PARAMETER Identity
The name of the policy.
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
.PARAMETER InMemory
Gives the object without saving it; Set-CsExternalAccessPolicy -Instance saves it.
.PARAMETER Force
Accepted, without effect.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.EXAMPLE
New-CsExternalAccessPolicy -Identity 'Partner liaison' -EnableTeamsConsumerInbound $false
#>
function New-CsExternalAccessPolicy {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0)]
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

        [Parameter()]
        [switch] $InMemory,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [guid] $Tenant
    )

    process {
        $values = Get-ForecourtValue -Bound $PSBoundParameters -Names $MyInvocation.MyCommand.Parameters.Keys
        $body = ConvertTo-PolicyBody -Values $values
        $body['name'] = Get-PolicyName $Identity
        if ($InMemory) {
            New-PolicyObject -Name $body['name'] -Values $values
            return
        }
        $done = Send-ForecourtChange -Method 'POST' -Path '/policies' -Body $body -Cmdlet $PSCmdlet -Target $Identity
        if ($done) { ConvertTo-ExternalAccessPolicy $done.result }
    }
}
