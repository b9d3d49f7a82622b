#!/usr/bin/env python3
"""Cuts the power of a disk at each step of ninethirty that changes something on it.

The workspace stands on an ext4 file system in an image file behind a loop device. The process is
killed at the N-th call of a name, and the file system is shut down (EXT4_IOC_SHUTDOWN) before
anything that waits in memory gets to the image: either nothing more (NOLOGFLUSH), or the journal
but no data (LOGFLUSH), which is the worse one: names without their bytes. Or the disk dies and the
process lives on (DEAD): every call on it fails from the N-th on, and it must say so. Then the image
is mounted again, its journal replayed, checked by e2fsck, and the invariants must hold, also after
the recovery.

    scripts/crash/powercut.py --binary .build/release/ninethirty            all
    scripts/crash/powercut.py --binary … --seconds 40 --seed 7              a sample
"""
import dataclasses
import fcntl
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time

import campaign
from invariants import Fault, check_after_fault
from tracing import Strace
from scenarios import SCENARIOS

# include/uapi/linux/ext4.h: _IOR('X', 125, __u32) and its flags.
EXT4_IOC_SHUTDOWN = 0x8004587D
CUTS = {"CUT-NOLOGFLUSH": 2, "CUT-LOGFLUSH": 1, "DEAD": 2}


class Disk:
    """An ext4 image and the folder that it is mounted on."""

    def __init__(self, image, folder):
        self.image, self.folder = pathlib.Path(image), pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)

    def make(self):
        with open(self.image, "wb") as image:
            image.truncate(192 << 20)
        must("mkfs.ext4", "-q", "-F", "-J", "size=8", str(self.image))

    def mount(self, run=None):
        # No discard and a long commit interval: nothing gets to the image that was not asked for.
        options = "loop,data=ordered,commit=300,noatime"
        # Another process may take the loop device between the look for a free one and its use.
        (run or patiently)("mount", "-o", options, str(self.image), str(self.folder))

    def cut(self, flag):
        """The power goes: what is not on the image is lost."""
        self.shut_down(flag)
        self.unmount()

    def shut_down(self, flag):
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("I", flag))
        finally:
            os.close(folder)

    def unmount(self):
        # An `age` whose parent was killed still has the sealed file open, until it gets its turn.
        patiently("umount", str(self.folder))

    def check(self):
        """The journal was replayed by the mount; the rest must be sound without a repair."""
        checked = subprocess.run(["e2fsck", "-fn", str(self.image)], capture_output=True, text=True)
        if checked.returncode != 0:
            raise Fault(f"e2fsck: {checked.stdout[-400:]}")


