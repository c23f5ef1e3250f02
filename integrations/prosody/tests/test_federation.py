"""Two federating Prosody servers on this machine: the organization's, and one where anybody has an account.

Needs `prosody` on the PATH, slixmpp in the Python that runs it and the program in FORECOURT_BINARY; says so and is
skipped otherwise.
"""

import importlib.util
import itertools
import os
import pathlib
import re
import shutil
import signal
import tempfile
import time
import unittest

import xmpp
from product import Forecourt, wait_until

BINARY = os.environ.get("FORECOURT_BINARY")
NUMBERS = itertools.count(1)


@unittest.skipUnless(xmpp.PROGRAM, "Prosody is not installed")
@unittest.skipUnless(importlib.util.find_spec("slixmpp"), "slixmpp is not installed in this Python")
@unittest.skipUnless(BINARY, "FORECOURT_BINARY names no program")
class FederationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.forecourt = Forecourt(cls.folder, BINARY)
        cls.addClassCleanup(lambda: cls.forecourt.stop())
        cls.loop = xmpp.Loop()
        cls.addClassCleanup(cls.loop.stop)
        cls.inside = xmpp.Prosody(cls.folder, "aldergrove.example")
        cls.outside = xmpp.Prosody(cls.folder, "personal.example")
        (cls.folder / "token").write_text(cls.forecourt.token("prosody"))
        cls.addClassCleanup(cls.inside.stop)
        cls.addClassCleanup(cls.outside.stop)
        cls.ada, cls.grace = cls.inside.account("ada"), cls.inside.account("grace")
        cls.strangers = [cls.outside.account(f"pat{number}") for number in range(90)]
        cls.inside.start([cls.outside], cls.configuration())
        cls.outside.start([cls.inside])
        cls.forecourt.tell_apart(cls.inside.name, cls.outside.name)
        for person in (cls.ada, cls.grace):
            cls.forecourt.identify(person.id.split("@")[0], f"jid {person.id}")
            person.sign_in(cls.loop)
            cls.addClassCleanup(person.sign_out)

    def tearDown(self):
        self.assertNotIn("Traceback", self.inside.log())
        self.assertNotIn("could not be acted on", self.inside.log())

    @classmethod
    def configuration(cls):
        return (f'{{ url = "{cls.forecourt.url("")}", token_file = "{cls.folder}/token", '
                'fail_mode = "closed", cache_seconds = 0.5, timeout_ms = 2000 }')

    def stranger(self):
        """Somebody outside whom nobody knows yet."""
        person = self.strangers.pop()
        person.sign_in(self.loop)
        self.addCleanup(person.sign_out)
        return person

    def room(self):
        return f"room{next(NUMBERS)}@rooms.{self.inside.name}"

    def setUp(self):
        self.forecourt.switch("AllowTeamsConsumer", True)
        self.forecourt.switch("AllowTeamsConsumerInbound", True)
        self.pat = self.stranger()
        wait_until(lambda: self.ada.refusal(self.pat) is None, 5, "our people may write")
        wait_until(lambda: self.stranger().refusal(self.grace) is None, 5, "others may write")

    def test_messages_and_requests_arrive_both_ways(self):
        stranger = self.stranger()
        self.assertIsNone(stranger.refusal(self.ada))
        self.assertIsNone(self.ada.refusal(stranger))
        self.assertIsNone(stranger.add(self.grace))
        self.assertIsNone(self.grace.add(stranger))
        self.assertIsNone(self.ada.refusal(self.grace))

    def test_inbound_off_refuses_who_begins_and_leaves_the_way_out(self):
        first, second = self.stranger(), self.stranger()
        self.assertIsNone(first.refusal(self.ada))
        self.forecourt.switch("AllowTeamsConsumerInbound", False)
        saved = time.monotonic()
        self.assertIn("does not allow", second.refusal(self.ada))
        self.assertLess(time.monotonic() - saved, 1, "from Save to enforced")
        self.assertIn("does not allow", second.add(self.grace))
        # Whoever was never answered has no conversation.
        self.assertIn("does not allow", wait_until(lambda: first.refusal(self.ada), 2, "not answered yet"))
        self.assertIsNone(self.ada.refusal(second))
        self.assertIsNone(second.refusal(self.ada))
        self.assertIsNone(self.grace.add(second))
        self.assertIsNone(second.add(self.grace))

    def test_the_switch_off_refuses_both_ways_and_on_lets_flow(self):
        self.assertIsNone(self.pat.refusal(self.ada))
        self.forecourt.switch("AllowTeamsConsumer", False)
        self.assertIn("does not allow", wait_until(lambda: self.ada.refusal(self.pat), 1, "messages out stop"))
        self.assertIn("does not allow", wait_until(lambda: self.pat.refusal(self.ada), 1, "messages in stop"))
        self.assertIn("does not allow", self.ada.add(self.stranger()))
        self.assertIsNone(self.ada.refusal(self.grace))
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.refusal(self.pat) is None, 2, "messages out flow")
        wait_until(lambda: self.pat.refusal(self.ada) is None, 2, "messages in flow")

    def test_a_policy_that_says_no_concerns_one_person(self):
        self.forecourt.run("New-CsExternalAccessPolicy", "-Identity", "Closed",
                           "-EnableTeamsConsumerAccess", "$false")
        self.forecourt.run("Grant-CsExternalAccessPolicy", "-Identity", "grace@aldergrove.example",
                           "-PolicyName", "Closed")
        self.addCleanup(self.forecourt.run, "Grant-CsExternalAccessPolicy", "-Identity",
                        "grace@aldergrove.example", "-PolicyName", "$null")
        self.assertIn("does not allow", wait_until(lambda: self.grace.refusal(self.pat), 5, "grace is refused"))
        self.assertIn("does not allow", self.pat.refusal(self.grace))
        self.assertIsNone(self.ada.refusal(self.pat))
        self.assertIsNone(self.pat.refusal(self.ada))

    def test_rooms_of_ours(self):
        room = self.room()
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(self.ada.invite(room, self.pat))
        self.assertIsNone(self.ada.invite(room, self.pat, direct=True))
        self.assertIsNone(self.pat.join(room))
        self.assertIsNone(self.grace.join(room))
        self.assertIsNone(self.pat.refusal_in(room, self.ada, self.grace))
        self.assertIsNone(self.ada.refusal_in(room, self.pat, self.grace))
        self.forecourt.switch("AllowTeamsConsumer", False)
        self.assertIn("does not allow",
                      wait_until(lambda: self.ada.refusal_in(room, self.pat), 2, "messages stop"))
        self.assertIn("does not allow",
                      wait_until(lambda: self.pat.refusal_in(room, self.ada), 2, "messages stop"))
        self.assertIn("does not allow", self.stranger().join(room))
        other = self.stranger()
        self.assertIn("does not allow", self.ada.invite(room, other))
        self.assertIn("does not allow", self.ada.invite(room, other, direct=True))
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.refusal_in(room, self.pat) is None, 2, "messages flow")
        wait_until(lambda: self.pat.refusal_in(room, self.ada) is None, 2, "messages flow")

    def test_a_message_to_one_person_in_a_room_is_a_chat_of_its_own(self):
        room, stranger = self.room(), self.stranger()
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(stranger.join(room))
        self.forecourt.switch("AllowTeamsConsumerInbound", False)
        name = stranger.id.split("@")[0]
        # In the room, which is of ours, everybody speaks.
        self.assertIsNone(stranger.refusal_in(room, self.ada))
        self.assertIn("does not allow", wait_until(
            lambda: stranger.refusal(self.ada, address=f"{room}/ada"), 2, "a stranger does not begin"))
        self.assertIsNone(self.ada.refusal(stranger, address=f"{room}/{name}"))
        self.assertIsNone(stranger.refusal(self.ada, address=f"{room}/ada"))

    def test_names_in_an_invitation_and_servers_without_a_name_are_no_way_around(self):
        stranger = self.stranger()
        self.forecourt.switch("AllowTeamsConsumer", False)
        wait_until(lambda: self.ada.refusal(self.pat), 2, "messages stop")
        claim = f'<x xmlns="http://jabber.org/protocol/muc#user"><invite from="{self.grace.id}"/></x>'
        number = stranger.say(self.ada.id, "come", "normal", claim)
        wait_until(lambda: "does not allow" in stranger.errors.get(number, ""), 10, "the claim does not help")
        number = self.ada.say(self.outside.name, "hello")
        wait_until(lambda: "does not allow" in self.ada.errors.get(number, ""), 10, "the server is outside")

    def switch_off(self):
        self.forecourt.switch("AllowTeamsConsumer", False)
        wait_until(lambda: self.ada.refusal(self.pat), 2, "the switch is off")

    def test_what_was_said_in_a_room_of_ours_is_not_read_from_outside_it(self):
        room, stranger = self.room(), self.stranger()
        query = '<query xmlns="urn:xmpp:mam:2"/>'
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(self.ada.refusal_in(room, self.ada))
        self.switch_off()
        self.assertIn("does not allow", stranger.request(room, "set", query))
        self.assertIn("does not allow", stranger.request(
            room, "get", '<query xmlns="http://jabber.org/protocol/disco#items"/>'))
        self.assertEqual(stranger.read, [])
        # What a room is, it says to everybody, and what was said in it to our people.
        self.assertIsNone(stranger.request(room, "get", '<query xmlns="http://jabber.org/protocol/disco#info"/>'))
        self.assertIsNone(self.grace.request(room, "set", query))
        self.assertNotEqual(self.grace.read, [])
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: stranger.request(room, "set", query) is None, 5, "the stranger may read")
        self.assertNotEqual(stranger.read, [])

    def test_a_room_of_ours_is_ours_while_none_of_us_is_there(self):
        room, theirs, stranger, late = self.room(), self.room(), self.stranger(), self.stranger()
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(self.ada.configure(room, persistentroom="1"))
        self.ada.leave(room)
        # This one belongs to somebody outside, and grace has been there.
        self.assertIsNone(self.pat.join(theirs))
        self.assertIsNone(self.grace.join(theirs))
        self.grace.leave(theirs)
        self.assertIsNone(self.pat.join(room))
        self.switch_off()
        self.assertIn("does not allow", self.pat.refusal_in(room, self.pat))
        self.assertIn("does not allow", stranger.join(room))
        self.assertIn("does not allow", stranger.join(theirs))
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: stranger.join(room) is None, 5, "the stranger comes in")
        self.assertIsNone(self.pat.refusal_in(room, stranger))
        self.assertIsNone(late.join(theirs))

    def test_a_room_that_never_had_any_of_us_is_nobody_s_business(self):
        room, stranger = self.room(), self.stranger()
        self.switch_off()
        self.assertIsNone(self.pat.join(room))
        self.assertIsNone(stranger.join(room))
        self.assertIsNone(stranger.refusal_in(room, self.pat))
        self.assertIn("does not allow", self.ada.join(room))

    def test_calls_and_answers_to_invitations_are_no_way_around(self):
        room, stranger = self.room(), self.stranger()
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(stranger.join(room))
        outsider = self.stranger()
        self.switch_off()
        call = '<jingle xmlns="urn:xmpp:jingle:1" action="{}" sid="1"/>'
        name = stranger.id.split("@")[0]
        for person, address in ((stranger, f"{self.ada.id}/test"), (self.ada, f"{stranger.id}/test"),
                                (stranger, f"{room}/ada"), (self.ada, f"{room}/{name}")):
            self.assertIn("does not allow", person.request(address, "set", call.format("session-initiate")))
            self.assertIsNone(person.request(address, "set", call.format("session-terminate")))
        for extra in ("", f'<invite to="{self.pat.id}"/>'):
            decline = (f'<x xmlns="http://jabber.org/protocol/muc#user"><decline to="{self.ada.id}">'
                       f'<reason>read me</reason></decline>{extra}</x>')
            number = outsider.say(room, "", "normal", decline)
            wait_until(lambda: "does not allow" in outsider.errors.get(number, ""), 10, "the answer is refused")
        self.assertNotIn("read me", str(self.ada.heard))
        number = stranger.say(room, "read me", "groupchat", decline)
        wait_until(lambda: "does not allow" in stranger.errors.get(number, ""), 10, "the message is refused")

    def test_reading_somebody_s_card_is_looking_them_up(self):
        room, stranger = self.room(), self.stranger()
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(stranger.join(room))
        card, name = '<vCard xmlns="vcard-temp"/>', stranger.id.split("@")[0]
        ways = ((stranger, self.ada.id), (self.ada, stranger.id), (stranger, f"{room}/ada"), (self.ada, f"{room}/{name}"))
        for person, address in ways:
            self.assertNotIn("does not allow", person.request(address, "get", card))
        self.switch_off()
        for person, address in ways:
            wait_until(lambda person=person, address=address: "does not allow" in person.request(address, "get", card),
                       2, f"{person.id} does not read the card of {address}")
        self.assertNotIn("does not allow", self.grace.request(self.ada.id, "get", card))

    def test_an_owner_outside_does_not_name_a_room_for_our_people(self):
        room = self.room()
        self.assertIsNone(self.pat.join(room))
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(self.pat.configure(room, roomname="before"))
        self.switch_off()
        self.assertIn("does not allow", wait_until(
            lambda: self.pat.configure(room, roomname="read me"), 2, "the name is refused"))

    def test_whoever_is_blocked_hides_behind_nobody(self):
        room, mallory = f"room{next(NUMBERS)}@rooms.{self.outside.name}", self.stranger()
        self.assertIsNone(self.pat.join(room))
        self.block(mallory.id, room)
        wait_until(lambda: mallory.refusal(self.ada), 5, "mallory is blocked")
        claim = f'<x xmlns="http://jabber.org/protocol/muc#user"><invite from="{self.pat.id}"/></x>'
        self.ada.invitations.clear()
        number = mallory.say(self.ada.id, "read me", "chat", claim)
        wait_until(lambda: number in mallory.errors or self.ada.invitations, 10, "an answer")
        self.assertEqual(self.ada.invitations, [])
        # The room is there, too, whoever it says that invites.
        refused = self.forecourt.get("/decisions?show=refused").count(room)
        invite = f'<x xmlns="http://jabber.org/protocol/muc#user"><invite to="{self.ada.id}"/></x>'
        self.pat.say(room, "", "normal", invite)
        wait_until(lambda: self.forecourt.get("/decisions?show=refused").count(room) > refused
                   or room in self.ada.invitations, 10, "an answer")
        self.assertNotIn(room, self.ada.invitations)
        other = f"room{next(NUMBERS)}@rooms.{self.outside.name}"
        self.assertIsNone(self.pat.join(other))
        self.assertIsNone(self.pat.invite(other, self.ada))

    def block(self, *addresses):
        """Blocks people outside by name, until the test ends."""
        def revisions():
            page = self.forecourt.get("/external-access/organization-settings")
            return re.findall(r'<input[^>]*name="revision"[^>]*>', page)

        def write(change, addresses):
            before = revisions()
            names = ",".join(f"'{address}'" for address in addresses)
            self.forecourt.run("Set-CsTeamsExternalAccessConfiguration", "-Identity", "Global",
                               "-BlockExternalAccessUserAccess", "$true", "-BlockedUsers", f"@{{{change}={names}}}")
            # Another process wrote it. What the pages offer to change has to be the new state.
            wait_until(lambda: revisions() != before, 5, "the server has read it")
        write("Add", addresses)
        self.addCleanup(write, "Remove", addresses)

    def test_rooms_outside(self):
        room = f"room{next(NUMBERS)}@rooms.{self.outside.name}"
        self.assertIsNone(self.pat.join(room))
        self.assertIsNone(self.pat.invite(room, self.ada))
        self.assertIsNone(self.ada.join(room))
        self.assertIsNone(self.pat.refusal_in(room, self.ada))
        self.forecourt.switch("AllowTeamsConsumerInbound", False)
        self.assertIn("does not allow", wait_until(lambda: self.grace.join(room), 2, "nobody of ours joins"))
        # The refusal goes to the room, which keeps it; what counts is that nobody is asked.
        self.grace.invitations.clear()
        refused = self.forecourt.get("/decisions?show=refused").count(self.grace.id)
        invite = f'<x xmlns="http://jabber.org/protocol/muc#user"><invite to="{self.grace.id}"/></x>'
        self.pat.say(room, "", "normal", invite)
        wait_until(lambda: self.forecourt.get("/decisions?show=refused").count(self.grace.id) > refused, 10,
                   "the invitation is refused")
        self.assertEqual(self.grace.invitations, [])
        self.assertIn("does not allow", self.pat.invite(room, self.grace, direct=True))
        # Who was in the room already goes on.
        self.assertIsNone(self.ada.refusal_in(room, self.pat))
        self.assertIsNone(self.pat.refusal_in(room, self.ada))

    def test_a_request_that_waits_is_asked_about_at_every_sign_in(self):
        stranger = self.stranger()
        self.assertIsNone(self.ada.add(stranger))
        self.forecourt.switch("AllowTeamsConsumer", False)
        wait_until(lambda: self.ada.refusal(self.pat), 2, "messages stop")
        self.ada.errors.clear()
        stranger.subscriptions.clear()
        self.ada.sign_out()
        self.ada.sign_in(self.loop)
        wait_until(lambda: "does not allow" in self.ada.errors.get(stranger.id, ""), 10, "the request is refused")
        self.assertEqual(stranger.subscriptions, {})
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.refusal(self.pat) is None, 2, "messages flow")
        # Their server has lost the request and gets it again.
        stranger.sign_out()
        stranger.forget_contacts()
        self.ada.sign_out()
        self.ada.sign_in(self.loop)
        self.assertIsNone(self.ada.refusal(self.pat))
        stranger.sign_in(self.loop)
        wait_until(lambda: stranger.subscriptions.get(self.ada.id) == "subscribe", 10, "the request arrives")

    def test_what_is_typed_and_received_begins_no_conversation(self):
        stranger = self.stranger()
        self.assertIsNone(stranger.refusal(self.ada))
        self.ada.say(stranger.id, "", "chat", '<received xmlns="urn:xmpp:receipts" id="1"/>')
        self.forecourt.switch("AllowTeamsConsumerInbound", False)
        wait_until(lambda: self.stranger().refusal(self.grace), 2, "others may not begin")
        self.assertIn("does not allow", stranger.refusal(self.ada))

    def test_addresses_that_forecourt_cannot_read_are_refused_and_stop_nothing(self):
        for number in range(8):
            number = self.ada.say(f"{'x' * 400}{number}@{self.outside.name}", "hello")
            self.assertIn("not allowed", wait_until(lambda: self.ada.errors.get(number), 10, "an answer"))
        self.assertIsNone(self.ada.refusal(self.stranger()))

    def test_without_forecourt_the_fail_mode_holds_and_it_recovers(self):
        self.forecourt.stop(signal.SIGKILL)
        # Answers that were given are used again for as long as they may be.
        sentence = wait_until(lambda: self.ada.refusal(self.pat), 10, "nobody answers")
        self.assertIn("Nobody can check", sentence)
        self.assertIn("Nobody can check", self.pat.refusal(self.ada))
        self.assertIsNone(self.ada.refusal(self.grace))
        self.assertIn("it is refused by the fail mode", self.inside.log())
        self.forecourt.start()
        wait_until(lambda: self.ada.refusal(self.pat) is None, 15, "it recovers by itself")
        wait_until(lambda: "Refuses while nobody answers" in self.forecourt.get("/connectors"), 10,
                   "the page says what the module does")


if __name__ == "__main__":
    unittest.main()
