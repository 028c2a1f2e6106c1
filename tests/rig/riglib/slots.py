# SPDX-License-Identifier: GPL-2.0-only
"""No more machines at a time than this host has processors.

Emulated CPUs wait for one another in loops. With more of them than the host can
run at once, most of its time goes into these loops, and all runs take longer
than they would one after the other.
"""

import fcntl
import os
import tempfile
import time
from pathlib import Path

POLL_SECONDS = 0.5


class Slot:
    """Held for as long as a machine runs; the kernel gives it up with the process."""

    def __init__(self):
        folder = Path(tempfile.gettempdir()) / f"xen-liveupdate-rig.{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.files = [open(folder / str(n), "w", encoding="ascii")
                      for n in range(os.cpu_count() or 1)]

    def __enter__(self):
        while not any(self._try(file) for file in self.files):
            time.sleep(POLL_SECONDS)
        return self

    @staticmethod
    def _try(file):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def __exit__(self, *_):
        for file in self.files:
            file.close()
