# SPDX-License-Identifier: GPL-2.0-only
"""A machine in Bochs, which emulates VMX, and the disk from which its BIOS starts GRUB."""

import hashlib
import os
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

from .paths import IMAGES, RigError

# Unpacked by scripts/fetch, never installed. The libraries are those that a machine on
# which QEMU is installed lacks.
PACKAGES = ("bochs", "bochsbios", "vgabios", "libltdl7", "libsamplerate0", "libgtk-3-0",
            "libcolord2", "libwayland-cursor0", "libwayland-egl1",
            "grub-pc-bin", "grub-common", "libdevmapper1.02.1")
LIBRARIES = "usr/lib/x86_64-linux-gnu"
# What may stand beside it in "needs", and fields that are not free.
NEEDS = {"bochs", "toolstack"}
FIELDS = {"smp": "1", "max-smp": "", "qemu": "", "root": ""}
# Where its disks are, in this order.
PLACES = ("ata0-master", "ata0-slave", "ata1-master")
CHANNELS = """ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15
"""
# What a disk's size is a multiple of: Bochs would cut off the rest.
CYLINDER = 16 * 63 * 512
SECTOR = 512
FIRST_SECTOR = 2048
PARTITION_TABLE, LINUX_PARTITION = 0x1BE, 0x83
GRUB_MODULES = ("biosdisk", "part_msdos", "ext2", "multiboot", "boot", "serial", "terminal",
                "echo")
# Serial output goes to this descriptor, whatever stands behind it.
SERIAL = 3

# With multiboot2 Xen does not come up here. A Xen loaded this way drops the first
# word of each command line.
GRUB_CFG = """serial --unit=0 --speed=115200
terminal_output serial
set root=(hd0,msdos1)
echo GRUB loads Xen
multiboot /xen xen {xen_args}
echo GRUB loads the kernel
module /vmlinux vmlinux {dom0_args}
module /initrd initrd
boot
"""

# No synchronisation with the host's clock: one second is `ips` instructions.
BOCHSRC = """plugin_ctrl: unmapped=1, biosdev=1, speaker=0, extfpuirq=1, parallel=0, serial=1
romimage: file={root}/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file={root}/usr/share/vgabios/vgabios.bin
display_library: rfb, options="timeout=0"
megs: {mem}
cpu: model=corei7_skylake_x, count=1, ips=40000000, reset_on_triple_fault=0, ignore_bad_msrs=1
clock: sync=none, time0=utc
pci: enabled=1, chipset=i440fx
boot: disk
com1: enabled=1, mode=file, dev=/proc/self/fd/{serial}
port_e9_hack: enabled=1
log: bochs.log
panic: action=fatal
error: action=report
info: action=report
debug: action=ignore
"""


def check(fields):
    """Not every machine can be had in Bochs: @fields are those of the run."""
    more = set(fields["needs"].split()) - NEEDS
    if more:
        raise RigError(f"a machine in Bochs has no {', '.join(sorted(more))}")
    for key, value in FIELDS.items():
        if fields[key] != value:
            raise RigError(f"in Bochs {key} has to be '{value}', not '{fields[key]}'")


