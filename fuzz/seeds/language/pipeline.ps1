$people = @('ada@x.example', "bo@x.example")
foreach ($one in $people) {
    if ($one -like 'a*') { Grant-CsExternalAccessPolicy -Identity $one -PolicyName "NoPersonalChat" -WhatIf }
    else { Write-Output "left out: $($one)" }
}
Get-CsExternalAccessPolicy | Where-Object { $_.EnableTeamsConsumerAccess -eq $true } |
    Select-Object Identity, EnableTeamsConsumerInbound | ConvertTo-Json
Get-CsOnlineUser -Filter {ExternalAccessPolicy -ne $null -and Department -eq 'Sales'} -ResultSize 20 | Format-List
Set-CsTenantFederationConfiguration -BlockedDomains @{Add = 'a.example', 'b.example'} -Confirm:$false
Import-Csv -Path './people.csv' | ForEach-Object { Grant-CsExternalAccessPolicy $_.UserPrincipalName $null } # back
