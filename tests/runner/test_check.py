# SPDX-License-Identifier: GPL-2.0-only
"""Tests of scripts/check."""

import contextlib
import io
import sys
import tempfile
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent


sys.path.insert(0, str(TOP / "scripts"))
from suite import steps  # noqa: E402 (is not installed)
from suite.runner import Runner as StepRunner  # noqa: E402


class Plan:
    """As much of a plan as the runner needs."""

    def __init__(self, *steps):
        self.order = steps


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_steps(self, *plan, fail_fast=False):
        """(passed, failed, text on the terminal)"""
        runner = StepRunner(Plan(*plan), self.folder, jobs=2, fail_fast=fail_fast)
        with contextlib.redirect_stdout(io.StringIO()) as text:
            runner.run()
        return runner.passed, runner.failed, text.getvalue()

    def step(self, command, name="one", needs=(), limit=20):
        return steps.Step(name, [], limit, list(needs), [], f"cd {self.folder}; {command}")

    def count(self, command):
        return self.run_steps(self.step(command))[:2]

    def test_exit_status_counts_when_nothing_else_does(self):
        self.assertEqual(self.count("true"), (1, 0))
        self.assertEqual(self.count("false"), (0, 1))

    def test_last_sum_counts(self):
        self.assertEqual(self.count("echo 1 passed, 1 failed; echo 7 passed, 0 failed"), (7, 0))
        self.assertEqual(self.count("echo 7 passed, 2 failed; exit 1"), (7, 2))

    def test_failure_that_was_not_counted(self):
        self.assertEqual(self.count("echo 7 passed, 0 failed; exit 3"), (7, 1))

    def test_counted_failure_without_exit_status(self):
        self.assertEqual(self.count("echo 7 passed, 2 failed"), (7, 2))

    def test_unittest_is_understood(self):
        self.assertEqual(self.count("echo 'Ran 5 tests in 0.1s'"), (5, 0))

    def test_what_needs_a_failed_step_is_not_run(self):
        passed, failed, text = self.run_steps(
            self.step("exit 1", "bad"), self.step("touch ran", "next", ["bad"]))
        self.assertEqual((passed, failed), (0, 2))
        self.assertFalse((self.folder / "ran").exists())
        self.assertIn("not run: bad failed", text)

    def test_a_step_waits_for_what_it_needs(self):
        self.assertEqual(self.run_steps(self.step("sleep 1; touch made", "maker"),
                                        self.step("test -e made", "user", ["maker"]))[:2], (2, 0))

    def test_two_at_a_time(self):
        meet = "touch {}; for _ in $(seq 100); do [ ! -e {} ] || exit 0; sleep 0.1; done; exit 1"
        self.assertEqual(self.run_steps(self.step(meet.format("a", "b"), "a"),
                                        self.step(meet.format("b", "a"), "b"))[:2], (2, 0))

    def test_a_step_that_wants_to_be_alone_waits(self):
        alone = self.step("test ! -e busy", "alone")
        alone.alone = True
        self.assertEqual(self.run_steps(self.step("touch busy; sleep 1; rm busy"), alone)[:2],
                         (2, 0))

    def test_nothing_is_started_beside_a_step_that_is_alone(self):
        first, second = (self.step("mkdir busy && sleep 1 && rmdir busy", name) for name in "ab")
        first.alone = second.alone = True
        self.assertEqual(self.run_steps(first, second)[:2], (2, 0))

    def test_emulated_cpus_count(self):
        machine = self.step("test ! -e busy", "machine")
        machine.threads = 2
        self.assertEqual(self.run_steps(self.step("touch busy; sleep 1; rm busy"), machine)[:2],
                         (2, 0))

    def test_a_machine_with_more_cpus_than_the_host_runs(self):
        machine = self.step("true", "machine")
        machine.threads = 8
        self.assertEqual(self.run_steps(machine)[:2], (1, 0))

    def test_small_steps_do_not_overtake_a_large_one(self):
        large, small = self.step("touch large", "large"), self.step("test -e large", "small")
        large.threads = 2
        self.assertEqual(self.run_steps(self.step("sleep 1"), large, small)[:2], (3, 0))

    def test_limit_ends_a_step_with_its_children(self):
        began = time.monotonic()
        _, failed, text = self.run_steps(self.step("sleep 60 & sleep 60", limit=1))
        self.assertEqual(failed, 1)
        self.assertLess(time.monotonic() - began, 30)
        self.assertIn("limit of 1 s", text)

    def test_fail_fast(self):
        plan = [self.step("exit 1", "bad"),
                *(self.step("sleep 1", str(n)) for n in range(9))]
        self.assertLess(self.run_steps(*plan, fail_fast=True)[0], 9)

    def test_failures_are_kept_for_the_end(self):
        runner = StepRunner(Plan(self.step("echo ok 1 - up; echo not ok 2 - down; echo the cause; "
                                           "echo 1 passed, 1 failed; exit 1")),
                            self.folder, jobs=1)
        with contextlib.redirect_stdout(io.StringIO()):
            runner.run()
        self.assertEqual(runner.failures, ["one", "    not ok 2 - down", "    the cause"])

    def test_tail_of_a_failed_step_is_shown(self):
        self.assertIn("the cause", self.run_steps(self.step("echo the cause; exit 1"))[2])

    def test_results_are_kept_as_ktap(self):
        self.run_steps(self.step("true", "good"), self.step("sleep 1; exit 1", "bad"))
        head, plan, good, bad = (self.folder / "results.tap").read_text().splitlines()
        self.assertEqual((head, plan), ("KTAP version 1", "1..2"))
        self.assertRegex(good, "^ok 1 good # ")
        self.assertRegex(bad, "^not ok 2 bad # .*1 failed$")


class Table(unittest.TestCase):
    def test_threads_of_a_machine(self):
        fields = {"threads": "multi", "smp": "3", "needs": "disk"}
        self.assertEqual(steps.threads(fields), 3)
        self.assertEqual(steps.threads({**fields, "threads": "single"}), 1)
        self.assertEqual(steps.threads({**fields, "needs": "icount disk"}), 1)

    def test_names_are_unique_and_needs_exist(self):
        for suite in steps.SUITES:
            plan = steps.Plan(suite, [])
            for step in plan.order:
                for need in step.needs:
                    self.assertIn(need, plan.steps)

    def test_scenarios_that_are_alone_come_last(self):
        order = [step.alone for step in steps.Plan("soak", []).order]
        self.assertEqual(order, sorted(order))

    def test_files_of_scenarios_have_a_maker(self):
        made = [path for step in steps.read_table() for path in step.makes]
        for suite in steps.SUITES:
            for scenario in steps.read_scenarios(suite):
                for need in scenario.needs:
                    if need.startswith("build/"):
                        self.assertTrue(any(need.startswith(path) for path in made),
                                        f"{scenario.name}: no line of tests/steps makes {need}")


if __name__ == "__main__":
    unittest.main()