def must(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {result.stderr.strip()}")


def patiently(*command):
    """Runs a command that another process can be in the way of, again and again for a minute."""
    for _ in range(600):
        try:
            return must(*command)
        except RuntimeError as error:
            if "busy" not in str(error) and "loop device" not in str(error):
                raise
            time.sleep(0.1)
    return must(*command)


def why_not(strace):
    reason = strace.why_not()
    if reason:
        return reason
    for program in ("mkfs.ext4", "e2fsck", "mount", "umount", "unshare"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if os.geteuid() != 0:
        return "only root mounts an image"
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(f"{folder}/image", f"{folder}/disk")
        try:
            disk.make()
            disk.mount(must)
            disk.cut(CUTS["CUT-NOLOGFLUSH"])
        except (OSError, RuntimeError) as error:
            return f"no ext4 image can be mounted and shut down here: {error}"
    return None


def in_own_mounts():
    """Goes on in a mount namespace of its own, where no other process can keep the disks busy.

    It ends with the process, and every mount with it, a kill included; a loop device that was made
    by a mount goes with the mount.
    """
    if os.environ.get("NINETHIRTY_OWN_MOUNTS") != str(os.getpid()) and os.geteuid() == 0:
        unshare = shutil.which("unshare")
        if unshare:
            os.environ["NINETHIRTY_OWN_MOUNTS"] = str(os.getpid())
            command = [unshare, "-m", "--propagation", "private", sys.executable, *sys.argv]
            os.execv(unshare, command)


class PowerCuts(campaign.Campaign):
    def prepare(self, scenario):
        start = self.workshop.prepare(scenario, self.strace)
        expected = self.expect(scenario, start)
        look = self.workshop.copy(start, f"{start}.look")
        result, points = self.strace.points(self.workshop, look, scenario.tested, ("KILL",))
        if result.returncode != 0:
            raise RuntimeError(f"{scenario.name} under strace: {result.stderr}")
        cuts = [dataclasses.replace(point, happening=cut) for point in points for cut in CUTS
                if cut != "DEAD" or not point.tool]
        prepared = campaign.Prepared(scenario, start, expected, cuts)
        # The base image: the workspace at its beginning, everything on disk.
        base = Disk(self.workshop.folder / f"{scenario.name}.image", self.workshop.folder / "base")
        base.make()
        base.mount()
        self.workshop.copy(start, base.folder / "w")
        base.unmount()
        return prepared

    def play(self, prepared, point, workspace):
        self.workshop.remove(workspace)
        name = workspace.name
        disk = Disk(self.workshop.folder / f"{name}.image", self.workshop.folder / f"{name}.disk")
        must("cp", "--sparse=always", str(self.workshop.folder / f"{prepared.scenario.name}.image"),
             str(disk.image))
        disk.mount()
        is_mounted = True
        workspace = disk.folder / "w"
        try:
            struck = (self.die if point.happening == "DEAD" else self.cut)(
                prepared.scenario.tested, point, disk, workspace)
            is_mounted = False
            disk.unmount()
            if not struck:
                return False
            disk.mount()
            is_mounted = True
            check_after_fault(workspace, prepared.expected)
            self.recover(prepared, workspace)
            is_mounted = False
            disk.unmount()
            disk.check()
            return True
        finally:
            if is_mounted:
                disk.unmount()
            disk.image.unlink()

    def cut(self, arguments, point, disk, workspace):
        """Kills the process at the point and shuts the disk down under it."""
        kill = dataclasses.replace(point, happening="KILL")
        # The proof that this harness can fail: every sync says that it was done, and was not.
        lies = ["-e", f"trace={point.call},fsync,syncfs", "-e", "inject=fsync,syncfs:retval=0"]
        _, struck = self.strace.hit(self.workshop, workspace, arguments, kill,
                                    *(lies if self.options.without_sync else ()))
        disk.shut_down(CUTS[point.happening])
        return struck

    def die(self, arguments, point, disk, workspace):
        """Stops the process at the point, shuts the disk down and lets the process go on."""
        result = self.strace.stopped_at(
            self.workshop, workspace, arguments, point, lambda: disk.shut_down(CUTS["DEAD"]))
        if result is None:
            return False
        # What comes after the last change, such as the output, needs no disk. What people wrote and
        # what is to be mended is found unreadable, among the findings.
        said = result.stderr + (result.stdout if result.returncode in (65, 76) else "")
        if result.returncode not in (0, 65, 74, 76) or "Fatal error" in result.stderr:
            raise Fault(f"on a dead disk: exit {result.returncode}: {said[-400:]}")
        if result.returncode != 0 and "input/output error" not in said:
            raise Fault(f"on a dead disk: the error names no cause: {said[-400:]}")
        return True


if __name__ == "__main__":
    in_own_mounts()
    strace = Strace()
    options = campaign.options(__doc__, SCENARIOS, flags=("without-sync",))
    reason = why_not(strace)
    if reason:
        print(f"skipped: {reason}")
        sys.exit(0)
    with PowerCuts(options) as cuts:
        cuts.strace = strace
        cuts.workshop.see_one_core()
        sys.exit(cuts.run())
