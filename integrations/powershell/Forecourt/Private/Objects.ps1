# Documents as the objects that cmdlets give.
function Select-ForecourtProperty {
    param([object] $Document, [string[]] $Names, [string] $Type)

    $properties = [ordered]@{ PSTypeName = $Type }
    foreach ($name in $Names) { $properties[$name] = $Document.(ConvertTo-SnakeName $name) }
    $properties['Identity'] = 'Global'
    [pscustomobject] $properties
}

function New-DomainPattern {
    param([string] $Domain)

    $pattern = [pscustomobject]@{ PSTypeName = 'Forecourt.DomainPattern'; Domain = $Domain }
    $pattern | Add-Member -MemberType ScriptMethod -Name ToString -Value { 'Domain=' + $this.Domain } -Force -PassThru
}

function ConvertTo-TenantFederation {
    param([object] $Document)

    $allowed = switch ($Document.domain_mode) {
        'allow_specific' { [pscustomobject]@{ PSTypeName = 'Forecourt.AllowList'; AllowedDomain = @($Document.allowed_domains | ForEach-Object { New-DomainPattern $_ }) } }
        'block_all_except_by_policy' { [pscustomobject]@{ PSTypeName = 'Forecourt.AllowList'; AllowedDomain = @() } }
        default { [pscustomobject]@{ PSTypeName = 'Forecourt.AllowAllKnownDomains' } }
    }
    $blocked = if ($Document.domain_mode -eq 'block_specific') { @($Document.blocked_domains | ForEach-Object { New-DomainPattern $_ }) } else { @() }
    [pscustomobject]@{
        PSTypeName = 'Forecourt.TenantFederationSettings'
        AllowedDomains = $allowed
        BlockedDomains = $blocked
        AllowedTrialTenantDomains = @($Document.allowed_trial_tenant_domains)
        AllowFederatedUsers = $Document.domain_mode -ne 'block_all'
        AllowTeamsSms = $Document.allow_teams_sms
        AllowTeamsConsumer = $Document.allow_teams_consumer
        AllowTeamsConsumerInbound = $Document.allow_teams_consumer_inbound
        TreatDiscoveredPartnersAsUnverified = $Document.treat_discovered_partners_as_unverified
        SharedSipAddressSpace = $Document.shared_sip_address_space
        RestrictTeamsConsumerToExternalUserProfiles = $Document.restrict_teams_consumer_to_external_user_profiles
        BlockAllSubdomains = $Document.block_all_subdomains
        ExternalAccessWithTrialTenants = $Document.external_access_with_trial_tenants
        SecurityTeamAllowBlockListDelegation = $Document.security_team_allow_block_list_delegation
        EnableExternalAccessRestrictionsForChatParticipants = $false
        EnableMutualFederationForChatParticipants = $false
        Identity = 'Global'
    }
}

function ConvertTo-ExternalAccessPolicy {
    param([object] $Document)

    $properties = [ordered]@{
        PSTypeName = 'Forecourt.ExternalAccessPolicy'
        Identity = if ($Document.kind -eq 'global') { 'Global' } else { 'Tag:' + $Document.name }
    }
    $names = 'AllowedExternalDomains', 'BlockedExternalDomains', 'Description', 'EnableFederationAccess', 'EnableXmppAccess',
    'EnablePublicCloudAudioVideoAccess', 'EnableTeamsSmsAccess', 'EnableOutsideAccess', 'EnableAcsFederationAccess',
    'EnableTeamsConsumerAccess', 'EnableTeamsConsumerInbound', 'RestrictTeamsConsumerAccessToExternalUserProfiles',
    'FederatedBilateralChats', 'CommunicationWithExternalOrgs'
    foreach ($name in $names) { $properties[$name] = $Document.(ConvertTo-SnakeName $name) }
    [pscustomobject] $properties
}

