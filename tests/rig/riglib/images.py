# SPDX-License-Identifier: GPL-2.0-only
"""Hypervisors, kernels, initramfs and the two read-only disks of a run."""

import gzip
import hashlib
import lzma
import os
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

from . import bochs, kernel, uefi
from .paths import FETCH, IMAGES, RIG, TOP, RigError

# Suite that has each stock hypervisor, and the file inside its package.
STOCK_XEN = {"4.17": "bookworm", "4.20": "trixie"}
SERIES = ("6.1", "6.12")
NEWEST = "newest"
# Beside the one that is installed: this needs the same libraries.
QEMU_10 = [f"{name}:bookworm-backports" for name in (
    "qemu-system-x86", "qemu-system-common", "qemu-system-data", "seabios")]

GZIP_MAGIC = b"\x1f\x8b"
XZ_MAGIC = b"\xfd7zXZ\x00"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ELF_MAGIC = b"\x7fELF"
# Linux x86 boot protocol: setup size in sectors, offset and size of the payload.
SETUP_SECTORS, PAYLOAD_PLACE = 0x1F1, 0x248
# Room that ext2 needs beside its files: inodes, bitmaps, directories.
DISK_SLACK = 4 << 20


def run(*command):
    """Run a helper of the project and return what it prints."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                          text=True, check=False)
    if done.returncode:
        raise RigError(f"{Path(command[0]).name} failed: its message is above")
    return done.stdout.strip()


def stock_xen(version):
    """The distribution's compressed hypervisor."""
    root = run(FETCH, "unpack", f"xen-{version}",
               f"xen-hypervisor-{version}-amd64:{STOCK_XEN[version]}")
    return Path(root) / "boot" / f"xen-{version}-amd64.gz"


def qemu(version):
    """How the QEMU of a scenario is called; "" is the one that is installed."""
    if not version:
        return ["qemu-system-x86_64"]
    if version != "10":
        raise RigError(f"no QEMU '{version}': give 10, or nothing for the installed one")
    share = Path(run(FETCH, "unpack", "qemu-10", *QEMU_10)) / "usr" / "share"
    return [str(share.parent / "bin" / "qemu-system-x86_64"), "-L", str(share / "qemu"),
            "-L", str(share / "seabios"), "-L", "/usr/share/qemu"]


def uefi_root():
    """Firmware for UEFI, and the tools to make a disk that it starts from."""
    return Path(run(FETCH, "unpack", "uefi", *uefi.PACKAGES))


def bochs_root():
    """Bochs, its BIOS, and GRUB to make a disk that it starts from."""
    return Path(run(FETCH, "unpack", "bochs", *bochs.PACKAGES))


def find_xen(name):
    if name in STOCK_XEN:
        return stock_xen(name)
    path = Path(name)
    if not path.is_file():
        path = TOP / name
    if not path.is_file():
        raise RigError(f"no hypervisor '{name}': give {', '.join(STOCK_XEN)} or the path "
                       "of xen or xen.gz")
    return path.resolve()


def bootable_xen(path):
    """QEMU's multiboot loader wants the plain ELF file: inflate if needed."""
    data = path.read_bytes()
    if data.startswith(ELF_MAGIC):
        return path
    if not data.startswith(GZIP_MAGIC):
        raise RigError(f"{path} is neither ELF nor gzip: not a hypervisor image")
    return inflated("xen", data)


def inflated(kind, packed, change=bytes):
    """Cache file with the contents of packed, which is gzip, xz or zstd, after a change."""
    out = IMAGES / f"{kind}-{hashlib.sha256(packed).hexdigest()[:12]}"
    if not out.exists():
        write_whole(out, change(inflate(packed)))
    return out


def inflate(packed):
    if packed.startswith(GZIP_MAGIC):
        return gzip.decompress(packed)
    if packed.startswith(XZ_MAGIC):
        # Four bytes with the size follow the stream in a kernel image.
        return lzma.LZMADecompressor().decompress(packed)
    return subprocess.run(["zstd", "-dcq"], input=packed, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout


def plain_kernel(path):
    """The ELF kernel inside a bzImage: saves Xen seconds of emulated inflation and moves."""
    data = path.read_bytes()
    start, size = struct.unpack_from("<II", data, PAYLOAD_PLACE)
    start += (data[SETUP_SECTORS] + 1) * 512
    payload = data[start:start + size]
    if not payload.startswith((GZIP_MAGIC, XZ_MAGIC, ZSTD_MAGIC)):
        return path
    return inflated("lean-vmlinux", payload, kernel.lean)


def write_whole(path, data):
    """Write a cache file so that a concurrent rig never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def find_kernel(name):
    """Path of a dom0 kernel and the series whose modules go with it."""
    if name == NEWEST:
        modules = Path(run(FETCH, "kernel", name)) / "usr/lib/modules"
        return next(modules.glob("*/vmlinuz")), name
    if name in SERIES:
        boot = Path(run(FETCH, "kernel", name)) / "boot"
        return next(boot.glob("vmlinuz-*")), name
    path = Path(name)
    if not path.is_file():
        raise RigError(f"no kernel '{name}': give {', '.join(SERIES)} or the path of a vmlinuz")
    return path.resolve(), "6.1"


def initramfs(series, variant):
    """variant: base, toolstack, hvm or guest."""
    return Path(run(RIG / "mkinitramfs", series, variant))


def ext2_disk(out, label, folder):
    """A read-only ext2 image of a folder."""
    size = DISK_SLACK
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            size += (path.stat().st_size + 4095) & ~4095
        else:
            size += 4096
    size += size // 16
    size += -size % bochs.CYLINDER
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-L", label, "-m", "0",
                    "-E", "root_owner=0:0", "-d", str(folder), str(out), f"{size >> 10}k"],
                   check=True, stdout=subprocess.DEVNULL)


def payload_disk(files):
    """Disk with what a scenario can stage, built once for the same contents.

    files maps names on the disk to paths on this machine.
    """
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(f"{name}:{path}:{path.stat().st_mtime_ns}\n".encode())
    out = IMAGES / f"payload-{digest.hexdigest()[:12]}.ext2"
    if not out.exists():
        with tempfile.TemporaryDirectory(dir=IMAGES) as folder:
            for name, path in files.items():
                shutil.copyfile(path, Path(folder) / name)
            temporary = Path(f"{out}.{os.getpid()}")
            ext2_disk(temporary, "rig-payload", Path(folder))
            os.replace(temporary, out)
    return out


def run_disk(out, scenario, environment, added):
    """Disk with the scenario, the dom0 library and the files brought along."""
    with tempfile.TemporaryDirectory(dir=IMAGES) as name:
        folder = Path(name)
        os.chmod(folder, 0o755)
        for part in ("lib", "guests", "start"):
            shutil.copyfile(RIG / "dom0" / part, folder / part)
        (folder / "scenario").write_text(scenario)
        (folder / "env").write_text(environment)
        for source, dest in added:
            target = folder / "add" / dest.lstrip("/")
            if dest.endswith("/"):
                target = target / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
            else:
                shutil.copy(source, target)
        ext2_disk(out, "rig-run", folder)
