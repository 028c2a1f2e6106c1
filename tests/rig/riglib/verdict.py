# SPDX-License-Identifier: GPL-2.0-only
"""Reading the serial log: results, phases and signs of a crash.

Results are "#TAP stage.number ok|not ok text ;".  Xen may write into the middle
of a line; each stage repeats its lines at its end, so one whole copy is enough.
"""

import re
from dataclasses import dataclass, field

TAP = re.compile(r"#TAP (\d+)\.(\d+) (not ok|ok) - (.*?) ;\s*$")
VALUE = re.compile(r"#VAL (\d+) (\S+) (\S+) ?(.*?) ;\s*$")
BEGIN = re.compile(r"#RIG begin (\d+)")
END = re.compile(r"#RIG end (\d+) (\d+) ;")
DONE = re.compile(r"#RIG done ;")
FATAL = re.compile(r"#RIG fatal (.*)")
MONITOR = re.compile(r"#RIG monitor (.*?) ;\s*$")
COMMENT = re.compile(r"^# (.*)")

# What Xen and Linux print when they die, or complain about themselves.
CRASHES = [re.compile(text) for text in (
    r"Panic on CPU \d+", r"Kernel panic", r"\bOops\b", r"BUG: \S", r"kernel BUG at",
    r"Xen BUG at", r"Assertion '.*' failed", r"----\[ cut here \]", r"rcu.*detected.*stall",
    r"soft lockup", r"Unable to handle kernel", r"double fault", r"FATAL TRAP",
    r"Attempted to kill init", r"Live update \d+ FAILED")]

# First text on the console that shows that a phase was reached.
PHASES = [(re.compile(text), name) for text, name in (
    (r"Xen version \d", "Xen starts"),
    (r"\*\*\* Building dom0|Xen is relinquishing VGA", "Xen builds dom0"),
    (r"Linux version \d", "dom0's kernel starts"),
    (r"Run /init|as init process", "dom0's init starts"))]

# What the handoff stub prints before it goes back, or resets the machine.
STUB = re.compile(r"xen-liveupdate stub: (FAILED in phase .*)")

CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|[\x00-\x08\x0b-\x1f]")


@dataclass
class Verdict:
    """State of one run as far as its log was read."""

    allow: str = ""
    shows: str = ""
    times: int = 1
    shown: int = 0
    phase: str = "QEMU starts"
    results: dict = field(default_factory=dict)
    values: list = field(default_factory=list)
    crashes: list = field(default_factory=list)
    ended: dict = field(default_factory=dict)
    stage: int = 0
    done: bool = False
    fatal: str = ""
    stub: str = ""
    requests: list = field(default_factory=list)

    def feed(self, line):
        """Take one console line; return result or comment lines that are new."""
        line = CONTROL.sub("", line)
        self.shown += bool(re.search(self.shows, line))
        self._note_phase(line)
        self._note_crash(line)
        match = TAP.search(line)
        if match:
            return self._note_result(match)
        match = VALUE.search(line)
        if match and match.groups() not in self.values:
            self.values.append(match.groups())
            return "# {1} = {2} {3}".format(*match.groups())
        match = COMMENT.match(line)
        return f"# {match.group(1)}" if match else None

    def _note_result(self, match):
        stage, number, state, text = match.groups()
        key = (int(stage), int(number))
        if key in self.results:
            return None
        self.results[key] = (state == "ok", text)
        return f"{state} {stage}.{number} - {text}"

    def _note_phase(self, line):
        for pattern, name in PHASES:
            if pattern.search(line):
                self.phase = f"{name} (after stage {self.stage})" if self.stage else name
        if match := BEGIN.search(line):
            self.stage = int(match.group(1))
            self.phase = f"stage {self.stage} runs"
        elif match := END.search(line):
            self.ended[int(match.group(1))] = int(match.group(2))
            self.phase = f"stage {match.group(1)} has ended"
        elif match := MONITOR.search(line):
            self.requests.append(match.group(1))
        elif match := FATAL.search(line):
            self.fatal = match.group(1)
        if DONE.search(line):
            self.done = True
            self.phase = "the scenario is done"

    def _note_crash(self, line):
        if match := STUB.search(line):
            self.stub = match.group(1)
        if self.allow and re.search(self.allow, line):
            return
        if any(pattern.search(line) for pattern in CRASHES):
            self.crashes.append(line.strip())

    def passed(self):
        return sum(1 for good, _ in self.results.values() if good)

    def judge(self, expect, timed_out=False):
        """Why the run is to be called failed: nothing, if it went as expected."""
        found = self.problems(timed_out)
        if expect != "pass":
            found = ([] if any(re.search(expect, problem) for problem in found)
                     else [f"expected a failure like '{expect}'", *found])
        if self.shows and self.shown < self.times:
            found.append(f"the console showed '{self.shows}' {self.shown} times, "
                         f"not {self.times}")
        return found

    def problems(self, timed_out=False):
        """Every reason why this run has failed, in words."""
        found = [f"not ok {stage}.{number} - {text}"
                 for (stage, number), (good, text) in sorted(self.results.items()) if not good]
        found += [f"crash: {line}" for line in self.crashes[:3]]
        if self.fatal:
            found.append(f"fatal: {self.fatal}")
        if timed_out:
            found.append(f"timeout: the last phase reached was: {self.phase}")
        elif not self.done:
            found.append(f"the machine stopped early: the last phase reached was: {self.phase}")
            if self.stub:
                found.append(f"the stub: {self.stub}")
        if not self.results:
            found.append("no results at all")
        for stage, count in sorted(self.ended.items()):
            got = sum(1 for key in self.results if key[0] == stage)
            if got != count:
                found.append(f"stage {stage} reported {count} results, {got} were read")
        if self.done:
            found += [f"stage {stage} never ended"
                      for stage in range(1, self.stage + 1) if stage not in self.ended]
        return found
