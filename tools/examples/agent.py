#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""agent.py - a program that makes a live update, in Python and without a library

usage: agent.py XEN-IMAGE

Written from xen-liveupdate(4) and <linux/xen-liveupdate.h> alone. A thread with a
descriptor of its own tells each change of the driver's state. As long as COMMIT has not
been called, ending this program in any way makes the driver undo everything.
"""

import ctypes
import errno
import fcntl
import os
import select
import sys
import threading
import time

DEVICE = "/dev/xen-liveupdate"
TYPE = 0xbb
INFO, STATUS, STAGE_FD, VERIFY, LOAD, COMMIT, REPORT = (
    TYPE << 8 | number for number in (0x00, 0x01, 0x03, 0x05, 0x06, 0x08, 0x0a))
MODE_LIVE = 2
RESULT_OK = 1
STATES = ("idle", "receiving", "received", "verifying", "verified", "loading", "loaded",
          "armed", "committing", "failed")


class Argument(ctypes.Structure):
    """Every struct begins with its size: the driver may be older or newer."""

    def __init__(self, **fields):
        super().__init__(size=ctypes.sizeof(self), **fields)


def struct(name, text):
    """A struct as the header has it: "u32 size; u8[64] reason", u64 aligned."""
    types = {"u16": ctypes.c_uint16, "u32": ctypes.c_uint32, "s32": ctypes.c_int32,
             "u64": ctypes.c_uint64, "u8": ctypes.c_char}
    fields = []
    for field in text.replace("\n", " ").split(";"):
        kind, member = field.split()
        base, _, count = kind.partition("[")
        fields.append((member, types[base] * int(count[:-1]) if count else types[base]))
    return type(name, (Argument,), {"_fields_": fields})


Info = struct("Info", """u32 size; u32 abi_version; u32 modes; u32 policy; u64[8] max_size;
    u64 region_maddr; u64 region_size; u32 handoff_version; u32 stub_size;
    u8[32] stub_sha256; u32 compression; u32 reserved; u8[32] driver_version;
    u8[64] xen_version; u8[48] xen_build_id; u64 cold_warnings; u8[64] live_refusal""")
Status = struct("Status", """u32 size; u32 state; u32 failed_state; u32 error; u64 sequence;
    u64 bytes_done; u64 bytes_total; u64 bytes_copied; u64 memory; u32 mode;
    u32 signed_image; u64 image_size; u64[4] image_sha256; u8[32] reason;
    u8[48] image_build_id; u8[64] explanation""")
StageFd = struct("StageFd", "u32 size; u32 payload; u32 flags; s32 fd")
Verify = struct("Verify", "u32 size; u32 flags")
Load = struct("Load", "u32 size; u32 mode; u32 flags; u32 reserved")
Commit = struct("Commit", "u32 size; u32 flags; u64[4] image_sha256")
Report = struct("Report", """u32 size; u32 result; u32 mode; u32 generation; u32 phase;
    u32 reason; u64[4] detail; u32 nr_phases; u32 reserved; u64[64] phase_ns; u64 bytes_moved;
    u64 bytes_in_place; u64 blob_size; u64 blackout_ns; u64 wallclock_ns;
    u64[4] blob_sha256; u64[4] blob_found_sha256; u64[4] image_sha256; u64[2] update_id;
    u8[64] from_version; u8[48] from_build_id; u8[64] to_version; u8[48] to_build_id;
    u8[64] explanation; u64 pause_ns; u64 predicted_ns; u64 boot_needed;
    u64 boot_available; u32 nr_records; u32 nr_skipped; u64 warnings; u64[256] record;
    u32 nr_notes; u32 reserved2; u64[32] note""")


def ask(device, number, argument):
    fcntl.ioctl(device, number, argument)
    return argument


def patiently(device, number, argument, seconds=30):
    """EBUSY is a domain that is being created, say: nothing has changed, try again."""
    end = time.monotonic() + seconds
    while True:
        try:
            return ask(device, number, argument)
        except OSError as error:
            if error.errno != errno.EBUSY or time.monotonic() > end:
                raise
        time.sleep(0.5)


def watch(device, ended):
    """Tell each state that the driver comes to."""
    poll = select.poll()
    poll.register(device, select.POLLPRI)
    told = None
    while not ended.is_set():
        status = ask(device, STATUS, Status())
        if status.state != told:
            told = status.state
            print(f"state {STATES[told] if told < len(STATES) else told}", flush=True)
        poll.poll(100)


def update(device, image):
    """The steps; whatever is refused raises OSError."""
    with open(image, "rb") as file:
        ask(device, STAGE_FD, StageFd(payload=0, fd=file.fileno()))
    ask(device, VERIFY, Verify())
    patiently(device, LOAD, Load(mode=MODE_LIVE))
    # A real agent knows the digest from where it got the image.
    digest = ask(device, STATUS, Status()).image_sha256
    patiently(device, COMMIT, Commit(image_sha256=digest))


def main():
    if len(sys.argv) != 2:
        print("usage: agent.py XEN-IMAGE", file=sys.stderr)
        return 2
    try:
        device = os.open(DEVICE, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        print(f"agent.py: open {DEVICE}: {error.strerror}", file=sys.stderr)
        return 1
    info = ask(device, INFO, Info())
    print(f"running Xen {info.xen_version.decode()}")
    if not info.modes & MODE_LIVE:
        print("agent.py: this Xen cannot be replaced under running domains", file=sys.stderr)
        return 1
    ended = threading.Event()
    watcher = threading.Thread(target=watch, args=(os.open(DEVICE, os.O_RDONLY), ended))
    watcher.start()
    try:
        update(device, sys.argv[1])
    except OSError as error:
        # errno says what kind of failure it is, STATUS.reason says it exactly.
        status = ask(device, STATUS, Status())
        same = status.error == error.errno
        print(f"agent.py: {status.reason.decode() if same else errno.errorcode[error.errno]}",
              status.explanation.decode() if same else "", file=sys.stderr)
        return 1
    finally:
        ended.set()
        watcher.join()
    report = ask(device, REPORT, Report())
    print(f"Xen {report.from_version.decode()} -> {report.to_version.decode()}, "
          f"domains paused for {report.blackout_ns // 1000} us")
    return 0 if report.result == RESULT_OK else 1


if __name__ == "__main__":
    sys.exit(main())
