<# a remark
   over lines #>
$text = @'
as it is: $x `n
'@
$other = @"
worked out: $text $(1 + 2)
"@
New-CsGroupPolicyAssignment `
    -GroupId 00000000-0000-0000-0000-000000000001 -PolicyType ExternalAccessPolicy `
    -PolicyName 'it''s' -Rank 1
$list = New-CsEdgeAllowList -AllowedDomain (New-CsEdgeDomainPattern -Domain 'a.example')
Set-CsTenantFederationConfiguration -AllowedDomains $list -AllowTeamsConsumer:$false
