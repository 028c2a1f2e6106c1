#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""kinds - is there a fault for each record kind of which a domU can be lost?

The hypervisor's source says which these are: they stand in lu_try(), lu_must(),
lu_outcome() and lu_fault_late(). Prints a line for each scenario.
"""

import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SOURCE = TOP / "hypervisor/files/xen"
CALL = re.compile(r"\blu_(?:try|must|outcome|fault_late)\(\w+(?:->domid)?,\s*XEN_LU_REC_(\w+)[,)]")
NUMBER = re.compile(r"^#define XEN_LU_REC_(\w+)\s+(0x[0-9a-f]+)U", re.M)
KINDS = re.compile(r"^KINDS=\"([^\"]*)\"", re.M)

# Of PVH guests; of HVM guests with a device model; of guests with devices: left to the
# other scenarios
PVH = {"HVM", "P2M", "HVM_CONTEXT", "VCPU_HVM"}
HVM = {"IOREQ_SERVER", "HVM_CLOCKS", "CACHE_ATTRS"}
ELSEWHERE = {"domu-lost.sh": {"FIFO", "VCPU_FIFO"} | PVH | HVM,
             "domu-lost-kinds.sh": PVH | HVM}
ALONE = {"pvh-guests.sh": PVH, "hvm-guests.sh": HVM}


def main():
    number = dict(NUMBER.findall((TOP / "include/xen-liveupdate/stream.h").read_text()))
    can_fail = set()
    for path in SOURCE.rglob("liveupdate/*.c"):
        can_fail |= set(CALL.findall(path.read_text()))
    failed = len(can_fail) < 15
    print("not ok" if failed else "ok", "-", len(can_fail), "kinds of records can cost a domU")
    for name in (*ELSEWHERE, *ALONE):
        text = (TOP / "tests/hypervisor" / name).read_text()
        tried = KINDS.search(text).group(1).split()
        wanted = ALONE.get(name) or can_fail - ELSEWHERE[name]
        missing = sorted(kind for kind in wanted
                         if number[kind] not in tried)
        failed |= bool(missing)
        print("not ok" if missing else "ok", "-", f"{name} tries each"
              + "".join(f"\n# missing: {kind} {number[kind]}" for kind in missing))
    return failed


if __name__ == "__main__":
    sys.exit(main())
