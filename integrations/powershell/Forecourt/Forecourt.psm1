Set-StrictMode -Version 3.0

# Who is connected where; set by Connect-Forecourt.
$script:ForecourtConnection = $null

foreach ($folder in 'Private', 'Public') {
    foreach ($file in Get-ChildItem -Path (Join-Path $PSScriptRoot $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}
