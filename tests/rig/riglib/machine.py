# SPDX-License-Identifier: GPL-2.0-only
"""The QEMU command line: a PC that runs Xen under software emulation."""

import shlex

# SMAP: QEMU treats the iret of a PV guest as a supervisor access, and the
# guest dies.  RDTSCP: without next-RIP save Xen refuses its intercept.
CPU = "max,-smap,-rdtscp"
# Neither is needed with QEMU 10, which has x2APIC, too.
QEMU_10_CPU = "max,+x2apic"
# With 40 and more, firmware reserves AMD's HyperTransport range below 1 TiB. Linux then
# looks at each page below that, which is a third of the time in which dom0 boots.
PHYS_BITS = 39
# For Xen, CPUs of this kind have threads as QEMU has them.
SMT_CPU = f"{CPU},vendor=GenuineIntel"
CONSOLE = "console=com1 com1=115200,8n1 loglvl=all guest_loglvl=all"
# An eighth of Linux' bounce buffers (2 KiB each): in a PV domain they are exchanged for
# pages that follow one another. Its tests of ciphers take a second of each boot.
DOM0 = "console=hvc0 earlyprintk=xen panic=5 swiotlb=4096 cryptomgr.notests"
# QEMU 7.2 runs AVX instructions in spite of CR0.TS: with lazy switching, one
# domain finds the registers of another, and programs die at random.
EAGER_FPU = "spec-ctrl=eager-fpu"
# Xen in Bochs does not come back from the BIOS in real mode, and Linux complains that it
# cannot find out how large the area for XSAVEC is.
IN_BOCHS = ["edd=off", "no-real-mode", "cpuid=no-xsavec"]
# Xen asks the BIOS for its disks (EDD) also when it was entered by kexec; on
# a disk that Linux has driven since, SeaBIOS then waits for ever.
NO_BIOS_DISKS = ["-boot", "strict=on"]
# Port of the stub's last words when the serial console is not to be trusted.
DEBUG_PORT = 0xE9
# Outside the machine, each connection to it gets back what it sends.
ECHO_PORT = 7
# In this order; the first is on 10.0.2.0/24, the next one on 10.0.3.0/24.
NETWORK_CARDS = {"net": "e1000", "net-msix": "e1000e", "net-rtl8139": "rtl8139",
                 "net-virtio": "virtio-net-pci"}
SCRATCH_DISK_MIB = 256
# A larger machine gets memory as it is written to; QEMU's buffer for translated
# code, by default a part of the machine's memory, is limited.
SPARSE_ABOVE_MIB = 4096
CODE_BUFFER_MIB = 256
# A size of memory with which QEMU puts all above 4 GiB behind AMD's hole below 1 TiB.
BEYOND_HOLE = "1T"
HOLE_PHYS_BITS = 42
# On the interrupt line of the first card.
HELD_LINE_DEVICE = "edu,addr=6,dma_mask=0xffffffff"


def dom0_arguments(fields):
    return " ".join([DOM0, *fields["dom0-args"].split()])


def xen_arguments(fields):
    size = fields["dom0-mem"]
    memory = [] if size == "all" else [f"dom0_mem={size},max:{size}"]
    bochs = IN_BOCHS if "bochs" in fields["needs"].split() else []
    # Scrubbing would write to all memory.
    sparse = ["bootscrub=0"] if is_sparse(fields) else []
    return " ".join([CONSOLE, EAGER_FPU, *bochs, *memory, *sparse,
                     *fields["xen-args"].split()])


def is_sparse(fields):
    return int(fields["mem"]) > SPARSE_ABOVE_MIB


def multiboot_module(path, arguments=""):
    """One element of -initrd, in which QEMU wants commas doubled."""
    return f"{path} {arguments}".strip().replace(",", ",,")


