# SPDX-License-Identifier: GPL-2.0-only
"""One run: prepare the images, start QEMU, follow the console, judge."""

import ctypes
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import bochs, images, machine, monitor, stops, uefi
from .paths import BUILD, IMAGES, TOP, RigError
from .scenario import Scenario, matching, merge
from .slots import Slot
from .verdict import Verdict

# After a crash the log of the dying machine is still worth these seconds.
CRASH_GRACE = 4
# A machine that is done powers off; one that does not is ended.
DONE_GRACE = 10
# On a busy host the clock of the timeout runs slower, but at most so much.
MAX_SLOWDOWN = 6
# And idle hosts differ in speed: some are half as fast as the one that timeouts are for.
SLOW_HOST = 2
TAIL_LINES = 30
# Runs of one scenario that are kept.
KEPT_RUNS = 10
HOST_TOOLS = ("qemu-system-x86_64", "mke2fs", "depmod", "cpio", "objdump", "zstd")
# From linux/prctl.h.
PR_SET_PDEATHSIG = 1
STOCK_TARGETS = ("4.17", "4.20")


class Run:
    def __init__(self, scenario, options):
        self.scenario = scenario
        self.options = options
        given = {key.replace("_", "-"): str(value) for key, value in vars(options).items()
                 if value is not None}
        self.fields = merge(scenario.fields,
                            {key: value for key, value in given.items() if key in scenario.fields})
        self.folder = new_folder(scenario.name)
        self.added = added_files(self.fields, options.add)

    def prepare(self):
        """Build or find every image; write the command that starts them."""
        check_tools()
        self.scenario.check_syntax()
        self._check_emulator()
        IMAGES.mkdir(parents=True, exist_ok=True)
        bare = self.fields["xen"] == "none"
        xen = images.find_xen(STOCK_TARGETS[0] if bare else self.fields["xen"])
        vmlinuz, series = images.find_kernel(self.fields["kernel"])
        needs = self.fields["needs"].split()
        toolstack = "toolstack" in needs or "hvm" in needs
        variant = "hvm" if "hvm" in needs else "toolstack" if toolstack else "base"
        initrd = images.initramfs(series, variant)
        payload = {"xen.gz": xen, "vmlinuz": vmlinuz, "initrd": initrd,
                   "vmlinux": images.plain_kernel(vmlinuz)}
        if toolstack:
            payload["initrd-guest"] = images.initramfs(series, "guest")
        for version in STOCK_TARGETS:
            payload[f"xen-{version}.gz"] = images.stock_xen(version)
        found = {"xen": None if bare else images.bootable_xen(xen),
                 "kernel": vmlinuz if bare else images.plain_kernel(vmlinuz),
                 "initrd": images.inflated("initramfs", initrd.read_bytes()),
                 "payload": images.payload_disk(payload), "run": self.folder / "run.ext2",
                 "qemu": images.qemu(self.fields["qemu"])}
        if {"uefi", "uefi-grub"} & set(self.fields["needs"].split()):
            found.update(self._uefi(xen, found))
        if self.fields["root"]:
            found["root"] = find_root(self.fields["root"])
        images.run_disk(found["run"], self.scenario.text, self._environment(series), self.added)
        if {"disk", "disk-msix"} & set(self.fields["needs"].split()):
            with open(self.folder / "scratch.img", "wb") as file:
                file.truncate(machine.SCRATCH_DISK_MIB << 20)
        command = self._command(found)
        script = self.folder / "command"
        script.write_text(machine.reproduce_script(command, self.folder))
        script.chmod(0o755)
        return command

    def _check_emulator(self):
        """Is that what the scenario needs to be had in Bochs?"""
        if "bochs" not in self.fields["needs"].split():
            return
        bochs.check(self.fields)
        if self.options.interactive or self.options.gdb or self.options.trace:
            raise RigError("a machine in Bochs has no shell, gdb server or trace: use 'rig run'")

    def _command(self, found):
        """What starts the machine."""
        if "bochs" not in self.fields["needs"].split():
            return machine.Machine(self.fields, found, self.options).command()
        emulator = bochs.Bochs(images.bochs_root())
        disks = [emulator.disk(self._what_to_boot(found["xen"], found)), found["payload"],
                 found["run"]]
        return emulator.command(self.folder, self.fields["mem"], disks)

    def _uefi(self, xen, found):
        """What a machine needs to be started by UEFI."""
        firmware = uefi.Uefi(images.uefi_root())
        grub = "uefi-grub" in self.fields["needs"].split()
        boot = self._what_to_boot(found["xen"] if grub else uefi.efi_file(xen), found)
        boot["grub"] = grub
        return {"firmware": firmware.firmware(self.folder), "esp": firmware.disk(boot)}

    def _what_to_boot(self, xen, found):
        """Files and command lines for a boot loader."""
        return {"xen": xen, "kernel": found["kernel"], "initrd": found["initrd"],
                "xen_args": machine.xen_arguments(self.fields),
                "dom0_args": machine.dom0_arguments(self.fields) + " rig.stage=1"}

    def _environment(self, series):
        """What the dom0 library wants to know about the run."""
        values = {"RIG_XEN": self.fields["xen"], "RIG_KERNEL": series,
                  "RIG_XEN_ARGS": machine.xen_arguments(self.fields),
                  "RIG_DOM0_ARGS": machine.dom0_arguments(self.fields),
                  "RIG_SMP": self.fields["smp"], "RIG_MAX_SMP": self.fields["max-smp"],
                  "RIG_MEM": self.fields["mem"],
                  "RIG_INTERACTIVE": "1" if self.options.interactive else ""}
        return "".join(f"{key}='{value}'\n" for key, value in values.items())

    def interactive(self):
        command = self.prepare()
        os.chdir(self.folder)
        print("rig: dom0's shell is on this terminal; leave with Ctrl-A x", file=sys.stderr)
        os.execvp(command[0], command)

    def execute(self):
        command = self.prepare()
        verdict = Verdict(self.fields["allow"], self.fields["shows"], int(self.fields["times"]))
        with Slot():
            started = time.monotonic()
            console = Console(self, verdict, started)
            timed_out = console.follow(command)
        return self._conclude(verdict, timed_out, time.monotonic() - started)

    def _conclude(self, verdict, timed_out, seconds):
        problems = verdict.judge(self.fields["expect"], timed_out)
        failed = sum(1 for good, _ in verdict.results.values() if not good)
        failed = max(failed, 1) if problems else 0
        record = {"scenario": self.scenario.name, "passed": verdict.passed(), "failed": failed,
                  "results": [[*key, *result] for key, result in sorted(verdict.results.items())],
                  "problems": problems, "phase": verdict.phase, "seconds": round(seconds, 1),
                  "values": verdict.values, "fields": self.fields}
        (self.folder / "result.json").write_text(json.dumps(record, indent=1) + "\n")
        return print_record(record, self.folder, self.options.quiet_tail)


