"""What people see while nobody answers, or not in time, or nobody can be asked. Needs Prosody and slixmpp."""

import importlib.util
import pathlib
import shutil
import socket
import tempfile
import time
import unittest

import xmpp
from product import free_port, wait_until


@unittest.skipUnless(xmpp.PROGRAM, "Prosody is not installed")
@unittest.skipUnless(importlib.util.find_spec("slixmpp"), "slixmpp is not installed in this Python")
class FaultsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        (self.folder / "token").write_text("fc_nothing")
        self.loop = xmpp.Loop()
        self.addCleanup(self.loop.stop)

    def start(self, port, more=""):
        """Two servers, of which one asks at a port."""
        self.inside = xmpp.Prosody(self.folder, "aldergrove.example")
        outside = xmpp.Prosody(self.folder, "personal.example")
        ada, grace, pat = self.inside.account("ada"), self.inside.account("grace"), outside.account("pat")
        token = self.folder / "token"
        self.addCleanup(self.inside.stop)
        self.addCleanup(outside.stop)
        self.inside.start(
            [outside], f'{{ url = "http://127.0.0.1:{port}", token_file = "{token}", {more} }}')
        outside.start([self.inside])
        for person in (ada, grace, pat):
            person.sign_in(self.loop)
            self.addCleanup(person.sign_out)
        self.assertIsNone(ada.refusal(grace), "among our people nothing is asked")
        self.grace = grace
        return ada, pat

    def test_fail_mode_open_lets_through_and_says_so(self):
        ada, pat = self.start(free_port(), 'fail_mode = "open"')
        for _ in range(7):
            self.assertIsNone(ada.refusal(pat))
            self.assertIsNone(pat.refusal(ada))
        log = self.inside.log()
        self.assertIn("it is allowed by the fail mode", log)
        self.assertIn("5 faults in a row", log)

    def test_an_answer_that_does_not_come_in_time_is_none(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            ada, pat = self.start(silent.getsockname()[1], "timeout_ms = 200")
            begun = time.monotonic()
            self.assertIn("Nobody can check", ada.refusal(pat))
            self.assertGreater(time.monotonic() - begun, 0.2)
            self.assertLess(time.monotonic() - begun, 2)
            self.assertIn("no answer within 200 ms", self.inside.log())

    def test_who_waits_keeps_nobody_else_waiting_and_is_heard_after_leaving(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            ada, pat = self.start(silent.getsockname()[1], 'timeout_ms = 1500, fail_mode = "open"')
            for number in range(2):
                ada.say(pat.id, f"message {number}")
            self.assertIsNone(self.grace.refusal(ada))
            self.assertEqual(pat.heard, [], "the first message still waits")
            ada.sign_out()
            wait_until(lambda: len(pat.heard) == 2, 10, "everything arrives")
            self.assertEqual(pat.heard, ["message 0", "message 1"])
            ada.sign_in(self.loop)

    def test_a_wrong_configuration_refuses_and_says_why(self):
        for more, reason in (
            ('token_file = "/nowhere/at/all"', "the token file cannot be read"),
            ('fail_mode = "maybe"', "`fail_mode` is open or closed"),
        ):
            with self.subTest(more):
                self.folder = pathlib.Path(tempfile.mkdtemp())
                self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
                (self.folder / "token").write_text("fc_nothing")
                ada, pat = self.start(free_port(), more)
                self.assertIn("Nobody can check", ada.refusal(pat))
                self.assertIn("Nobody can check", pat.refusal(ada))
                self.assertIn(reason, self.inside.log())


if __name__ == "__main__":
    unittest.main()
