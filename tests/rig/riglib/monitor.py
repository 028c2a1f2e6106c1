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


def answers(folder, commands):
    """What the monitor of the machine in folder says to each command."""
    # A socket's path is limited to about 100 characters: go through a descriptor.
    try:
        place = os.open(folder, os.O_PATH)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_TIMEOUT)
            connection.connect(f"/proc/self/fd/{place}/monitor.sock")
            os.close(place)
            read_answer(connection)
            for command in commands:
                connection.sendall(command.encode() + b"\n")
                answer = read_answer(connection).removesuffix(PROMPT)
                yield REDRAWN.sub("", answer.split("\n", 1)[-1])
    except OSError as error:
        raise RigError(f"{folder}: no machine answers there ({error.strerror or error})") from error


def ask(folder, commands):
    for answer in answers(folder, commands):
        print(answer, end="")
