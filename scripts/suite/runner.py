# SPDX-License-Identifier: GPL-2.0-only
"""Runs the steps of a plan, several at a time, and counts their results"""

import os
import re
import signal
import subprocess
import time

from .steps import TOP

TAIL_LINES = 40
KILL_GRACE = 5                                  # seconds
# What timeout(1) exits with: the command ended in time, or had to be killed.
LATE = (124, -signal.SIGKILL)

# How TAP, Python's unittest and compilers tell what failed, and how much of it is worth a look.
FAILURE = re.compile(r"^\s*not ok |^(FAIL|ERROR): |: error: ")
FAILURES_SHOWN = 8
# How the programs sum up, and how Python's unittest does.
COUNTS = re.compile(r"(?P<passed>\d+) passed, (?P<failed>\d+) failed|^Ran (?P<ran>\d+) tests? in ")


def count(log, status):
    """Results as the command itself counted them, else one."""
    passed = failed = 0
    for match in filter(None, map(COUNTS.search, log.read_text(errors="replace").splitlines())):
        passed = int(match["passed"] or match["ran"])
        failed = int(match["failed"] or 0)
    if status:
        return passed, max(failed, 1)
    return max(passed, 0 if failed else 1), failed


def failures(lines):
    """What a log says of the first failures: each with the line behind it, where the cause is."""
    found = [at for at, line in enumerate(lines) if FAILURE.search(line)][:FAILURES_SHOWN]
    if not found:
        return lines[-1:]
    return [lines[at] for at in sorted({*found, *(at + 1 for at in found)}) if at < len(lines)]


class Runner:
    """Runs a plan and reports it, a line for each step."""

    def __init__(self, plan, logs, jobs, fail_fast=False):
        self.logs = logs
        self.waiting = list(plan.order)
        self.total = len(self.waiting)
        self.jobs = jobs
        self.fail_fast = fail_fast
        self.running = {}                       # by number: process, step and when it began
        self.good = {}                          # by name, once it has ended
        self.lines = []
        self.failures = []                      # lines of the steps that failed
        self.passed = self.failed = 0

    def run(self):
        try:
            while (self.waiting or self.running) and not (self.fail_fast and self.failed):
                self._start_ready()
                if self.running:
                    self._wait()
        finally:
            for process, _, _ in self.running.values():
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
        tap = ["KTAP version 1", f"1..{self.total}", *self.lines, ""]
        (self.logs / "results.tap").write_text("\n".join(tap))

    def _start_ready(self):
        for step in list(self.waiting):
            lost = [name for name in step.needs if self.good.get(name) is False]
            if lost:
                self.waiting.remove(step)
                self._note(step, 0, 1, f"not run: {', '.join(lost)} failed")
            elif all(self.good.get(name) for name in step.needs):
                if not self._has_room(step):
                    # Others that are smaller must not always come before it.
                    return
                self.waiting.remove(step)
                self._start(step)

    def _has_room(self, step):
        """One that is more than the host can run at a time runs when nothing else does."""
        together = [step, *(step for _, step, _ in self.running.values())]
        return not self.running or (not any(other.alone for other in together) and
                                    sum(other.threads for other in together) <= self.jobs)

    def _start(self, step):
        with open(self.logs / f"{step.name}.log", "wb") as log:
            # timeout(1) ends what the command has started, too.
            process = subprocess.Popen(
                ["timeout", f"--kill-after={KILL_GRACE}", str(step.limit), "bash", "-c", step.command],
                cwd=TOP, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, "CI": "1"}, start_new_session=True)
        self.running[process.pid] = process, step, time.monotonic()

    def _wait(self):
        """Wait until a step ends, and take note of it."""
        pid, status, used = os.wait3(0)
        process, step, began = self.running.pop(pid)
        process.returncode = status = os.waitstatus_to_exitcode(status)
        text = f"{time.monotonic() - began:5.0f} s {used.ru_utime + used.ru_stime:5.0f} s CPU"
        if status in LATE:
            text += f"  ended after its limit of {step.limit} s"
        log = self.logs / f"{step.name}.log"
        self._note(step, *count(log, status), text)
        if not self.good[step.name]:
            lines = log.read_text(errors="replace").splitlines()
            print(f"--- end of {log.name}")
            for line in lines[-TAIL_LINES:]:
                print(f"    {line}")
            print("---", flush=True)
            self.failures += [step.name, *(f"    {line}" for line in failures(lines))]

    def _note(self, step, passed, failed, text):
        self.good[step.name] = not failed
        self.passed += passed
        self.failed += failed
        summary = f"{text}  {passed} passed" + (f", {failed} failed" if failed else "")
        self.lines.append(f"{'not ' if failed else ''}ok {len(self.good)} {step.name} # {summary}")
        print(f"[{len(self.good):3}/{self.total}] {'FAIL' if failed else 'ok  '} "
              f"{step.name:26} {summary}", flush=True)
