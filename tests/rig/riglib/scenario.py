# SPDX-License-Identifier: GPL-2.0-only
"""Scenario files: a header of "# key: value" lines, then stage functions."""

import fnmatch
import re
import subprocess
from pathlib import Path

from .paths import SCENARIOS, RigError

# Every key with its default; the runner's options of the same name override.
DEFAULTS = {
    "title": "",
    "suite": "check",
    "xen": "4.17",
    "kernel": "6.1",
    "mem": "2048",
    "smp": "2",
    "threads": "multi",
    "dom0-mem": "768M",
    "xen-args": "",
    "dom0-args": "",
    "timeout": "120",
    "needs": "",
    "qemu": "",
    "files": "",
    "root": "",
    "allow": "",
    "expect": "pass",
    "shows": "",
    "times": "1",
    "alone": "no",
}
# Keys that may be given on several lines, which add up.
REPEATED = {"xen-args", "dom0-args", "needs", "files", "allow"}
NEEDS = {"toolstack", "net", "net-msix", "net-rtl8139", "net-virtio",
         "disk", "disk-msix", "icount", "iommu", "q35", "smt", "stops", "uefi", "uefi-grub"}

# How QEMU runs the CPUs of a machine: a thread for each, or one for all.
THREADS = ("multi", "single")

HEADER = re.compile(r"^# ([a-z0-9-]+):\s*(.*?)\s*$")


class Scenario:
    def __init__(self, name):
        self.path = find(name)
        self.name = self.path.stem
        self.text = self.path.read_text()
        self.fields = dict(DEFAULTS)
        self._read_header()

    def _read_header(self):
        seen = {}
        for line in self.text.splitlines():
            if not line.startswith("#"):
                break
            match = HEADER.match(line)
            if not match:
                continue
            key, value = match.groups()
            if key not in DEFAULTS:
                raise RigError(f"{self.path.name}: unknown header field '{key}': "
                               f"known are {', '.join(DEFAULTS)}")
            if key in REPEATED and key in seen:
                separator = "|" if key == "allow" else " "
                value = seen[key] + separator + value
            seen[key] = value
        self.fields.update(seen)
        if self.fields["threads"] not in THREADS:
            raise RigError(f"{self.path.name}: threads: {self.fields['threads']}: "
                           f"give {' or '.join(THREADS)}")
        unknown = set(self.fields["needs"].split()) - NEEDS
        if unknown:
            raise RigError(f"{self.path.name}: unknown need {', '.join(unknown)}: "
                           f"known are {', '.join(sorted(NEEDS))}")

    def check_syntax(self):
        """Find a typing error before a machine is booted for it."""
        done = subprocess.run(["sh", "-n", str(self.path)], stderr=subprocess.PIPE, text=True,
                              check=False)
        if done.returncode:
            raise RigError(done.stderr.strip())
        if not re.search(r"^stage_1\(\)", self.text, re.M):
            raise RigError(f"{self.path.name}: defines no stage_1()")


def find(name):
    path = Path(name)
    if path.suffix != ".sh":
        path = SCENARIOS / f"{name}.sh"
    if not path.is_file():
        raise RigError(f"no scenario '{name}': 'rig list' shows what there is")
    return path


def names():
    return sorted(path.stem for path in SCENARIOS.glob("*.sh"))


def matching(name):
    """A scenario's name, or those that a shell pattern stands for."""
    return fnmatch.filter(names(), name) or [name]
