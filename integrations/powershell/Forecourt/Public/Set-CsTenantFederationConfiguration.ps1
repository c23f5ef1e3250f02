<#
.SYNOPSIS
Changes settings of the organization. What is not named stays as it is.
.PARAMETER AllowedDomains
The domains that people may reach: what New-CsEdgeAllowAllKnownDomains or New-CsEdgeAllowList gives; $null for none.
.PARAMETER BlockedDomains
Domains that nobody may reach; only read while all others are allowed.
.PARAMETER BlockAllSubdomains
Blocked domains are blocked with everything below them.
.PARAMETER AllowFederatedUsers
Chat with people of other organizations at all.
.PARAMETER AllowTeamsConsumer
Chat with people who have personal accounts.
.PARAMETER AllowTeamsConsumerInbound
People with personal accounts may find and contact yours.
.PARAMETER TreatDiscoveredPartnersAsUnverified
Messages of discovered partners reach only people who have them in their contacts.
.PARAMETER SharedSipAddressSpace
People online and on your own servers share a domain.
.PARAMETER RestrictTeamsConsumerToExternalUserProfiles
Personal accounts only of people with a profile in the extended directory.
.PARAMETER AllowedDomainsAsAList
The same as AllowedDomains, as plain texts.
.PARAMETER ExternalAccessWithTrialTenants
Organizations that have bought no seats.
.PARAMETER SecurityTeamAllowBlockListDelegation
Your security team may edit blocked domains and people.
.PARAMETER AllowedTrialTenantDomains
Exceptions while trial organizations are blocked.
.PARAMETER EnableExternalAccessRestrictionsForChatParticipants
Reserved: accepted, neither applied nor kept.
.PARAMETER EnableMutualFederationForChatParticipants
Reserved: accepted, neither applied nor kept.
.PARAMETER Identity
Global, the only one there is.
.PARAMETER Instance
An object with the settings, as Get-CsTenantFederationConfiguration gives it.
.PARAMETER Tenant
Accepted, without effect: there is one organization.
.PARAMETER Force
Accepted, without effect.
.EXAMPLE
Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false
.EXAMPLE
Set-CsTenantFederationConfiguration -AllowedDomainsAsAList @{Add='fabrikam.com'} -WhatIf
#>
function Set-CsTenantFederationConfiguration {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Identity')]
    param(
        [Parameter()]
        [AllowNull()]
        [object] $AllowedDomains,

        [Parameter()]
        [AllowNull()]
        [object] $BlockedDomains,

        [Parameter()]
        [bool] $BlockAllSubdomains,

        [Parameter()]
        [bool] $AllowFederatedUsers,

        [Parameter(ParameterSetName = 'Identity')]
        [bool] $AllowTeamsConsumer,

        [Parameter(ParameterSetName = 'Identity')]
        [bool] $AllowTeamsConsumerInbound,

        [Parameter()]
        [bool] $TreatDiscoveredPartnersAsUnverified,

        [Parameter()]
        [bool] $SharedSipAddressSpace,

        [Parameter()]
        [bool] $RestrictTeamsConsumerToExternalUserProfiles,

        [Parameter()]
        [AllowNull()]
        [object] $AllowedDomainsAsAList,

        [Parameter()]
        [ValidateSet('Allowed', 'Blocked')]
        [string] $ExternalAccessWithTrialTenants,

        [Parameter()]
        [ValidateSet('Enabled', 'Disabled')]
        [string] $SecurityTeamAllowBlockListDelegation,

        [Parameter()]
        [AllowNull()]
        [object] $AllowedTrialTenantDomains,

        [Parameter()]
        [bool] $EnableExternalAccessRestrictionsForChatParticipants,

        [Parameter()]
        [bool] $EnableMutualFederationForChatParticipants,

        [Parameter(ParameterSetName = 'Identity', Position = 0)]
        [string] $Identity,

        [Parameter(ParameterSetName = 'Instance', Mandatory, ValueFromPipeline)]
        [object] $Instance,

        [Parameter()]
        [guid] $Tenant,

        [Parameter()]
        [switch] $Force
    )

    process {
        $document = Invoke-ForecourtApi -Path '/settings'
        $values = Get-ForecourtValue -Bound $PSBoundParameters -Instance $Instance -Names $MyInvocation.MyCommand.Parameters.Keys
        $body = ConvertTo-SettingsPatch -Values $values -Document $document
        $send = @{ Method = 'PATCH'; Path = '/settings'; Body = $body; IfMatch = $document.revision }
        Send-ForecourtChange @send -Cmdlet $PSCmdlet -Target 'Global' | Out-Null
    }
}
