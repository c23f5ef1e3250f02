"""Runs the tests in Lua, which need nothing but that; says so and is skipped without one."""

import pathlib
import shutil
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LUA = next(filter(None, map(shutil.which, ["lua5.4", "lua5.3", "lua"])), None)


@unittest.skipUnless(LUA, "Lua is not installed")
class LuaTest(unittest.TestCase):
    def passed(self, name):
        """How many tests of a file pass."""
        module = HERE.parent / "mod_forecourt" / f"{name}.lib.lua"
        ran = subprocess.run([LUA, str(HERE / f"{name}_test.lua"), str(module)], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return len(ran.stdout.split())

    def test_asking(self):
        self.assertEqual(self.passed("asking"), 8)

    def test_people(self):
        self.assertEqual(self.passed("people"), 4)


if __name__ == "__main__":
    unittest.main()
