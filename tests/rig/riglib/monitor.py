# SPDX-License-Identifier: GPL-2.0-only
"""Commands to QEMU's monitor of a run that is going on."""

import os
import re
import socket

from .paths import RigError

PROMPT = "(qemu) "
# The monitor echoes what it is sent as a terminal would, redrawing each letter.
REDRAWN = re.compile(r"\x1b\[[0-9;]*[A-Z]|\r")
ANSWER_TIMEOUT = 10


def read_answer(connection):
    text = ""
    while not text.endswith(PROMPT):
        data = connection.recv(65536)
        if not data:
            break
        text += data.decode(errors="replace")
    return text


def ask(folder, commands):
    """Print the monitor's answer to each command."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_TIMEOUT)
        # A socket's path is limited to about 100 characters: use a short one.
        try:
            os.chdir(folder)
            connection.connect("monitor.sock")
        except OSError as error:
            raise RigError(f"{folder}: no machine is running there ({error.strerror})") from error
        read_answer(connection)
        for command in commands:
            connection.sendall(command.encode() + b"\n")
            answer = read_answer(connection).removesuffix(PROMPT)
            print(REDRAWN.sub("", answer.split("\n", 1)[-1]), end="")
