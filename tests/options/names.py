#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""names - is every option of Xen's command line in the table?

usage: names.py TABLE SCENARIO XEN-SYMS

Options come from the built Xen, from its table between __setup_start and
__setup_end, and from the source that it was built from: what is not
configured may be so tomorrow. The scenario has to name each option of the table.
Prints a line for each result.
"""

import re
import struct
import sys
from pathlib import Path

PARAM = re.compile(r"\b(?:custom|boolean|integer|size|string|ignore)(?:_runtime)?(?:_only)?_param\("
                   r"\s*\"([^\"]+)\"")
EARLY = re.compile(r"\bfind_opt\(cmdline, \"(?:no-)?([a-z-]+)=?\"")
ROW = re.compile(r"^LU_OPT\((\w+),\s*(\w+),\s*\"([^\"]+)\"\)", re.M)
FOLDERS = ("arch/x86", "common", "crypto", "drivers", "lib", "xsm")
# Built for Arm only.
ELSEWHERE = {"arm-uart.c"}
# What cmdline.c takes for granted, in the words of grant_table.c.
DEFAULTS = {"DEFAULT_GRANT_FRAMES": "opt_max_grant_frames",
            "DEFAULT_MAPTRACK_FRAMES": "opt_max_maptrack_frames"}

failed = 0


def result(good, text):
    global failed
    good = bool(good)
    print("ok" if good else "not ok", "-", text)
    failed += not good


class Elf:
    """Sections and symbols of a 64-bit little-endian file."""

    def __init__(self, path):
        self.data = Path(path).read_bytes()
        start, = struct.unpack_from("<Q", self.data, 0x28)
        size, number = struct.unpack_from("<HH", self.data, 0x3a)
        self.sections = [struct.unpack_from("<IIQQQQIIQQ", self.data, start + i * size)
                         for i in range(number)]

    def symbol(self, name):
        for section in self.sections:
            if section[1] != 2:
                continue
            strings = self.sections[section[6]][4]
            for at in range(section[4], section[4] + section[5], 24):
                offset, _, _, _, value, _ = struct.unpack_from("<IBBHQQ", self.data, at)
                if self.data.startswith(name + b"\0", strings + offset):
                    return value
        raise KeyError(name)

    def offset(self, address):
        for section in self.sections:
            if section[1] != 8 and section[3] <= address < section[3] + section[5]:
                return section[4] + address - section[3]
        raise KeyError(address)

    def string(self, address):
        at = self.offset(address)
        return self.data[at:self.data.index(b"\0", at)].decode()


def built_options(path):
    """Names in the array of struct kernel_param, whose first member is the name."""
    elf = Elf(path)
    return {elf.string(struct.unpack_from("<Q", elf.data, elf.offset(at))[0])
            for at in range(elf.symbol(b"__setup_start"), elf.symbol(b"__setup_end"), 24)}


def source_options(top):
    names = set(EARLY.findall((top / "arch/x86/boot/cmdline.c").read_text()))
    for folder in FOLDERS:
        for path in (top / folder).rglob("*.c"):
            if path.name not in ELSEWHERE:
                names |= set(PARAM.findall(path.read_text(errors="replace")))
    return names


def check_defaults(table, top):
    ours = table.with_name("cmdline.c").read_text()
    xen = (top / "common/grant_table.c").read_text()
    for macro, variable in DEFAULTS.items():
        want = re.search(rf"#define {macro}\s+(\d+)", ours).group(1)
        result(re.search(rf"\b{variable} = {want};", xen), f"{variable} is {want} by default")


def check_scenario(path, rows):
    """What is tried in a machine; only comments for the rig and for us count as code."""
    text = re.sub(r"^# (?!xen-args:|NOT:).*", "", path.read_text(), flags=re.M)
    words = set(re.findall(r"[\w.-]+\[?", text))
    missing = [name for name in rows if not {name, f"no-{name}"} & words]
    result(not missing, f"{path.name} names all of them"
           + "".join(f"\n# missing: {name}" for name in missing))


def check_manual(path, names):
    """Our own options are in Xen's documentation, and no other ones of ours."""
    told = set(re.findall(r"^### (liveupdate[\w-]*)", path.read_text(), flags=re.M))
    result(told == names, f"{path.name} tells of the same {len(names)} options"
           + "".join(f"\n# only on one side: {name}" for name in sorted(told ^ names)))


def main():
    table, scenario, built = map(Path, sys.argv[1:])
    rows = [name for _, _, name in ROW.findall(table.read_text())]
    result(len(rows) > 150, f"{len(rows)} options are in the table")
    result(len(rows) == len(set(rows)), "none is there twice")
    top = built.parent / "tree/xen"
    everything = set()
    for where, names in (("release", built_options(built)), ("source", source_options(top))):
        everything |= names
        missing = sorted(names - set(rows))
        result(not missing, f"{where}: all {len(names)} options are in the table"
               + "".join(f"\n# missing: {name}" for name in missing))
    stale = sorted(set(rows) - everything)
    result(not stale, "no option is in the table that Xen does not have"
           + "".join(f"\n# stale: {name}" for name in stale))
    check_manual(top.parent / "docs/misc/xen-command-line.pandoc",
                 {name for name in names if name.startswith("liveupdate")})
    check_defaults(table, top)
    check_scenario(scenario, rows)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
