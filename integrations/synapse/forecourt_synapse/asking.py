"""Asking Forecourt: a short patience, answers kept for a moment, and a rest after faults in a row."""

import json
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Optional, Tuple

# How many faults in a row end the asking for a while, and for how many seconds.
FAULTS = 5
REST = 5.0

# The status of answers to questions that are themselves at fault.
UNREADABLE = (400, 422)

# How many answers are kept at most.
KEPT = 10_000

Post = Callable[[Dict[str, Any]], Awaitable[Dict[str, Any]]]


@dataclass(frozen=True)
class Answer:
    """What Forecourt said, or what the fail mode says in its place."""

    allowed: bool
    message: str = ""
    request_url: str = ""
    reason_code: str = ""


class Asking:
    """Puts questions to Forecourt.

    `post` sends one question and returns the answer as Forecourt's JSON; it raises when there is none in time. `now`
    returns seconds. `note` is told of every fault.
    """

    def __init__(
        self,
        post: Post,
        now: Callable[[], float],
        note: Callable[[str], None],
        fail_open: bool,
        cache_seconds: float,
    ) -> None:
        self._post = post
        self._now = now
        self._note = note
        self._fail_open = fail_open
        self._cache_seconds = cache_seconds
        self._kept: Dict[str, Tuple[float, Answer]] = {}
        self._revision = 0
        self._faults = 0
        self._rests_until = 0.0

    async def ask(
        self,
        action: str,
        initiator: Any,
        counterparts: List[Any],
        members: Optional[List[str]] = None,
        started_by: Optional[str] = None,
    ) -> Answer:
        """Whether the initiator may do it."""
        question: Dict[str, Any] = {
            "action": action,
            "initiator": initiator,
            "counterparts": counterparts,
        }
        if members or started_by:
            conversation: Dict[str, Any] = {"members": members or []}
            if started_by:
                conversation["started_by"] = started_by
            question["conversation"] = conversation
        key = json.dumps(question, sort_keys=True)
        now = self._now()
        kept = self._kept.get(key)
        if kept and now < kept[0]:
            return kept[1]
        if now < self._rests_until:
            return self._without_answer()
        try:
            body = await self._post(question)
            answer = self._read(body)
        except Exception as error:  # whatever went wrong, there is no answer
            if getattr(error, "code", None) in UNREADABLE:
                # Forecourt works. Otherwise strange addresses could make it look as if it did not.
                self._note(f"Forecourt cannot read a question and it is refused ({error!r})")
                return Answer(allowed=False, reason_code="unreadable")
            self._fault(error)
            return self._without_answer()
        self._faults = 0
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = (now + self._cache_seconds, answer)
        return answer

    def _read(self, body: Dict[str, Any]) -> Answer:
        decision = body["decision"]
        if decision not in ("allow", "deny"):
            raise ValueError(f"the decision {decision!r} is unknown")
        revision = int(body.get("revision", 0))
        if revision > self._revision:
            # Something has changed, so what was said before may not hold.
            self._kept.clear()
            self._revision = revision
        return Answer(
            allowed=decision == "allow",
            message=body.get("message") or "",
            request_url=body.get("request_url") or "",
            reason_code=body.get("reason_code") or "",
        )

    def _fault(self, error: Exception) -> None:
        self._faults += 1
        mode = "allowed" if self._fail_open else "refused"
        self._note(f"Forecourt did not answer ({error!r}); it is {mode} by the fail mode")
        if self._faults >= FAULTS:
            self._faults = 0
            self._rests_until = self._now() + REST
            self._note(f"{FAULTS} faults in a row: Forecourt is not asked for {REST:.0f} seconds")

    def _without_answer(self) -> Answer:
        message = "Nobody can check whether this is allowed at the moment. Try again in a minute."
        return Answer(allowed=self._fail_open, message=message, reason_code="no_answer")
