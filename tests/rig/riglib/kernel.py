# SPDX-License-Identifier: GPL-2.0-only
"""dom0's kernel as Xen gets it: the plain ELF file, without what only fills it up

Xen moves its modules about in memory before it runs one, and that is slow in an
emulator. Nearly half of Linux' vmlinux is zeros: gaps between segments that are
aligned to 2 MiB in the file, and .bss at its end.
"""

import struct

# Elf64_Ehdr from e_phoff to e_shstrndx, and Elf64_Phdr
HEADER = struct.Struct("<QQIHHHHHH")
HEADER_AT = 0x20
SEGMENT = struct.Struct("<IIQQQQQQ")
PT_LOAD = 1
ALIGNMENT = 16


def lean(elf):
    """The same segments without gaps, sections and zeros at the end of a segment."""
    table, _, flags, size, entry, number, *_ = HEADER.unpack_from(elf, HEADER_AT)
    segments = [list(SEGMENT.unpack_from(elf, table + i * entry)) for i in range(number)]
    out = bytearray(elf[:size] + bytes(number * SEGMENT.size))
    HEADER.pack_into(out, HEADER_AT, size, 0, flags, size, SEGMENT.size, number, 0, 0, 0)
    moved = []
    for segment in segments:
        kind, _, offset, _, _, length, *_ = segment
        if kind == PT_LOAD:
            contents = elf[offset:offset + length].rstrip(b"\0")
            out += bytes(-len(out) % ALIGNMENT)
            moved.append((offset, length, len(out)))
            segment[2], segment[5] = len(out), len(contents)
            out += contents
    for segment in segments:
        if segment[0] != PT_LOAD:
            segment[2] = place_of(segment[2], moved)
    for i, segment in enumerate(segments):
        SEGMENT.pack_into(out, size + i * SEGMENT.size, *segment)
    return bytes(out)


def place_of(offset, moved):
    """Where something is now that lies inside of a segment that was moved."""
    for old, length, new in moved:
        if old <= offset < old + length:
            return new + offset - old
    return offset
