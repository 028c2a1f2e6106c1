# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the judge: what it must see in a console log, and what it must not miss."""

import re
import subprocess
import unittest
from pathlib import Path

from riglib.paths import RIG, TOP
from riglib.verdict import Verdict

GOOD = """\
(XEN) Xen version 4.17.5
[    0.000000] Linux version 6.1.0
#RIG begin 1
#TAP 1.1 ok - one ;
#TAP 1.2 ok - two ;
#RIG repeat 1
#TAP 1.1 ok - one ;
#TAP 1.2 ok - two ;
#RIG end 1 2 ;
#RIG done ;
"""


def judge(text, expect="pass", allow="", shows="", times=1, timed_out=False):
    verdict = Verdict(allow, shows, times)
    for line in text.splitlines():
        verdict.feed(line)
    return verdict.judge(expect, timed_out)


class Passing(unittest.TestCase):
    def test_good_log(self):
        self.assertEqual(judge(GOOD), [])

    def test_line_broken_by_xen_is_read_from_the_repetition(self):
        broken = GOOD.replace("#TAP 1.2 ok - two ;", "#TAP 1.2 ok - t(XEN) d0v0 trap\nwo ;", 1)
        self.assertEqual(judge(broken), [])

    def test_prefix_before_a_result(self):
        self.assertEqual(judge(GOOD.replace("#TAP 1.1", "(XEN) [2026] #TAP 1.1")), [])

    def test_colour_codes_and_carriage_returns(self):
        self.assertEqual(judge(GOOD.replace("one ;", "\x1b[1mone\x1b[0m ;\r")), [])

    def test_allowed_crash_text(self):
        text = GOOD.replace("#RIG end", "(XEN) Panic on CPU 0:\n#RIG end")
        self.assertEqual(judge(text, allow="Panic on CPU"), [])

    def test_line_that_has_to_appear(self):
        self.assertEqual(judge(GOOD, shows=r"Xen version \d"), [])

    def test_expected_failure(self):
        self.assertEqual(judge(GOOD.replace("ok - two", "not ok - two"), "not ok 1.2"), [])


class Failing(unittest.TestCase):
    def assert_problem(self, text, wanted, **options):
        self.assertTrue(any(wanted in problem for problem in judge(text, **options)),
                        judge(text, **options))

    def test_not_ok(self):
        self.assert_problem(GOOD.replace("ok - two", "not ok - two"), "not ok 1.2 - two")

    def test_line_that_comes_too_seldom(self):
        self.assertEqual(judge(GOOD * 3, shows="Xen version", times=3), [])
        self.assert_problem(GOOD * 3, "3 times, not 4", shows="Xen version", times=4)

    def test_line_that_is_missing(self):
        self.assert_problem(GOOD, "showed 'Bootloader' 0 times", shows="Bootloader")
        self.assert_problem(GOOD.replace("ok - two", "not ok - two"), "showed",
                            expect="not ok 1.2", shows="Bootloader")

    def test_result_lost_in_both_copies(self):
        self.assert_problem(GOOD.replace("#TAP 1.2 ok", "#T(XEN) x"), "reported 2 results, 1 were")

    def test_no_end(self):
        self.assert_problem(GOOD.replace("#RIG done ;", ""), "stopped early")

    def test_stage_without_end(self):
        self.assert_problem(GOOD.replace("#RIG end 1 2 ;", ""), "stage 1 never ended")

    def test_no_results(self):
        self.assert_problem("#RIG begin 1\n#RIG end 1 0 ;\n#RIG done ;", "no results")

    def test_timeout_names_the_phase(self):
        self.assert_problem("(XEN) Xen version 4.17.5", "Xen starts", timed_out=True)

    def test_crash_texts(self):
        for line in ("(XEN) Panic on CPU 1:", "Kernel panic - not syncing: x", "Oops: 0002 [#1]",
                     "BUG: unable to handle page fault", "kernel BUG at mm/slub.c:1",
                     "(XEN) Xen BUG at mm.c:1", "(XEN) Assertion 'x' failed at y.c:3",
                     "------------[ cut here ]------------"):
            self.assert_problem(GOOD + line, "crash: ")

    def test_failure_other_than_expected(self):
        self.assert_problem(GOOD, "expected a failure", expect="timeout")


def functions(*paths):
    """Names of the shell functions that files define."""
    return {name for path in paths
            for name in re.findall(r"^(\w+)\(\)", path.read_text(), re.MULTILINE)}


class Scenarios(unittest.TestCase):
    def test_functions_of_the_library_are_left_alone(self):
        """One that a scenario replaces is gone for the rest of the library, too."""
        library = functions(RIG / "dom0" / "lib", RIG / "dom0" / "guests")
        for path in TOP.glob("tests/**/*.sh"):
            if "stage_1" in functions(path):
                self.assertEqual(functions(path) & library, set(), path)


class TheCommand(unittest.TestCase):
    def test_reader_that_goes_away(self):
        rig = subprocess.run([f"{Path(__file__).parent}/rig list | true"], shell=True,
                             stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(rig.stderr, "")


if __name__ == "__main__":
    unittest.main()
