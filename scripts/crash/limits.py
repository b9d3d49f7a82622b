#!/usr/bin/env python3
"""Disks and systems that really refuse: no injected error but the kernel's own.

    SHORT        one write is short, and can be continued      (short-write.c, preloaded)
    TORN-EIO     one write is short, and the next fails
    TORN-KILL    one write is short, and the process is killed
    FSIZE        no file may grow beyond so many bytes          (RLIMIT_FSIZE; also for age)
    INODES       the file system has room for so many files     (tmpfs; needs root)
    DENIED       a folder or a file belongs to somebody else    (run as nobody; needs root)
    READ-ONLY    the file system is mounted read-only           (needs root)

After each, and after the recovery without the limit, the invariants must hold.

    scripts/crash/limits.py --binary .build/release/ninethirty [--seconds 40 --seed 7]
"""
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

import campaign
from invariants import Fault, check_after_fault, leftovers, plain_text
from powercut import in_own_mounts, must, patiently
from tracing import Strace
from scenarios import BEFORE, EDITION, SCENARIOS

SIZES = (0, 40, 600, 3000, 9000, 15000, 30000, 70000, 1 << 20, 5 << 20, (16 << 20) + 1000)
INODES = (0, 1, 2, 3, 5, 8, 12, 18, 25, 35, 50, 60, 70, 80, 90, 110, 140)
# What may belong to somebody else; a file of a read-only folder cannot be replaced either.
DENIED = ("publications", "publications/sealed", "publications/archive", "publications/.trees",
          "publications/journal.jsonl", "publications/log.jsonl", "publications/.lock")
AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
CODES = {
    "TORN-EIO": (74,), "FSIZE": (73, 74), "INODES": (74,), "DENIED": (77,), "READ-ONLY": (77,)}
CAUSES = {
    # The limit holds for what age says too: under a very small one its reason is cut off.
    "TORN-EIO": "input/output error", "FSIZE": "file too large|age failed", "INODES": "no space left",
    "DENIED": "permission denied|operation not permitted", "READ-ONLY": "read-only file system"}


@dataclasses.dataclass(frozen=True)
class Limit:
    happening: str
    number: int
    what: str
    call: str = "limit"

    @property
    def name(self):
        return f"{self.happening} {self.number}"

    @property
    def kind(self):
        return self.happening, re.sub(r"\.new-\d+-\d+|[0-9a-f]{12,}", "", self.what)

    step = form = stratum = kind


