# SPDX-License-Identifier: GPL-2.0-only
"""What the steps of a suite are, and in which order they begin

A step is a line of tests/steps, a folder below tests/ whose Makefile has a target
of the suite's name, or a scenario whose header names the suite. What a step needs
comes before it: other steps, or files, by the step that says it makes them.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
STEPS = TOP / "tests" / "steps"

sys.path.insert(0, str(TOP / "tests" / "rig"))
from riglib.paths import RigError  # noqa: E402,F401 (what reading a scenario raises)
from riglib.scenario import Scenario  # noqa: E402 (lives beside the rig)

# Every step waits for this one: it installs the tools that the others call.
FIRST = "deps"
SUITES = ("check", "soak", "bench", "demo")
# The rig lets a loaded host have more time, and waits for its turn on one.
RIG_SLOWDOWN, RIG_PREPARE = 6, 1200
# Seconds for tests that a Makefile runs.
MAKE_LIMIT = {"check": 1200, "soak": 7200, "bench": 1200, "demo": 1200}


@dataclass
class Step:
    """One command, and what has to be there before it."""

    name: str
    suites: list
    limit: int                                  # seconds
    needs: list                                 # steps, or files that steps make
    makes: list                                 # files or folders
    command: str
    alone: bool = False                         # nothing else runs beside it
    threads: int = 1                            # how many CPUs it keeps busy


def read_table():
    """The steps of tests/steps: name suites limit needs makes command."""
    steps = []
    for line in re.sub(r"\\\n\s*", "", STEPS.read_text()).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split(None, 5)
        if len(columns) != 6:
            sys.exit(f"{STEPS}: '{line}': six columns are needed, see the top of the file")
        name, suites, limit, needs, makes, command = columns
        steps.append(Step(name, split(suites), int(limit), split(needs), split(makes), command))
    return steps


def split(column):
    return [] if column == "-" else column.split(",")


def read_makefiles(suite):
    """A step for each folder below tests/ with a Makefile that knows the suite.

    A line "# needs: build/X ..." in it names what has to be built before.
    """
    steps = []
    for path in sorted((TOP / "tests").glob("*/Makefile")):
        text = path.read_text()
        if not re.search(rf"^{suite}:", text, re.M):
            continue
        needs = re.findall(r"^# needs: (.*)$", text, re.M)
        folder = path.parent.name
        steps.append(Step(f"{suite}-{folder}", [suite], MAKE_LIMIT[suite],
                          " ".join(needs).split(), [], f"make -C tests/{folder} {suite}"))
    return steps


def read_scenarios(suite):
    """A step for each scenario file that belongs to the suite, longest first."""
    found = []
    for path in sorted((TOP / "tests").glob("*/**/*.sh")):
        if not re.search(r"^# title:", path.read_text(), re.M):
            continue
        fields = Scenario(path).fields
        if suite not in fields["suite"].split():
            continue
        needs = [entry.split(":")[0]
                 for entry in fields["files"].replace("{kernel}", fields["kernel"]).split()]
        limit = int(fields["timeout"])
        step = Step(path.stem, [suite], limit * RIG_SLOWDOWN + RIG_PREPARE,
                    [*needs, fields["xen"], fields["root"]], [],
                    f"tests/rig/rig run {path.relative_to(TOP)}",
                    alone=fields["alone"] == "yes", threads=threads(fields))
        found.append((limit, step))
    return [step for limit, step in sorted(found, key=lambda entry: -entry[0])]


def threads(fields):
    """How many threads run the CPUs of a scenario's machine."""
    single = (fields["threads"] == "single" or
              any(need.startswith("icount") for need in fields["needs"].split()))
    return 1 if single else int(fields["smp"])


class Plan:
    """The steps that a suite takes, in the order in which they are begun."""

    def __init__(self, suite, only, prepare=False):
        steps = read_table() + read_makefiles(suite) + read_scenarios(suite)
        self.steps = {step.name: step for step in steps}
        if len(self.steps) != len(steps):
            sys.exit("check: two steps or scenarios have the same name")
        wanted = [step for step in steps if suite in step.suites]
        if only:
            wanted = [step for step in wanted if any(re.search(text, step.name) for text in only)]
        self.order = []
        for step in wanted:
            self._add_needs(step)
        if not prepare:
            rest = [step for step in wanted if step not in self.order]
            self.order += sorted(rest, key=lambda step: step.alone)

    def _add_needs(self, step):
        """Put what a step needs before it, and replace files by their makers."""
        step.needs = self._makers(step)
        for name in step.needs:
            need = self.steps[name]
            if need not in self.order:
                self._add_needs(need)
                self.order.append(need)

    def _makers(self, step):
        names = set() if step.name == FIRST else {FIRST}
        for need in step.needs:
            if need in self.steps:
                names.add(need)
                continue
            names |= {maker.name for maker in self.steps.values()
                      if any(need == made or need.startswith(f"{made}/") for made in maker.makes)}
        return sorted(names)