def run_all(names, options):
    """Run scenarios one after the other; return the exit status of all."""
    failed = []
    names = [found for name in names for found in matching(name)]
    for name in names:
        if Run(Scenario(name), options).execute():
            failed.append(name)
    if len(names) > 1:
        print(f"{len(names) - len(failed)} scenarios passed, {len(failed)} failed"
              f"{': ' + ' '.join(failed) if failed else ''}")
    return 1 if failed else 0


def print_record(record, folder, quiet_tail=False):
    """Say how a run went; return the exit status."""
    problems = record["problems"]
    if problems and not quiet_tail:
        print(f"--- last lines of {folder}/serial.log")
        for line in tail(folder / "serial.log"):
            print(f"    {line}")
    for problem in problems:
        print(f"# FAILED: {problem}")
    if not problems and record["fields"]["expect"] != "pass":
        print(f"# failed as it should: {record['fields']['expect']}")
    print(f"{record['scenario']}: {record['passed']} passed, {record['failed']} failed"
          f"{'' if not problems else ' - FAILED'} ({record['seconds']} s, {relative(folder)})",
          flush=True)
    return 1 if problems else 0


def reprint(folder):
    """Say again how a past run went."""
    path = folder / "result.json"
    if not path.is_file():
        raise RigError(f"{folder}: no finished run there")
    record = json.loads(path.read_text())
    for stage, number, good, text in record["results"]:
        print(f"{'ok' if good else 'not ok'} {stage}.{number} - {text}")
    for stage, name, number, unit in record["values"]:
        print(f"# {name} = {number} {unit} (stage {stage})")
    return print_record(record, folder)


def tail(path):
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return lines[-TAIL_LINES:]


def relative(path):
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


