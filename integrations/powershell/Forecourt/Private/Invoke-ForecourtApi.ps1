# One request. A problem of the server becomes an error with its words.
function Invoke-ForecourtApi {
    param(
        [string] $Method = 'GET',
        [string] $Path,
        [object] $Body,
        [object] $IfMatch,
        [hashtable] $Query = @{},
        [switch] $Optional
    )

    if (-not $script:ForecourtConnection) {
        throw 'Not connected. Run Connect-Forecourt first.'
    }
    $address = $script:ForecourtConnection.Root + $Path
    if ($Query.Count -gt 0) {
        $pairs = $Query.GetEnumerator() | ForEach-Object { [uri]::EscapeDataString($_.Key) + '=' + [uri]::EscapeDataString([string] $_.Value) }
        $address += '?' + ($pairs -join '&')
    }
    $headers = @{}
    if ($null -ne $IfMatch) { $headers['If-Match'] = '"' + $IfMatch + '"' }
    $request = @{
        Method = $Method
        Uri = $address
        Headers = $headers
        Authentication = 'Bearer'
        Token = $script:ForecourtConnection.Token
        AllowUnencryptedAuthentication = ([uri] $address).IsLoopback
        SkipHttpErrorCheck = $true
        StatusCodeVariable = 'status'
        MaximumRedirection = 0
    }
    if ($null -ne $Body) {
        $request['Body'] = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Body -Depth 8 -Compress))
        $request['ContentType'] = 'application/json'
    }
    $answer = Invoke-RestMethod @request
    if ($status -lt 300) { return $answer }
    if ($status -eq 404 -and $Optional) { return $null }
    $detail = if ($answer.PSObject.Properties['detail']) { $answer.detail } else { "The server answered $status." }
    throw $detail
}
