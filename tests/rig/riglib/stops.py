# SPDX-License-Identifier: GPL-2.0-only
"""Stop the machine at an instruction, command QEMU's monitor, let it go on.

QEMU's gdb server stops it: whoever connects holds the machine until he lets go.
"""

import os
import re
import socket
import subprocess
import threading

from . import monitor
from .paths import TOP, RigError

SOCKET = "gdb.sock"
REQUEST = re.compile(r"at (\S+) (.+)")
ADDRESS_MASK = (1 << 64) - 1
# Nobody waits longer for the machine to come by.
ARRIVAL_TIMEOUT = 600


def symbol(name):
    """FILE:SYMBOL, the file from the top of the tree."""
    path, _, wanted = name.partition(":")
    listing = subprocess.run(["nm", TOP / path], capture_output=True, text=True, check=False)
    for line in listing.stdout.splitlines():
        value, _, found = line.rpartition(" ")
        if found == wanted:
            return int(value.split()[0], 16)
    raise RigError(f"no symbol {wanted} in {path}")


def address(text):
    """Numbers and FILE:SYMBOL, with + and - between them."""
    total = 0
    for sign, term in re.findall(r"([+-]?)([^+]+?)(?=\+|-0x|$)", text):
        value = symbol(term) if ":" in term else int(term, 0)
        total += -value if sign == "-" else value
    return total & ADDRESS_MASK


class Server:
    """The few words of gdb's remote protocol that a stop needs."""

    def __init__(self, folder):
        # A socket's path is limited to about 100 characters: go through a descriptor.
        place = os.open(folder, os.O_PATH)
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(f"/proc/self/fd/{place}/{SOCKET}")
        os.close(place)
        self.rest = b""

    def send(self, text):
        self.connection.sendall(f"${text}#{sum(text.encode()) & 0xff:02x}".encode())

    def reply(self):
        """The next packet; empty if the machine is gone."""
        while not (match := re.search(rb"\$([^#]*)#..", self.rest)):
            data = self.connection.recv(4096)
            if not data:
                return ""
            self.rest += data
        self.rest = self.rest[match.end():]
        self.connection.sendall(b"+")
        return match.group(1).decode()

    def ask(self, text):
        """The answer to @text; that the connection has stopped the machine is none."""
        self.send(text)
        while (answer := self.reply()).startswith("T"):
            pass
        return answer


class Stop(threading.Thread):
    """Stops in a row: sets the first breakpoint before it returns to the caller, waits beside.

    The machine has one gdb server, so the next is set when it has come to the one before.
    """

    def __init__(self, folder, request):
        super().__init__(daemon=True)
        match = REQUEST.fullmatch(request)
        if not match:
            raise RigError(f"'{request}': write at ADDRESS[,ADDRESS...] COMMAND")
        self.folder = folder
        self.places = [address(text) for text in match.group(1).split(",")]
        self.commands = match.group(2).split(" | ")
        self.server = Server(folder)
        self._wait_for(self.places[0])
        self.start()

    def _wait_for(self, place):
        answer = self.server.ask(f"Z1,{place:x},1")
        if answer != "OK":
            raise RigError(f"no breakpoint at {place:#x}: '{answer}'")
        self._log(place, "is waited for")
        self.server.send("c")

    def _log(self, place, text):
        with open(self.folder / "monitor.log", "a", encoding="utf-8") as log:
            log.write(f"(at {place:#x}) {text}\n")

    def _arrive(self, place):
        """False if the machine is gone."""
        arrived = self.server.reply()
        if not arrived:
            return False
        self.server.ask(f"z1,{place:x},1")
        answers = list(monitor.answers(self.folder, self.commands))
        self._log(place, f"{arrived} {self.commands}\n{''.join(answers)}")
        return True

    def run(self):
        self.server.connection.settimeout(ARRIVAL_TIMEOUT)
        place = self.places[0]
        try:
            for place in self.places:
                if place != self.places[0]:
                    self._wait_for(place)
                if not self._arrive(place):
                    return
            self.server.send("D")
            self.server.reply()
        except (OSError, RigError) as error:
            self._log(place, f"no answer: {error}")
        finally:
            self.server.connection.close()
