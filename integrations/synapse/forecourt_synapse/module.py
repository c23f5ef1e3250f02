"""The callbacks that Synapse calls."""

import logging
from typing import Any, Dict, List, Optional, Tuple, Union

from synapse.logging.context import make_deferred_yieldable, run_in_background
from synapse.module_api import NOT_SPAM, ModuleApi
from synapse.module_api.errors import Codes, ConfigError, SynapseError
from twisted.internet import reactor

from .asking import Answer, Asking
from .request import asks_to_enter
from .rooms import NAMED, Rooms
from .spoken import is_spoken

logger = logging.getLogger(__name__)

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
        self._rooms = Rooms(api)
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
        members, _ = await self._rooms.people(room_id)
        others = [member for member in members if member not in (inviter, invitee)]
        if not self._rooms.crosses([inviter, invitee, *others]):
            return NOT_SPAM
        action = "add_to_chat" if others else "start_chat"
        return self._verdict(await self._asking.ask(action, inviter, [invitee], self._rooms.named(others)))

    async def federated_user_may_invite(self, event: Any) -> Verdict:
        return await self.user_may_invite(event.sender, event.state_key, event.room_id)

    async def user_may_send_3pid_invite(
        self, inviter: str, medium: str, address: str, room_id: str
    ) -> Verdict:
        members, _ = await self._rooms.people(room_id)
        others = [member for member in members if member != inviter]
        action = "add_to_chat" if others else "start_chat"
        return self._verdict(
            await self._asking.ask(action, inviter, [_threepid(medium, address)], self._rooms.named(others))
        )

    async def user_may_create_room(
        self, user_id: str, room_config: Optional[Dict[str, Any]] = None
    ) -> Verdict:
        config = room_config or {}
        invited = [str(person) for person in config.get("invite") or []]
        crosses = self._rooms.crosses([user_id, *invited])
        by_address = [
            _threepid(str(one.get("medium")), str(one.get("address"))) for one in config.get("invite_3pid") or []
        ]
        if not crosses and not by_address:
            return NOT_SPAM
        # Synapse asks about each of those who are not named here when it invites them.
        others = (self._rooms.named(invited) + by_address)[:NAMED]
        return self._verdict(await self._asking.ask("start_chat", user_id, others))

    async def user_may_join_room(self, user: str, room: str, is_invited: bool) -> Verdict:
        members, creator = await self._rooms.people(room)
        others = [member for member in members if member != user]
        if not others and self._api.is_mine(user):
            others = await self._rooms.behind(user, room)
        if not self._rooms.crosses([user, *others]):
            return NOT_SPAM
        return self._verdict(await self._asking.ask("join", user, self._rooms.named(others), started_by=creator))

    async def check_event_for_spam(self, event: Any) -> Verdict:
        if event.type == "m.room.member":
            return await self._check_member(event)
        if not is_spoken(event):
            return NOT_SPAM
        members, _ = await self._rooms.people(event.room_id)
        others = [member for member in members if member != event.sender]
        if not self._rooms.crosses([event.sender, *others]):
            return NOT_SPAM
        return self._verdict(await self._asking.ask("send", event.sender, self._rooms.named(others)))

    async def _check_member(self, event: Any) -> Verdict:
        """Who comes in from outside. About our own people Synapse asks before there is an event."""
        if self._api.is_mine(event.sender):
            return NOT_SPAM
        if event.membership == "invite" and self._api.is_mine(event.state_key):
            # A server that is in the room already need not ask this one to sign its invitation.
            if event.state_key in (await self._rooms.people(event.room_id))[0]:
                return NOT_SPAM
            return await self.user_may_invite(event.sender, event.state_key, event.room_id)
        if event.membership in ("join", "knock") and asks_to_enter():
            verdict = await self.user_may_join_room(event.sender, event.room_id, False)
            if verdict != NOT_SPAM:
                # What is returned would only be hidden from our people, and the other server told who is in the room.
                code, body = verdict
                raise SynapseError(403, body["error"], code, body)
        # Elsewhere somebody was let in already, and hiding it would only keep our people from seeing who reads along.
        # What they say is asked about with the newcomer among those named.
        return NOT_SPAM

    async def check_username_for_spam(self, user_profile: Dict[str, Any], requester_id: str) -> bool:
        found = user_profile["user_id"]
        if not self._rooms.crosses([found, requester_id]):
            return False
        answer = await self._asking.ask("discover", requester_id, [found])
        return not answer.allowed


def _threepid(medium: str, address: str) -> Dict[str, str]:
    """An address or a number as Forecourt knows it; Matrix writes numbers without their plus."""
    if medium == "msisdn":
        return {"kind": "phone", "id": address if address.startswith("+") else "+" + address}
    return {"kind": "address", "id": address}
