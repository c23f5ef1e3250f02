# The property of a document as cmdlets call it, and back.
function ConvertTo-PascalName {
    param([string] $Name)

    -join ($Name -split '_' | ForEach-Object { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) })
}

function ConvertTo-SnakeName {
    param([string] $Name)

    ($Name -creplace '(?<!^)([A-Z])', '_$1').ToLowerInvariant()
}

function Join-ForecourtPath {
    param([string] $Folder, [string] $Name)

    '/' + $Folder + '/' + [uri]::EscapeDataString($Name)
}

function Get-PolicyName {
    param([string] $Identity)

    $Identity -replace '^tag:', ''
}

function Get-DomainText {
    param([object] $Domain)

    if ($Domain -is [string]) { return $Domain -replace '^Domain=', '' }
    $Domain.Domain
}

function Assert-ForecourtPolicyType {
    param([string] $PolicyType)

    if ($PolicyType -ne 'ExternalAccessPolicy') {
        throw "Policies of the type $PolicyType are not kept here. -PolicyType takes ExternalAccessPolicy."
    }
}
