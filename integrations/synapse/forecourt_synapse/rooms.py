"""Who takes part in a room."""

from typing import Any, List, Optional, Tuple

from synapse.module_api import ModuleApi

from .request import servers_named

# How many others are named in a question.
NAMED = 150

# How many of them are kept for people of ours, where there are that many.
OURS = 50

# The invitation that somebody of ours has not answered yet; the room may be one that only other servers know.
INVITED_BY = """
    SELECT m.sender FROM local_current_membership AS c
    INNER JOIN room_memberships AS m ON m.event_id = c.event_id
    WHERE c.room_id = ? AND c.user_id = ? AND c.membership = 'invite'
"""


class Rooms:
    """What this server knows about rooms and those in them."""

    def __init__(self, api: ModuleApi) -> None:
        self._api = api

    def crosses(self, people: List[str]) -> bool:
        """Whether somebody is ours and somebody is not: everything else is nobody's business here."""
        ours = [self._api.is_mine(person) for person in people]
        return any(ours) and not all(ours)

    def named(self, people: List[str]) -> List[str]:
        """Those of whom a question speaks. A question has room for so many only, so those outside come first: they
        are few in most rooms, and one whom nobody sees is one about whom nobody is asked."""
        ours = [person for person in people if self._api.is_mine(person)]
        theirs = [person for person in people if not self._api.is_mine(person)]
        return (theirs[: NAMED - min(len(ours), OURS)] + ours)[:NAMED]

    async def people(self, room_id: str) -> Tuple[List[str], Optional[str]]:
        """Who is in a room or invited to it, and who began it; nobody when only other servers know the room."""
        state = await self._api.get_room_state(room_id, [("m.room.member", None), ("m.room.create", "")])
        members, creator = [], None
        for (kind, key), event in state.items():
            if kind == "m.room.create":
                creator = event.sender
            elif event.membership in ("join", "invite"):
                members.append(key)
        return members, creator

    async def behind(self, user: str, room_id: str) -> List[str]:
        """Who is in a room that only other servers know, as far as one of ours can tell who is about to join it: who
        has invited them, otherwise the servers that the room and the request name."""

        def read(transaction: Any) -> List[str]:
            transaction.execute(INVITED_BY, (room_id, user))
            return [sender for (sender,) in transaction.fetchall()]

        inviters = await self._api.run_db_interaction("forecourt_invited_by", read)
        if inviters:
            return inviters
        # Since version 12 the name of a room names no server.
        servers = [*room_id.split(":", 1)[1:], *servers_named()]
        everybody = [f"@_:{server}" for server in dict.fromkeys(servers)]
        return [one for one in everybody if not self._api.is_mine(one)]
