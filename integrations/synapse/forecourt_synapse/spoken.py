"""Which events say something to somebody. All do, but for those named here: what nobody knows may be read as well."""

from typing import Any

# Taking away what was written, and ending a call: that stays possible whatever is refused. Synapse itself sends the
# last one, without content, to tie the threads of a room together.
SILENT = {"m.room.redaction", "m.call.hangup", "m.call.reject", "org.matrix.dummy_event"}

# What a room is and who may do what in it. Nobody reads it as a message, and with it people guard and close a room. Who
# is in it (`m.room.member`) is asked about in a way of its own.
SILENT_STATE = {
    "m.room.create",
    "m.room.encryption",
    "m.room.guest_access",
    "m.room.history_visibility",
    "m.room.join_rules",
    "m.room.member",
    "m.room.power_levels",
    "m.room.server_acl",
}


def is_spoken(event: Any) -> bool:
    """Whether somebody can read, see or hear something in an event that they could not without it."""
    if not event.content:
        # Taken away: a call that somebody leaves, a widget that is closed, a message that was redacted.
        return False
    if event.is_state():
        return event.type not in SILENT_STATE
    if event.type == "m.room.redaction":
        return "reason" in event.content
    return event.type not in SILENT
