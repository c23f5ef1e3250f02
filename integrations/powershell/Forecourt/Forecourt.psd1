@{
    RootModule = 'Forecourt.psm1'
    ModuleVersion = '0.1.0'
    GUID = '6f1f3d0a-2a54-4f57-9f6c-3f5b1c0d7e21'
    Author = 'Forecourt'
    Description = 'The cmdlets of MicrosoftTeams for external access, over the interface of Forecourt.'
    PowerShellVersion = '7.0'
    FormatsToProcess = @('Forecourt.format.ps1xml')
    FunctionsToExport = @(
        'Connect-Forecourt'
        'Disconnect-Forecourt'
        'Get-CsTenantFederationConfiguration'
        'Set-CsTenantFederationConfiguration'
        'Get-CsTeamsExternalAccessConfiguration'
        'Set-CsTeamsExternalAccessConfiguration'
        'Get-CsTeamsAcsFederationConfiguration'
        'Set-CsTeamsAcsFederationConfiguration'
        'Get-CsExternalAccessPolicy'
        'New-CsExternalAccessPolicy'
        'Set-CsExternalAccessPolicy'
        'Remove-CsExternalAccessPolicy'
        'Grant-CsExternalAccessPolicy'
        'New-CsGroupPolicyAssignment'
        'Get-CsGroupPolicyAssignment'
        'Remove-CsGroupPolicyAssignment'
        'Get-GroupPolicyAssignmentConflict'
        'New-CsBatchPolicyAssignmentOperation'
        'Get-CsBatchPolicyAssignmentOperation'
        'Get-CsUserPolicyAssignment'
        'Get-CsOnlineUser'
        'New-CsEdgeAllowAllKnownDomains'
        'New-CsEdgeAllowList'
        'New-CsEdgeDomainPattern'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