class Console:
    """Reads QEMU's serial output until the run is over."""

    def __init__(self, run, verdict, started):
        self.run = run
        self.verdict = verdict
        self.started = started
        self.timeout = SLOW_HOST * float(run.fields["timeout"])
        self.log = open(run.folder / "serial.log", "wb")
        self.rest = b""
        self.shown = ""
        self.terminal = sys.stdout.isatty() and not os.environ.get("CI")

    def follow(self, command):
        """Run QEMU to its end; return whether the time was up before."""
        with open(self.run.folder / "qemu.err", "wb") as errors:
            qemu = subprocess.Popen(command, cwd=self.run.folder, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=errors,
                                    preexec_fn=die_with_parent)
        try:
            return self._watch(qemu)
        finally:
            if qemu.poll() is None:
                qemu.kill()
            qemu.wait()
            self.log.close()
            self._status("")
            self._explain_start(qemu)

    def _watch(self, qemu):
        selector = selectors.DefaultSelector()
        selector.register(qemu.stdout, selectors.EVENT_READ)
        used, last, grace = 0.0, time.monotonic(), None
        while True:
            if selector.select(timeout=0.5):
                data = os.read(qemu.stdout.fileno(), 65536)
                if not data:
                    return False
                self._take(data)
            now = time.monotonic()
            used += (now - last) / slowdown()
            last = now
            if grace is None and (self.verdict.crashes or self.verdict.done):
                grace = now + (DONE_GRACE if self.verdict.done else CRASH_GRACE)
            if grace is not None and now > grace:
                return False
            if used > self.timeout:
                return not self.verdict.done
            self._status(f"{now - self.started:4.0f} s  {self.verdict.phase}")

    def _take(self, data):
        data = data.replace(b"\r", b"")
        self.log.write(data)
        self.log.flush()
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace")
            if self.run.options.verbose:
                self._print(text)
                self.verdict.feed(text)
            elif news := self.verdict.feed(text):
                self._print(news)

        self._serve_monitor()

    def _serve_monitor(self):
        """Pass on what the scenario asks of QEMU's monitor (a fault, a dump)."""
        for request in self.verdict.requests:
            if stops.REQUEST.fullmatch(request):
                stops.Stop(self.run.folder, request)
                continue
            with open(self.run.folder / "monitor.log", "a", encoding="utf-8") as log:
                log.write(f"(qemu) {request}\n")
                log.writelines(monitor.answers(self.run.folder, [request]))
        self.verdict.requests.clear()

    def _print(self, text):
        self._status("")
        print(text, flush=True)

    def _status(self, text):
        if self.terminal and text != self.shown:
            self.shown = text
            print(f"\r\033[K{text}", end="", flush=True)

    def _explain_start(self, qemu):
        if qemu.returncode and self.run.folder.joinpath("serial.log").stat().st_size == 0:
            raise RigError("the emulator did not start: "
                           + self.run.folder.joinpath("qemu.err").read_text().strip())


def die_with_parent():
    """In QEMU's process: never outlive a runner that was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def slowdown():
    """How much slower than alone a program runs here now."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(max(load, 1.0), MAX_SLOWDOWN)


def check_tools():
    """Say at once what is missing on this machine, and how to get it."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [tool for tool in HOST_TOOLS if not shutil.which(tool)]
    if missing:
        raise RigError(f"not installed: {', '.join(missing)}: run scripts/install-deps")


def added_files(fields, extra):
    """(source, destination) pairs of the header's files and of --add."""
    pairs = []
    for entry in [*fields["files"].replace("{kernel}", fields["kernel"]).split(), *extra]:
        source, _, dest = entry.partition(":")
        path = Path(source)
        if entry not in extra and not path.is_absolute():
            path = TOP / path
        if not dest.startswith("/"):
            raise RigError(f"'{entry}': write FILE:/PLACE/IN/DOM0")
        if not path.exists():
            raise RigError(f"'{source}' does not exist: build it first (make)")
        pairs.append((path.resolve(), dest))
    return pairs


def find_root(name):
    path = TOP / name
    if not path.is_file():
        raise RigError(f"'{name}' does not exist: build it first (scripts/check does)")
    return path


def new_folder(name):
    """A folder for this run alone; the link SCENARIO names the newest one."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for suffix in ("", *(f"-{n}" for n in range(1, 100))):
        folder = BUILD / f"{name}-{stamp}{suffix}"
        try:
            folder.mkdir(parents=True)
            break
        except FileExistsError:
            continue
    link = BUILD / f".{folder.name}"
    link.symlink_to(folder.name)
    os.replace(link, BUILD / name)
    prune(name)
    return folder


def prune(name):
    """Remove the oldest runs of a scenario; names sort by time."""
    runs = sorted(BUILD.glob(f"{name}-20[0-9][0-9]*"))
    for folder in runs[:-KEPT_RUNS]:
        shutil.rmtree(folder, ignore_errors=True)