class Limits(campaign.Campaign):
    def prepare(self, scenario):
        start = self.workshop.prepare(scenario, self.strace)
        expected = self.expect(scenario, start)
        limits = [Limit("FSIZE", size, f"{size} bytes") for size in SIZES]
        limits += self.writes(scenario, start)
        if os.geteuid() == 0:
            limits += [Limit("INODES", count, f"{count} more files") for count in INODES]
            limits += [Limit("READ-ONLY", 0, "publications")]
            limits += [Limit("DENIED", number, path) for number, path in enumerate(DENIED)
                       if (start / path).exists() and self.nobody_runs_it()]
        return campaign.Prepared(scenario, start, expected, limits)

    def writes(self, scenario, start):
        """Every write to a file of the workspace, by the shim's own count."""
        workspace = self.workshop.copy(start, f"{start}.look")
        trace = pathlib.Path(f"{workspace}.writes")
        result = self.workshop.run(workspace, scenario.tested, environment=self.shim(
            workspace, {"SHORT_WRITE_AT": "0", "SHORT_WRITE_TRACE": str(trace)}))
        if result.returncode != 0 or not trace.exists():
            raise RuntimeError(f"the writes of {scenario.name} cannot be counted: {result.stderr}")
        return [Limit(happening, number, path)
                for number, path in enumerate(trace.read_text().splitlines(), 1)
                for happening in ("SHORT", "TORN-EIO", "TORN-KILL")]

    def shim(self, workspace, settings):
        return {"LD_PRELOAD": self.library, "SHORT_WRITE_UNDER": f"{workspace}/"} | settings

    def build_shim(self):
        self.library = self.workshop.library("short-write.c")

    def play(self, prepared, limit, workspace):
        arguments = prepared.scenario.tested
        result = getattr(self, "play_" + limit.happening.replace("-", "_").lower())(
            workspace, arguments, limit)
        if limit.happening == "TORN-KILL":
            if result.returncode != -9:
                raise Fault(f"it was to be killed, and ended with {result.returncode}")
        elif limit.happening == "SHORT":
            if result.returncode != 0:
                raise Fault(f"a short write was not continued: {result.stderr}")
        elif result.returncode != 0:
            self.check_error(limit, result, workspace)
        check_after_fault(workspace, prepared.expected)
        if arguments[0] == "seal" and plain_text(workspace, but=("publications/archive/",)):
            raise Fault("in clear after a seal under a limit")
        self.recover(prepared, workspace)
        return True

    def check_error(self, limit, result, workspace):
        errors = result.stderr
        if result.returncode not in CODES[limit.happening]:
            raise Fault(f"exit {result.returncode}, not {CODES[limit.happening]}: {errors[-400:]}")
        if not re.search(CAUSES[limit.happening], errors) or str(workspace) not in errors:
            raise Fault(f"the error names not its path and its cause: {errors[-400:]}")
        waiting = [".public-next", ".public-spare"] + [f".new-{edition}.age" for edition in (BEFORE, EDITION)]
        left = [name for name in leftovers(workspace) if name.split("/")[-1] not in waiting]
        if left and limit.happening not in ("DENIED", "READ-ONLY"):
            raise Fault(f"left over after an error: {left}")

    def play_short(self, workspace, arguments, limit):
        return self.shortened(workspace, arguments, limit, "go-on")

    def play_torn_eio(self, workspace, arguments, limit):
        return self.shortened(workspace, arguments, limit, "fail")

    def play_torn_kill(self, workspace, arguments, limit):
        return self.shortened(workspace, arguments, limit, "kill")

    def shortened(self, workspace, arguments, limit, then):
        return self.workshop.run(workspace, arguments, environment=self.shim(
            workspace, {"SHORT_WRITE_AT": str(limit.number), "SHORT_WRITE_THEN": then}))

    def play_fsize(self, workspace, arguments, limit):
        prefix = ("prlimit", f"--fsize={limit.number}")
        return self.workshop.run(workspace, arguments, prefix)

    def play_inodes(self, workspace, arguments, limit):
        return self.on_own_disk(workspace, arguments, "size=256m", full=limit.number)

    def play_read_only(self, workspace, arguments, limit):
        return self.on_own_disk(workspace, arguments, "size=256m", options=("remount,ro",))

    def on_own_disk(self, workspace, arguments, size, full=None, options=()):
        """Runs with `publications` on a file system of its own, and brings it back after."""
        publications = workspace / "publications"
        aside = workspace.with_name(workspace.name + ".aside")
        shutil.rmtree(aside, ignore_errors=True)
        publications.mkdir(exist_ok=True)
        publications.rename(aside)
        publications.mkdir()
        must("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(publications))
        try:
            must("cp", "-a", f"{aside}/.", str(publications))
            if full is not None:
                used = os.statvfs(publications)
                must("mount", "-o", f"remount,nr_inodes={used.f_files - used.f_ffree + full}",
                     str(publications))
            for option in options:
                must("mount", "-o", option, str(publications))
            result = self.workshop.run(workspace, arguments)
            shutil.rmtree(aside)
            must("cp", "-a", str(publications), str(aside))
        finally:
            patiently("umount", str(publications))
        publications.rmdir()
        aside.rename(publications)
        return result

    def nobody_runs_it(self):
        """Whether others may run the binary: not where it stands below a folder of root's own."""
        return subprocess.run([*AS_NOBODY, self.workshop.binary, "--version"],
                              capture_output=True).returncode == 0

    def play_denied(self, workspace, arguments, limit):
        """As nobody, to whom everything belongs but one folder or file."""
        os.chmod(self.workshop.folder, 0o711)
        around = f"{workspace}.around"
        must("chown", "-R", "65534:65534", str(workspace), around)
        must("chown", "0:0", str(workspace / limit.what))
        result = self.workshop.run(workspace, arguments, prefix=AS_NOBODY)
        must("chown", "-R", "0:0", str(workspace), around)
        return result


if __name__ == "__main__":
    in_own_mounts()
    options = campaign.options(__doc__, SCENARIOS)
    strace = Strace()
    if strace.why_not():
        # Two scenarios begin behind a kill at one call; the others need no strace.
        options.scenario = options.scenario or [
            name for name, scenario in SCENARIOS.items() if not scenario.killed_at]
    if os.geteuid() != 0:
        print("skipped: INODES, DENIED and READ-ONLY need root")
    with Limits(options) as limits:
        limits.strace = strace
        limits.build_shim()
        if os.geteuid() == 0 and not limits.nobody_runs_it():
            print("skipped: DENIED needs a binary that nobody may run")
        sys.exit(limits.run())
