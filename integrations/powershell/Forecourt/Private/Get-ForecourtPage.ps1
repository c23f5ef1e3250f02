# Everything of a list, page by page.
function Get-ForecourtPage {
    param([string] $Path, [hashtable] $Query = @{})

    $asked = $Query.Clone()
    do {
        $page = Invoke-ForecourtApi -Path $Path -Query $asked
        $page.items
        $asked['cursor'] = $page.next
    } while ($page.next)
}
