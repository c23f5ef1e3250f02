<#
.SYNOPSIS
One domain for a list.
.PARAMETER Domain
The domain.
.EXAMPLE
New-CsEdgeDomainPattern -Domain fabrikam.com
#>
function New-CsEdgeDomainPattern {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] $Domain
    )

    process {
        [pscustomobject]@{ PSTypeName = 'Forecourt.DomainPattern'; Domain = $Domain }
    }
}
