# SPDX-License-Identifier: GPL-2.0-only
"""Scenario files: a header of "# key: value" lines, then stage functions."""

import fnmatch
import re
import subprocess
from pathlib import Path

from .paths import SCENARIOS, USES, RigError

# Every key with its default; the runner's options of the same name override.
DEFAULTS = {
    "title": "",
    "uses": "",
    "suite": "check",
    "xen": "4.17",
    "kernel": "6.1",
    "mem": "2048",
    "smp": "2",
    "max-smp": "",
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
REPEATED = {"uses", "xen-args", "dom0-args", "needs", "files", "allow"}
NEEDS = {"toolstack", "net", "net-msix", "net-rtl8139", "net-virtio",
         "amdvi", "bochs", "disk", "disk-msix", "edu", "hole", "hvm", "icount", "icount-4ns",
         "iommu", "numa", "q35", "smt", "stops", "uefi", "uefi-grub", "vtd"}

# How QEMU runs the CPUs of a machine: a thread for each, or one for all.
THREADS = ("multi", "single")

HEADER = re.compile(r"^# ([a-z0-9-]+):\s*(.*?)\s*$")


class Scenario:
    def __init__(self, name):
        self.path = find(name)
        self.name = self.path.stem
        self.text = self.path.read_text()
        own = read_header(self.path)
        self.fields = dict(DEFAULTS)
        for name in own.get("uses", "").split():
            self.fields = merge(self.fields, read_header(USES / name))
        self.fields = merge(self.fields, own)
        self._check()

    def _check(self):
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


def read_header(path):
    """The fields that a file gives in its first lines, all of them comments."""
    if not path.is_file():
        raise RigError(f"uses: no file {path.name} in {path.parent}")
    seen = {}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        match = HEADER.match(line)
        if not match:
            continue
        key, value = match.groups()
        if key not in DEFAULTS:
            raise RigError(f"{path.name}: unknown header field '{key}': "
                           f"known are {', '.join(DEFAULTS)}")
        seen = merge(seen, {key: value})
    return seen


def merge(fields, more):
    """Later fields replace earlier ones, but for those that add up."""
    merged = {**fields, **more}
    for key in REPEATED:
        values = [part[key] for part in (fields, more) if part.get(key)]
        if values:
            merged[key] = ("|" if key == "allow" else " ").join(values)
    return merged


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
