# The properties that a cmdlet was given, also those of an instance.
function Get-ForecourtValue {
    param([hashtable] $Bound, [object] $Instance, [string[]] $Names)

    $beside = 'Identity', 'Instance', 'Tenant', 'Force', 'InMemory', 'WhatIf', 'Confirm'
    $values = @{}
    if ($Instance) {
        foreach ($property in $Instance.PSObject.Properties) {
            if ($property.Name -in $Names -and $property.Name -notin $beside) { $values[$property.Name] = $property.Value }
        }
    }
    foreach ($name in $Bound.Keys) {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        if ($name -notin $common -and $name -notin $beside) { $values[$name] = $Bound[$name] }
    }
    $values
}

# A list after @{Add=…}, @{Remove=…}, @{Replace=…} or instead of what is there.
function Edit-ForecourtList {
    param([object] $Edit, [string[]] $Before)

    if ($Edit -isnot [System.Collections.IDictionary]) { return , @($Edit | Where-Object { $_ } | ForEach-Object { Get-DomainText $_ }) }
    if ($Edit.Contains('Replace')) { return , @($Edit['Replace'] | Where-Object { $_ } | ForEach-Object { Get-DomainText $_ }) }
    $remove = @($Edit['Remove'] | Where-Object { $_ } | ForEach-Object { Get-DomainText $_ })
    $add = @($Edit['Add'] | Where-Object { $_ } | ForEach-Object { Get-DomainText $_ })
    $kept = @($Before | Where-Object { $_ -and $_ -notin $remove })
    , @($kept + @($add | Where-Object { $_ -notin $kept }))
}

# What changes in the settings document.
function ConvertTo-SettingsPatch {
    param([hashtable] $Values, [object] $Document)

    if ($Values.ContainsKey('AllowedDomains') -and $Values.ContainsKey('AllowedDomainsAsAList')) {
        throw "Do not specify both 'AllowedDomains' and 'AllowedDomainsAsAList'. Choose one of them to modify allowed domains."
    }
    $patch = @{}
    $lists = 'AllowedTrialTenantDomains', 'BlockedUsers', 'AllowedAcsResources'
    $reserved = 'EnableExternalAccessRestrictionsForChatParticipants', 'EnableMutualFederationForChatParticipants'
    $domains = 'AllowFederatedUsers', 'AllowedDomains', 'AllowedDomainsAsAList', 'BlockedDomains'
    foreach ($name in $Values.Keys) {
        if ($name -in $reserved -or $name -in $domains) { continue }
        $snake = ConvertTo-SnakeName $name
        $patch[$snake] = if ($name -in $lists) { Edit-ForecourtList $Values[$name] $Document.$snake } else { $Values[$name] }
    }
    $named = @($domains | Where-Object { $Values.ContainsKey($_) })
    if ($named.Count -eq 0) { return $patch }

    $mode = $Document.domain_mode
    $federated = if ($Values.ContainsKey('AllowFederatedUsers')) { $Values['AllowFederatedUsers'] } else { $mode -ne 'block_all' }
    $allowed = $null
    if ($mode -eq 'allow_specific') { $allowed = @($Document.allowed_domains) }
    if ($mode -eq 'block_all_except_by_policy') { $allowed = @() }
    $blocked = if ($mode -eq 'block_specific') { @($Document.blocked_domains) } else { @() }
    if ($mode -eq 'block_all' -and $federated -and $named.Count -eq 1 -and ($Document.allowed_domains -or $Document.blocked_domains)) {
        throw 'Nothing was changed: there are stored lists of domains, and it is not clear which of them is meant. Name -AllowedDomains or -BlockedDomains too.'
    }
    if ($Values.ContainsKey('AllowedDomains')) {
        $choice = $Values['AllowedDomains']
        if ($choice -is [string]) { throw '-AllowedDomains takes no text. Use -AllowedDomainsAsAList, or New-CsEdgeAllowList.' }
        $everybody = $null -ne $choice -and $choice.PSObject.TypeNames -contains 'Forecourt.AllowAllKnownDomains'
        $allowed = $null
        if (-not $everybody) { $allowed = @() }
        if (-not $everybody -and $null -ne $choice) { $allowed = @($choice.AllowedDomain | Where-Object { $_ } | ForEach-Object { Get-DomainText $_ }) }
    }
    if ($Values.ContainsKey('AllowedDomainsAsAList')) { $allowed = Edit-ForecourtList $Values['AllowedDomainsAsAList'] @($allowed) }
    if ($Values.ContainsKey('BlockedDomains')) {
        $blocked = Edit-ForecourtList $Values['BlockedDomains'] $blocked
        $patch['blocked_domains'] = $blocked
    }
    if ($allowed) { $patch['allowed_domains'] = $allowed }
    $patch['domain_mode'] = if (-not $federated) { 'block_all' }
    elseif ($null -eq $allowed) { if ($blocked) { 'block_specific' } else { 'allow_all' } }
    elseif ($allowed.Count -eq 0) { 'block_all_except_by_policy' }
    else { 'allow_specific' }
    $patch
}

# The properties of a policy as a document.
function ConvertTo-PolicyBody {
    param([hashtable] $Values, [object] $Stored)

    $body = @{}
    foreach ($name in $Values.Keys) {
        $snake = ConvertTo-SnakeName $name
        if ($name -in 'AllowedExternalDomains', 'BlockedExternalDomains') {
            $before = if ($Stored) { $Stored.$snake } else { @() }
            $body[$snake] = Edit-ForecourtList $Values[$name] $before
        }
        else {
            $body[$snake] = $Values[$name]
        }
    }
    $body
}
