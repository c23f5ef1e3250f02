# What a change would do to people.
function Write-ForecourtImpact {
    param([object] $Impact)

    if (-not $Impact) { return }
    Write-Host "  Chat: $($Impact.chat.lose) lose it, $($Impact.chat.gain) gain it. Being found and contacted: $($Impact.inbound.lose) lose it, $($Impact.inbound.gain) gain it. $($Impact.people) people in all."
}
