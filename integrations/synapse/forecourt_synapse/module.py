"""The callbacks that Synapse calls."""

import logging
from typing import Any, Dict, List, Optional, Tuple, Union

from synapse.logging.context import make_deferred_yieldable, run_in_background
from synapse.module_api import NOT_SPAM, ModuleApi
from synapse.module_api.errors import Codes, ConfigError
from twisted.internet import reactor

from .asking import Answer, Asking

logger = logging.getLogger(__name__)

# Events that carry something to read.
SPOKEN = {"m.room.message", "m.room.encrypted", "m.sticker", "m.reaction", "m.poll.start"}

# How many members of a room are named in a question.
NAMED = 150

Verdict = Union[str, Codes, Tuple[Codes, Dict[str, Any]]]


class ForecourtModule:
    """Asks Forecourt before people find, invite or write to each other."""

    @staticmethod
    def parse_config(config: Dict[str, Any]) -> Dict[str, Any]:
        """Checks the configuration."""
        url = str(config.get("url", "")).rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise ConfigError("forecourt: `url` is the address of Forecourt, such as http://127.0.0.1:8080")
        fail_mode = config.get("fail_mode", "closed")
        if fail_mode not in ("open", "closed"):
            raise ConfigError("forecourt: `fail_mode` is open or closed")
        path = config.get("token_file")
        if not path:
            raise ConfigError("forecourt: `token_file` is the file with the access token")
        try:
            with open(path, encoding="utf-8") as file:
                token = file.read().strip()
        except OSError as error:
            raise ConfigError(f"forecourt: the token file cannot be read: {error}") from error
        return {
            "url": url,
            "token": token,
            "fail_mode": fail_mode,
            "timeout": float(config.get("timeout_ms", 250)) / 1000,
            "cache_seconds": float(config.get("cache_seconds", 1)),
        }

    def __init__(self, config: Dict[str, Any], api: ModuleApi) -> None:
        self._api = api
        self._uri = config["url"] + "/api/v1/decisions"
        self._timeout = config["timeout"]
        self._headers = {
            b"Authorization": [b"Bearer " + config["token"].encode()],
            b"User-Agent": [f"forecourt-synapse/0.1.0 (fail-mode {config['fail_mode']})".encode()],
        }
        self._asking = Asking(
            self._post, reactor.seconds, logger.warning, config["fail_mode"] == "open", config["cache_seconds"]
        )
        api.register_spam_checker_callbacks(
            user_may_invite=self.user_may_invite,
            federated_user_may_invite=self.federated_user_may_invite,
            user_may_send_3pid_invite=self.user_may_send_3pid_invite,
            user_may_create_room=self.user_may_create_room,
            user_may_join_room=self.user_may_join_room,
            check_event_for_spam=self.check_event_for_spam,
            check_username_for_spam=self.check_username_for_spam,
        )

    async def _post(self, question: Dict[str, Any]) -> Dict[str, Any]:
        asked = run_in_background(
            self._api.http_client.post_json_get_json, self._uri, question, headers=self._headers
        )
        asked.addTimeout(self._timeout, reactor)
        return await make_deferred_yieldable(asked)

    def _crosses(self, people: List[str]) -> bool:
        """Whether somebody is ours and somebody is not: everything else is nobody's business here."""
        ours = [self._api.is_mine(person) for person in people]
        return any(ours) and not all(ours)

    async def _room(self, room_id: str) -> Tuple[List[str], Optional[str]]:
        """Who is in a room or invited to it, and who began it."""
        try:
            state = await self._api.get_room_state(room_id, [("m.room.member", None), ("m.room.create", "")])
        except Exception:  # a room of another server that we are not in
            return [], None
        members, creator = [], None
        for (kind, key), event in state.items():
            if kind == "m.room.create":
                creator = event.sender
            elif event.membership in ("join", "invite"):
                members.append(key)
        return members[:NAMED], creator

    @staticmethod
    def _verdict(answer: Answer) -> Verdict:
        if answer.allowed:
            return NOT_SPAM
        body: Dict[str, Any] = {"error": answer.message or "This is not allowed."}
        body["org.forecourt.reason_code"] = answer.reason_code
        if answer.request_url:
            body["org.forecourt.request_url"] = answer.request_url
        return Codes.FORBIDDEN, body

    async def user_may_invite(self, inviter: str, invitee: str, room_id: str) -> Verdict:
        members, _ = await self._room(room_id)
        others = [member for member in members if member not in (inviter, invitee)]
        if not self._crosses([inviter, invitee, *others]):
            return NOT_SPAM
        action = "add_to_chat" if others else "start_chat"
        return self._verdict(await self._asking.ask(action, inviter, [invitee], others))

    async def federated_user_may_invite(self, event: Any) -> Verdict:
        return await self.user_may_invite(event.sender, event.state_key, event.room_id)

    async def user_may_send_3pid_invite(
        self, inviter: str, medium: str, address: str, room_id: str
    ) -> Verdict:
        return self._verdict(await self._asking.ask("start_chat", inviter, [_threepid(medium, address)]))

    async def user_may_create_room(
        self, user_id: str, room_config: Optional[Dict[str, Any]] = None
    ) -> Verdict:
        config = room_config or {}
        invited: List[Any] = [str(person) for person in config.get("invite") or []]
        crosses = self._crosses([user_id, *invited])
        by_address = [
            _threepid(str(one.get("medium")), str(one.get("address"))) for one in config.get("invite_3pid") or []
        ]
        if not crosses and not by_address:
            return NOT_SPAM
        return self._verdict(await self._asking.ask("start_chat", user_id, (invited + by_address)[:NAMED]))

    async def user_may_join_room(self, user: str, room: str, is_invited: bool) -> Verdict:
        members, creator = await self._room(room)
        others = [member for member in members if member != user]
        if not self._crosses([user, *others]):
            return NOT_SPAM
        return self._verdict(await self._asking.ask("join", user, others, started_by=creator))

    async def check_event_for_spam(self, event: Any) -> Verdict:
        if event.type not in SPOKEN or event.is_state():
            return NOT_SPAM
        members, _ = await self._room(event.room_id)
        others = [member for member in members if member != event.sender]
        if not self._crosses([event.sender, *others]):
            return NOT_SPAM
        return self._verdict(await self._asking.ask("send", event.sender, others))

    async def check_username_for_spam(self, user_profile: Dict[str, Any], requester_id: str) -> bool:
        found = user_profile["user_id"]
        if not self._crosses([found, requester_id]):
            return False
        answer = await self._asking.ask("discover", requester_id, [found])
        return not answer.allowed


def _threepid(medium: str, address: str) -> Dict[str, str]:
    """An address or a number as Forecourt knows it; Matrix writes numbers without their plus."""
    if medium == "msisdn":
        return {"kind": "phone", "id": address if address.startswith("+") else "+" + address}
    return {"kind": "address", "id": address}
