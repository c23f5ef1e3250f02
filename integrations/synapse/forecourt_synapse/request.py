"""What the request says that Synapse is working on. Callbacks are not told."""

import re
from typing import List
from urllib.parse import parse_qs, unquote, urlsplit

from synapse.logging.context import current_context

# Another server asks this one to let somebody into a room, or to pass on that somebody wants to come in.
_ASKS_TO_ENTER = re.compile(r"/_matrix/federation/v\d+/send_(join|knock)/")


def _url() -> str:
    request = getattr(current_context(), "request", None)
    return request.url if request else ""


def asks_to_enter() -> bool:
    """Whether another server waits for this one to let somebody in."""
    return _ASKS_TO_ENTER.match(_url()) is not None


def servers_named() -> List[str]:
    """The servers through which somebody of ours wants to join."""
    url = urlsplit(_url())
    named = parse_qs(url.query)
    servers = named.get("server_name", []) + named.get("via", [])
    # A room may be named by its address, `#room:server`.
    room = unquote(url.path.rsplit("/", 1)[-1])
    if room.startswith("#"):
        servers += room.split(":", 1)[1:]
    return servers
