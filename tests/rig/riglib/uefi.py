# SPDX-License-Identifier: GPL-2.0-only
"""Starting the machine by UEFI: firmware, and the system partition with Xen on it."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .paths import IMAGES, RigError

# Unpacked by scripts/fetch, never installed.
PACKAGES = ("ovmf", "mtools", "grub-efi-amd64-bin", "grub-common", "libdevmapper1.02.1")
CODE, VARS = "usr/share/OVMF/OVMF_CODE_4M.fd", "usr/share/OVMF/OVMF_VARS_4M.fd"
GRUB_MODULES = ("part_msdos", "fat", "normal", "multiboot2")
# FAT32 needs that many clusters; the file has holes.
DISK_MIB = 256

XEN_CFG = """[global]
default=rig
[rig]
options={xen_args}
kernel=vmlinux {dom0_args}
ramdisk=initrd
"""
# A Xen that GRUB has loaded keeps the first word of each command line.
GRUB_CFG = """multiboot2 /xen {xen_args}
module2 /vmlinux {dom0_args}
module2 /initrd
boot
"""


class Uefi:
    """root: the unpacked packages."""

    def __init__(self, root):
        self.root = Path(root)

    def firmware(self, folder):
        """Options of QEMU, with a copy of the variables that is this run's own."""
        shutil.copyfile(self.root / VARS, folder / "efivars.fd")
        part = "if=pflash,format=raw"
        return ["-drive", f"{part},unit=0,readonly=on,file={self.root / CODE}",
                "-drive", f"{part},unit=1,file=efivars.fd"]

    def disk(self, boot):
        """The system partition, made once for the same contents.

        boot: paths of xen, kernel and initrd, xen_args, dom0_args, and whether
        GRUB loads Xen or the firmware does.
        """
        digest = hashlib.sha256(repr(sorted(boot.items())).encode())
        for name in ("xen", "kernel", "initrd"):
            digest.update(str(boot[name].stat().st_mtime_ns).encode())
        out = IMAGES / f"esp-{digest.hexdigest()[:12]}.img"
        if out.exists():
            return out
        with tempfile.TemporaryDirectory(dir=IMAGES) as name:
            folder = Path(name)
            (folder / "EFI" / "BOOT").mkdir(parents=True)
            (self._fill_grub if boot["grub"] else self._fill_xen)(folder, boot)
            self._format(folder)
            os.replace(folder / "disk", out)
        return out

    def _fill_xen(self, folder, boot):
        """Firmware starts Xen, which reads its file beside it."""
        place = folder / "EFI" / "BOOT"
        shutil.copyfile(boot["xen"], place / "BOOTX64.EFI")
        shutil.copyfile(boot["kernel"], place / "vmlinux")
        shutil.copyfile(boot["initrd"], place / "initrd")
        (place / "BOOTX64.cfg").write_text(XEN_CFG.format(**boot))

    def _fill_grub(self, folder, boot):
        for name, path in (("xen", boot["xen"]), ("vmlinux", boot["kernel"]),
                           ("initrd", boot["initrd"])):
            shutil.copyfile(path, folder / name)
        (folder / "grub.cfg").write_text(GRUB_CFG.format(**boot))
        (folder / "early.cfg").write_text("configfile /grub.cfg\n")
        self._run("grub-mkimage", "-O", "x86_64-efi", "-p", "/", "-c", folder / "early.cfg",
                  "-d", self.root / "usr/lib/grub/x86_64-efi",
                  "-o", folder / "EFI" / "BOOT" / "BOOTX64.EFI", *GRUB_MODULES, "configfile")

    def _format(self, folder):
        files = sorted(folder.iterdir())
        with open(folder / "disk", "wb") as file:
            file.truncate(DISK_MIB << 20)
        self._run("mformat", "-i", folder / "disk", "-F", "::")
        self._run("mcopy", "-s", "-i", folder / "disk", *files, "::/")

    def _run(self, tool, *arguments):
        environment = {**os.environ, "MTOOLS_SKIP_CHECK": "1",
                       "LD_LIBRARY_PATH": str(self.root / "lib/x86_64-linux-gnu")}
        done = subprocess.run([self.root / "usr/bin" / tool, *arguments], env=environment,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise RigError(f"{tool} failed: {done.stderr.strip()}")


def efi_file(xen):
    """The EFI file that was built with the hypervisor @xen (xen.gz)."""
    for path in (xen.with_suffix(".efi"), xen.parent / "tree" / "xen" / "xen.efi"):
        if path.is_file():
            return path
    raise RigError(f"no xen.efi was built with {xen}")