function New-PolicyObject {
    param([string] $Name, [hashtable] $Values)

    $stock = [pscustomobject]@{
        kind = 'custom'; name = $Name; allowed_external_domains = @(); blocked_external_domains = @(); description = ''
        enable_federation_access = $true; enable_xmpp_access = $false; enable_public_cloud_audio_video_access = $true
        enable_teams_sms_access = $true; enable_outside_access = $true; enable_acs_federation_access = $true
        enable_teams_consumer_access = $true; enable_teams_consumer_inbound = $true
        restrict_teams_consumer_access_to_external_user_profiles = $false; federated_bilateral_chats = $false
        communication_with_external_orgs = 'OrganizationDefault'
    }
    $object = ConvertTo-ExternalAccessPolicy $stock
    foreach ($property in $Values.Keys) { $object.$property = $Values[$property] }
    $object
}

function ConvertTo-OnlineUser {
    param([object] $Document, [switch] $SkipUserPolicies)

    $user = [ordered]@{
        PSTypeName = 'Forecourt.OnlineUser'
        Identity = $Document.id
        UserPrincipalName = $Document.user_principal_name
        DisplayName = $Document.display_name
        SipAddress = $Document.sip_address
        Mail = $Document.mail
        Department = $Document.department
        AccountEnabled = $Document.account_enabled
        AccountType = if ($Document.user_principal_name -like '*#EXT#*') { 'Guest' } else { 'User' }
    }
    if (-not $SkipUserPolicies) {
        $user['ExternalAccessPolicy'] = $Document.direct_policy
        $user['EffectivePolicyAssignments'] = @(if ($Document.source -ne 'global') {
                [pscustomobject]@{
                    policyType = 'ExternalAccessPolicy'
                    policyAssignment = [pscustomobject]@{ displayName = $Document.policy; assignmentType = $Document.source; groupId = $Document.group }
                }
            })
    }
    [pscustomobject] $user
}

function ConvertTo-BatchOperation {
    param([object] $Operation, [object] $Detail)

    $source = if ($Detail) { $Detail.operation } else { $Operation }
    $states = @{ draft = 'NotStarted'; waiting = 'NotStarted'; running = 'InProgress'; done = 'Completed'; cancelled = 'Completed' }
    $object = [ordered]@{
        PSTypeName = 'Forecourt.BatchPolicyAssignmentOperation'
        OperationId = $source.id
        OperationName = $source.reason
        OverallStatus = $states[$source.state]
        CreatedTime = $source.created_at
        CreatedBy = $source.actor
    }
    if ($Detail) {
        $object['CompletedTime'] = $source.finished_at
        $object['CompletedCount'] = $source.succeeded + $source.unchanged + $source.failed + $Detail.left_out
        $object['ErrorCount'] = $source.failed + $Detail.left_out
        $object['InProgressCount'] = $Detail.in_progress
        $object['NotStartedCount'] = $Detail.not_started
    }
    [pscustomobject] $object
}

# A filter of people as a condition about $_.
function ConvertTo-ForecourtCondition {
    param([object] $Filter)

    if (-not $Filter) { return { $true } }
    $names = 'Identity', 'UserPrincipalName', 'DisplayName', 'SipAddress', 'Mail', 'Department', 'AccountEnabled', 'AccountType', 'ExternalAccessPolicy'
    $text = ([string] $Filter) -replace ('(?<![\w$.''"-])(' + ($names -join '|') + ')(?=\s+-)'), '$$_.$1'
    $rest = $text -replace '"[^"`$]*"', '' -replace "'[^']*'", '' -replace '\$_\.\w+', '' -replace '\$(true|false|null)', '' -replace '-(eq|ne|like|notlike|gt|ge|lt|le|and|or|not|contains)\b', ''
    if ($rest -match '[^\s()0-9]') {
        throw "The filter is not understood near '$($Matches[0])'. A filter is Property -eq 'value', joined by -and and -or."
    }
    [scriptblock]::Create($text)
}
