"""Asking Forecourt, with a clock and a Forecourt that the test plays."""

import asyncio
import importlib.util
import pathlib
import unittest

# The part without Synapse, so that these tests need nothing installed.
_PATH = pathlib.Path(__file__).parent.parent / "forecourt_synapse" / "asking.py"
_SPEC = importlib.util.spec_from_file_location("asking", _PATH)
asking = importlib.util.module_from_spec(_SPEC)
import sys

sys.modules["asking"] = asking
_SPEC.loader.exec_module(asking)


class Played:
    """A Forecourt that says what it is told to."""

    def __init__(self, fail_open=False):
        self.now, self.asked, self.notes = 0.0, [], []
        self.answer = {"decision": "allow", "revision": 1}
        self.asking = asking.Asking(self._post, lambda: self.now, self.notes.append, fail_open, 1.0)

    async def _post(self, question):
        self.asked.append(question)
        if self.answer is None:
            raise TimeoutError()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def ask(self, who="@a:b"):
        return asyncio.run(self.asking.ask("send", who, ["@c:d"]))


class AskingTest(unittest.TestCase):
    def test_an_answer_is_kept_for_a_moment(self):
        played = Played()
        self.assertTrue(played.ask().allowed)
        played.answer = {"decision": "deny", "revision": 1, "message": "No."}
        played.now = 0.9
        self.assertTrue(played.ask().allowed)
        played.now = 1.1
        self.assertEqual(played.ask().message, "No.")
        self.assertEqual(len(played.asked), 2)

    def test_a_newer_revision_ends_what_was_kept(self):
        played = Played()
        played.ask()
        played.answer = {"decision": "deny", "revision": 2}
        self.assertFalse(played.ask("@other:b").allowed)
        self.assertFalse(played.ask().allowed)

    def test_without_an_answer_the_fail_mode_decides(self):
        for fail_open in (False, True):
            played = Played(fail_open)
            played.answer = None
            self.assertEqual(played.ask().allowed, fail_open)
            self.assertIn("did not answer", played.notes[0])
            played.answer = {"decision": "maybe"}
            self.assertEqual(played.ask().allowed, fail_open)

    def test_a_question_that_cannot_be_read_is_refused_and_is_no_fault_of_forecourt(self):
        class Unreadable(Exception):
            code = 422

        played = Played(fail_open=True)
        played.answer = Unreadable()
        for _ in range(2 * asking.FAULTS):
            self.assertFalse(played.ask().allowed)
        self.assertEqual(len(played.asked), 2 * asking.FAULTS)

    def test_after_faults_in_a_row_it_rests_and_recovers(self):
        played = Played()
        played.answer = None
        for _ in range(asking.FAULTS):
            played.ask()
        played.answer = {"decision": "allow", "revision": 1}
        self.assertFalse(played.ask().allowed)
        self.assertEqual(len(played.asked), asking.FAULTS)
        played.now = asking.REST + 0.1
        self.assertTrue(played.ask().allowed)


if __name__ == "__main__":
    unittest.main()
