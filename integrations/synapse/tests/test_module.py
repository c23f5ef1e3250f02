"""The callbacks, where two small servers do not get: large rooms, and servers that leave out what Synapse does.

Needs Synapse in the Python that runs it; is skipped otherwise.
"""

import asyncio
import importlib.util
import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

ROOM = "!room:ours"


class Api:
    """What the module calls of Synapse: rooms by name, as who is in them and how."""

    http_client = None

    def __init__(self, rooms):
        self.rooms = rooms

    def register_spam_checker_callbacks(self, **_):
        pass

    def is_mine(self, person):
        return person.endswith(":ours")

    async def get_room_state(self, room, _):
        return {("m.room.member", person): types.SimpleNamespace(membership=membership)
                for person, membership in self.rooms.get(room, {}).items()}


class Asked:
    """A Forecourt that refuses and remembers what it was asked."""

    def __init__(self):
        self.questions = []

    async def ask(self, action, initiator, counterparts, members=None, started_by=None):
        from forecourt_synapse.asking import Answer

        self.questions.append((action, initiator, counterparts, members or []))
        return Answer(allowed=False, message="No.", reason_code="no")


@unittest.skipUnless(importlib.util.find_spec("synapse"), "Synapse is not installed in this Python")
class ModuleTest(unittest.TestCase):
    def module(self, members):
        from forecourt_synapse import ForecourtModule

        config = {"url": "http://127.0.0.1:1", "token": "", "fail_mode": "closed", "timeout": 1, "cache_seconds": 1}
        module = ForecourtModule(config, Api({ROOM: members}))
        module._asking = self.asked = Asked()
        return module

    def event(self, sender, kind="m.room.message", state_key=None, **content):
        return types.SimpleNamespace(
            type=kind, sender=sender, state_key=state_key, room_id=ROOM, content=content,
            membership=content.get("membership"), is_state=lambda: state_key is not None)

    def verdict(self, module, event):
        return asyncio.run(module.check_event_for_spam(event))

    def test_somebody_from_outside_is_seen_among_many_of_ours(self):
        members = {f"@person{number}:ours": "join" for number in range(400)} | {"@pat:theirs": "join"}
        module = self.module(members)
        self.assertEqual(self.verdict(module, self.event("@person1:ours", body="hello"))[1]["error"], "No.")
        (_, _, named, _), = self.asked.questions
        self.assertEqual((named[0], len(named)), ("@pat:theirs", 150))
        asyncio.run(module.user_may_invite("@person1:ours", "@person401:ours", ROOM))
        self.assertIn("@pat:theirs", self.asked.questions[1][3])
        asyncio.run(module.user_may_join_room("@person401:ours", ROOM, False))
        self.assertIn("@pat:theirs", self.asked.questions[2][2])

    def test_somebody_of_ours_is_seen_among_many_from_outside(self):
        members = {f"@person{number}:theirs": "join" for number in range(400)} | {"@ada:ours": "join"}
        module = self.module(members)
        self.assertEqual(self.verdict(module, self.event("@person1:theirs", body="hello"))[1]["error"], "No.")
        (_, _, named, _), = self.asked.questions
        self.assertEqual((len(named), named[-1]), (150, "@ada:ours"))

    def test_many_who_are_invited_to_a_new_room_are_seen_as_well(self):
        module = self.module({})
        invited = [f"@person{number}:ours" for number in range(400)] + ["@pat:theirs"]
        self.assertEqual(asyncio.run(module.user_may_create_room("@ada:ours", {"invite": invited}))[1]["error"], "No.")
        self.assertIn("@pat:theirs", self.asked.questions[0][2])

    def test_an_invitation_that_a_server_in_the_room_sends_along_is_asked_about(self):
        module = self.module({"@ada:ours": "join", "@pat:theirs": "join"})
        event = self.event("@pat:theirs", "m.room.member", "@grace:ours", membership="invite")
        self.assertEqual(self.verdict(module, event)[1]["error"], "No.")
        self.assertEqual(self.asked.questions, [("add_to_chat", "@pat:theirs", ["@grace:ours"], ["@ada:ours"])])

    def test_an_invitation_by_address_concerns_all_who_are_in_the_room(self):
        module = self.module({"@ada:ours": "join", "@grace:ours": "join", "@bob:ours": "leave"})
        asyncio.run(module.user_may_send_3pid_invite("@ada:ours", "email", "pat@theirs", ROOM))
        address = {"kind": "address", "id": "pat@theirs"}
        self.assertEqual(self.asked.questions, [("add_to_chat", "@ada:ours", [address], ["@grace:ours"])])

    def test_what_is_there_already_and_what_says_nothing_is_not_asked_about(self):
        module = self.module({"@ada:ours": "join", "@pat:theirs": "join", "@grace:ours": "invite"})
        for event in (
            self.event("@pat:theirs", "m.room.member", "@grace:ours", membership="invite"),
            self.event("@pat:theirs", "m.room.member", "@pat:theirs", membership="join"),
            self.event("@pat:theirs", "m.room.member", "@pat:theirs", membership="leave"),
            self.event("@pat:theirs", "m.room.redaction"),
            self.event("@pat:theirs", "m.room.message"),
            self.event("@pat:theirs", "m.call.member", "_@pat:theirs"),
            self.event("@pat:theirs", "org.matrix.dummy_event"),
        ):
            self.assertEqual(self.verdict(module, event), "NOT_SPAM", event)
        self.assertEqual(self.asked.questions, [])


if __name__ == "__main__":
    unittest.main()
