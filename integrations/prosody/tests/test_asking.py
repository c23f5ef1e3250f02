"""Runs `asking_test.lua`, which needs nothing but Lua; says so and is skipped without one."""

import pathlib
import shutil
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LUA = next(filter(None, map(shutil.which, ["lua5.4", "lua5.3", "lua"])), None)


@unittest.skipUnless(LUA, "Lua is not installed")
class AskingTest(unittest.TestCase):
    def test_asking(self):
        module = HERE.parent / "mod_forecourt" / "asking.lib.lua"
        ran = subprocess.run([LUA, str(HERE / "asking_test.lua"), str(module)], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(len(ran.stdout.split()), 8)


if __name__ == "__main__":
    unittest.main()