class Bochs:
    """root: the unpacked packages."""

    def __init__(self, root):
        self.root = Path(root)

    def command(self, folder, mem, disks):
        """Write its configuration; return the command that starts it.

        What the debugger says and what is written to port 0xE9 have one output.
        """
        text = BOCHSRC.format(root=self.root, mem=mem, serial=SERIAL) + CHANNELS
        for place, disk in zip(PLACES, disks):
            text += (f"{place}: type=disk, path={disk}, mode=volatile, "
                     f"journal={folder}/{place}, cylinders=0\n")
        (folder / "bochsrc").write_text(text)
        (folder / "debugger").write_text("c\n")
        self._check()
        start = " ".join(["exec", *self._environment_words(), str(self.root / "usr/bin/bochs-bin"),
                          "-q -f bochsrc -rc debugger", f"{SERIAL}>&1 >debugcon.log"])
        return ["sh", "-c", start]

    def _environment_words(self):
        place = self.root / LIBRARIES
        return ["env", f"LD_LIBRARY_PATH={place}", f"LTDL_LIBRARY_PATH={place}/bochs/plugins"]

    def _check(self):
        """A library may be missing on a machine that is not as expected."""
        done = subprocess.run([*self._environment_words(), "ldd", self.root / "usr/bin/bochs-bin"],
                              capture_output=True, text=True, check=False)
        missing = [line.split()[0] for line in done.stdout.splitlines() if "not found" in line]
        if missing or done.returncode:
            raise RigError(f"Bochs lacks {', '.join(missing) or done.stderr}: install the packages "
                           "that have them, or add these to tests/rig/riglib/bochs.py")

    def disk(self, boot):
        """The disk to boot from, made once for the same contents.

        boot: paths of xen, kernel and initrd, xen_args, dom0_args.
        """
        digest = hashlib.sha256(repr(sorted(boot.items())).encode() + Path(__file__).read_bytes())
        for name in ("xen", "kernel", "initrd"):
            digest.update(str(boot[name].stat().st_mtime_ns).encode())
        out = IMAGES / f"bochs-{digest.hexdigest()[:12]}.img"
        if out.exists():
            return out
        with tempfile.TemporaryDirectory(dir=IMAGES) as name:
            folder = Path(name)
            files = folder / "files"
            files.mkdir()
            for target, path in (("xen", boot["xen"]), ("vmlinux", boot["kernel"]),
                                 ("initrd", boot["initrd"])):
                shutil.copyfile(path, files / target)
            (folder / "grub.cfg").write_text(GRUB_CFG.format(**boot))
            self._fill(folder, files)
            os.replace(folder / "disk", out)
        return out

    def _fill(self, folder, files):
        """MBR, GRUB behind it, and one partition with an ext2 file system."""
        size = sum(path.stat().st_size for path in files.iterdir()) * 17 // 16 + (8 << 20)
        size += -size % CYLINDER
        with open(folder / "disk", "wb") as file:
            file.truncate(size)
        start = FIRST_SECTOR * SECTOR
        self._run("mke2fs", "-q", "-F", "-t", "ext2", "-m", "0", "-E", f"offset={start}",
                  "-d", files, folder / "disk", f"{(size - start) >> 10}k")
        grub = self.root / "usr/lib/grub/i386-pc"
        self._run(self.root / "usr/bin/grub-mkimage", "-O", "i386-pc", "-p", "(hd0,msdos1)/",
                  "-c", folder / "grub.cfg", "-d", grub, "-o", folder / "core", *GRUB_MODULES)
        core = (folder / "core").read_bytes()
        if len(core) > start - SECTOR:
            raise RigError(f"GRUB has {len(core)} bytes: too many to be put before the partition")
        boot = bytearray((grub / "boot.img").read_bytes())
        # There is code for floppy disks.
        boot[PARTITION_TABLE:] = bytes(SECTOR - PARTITION_TABLE)
        struct.pack_into("<8BII", boot, PARTITION_TABLE, 0x80, 0xfe, 0xff, 0xff, LINUX_PARTITION,
                         0xfe, 0xff, 0xff, FIRST_SECTOR, size // SECTOR - FIRST_SECTOR)
        struct.pack_into("<H", boot, SECTOR - 2, 0xAA55)
        with open(folder / "disk", "r+b") as file:
            file.write(bytes(boot) + core)

    def _run(self, tool, *arguments):
        place = f"{self.root / 'lib/x86_64-linux-gnu'}:{self.root / LIBRARIES}"
        environment = {**os.environ, "LD_LIBRARY_PATH": place}
        done = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RigError(f"{Path(tool).name} failed: {done.stderr.strip()}")