class Machine:
    """Everything needed to write one QEMU command line.

    images: paths of what it boots from; "qemu": how QEMU is called; "firmware":
    options for UEFI, and "esp" its disk, if it is to be started that way.
    """

    def __init__(self, fields, images, options):
        self.fields = fields
        self.images = images
        self.options = options
        self.needs = set(fields["needs"].split())

    def command(self):
        return [*self.images["qemu"], *self._cpu(), *self._boot(), *self._disks(),
                *self._network(), *self._consoles(), *self._debugging(),
                *self._clock(), "-display", "none", "-no-reboot", "-nodefaults"]

    def _icount_shift(self):
        """The clock counts instructions: log2 of the ns that each takes, None if it does not."""
        if self.options.icount or "icount" in self.needs:
            return 0
        return 2 if "icount-4ns" in self.needs else None

    def _clock(self):
        """The RTC keeps up with the virtual clock, where there is one."""
        return ["-rtc", "base=utc" if self._icount_shift() is None else "base=utc,clock=vm"]

    def _cpu(self):
        threads = self.fields["threads"] if self._icount_shift() is None else "single"
        smt = "smt" in self.needs
        cpu = SMT_CPU if smt else QEMU_10_CPU if self.fields["qemu"] == "10" else CPU
        buffer = f",tb-size={CODE_BUFFER_MIB}" if is_sparse(self.fields) else ""
        hole = "hole" in self.needs
        part = ["--accel", f"tcg,thread={threads}{buffer}",
                "-cpu", f"{cpu},phys-bits={HOLE_PHYS_BITS if hole else PHYS_BITS}",
                "-m", self.fields["mem"] + (f",slots=1,maxmem={BEYOND_HOLE}" if hole else ""),
                "-smp", self.fields["smp"] + self._more_cpus() +
                (",sockets=1,threads=2" if smt else "")]
        if "numa" in self.needs:
            part += self._numa()
        elif is_sparse(self.fields):
            part += ["-object", f"memory-backend-ram,id=ram,size={self.fields['mem']}M,"
                                "reserve=off", "-machine", "memory-backend=ram"]
        if "amdvi" in self.needs:
            part += ["-machine", "q35,kernel-irqchip=split",
                     "-device", "amd-iommu,intremap=on,xtsup=on,pt=off"]
        elif self.needs & {"iommu", "vtd"}:
            part += self._iommu()
        elif "q35" in self.needs:
            part += ["-machine", "q35"]
        if self._icount_shift() is not None:
            part += ["-icount", f"shift={self._icount_shift()},sleep=off"]
        return part

    def _more_cpus(self):
        """Those that the firmware lists and that are not there."""
        listed = self.fields["max-smp"]
        return f",maxcpus={listed}" if listed else ""

    def _numa(self):
        """Two nodes, each with half of the memory and of the CPUs."""
        half, memory = int(self.fields["smp"]) // 2, int(self.fields["mem"]) // 2
        last = int(self.fields["max-smp"] or self.fields["smp"]) - 1
        part = []
        for node, cpus in enumerate((f"0-{half - 1}", f"{half}-{last}")):
            part += ["-object", f"memory-backend-ram,id=node{node},size={memory}M",
                     "-numa", f"node,nodeid={node},cpus={cpus},memdev=node{node}"]
        return part

    def _iommu(self):
        """VT-d; interrupts of x2APIC CPUs have to be remapped by it."""
        if self.fields["qemu"] == "10":
            return ["-machine", "q35,kernel-irqchip=split",
                    "-device", "intel-iommu,intremap=on,eim=on,aw-bits=48"]
        return ["-machine", "q35", "-device", "intel-iommu"]

    def _boot(self):
        if "esp" in self.images:
            return [*self.images["firmware"],
                    "-drive", f"if=none,id=esp,format=raw,readonly=on,file={self.images['esp']}",
                    "-device", "virtio-blk-pci,drive=esp,bootindex=0"]
        if not self.images["xen"]:
            return ["-kernel", str(self.images["kernel"]),
                    "-initrd", str(self.images["initrd"]),
                    "-append", "console=ttyS0 panic=5 rig.stage=1", *NO_BIOS_DISKS]
        modules = ",".join([
            multiboot_module(self.images["kernel"],
                             dom0_arguments(self.fields) + " rig.stage=1"),
            multiboot_module(self.images["initrd"])])
        return ["-kernel", str(self.images["xen"]), "-initrd", modules,
                "-append", xen_arguments(self.fields), *NO_BIOS_DISKS]

    def _disks(self):
        part = []
        for name in ("payload", "run"):
            part += ["-drive", f"file={self.images[name]},format=raw,if=virtio,readonly=on"]
        if "root" in self.images:
            part += ["-drive", f"file={self.images['root']},format=raw,if=virtio,snapshot=on"]
        if self.needs & {"disk", "disk-msix"}:
            part += ["-drive", "file=scratch.img,format=raw,if=none,id=scratch"]
            if "disk-msix" in self.needs:
                part += ["-device", "nvme,serial=rig,drive=scratch"]
            else:
                part += ["-device", "ich9-ahci,id=ahci",
                         "-device", "ide-hd,bus=ahci.0,drive=scratch"]
        return part

    def _network(self):
        part = []
        for i, need in enumerate(sorted(self.needs & NETWORK_CARDS.keys())):
            part += ["-netdev", f"user,id=net{i},net=10.0.{i + 2}.0/24,"
                     f"guestfwd=tcp:10.0.{i + 2}.100:{ECHO_PORT}-cmd:cat"
                     + ("" if i else self._forward()),
                     "-device", f"{NETWORK_CARDS[need]},netdev=net{i}"]
        if "edu" in self.needs:
            part += ["-device", HELD_LINE_DEVICE]
        return part

    def _forward(self):
        """A way in, from this machine alone."""
        if not self.options.forward:
            return ""
        port, inside = self.options.forward.split(":")
        return f",hostfwd=tcp:127.0.0.1:{port}-:{inside}"

    def _consoles(self):
        serial = "mon:stdio" if self.options.interactive else "stdio"
        part = ["-serial", serial,
                "-debugcon", "file:debugcon.log",
                "-global", f"isa-debugcon.iobase={DEBUG_PORT:#x}"]
        if not self.options.interactive:
            part += ["-monitor", "unix:monitor.sock,server=on,wait=off"]
        return part

    def _debugging(self):
        part = []
        if self.options.gdb or "stops" in self.needs:
            part += ["-gdb", "unix:gdb.sock,server=on,wait=off"]
        if self.options.trace:
            part += ["-d", self.options.trace, "-D", "qemu.log"]
        return part


def reproduce_script(command, folder):
    """Text of a shell script that starts the same machine by hand."""
    lines = " \\\n\t".join(shlex.quote(word) for word in command)
    return f"#!/bin/sh\n# boots the same machine again\ncd {shlex.quote(str(folder))} &&\n{lines}\n"
